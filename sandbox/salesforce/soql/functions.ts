import type { FieldFunctionExpression, FunctionExp } from "@jetstreamapp/soql-parser-js";
import type { FieldType } from "../fields.js";
import { malformed, type SalesforceRefusal } from "../refusal.js";
import { familyOf } from "./literals.js";
import type { FoundField, QueryContext, Scope } from "./scope.js";

export interface FunctionColumn {
  readonly sql: string;
  readonly type: FieldType;
  readonly isAggregate: boolean;
  /** The key of the answer when no alias is given; null for `expr0`, `expr1` … */
  readonly name: string | null;
}

/** Parts of an ISO instant or day, cut out of its text. */
const dateParts: Readonly<Record<string, (sql: string) => string>> = {
  CALENDAR_YEAR: (sql) => `CAST(substr(${sql}, 1, 4) AS INTEGER)`,
  CALENDAR_QUARTER: (sql) => `(CAST(substr(${sql}, 6, 2) AS INTEGER) + 2) / 3`,
  CALENDAR_MONTH: (sql) => `CAST(substr(${sql}, 6, 2) AS INTEGER)`,
  FISCAL_YEAR: (sql) => `CAST(substr(${sql}, 1, 4) AS INTEGER)`,
  FISCAL_QUARTER: (sql) => `(CAST(substr(${sql}, 6, 2) AS INTEGER) + 2) / 3`,
  FISCAL_MONTH: (sql) => `CAST(substr(${sql}, 6, 2) AS INTEGER)`,
  DAY_IN_MONTH: (sql) => `CAST(substr(${sql}, 9, 2) AS INTEGER)`,
  DAY_IN_YEAR: (sql) => `CAST(strftime('%j', ${sql}) AS INTEGER)`,
  DAY_IN_WEEK: (sql) => `CAST(strftime('%w', ${sql}) AS INTEGER) + 1`,
  HOUR_IN_DAY: (sql) => `CAST(substr(${sql}, 12, 2) AS INTEGER)`,
  DAY_ONLY: (sql) => `substr(${sql}, 1, 10)`,
};

const aggregates: Readonly<Record<string, (sql: string) => string>> = {
  COUNT: (sql) => `COUNT(${sql})`,
  COUNT_DISTINCT: (sql) => `COUNT(DISTINCT ${sql})`,
  SUM: (sql) => `SUM(${sql})`,
  AVG: (sql) => `AVG(${sql})`,
  MIN: (sql) => `MIN(${sql})`,
  MAX: (sql) => `MAX(${sql})`,
};

const needsInstant = ["DAY_ONLY", "HOUR_IN_DAY"];

const doesNotAllow = (context: QueryContext, field: FoundField, name: string): SalesforceRefusal =>
  malformed(context.soql, field.name, `field ${field.name} does not support aggregate operator ${name}`);

function argument(context: QueryContext, scope: Scope, fn: FunctionExp | FieldFunctionExpression): FoundField {
  const [parameter] = fn.parameters ?? [];
  if (typeof parameter !== "string") {
    throw malformed(
      context.soql,
      fn.functionName ?? "",
      `function ${fn.functionName ?? ""} takes one plain field here`,
    );
  }
  return scope.find(parameter);
}

function aggregateColumn(context: QueryContext, field: FoundField, name: string): FunctionColumn {
  const family = familyOf(field.type);
  const summed = name === "SUM" || name === "AVG";
  if (summed && family !== "number") throw doesNotAllow(context, field, name);
  if (field.partSql.length > 0 || field.type === "textarea" || (family === "boolean" && !name.startsWith("COUNT"))) {
    throw doesNotAllow(context, field, name);
  }
  const type: FieldType = name.startsWith("COUNT") ? "int" : name === "AVG" ? "double" : field.type;
  return { sql: aggregates[name]?.(field.sql) ?? "", type, isAggregate: true, name: null };
}

/** Compiles `COUNT(Id)`, `CALENDAR_YEAR(CreatedDate)`, `toLabel(Type)` …; refuses what this organisation cannot do. */
export function functionColumn(
  context: QueryContext,
  scope: Scope,
  fn: FunctionExp | FieldFunctionExpression,
): FunctionColumn {
  const written = fn.functionName ?? "";
  const name = written.toUpperCase();
  if (name === "COUNT" && (fn.parameters ?? []).length === 0) {
    return { sql: "COUNT(*)", type: "int", isAggregate: true, name: null };
  }
  if (aggregates[name]) return aggregateColumn(context, argument(context, scope, fn), name);
  const datePart = dateParts[name];
  if (datePart) {
    const field = argument(context, scope, fn);
    const fits = field.type === "datetime" || (field.type === "date" && !needsInstant.includes(name));
    if (!fits) throw malformed(context.soql, field.name, `field '${field.name}' can not be used with ${written}`);
    return { sql: datePart(field.sql), type: name === "DAY_ONLY" ? "date" : "int", isAggregate: false, name: null };
  }
  if (name === "TOLABEL" || name === "CONVERTCURRENCY") {
    const field = argument(context, scope, fn);
    return { sql: field.sql, type: field.type, isAggregate: false, name: field.name };
  }
  throw malformed(context.soql, written, `function ${written} is not available in this organization`);
}

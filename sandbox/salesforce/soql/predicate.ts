import type { LiteralType, Operator } from "@jetstreamapp/soql-parser-js";
import { malformed, SalesforceRefusal } from "../refusal.js";
import type { Cell } from "../values.js";
import { type ComparedField, familyOf, type Meaning, meaningOf, unquoted } from "./literals.js";
import type { QueryContext, SqlPart } from "./scope.js";

/** The left side of a comparison. */
export interface Compared extends ComparedField {
  readonly sql: string;
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

const part = (sql: string, ...params: Cell[]): SqlPart => ({ sql, params });

const refusedOperator = (operator: string, field: ComparedField): SalesforceRefusal =>
  new SalesforceRefusal(
    400,
    "INVALID_QUERY_FILTER_OPERATOR",
    `invalid operator on ${familyOf(field.type)} field: ${field.name} ${operator}`,
  );

/** SQLite folds case for ASCII alone; `fold` does it for every letter, when a literal needs it. */
function folded(field: Compared, texts: readonly Cell[]): { sql: string; fold: (cell: Cell) => Cell } {
  const beyondAscii =
    familyOf(field.type) === "text" && texts.some((text) => typeof text === "string" && !isAscii(text));
  return beyondAscii
    ? { sql: `fold(${field.sql})`, fold: (cell) => (typeof cell === "string" ? cell.toLowerCase() : cell) }
    : { sql: field.sql, fold: (cell) => cell };
}

function rangeComparison(field: Compared, operator: Operator, from: string, to: string): SqlPart {
  const { sql } = field;
  switch (operator) {
    case "=":
      return part(`(${sql} >= ? AND ${sql} < ?)`, from, to);
    case "!=":
      return part(`(${sql} IS NULL OR ${sql} < ? OR ${sql} >= ?)`, from, to);
    case ">":
      return part(`${sql} >= ?`, to);
    case ">=":
      return part(`${sql} >= ?`, from);
    case "<":
      return part(`${sql} < ?`, from);
    case "<=":
      return part(`${sql} < ?`, to);
    default:
      throw refusedOperator(operator, field);
  }
}

/** Null equals null, and null differs from every value: so `!=` brings the rows without a value. */
function valueComparison(field: Compared, operator: Operator, cell: Cell): SqlPart {
  if (cell === null) {
    if (operator === "=") return part(`${field.sql} IS NULL`);
    // Nothing is smaller than nothing; everything there is is greater.
    if (operator === "!=" || operator === ">") return part(`${field.sql} IS NOT NULL`);
    return part("0");
  }
  const { sql, fold } = folded(field, [cell]);
  if (operator === "=") return part(`${sql} = ?`, fold(cell));
  if (operator === "!=") return part(`${sql} IS NOT ?`, fold(cell));
  if (familyOf(field.type) === "boolean") throw refusedOperator(operator, field);
  return part(`${sql} ${operator} ?`, fold(cell));
}

function compared(field: Compared, operator: Operator, meaning: Meaning): SqlPart {
  return meaning.kind === "range"
    ? rangeComparison(field, operator, meaning.from, meaning.to)
    : valueComparison(field, operator, meaning.value);
}

function listed(field: Compared, negated: boolean, meanings: readonly Meaning[]): SqlPart {
  const cells = meanings.flatMap((meaning) => (meaning.kind === "value" ? [meaning.value] : []));
  const values = cells.filter((cell) => cell !== null);
  const ranges = meanings.flatMap((meaning) =>
    meaning.kind === "range" ? [rangeComparison(field, "=", meaning.from, meaning.to)] : [],
  );
  const { sql, fold } = folded(field, values);
  const choices = [
    ...(values.length > 0
      ? [part(`${sql} IN (SELECT value FROM json_each(?))`, JSON.stringify(values.map((cell) => fold(cell))))]
      : []),
    ...(values.length < cells.length ? [part(`${field.sql} IS NULL`)] : []),
    ...ranges,
  ];
  const either = choices.map((choice) => choice.sql).join(" OR ");
  return part(negated ? `NOT ifnull((${either}), 0)` : `(${either})`, ...choices.flatMap((choice) => choice.params));
}

function alike(context: QueryContext, field: Compared, raw: string): SqlPart {
  if (familyOf(field.type) !== "text") throw refusedOperator("LIKE", field);
  const pattern = unquoted(context, raw, true);
  const { sql, fold } = folded(field, [pattern]);
  return part(`${sql} LIKE ? ESCAPE '\\'`, fold(pattern));
}

/** `INCLUDES('a;b', 'c')`: both a and b, or c. */
function included(context: QueryContext, field: Compared, operator: Operator, raws: readonly string[]): SqlPart {
  if (field.type !== "multipicklist") throw refusedOperator(operator, field);
  const params: Cell[] = [];
  const choices = raws.map((raw) => {
    const all = unquoted(context, raw)
      .split(";")
      .map((label) => {
        params.push(`;${label.toLowerCase()};`);
        return `instr(';' || fold(${field.sql}) || ';', ?) > 0`;
      });
    return `(${all.join(" AND ")})`;
  });
  const either = choices.join(" OR ");
  return part(operator === "INCLUDES" ? `(${either})` : `NOT ifnull((${either}), 0)`, ...params);
}

const typesOf = (type: LiteralType | LiteralType[] | undefined, count: number): readonly LiteralType[] =>
  Array.isArray(type) ? type : Array.from({ length: count }, () => type ?? "STRING");

/** One comparison of a field with a literal or a list of literals. */
export function predicate(
  context: QueryContext,
  field: Compared,
  written: Operator | "<>",
  value: string | readonly string[],
  literalType: LiteralType | LiteralType[] | undefined,
): SqlPart {
  const operator = written === "<>" ? "!=" : written;
  const raws = typeof value === "string" ? [value] : value;
  const types = typesOf(literalType, raws.length);
  if (types.includes("APEX_BIND_VARIABLE")) {
    throw malformed(context.soql, raws[0] ?? "", "Bind variables only allowed in Apex code");
  }
  const meanings = (): readonly Meaning[] =>
    raws.map((raw, place) => meaningOf(context, field, raw, types[place] ?? "STRING"));
  switch (operator) {
    case "LIKE":
      meanings();
      return alike(context, field, raws[0] ?? "");
    case "INCLUDES":
    case "EXCLUDES":
      return included(context, field, operator, raws);
    case "IN":
    case "NOT IN":
      return listed(field, operator === "NOT IN", meanings());
    default: {
      const [meaning] = meanings();
      if (!meaning || raws.length > 1) throw malformed(context.soql, operator, `unexpected token: '${operator}'`);
      return compared(field, operator, meaning);
    }
  }
}

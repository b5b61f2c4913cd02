import type {
  FieldFunctionExpression,
  GroupByClause,
  OrderByClause,
  Query,
  QueryBase,
  FieldType as SelectItem,
  Subquery,
} from "@jetstreamapp/soql-parser-js";
import { type Catalogue, type LiveField, type LiveObject, visibleFields } from "../catalogue.js";
import { malformed, SalesforceRefusal, unknownChildren, unknownObject } from "../refusal.js";
import type { Cell } from "../values.js";
import { Columns, type OutputColumn, type RecordShape } from "./columns.js";
import { functionColumn } from "./functions.js";
import { familyOf } from "./literals.js";
import { parseSoql } from "./parse.js";
import { type QueryContext, Scope, type SqlPart } from "./scope.js";
import { compileWhere } from "./where.js";

/** A query ready to run. `sql` ends before LIMIT, so that a page can be cut from it. */
export interface CompiledQuery {
  readonly kind: "records" | "count" | "aggregate";
  readonly object: LiveObject;
  readonly sql: string;
  readonly params: readonly Cell[];
  readonly limit: number | null;
  readonly offset: number;
  readonly output: readonly OutputColumn[];
  readonly shape: RecordShape;
  readonly children: readonly ChildQuery[];
}

/** A subquery from parent to children; its first parameter is the parent's id. */
export interface ChildQuery {
  readonly name: string;
  readonly foreignKey: LiveField;
  readonly query: CompiledQuery;
}

interface Source {
  readonly object: LiveObject;
  /** A condition that comes before all others, such as the parent of a subquery. */
  readonly first?: (scope: Scope) => string;
}

const list = <T>(one: T | T[] | undefined): readonly T[] => (one === undefined ? [] : Array.isArray(one) ? one : [one]);

const isFunction = (item: SelectItem): item is FieldFunctionExpression => item.type === "FieldFunctionExpression";

const largestOffset = 2000;

/** One SELECT on the way to SQL. */
class Compilation {
  private readonly context: QueryContext;
  private readonly query: QueryBase;
  private readonly source: Source;
  private readonly scope: Scope;
  private readonly columns: Columns;
  private readonly grouped: ReadonlyMap<string, true>;
  private readonly kind: CompiledQuery["kind"];
  private readonly children: ChildQuery[] = [];
  private unnamed = 0;

  constructor(context: QueryContext, query: QueryBase, source: Source) {
    this.context = context;
    this.query = query;
    this.source = source;
    this.refuseUnsupported();
    this.scope = new Scope(context, source.object, query.sObjectAlias);
    this.grouped = new Map(list(query.groupBy).map((clause) => [this.groupSql(clause), true]));
    this.kind = this.kindOfQuery();
    if (this.kind === "aggregate" && this.grouped.size === 0 && query.limit !== undefined) {
      const message = "Non-grouped query that uses overall aggregate functions cannot also use LIMIT";
      throw malformed(context.soql, "LIMIT", message);
    }
    const isRecords = this.kind === "records";
    this.columns = new Columns(
      context,
      isRecords ? source.object.name : "AggregateResult",
      isRecords ? `${this.scope.alias}."Id"` : null,
    );
  }

  compile(): CompiledQuery {
    if (this.kind === "count") this.columns.addValue("count", "COUNT(*)", "int");
    else for (const item of this.query.fields ?? []) this.select(item);

    const where = this.where();
    const having = this.query.having ? this.clause(this.query.having) : null;
    const order = list(this.query.orderBy).map((clause) => this.order(clause));
    const selected = this.columns.sql.map((sql, index) => `${sql} AS c${index}`).join(", ");
    const sql = [
      `SELECT ${selected} FROM ${this.scope.from()}`,
      where.sql && ` WHERE ${where.sql}`,
      this.grouped.size > 0 ? ` GROUP BY ${[...this.grouped.keys()].join(", ")}` : "",
      having ? ` HAVING ${having.sql}` : "",
      order.length > 0 ? ` ORDER BY ${order.join(", ")}` : "",
    ].join("");
    return {
      kind: this.kind,
      object: this.source.object,
      sql,
      params: [...where.params, ...(having?.params ?? [])],
      limit: this.query.limit ?? null,
      offset: this.query.offset ?? 0,
      output: this.columns.output,
      shape: this.columns.shape,
      children: this.children,
    };
  }

  private kindOfQuery(): CompiledQuery["kind"] {
    const items = this.query.fields ?? [];
    const functions = items.filter(isFunction);
    const bareCount = functions.find((fn) => fn.functionName.toUpperCase() === "COUNT" && fn.parameters.length === 0);
    if (bareCount) {
      if (items.length > 1 || this.grouped.size > 0) {
        throw malformed(this.context.soql, "COUNT", "COUNT() must be the only element in the select list");
      }
      return "count";
    }
    const aggregates = functions.some((fn) => functionColumn(this.context, this.scope, withoutFields(fn)).isAggregate);
    return aggregates || this.grouped.size > 0 ? "aggregate" : "records";
  }

  private refuseUnsupported(): void {
    const { soql } = this.context;
    const { usingScope, withDataCategory, offset } = this.query;
    if (usingScope) throw malformed(soql, "USING", "USING SCOPE is not available in this organization");
    if (withDataCategory) throw malformed(soql, "WITH", "Data categories are not available in this organization");
    if ((offset ?? 0) > largestOffset) {
      const message = `Maximum SOQL offset allowed is ${largestOffset}`;
      throw new SalesforceRefusal(400, "NUMBER_OUTSIDE_VALID_RANGE", message);
    }
  }

  private select(item: SelectItem): void {
    switch (item.type) {
      case "Field":
      case "FieldRelationship": {
        const path = item.type === "Field" ? item.field : [...item.relationships, item.field].join(".");
        this.selectField(path, "alias" in item ? item.alias : undefined);
        break;
      }
      case "FieldFunctionExpression":
        this.selectFunction(item);
        break;
      case "FieldSubquery":
        this.selectChildren(item.subquery);
        break;
      default:
        throw malformed(this.context.soql, "TYPEOF", "TYPEOF is not available in this organization");
    }
  }

  private selectField(path: string, alias: string | undefined): void {
    const found = this.scope.find(path);
    if (this.kind === "records") {
      if (alias) throw malformed(this.context.soql, alias, "only aggregate expressions use field aliasing");
      this.columns.addField(found);
      return;
    }
    if (!this.grouped.has(found.sql)) {
      throw malformed(this.context.soql, path, `Field must be grouped or aggregated: ${path}`);
    }
    this.columns.addValue(alias ?? found.name, found.sql, found.type);
  }

  private selectFunction(fn: FieldFunctionExpression): void {
    if (fn.functionName.toUpperCase() === "FIELDS") {
      this.selectAllFields(fn);
      return;
    }
    const column = functionColumn(this.context, this.scope, fn);
    if (this.kind === "records" && column.name === null) {
      throw malformed(this.context.soql, fn.functionName, `Grouped field required: ${fn.rawValue ?? fn.functionName}`);
    }
    if (this.kind === "aggregate" && !column.isAggregate && !this.grouped.has(column.sql)) {
      throw malformed(this.context.soql, fn.functionName, `Field must be grouped or aggregated: ${fn.rawValue ?? ""}`);
    }
    this.columns.addValue(fn.alias ?? column.name ?? `expr${this.unnamed++}`, column.sql, column.type);
  }

  private selectAllFields(fn: FieldFunctionExpression): void {
    const which = String(fn.parameters[0] ?? "").toUpperCase();
    if (which !== "STANDARD" && (this.query.limit ?? Number.POSITIVE_INFINITY) > 200) {
      throw malformed(this.context.soql, "FIELDS", "The SOQL FIELDS function must have a LIMIT of at most 200");
    }
    for (const { definition } of visibleFields(this.source.object)) {
      const custom = definition.name.endsWith("__c");
      if (which === "ALL" || custom === (which === "CUSTOM")) this.columns.addField(this.scope.find(definition.name));
    }
  }

  private selectChildren(subquery: Subquery): void {
    const wanted = subquery.relationshipName.toLowerCase();
    const relationship = this.context.catalogue
      .children(this.source.object)
      .find(({ relationshipName }) => relationshipName?.toLowerCase() === wanted);
    if (!relationship?.relationshipName) throw unknownChildren(this.context.soql, subquery.relationshipName);
    const { childObject, field, relationshipName } = relationship;
    const first = (scope: Scope): string => `${scope.alias}."${field.column}" = ?`;
    const query = new Compilation(this.context, subquery, { object: childObject, first }).compile();
    if (query.kind !== "records") {
      throw malformed(this.context.soql, subquery.relationshipName, "Aggregates are not allowed in a subquery");
    }
    this.children.push({ name: relationshipName, foreignKey: field, query });
  }

  private where(): SqlPart {
    const written = this.query.where ? this.clause(this.query.where) : null;
    const conditions = [
      this.source.first?.(this.scope),
      written ? `(${written.sql})` : null,
      this.context.withDeleted ? null : `${this.scope.alias}."IsDeleted" = 0`,
    ].filter(Boolean);
    return { sql: conditions.join(" AND "), params: written?.params ?? [] };
  }

  private clause(clause: Parameters<typeof compileWhere>[2]): SqlPart {
    return compileWhere(this.context, this.scope, clause, (query) => this.subSelect(query));
  }

  /** A semi-join: one id column of another object, without its nulls. */
  private subSelect(query: Query): SqlPart {
    const object = objectOf(this.context, query);
    const inner = new Compilation(this.context, query, { object }).compile();
    const [column, ...others] = inner.output;
    if (!column || others.length > 0 || familyOf(column.type) !== "id") {
      throw malformed(this.context.soql, object.name, "Semi join sub-selects must select exactly one id field");
    }
    const name = `c${column.index}`;
    return { sql: `SELECT ${name} FROM (${withLimit(inner)}) WHERE ${name} IS NOT NULL`, params: inner.params };
  }

  private groupSql(clause: GroupByClause): string {
    if ("fn" in clause) {
      const name = clause.fn.functionName?.toUpperCase() ?? "";
      if (name === "ROLLUP" || name === "CUBE") {
        throw malformed(this.context.soql, name, `GROUP BY ${name} is not available in this organization`);
      }
      return functionColumn(this.context, this.scope, clause.fn).sql;
    }
    const found = this.scope.find(clause.field);
    if (found.partSql.length > 0 || found.field?.definition.groupable === false) {
      throw malformed(this.context.soql, clause.field, `field '${clause.field}' can not be grouped in a query call`);
    }
    return found.sql;
  }

  private order(clause: OrderByClause): string {
    const direction = `${clause.order ?? "ASC"} NULLS ${clause.nulls ?? "FIRST"}`;
    if ("fn" in clause) return `${functionColumn(this.context, this.scope, clause.fn).sql} ${direction}`;
    const alias = this.kind === "aggregate" ? this.aliased(clause.field) : undefined;
    if (alias) return `${alias} ${direction}`;
    const found = this.scope.find(clause.field);
    if (found.partSql.length > 0 || found.field?.definition.sortable === false) {
      throw malformed(this.context.soql, clause.field, `field '${clause.field}' can not be sorted in a query call`);
    }
    if (this.kind === "aggregate" && !this.grouped.has(found.sql)) {
      throw malformed(this.context.soql, clause.field, `Ordered field must be grouped or aggregated: ${clause.field}`);
    }
    return `${found.sql} ${direction}`;
  }

  private aliased(name: string): string | undefined {
    const column = this.columns.output.find(({ path }) => path[0]?.toLowerCase() === name.toLowerCase());
    return column && `c${column.index}`;
  }
}

/** `FIELDS(ALL)` is no aggregate; it stands in as a plain label while the kind of query is found out. */
const withoutFields = (fn: FieldFunctionExpression): FieldFunctionExpression =>
  fn.functionName.toUpperCase() === "FIELDS" ? { ...fn, functionName: "toLabel", parameters: ["Id"] } : fn;

function objectOf(context: QueryContext, query: Query): LiveObject {
  const name = query.sObject ?? "";
  const object = context.catalogue.object(name);
  if (!object) throw unknownObject(context.soql, name);
  return object;
}

/** The SQL of a query with its own LIMIT and OFFSET, or with a smaller limit. */
export function withLimit(query: CompiledQuery, atMost = Number.POSITIVE_INFINITY): string {
  const limit = Math.min(query.limit ?? Number.POSITIVE_INFINITY, atMost);
  if (limit === Number.POSITIVE_INFINITY && query.offset === 0) return query.sql;
  return `${query.sql} LIMIT ${limit === Number.POSITIVE_INFINITY ? -1 : limit} OFFSET ${query.offset}`;
}

export interface CompileOptions {
  readonly catalogue: Catalogue;
  readonly now: number;
  readonly withDeleted: boolean;
}

/** Compiles SOQL to SQLite. Throws a SalesforceRefusal worded as Salesforce words it. */
export function compileSoql(soql: string, options: CompileOptions): CompiledQuery {
  let aliases = 0;
  const context: QueryContext = { ...options, soql, nextAlias: () => `t${++aliases}` };
  const query = parseSoql(soql);
  return new Compilation(context, query, { object: objectOf(context, query) }).compile();
}

export const selectsCompound = (query: CompiledQuery): boolean =>
  query.output.some((column) => column.type === "address");

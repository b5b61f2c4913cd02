import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import { unionOf } from "../domain/index.js";
import { COLUMNS, type Context } from "./columns.js";
import { beyond, conditionSql, shared } from "./conditions.js";
import { anyOf, DIMENSION } from "./dimensions.js";
import { buckets, filtered, throughPeople } from "./filters.js";
import { GRAIN, type Link } from "./grains.js";
import { detailJoin, presentJoin } from "./joins.js";
import type { AnyColumn, Condition, DimensionId, Filters, GrainId, Measure, Metric } from "./model.js";
import { all, inPeriod } from "./window.js";

/** What is asked of the pool: several metrics over several periods, under the same filters, by one dimension or none. */
export interface Question {
  readonly metrics: readonly Metric[];
  readonly periods: readonly Period[];
  readonly filters: Filters;
  readonly by: DimensionId | null;
  /** Without the total, which is otherwise counted over all records. */
  readonly rowsOnly: boolean;
}

/** One statement for all metrics that share grain, link and split. */
export interface Statement {
  readonly grain: GrainId;
  readonly link: Link;
  readonly split: DimensionId | null;
  readonly metrics: readonly Metric[];
  readonly sql: Sql;
}

/** One figure of a statement: a metric in a column, or a note over all periods. */
interface Asked {
  readonly alias: string;
  readonly measure: Measure;
  readonly where: readonly Condition[];
  /** Null: the whole window, which the statement is limited to. */
  readonly period: Period | null;
}

export const columnsOf = (periods: readonly Period[]): readonly Period[] =>
  periods.length > 1 ? [...periods, unionOf(periods)] : periods;

export const figureAlias = (metric: Metric, column: number): string => `${metric.id.toLowerCase()}_${column + 1}`;
export const noteAlias = (metric: Metric, note: string): string => `${metric.id.toLowerCase()}_${note}`;
export const EXCLUDED_ALIAS = "excluded_people";

/** Metrics in the order asked, put together where one statement can answer them. */
export function compile(question: Question, context: Context): Statement[] {
  const groups = new Map<string, Metric[]>();
  for (const metric of question.metrics) {
    const key = `${metric.grain}|${metric.link ?? "came"}|${metric.split ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), metric]);
  }
  return [...groups.values()].map((metrics) => statementOf(metrics, question, context));
}

function statementOf(metrics: readonly Metric[], question: Question, context: Context): Statement {
  const [first] = metrics;
  if (!first) throw new Error("A statement without a metric.");
  const { grain, link = "came", split = null } = first;
  const builder = new Builder(grain, link, question, context, askedBy(metrics, question));
  const dimensions = [...new Set([question.by, split].filter((dimension) => dimension !== null))];
  const branches = [
    ...(question.rowsOnly ? [] : [builder.branch([])]),
    ...(dimensions.length > 0 ? [builder.branch(dimensions)] : []),
  ];
  return { grain, link, split, metrics, sql: join(branches, "\nUNION ALL\n") };
}

function askedBy(metrics: readonly Metric[], { periods, filters, by }: Question): Asked[] {
  const columns = columnsOf(periods);
  const dimensions = new Set([by, ...filters.map((clause) => clause.dimension)]);
  const asked = metrics.flatMap((metric): Asked[] => [
    ...columns.map((period, column) => ({
      alias: figureAlias(metric, column),
      measure: metric.measure,
      where: metric.where,
      // The last of several columns is the union, and nothing outside it is read.
      period: column === columns.length - 1 ? null : period,
    })),
    ...metric.notes
      .filter((note) => note.only === undefined || dimensions.has(note.only))
      .map((note) => ({
        alias: noteAlias(metric, note.key),
        measure: note.measure,
        where: [...metric.where, ...note.where],
        period: null,
      })),
  ]);
  const people = metrics[0] && GRAIN[metrics[0].grain].ofPeople;
  if (!people || metrics.every((metric) => !metric.where.some((condition) => condition.column === "excluded")))
    return asked;
  const where: Condition[] = [...people, { column: "excluded", is: [true] }];
  return [...asked, { alias: EXCLUDED_ALIAS, measure: { kind: "distinct", column: "person" }, where, period: null }];
}

/** Writes the branches of one statement: the total, and the same by one or two dimensions. */
export class Builder {
  readonly #grain: GrainId;
  readonly #link: Link;
  readonly #question: Omit<Question, "metrics">;
  readonly #context: Context;
  readonly #asked: readonly Asked[];
  readonly #common: readonly Condition[];
  readonly #columns: ReadonlySet<string>;

  constructor(
    grain: GrainId,
    link: Link,
    question: Omit<Question, "metrics">,
    context: Context,
    asked: readonly Asked[],
    listed: readonly string[] = [],
  ) {
    this.#grain = grain;
    this.#link = link;
    this.#question = question;
    this.#context = context;
    this.#asked = asked;
    this.#common = shared(asked.map((each) => each.where));
    this.#columns = this.#columnsRead(listed);
  }

  /** One SELECT: by no dimension it is the total. */
  branch(dimensions: readonly DimensionId[]): Sql {
    const { by } = this.#question;
    const isTotal = dimensions.length === 0;
    const bucketed = (dimension: DimensionId | null | undefined, name: string): Sql =>
      !isTotal && dimension
        ? sql`f.${raw(`${name}_key`)} AS ${raw(`${name}_key`)}, MIN(f.${raw(`${name}_label`)}) AS ${raw(`${name}_label`)}`
        : sql`NULL AS ${raw(`${name}_key`)}, NULL AS ${raw(`${name}_label`)}`;
    const part = dimensions.find((dimension) => dimension !== by);
    const figures = this.#asked.map((asked) => sql`${this.#figure(asked)} AS ${raw(asked.alias)}`);
    const select = [
      sql`${raw(isTotal ? "1" : "0")} AS is_total`,
      bucketed(by, "bucket"),
      bucketed(part, "part"),
      ...figures,
    ];
    const groups = [...(by ? [sql`f.bucket_key`] : []), ...(part ? [sql`f.part_key`] : [])];
    return sql`SELECT
  ${join(select, ",\n  ")}
FROM (
${this.#records(isTotal ? [] : [by, part ?? null])}
) f
WHERE ${all(this.#common.map((condition) => this.#condition(condition)))}${isTotal ? empty : sql`\nGROUP BY ${join(groups, ", ")}`}`;
  }

  /** The records themselves, newest first, with how many there are in all. */
  listing(listed: readonly string[], page: { readonly size: number; readonly skip: number }): Sql {
    const columns = listed.map((name) => sql`${this.expression(name)} AS ${raw(name)}`);
    return sql`SELECT
  ${join([...columns, sql`COUNT(*) OVER () AS total_records`], ",\n  ")}
FROM (
${this.#records([])}
) f
WHERE ${all(this.#common.map((condition) => this.#condition(condition)))}
ORDER BY f.local_date DESC, f.record DESC
LIMIT ${page.size} OFFSET ${page.skip}`;
  }

  /** The records, kept when a column is dear to read: the engines would otherwise read it again wherever it is used. */
  #records(dimensions: readonly (DimensionId | null)[]): Sql {
    const selected = this.#selected(dimensions);
    const isDear = [...this.#columns].some((name) => this.#read(name).isOnce);
    return isDear
      ? sql`    WITH records AS MATERIALIZED (
${selected}
    ) SELECT * FROM records`
      : selected;
  }

  /** The records in the window that the filters leave, one row each; by a dimension, one row per record and bucket. */
  #selected(dimensions: readonly (DimensionId | null)[]): Sql {
    const grain = GRAIN[this.#grain];
    const { periods, filters } = this.#question;
    const [by = null, part = null] = dimensions;
    const buckets = [by, part].filter((dimension) => dimension !== null);
    const selected = [
      ...[...this.#columns].map((name) => this.#readAs(name)),
      ...this.#bucketColumns(by, "bucket"),
      ...this.#bucketColumns(part, "part"),
    ];
    const where = [
      inPeriod(sql`e.local_date`, unionOf(periods)),
      ...grain.where,
      ...filtered(this.#grain, this.#link, filters),
      ...buckets.flatMap((dimension) => bucketCondition(dimension, filters)),
    ];
    return sql`    SELECT
      ${join(selected, ",\n      ")}
    FROM ${grain.tables}${this.#joins(buckets)}
    WHERE ${all(where)}`;
  }

  #joins(dimensions: readonly DimensionId[]): Sql {
    const through = dimensions.filter((dimension) => throughPeople(this.#grain, dimension));
    const own = dimensions.filter((dimension) => !throughPeople(this.#grain, dimension));
    const needs = new Set([...this.#columns].map((name) => this.#read(name).needs));
    const { periods, filters } = this.#question;
    const present = needs.has("present") || through.length > 0;
    const joins = [
      ...own.map((dimension) => DIMENSION[dimension].joins).filter((sql) => sql !== empty),
      ...(needs.has("detail") ? [detailJoin] : []),
      ...(present ? [presentJoin(this.#link, unionOf(periods), filters, through[0] ?? null)] : []),
    ];
    return joins.length === 0 ? empty : sql`\n      ${join(joins, "\n      ")}`;
  }

  #bucketColumns(dimension: DimensionId | null, name: string): Sql[] {
    if (dimension === null) return [];
    const { key, labelled } = DIMENSION[dimension];
    const through = throughPeople(this.#grain, dimension);
    const value = through
      ? sql`CASE WHEN present.event_id IS NULL THEN ${nobodyIn(dimension)} ELSE present.bucket_key END`
      : key;
    const label = through ? sql`present.bucket_label` : (labelled ?? sql`CAST(NULL AS TEXT)`);
    return [sql`${value} AS ${raw(`${name}_key`)}`, sql`${label} AS ${raw(`${name}_label`)}`];
  }

  #figure({ measure, where, period }: Asked): Sql {
    const own = beyond(where, this.#common).map((condition) => this.#condition(condition));
    const conditions = period === null ? own : [...own, inPeriod(sql`f.local_date`, period)];
    const value = measure.kind === "records" ? sql`1` : this.expression(measure.column);
    const kept = conditions.length === 0 ? value : sql`CASE WHEN ${join(conditions, " AND ")} THEN ${value} END`;
    switch (measure.kind) {
      case "records":
        return conditions.length === 0 ? sql`COUNT(*)` : sql`COUNT(${kept})`;
      case "distinct":
        return measure.times === undefined
          ? sql`COUNT(DISTINCT ${kept})`
          : sql`COUNT(DISTINCT ${kept}) * ${this.#context.organization[measure.times]}`;
      case "sum":
        return sql`COALESCE(SUM(${kept}), 0)`;
      case "first":
        return sql`MIN(${kept})`;
      case "last":
        return sql`MAX(${kept})`;
    }
  }

  #condition(condition: Condition): Sql {
    return conditionSql(condition, this.expression(condition.column), this.#context);
  }

  /** A column as the outer select sees it. */
  expression(name: AnyColumn | string): Sql {
    const column = this.#column(name);
    return "read" in column ? sql`f.${raw(name)}` : column.work;
  }

  #column(name: string) {
    const column = COLUMNS[this.#grain][name];
    if (!column) throw new Error(`A ${this.#grain} has no column ${name}.`);
    return column;
  }

  #read(name: string) {
    const column = this.#column(name);
    if (!("read" in column)) throw new Error(`${name} is worked out, not read.`);
    return column;
  }

  #readAs(name: string): Sql {
    const { read } = this.#read(name);
    return sql`${typeof read === "function" ? read(this.#context) : read} AS ${raw(name)}`;
  }

  #columnsRead(listed: readonly string[]): ReadonlySet<string> {
    const named = this.#asked.flatMap(({ measure, where }) => [
      ...("column" in measure ? [measure.column] : []),
      ...where.map((condition) => condition.column),
    ]);
    const read = [...named, ...listed].flatMap((name) => {
      const column = this.#column(name);
      return "read" in column ? [name] : column.from;
    });
    return new Set(["event", "local_date", ...read]);
  }
}

/** The bucket of a record without anyone there: of its own among organisations. */
const nobodyIn = (dimension: DimensionId): Sql => (dimension === "organisation" ? sql`''` : sql`NULL`);

function bucketCondition(dimension: DimensionId, filters: Filters): Sql[] {
  const { wanted } = buckets(dimension, filters);
  const { many, key } = DIMENSION[dimension];
  return many && wanted ? [anyOf(key, wanted)] : [];
}

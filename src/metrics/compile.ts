import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import { unionOf } from "../domain/index.js";
import { type Asked, askedApart, askedBy, type Part, type Question } from "./asked.js";
import { COLUMNS, type Context } from "./columns.js";
import { beyond, conditionSql, shared } from "./conditions.js";
import { anyOf, asRead, type Dimension, dimensionIn } from "./dimensions.js";
import { buckets, filtered, nobodyIn, throughPeople } from "./filters.js";
import { CONTACT, GRAIN, type Link } from "./grains.js";
import { detailJoin, eachOnce, firstJoin, presentJoin } from "./joins.js";
import type { AnyColumn, Condition, DimensionId, Filters, GrainId, Metric } from "./model.js";
import { COUNTED_PERSON } from "./persons.js";
import { all, inPeriod } from "./window.js";

/** One statement for all metrics that share grain, link and split. */
export interface Statement {
  readonly grain: GrainId;
  readonly link: Link;
  readonly split: DimensionId | null;
  readonly part: Part;
  readonly metrics: readonly Metric[];
  readonly sql: Sql;
}

/** Metrics in the order asked, in statements for all that share a grain. */
export function compile(question: Question, context: Context): Statement[] {
  return together(question.metrics).flatMap((metrics) => {
    const apart = metrics.filter(({ notes }) => notes.some((note) => note.apart));
    return [
      statementOf(metrics, question, context, "figures"),
      ...(apart.length > 0 ? [statementOf(apart, question, context, "apart")] : []),
    ];
  });
}

/** The question as metrics of these places read it. */
export const readBy = <Q extends Omit<Question, "metrics">>(
  metric: Pick<Metric, "places" | "pathways">,
  question: Q,
): Q => ({
  ...question,
  by: question.by === null ? null : asRead(question.by, metric),
  filters: question.filters.map((clause) => ({ ...clause, dimension: asRead(clause.dimension, metric) })),
});

function statementOf(metrics: readonly Metric[], asked: Question, context: Context, part: Part): Statement {
  const [first] = metrics;
  if (!first) throw new Error("A statement without a metric.");
  const { grain, link = "came", split = null } = first;
  const question = readBy(first, asked);
  const wanted = part === "figures" ? askedBy(metrics, question) : askedApart(metrics, question);
  const builder = new Builder(grain, link, question, context, wanted);
  const dimensions = [...new Set([question.by, split].filter((dimension) => dimension !== null))];
  const branches = [
    ...(question.rowsOnly ? [] : [builder.branch([])]),
    ...(dimensions.length > 0 ? [builder.branch(dimensions)] : []),
  ];
  return { grain, link, split, part, metrics, sql: join(branches, "\nUNION ALL\n") };
}

/** One statement for metrics that share a grain, by each of several dimensions at once. */
export function cutStatement(
  metrics: readonly Metric[],
  asked: Question,
  dimensions: readonly DimensionId[],
  context: Context,
): Statement {
  const [first] = metrics;
  if (!first) throw new Error("A statement without a metric.");
  const { grain, link = "came" } = first;
  const question = readBy(first, asked);
  const read = dimensions.map((dimension) => asRead(dimension, first));
  const through = read.find((dimension) => throughPeople(grain, dimension));
  if (through !== undefined) throw new Error(`${first.id} cannot be cut by ${through} among others.`);
  const builder = new Builder(grain, link, question, context, askedBy(metrics, question));
  return { grain, link, split: null, part: "figures", metrics, sql: builder.cuts(read) };
}

/** Metrics in the order asked, put together where one statement can answer them. */
export function together(metrics: readonly Metric[]): readonly (readonly Metric[])[] {
  const groups = new Map<string, Metric[]>();
  for (const metric of metrics) {
    const key = `${metric.grain}|${metric.link ?? "came"}|${metric.split ?? ""}|${metric.places ?? ""}|${metric.pathways ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), metric]);
  }
  return [...groups.values()];
}

/** What stands between the grain's tables and a statement: its buckets, their keys, joins and conditions. */
interface Rows {
  readonly buckets: readonly Sql[];
  readonly keys: readonly Sql[];
  readonly joins: readonly Sql[];
  readonly where: readonly Sql[];
}

const OF_THE_CONTACT = /\bc\./;
const isCounted = (condition: Condition): boolean =>
  condition.column === "counts" && "is" in condition && condition.is.length === 1 && condition.is[0] === true;

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

  /**
   * The total and the same by each of several dimensions, over records that are read once. `cut` is a dimension's place, -1 of the total; keys come as text.
   */
  cuts(dimensions: readonly DimensionId[]): Sql {
    const figures = this.#asked.map((asked) => sql`${this.#figure(asked)} AS ${raw(asked.alias)}`);
    const branches = dimensions.map((id, place) => {
      const from = this.#cutRecords(dimensionIn(id, this.#context), place);
      return sql`SELECT 0 AS is_total, ${raw(String(place))} AS cut, CAST(f.bucket_key AS TEXT) AS bucket_key, MIN(f.bucket_label) AS bucket_label,
  ${join(figures, ",\n  ")}
FROM (${from}) f
GROUP BY f.bucket_key`;
    });
    return sql`WITH records AS MATERIALIZED (
${this.#recordsOf(dimensions)}
)
SELECT 1 AS is_total, -1 AS cut, CAST(NULL AS TEXT) AS bucket_key, CAST(NULL AS TEXT) AS bucket_label,
  ${join(figures, ",\n  ")}
FROM records f${branches.map((branch) => sql`\nUNION ALL\n${branch}`).reduce((all, branch) => sql`${all}${branch}`, empty)}`;
  }

  /** The kept records with one dimension's bucket; of a dimension in which an event has several buckets, one row per bucket. */
  #cutRecords(dimension: Dimension, place: number): Sql {
    if (!dimension.many)
      return sql`SELECT r.*, r.${raw(`key_${place}`)} AS bucket_key, r.${raw(`label_${place}`)} AS bucket_label FROM records r`;
    const where = all(bucketCondition(dimension, this.#question.filters));
    return sql`SELECT e.*, ${dimension.key} AS bucket_key, ${dimension.labelled ?? sql`CAST(NULL AS TEXT)`} AS bucket_label
  FROM (SELECT r.*, r.event AS id FROM records r) e ${dimension.joins} WHERE ${where}`;
  }

  /** The records that count, each with its bucket in every dimension that gives it one. */
  #recordsOf(dimensions: readonly DimensionId[]): Sql {
    const placed = dimensions.map((id, place) => ({ place, ...dimensionIn(id, this.#context) }));
    const single = placed.filter(({ many }) => !many);
    const { periods, filters } = this.#question;
    const keys = single.flatMap(({ key, labelled, place }) => [
      sql`${key} AS ${raw(`key_${place}`)}`,
      sql`${labelled ?? sql`CAST(NULL AS TEXT)`} AS ${raw(`label_${place}`)}`,
    ]);
    const joins = eachOnce(single.map((dimension) => dimension.joins).filter((each) => each !== empty));
    const where = [
      inPeriod(sql`e.local_date`, unionOf(periods)),
      ...filtered(this.#grain, this.#link, filters, this.#context),
    ];
    return sql`SELECT f.* FROM (
${this.#rows({ buckets: keys, keys: [], joins: [...joins, ...this.#joins([])], where })}
) f WHERE ${all(this.#common.map((condition) => this.#condition(condition)))}`;
  }

  /** The records themselves, newest first, with how many there are in all. */
  listing(listed: readonly string[], page: { readonly size: number; readonly skip: number }): Sql {
    const columns = listed.map((name) => sql`${this.expression(name)} AS ${raw(name)}`);
    // A list is of one period, so what each period asks for itself (M92: first within it) holds for every record.
    const own = this.#asked.flatMap(({ where }) => beyond(where, this.#common));
    const conditions = [...this.#common, ...own].map((condition) => this.#condition(condition));
    return sql`SELECT
  ${join([...columns, sql`COUNT(*) OVER () AS total_records`], ",\n  ")}
FROM (
${this.#records([])}
) f
WHERE ${all(conditions)}
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
    const { periods, filters } = this.#question;
    const [by = null, part = null] = dimensions;
    const buckets = [by, part].filter((dimension) => dimension !== null);
    const where = [
      inPeriod(sql`e.local_date`, unionOf(periods)),
      ...this.#limits(),
      ...filtered(this.#grain, this.#link, filters, this.#context),
      ...buckets.flatMap((dimension) => bucketCondition(dimensionIn(dimension, this.#context), filters)),
    ];
    return this.#rows({
      buckets: [...this.#bucketColumns(by, "bucket"), ...this.#bucketColumns(part, "part")],
      keys: buckets.map((dimension) => this.#keyOf(dimension)),
      joins: this.#joins(buckets),
      where,
    });
  }

  /** The grain's rows with the columns that are read; the contact is joined only where something of it is, besides whose row it is. */
  #rows({ buckets, keys, joins, where }: Rows): Sql {
    const grain = GRAIN[this.#grain];
    const counted = (name: string): Sql =>
      name === "person" ? sql`${COUNTED_PERSON} AS person` : this.#readAs(name, keys);
    const selected = (read: (name: string) => Sql): Sql[] => [...[...this.#columns].map(read), ...buckets];
    const reads = [...selected(counted), ...joins, ...where].some(({ sql: text }) => OF_THE_CONTACT.test(text));
    const isAlone = grain.ofPeople === null || (this.#common.some(isCounted) && !reads);
    const columns = isAlone ? selected(counted) : selected((name) => this.#readAs(name, keys));
    const tables = [grain.tables, ...(isAlone ? [] : [CONTACT.join]), ...joins];
    return sql`    SELECT
      ${join(columns, ",\n      ")}
    FROM ${join(tables, "\n      ")}
    WHERE ${all([...where, ...grain.where, ...(isAlone ? [] : [CONTACT.where])])}`;
  }

  /** What must hold before the records are looked at closely, where every figure asks for a column that holds of few. */
  #limits(): Sql[] {
    return this.#common.flatMap(({ column }) => {
      const read = this.#column(column);
      return "limit" in read && read.limit ? [read.limit] : [];
    });
  }

  #joins(dimensions: readonly DimensionId[]): Sql[] {
    const through = dimensions.filter((dimension) => throughPeople(this.#grain, dimension));
    const own = dimensions.filter((dimension) => !throughPeople(this.#grain, dimension));
    const needs = new Set([...this.#columns].map((name) => this.#read(name).needs));
    const { periods, filters } = this.#question;
    const present = needs.has("present") || through.length > 0;
    return [
      ...own.map((dimension) => dimensionIn(dimension, this.#context).joins).filter((sql) => sql !== empty),
      ...(needs.has("detail") ? [detailJoin] : []),
      ...(needs.has("first") ? [firstJoin] : []),
      ...(present ? [presentJoin(this.#link, unionOf(periods), filters, through[0] ?? null)] : []),
    ];
  }

  #bucketColumns(dimension: DimensionId | null, name: string): Sql[] {
    if (dimension === null) return [];
    const { labelled } = dimensionIn(dimension, this.#context);
    const through = throughPeople(this.#grain, dimension);
    const label = through ? sql`present.bucket_label` : (labelled ?? sql`CAST(NULL AS TEXT)`);
    return [sql`${this.#keyOf(dimension)} AS ${raw(`${name}_key`)}`, sql`${label} AS ${raw(`${name}_label`)}`];
  }

  #keyOf(dimension: DimensionId): Sql {
    if (!throughPeople(this.#grain, dimension)) return dimensionIn(dimension, this.#context).key;
    const nobody = nobodyIn(dimension) === null ? sql`NULL` : sql`''`;
    return sql`CASE WHEN present.event_id IS NULL THEN ${nobody} ELSE present.bucket_key END`;
  }

  #figure({ measure, where, period }: Asked): Sql {
    const own = beyond(where, this.#common).map((condition) => this.#condition(condition, period));
    const conditions = period === null ? own : [...own, inPeriod(sql`f.local_date`, period)];
    const value = measure.kind === "records" ? sql`1` : this.expression(measure.column);
    const kept = conditions.length === 0 ? value : sql`CASE WHEN ${join(conditions, " AND ")} THEN ${value} END`;
    switch (measure.kind) {
      case "records":
        return this.#times(conditions.length === 0 ? sql`COUNT(*)` : sql`COUNT(${kept})`, measure.times);
      case "distinct":
        return this.#times(sql`COUNT(DISTINCT ${kept})`, measure.times);
      case "sum":
        return sql`COALESCE(SUM(${kept}), 0)`;
      case "average":
        return sql`AVG(1.0 * ${kept})`;
      case "first":
        return sql`MIN(${kept})`;
      case "last":
        return sql`MAX(${kept})`;
    }
  }

  #times(count: Sql, factor: "studentsPerClassroom" | undefined): Sql {
    return factor === undefined ? count : sql`${count} * ${this.#context.organization[factor]}`;
  }

  #condition(condition: Condition, period: Period | null = null): Sql {
    const within = period ?? unionOf(this.#question.periods);
    return conditionSql(condition, this.expression(condition.column), this.#context, within);
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

  #readAs(name: string, keys: readonly Sql[]): Sql {
    const { read } = this.#read(name);
    return sql`${typeof read === "function" ? read(this.#context, keys) : read} AS ${raw(name)}`;
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

function bucketCondition({ id, many, key }: Dimension, filters: Filters): Sql[] {
  const { wanted } = buckets(id, filters);
  return many && wanted ? [anyOf(key, wanted)] : [];
}

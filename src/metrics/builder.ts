import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import { type Period, unionOf } from "../domain/index.js";
import type { Asked, Question } from "./asked.js";
import { COLUMNS, type Context } from "./columns.js";
import { beyond, conditionSql, shared } from "./conditions.js";
import { anyOf, type Dimension, dimensionIn } from "./dimensions.js";
import { buckets, filtered, nobodyIn, throughPeople } from "./filters.js";
import { CONTACT, GRAIN, type Link } from "./grains.js";
import { detailJoin, eachOnce, firstJoin, presentJoin } from "./joins.js";
import type { AnyColumn, Condition, DimensionId, Filters, GrainId } from "./model.js";
import { COUNTED_PERSON } from "./persons.js";
import { all, inPeriod } from "./window.js";

/** What stands between the grain's tables and a statement: its buckets, their keys, joins and conditions. */
interface Rows {
  readonly buckets: readonly Sql[];
  readonly keys: readonly Sql[];
  readonly joins: readonly Sql[];
  readonly where: readonly Sql[];
}

/** One SELECT of a statement: by one dimension, by two, or by none, which is the total. */
interface Branch {
  readonly by: DimensionId | null;
  readonly part: DimensionId | null;
  /** What stands before the figures. */
  readonly head: readonly Sql[];
}

const TOTAL = { by: null, part: null } as const;
const isTotal = ({ by, part }: Branch): boolean => by === null && part === null;
const NO_TEXT = sql`CAST(NULL AS TEXT)`;

const OF_THE_CONTACT = /\bc\./;
const readsContact = (parts: readonly Sql[]): boolean => parts.some(({ sql: text }) => OF_THE_CONTACT.test(text));
const isCounted = (condition: Condition): boolean =>
  condition.column === "counts" && "is" in condition && condition.is.length === 1 && condition.is[0] === true;

/** Writes one statement: the total, and the same by dimensions. */
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

  /** The total, unless rows alone are wanted, and the rows by the question's dimension and what the metric is split by. */
  whole(split: DimensionId | null): Sql {
    const { by, rowsOnly } = this.#question;
    const part = split === by ? null : split;
    const label = (id: DimensionId | null, name: string): Sql[] =>
      id === null
        ? [sql`NULL AS ${raw(`${name}_key`)}`, sql`NULL AS ${raw(`${name}_label`)}`]
        : [
            sql`f.${raw(`${name}_key`)} AS ${raw(`${name}_key`)}`,
            sql`${this.#labelOf(id, name)} AS ${raw(`${name}_label`)}`,
          ];
    const total: Branch = { ...TOTAL, head: [sql`1 AS is_total`, ...label(null, "bucket"), ...label(null, "part")] };
    const rows: Branch = { by, part, head: [sql`0 AS is_total`, ...label(by, "bucket"), ...label(part, "part")] };
    return this.#branches([...(rowsOnly ? [] : [total]), ...(isTotal(rows) ? [] : [rows])]);
  }

  /** The total and the same by each of several dimensions. `cut` is a dimension's place, -1 of the total; keys come as text. */
  cuts(dimensions: readonly DimensionId[]): Sql {
    const total: Branch = {
      ...TOTAL,
      head: [sql`1 AS is_total`, sql`-1 AS cut`, sql`${NO_TEXT} AS bucket_key`, sql`${NO_TEXT} AS bucket_label`],
    };
    const cuts = dimensions.map(
      (by, place): Branch => ({
        by,
        part: null,
        head: [
          sql`0 AS is_total`,
          sql`${raw(String(place))} AS cut`,
          sql`CAST(f.bucket_key AS TEXT) AS bucket_key`,
          sql`${this.#labelOf(by, "bucket")} AS bucket_label`,
        ],
      }),
    );
    return this.#branches([total, ...cuts]);
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
${this.#readNow({ ...TOTAL, head: [] })}
) f
WHERE ${all(conditions)}
ORDER BY f.local_date DESC, f.record DESC
LIMIT ${page.size} OFFSET ${page.skip}`;
  }

  /** The branches, one after the other. What is dear to read and asked by several of them is read once and kept. */
  #branches(branches: readonly Branch[]): Sql {
    const dear = branches.filter((branch) => this.#canKeep(branch) && !isTotal(branch) && this.#isDear(branch));
    const kept =
      dear.length === 0 ? [] : branches.filter((branch) => dear.includes(branch) || this.#isKeptTotal(branch));
    const isKept = kept.length > 1 || (kept.length === 1 && this.#isTallied);
    const selects = branches.map((branch) =>
      isKept && kept.includes(branch)
        ? this.#select(branch, this.#ofKept(branch), this.#isTallied, [])
        : this.#select(branch, this.#readNow(branch), false, this.#common),
    );
    const records = isKept ? sql`WITH records AS MATERIALIZED (\n${this.#kept(kept)}\n)\n` : empty;
    return sql`${records}${join(selects, "\nUNION ALL\n")}`;
  }

  #isKeptTotal(branch: Branch): boolean {
    return isTotal(branch) && this.#canKeep(branch);
  }

  #select(branch: Branch, from: Sql, isTallied: boolean, conditions: readonly Condition[]): Sql {
    const figures = this.#asked.map((asked) => sql`${this.#figure(asked, isTallied)} AS ${raw(asked.alias)}`);
    const groups = [
      ...(branch.by === null ? [] : [sql`f.bucket_key`]),
      ...(branch.part === null ? [] : [sql`f.part_key`]),
    ];
    return sql`SELECT
  ${join([...branch.head, ...figures], ",\n  ")}
FROM (
${from}
) f
WHERE ${all(conditions.map((condition) => this.#condition(condition)))}${groups.length === 0 ? empty : sql`\nGROUP BY ${join(groups, ", ")}`}`;
  }

  #labelOf(id: DimensionId, name: string): Sql {
    const { labelled } = dimensionIn(id, this.#context);
    return labelled === null ? NO_TEXT : labelled(sql`f.${raw(`${name}_key`)}`);
  }

  #dimensionsOf({ by, part }: Pick<Branch, "by" | "part">): Dimension[] {
    return [by, part].flatMap((id) => (id === null ? [] : [dimensionIn(id, this.#context)]));
  }

  /** Whether kept records can be put into the branch's buckets: what an event is in several of is joined to them, the rest stands on them. */
  #canKeep(branch: Branch): boolean {
    if ([...this.#columns].some((name) => this.#read(name).limit !== undefined)) return false;
    return this.#dimensionsOf(branch).every(({ id, of, many }) => {
      if (throughPeople(this.#grain, id)) return false;
      return this.#isTallied ? of === "person" && !many : !many || of === "event";
    });
  }

  /** Whether more is read than an event's own row and what stands in the index of participations. */
  #isDear(branch: Branch): boolean {
    if ([...this.#columns].some((name) => this.#read(name).isOnce || this.#read(name).needs)) return true;
    return GRAIN[this.#grain].ofPeople !== null && !this.#isAlone(this.#rowsOf(branch));
  }

  /**
   * Whether people and times are all that is counted: then records of one person are put together before their contact is looked at, and each counts as
   * many `times` as there were.
   */
  get #isTallied(): boolean {
    const { periods, filters } = this.#question;
    const isPlain = ({ measure, where, period }: Asked): boolean =>
      period === null &&
      (measure.kind === "records" || (measure.kind === "distinct" && measure.column === "person")) &&
      beyond(where, this.#common).length === 0;
    const where = [inPeriod(sql`e.local_date`, unionOf(periods)), ...this.#filtered(filters)];
    const reads = this.#common
      .map(({ column }) => this.#column(column))
      .map((column) => "read" in column && column.read);
    return (
      this.#common.some(isCounted) &&
      this.#asked.every(isPlain) &&
      !readsContact(where) &&
      reads.every((read) => typeof read === "object" && !readsContact([read]))
    );
  }

  #filtered(filters: Filters): Sql[] {
    return filtered(this.#grain, this.#link, filters, this.#context);
  }

  /** The records that count, each with its bucket in every dimension that gives it one. */
  #kept(branches: readonly Branch[]): Sql {
    const single = new Map(
      branches.flatMap((branch) => this.#dimensionsOf(branch)).flatMap((each) => (each.many ? [] : [[each.id, each]])),
    );
    const keys = [...single.values()].map(({ id, key }) => sql`${key} AS ${raw(`key_${id}`)}`);
    const joins = eachOnce([...single.values()].map((each) => each.joins).filter((each) => each !== empty));
    if (this.#isTallied) return this.#tallied(keys, joins);
    const { periods, filters } = this.#question;
    const where = [inPeriod(sql`e.local_date`, unionOf(periods)), ...this.#limits(), ...this.#filtered(filters)];
    return sql`SELECT f.* FROM (
${this.#rows({ buckets: keys, keys: [], joins: [...joins, ...this.#joins([])], where })}
) f WHERE ${all(this.#common.map((condition) => this.#condition(condition)))}`;
  }

  /** Who came how often, with the buckets of their own. */
  #tallied(keys: readonly Sql[], joins: readonly Sql[]): Sql {
    const grain = GRAIN[this.#grain];
    const { periods, filters } = this.#question;
    const common = this.#common.map((condition) => {
      const { read } = this.#read(condition.column);
      return conditionSql(
        condition,
        typeof read === "function" ? read(this.#context, []) : read,
        this.#context,
        unionOf(periods),
      );
    });
    const where = [
      inPeriod(sql`e.local_date`, unionOf(periods)),
      ...this.#filtered(filters),
      ...grain.where,
      ...common,
    ];
    return sql`SELECT
      ${join([sql`COALESCE(e.person_id, e.contact_id) AS person`, sql`e.times`, ...keys], ",\n      ")}
    FROM (
      SELECT p.contact_id, p.person_id, e.school_year, COUNT(*) AS times
      FROM ${grain.tables}
      WHERE ${all(where)}
      GROUP BY p.contact_id, p.person_id, e.school_year
    ) e
      ${join([sql`JOIN contact c ON c.id = e.contact_id`, ...joins], "\n      ")}
    WHERE ${CONTACT.where}`;
  }

  /** The kept records in the buckets of a branch. */
  #ofKept(branch: Branch): Sql {
    const dimensions = this.#dimensionsOf(branch);
    const keys = [branch.by, branch.part].flatMap((id, place) => {
      if (id === null) return [];
      const { many, key } = dimensionIn(id, this.#context);
      return [sql`${many ? key : sql`e.${raw(`key_${id}`)}`} AS ${raw(place === 0 ? "bucket_key" : "part_key")}`];
    });
    const joined = dimensions.filter(({ many }) => many);
    if (joined.length === 0) return sql`    SELECT ${join([sql`e.*`, ...keys], ", ")} FROM records e`;
    const where = joined.flatMap((dimension) => bucketCondition(dimension, this.#question.filters));
    return sql`    SELECT ${join([sql`e.*`, ...keys], ", ")}
    FROM (SELECT r.*, r.event AS id FROM records r) e ${join(
      joined.map(({ joins }) => joins),
      " ",
    )}
    WHERE ${all(where)}`;
  }

  /** The records of one branch, kept when a column is dear to read: the engines would otherwise read it again wherever it is used. */
  #readNow(branch: Branch): Sql {
    const selected = this.#rows(this.#rowsOf(branch));
    const isDear = [...this.#columns].some((name) => this.#read(name).isOnce);
    return isDear
      ? sql`    WITH records AS MATERIALIZED (
${selected}
    ) SELECT * FROM records`
      : selected;
  }

  /** The records in the window that the filters leave, one row each; by a dimension, one row per record and bucket. */
  #rowsOf(branch: Branch): Rows {
    const { periods, filters } = this.#question;
    const dimensions = this.#dimensionsOf(branch);
    const ids = dimensions.map(({ id }) => id);
    return {
      buckets: [...this.#bucketColumn(branch.by, "bucket"), ...this.#bucketColumn(branch.part, "part")],
      keys: ids.map((id) => this.#keyOf(id)),
      joins: this.#joins(ids),
      where: [
        inPeriod(sql`e.local_date`, unionOf(periods)),
        ...this.#limits(),
        ...this.#filtered(filters),
        ...dimensions.flatMap((dimension) => bucketCondition(dimension, filters)),
      ],
    };
  }

  #isAlone({ buckets, joins, where }: Rows): boolean {
    if (GRAIN[this.#grain].ofPeople === null) return true;
    const columns = [...this.#columns].map((name) => this.#countedAs(name, []));
    return this.#common.some(isCounted) && !readsContact([...columns, ...buckets, ...joins, ...where]);
  }

  /** A column of what counts: whose it is stands on the participation. */
  #countedAs(name: string, keys: readonly Sql[]): Sql {
    return name === "person" ? sql`${COUNTED_PERSON} AS person` : this.#readAs(name, keys);
  }

  /** The grain's rows with the columns that are read; the contact is joined only where something of it is, besides whose row it is. */
  #rows(rows: Rows): Sql {
    const grain = GRAIN[this.#grain];
    const { buckets, keys, joins, where } = rows;
    const isAlone = this.#isAlone(rows);
    const read = [...this.#columns].map((name) =>
      isAlone && grain.ofPeople !== null ? this.#countedAs(name, keys) : this.#readAs(name, keys),
    );
    const tables = [grain.tables, ...(isAlone ? [] : [CONTACT.join]), ...joins];
    return sql`    SELECT
      ${join([...read, ...buckets], ",\n      ")}
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

  #bucketColumn(dimension: DimensionId | null, name: string): Sql[] {
    return dimension === null ? [] : [sql`${this.#keyOf(dimension)} AS ${raw(`${name}_key`)}`];
  }

  #keyOf(dimension: DimensionId): Sql {
    if (!throughPeople(this.#grain, dimension)) return dimensionIn(dimension, this.#context).key;
    const nobody = nobodyIn(dimension) === null ? sql`NULL` : sql`''`;
    return sql`CASE WHEN present.event_id IS NULL THEN ${nobody} ELSE present.bucket_key END`;
  }

  #figure({ measure, where, period }: Asked, isTallied: boolean): Sql {
    const own = beyond(where, this.#common).map((condition) => this.#condition(condition, period));
    const conditions = period === null ? own : [...own, inPeriod(sql`f.local_date`, period)];
    const value = measure.kind === "records" ? sql`1` : this.expression(measure.column);
    const kept = conditions.length === 0 ? value : sql`CASE WHEN ${join(conditions, " AND ")} THEN ${value} END`;
    switch (measure.kind) {
      case "records":
        if (isTallied) return this.#times(sql`COALESCE(SUM(f.times), 0)`, measure.times);
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

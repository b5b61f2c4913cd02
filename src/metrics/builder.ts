import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import { bucketCondition, joinsOf, keyed, labelOf, NO_TEXT } from "./bucketing.js";
import { beyond } from "./conditions.js";
import type { Dimension } from "./dimension.js";
import type { Expressions } from "./expressions.js";
import { nobodyIn, throughPeople } from "./filters.js";
import { CONTACT } from "./grains.js";
import { creditedJoin, detailJoin, firstJoin, presentJoin } from "./joins.js";
import type { Condition, DimensionId } from "./model.js";
import { COUNTED_PERSON, PERSON, readsContact } from "./persons.js";
import type { Reading } from "./reading.js";
import { Tally } from "./tally.js";
import { all } from "./window.js";

/** What stands between the grain's tables and a statement: its buckets, their keys, joins and conditions. */
interface Rows {
  readonly buckets: readonly Sql[];
  readonly keys: readonly Sql[];
  readonly joins: readonly Sql[];
  readonly where: readonly Sql[];
}

/** A part of a list. */
export interface ListPart {
  readonly size: number;
  readonly skip: number;
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

/** Writes one statement: the total, and the same by dimensions. */
export class Builder {
  readonly #reading: Reading;
  readonly #columns: Expressions;
  #tally: Tally | null = null;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#columns = reading.columns;
  }

  /** The total, unless rows alone are wanted, and the rows by the question's dimension and what the metric is split by. */
  whole(split: DimensionId | null): Sql {
    const { by, rowsOnly } = this.#reading.question;
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
  listing(listed: readonly string[], part: ListPart): Sql {
    const columns = listed.map((name) => sql`${this.#columns.expression(name)} AS ${raw(name)}`);
    // A list is of one period, so what each period asks for itself (M92: first within it) holds for every record.
    const own = this.#reading.asked.flatMap(({ where }) => beyond(where, this.#columns.common));
    const conditions = [...this.#columns.common, ...own].map((condition) => this.#columns.condition(condition));
    return sql`SELECT
  ${join([...columns, sql`COUNT(*) OVER () AS total_records`], ",\n  ")}
FROM (
${this.#readNow({ ...TOTAL, head: [] })}
) f
WHERE ${all(conditions)}
ORDER BY f.local_date DESC, f.record DESC
LIMIT ${part.size} OFFSET ${part.skip}`;
  }

  /** The branches, one after the other. What is dear to read and asked by several of them is read once and kept. */
  #branches(branches: readonly Branch[]): Sql {
    this.#tally = Tally.of(
      this.#reading,
      branches.flatMap((branch) => this.#dimensionsOf(branch)),
    );
    const dear = branches.filter((branch) => this.#canKeep(branch) && !isTotal(branch) && this.#isDear(branch));
    const kept =
      dear.length === 0 ? [] : branches.filter((branch) => dear.includes(branch) || this.#isKeptTotal(branch, dear));
    const isKept = kept.length > 1 || (kept.length === 1 && this.#tally !== null);
    const selects = branches.map((branch) =>
      isKept && kept.includes(branch)
        ? this.#select(branch, this.#ofKept(branch), this.#tally, this.#columns.commonOf("whoever was there"))
        : this.#select(branch, this.#readNow(branch), null, this.#columns.common),
    );
    const records = isKept ? sql`WITH records AS MATERIALIZED (\n${this.#kept(kept)}\n)\n` : empty;
    return sql`${records}${join(selects, "\nUNION ALL\n")}`;
  }

  /** The total is taken from what is kept, unless events stand there once per bucket. */
  #isKeptTotal(branch: Branch, dear: readonly Branch[]): boolean {
    const ofEvents = dear.some((each) => this.#dimensionsOf(each).some(({ of }) => of === "event"));
    return isTotal(branch) && this.#canKeep(branch) && !(this.#tally !== null && ofEvents);
  }

  #select(branch: Branch, from: Sql, tally: Tally | null, conditions: readonly Condition[]): Sql {
    const figures = this.#reading.asked.map((asked) => {
      const isSaid = isTotal(branch) || !asked.isOfTotal;
      const figure = isSaid ? (tally ?? this.#columns).figure(asked) : sql`NULL`;
      return sql`${figure} AS ${raw(asked.alias)}`;
    });
    const groups = [
      ...(branch.by === null ? [] : [sql`f.bucket_key`]),
      ...(branch.part === null ? [] : [sql`f.part_key`]),
    ];
    return sql`SELECT
  ${join([...branch.head, ...figures], ",\n  ")}
FROM (
${from}
) f
WHERE ${all(conditions.map((condition) => this.#columns.condition(condition)))}${groups.length === 0 ? empty : sql`\nGROUP BY ${join(groups, ", ")}`}`;
  }

  #labelOf(id: DimensionId, name: string): Sql {
    return labelOf(this.#reading.dimension(id), sql`f.${raw(`${name}_key`)}`);
  }

  #dimensionsOf({ by, part }: Pick<Branch, "by" | "part">): Dimension[] {
    return [by, part].flatMap((id) => (id === null ? [] : [this.#reading.dimension(id)]));
  }

  /** Whether kept records can be put into the branch's buckets: what an event is in several of is joined to them, the rest stands on them. */
  #canKeep(branch: Branch): boolean {
    if (this.#columns.names.some((name) => this.#columns.read(name).limit !== undefined)) return false;
    return this.#dimensionsOf(branch).every(({ id, of, many, joinsOf: joinsOfPerson }) =>
      this.#isThrough(id) ? this.#tally === null : of === "event" || !many || joinsOfPerson !== null,
    );
  }

  /** Whether more is read than an event's own row and what stands in the index of participations. */
  #isDear(branch: Branch): boolean {
    const { filters } = this.#reading.question;
    if (filters.some(({ dimension }) => this.#reading.dimension(dimension).isDear)) return true;
    if (this.#columns.names.some((name) => this.#columns.isDear(name))) return true;
    return this.#reading.isOfPeople && !this.#isAlone(this.#rowsOf(branch));
  }

  /** The records that count, each with its bucket in every dimension that gives it one. */
  #kept(branches: readonly Branch[]): Sql {
    const dimensions = [
      ...new Map(branches.flatMap((branch) => this.#dimensionsOf(branch)).map((each) => [each.id, each])).values(),
    ];
    if (this.#tally !== null) return this.#tally.rows(dimensions);
    const single = dimensions.filter(({ id, many }) => !many && !this.#isThrough(id));
    const { asked, windowed, filtered } = this.#reading;
    const where = [windowed, ...filtered];
    const kept = [...this.#columns.kept(asked), ...single.map(({ id }) => `key_${id}`)];
    return sql`SELECT ${join(
      kept.map((name) => sql`f.${raw(name)}`),
      ", ",
    )} FROM (
${this.#rows({ buckets: single.map(keyed), keys: [], joins: [...joinsOf(single), ...this.#joinsOfColumns()], where }, this.#columns.namesOf("record"))}
) f WHERE ${all(this.#columns.commonOf("record").map((condition) => this.#columns.condition(condition)))}`;
  }

  /** The kept records in the buckets of a branch. */
  #ofKept(branch: Branch): Sql {
    const dimensions = this.#dimensionsOf(branch);
    const keys = [branch.by, branch.part].flatMap((id, place) => {
      if (id === null) return [];
      const isJoined = (this.#reading.dimension(id).many || this.#isThrough(id)) && this.#tally === null;
      const key = isJoined ? this.#keyOf(id) : sql`e.${raw(`key_${id}`)}`;
      return [sql`${key} AS ${raw(place === 0 ? "bucket_key" : "part_key")}`];
    });
    const of = this.#columns.namesOf("whoever was there").map((name) => this.#columns.readAs(name, []));
    const many = this.#tally !== null ? [] : dimensions.filter((each) => each.many && !this.#isThrough(each.id));
    const joined = [
      ...many.map(({ joins, joinsOf: joinsOfPerson }) => joinsOfPerson?.(sql`e.person`) ?? joins),
      ...this.#presentJoins(dimensions.map(({ id }) => id)),
    ];
    if (joined.length === 0) return sql`    SELECT ${join([sql`e.*`, ...keys], ", ")} FROM records e`;
    const where = dimensions.flatMap((dimension) =>
      this.#tally !== null ? [] : bucketCondition(dimension, this.#reading.question.filters),
    );
    return sql`    SELECT ${join([sql`e.*`, ...of, ...keys], ", ")}
    FROM (SELECT r.*, r.event AS id FROM records r) e ${join(joined, " ")}
    WHERE ${all(where)}`;
  }

  /** The records of one branch, kept when a column is dear to read: the engines would otherwise read it again wherever it is used. */
  #readNow(branch: Branch): Sql {
    const selected = this.#rows(this.#rowsOf(branch));
    const isDear = this.#columns.names.some((name) => this.#columns.read(name).isOnce);
    return isDear
      ? sql`    WITH records AS MATERIALIZED (
${selected}
    ) SELECT * FROM records`
      : selected;
  }

  /** The records in the window that the filters leave, one row each; by a dimension, one row per record and bucket. */
  #rowsOf(branch: Branch): Rows {
    const { windowed, filtered, question } = this.#reading;
    const dimensions = this.#dimensionsOf(branch);
    const ids = dimensions.map(({ id }) => id);
    return {
      buckets: [...this.#bucketColumn(branch.by, "bucket"), ...this.#bucketColumn(branch.part, "part")],
      keys: ids.map((id) => this.#keyOf(id)),
      joins: this.#joins(ids),
      where: [
        windowed,
        ...this.#limits(),
        ...filtered,
        ...dimensions.flatMap((dimension) => bucketCondition(dimension, question.filters)),
      ],
    };
  }

  #isAlone({ buckets, joins, where }: Rows): boolean {
    if (!this.#reading.isOfPeople) return true;
    const columns = this.#columns.names.map((name) => this.#columns.countedAs(name, []));
    return this.#reading.context.counts && !readsContact([...columns, ...buckets, ...joins, ...where]);
  }

  /** The grain's rows with the columns that are read; the contact is joined only where something of it is, besides whose row it is. */
  #rows(rows: Rows, names: readonly string[] = this.#columns.names): Sql {
    const { tables, ofGrain, isOfPeople } = this.#reading;
    const { buckets, keys, joins, where } = rows;
    const isAlone = this.#isAlone(rows);
    const read = names.map((name) =>
      isAlone && isOfPeople ? this.#columns.countedAs(name, keys) : this.#columns.readAs(name, keys),
    );
    const from = [tables, ...(isAlone ? [] : [CONTACT.join]), ...joins];
    return sql`    SELECT
      ${join([...read, ...buckets], ",\n      ")}
    FROM ${join(from, "\n      ")}
    WHERE ${all([...where, ...ofGrain, ...(isAlone ? [] : [CONTACT.where])])}`;
  }

  /** What must hold before the records are looked at closely, where every figure asks for a column that holds of few. */
  #limits(): Sql[] {
    return this.#columns.common.flatMap(({ column }) => {
      const read = this.#columns.column(column);
      return "limit" in read && read.limit ? [read.limit] : [];
    });
  }

  #joins(dimensions: readonly DimensionId[]): Sql[] {
    const own = dimensions.filter((dimension) => !this.#isThrough(dimension));
    return [
      ...own.map((dimension) => this.#reading.dimension(dimension).joins).filter((sql) => sql !== empty),
      ...this.#joinsOfColumns(),
      ...this.#presentJoins(dimensions),
    ];
  }

  #joinsOfColumns(): Sql[] {
    const needs = new Set(this.#columns.names.map((name) => this.#columns.read(name).needs));
    return [
      ...(needs.has("detail") ? [detailJoin] : []),
      ...(needs.has("first") ? [this.#firstJoin()] : []),
      ...(needs.has("credited") ? [creditedJoin] : []),
    ];
  }

  #firstJoin(): Sql {
    const { context, question } = this.#reading;
    return firstJoin(context.counts ? COUNTED_PERSON : PERSON, question.filters);
  }

  /** Who was there, where something is read of them or the records are put into their buckets. */
  #presentJoins(dimensions: readonly DimensionId[]): Sql[] {
    const [through = null] = dimensions.filter((dimension) => this.#isThrough(dimension));
    const names = this.#columns.namesOf("whoever was there");
    if (through === null && names.length === 0) return [];
    const { link, within, question } = this.#reading;
    return [presentJoin(link, within, question.filters, through, new Set(names))];
  }

  #isThrough(dimension: DimensionId): boolean {
    return throughPeople(this.#reading.grain, dimension);
  }

  #bucketColumn(dimension: DimensionId | null, name: string): Sql[] {
    return dimension === null ? [] : [sql`${this.#keyOf(dimension)} AS ${raw(`${name}_key`)}`];
  }

  #keyOf(dimension: DimensionId): Sql {
    if (!this.#isThrough(dimension)) return this.#reading.dimension(dimension).key;
    const nobody = nobodyIn(dimension) === null ? sql`NULL` : sql`''`;
    return sql`CASE WHEN present.event_id IS NULL THEN ${nobody} ELSE present.bucket_key END`;
  }
}

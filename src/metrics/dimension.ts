import sql, { empty, join, type Sql } from "sql-template-tag";
import type { Context } from "./context.js";
import type { AnyColumn, DimensionId, Key } from "./model.js";

/** How a record is put into buckets of a dimension, and how it is asked for. */
export interface Dimension {
  readonly id: DimensionId;
  readonly label: string;
  /** Other words that name it. */
  readonly also: readonly string[];
  /** What the bucket of records without a value is called; null where every record has one. */
  readonly unknown: string | null;
  /** Rows in order of the key (time), or the largest first. */
  readonly order: "key" | "size";
  readonly sensitivity: "open" | "name" | "student";
  /** Whether commands offer it. */
  readonly offered: boolean;
  /** Read from the event alone, from one volunteer's participation, or from whosever record it is. */
  readonly of: "event" | "volunteer participation" | "person";
  /** The columns of a contact that the key follows from, where it is whosever record it is; none where it is who they are. */
  readonly follows: readonly ("school_id" | "grade" | "local_basis")[];
  /** Joins that the key needs, from e (event), and p, c (participation, contact). */
  readonly joins: Sql;
  /** The same for a record whose person is known, where nothing else of it is needed. */
  readonly joinsOf: ((person: Sql) => Sql) | null;
  readonly key: Sql;
  /** What a bucket is called, by its key: looked up once per bucket, not once per record. */
  readonly labelled: ((key: Sql) => Sql) | null;
  /** The label of a bucket; `text` is what `labelled` gave. */
  readonly name: (key: Exclude<Key, null>, text: string | null) => string;
  /** Holds when a record has any of the values. */
  readonly has: (values: readonly Key[]) => Sql;
  /** An event may be in several buckets (district): found by EXISTS, never by a join. */
  readonly many: boolean;
  /** Whether an index leads from its values to few participations, so that a statement filtered by it may begin there. */
  readonly leads: boolean;
  /** Whether finding who has a value takes longer than reading their records. */
  readonly isDear: boolean;
  /** A column that is true of every record that has a value: nobody asks for it where only such records are read. */
  readonly implies: AnyColumn | null;
  /** Where the configuration or the day of asking has a say: what is read instead. */
  readonly within: ((context: Context) => Partial<Pick<Dimension, "joins" | "joinsOf" | "key" | "has">>) | null;
}

export const anyOf = (expression: Sql, values: readonly Key[]): Sql => {
  const known = values.filter((value) => value !== null);
  const parts = known.length > 0 ? [sql`${expression} IN (${join(known)})`] : [];
  if (known.length < values.length) parts.push(sql`${expression} IS NULL`);
  return parts.length === 1 ? sql`${parts[0]}` : sql`(${join(parts, " OR ")})`;
};

const plain = (key: Exclude<Key, null>, text: string | null): string => text ?? String(key);

type Given = Pick<Dimension, "id" | "label" | "key"> & Partial<Dimension>;
export const dimension = (given: Given): Dimension => ({
  also: [],
  unknown: null,
  order: "size",
  sensitivity: "open",
  offered: true,
  of: "event",
  follows: [],
  joins: empty,
  joinsOf: null,
  labelled: null,
  name: plain,
  has: (values) => anyOf(given.key, values),
  many: false,
  leads: false,
  isDear: false,
  implies: null,
  within: null,
  ...given,
});

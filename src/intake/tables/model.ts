import type { Stage, Value } from "../../pool/index.js";
import type { SourceRecord } from "../../sources/index.js";

type ColumnType = Stage["columns"][number]["type"];

export interface Column<R> {
  readonly name: string;
  readonly type: ColumnType;
  // A method, so that a table of one kind can stand among tables of all kinds; records are sorted by kind before they come here.
  of(record: R): Value;
}

/** A row in another table that this one hangs on; without it the row waits in quarantine. */
export interface Parent {
  /** The staged column that holds the parent's source id. */
  readonly key: string;
  /** The source's word for the parent. */
  readonly object: string;
  /** True for a staged row (s) whose parent is there; the joins are in place. */
  readonly isThere: string;
}

/** How records of one kind become rows of one table. */
export interface Table<R extends SourceRecord = SourceRecord> {
  readonly kind: R["kind"];
  readonly name: string;
  readonly stage: string;
  readonly hasMerges: boolean;
  /** Stored under their own name. */
  readonly columns: readonly Column<R>[];
  /** Staged to find other rows by, not stored. */
  readonly keys: readonly Column<R>[];
  /** Joins that find those rows: `s` is the staged row, `$source` the source's name. */
  readonly joins: string;
  /** Stored columns worked out from the joins. */
  readonly resolved: readonly { readonly name: string; readonly from: string }[];
  /** What a new row begins with; identity works it out afterwards, and an update leaves it. */
  readonly initial?: readonly { readonly name: string; readonly from: string }[];
  readonly parents: readonly Parent[];
}

/** Truths as 0 and 1, which both engines take in what is staged. */
export const plain = (value: Value): Value => (typeof value === "boolean" ? Number(value) : value);

export const text = <R>(name: string, of: (record: R) => Value): Column<R> => ({ name, type: "text", of });
export const integer = <R>(name: string, of: (record: R) => Value): Column<R> => ({ name, type: "integer", of });
export const real = <R>(name: string, of: (record: R) => Value): Column<R> => ({ name, type: "real", of });
export const boolean = <R>(name: string, of: (record: R) => Value): Column<R> => ({ name, type: "boolean", of });

export const table = <R extends SourceRecord>(definition: Omit<Table<R>, "stage">): Table<R> => ({
  ...definition,
  stage: `stage_${definition.name}`,
});

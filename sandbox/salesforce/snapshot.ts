import { type CompiledQuery, withLimit } from "./soql/compile.js";
import type { OrgDatabase } from "./storage.js";
import type { Cell } from "./values.js";

export type Row = readonly Cell[];

/** What a query found, as it was when it ran: later changes do not reach its pages. */
interface Kept {
  readonly query: CompiledQuery;
  readonly total: number;
  drop(): void;
}

export interface Snapshot extends Kept {
  rows(offset: number, count: number): readonly Row[];
}

/** A line of text for each row. */
export interface TextSnapshot extends Kept {
  /** These lines behind each other, as UTF-8. */
  text(offset: number, count: number): Uint8Array;
}

export function takeSnapshot(db: OrgDatabase, query: CompiledQuery): Snapshot {
  const { table, kept } = keep(db, query, withLimit(query));
  const page = `SELECT * FROM ${table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid`;
  return {
    ...kept,
    rows: (offset, count) =>
      db
        .prepare(page)
        .raw()
        .all(offset, offset + count) as Row[],
  };
}

/** @param line a SQL expression over c0, c1 … that makes the whole line of a row, with its end */
export function takeTextSnapshot(db: OrgDatabase, query: CompiledQuery, line: string): TextSnapshot {
  const { table, kept } = keep(db, query, `SELECT ${line} AS line FROM (${withLimit(query)})`);
  const page = `SELECT CAST(group_concat(line, '') AS BLOB) FROM (
    SELECT line FROM ${table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid)`;
  return {
    ...kept,
    text: (offset, count) =>
      db
        .prepare(page)
        .pluck()
        .get(offset, offset + count) as Uint8Array,
  };
}

let made = 0;

/** Copies a result into a temporary table, in its order, in one step. */
function keep(db: OrgDatabase, query: CompiledQuery, selected: string): { table: string; kept: Kept } {
  const table = `temp."snapshot_${++made}"`;
  db.prepare(`CREATE TABLE ${table} AS ${selected}`).run(...query.params);
  const total = Number(db.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get());
  const drop = () => {
    db.exec(`DROP TABLE IF EXISTS ${table}`);
  };
  return { table, kept: { query, total, drop } };
}

/** The first rows of a query, without a copy. */
export function firstRows(db: OrgDatabase, query: CompiledQuery, atMost: number): readonly Row[] {
  return db
    .prepare(withLimit(query, atMost))
    .raw()
    .all(...query.params) as Row[];
}

/** The answer of `COUNT()`: a LIMIT and an OFFSET bound it as they would bound the rows. */
export function countRows(db: OrgDatabase, query: CompiledQuery): number {
  const all = Number(
    db
      .prepare(query.sql)
      .pluck()
      .get(...query.params),
  );
  return Math.min(Math.max(0, all - query.offset), query.limit ?? Number.POSITIVE_INFINITY);
}

import { type CompiledQuery, withLimit } from "./soql/compile.js";
import type { OrgDatabase } from "./storage.js";
import type { Cell } from "./values.js";

export type Row = readonly Cell[];

/** The rows of a query as they were when it ran: later changes do not reach its pages. */
export interface Snapshot {
  readonly query: CompiledQuery;
  readonly total: number;
  rows(offset: number, count: number): readonly Row[];
  /** The same rows, each already one line of text made by the SQL expression over c0, c1 … */
  lines(expression: string, offset: number, count: number): readonly string[];
  drop(): void;
}

let made = 0;

/** Copies the result into a temporary table, in its order, in one step. */
export function takeSnapshot(db: OrgDatabase, query: CompiledQuery): Snapshot {
  const table = `temp."snapshot_${++made}"`;
  db.prepare(`CREATE TABLE ${table} AS ${withLimit(query)}`).run(...query.params);
  const total = Number(db.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get());
  const page = (what: string): string => `SELECT ${what} FROM ${table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid`;
  return {
    query,
    total,
    rows: (offset, count) =>
      db
        .prepare(page("*"))
        .raw()
        .all(offset, offset + count) as Row[],
    lines: (expression, offset, count) =>
      db
        .prepare(page(expression))
        .pluck()
        .all(offset, offset + count) as string[],
    drop: () => {
      db.exec(`DROP TABLE IF EXISTS ${table}`);
    },
  };
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

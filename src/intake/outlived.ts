import sql from "sql-template-tag";
import type { Pool } from "../pool/index.js";

export interface Forgotten {
  /** Copies of rows as they came, of which a later one has been there for long. */
  readonly copies: number;
  /** Rows that were set aside once and have long been settled. */
  readonly settled: number;
}

const ROWS_PER_TRANSACTION = 2_000;

/**
 * Forgets what nothing rests on any more and what is older than `before`. Of every row the last copy stays, whatever its age and also of a deleted one:
 * the pool is held against it, and questions that are opened again read it. So does every row that waits.
 */
export async function forgetOutlived(pool: Pool, before: string): Promise<Forgotten> {
  return { copies: await forgetCopies(pool, before), settled: await forgetSettled(pool, before) };
}

/** Copies lie in the order in which they came: looking ends where they are young. */
async function forgetCopies(pool: Pool, before: string): Promise<number> {
  let forgotten = 0;
  for (let after = 0; ; ) {
    const page = await pool.query<{ id: number; seen_at: string }>(
      sql`SELECT id, seen_at FROM raw_record WHERE id > ${after} ORDER BY id LIMIT ${ROWS_PER_TRANSACTION}`,
    );
    const last = page.at(-1);
    if (last === undefined || page.every(({ seen_at }) => seen_at >= before)) return forgotten;
    forgotten += await pool.transaction((tx) =>
      tx.run(sql`
        DELETE FROM raw_record WHERE id > ${after} AND id <= ${last.id} AND seen_at < ${before}
          AND EXISTS (SELECT 1 FROM raw_record later WHERE later.source = raw_record.source AND later.object = raw_record.object
            AND later.source_id = raw_record.source_id AND later.id > raw_record.id AND later.seen_at < ${before})`),
    );
    after = last.id;
  }
}

async function forgetSettled(pool: Pool, before: string): Promise<number> {
  for (let forgotten = 0; ; ) {
    const some = await pool.transaction((tx) =>
      tx.run(sql`
        DELETE FROM quarantine WHERE id IN (
          SELECT id FROM quarantine WHERE resolved_at < ${before} ORDER BY id LIMIT ${ROWS_PER_TRANSACTION})`),
    );
    forgotten += some;
    if (some < ROWS_PER_TRANSACTION) return forgotten;
  }
}

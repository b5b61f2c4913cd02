import sql from "sql-template-tag";
import type { Pool, Transaction } from "../pool/index.js";
import type { Counts, SyncFailure, SyncResult } from "./model.js";

/** How the rows of a batch came. */
export type BatchWay = "rest" | "bulk" | "file" | "sheet";

export type Trigger = "schedule" | "command" | "start";

export interface RunStart {
  readonly source: string;
  readonly trigger: Trigger;
  readonly startedBy: string | null;
  readonly now: string;
}

const CUT_OFF = "The process ended before the run did. The next run went on from where it stood.";

/** Notes a new run; runs of dead processes are closed. The lease is held, so none of them lives. @returns the run's id */
export function beginRun(pool: Pool, { source, trigger, startedBy, now }: RunStart): Promise<number> {
  return pool.transaction(async (tx) => {
    await tx.run(sql`
      UPDATE sync_batch SET state = 'failed', finished_at = ${now}, error_text = ${CUT_OFF} WHERE source = ${source} AND state = 'running'`);
    await tx.run(sql`
      UPDATE sync_run SET state = 'failed', finished_at = ${now}, error_code = 'internal', error_text = ${CUT_OFF}
      WHERE source = ${source} AND state = 'running'`);
    return inserted(
      tx,
      sql`INSERT INTO sync_run (source, "trigger", started_by, state, started_at) VALUES (${source}, ${trigger}, ${startedBy}, 'running', ${now}) RETURNING id`,
    );
  });
}

export async function endRun(
  pool: Pool,
  runId: number,
  { state, error }: Pick<SyncResult, "state" | "error">,
  now: string,
): Promise<void> {
  await pool.transaction((tx) =>
    tx.run(sql`
      UPDATE sync_run SET state = ${state}, finished_at = ${now}, error_code = ${error?.code ?? null}, error_text = ${error?.text ?? null} WHERE id = ${runId}`),
  );
}

export interface BatchStart {
  readonly runId: number;
  readonly source: string;
  readonly object: string;
  readonly windowStart: string | null;
  readonly windowEnd: string;
  readonly now: string;
  readonly way?: BatchWay;
  /** File or sheet that is read. */
  readonly origin?: string;
}

/** Notes that an object is being read. @returns the batch's id */
export function beginBatch(pool: Pool, batch: BatchStart): Promise<number> {
  const { runId, source, object, windowStart, windowEnd, now, way = "rest", origin = null } = batch;
  return pool.transaction((tx) =>
    inserted(
      tx,
      sql`INSERT INTO sync_batch (run_id, source, object, way, window_start, window_end, state, started_at, origin)
        VALUES (${runId}, ${source}, ${object}, ${way}, ${windowStart}, ${windowEnd}, 'running', ${now}, ${origin}) RETURNING id`,
    ),
  );
}

/** Brings a batch's counts up to date, within the transaction that stored what they count. */
export async function writeCounts(tx: Transaction, batchId: number, way: BatchWay, counts: Counts): Promise<void> {
  const { read, inserted, updated, unchanged, deleted, quarantined, skipped, skippedBy } = counts;
  await tx.run(sql`
    UPDATE sync_batch SET way = ${way}, read = ${read}, inserted = ${inserted}, updated = ${updated}, unchanged = ${unchanged},
      deleted = ${deleted}, quarantined = ${quarantined}, skipped = ${skipped}, skipped_by = ${JSON.stringify(skippedBy)}
    WHERE id = ${batchId}`);
}

/** @param state absent: the org does not show the object, and need not */
/** @param keep what else belongs to the end of the batch, in its transaction */
export async function endBatch(
  pool: Pool,
  batchId: number,
  state: "ok" | "failed" | "absent" | "paused",
  error: SyncFailure | null,
  now: string,
  keep: (tx: Transaction) => Promise<void> = async () => undefined,
): Promise<void> {
  await pool.transaction(async (tx) => {
    await keep(tx);
    await tx.run(
      sql`UPDATE sync_batch SET state = ${state}, finished_at = ${now}, error_text = ${error?.text ?? null} WHERE id = ${batchId}`,
    );
  });
}

async function inserted(tx: Transaction, statement: ReturnType<typeof sql>): Promise<number> {
  const [row] = await tx.query<{ id: number }>(statement);
  if (row === undefined) throw new Error("the database gave no id");
  return row.id;
}

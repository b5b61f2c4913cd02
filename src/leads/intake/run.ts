import sql from "sql-template-tag";
import { type BatchJudge, beginBatch, beginRun, endBatch, endRun } from "../../intake/index.js";
import type { Pool, Transaction } from "../../pool/index.js";
import { asPolarisError, type Clock, PolarisError } from "../../runtime/index.js";
import { leadListSource } from "../../sources/index.js";
import type { Stop } from "./judge-file.js";
import { type LeadImportOptions, objectOf } from "./model.js";

/** The run and the one batch of an import: by them freshness, `status` and the figures of quality know of it. */
export interface LeadRun {
  readonly runId: number;
  readonly batchId: number;
  readonly source: string;
  readonly judge: BatchJudge | null;
  readonly clock: Clock;
}

type Started = Pick<LeadImportOptions, "pool" | "clock" | "way" | "startedBy" | "judge"> & {
  readonly source: string;
  readonly name: string;
};

const isByClock = (way: LeadImportOptions["way"]): boolean => way === "folder" || way === "drive";

/** Notes that a file is being taken in; runs of dead processes are closed. */
export async function beginLeadRun({
  pool,
  clock,
  way,
  startedBy,
  judge,
  source: name,
  name: file,
}: Started): Promise<LeadRun> {
  const [source, object, now] = [leadListSource(name), objectOf(name), clock.now()];
  const trigger = isByClock(way) ? "schedule" : "command";
  const runId = await beginRun(pool, { source, trigger, startedBy, now });
  const batch = {
    runId,
    source,
    object,
    windowStart: null,
    windowEnd: now,
    now,
    way: "file",
    origin: `file:${file}`,
  } as const;
  return { runId, batchId: await beginBatch(pool, batch), source, judge: judge.begin(object), clock };
}

/** Ends it well, within the transaction that made the file stand. @param inserted wordings that were new, of all rows */
export async function endWell(tx: Transaction, run: LeadRun, rows: number, inserted: number): Promise<void> {
  const { runId, batchId } = run;
  const now = run.clock.now();
  await run.judge?.keep(tx, { batchId, source: run.source, at: now });
  await tx.run(sql`
    UPDATE sync_batch SET state = 'ok', finished_at = ${now}, read = CAST(${rows} AS INTEGER), inserted = CAST(${inserted} AS INTEGER),
      unchanged = CAST(${rows - inserted} AS INTEGER) WHERE id = ${batchId}`);
  await tx.run(sql`UPDATE sync_run SET state = 'ok', finished_at = ${now} WHERE id = ${runId}`);
}

/** Ends it at a file that may not go on: nothing of it was read into the pool. @param note what is kept of the file, in the same transaction */
export async function endStopped(
  pool: Pool,
  run: LeadRun,
  { code, why }: Stop,
  note: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const now = run.clock.now();
  await endBatch(pool, run.batchId, "failed", { code, text: why }, now, async (tx) => {
    await run.judge?.keep(tx, { batchId: run.batchId, source: run.source, at: now });
    await note(tx);
  });
  await endRun(pool, run.runId, { state: "failed", error: { code, text: why } }, now);
}

/** Ends it at what went wrong. The next import of the file reads it anew; wordings that were stored are known then. */
export async function endBroken(pool: Pool, run: LeadRun, thrown: unknown): Promise<void> {
  const { code, message: text } = brokenOff(thrown);
  const now = run.clock.now();
  await endBatch(pool, run.batchId, "failed", { code, text }, now);
  await endRun(pool, run.runId, { state: "failed", error: { code, text } }, now);
}

/** What is said of an import that ended before its end. */
export function brokenOff(thrown: unknown): PolarisError {
  if (!(thrown instanceof Error) || thrown.name !== "AbortError") return asPolarisError(thrown);
  return new PolarisError(
    "run_stopped",
    "The import was stopped. Import the file again to go on; nothing is doubled, and the leads are as they were.",
    { cause: thrown },
  );
}

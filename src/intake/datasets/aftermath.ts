import sql, { raw } from "sql-template-tag";
import { markDirty } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import { type Dataset, type DatasetRules, exportedRow, type IncomingRow, isExport } from "../../sources/index.js";
import { settleFlags } from "../flags.js";
import { NO_COUNTS } from "../model.js";
import type { PageContext } from "../page-context.js";
import { arrived, countAttempt, release } from "../quarantine.js";
import { DESTINATIONS, TABLES } from "../tables/index.js";
import { bury } from "../tombstones.js";
import type { Batch } from "./import-batch.js";
import type { BatchCounts } from "./model.js";
import { isComplete, type Parents, waitingRow } from "./parents.js";

const NOTHING: BatchCounts = { counts: NO_COUNTS, refused: 0 };
const PAGE = 2_000;

/** A file or sheet that suddenly lacks more than half of at least this many rows was cut off or emptied by mistake, not thinned out. */
export const BELIEVABLE_LOSS = { share: 0.5, atLeast: 10 };

export function isBelievableLoss(gone: number, of: number): boolean {
  return of < BELIEVABLE_LOSS.atLeast || gone <= of * BELIEVABLE_LOSS.share;
}

/** What an import does once its rows are stored. */
export interface Aftermath {
  readonly reader: Reader;
  readonly source: string;
  readonly object: string;
  readonly dataset: Dataset;
  readonly rules: DatasetRules;
  readonly parents: Parents;
}

/** Stores rows of earlier imports whose event or student has come, as rows of the file they came by; the others have waited once more in vain. */
export async function retryWaiting(
  batch: Batch,
  about: Aftermath,
  batchOf: (origin: string) => Promise<Batch>,
): Promise<void> {
  const origins = await originsOf(about);
  for (let after = 0; ; ) {
    const waiting = await waitingAfter(about, after);
    const last = waiting.at(-1);
    if (last === undefined) break;
    after = last.id;
    const byOrigin = new Map<string, IncomingRow[]>();
    for (const { id, row } of waiting) {
      const origin = origins.get(id);
      if (row === null || origin === undefined || batch.seen.has(row.sourceId)) continue;
      byOrigin.set(origin, [...(byOrigin.get(origin) ?? []), row]);
    }
    for (const [origin, rows] of byOrigin) {
      const complete = (await about.parents.find(rows)).filter(isComplete);
      if (complete.length > 0) await (await batchOf(origin)).store(complete);
    }
  }
  await batch.transaction(async (context) => {
    await countAttempt(context);
    return NOTHING;
  });
}

/** The file or sheet that each waiting row came by; rows that the API brought are its own to take up. */
async function originsOf({ reader, source, object, dataset }: Aftermath): Promise<Map<number, string>> {
  const rows = await reader.query<{ id: number; origin: string }>(sql`
    SELECT q.id, b.origin FROM quarantine q JOIN sync_batch b ON b.id = q.batch_id
    WHERE q.source = ${source} AND q.object = ${object} AND q.resolved_at IS NULL AND q.reason = 'missing_parent'
      AND b.source = ${dataset.name} AND b.origin IS NOT NULL`);
  return new Map(rows.map(({ id, origin }) => [id, origin]));
}

async function waitingAfter(
  { reader, source, object, dataset, rules }: Aftermath,
  after: number,
): Promise<{ id: number; row: IncomingRow | null }[]> {
  if (isExport(dataset)) {
    const waiting = await arrived(reader, source, object, after, PAGE);
    return waiting.map(({ id, payload }) => ({ id, row: dataset.read(exportedRow(payload), rules)[0] ?? null }));
  }
  const waiting = await reader.query<{ id: number; source_id: string; payload: string }>(sql`
    SELECT id, source_id, payload FROM quarantine
    WHERE source = ${source} AND object = ${object} AND resolved_at IS NULL AND reason = 'missing_parent' AND id > ${after}
    ORDER BY id LIMIT ${PAGE}`);
  return waiting.map(({ id, source_id, payload }) => ({ id, row: waitingRow(source_id, payload, rules.now) }));
}

/**
 * Marks as deleted what this file or sheet brought before and lacks now.
 * @param all whoever asked means all rows to go
 * @returns the rows that were left alone because too many would have gone
 */
export async function buryVanished(batch: Batch, about: Aftermath, all: boolean): Promise<number> {
  const { reader, source, object, rules } = about;
  let here = 0;
  const gone: string[] = [];
  for (const kind of DESTINATIONS[object]?.tables ?? []) {
    const rows = await reader.query<{ source_id: string }>(sql`
      SELECT t.source_id FROM ${raw(TABLES[kind].name)} t
      WHERE t.source = ${source} AND t.deleted_at IS NULL AND t.batch_id IN (${batchesOf(about)})`);
    here += rows.length;
    for (const { source_id } of rows) if (!batch.seen.has(source_id)) gone.push(source_id);
  }
  if (!all && !isBelievableLoss(gone.length, here)) return gone.length;
  for (let at = 0; at < gone.length; at += PAGE) {
    const some = gone.slice(at, at + PAGE);
    await batch.transaction(async (context) => {
      const marked = await bury(
        context,
        some.map((sourceId) => ({ sourceId, at: rules.now, mergedInto: null })),
      );
      await settleFlags(context, [], some);
      await markDirty(context.tx);
      return { counts: { ...NO_COUNTS, read: marked, deleted: marked }, refused: 0 };
    });
  }
  return 0;
}

/** Reasons that lie in the row itself. Rows that wait for an answer go on waiting for it. */
const REFUSALS = new Set(["bad_value", "missing_required", "duplicate_key", "expectation_failed"]);

/** Lets go what waited from this file or sheet and has been mended or taken out there. */
export async function releaseMended(batch: Batch, about: Aftermath, whole: boolean): Promise<void> {
  const { reader, source, object } = about;
  const open = await reader.query<{ source_id: string; reason: string }>(sql`
    SELECT q.source_id, q.reason FROM quarantine q
    WHERE q.source = ${source} AND q.object = ${object} AND q.resolved_at IS NULL AND q.batch_id IN (${batchesOf(about)}) AND q.batch_id <> ${batch.id}`);
  const mended = open.filter(
    ({ source_id, reason }) =>
      !batch.seen.has(source_id) && (REFUSALS.has(reason) || (whole && reason === "missing_parent")),
  );
  const ids = mended.map(({ source_id }) => source_id);
  if (ids.length === 0) return;
  await batch.transaction(async (context: PageContext) => {
    await release(context, ids, "superseded");
    await settleFlags(context, [], ids);
    return NOTHING;
  });
}

const batchesOf = ({ dataset, rules }: Aftermath) =>
  sql`SELECT b.id FROM sync_batch b WHERE b.source = ${dataset.name} AND b.origin = ${rules.origin}`;

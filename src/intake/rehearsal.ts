import { type Pool, rehearse } from "../pool/index.js";
import type { Clock } from "../runtime/index.js";
import type { ImportResult } from "./datasets/model.js";
import { sourceOf } from "./datasets/strategies.js";
import { connectedSheets, sheetNamed } from "./google/connected-sheets.js";
import { ANALYTICS_DATASET, type AnalyticsOptions, syncAnalytics } from "./google/sync-analytics.js";
import { type SheetsOptions, type SheetsResult, syncSheets } from "./google/sync-sheets.js";
import { type Lease, takeLease } from "./lease.js";
import type { SyncFailure, SyncProgress, SyncResult } from "./model.js";
import { changesOf, type RehearsedChange } from "./rehearsed-changes.js";
import { type SyncOptions, syncUnder } from "./sync-salesforce.js";

/** What a sync would come to. Nothing of it is in the pool. */
export interface Rehearsed<Result> {
  readonly result: Result;
  /** A few of the rows that would change. */
  readonly changes: readonly RehearsedChange[];
}

const STOPPED: SyncFailure = { code: "run_stopped", text: "The dry run was stopped. Nothing was changed." };

/**
 * Reads Salesforce as the next sync would, on a copy of the pool that is thrown away: same path, same judgement, same counts.
 * @throws PolarisError already_running, pool_of_another_source
 */
export function rehearseSalesforce(options: SyncOptions): Promise<Rehearsed<SyncResult>> {
  return onACopy(options, [options.source.name], async (copy, leases) => {
    const lease = leases.get(options.source.name) ?? missing();
    const result = await syncUnder(lease, { ...options, pool: copy }, { derives: false });
    const error = result.error?.code === STOPPED.code ? STOPPED : result.error;
    return { result: { ...result, error }, changes: await changesOf(copy, [result.runId]) };
  });
}

/** As `rehearseSalesforce`, of the sheets that changed. @throws PolarisError already_running, not_found */
export async function rehearseSheets(options: SheetsOptions): Promise<Rehearsed<SheetsResult>> {
  const all = await connectedSheets(options.pool, options.organization);
  const chosen = options.only === undefined ? all : [sheetNamed(options.only, all)];
  const sources = chosen.map(({ dataset }) => sourceOf(dataset));
  return onACopy(options, sources, async (copy, leases) => {
    const result = await syncSheets({ ...options, pool: copy, leases });
    const runs = result.sheets.flatMap(({ imported }) => (imported === null ? [] : [imported.runId]));
    return { result, changes: await changesOf(copy, runs) };
  });
}

/** As `rehearseSalesforce`, of web figures. Null without a property. @throws PolarisError already_running, google_refused … */
export function rehearseAnalytics(options: AnalyticsOptions): Promise<Rehearsed<ImportResult | null>> {
  const source = sourceOf(ANALYTICS_DATASET);
  return onACopy(options, [source], async (copy, leases) => {
    const result = await syncAnalytics({ ...options, pool: copy, lease: leases.get(source) ?? missing() });
    return { result, changes: result === null ? [] : await changesOf(copy, [result.runId]) };
  });
}

interface Parts {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly progress?: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal;
}

/** Holds what a sync would hold, so that the two do not meet, and copies the pool when nobody else can change it that way any more. */
async function onACopy<T>(
  { pool, clock, progress, signal }: Parts,
  sources: readonly string[],
  work: (copy: Pool, leases: ReadonlyMap<string, Lease>) => Promise<T>,
): Promise<T> {
  const held = new Map<string, Lease>();
  try {
    for (const source of new Set(sources)) held.set(source, await takeLease(pool, source, clock));
    progress?.({ stage: "a copy to try it on", done: 0, total: null, perSecond: null, secondsLeft: null });
    const leases = new Map([...held].map(([source, lease]) => [source, lease.onACopyOf(pool)]));
    return await rehearse(pool, (copy) => work(copy, leases), signal);
  } finally {
    for (const lease of held.values()) await lease.release(pool);
  }
}

function missing(): never {
  throw new Error("a lease that was taken is missing");
}

import sql from "sql-template-tag";
import { derive } from "../identity/index.js";
import { claimBelonging, type Pool } from "../pool/index.js";
import { asPolarisError, type Clock, type ErrorCode, type Organization, PolarisError } from "../runtime/index.js";
import type { SalesforceObject, SalesforceSource } from "../sources/index.js";
import { readCheckpoint } from "./checkpoint.js";
import { type Lease, takeLease } from "./lease.js";
import { NO_COUNTS, type ObjectResult, type SyncFailure, type SyncProgress, type SyncResult } from "./model.js";
import { ObjectSync } from "./object-sync.js";
import { beginBatch, beginRun, endBatch, endRun, type Trigger } from "./runs.js";

export interface SyncOptions {
  readonly pool: Pool;
  readonly source: SalesforceSource;
  readonly organization: Organization;
  readonly clock: Clock;
  /** Told at every page. */
  readonly progress?: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal;
  readonly trigger: Trigger;
  /** Slack user id or "terminal"; null for the clock. */
  readonly startedBy?: string | null;
  /** Reads every row again and compares all ids. */
  readonly full?: boolean;
}

/** Troubles of one object; others of the run are not touched by them. All else ends the run. */
const OF_ONE_OBJECT: ReadonlySet<ErrorCode> = new Set([
  "salesforce_permission_missing",
  "salesforce_query_refused",
  "salesforce_answer_broken",
]);

/**
 * Brings the pool up to what Salesforce holds now. Interrupted anywhere, the next run goes on without losing or doubling a row.
 * @throws PolarisError already_running, pool_of_another_source; whatever else goes wrong is told in the result
 */
export async function syncSalesforce(options: SyncOptions): Promise<SyncResult> {
  const { pool, source, clock, trigger, startedBy = null } = options;
  const lease = await takeLease(pool, source.name, clock);
  try {
    const startedAt = clock.now();
    const runId = await beginRun(pool, { source: source.name, trigger, startedBy, now: startedAt });
    const run = new Run(options, runId, lease);
    let error: SyncFailure | null = null;
    try {
      await run.read();
    } catch (thrown) {
      error = failureOf(thrown);
      if (thrown instanceof PolarisError && thrown.code === "pool_of_another_source") {
        await endRun(pool, runId, { state: "failed", error }, clock.now());
        throw thrown;
      }
    }
    try {
      await run.derive();
    } catch (thrown) {
      error ??= failureOf(thrown);
    }
    const finishedAt = clock.now();
    const state = stateOf(run.objects, error);
    const result = {
      runId,
      state,
      objects: run.objects,
      notices: await run.notices(),
      error,
      calls: source.calls,
      startedAt,
      finishedAt,
    };
    await endRun(pool, runId, result, finishedAt);
    return result;
  } finally {
    await lease.release(pool);
  }
}

class Run {
  readonly objects: ObjectResult[] = [];
  readonly #options: SyncOptions;
  readonly #runId: number;
  readonly #lease: Lease;
  readonly #notices: string[] = [];

  constructor(options: SyncOptions, runId: number, lease: Lease) {
    this.#options = options;
    this.#runId = runId;
    this.#lease = lease;
  }

  async read(): Promise<void> {
    const { pool, source, signal } = this.#options;
    const { organizationId, now } = await source.open();
    await claimBelonging(pool, "salesforce_org_id", organizationId);
    // The second that is under way belongs to this run; what is still being written in it is caught by the look-back.
    const until = new Date(Date.parse(now) + 1_000).toISOString();
    for (const object of source.objects) {
      signal?.throwIfAborted();
      await this.#readObject(object, until);
    }
  }

  async derive(): Promise<void> {
    const { pool, organization, clock, progress } = this.#options;
    progress?.({ stage: "people, districts and credit", done: 0, total: null, perSecond: null, secondsLeft: null });
    await derive(pool, organization, clock.now());
  }

  /** What the person who asked should know. */
  async notices(): Promise<string[]> {
    const { pool, source } = this.#options;
    const waiting = await pool.query<{ object: string; reason: string; count: number }>(sql`
      SELECT object, reason, COUNT(*) AS count FROM quarantine WHERE source = ${source.name} AND resolved_at IS NULL
      GROUP BY object, reason ORDER BY object, reason`);
    const words: Readonly<Record<string, string>> = {
      missing_parent: "waiting for a record that is not there yet",
      bad_value: "with a value that cannot be read",
      missing_required: "lacking something that is needed",
    };
    const labels = new Map<string, string>(source.objects.map(({ name, label }) => [name, label]));
    return [
      ...this.#notices,
      ...waiting.map(
        ({ object, reason, count }) =>
          `${labels.get(object) ?? object}: ${count} in quarantine, ${words[reason] ?? reason}.`,
      ),
    ];
  }

  async #readObject(object: SalesforceObject, until: string): Promise<void> {
    const { pool, source, organization, clock, progress, signal, full = false } = this.#options;
    const about = { object: object.name, label: object.label };
    const unread = await this.#unreadParent(object);
    if (unread !== null) {
      const text = `${object.label} were not read, because ${unread} has never been read to its end.`;
      this.objects.push({
        ...about,
        state: "skipped",
        way: "rest",
        counts: NO_COUNTS,
        refused: 0,
        error: { code: "salesforce_permission_missing", text },
      });
      return;
    }
    const { highWater } = await readCheckpoint(pool, source.name, object.name);
    const start = {
      runId: this.#runId,
      source: source.name,
      object: object.name,
      windowStart: full ? null : highWater,
    };
    const batchId = await beginBatch(pool, { ...start, windowEnd: until, now: clock.now() });
    const sync = new ObjectSync({
      pool,
      source,
      organization,
      clock,
      progress: progress ?? (() => undefined),
      stop: signal,
      lease: this.#lease,
      object,
      until,
      full,
      batchId,
    });
    let error: SyncFailure | null = null;
    let thrown: unknown = null;
    try {
      await sync.run();
    } catch (failure) {
      thrown = failure;
      error = failureOf(failure);
    }
    await endBatch(pool, batchId, error === null ? "ok" : "failed", error, clock.now());
    const { counts, refused, way, notices } = sync.outcome;
    this.#notices.push(...notices);
    this.objects.push({ ...about, state: error === null ? "ok" : "failed", way, counts, refused, error });
    if (error !== null && !OF_ONE_OBJECT.has(error.code)) throw thrown;
  }

  /** A parent that was never read: without it every row here would only wait. */
  async #unreadParent(object: SalesforceObject): Promise<string | null> {
    const { pool, source } = this.#options;
    for (const parent of new Set(Object.values(object.parents))) {
      if (parent === object.name) continue;
      const { highWater } = await readCheckpoint(pool, source.name, parent);
      const failed = this.objects.find((result) => result.object === parent && result.state !== "ok");
      if (highWater === null && failed !== undefined) return parent;
    }
    return null;
  }
}

function failureOf(thrown: unknown): SyncFailure {
  if (thrown instanceof Error && thrown.name === "AbortError")
    return { code: "internal", text: "The sync was stopped. The next one goes on from where it stood." };
  const { code, message } = asPolarisError(thrown);
  return { code, text: message };
}

function stateOf(objects: readonly ObjectResult[], error: SyncFailure | null): SyncResult["state"] {
  if (error !== null) return "failed";
  if (objects.every(({ state }) => state !== "ok")) return "failed";
  const isWhole = objects.every(({ state, refused }) => state === "ok" && refused === 0);
  return isWhole ? "ok" : "partial";
}

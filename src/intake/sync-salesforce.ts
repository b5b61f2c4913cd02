import sql from "sql-template-tag";
import { derive } from "../identity/index.js";
import { claimBelonging, fillEmpty, type Pool } from "../pool/index.js";
import {
  asPolarisError,
  builtFile,
  type Clock,
  type ErrorCode,
  type Organization,
  PolarisError,
} from "../runtime/index.js";
import { parentsOf, ReadingThread, type SalesforceObject, type SalesforceSource } from "../sources/index.js";
import { Allowance, PAUSES } from "./allowance.js";
import { readCheckpoint } from "./checkpoint.js";
import type { Suites } from "./expectations.js";
import { type RowsCrossing, unpack } from "./laid-out.js";
import { type Lease, takeLease } from "./lease.js";
import { NO_COUNTS, type ObjectResult, type SyncFailure, type SyncProgress, type SyncResult } from "./model.js";
import { ObjectSync } from "./object-sync.js";
import { isRescanDue } from "./rescan.js";
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
  /** Answers of Bulk, and all of a first load, are read in a thread of their own while this one stores. It runs compiled code only. */
  readonly readsAside?: boolean;
  /** What is expected of each object's rows; left out: nothing is. */
  readonly expectations?: Suites;
}

/**
 * How many objects of a first load are asked for before their turn: two at first, since what comes later must not keep the first waiting; then as many as
 * are done, so that the small ones behind the largest are there when it is stored.
 */
const begunAhead = (done: number): number => Math.max(2, done);
/** A load of so many rows leaves the database's own statistics behind. */
const MANY_ROWS = 10_000;

/** Troubles of one object; others of the run are not touched by them. All else ends the run. */
const OF_ONE_OBJECT: ReadonlySet<ErrorCode> = new Set([
  "salesforce_permission_missing",
  "salesforce_query_refused",
  "salesforce_answer_broken",
  "expectation_failed",
]);

/**
 * Brings the pool up to what Salesforce holds now. Interrupted anywhere, the next run goes on without losing or doubling a row.
 * @throws PolarisError already_running, pool_of_another_source; whatever else goes wrong is told in the result
 */
export async function syncSalesforce(options: SyncOptions): Promise<SyncResult> {
  const { pool, source, clock } = options;
  const lease = await takeLease(pool, source.name, clock);
  try {
    return await syncUnder(lease, options);
  } finally {
    await lease.release(pool);
  }
}

/** Where the rows of a first load go. */
const FILLED_AT_FIRST = [
  "contact",
  "contact_email",
  "contact_phone",
  "contact_address",
  "contact_skill",
  "affiliation",
  "event",
  "participation",
  "communication",
  "communication_address",
  "raw_record",
];

/** @param derives whether what follows from the rows is worked out at the end: no count of a sync rests on it */
export async function syncUnder(
  lease: Lease,
  options: SyncOptions,
  { derives }: { readonly derives: boolean } = { derives: true },
): Promise<SyncResult> {
  const { pool, source, clock, trigger, startedBy = null } = options;
  const startedAt = clock.now();
  const runId = await beginRun(pool, { source: source.name, trigger, startedBy, now: startedAt });
  const run = new Run(options, runId, lease);
  let failed: unknown = null;
  try {
    await fillEmpty(pool, FILLED_AT_FIRST, async (buildIndexes) => {
      failed = await run.read().then(nothing, (thrown: unknown) => thrown);
      await run.close();
      if (derives && !isOfAnotherSource(failed)) await run.derive(buildIndexes);
    });
  } catch (thrown) {
    failed ??= thrown;
  }
  const error = failed === null ? null : failureOf(failed);
  if (isOfAnotherSource(failed)) {
    await endRun(pool, runId, { state: "failed", error }, clock.now());
    throw failed;
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
}

class Run {
  readonly objects: ObjectResult[] = [];
  readonly #options: SyncOptions;
  readonly #runId: number;
  readonly #lease: Lease;
  readonly #answers: ReadingThread<RowsCrossing> | undefined;
  readonly #allowance: Allowance;
  readonly #notices: string[] = [];

  constructor(options: SyncOptions, runId: number, lease: Lease) {
    this.#options = options;
    this.#runId = runId;
    this.#lease = lease;
    this.#allowance = new Allowance(options.clock, options.organization.salesforce.longestMinutes);
    this.#answers =
      options.readsAside === true ? new ReadingThread(builtFile("src/intake/laid-out.js"), unpack) : undefined;
  }

  async close(): Promise<void> {
    await this.#answers?.close();
  }

  async read(): Promise<void> {
    const { pool, source, organization, signal } = this.#options;
    await this.#startReading();
    const { organizationId, now } = await source.open(organization.salesforce.apiBudget);
    await claimBelonging(pool, "salesforce_org_id", organizationId);
    // The second that is under way belongs to this run; what is still being written in it is caught by the look-back.
    const until = new Date(Date.parse(now) + 1_000).toISOString();
    const syncs: ObjectSync[] = [];
    for (const object of source.objects) syncs.push(await this.#syncOf(object, until));
    for (const [place, object] of source.objects.entries()) {
      signal?.throwIfAborted();
      const sync = syncs[place];
      for (const next of syncs.slice(place, place + 1 + begunAhead(place))) next.beginAhead();
      if (sync !== undefined) await this.#readObject(object, sync, until);
    }
  }

  /** A first load will need the reading thread: it starts while the log-in is under way. */
  async #startReading(): Promise<void> {
    const { pool, source } = this.#options;
    const [first] = source.objects;
    if (this.#answers === undefined || first === undefined) return;
    const { highWater } = await readCheckpoint(pool, source.name, first.name);
    if (highWater === null) this.#answers.start();
  }

  /** @param buildIndexes builds the indexes of the tables that were filled: who is one person and what is credited are written to most of their rows */
  async derive(buildIndexes: () => Promise<void>): Promise<void> {
    const { pool, organization, clock, progress } = this.#options;
    progress?.({ stage: "people, districts and credit", done: 0, total: null, perSecond: null, secondsLeft: null });
    const came = this.objects.reduce((sum, { counts }) => sum + counts.inserted, 0);
    const isMany = came >= MANY_ROWS;
    if (isMany) await pool.countAnew();
    await derive(pool, organization, clock.now(), { whenCredited: buildIndexes });
    if (isMany) await pool.countAnew();
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
      expectation_failed: "failing what is expected of them",
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

  async #syncOf(object: SalesforceObject, until: string): Promise<ObjectSync> {
    const { pool, source, organization, clock, progress, signal, trigger, full = false } = this.#options;
    const { rescanHours } = organization.salesforce;
    const isRescan =
      trigger === "schedule" &&
      rescanHours > 0 &&
      (await isRescanDue(pool, source.name, object.name, clock.now(), organization.timeZone));
    return new ObjectSync({
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
      isAsked: trigger === "command",
      answers: this.#answers,
      allowance: this.#allowance,
      rescanHours: isRescan ? rescanHours : 0,
      expectations: this.#options.expectations?.begin(object.name) ?? null,
    });
  }

  async #readObject(object: SalesforceObject, sync: ObjectSync, until: string): Promise<void> {
    const { pool, source, clock, full = false } = this.#options;
    const about = { object: object.name, label: object.label };
    const skipped = { ...about, state: "skipped", way: "rest", counts: NO_COUNTS, refused: 0 } as const;
    const unread = await this.#unreadParent(object);
    if (unread !== null) {
      const text = `${object.label} were not read, because ${unread.object} has never been read to its end.`;
      const isNeeded = unread.error !== null || object.isOptional !== true;
      if (!isNeeded) this.#notices.push(text);
      this.objects.push({ ...skipped, error: isNeeded ? { code: "salesforce_permission_missing", text } : null });
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
    let error: SyncFailure | null = null;
    let thrown: unknown = null;
    try {
      await sync.run(batchId);
    } catch (failure) {
      thrown = failure;
      error = failureOf(failure);
    }
    if (object.isOptional === true && error?.code === "salesforce_permission_missing") {
      const text = `${error.text} Until then Polaris goes on without ${object.label}.`;
      await endBatch(pool, batchId, "absent", { ...error, text }, clock.now());
      this.#notices.push(text);
      this.objects.push({ ...skipped, error: null });
      return;
    }
    const at = clock.now();
    const state = error === null ? "ok" : PAUSES.has(error.code) ? "paused" : "failed";
    await endBatch(pool, batchId, state, error, at, (tx) => sync.keepJudgement(tx, at));
    const { counts, refused, way, notices } = sync.outcome;
    this.#notices.push(...notices);
    this.objects.push({ ...about, state, way, counts, refused, error });
    if (error !== null && !OF_ONE_OBJECT.has(error.code)) throw thrown;
  }

  /** A parent that was never read: without it every row here would only wait. */
  async #unreadParent(object: SalesforceObject): Promise<ObjectResult | null> {
    const { pool, source } = this.#options;
    for (const parent of parentsOf(object)) {
      if (parent === object.name) continue;
      const { highWater } = await readCheckpoint(pool, source.name, parent);
      const failed = this.objects.find((result) => result.object === parent && result.state !== "ok");
      if (highWater === null && failed !== undefined) return failed;
    }
    return null;
  }
}

const nothing = (): null => null;

const isOfAnotherSource = (thrown: unknown): boolean =>
  thrown instanceof PolarisError && thrown.code === "pool_of_another_source";

function failureOf(thrown: unknown): SyncFailure {
  if (thrown instanceof Error && thrown.name === "AbortError")
    return { code: "run_stopped", text: "The sync was stopped. The next one goes on from where it stood." };
  const { code, message } = asPolarisError(thrown);
  return { code, text: message };
}

/** Left out because the org does not show it and need not. */
const isSpared = ({ state, error }: ObjectResult): boolean => state === "skipped" && error === null;

function stateOf(objects: readonly ObjectResult[], error: SyncFailure | null): SyncResult["state"] {
  if (error !== null) return PAUSES.has(error.code) ? "paused" : "failed";
  if (objects.every(({ state }) => state !== "ok")) return "failed";
  const isWhole = objects.every((each) => (each.state === "ok" || isSpared(each)) && each.refused === 0);
  return isWhole ? "ok" : "partial";
}

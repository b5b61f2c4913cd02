import { derive } from "../../identity/index.js";
import type { Pool } from "../../pool/index.js";
import { asPolarisError, type Clock, type Organization } from "../../runtime/index.js";
import {
  type Counted,
  chosenOf,
  columnNotices,
  columnsChanged,
  type Dataset,
  type DatasetRow,
  type DatasetRules,
  type Grid,
  type Places,
  rowsOf,
} from "../../sources/index.js";
import { type BatchJudge, datasetSettingAside, type Suites, stoppedBy } from "../expectations.js";
import { type Lease, takeLease } from "../lease.js";
import { Meter } from "../meter.js";
import { addCounts, NO_COUNTS, type SyncFailure, type SyncProgress } from "../model.js";
import { isVirtualSource, retakeAnswered } from "../pathful/release.js";
import { beginBatch, beginRun, endBatch, endRun, type Trigger } from "../runs.js";
import { sheetIn } from "../sheet-origin.js";
import { type Aftermath, buryVanished, releaseMended, retryWaiting } from "./aftermath.js";
import { Batch } from "./import-batch.js";
import { type ReceivedFile, rememberFile } from "./imported-file.js";
import { leftOverOf } from "./left-over.js";
import type { ImportBatch, ImportedObject, ImportJob, ImportResult } from "./model.js";
import { Parents } from "./parents.js";
import { keepsVanished, sourceOf, strategyOf } from "./strategies.js";

/** The suites that are asked before the pool changes. */
export type Judge = Suites;

export interface ImportOptions {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly dataset: Dataset;
  readonly grid: Grid;
  readonly places: Places;
  /** "file:roster.csv" or "sheet:Roster KCK". */
  readonly origin: string;
  /** Values that every row has where its own cell is blank, by key. */
  readonly defaults: Readonly<Record<string, string>>;
  /** The zone of the rows' wall-clock times, where it is not the organisation's: a sheet has its own. */
  readonly timeZone?: string;
  /** True when the rows are all there are of this origin. */
  readonly whole: boolean;
  /** With `whole` and no rows: all that this origin brought is taken out, however much it is. */
  readonly takesOut?: boolean;
  readonly trigger: Trigger;
  /** Slack user id or "terminal"; null for the clock. */
  readonly startedBy: string | null;
  readonly file?: ReceivedFile;
  /** The right to take in rows of this source, where whoever asks holds it and gives it back. */
  readonly lease?: Lease;
  readonly judge?: Judge;
  readonly progress?: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Takes the rows of a file or sheet into the pool. Interrupted anywhere, the next import of the same rows comes to the same.
 * @throws PolarisError already_running; whatever else goes wrong is told in the result
 */
export async function importDataset(options: ImportOptions): Promise<ImportResult> {
  const { pool, organization, clock, dataset } = options;
  const source = sourceOf(dataset.name);
  if (options.lease !== undefined) return importUnder(options.lease, options);
  const lease = await takeLease(pool, source, clock);
  const result = await importUnder(lease, options).finally(() => lease.release(pool));
  if (isVirtualSource(source)) {
    try {
      await retakeAnswered({ pool, organization, clock, source });
    } catch {
      // The import itself is done; what was answered meanwhile stays noted for the end of the next one.
    }
  }
  return result;
}

async function importUnder(lease: Lease, options: ImportOptions): Promise<ImportResult> {
  const { pool, clock, dataset, trigger, startedBy } = options;
  const startedAt = clock.now();
  const runId = await beginRun(pool, { source: dataset.name, trigger, startedBy, now: startedAt });
  const run = new Import(options, runId, startedAt, lease);
  let error: SyncFailure | null = null;
  try {
    await run.take();
  } catch (thrown) {
    error = failureOf(thrown);
  }
  await run.endBatches(error);
  try {
    await run.derive();
  } catch (thrown) {
    error ??= failureOf(thrown);
  }
  const result = await run.result(error);
  await endRun(pool, runId, result, result.finishedAt);
  if (options.file !== undefined) await rememberFile(pool, options.file, result, startedBy);
  return result;
}

class Import implements ImportJob {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  dataset: Dataset;
  readonly rows: Counted<DatasetRow>;
  readonly rules: DatasetRules;
  setAside: ReadonlyMap<number, string> = new Map();
  readonly runId: number;
  readonly whole: boolean;
  readonly takesOut: boolean;
  readonly signal: AbortSignal | undefined;
  readonly #options: ImportOptions;
  readonly #startedAt: string;
  readonly #lease: Lease;
  readonly #batches: Batch[] = [];
  readonly #notices: string[] = [];
  readonly #parents: Parents;
  readonly #meter: Meter;
  readonly #expectations: BatchJudge | null;

  constructor(options: ImportOptions, runId: number, startedAt: string, lease: Lease) {
    const { pool, organization, clock, dataset, grid, places, origin, defaults, whole, signal } = options;
    this.#options = options;
    this.#startedAt = startedAt;
    this.#expectations = options.judge?.begin(dataset.name) ?? null;
    this.#lease = lease;
    this.pool = pool;
    this.organization = organization;
    this.clock = clock;
    this.dataset = dataset;
    this.runId = runId;
    this.whole = whole;
    this.takesOut = options.takesOut ?? false;
    this.signal = signal;
    const chosen = chosenOf(dataset.name, organization.columns);
    const lacking = dataset.columns.filter(({ key }) => chosen.required.includes(key) && !(key in places));
    if (lacking.length > 0)
      throw columnsChanged(
        grid,
        lacking.map(({ key, names: [name = key] }) => ({ name, likely: null })),
      );
    this.rows = rowsOf(grid, places, dataset.columns, chosen.ignored);
    if (dataset.readsAnyColumn !== true)
      this.#notices.push(
        ...columnNotices(
          grid,
          dataset.columns.filter(({ key }) => !chosen.ignored.includes(key)),
          places,
        ),
      );
    const { timeZone = organization.timeZone } = options;
    const { schoolYearStartMonth } = organization;
    const { serialDates } = grid;
    this.rules = { timeZone, schoolYearStartMonth, now: startedAt, origin, defaults, serialDates };
    this.#parents = new Parents(pool, organization);
    this.#meter = new Meter(dataset.label, clock, (progress) => this.progress(progress));
    this.#meter.expect(this.rows.length);
  }

  async take(): Promise<void> {
    await this.#judge();
    await strategyOf(this.dataset.name)(this);
    for (const batch of [...this.#batches]) await this.#settle(batch);
  }

  /** Sets rows aside that their suite does not let in. @throws PolarisError expectation_failed when the whole is not what it expects */
  async #judge(): Promise<void> {
    if (this.#expectations === null) return;
    const { dataset, rows } = this;
    const { places, defaults } = this.#options;
    const absent = dataset.columns.map(({ key }) => key).filter((key) => !(key in places));
    const { quarantined, stop } = this.#expectations.judgeFile(rows, { there: Object.keys(places), absent }, defaults);
    if (stop !== null) {
      await this.batch(dataset.name, dataset.label);
      throw stoppedBy(stop, dataset.label);
    }
    this.setAside = quarantined;
    this.dataset = datasetSettingAside(dataset, quarantined);
  }

  /** What follows from the rows as a whole: who waited, what vanished, what was mended. */
  async #settle(batch: Batch): Promise<void> {
    const { object, label } = batch.outcome;
    const about: Aftermath = {
      reader: this.pool,
      source: sourceOf(this.dataset.name),
      object,
      dataset: this.dataset,
      rules: this.rules,
      parents: this.#parents,
    };
    if (!batch.hasStored) return;
    await releaseMended(batch, about, this.whole);
    if (this.whole && (this.takesOut || !keepsVanished(this.dataset.name))) {
      const kept = await buryVanished(batch, about, this.takesOut);
      if (kept > 0)
        this.notice(
          `${kept} rows that were there before are missing now, more than half. That looks like a part of them, so nothing was deleted.`,
        );
    }
    const batches = new Map([[this.rules.origin, batch]]);
    await retryWaiting(batch, about, async (origin) => {
      const begun = batches.get(origin) ?? (await this.#begin(object, label, origin));
      batches.set(origin, begun);
      return begun;
    });
  }

  batch(object: string, label: string): Promise<ImportBatch> {
    return this.#begin(object, label, this.rules.origin);
  }

  async #begin(object: string, label: string, origin: string): Promise<Batch> {
    const { pool, clock, runId, dataset } = this;
    const way = sheetIn(origin) === null ? "file" : "sheet";
    const now = clock.now();
    const start = { runId, source: dataset.name, object, windowStart: null, windowEnd: now, now };
    const id = await beginBatch(pool, { ...start, way, origin });
    const batch = new Batch({
      id,
      pool,
      clock,
      lease: this.#lease,
      source: sourceOf(dataset.name),
      object,
      label,
      way,
      parents: this.#parents,
      meter: this.#meter,
      signal: this.signal,
    });
    this.#batches.push(batch);
    return batch;
  }

  progress(progress: SyncProgress): void {
    this.#options.progress?.(progress);
  }

  notice(text: string): void {
    this.#notices.push(text);
  }

  async endBatches(error: SyncFailure | null): Promise<void> {
    const state = error === null ? "ok" : "failed";
    for (const [place, { id }] of this.#batches.entries()) {
      const at = this.clock.now();
      const judged = place === 0 ? this.#expectations : null;
      await endBatch(this.pool, id, state, error, at, async (tx) =>
        judged?.keep(tx, { batchId: id, source: this.dataset.name, at }),
      );
    }
  }

  async derive(): Promise<void> {
    this.progress({ stage: "what follows from the rows", done: 0, total: null, perSecond: null, secondsLeft: null });
    await derive(this.pool, this.organization, this.clock.now());
  }

  async result(error: SyncFailure | null): Promise<ImportResult> {
    const { pool, dataset, runId, rules, rows, clock } = this;
    const objects = byObject(this.#batches.map(({ outcome }) => outcome));
    const { tickets, asking, notices } = await leftOverOf(pool, runId, sourceOf(dataset.name), this.#startedAt);
    const isWhole = asking === 0 && objects.every(({ refused }) => refused === 0);
    return {
      runId,
      dataset: dataset.name,
      label: dataset.label,
      origin: rules.origin,
      rows: rows.length,
      state: error !== null ? "failed" : isWhole ? "ok" : "partial",
      objects,
      tickets,
      notices: [...this.#notices, ...notices],
      error,
      startedAt: this.#startedAt,
      finishedAt: clock.now(),
    };
  }
}

/** Rows that were taken up for other files count with those of their object. */
function byObject(outcomes: readonly ImportedObject[]): ImportedObject[] {
  const objects = new Map<string, ImportedObject>();
  for (const outcome of outcomes) {
    const { counts, refused } = objects.get(outcome.object) ?? { counts: NO_COUNTS, refused: 0 };
    const sum = { counts: addCounts(counts, outcome.counts), refused: refused + outcome.refused };
    objects.set(outcome.object, { ...outcome, ...sum });
  }
  return [...objects.values()];
}

function failureOf(thrown: unknown): SyncFailure {
  if (thrown instanceof Error && thrown.name === "AbortError")
    return { code: "internal", text: "The import was stopped. Import the file again to go on; nothing is doubled." };
  const { code, message } = asPolarisError(thrown);
  return { code, text: message };
}

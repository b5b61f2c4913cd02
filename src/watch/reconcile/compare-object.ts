import { type Checkpoint, driftSince } from "../../intake/index.js";
import type { Reader } from "../../pool/index.js";
import { asPolarisError, type Clock, type Organization } from "../../runtime/index.js";
import type {
  Description,
  FieldDrift,
  IncomingRow,
  Page,
  RowShape,
  SalesforceObject,
  SalesforceSource,
} from "../../sources/index.js";
import { type Altered, findAltered } from "./altered.js";
import { type Buckets, compareDays, type StampWindow } from "./buckets.js";
import { Findings } from "./findings.js";
import { type Bench, judge, type Suspect } from "./judge.js";
import type { Depth, ObjectComparison, ReconcileProgress, RowFigures, Verdict } from "./model.js";
import { PoolSide, portions } from "./pool-side.js";

export interface ObjectOptions {
  readonly pool: Reader;
  readonly source: SalesforceSource;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly object: SalesforceObject;
  readonly depth: Depth;
  /** The source's clock at the beginning. */
  readonly sourceAt: string;
  readonly highWater: string;
  /** The description by which the pool was filled; null when none was kept. */
  readonly schema: Checkpoint["schema"];
  readonly progress: (progress: ReconcileProgress) => void;
  readonly stop: AbortSignal | undefined;
}

/** Pages that are on their way: the first was asked for before it was needed. */
interface Reading {
  readonly pages: AsyncGenerator<Page>;
  readonly first: Promise<IteratorResult<Page>>;
}

/** Differing rows are looked at in such portions: what is kept of them meanwhile stays small. */
const SUSPECTS = 500;
/** More rows than this are not looked up by their ids. */
const LOOKED_UP = 2_000;
const MINUTE = 60_000;
const NO_WAIT = async (): Promise<void> => undefined;

/** Compares one object of Salesforce with the pool. */
export class ObjectReconciliation {
  readonly #options: ObjectOptions;
  readonly #pool: PoolSide;
  readonly #cutoff: string;
  readonly #until: string;
  readonly #startedAt: string;
  readonly #poolAt: string;
  readonly #notices: string[] = [];
  #drift: FieldDrift[] = [];
  #findings: Findings;
  #bench: Bench | null = null;
  #shape: RowShape | null = null;
  #description: Description | null = null;
  #reading: Reading | null = null;
  #buckets: Buckets | null = null;

  constructor(options: ObjectOptions) {
    const { pool, source, object, organization, clock, sourceAt, highWater } = options;
    this.#options = options;
    this.#pool = new PoolSide({ reader: pool, source: source.name, object: object.name, origin: null });
    const youngest = new Date(Date.parse(sourceAt) - organization.reconcile.minAgeMinutes * MINUTE).toISOString();
    // What the last sync did not reach yet is its business.
    this.#cutoff = youngest < highWater ? youngest : highWater;
    this.#until = new Date(Date.parse(sourceAt) + 1_000).toISOString();
    this.#startedAt = clock.now();
    this.#poolAt = this.#startedAt;
    this.#findings = this.#fresh({}, new Set());
  }

  /** Asks for the description and, of a deep comparison, for the rows, which Salesforce prepares while another object is compared. */
  async prepare(): Promise<void> {
    const { source, object, schema, depth, organization } = this.#options;
    const description = await source.describe(object.name);
    this.#description = description;
    this.#drift = driftSince(object, schema, description);
    const shape = source.shape(object, description);
    this.#shape = shape;
    this.#notices.push(...shape.notices);
    const appeared = this.#drift
      .filter(({ kind }) => kind === "appeared" || kind === "ignored")
      .map(({ field }) => field);
    this.#findings = this.#fresh(description.fields, new Set([...shape.layout.absent, ...appeared]));
    if (depth === "light") return;
    const window = { from: null, until: this.#until };
    const { bulkAbove } = organization.salesforce;
    const pages = source.read({ shape, window, cursor: null, bulkAbove, onWait: NO_WAIT, onJob: NO_WAIT });
    const first = pages.next();
    // A failure is thrown when its turn comes; until then it is not unhandled.
    first.catch(() => undefined);
    this.#reading = { pages, first };
  }

  async run(): Promise<void> {
    this.#bench = {
      pool: this.#pool,
      findings: this.#findings,
      waiting: await this.#pool.waiting(),
      cutoff: this.#cutoff,
      justDeleted: () => this.#justDeleted(),
    };
    // Before the rows: Salesforce may still be preparing them.
    const altered = await this.#altered();
    if (this.#options.depth === "deep") await this.#deep();
    else await this.#light();
    for (const { id, modifiedAt, columns } of altered) {
      if (this.#findings.has(id) || (modifiedAt ?? "") >= this.#cutoff) continue;
      const fields = columns.map((field) => ({ field, source: "as its copy says", pool: "something else" }));
      this.#findings.add("changed", "altered_here", id, fields);
    }
  }

  /** Ends a reading that was begun and is not wanted any more. */
  async close(): Promise<void> {
    await this.#reading?.pages.return(undefined).catch(() => undefined);
  }

  /** @param thrown what kept the comparison from its end; null when nothing did */
  result(thrown: unknown): ObjectComparison {
    const { source, object, depth, sourceAt, clock } = this.#options;
    const rows = this.#findings.figures;
    const error = thrown === null ? null : asPolarisError(thrown).message;
    return {
      source: source.name,
      object: object.name,
      label: object.label,
      depth,
      verdict: error === null ? verdictOf(rows, this.#drift) : "failed",
      sourceAt,
      poolAt: this.#poolAt,
      cutoff: this.#cutoff,
      startedAt: this.#startedAt,
      finishedAt: clock.now(),
      rows,
      causes: this.#findings.causes,
      explainedBy: this.#findings.explainedBy,
      fields: this.#findings.tally.figures,
      drift: this.#drift,
      buckets: this.#buckets,
      samples: this.#findings.samples,
      notices: this.#notices,
      error,
      reproduce: `reconcile ${object.name}${depth === "light" ? " light" : ""}`,
    };
  }

  #fresh(kinds: Description["fields"], uncompared: ReadonlySet<string>): Findings {
    const { object, organization } = this.#options;
    return new Findings({ object: object.name, kinds, uncompared, settings: organization.reconcile });
  }

  /** Every row of the source beside the pool's hash of it. */
  async #deep(): Promise<void> {
    const reading = this.#reading;
    if (reading === null) return;
    const alive = new Map<string, string>();
    for await (const page of this.#pool.living())
      for (const { source_id, record_hash } of page) alive.set(source_id, record_hash);
    let suspects: Suspect[] = [];
    let done = 0;
    for (let next = await reading.first; next.done !== true; ) {
      const { rows, total } = next.value;
      const following = reading.pages.next();
      following.catch(() => undefined);
      for (const row of rows) {
        const hash = alive.get(row.sourceId);
        if (hash !== undefined) alive.delete(row.sourceId);
        if (row.modifiedAt >= this.#cutoff) {
          if (!row.isDeleted || hash !== undefined) this.#findings.fly(row.sourceId);
        } else if (row.isDeleted) {
          if (hash !== undefined) suspects.push({ id: row.sourceId, row });
        } else {
          this.#findings.count(1);
          if (hash !== row.hash) suspects.push({ id: row.sourceId, row });
        }
      }
      done += rows.length;
      this.#tell(done, total);
      if (suspects.length >= SUSPECTS) {
        await this.#judge(suspects);
        suspects = [];
      }
      this.#options.stop?.throwIfAborted();
      next = await following;
    }
    await this.#judge(suspects);
    await this.#settleAlone([...alive.keys()]);
  }

  /** Counts and latest stamps by day; only where they differ, rows by id and stamp; only those that differ, whole. */
  async #light(): Promise<void> {
    const { source, object } = this.#options;
    const there = await source.stampsByDay(object, this.#cutoff);
    const { buckets, windows } = compareDays(there.days, await this.#pool.days(this.#cutoff), this.#cutoff);
    this.#buckets = buckets;
    const settled = there.days.reduce((sum, { rows }) => sum + rows, 0);
    this.#findings.count(settled);
    const differing = new Set<string>();
    for (const window of windows) for (const id of await this.#differingIn(window, there.days)) differing.add(id);
    const young = there.total - settled;
    if (young > 0)
      this.#notices.push(
        `${young} of ${object.label} were changed after ${this.#cutoff} and are left for the next sync.`,
      );
    await this.#lookUp([...differing], true);
  }

  /** Rows of one window whose stamp here is not that of there, or that one side lacks. */
  async #differingIn(
    window: StampWindow,
    days: readonly { readonly day: string; readonly rows: number }[],
  ): Promise<string[]> {
    const { source, object, organization } = this.#options;
    if (this.#description === null) return [];
    const here = await this.#pool.stamps(window.from, window.until);
    // With what is needed of a row it says by itself when it is skipped by rule: an org has thousands of households.
    const shape = source.shape({ ...object, optional: [] }, this.#description);
    const { bulkAbove } = organization.salesforce;
    const differing: string[] = [];
    const skipped = new Map<string, string>();
    let counted = 0;
    for await (const { rows } of source.read({
      shape,
      window,
      cursor: null,
      bulkAbove,
      onWait: NO_WAIT,
      onJob: NO_WAIT,
    }))
      for (const row of rows) {
        if (row.isDeleted) continue;
        counted += 1;
        const isSame = here.get(row.sourceId) === row.modifiedAt;
        const reading = isSame || here.has(row.sourceId) ? null : row.read();
        if (reading?.kind === "skipped") skipped.set(row.sourceId, reading.reason);
        else if (!isSame) differing.push(row.sourceId);
        here.delete(row.sourceId);
      }
    const known = await this.#pool.keysOf([...skipped.keys()]);
    for (const [id, reason] of skipped) {
      if (known.get(id)?.deleted_at === null) differing.push(id);
      else this.#findings.explain(id, reason, false);
    }
    // The rows one by one are the truth of these days: an object of which only some rows are wanted shows the others here too.
    const told = days.filter(({ day }) => day >= window.from.slice(0, 10) && `${day}T00:00:00.000Z` < window.until);
    this.#findings.count(counted - told.reduce((sum, { rows }) => sum + rows, 0));
    return [...differing, ...here.keys()];
  }

  /** Reads rows whole by their ids and judges each. @param isCounted they are among the source's rows already */
  async #lookUp(ids: readonly string[], isCounted: boolean): Promise<void> {
    const { source } = this.#options;
    const shape = this.#shape;
    if (shape === null) return;
    let done = 0;
    for (const some of portions(ids, SUSPECTS)) {
      done += some.length;
      const rows = new Map<string, IncomingRow>();
      for await (const page of source.children(shape, ["Id"], some))
        for (const row of page) rows.set(row.sourceId, row);
      const suspects: Suspect[] = [];
      for (const id of some) {
        const row = rows.get(id) ?? null;
        if (row !== null && row.modifiedAt >= this.#cutoff) this.#findings.fly(id);
        else {
          if (!isCounted && row !== null && !row.isDeleted) this.#findings.count(1);
          suspects.push({ id, row });
        }
      }
      await this.#judge(suspects);
      this.#tell(done, ids.length);
      this.#options.stop?.throwIfAborted();
    }
  }

  /** Rows of the pool that were not among those read: looked up, as a row that moves on while pages are read escapes them. */
  async #settleAlone(ids: readonly string[]): Promise<void> {
    await this.#lookUp(ids.slice(0, LOOKED_UP), false);
    await this.#judge(ids.slice(LOOKED_UP).map((id) => ({ id, row: null })));
  }

  async #judge(suspects: readonly Suspect[]): Promise<void> {
    if (this.#bench !== null) await judge(this.#bench, suspects);
  }

  async #justDeleted(): Promise<ReadonlySet<string>> {
    if (this.#description?.isReplicateable !== true) return new Set();
    const { source, object, sourceAt } = this.#options;
    const latest = new Date(Date.parse(sourceAt) - 2 * MINUTE).toISOString();
    const deletions = await source.deleted(object.name, this.#cutoff < latest ? this.#cutoff : latest, this.#until);
    return new Set((deletions ?? []).filter(({ deletedAt }) => deletedAt >= this.#cutoff).map(({ id }) => id));
  }

  /** The pool against its own copies. */
  async #altered(): Promise<Altered[]> {
    const { pool, source, object, stop, sourceAt } = this.#options;
    const shape = this.#shape;
    if (shape === null) return [];
    const isAsBefore = this.#drift.every(({ kind }) => kind === "length" || kind === "values");
    return findAltered({
      reader: pool,
      side: this.#pool,
      source: source.name,
      object: object.name,
      fromPayload: (payload) => shape.fromPayload(payload),
      hashesFit: isAsBefore && shape.layout.absent.length === 0,
      day: Math.floor(Date.parse(sourceAt) / (24 * 60 * MINUTE)),
      onPage: () => stop?.throwIfAborted(),
    });
  }

  #tell(done: number, total: number | null): void {
    this.#options.progress({ stage: this.#options.object.label, done, total, perSecond: null, secondsLeft: null });
  }
}

/** Tolerated differences and drift that takes nothing away never make a comparison fail. */
function verdictOf(rows: RowFigures, drift: readonly FieldDrift[]): Verdict {
  if (rows.missing + rows.extra + rows.changed > 0) return "different";
  if (drift.some(({ kind }) => kind === "removed" || kind === "type")) return "different";
  return rows.tolerated > 0 || drift.length > 0 ? "tolerated" : "ok";
}

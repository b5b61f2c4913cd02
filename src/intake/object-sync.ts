import type { Pool, Transaction } from "../pool/index.js";
import type { Clock, Organization } from "../runtime/index.js";
import {
  type AnswerReader,
  type Description,
  type IncomingRow,
  OBJECTS,
  type Page,
  parentsOf,
  type RowShape,
  SalesforceError,
  type SalesforceObject,
  type SalesforceSource,
} from "../sources/index.js";
import type { Allowance } from "./allowance.js";
import { type Checkpoint, type OpenWindow, readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { sweep } from "./deletions.js";
import { type BatchJudge, type KnownColumns, settingAside, stoppedBy } from "./expectations.js";
import type { Lease } from "./lease.js";
import { Meter } from "./meter.js";
import { addCounts, type Counts, NO_COUNTS, type SyncProgress } from "./model.js";
import { type Before, lookBefore, storePage } from "./page.js";
import type { PageContext } from "./page-context.js";
import { arrived, countAttempt } from "./quarantine.js";
import { readAhead } from "./read-ahead.js";
import { forgetWinners, rememberWinners, toRefetch } from "./refetch.js";
import { noteRescan } from "./rescan.js";
import { writeCounts } from "./runs.js";
import { driftNotices, driftSince, flagDrift, isYoung, keptSchema, knownFields, lacksNeeded } from "./schema.js";

const ROWS_PER_PAGE = 2_000;
const EVERYWHERE: Before = { hasRows: true, hasWaiting: true };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export interface ObjectSyncOptions {
  readonly pool: Pool;
  readonly source: SalesforceSource;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly progress: (progress: SyncProgress) => void;
  readonly stop: AbortSignal | undefined;
  readonly lease: Lease;
  readonly object: SalesforceObject;
  /** Upper bound of this run's windows, by Salesforce's clock. */
  readonly until: string;
  /** Reads everything and compares all ids. */
  readonly full: boolean;
  /** Somebody waits for it, rather than the clock having started it. */
  readonly isAsked: boolean;
  readonly answers: AnswerReader | undefined;
  readonly allowance: Allowance;
  /** Reads what changed within this many hours once more, for what was committed late; 0 reads only what is new. */
  readonly rescanHours: number;
  /** Judges what comes before it is stored; null when no suite speaks of the object. */
  readonly expectations: BatchJudge | null;
}

export interface ObjectOutcome {
  readonly counts: Counts;
  /** Rows that only a change in the source can mend. */
  readonly refused: number;
  /** Rows among the updated of which only formula fields had changed. */
  readonly drifted: number;
  readonly way: "rest" | "bulk";
  readonly notices: readonly string[];
}

/** A first load whose beginning was asked for ahead of its turn. */
interface Begun {
  readonly shape: RowShape;
  readonly window: OpenWindow;
  readonly total: number;
  /** Where reading has begun too. */
  readonly pages: AsyncGenerator<Page> | null;
}

/** Reads one object up to `until`: an interrupted window first, then what is new; then what moved, what waited, and what was deleted. */
export class ObjectSync {
  readonly #options: ObjectSyncOptions;
  readonly #notices: string[] = [];
  #meter: Meter | undefined;
  #batchId = 0;
  #begun: Begun | null = null;
  #beginning: Promise<void> | undefined;
  #drifted = 0;
  #checkpoint: Checkpoint = { highWater: null, open: null, schema: null };
  #counts: Counts = NO_COUNTS;
  #refused = 0;
  #way: "rest" | "bulk" = "rest";
  #fields: KnownColumns = { there: [], absent: [] };

  constructor(options: ObjectSyncOptions) {
    this.#options = options;
  }

  get outcome(): ObjectOutcome {
    const { label } = this.#options.object;
    const drifted = this.#drifted;
    const notices =
      drifted === 0
        ? this.#notices
        : [...this.#notices, `${label}: ${drifted} changed in formula fields alone, which Salesforce does not date.`];
    return { counts: this.#counts, refused: this.#refused, drifted, way: this.#way, notices };
  }

  /** Of a first load, what can be asked before its turn comes: Salesforce works on it while another object is stored. */
  beginAhead(): void {
    // Whatever fails is met again, and told, in its turn.
    this.#beginning ??= this.#begin().catch(() => {
      this.#notices.length = 0;
    });
  }

  async #begin(): Promise<void> {
    const { pool, source, object, organization, answers } = this.#options;
    const checkpoint = await readCheckpoint(pool, source.name, object.name);
    if (checkpoint.highWater !== null || checkpoint.open !== null || checkpoint.schema !== null) return;
    this.#checkpoint = checkpoint;
    const shape = await this.#shape(false);
    const window = this.#nextWindow(false);
    const { bulkAbove } = organization.salesforce;
    const { cursor, total } = await source.begin({ shape, window, bulkAbove, onWait: () => this.#goOn() });
    const begun = { shape, window: { ...window, at: cursor }, total };
    // The first page is on its way while another object is stored; an answer of Bulk is read ahead only by a thread of its own.
    const isReadAhead = answers !== undefined || cursor === null;
    this.#begun = { ...begun, pages: isReadAhead ? this.#pages(begun, total) : null };
  }

  async run(batchId: number): Promise<void> {
    const { pool, source, object, full, clock, progress } = this.#options;
    this.#batchId = batchId;
    this.#meter = new Meter(object.label, clock, progress);
    await this.#beginning;
    if (this.#begun === null) this.#checkpoint = await readCheckpoint(pool, source.name, object.name);
    let shape = this.#begun?.shape ?? (await this.#shape(full));
    const read = async (window: OpenWindow): Promise<void> => {
      try {
        await this.#readWindow(shape, window);
      } catch (error) {
        // A field that was there is hidden or renamed: what is offered now decides.
        if (!(error instanceof SalesforceError) || error.salesforceCode !== "INVALID_FIELD") throw error;
        shape = await this.#shape(true);
        const { open, highWater } = this.#checkpoint;
        await this.#readWindow(shape, open ?? (highWater === null ? this.#nextWindow(false) : window));
      }
    };
    const interrupted = this.#checkpoint.open;
    if (interrupted !== null && !(full && !interrupted.compares)) await read(interrupted);
    const isAllRead = full && interrupted?.compares === true && interrupted.from === null;
    await read(this.#begun?.window ?? this.#nextWindow(full && !isAllRead));
    await this.#readMoved(shape);
    await this.#retryWaiting(shape);
  }

  #nextWindow(full: boolean): OpenWindow {
    const { organization, rescanHours } = this.#options;
    const { highWater } = this.#checkpoint;
    // Salesforce's clock may have been set back.
    const until = highWater !== null && highWater > this.#options.until ? highWater : this.#options.until;
    if (full || highWater === null) return { from: null, until, compares: highWater !== null, at: null };
    const { lookBackMinutes, fullCompareAfterDays } = organization.salesforce;
    return {
      from: new Date(Date.parse(highWater) - Math.max(lookBackMinutes, rescanHours * 60) * MINUTE).toISOString(),
      until,
      compares: Date.parse(until) - Date.parse(highWater) > fullCompareAfterDays * DAY,
      at: null,
    };
  }

  /** How rows are read, by a description that is fresh enough. What changes the rows means that all of them are read again. */
  async #shape(anew: boolean): Promise<RowShape> {
    const { pool, source, object, clock, isAsked } = this.#options;
    const kept = this.#checkpoint.schema;
    const isFresh =
      kept !== null &&
      !anew &&
      isYoung(kept, object, { now: clock.now(), isAsked }) &&
      !(await lacksNeeded(pool, source.name, object));
    const description: Description = isFresh ? kept : await source.describe(object.name);
    const drift = isFresh ? [] : driftSince(object, kept, description);
    if (!isFresh && kept !== null) await flagDrift(pool, source.name, object, drift, clock.now());
    const shape = source.shape(object, description, kept === null ? null : knownFields(kept));
    this.#fields = { there: shape.layout.names, absent: shape.layout.absent };
    this.#notices.push(...shape.notices, ...driftNotices(drift));
    if (isFresh) return shape;
    const changed = drift.filter(({ changesRows }) => changesRows);
    const appeared = changed.flatMap(({ kind, field }) => (kind === "appeared" ? [field] : []));
    if (appeared.length > 0)
      this.#notices.push(
        `Salesforce now shows ${appeared.join(", ")} of ${object.name}: all ${object.label} are read again.`,
      );
    const ignored = changed.flatMap(({ kind, field }) => (kind === "ignored" ? [field] : []));
    if (ignored.length > 0)
      this.#notices.push(
        `${ignored.join(", ")} of ${object.name} is ignored from now on: all ${object.label} are read again without.`,
      );
    if (changed.length > 0) this.#checkpoint = { ...this.#checkpoint, highWater: null, open: null };
    this.#checkpoint = { ...this.#checkpoint, schema: keptSchema(object, description, kept, clock.now()) };
    return shape;
  }

  async #readWindow(shape: RowShape, window: OpenWindow): Promise<void> {
    const { pool, source, object, stop, allowance, rescanHours } = this.#options;
    let open = window;
    if (open.at !== "end") {
      const isHeldAgainst = window.compares && window.from === null;
      const before = { ...(await lookBefore(pool, source.name, object.name)), isHeldAgainst };
      const begun = this.#begun?.window === window ? this.#begun : null;
      const pages = begun?.pages ?? this.#pages({ shape, window }, begun?.total);
      for await (const page of pages) {
        stop?.throwIfAborted();
        allowance.check();
        this.#meter?.expect(page.total);
        this.#way = page.way;
        open = { ...open, at: page.next ?? "end" };
        await this.#store(page.rows, before, { open });
      }
      // A window without a page has been read to its end too.
      open = { ...open, at: "end" };
    }
    await sweep(
      {
        ...this.#options,
        transaction: (work) => this.#transaction(work, {}),
        goOn: () => this.#goOn(),
      },
      shape,
      open,
    );
    await this.#transaction(
      async ({ tx, seenAt }) => {
        if (rescanHours > 0) await noteRescan(tx, source.name, object.name, seenAt);
        return undefined;
      },
      { open: null, highWater: open.until },
    );
  }

  /** The pages of a window from where it stands. */
  #pages({ shape, window }: Pick<Begun, "shape" | "window">, counted: number | undefined): AsyncGenerator<Page> {
    const { source, organization, answers } = this.#options;
    return readAhead(
      source.read({
        shape,
        window: { from: window.from, until: window.until },
        cursor: window.at === "end" ? null : window.at,
        counted,
        bulkAbove: organization.salesforce.bulkAbove,
        answers,
        onWait: () => this.#goOn(),
        onJob: (cursor) => this.#transaction(async () => undefined, { open: { ...window, at: cursor } }),
      }),
    );
  }

  /** Stores rows in one transaction, together with where reading stands. */
  async #store(rows: readonly IncomingRow[], before: Before, checkpoint: Partial<Checkpoint>): Promise<void> {
    const admitted = this.#admitted(rows);
    await this.#transaction(async (context) => {
      const { counts, winners, refused, drifted } = await storePage(context, admitted, before);
      this.#refused += refused;
      this.#drifted += drifted;
      if (winners.length > 0) await this.#rememberWinners(context.tx, winners);
      return counts;
    }, checkpoint);
    this.#meter?.add(rows.length);
  }

  /** Keeps what the object's suite said of all that came, in the transaction that ends the batch. */
  async keepJudgement(tx: Transaction, at: string): Promise<void> {
    const { expectations, source } = this.#options;
    await expectations?.keep(tx, { batchId: this.#batchId, source: source.name, at });
  }

  /** The rows as the object's suite lets them in. @throws PolarisError expectation_failed, before anything of them is stored */
  #admitted(rows: readonly IncomingRow[]): readonly IncomingRow[] {
    const { expectations, object } = this.#options;
    if (expectations === null) return rows;
    const { quarantined, stop } = expectations.judgePage(rows, this.#fields);
    if (stop !== null) throw stoppedBy(stop, object.label);
    return settingAside(rows, quarantined);
  }

  async #rememberWinners(tx: Transaction, winners: readonly string[]): Promise<void> {
    const { object, source } = this.#options;
    for (const child of OBJECTS) {
      if (parentsOf(child).has(object.name)) await rememberWinners(tx, source.name, child.name, object.name, winners);
    }
  }

  /** One transaction: the work, the counts, the checkpoint, the lease. What is kept in memory follows when it has happened. */
  async #transaction(
    work: (context: PageContext) => Promise<Counts | undefined>,
    change: Partial<Checkpoint>,
  ): Promise<void> {
    const { pool, source, object, clock, lease } = this.#options;
    const batchId = this.#batchId;
    const seenAt = clock.now();
    const checkpoint = { ...this.#checkpoint, ...change };
    let counts = this.#counts;
    await pool.transaction(async (tx) => {
      await lease.renew(tx);
      const added = await work({ tx, source: source.name, object: object.name, batchId, seenAt });
      if (added !== undefined) counts = addCounts(this.#counts, added);
      await writeCounts(tx, batchId, this.#way, counts);
      await writeCheckpoint(tx, source.name, object.name, checkpoint, seenAt);
    });
    this.#counts = counts;
    this.#checkpoint = checkpoint;
  }

  /** A sign of life while nothing is stored. @throws when the run is to stop, or its time is over */
  async #goOn(): Promise<void> {
    const { pool, lease, allowance, stop } = this.#options;
    stop?.throwIfAborted();
    allowance.check();
    await pool.transaction((tx) => lease.renew(tx));
  }

  /** Reads again what hangs on the winners of merges. */
  async #readMoved(shape: RowShape): Promise<void> {
    const { pool, source, object } = this.#options;
    const moved = await toRefetch(pool, source.name, object.name);
    if (Object.keys(moved).length === 0) return;
    for (const [parent, winners] of Object.entries(moved)) {
      const fields = Object.keys(object.parents).filter(
        (field) => object.parents[field]?.some((each) => each === parent) && shape.layout.place(field) >= 0,
      );
      if (fields.length === 0) continue;
      for await (const rows of source.children(shape, fields, winners)) await this.#store(rows, EVERYWHERE, {});
    }
    await this.#transaction(async ({ tx }) => {
      await forgetWinners(tx, source.name, object.name);
      return undefined;
    }, {});
  }

  /** Stores rows from quarantine whose parent has come; the others have waited once more in vain. */
  async #retryWaiting(shape: RowShape): Promise<void> {
    const { pool, source, object } = this.#options;
    for (let after = 0; ; ) {
      const waiting = await arrived(pool, source.name, object.name, after, ROWS_PER_PAGE);
      const last = waiting.at(-1);
      if (last === undefined) break;
      after = last.id;
      await this.#store(
        waiting.map(({ payload }) => shape.fromPayload(payload)),
        EVERYWHERE,
        {},
      );
    }
    await this.#transaction(async (context) => {
      await countAttempt(context);
      return undefined;
    }, {});
  }
}

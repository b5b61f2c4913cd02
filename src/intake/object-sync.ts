import sql, { raw } from "sql-template-tag";
import { markDirty } from "../identity/index.js";
import type { Pool, Transaction } from "../pool/index.js";
import { type Clock, type Organization, PolarisError } from "../runtime/index.js";
import {
  type Description,
  type IncomingRow,
  OBJECTS,
  type RowShape,
  SalesforceError,
  type SalesforceObject,
  type SalesforceSource,
} from "../sources/index.js";
import { type Checkpoint, type KeptSchema, type OpenWindow, readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { settleFlags } from "./flags.js";
import type { Lease } from "./lease.js";
import { Meter } from "./meter.js";
import { addCounts, type Counts, NO_COUNTS, type SyncProgress } from "./model.js";
import { type Before, lookBefore, storePage } from "./page.js";
import type { PageContext } from "./page-context.js";
import { stageKeys } from "./page-context.js";
import { arrived, countAttempt, release } from "./quarantine.js";
import { readAhead } from "./read-ahead.js";
import { forgetWinners, rememberWinners, toRefetch } from "./refetch.js";
import { writeCounts } from "./runs.js";
import { DESTINATIONS, TABLES } from "./tables.js";
import { bury, type Gone } from "./tombstones.js";

const ROWS_PER_PAGE = 2_000;
const EVERYWHERE: Before = { hasRows: true, hasWaiting: true };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A description is asked for anew after this long; one that lacked something, after an hour. */
const SCHEMA_LIFE = { whole: 7 * DAY, lacking: 60 * MINUTE };
/** A comparison of ids that would delete more than this share is taken for a lost permission. */
const BELIEVABLE_LOSS = { share: 0.5, atLeast: 50 };

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
  readonly batchId: number;
}

export interface ObjectOutcome {
  readonly counts: Counts;
  /** Rows that only a change in the source can mend. */
  readonly refused: number;
  readonly way: "rest" | "bulk";
  readonly notices: readonly string[];
}

/** Reads one object up to `until`: an interrupted window first, then what is new; then what moved, what waited, and what was deleted. */
export class ObjectSync {
  readonly #options: ObjectSyncOptions;
  readonly #meter: Meter;
  readonly #notices: string[] = [];
  #checkpoint: Checkpoint = { highWater: null, open: null, schema: null };
  #counts: Counts = NO_COUNTS;
  #refused = 0;
  #way: "rest" | "bulk" = "rest";

  constructor(options: ObjectSyncOptions) {
    this.#options = options;
    this.#meter = new Meter(options.object.label, options.clock, options.progress);
  }

  get outcome(): ObjectOutcome {
    return { counts: this.#counts, refused: this.#refused, way: this.#way, notices: this.#notices };
  }

  async run(): Promise<void> {
    const { pool, source, object, full } = this.#options;
    this.#checkpoint = await readCheckpoint(pool, source.name, object.name);
    let shape = await this.#shape(full);
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
    await read(this.#nextWindow(full && !isAllRead));
    await this.#readMoved(shape);
    await this.#retryWaiting(shape);
  }

  #nextWindow(full: boolean): OpenWindow {
    const { organization } = this.#options;
    const { highWater } = this.#checkpoint;
    // Salesforce's clock may have been set back.
    const until = highWater !== null && highWater > this.#options.until ? highWater : this.#options.until;
    if (full || highWater === null) return { from: null, until, compares: highWater !== null, at: null };
    const { lookBackMinutes, fullCompareAfterDays } = organization.salesforce;
    return {
      from: new Date(Date.parse(highWater) - lookBackMinutes * MINUTE).toISOString(),
      until,
      compares: Date.parse(until) - Date.parse(highWater) > fullCompareAfterDays * DAY,
      at: null,
    };
  }

  /** How rows are read, by a description that is fresh enough. A field that is new to us means that all rows are read again. */
  async #shape(anew: boolean): Promise<RowShape> {
    const { source, object, clock } = this.#options;
    const kept = this.#checkpoint.schema;
    const isFresh = kept !== null && !anew && isYoung(kept, clock.now());
    const description: Description = isFresh ? kept : await source.describe(object.name);
    const shape = source.shape(object, description);
    this.#notices.push(...shape.notices);
    if (isFresh) return shape;
    const appeared = shape.layout.fields.filter((name) => kept?.missing.includes(name) === true);
    if (appeared.length > 0) {
      this.#notices.push(
        `Salesforce now shows ${appeared.join(", ")} of ${object.name}: all ${object.label} are read again.`,
      );
      this.#checkpoint = { ...this.#checkpoint, highWater: null, open: null };
    }
    const fields = shape.layout.fields.map(
      (name) => [name, description.fields[name] ?? { type: "string", isFormula: false }] as const,
    );
    this.#checkpoint = {
      ...this.#checkpoint,
      schema: {
        describedAt: clock.now(),
        isReplicateable: description.isReplicateable,
        fields: Object.fromEntries(fields),
        missing: [...shape.layout.missing],
      },
    };
    return shape;
  }

  async #readWindow(shape: RowShape, window: OpenWindow): Promise<void> {
    const { pool, source, object, organization, stop } = this.#options;
    let open = window;
    if (open.at !== "end") {
      const before = await lookBefore(pool, source.name, object.name);
      const pages = source.read({
        shape,
        window: { from: open.from, until: open.until },
        cursor: open.at,
        bulkAbove: organization.salesforce.bulkAbove,
        onWait: () => this.#renewLease(),
        onJob: async (cursor) => {
          open = { ...open, at: cursor };
          await this.#transaction(async () => undefined, { open });
        },
      });
      for await (const page of readAhead(pages)) {
        stop?.throwIfAborted();
        this.#meter.expect(page.total);
        this.#way = page.way;
        open = { ...open, at: page.next ?? "end" };
        await this.#store(page.rows, before, { open });
      }
      // A window without a page has been read to its end too.
      open = { ...open, at: "end" };
    }
    await this.#sweep(shape, open);
    await this.#transaction(async () => undefined, { open: null, highWater: open.until });
  }

  /** Stores rows in one transaction, together with where reading stands. */
  async #store(rows: readonly IncomingRow[], before: Before, checkpoint: Partial<Checkpoint>): Promise<void> {
    await this.#transaction(async (context) => {
      const { counts, winners, refused } = await storePage(context, rows, before);
      this.#refused += refused;
      if (winners.length > 0) await this.#rememberWinners(context.tx, winners);
      return counts;
    }, checkpoint);
    this.#meter.add(rows.length);
  }

  async #rememberWinners(tx: Transaction, winners: readonly string[]): Promise<void> {
    const { object, source } = this.#options;
    for (const child of OBJECTS) {
      if (Object.values(child.parents).includes(object.name))
        await rememberWinners(tx, source.name, child.name, object.name, winners);
    }
  }

  /** One transaction: the work, the counts, the checkpoint, the lease. What is kept in memory follows when it has happened. */
  async #transaction(
    work: (context: PageContext) => Promise<Counts | undefined>,
    change: Partial<Checkpoint>,
  ): Promise<void> {
    const { pool, source, object, clock, batchId, lease } = this.#options;
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

  async #renewLease(): Promise<void> {
    const { pool, lease } = this.#options;
    await pool.transaction((tx) => lease.renew(tx));
  }

  /** Reads again what hangs on the winners of merges. */
  async #readMoved(shape: RowShape): Promise<void> {
    const { pool, source, object } = this.#options;
    const moved = await toRefetch(pool, source.name, object.name);
    if (Object.keys(moved).length === 0) return;
    for (const [parent, winners] of Object.entries(moved)) {
      const fields = Object.keys(object.parents).filter(
        (field) => object.parents[field] === parent && shape.layout.place(field) >= 0,
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

  /** Finds what was deleted for good, which no query shows any more. */
  async #sweep(shape: RowShape, window: OpenWindow): Promise<void> {
    const { source, object, stop } = this.#options;
    if (window.from === null && !window.compares) return;
    if (!window.compares && shape.layout.isReplicateable) {
      const until = new Date(Date.parse(window.until) - 1_000).toISOString();
      const latest = new Date(Date.parse(until) - 2 * MINUTE).toISOString();
      const from = window.from ?? latest;
      const deletions = await source.deleted(object.name, from < latest ? from : latest, until);
      if (deletions !== null) {
        for (let at = 0; at < deletions.length; at += ROWS_PER_PAGE) {
          stop?.throwIfAborted();
          const some = deletions.slice(at, at + ROWS_PER_PAGE);
          await this.#bury(some.map(({ id, deletedAt }) => ({ sourceId: id, at: deletedAt, mergedInto: null })));
        }
        return;
      }
    } else if (!window.compares) return;
    await this.#compareIds(window);
  }

  /** Looks which rows of the pool are not among the ids that Salesforce still has. */
  async #compareIds(window: OpenWindow): Promise<void> {
    const { pool, source, object, organization } = this.#options;
    const here = new Set<string>();
    for (const kind of DESTINATIONS[object.name]?.tables ?? []) {
      const rows = await pool.query<{ source_id: string }>(sql`
        SELECT source_id FROM ${raw(TABLES[kind].name)} WHERE source = ${source.name} AND deleted_at IS NULL`);
      for (const { source_id } of rows) here.add(source_id);
    }
    const known = here.size;
    for await (const ids of source.ids(object.name, organization.salesforce.bulkAbove, () => this.#renewLease()))
      for (const id of ids) here.delete(id);
    if (here.size > Math.max(BELIEVABLE_LOSS.atLeast, known * BELIEVABLE_LOSS.share))
      throw new PolarisError(
        "salesforce_permission_missing",
        `Salesforce shows only ${known - here.size} of ${known} ${object.label} that Polaris knows. That looks like a lost permission ("View All" on ${object.name}) rather than deletions, so nothing was deleted.`,
      );
    const gone = [...here].map((sourceId) => ({ sourceId, at: window.until, mergedInto: null }));
    for (let at = 0; at < gone.length; at += ROWS_PER_PAGE) await this.#bury(gone.slice(at, at + ROWS_PER_PAGE));
  }

  /** Marks rows as deleted that are alive here and were not changed after their deletion: that would be an undeletion. */
  async #bury(gone: readonly Gone[]): Promise<void> {
    const { object } = this.#options;
    await this.#transaction(async (context) => {
      const { tx, source } = context;
      await stageKeys(
        tx,
        gone.map(({ sourceId }) => sourceId),
      );
      const stamps = new Map<string, string>();
      for (const kind of DESTINATIONS[object.name]?.tables ?? []) {
        const rows = await tx.query<{ source_id: string; modified_at: string | null }>(sql`
          SELECT t.source_id, t.modified_at FROM stage_key k JOIN ${raw(TABLES[kind].name)} t ON t.source = ${source} AND t.source_id = k.source_id
          WHERE t.deleted_at IS NULL`);
        for (const { source_id, modified_at } of rows) stamps.set(source_id, modified_at ?? "");
      }
      // Deletions are dated by the second.
      const dead = gone.filter(({ sourceId, at }) => (stamps.get(sourceId)?.slice(0, 19) ?? "~") <= at.slice(0, 19));
      const ids = gone.map(({ sourceId }) => sourceId);
      await release(
        context,
        ids.filter((id) => !stamps.has(id)),
        "deleted_in_source",
      );
      if (dead.length === 0) return undefined;
      await bury(context, dead);
      await settleFlags(
        context,
        [],
        dead.map(({ sourceId }) => sourceId),
      );
      await markDirty(tx);
      return { ...NO_COUNTS, read: dead.length, deleted: dead.length };
    }, {});
  }
}

function isYoung({ describedAt, missing }: KeptSchema, now: string): boolean {
  const age = Date.parse(now) - Date.parse(describedAt);
  return age >= 0 && age < (missing.length === 0 ? SCHEMA_LIFE.whole : SCHEMA_LIFE.lacking);
}

import sql from "sql-template-tag";
import { type Checkpoint, readCheckpoint } from "../../intake/index.js";
import type { Pool } from "../../pool/index.js";
import { asPolarisError, type Clock, type ErrorCode, newRequestId, type Organization } from "../../runtime/index.js";
import type { SalesforceObject, SalesforceSource } from "../../sources/index.js";
import { ObjectReconciliation } from "./compare-object.js";
import { type Depth, type ObjectComparison, type ReconcileProgress, type ReconcileResult, worstOf } from "./model.js";
import { compareReread, compareUploads, type RereadSource } from "./reread.js";
import { storeReconciliation } from "./store.js";

export interface ReconcileOptions {
  readonly pool: Pool;
  readonly source: SalesforceSource;
  /** Connected sheets. */
  readonly rereads?: readonly RereadSource[];
  readonly organization: Organization;
  readonly clock: Clock;
  readonly depth: Depth;
  /** One object, by the source's name for it; left out: all. */
  readonly object?: string;
  readonly progress?: (progress: ReconcileProgress) => void;
  readonly signal?: AbortSignal;
}

/** Troubles of one object; the others are compared all the same. */
const OF_ONE_OBJECT: ReadonlySet<ErrorCode> = new Set([
  "salesforce_permission_missing",
  "salesforce_query_refused",
  "salesforce_answer_broken",
]);

/**
 * Compares what the sources hold now with the pool, and keeps what came of it. Reads alone until then: it takes no lease, and a row that a
 * sync brings meanwhile is looked at again before it counts as different.
 * @throws PolarisError when Salesforce cannot be asked at all
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileResult> {
  const { pool, clock, depth, signal } = options;
  const startedAt = clock.now();
  const run = new Run(options);
  await run.salesforce();
  await run.datasets();
  signal?.throwIfAborted();
  const result: ReconcileResult = {
    runKey: `reconcile-${newRequestId()}`,
    depth,
    startedAt,
    finishedAt: clock.now(),
    verdict: worstOf(run.objects.map(({ verdict }) => verdict)),
    objects: run.objects,
    unread: run.unread,
    notices: run.notices,
    calls: options.source.calls,
  };
  await storeReconciliation(pool, result);
  return result;
}

class Run {
  readonly objects: ObjectComparison[] = [];
  readonly unread: string[] = [];
  readonly notices: string[] = [];
  readonly #options: ReconcileOptions;

  constructor(options: ReconcileOptions) {
    this.#options = options;
  }

  async salesforce(): Promise<void> {
    const { pool, source, object } = this.#options;
    const asked = source.objects.filter(({ name }) => object === undefined || name === object);
    const known = [];
    for (const each of asked) {
      const { highWater, schema } = await readCheckpoint(pool, source.name, each.name);
      if (highWater === null) this.unread.push(each.label);
      else known.push({ object: each, highWater, schema });
    }
    if (known.length === 0) return;
    if (await this.#isSyncing())
      this.notices.push("A sync of Salesforce is running: what it changes meanwhile is looked at twice, and left out.");
    const { now } = await source.open();
    // Salesforce prepares the rows of the next object while those of this one are compared.
    let next = this.#begin(known[0], now);
    for (let place = 0; place < known.length; place++) {
      const current = next;
      next = this.#begin(known[place + 1], now);
      if (current === null) continue;
      const thrown = await this.#finish(current);
      if (thrown === null || OF_ONE_OBJECT.has(asPolarisError(thrown).code)) continue;
      await next?.comparison.close();
      const left = known.slice(place + 1).map((each) => each.object.label);
      if (left.length > 0) this.notices.push(`Not compared: ${left.join(", ")}.`);
      return;
    }
  }

  /** Sheets by reading them again, files by their copies. */
  async datasets(): Promise<void> {
    const { pool, organization, clock, rereads = [], object, signal } = this.#options;
    const about = { pool, organization, clock, stop: signal };
    const isAsked = (each: { readonly object: string }) => object === undefined || each.object === object;
    for (const reread of rereads.filter(isAsked)) this.objects.push(await compareReread(reread, about));
    this.objects.push(...(await compareUploads(about, rereads)).filter(isAsked));
  }

  #begin(
    known:
      | { readonly object: SalesforceObject; readonly highWater: string; readonly schema: Checkpoint["schema"] }
      | undefined,
    sourceAt: string,
  ): Begun | null {
    if (known === undefined) return null;
    const { pool, source, organization, clock, depth, progress, signal } = this.#options;
    const comparison = new ObjectReconciliation({
      ...known,
      pool,
      source,
      organization,
      clock,
      depth,
      sourceAt,
      progress: progress ?? (() => undefined),
      stop: signal,
    });
    const prepared = comparison.prepare();
    prepared.catch(() => undefined);
    return { comparison, prepared };
  }

  /** @returns what kept the comparison from its end; null when nothing did */
  async #finish({ comparison, prepared }: Begun): Promise<unknown> {
    let thrown: unknown = null;
    try {
      await prepared;
      await comparison.run();
    } catch (failure) {
      if (this.#options.signal?.aborted) throw failure;
      thrown = failure;
    } finally {
      await comparison.close();
    }
    this.objects.push(comparison.result(thrown));
    return thrown;
  }

  async #isSyncing(): Promise<boolean> {
    const { pool, source } = this.#options;
    const key = `sync_lease_${source.name}`;
    const held = await pool.query(sql`SELECT value FROM pool_fact WHERE key = ${key}`);
    return held.length > 0;
  }
}

interface Begun {
  readonly comparison: ObjectReconciliation;
  readonly prepared: Promise<void>;
}

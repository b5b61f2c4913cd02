import type { Pool } from "../../pool/index.js";
import type { Clock } from "../../runtime/index.js";
import { type IncomingRow, inPages } from "../../sources/index.js";
import type { Lease } from "../lease.js";
import type { Meter } from "../meter.js";
import { addCounts, NO_COUNTS } from "../model.js";
import { lookBefore, storePage } from "../page.js";
import type { PageContext } from "../page-context.js";
import { type BatchWay, writeCounts } from "../runs.js";
import { DESTINATIONS } from "../tables/index.js";
import { changesAmong } from "./changes.js";
import type { BatchCounts, ImportBatch, ImportedObject } from "./model.js";
import type { Parents } from "./parents.js";

const ROWS_PER_TRANSACTION = 2_000;

export interface BatchOptions {
  readonly id: number;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly lease: Lease;
  /** The source that the rows bear in the pool. */
  readonly source: string;
  readonly object: string;
  readonly label: string;
  readonly way: BatchWay;
  readonly parents: Parents;
  readonly meter: Meter;
  readonly signal: AbortSignal | undefined;
}

/** One object's rows of an import. Every transaction keeps the counts and the lease with what it did. */
export class Batch implements ImportBatch {
  readonly id: number;
  readonly #options: BatchOptions;
  /** The rows that came, by their source ids. */
  readonly seen = new Set<string>();
  /** Whether rows came by `store`, even none. */
  hasStored = false;
  #done: BatchCounts = { counts: NO_COUNTS, refused: 0 };

  constructor(options: BatchOptions) {
    this.id = options.id;
    this.#options = options;
  }

  get outcome(): ImportedObject {
    const { object, label } = this.#options;
    return { object, label, ...this.#done };
  }

  async transaction(work: (context: PageContext) => Promise<BatchCounts>): Promise<void> {
    const { pool, clock, lease, source, object, way, signal } = this.#options;
    signal?.throwIfAborted();
    const seenAt = clock.now();
    let done = this.#done;
    await pool.transaction(async (tx) => {
      await lease.renew(tx);
      const { counts, refused } = await work({ tx, source, object, batchId: this.id, seenAt });
      done = { counts: addCounts(this.#done.counts, counts), refused: this.#done.refused + refused };
      await writeCounts(tx, this.id, way, done.counts);
    });
    this.#done = done;
  }

  async store(rows: Iterable<IncomingRow>): Promise<void> {
    const { pool, source, object, parents, meter } = this.#options;
    if (DESTINATIONS[object] === undefined) throw new RangeError(`no table for rows of ${object}`);
    this.hasStored = true;
    const before = await lookBefore(pool, source, object);
    for (const page of inPages(rows, ROWS_PER_TRANSACTION)) {
      for (const { sourceId } of page) this.seen.add(sourceId);
      await this.transaction(async (context) => {
        const { unchanged, changed } = before.hasRows
          ? await changesAmong(context, page)
          : { unchanged: [], changed: page };
        return storePage(context, [...unchanged, ...(await parents.find(changed))], before);
      });
      meter.add(page.length);
    }
  }
}

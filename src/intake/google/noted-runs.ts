import type { Pool } from "../../pool/index.js";
import type { Clock } from "../../runtime/index.js";
import { PolarisError } from "../../runtime/index.js";
import { sourceOf } from "../datasets/strategies.js";
import { takeLease } from "../lease.js";
import type { SyncFailure } from "../model.js";
import { beginBatch, beginRun, endBatch, endRun, type Trigger } from "../runs.js";

export interface Noted {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly trigger: Trigger;
  readonly startedBy: string | null;
}

/** Notes that a sheet was looked at and stands as it was (null), or that it could not be read. A run under way speaks for itself. */
export async function noteRun(
  { pool, clock, trigger, startedBy }: Noted,
  { dataset, origin }: { readonly dataset: string; readonly origin: string },
  error: SyncFailure | null,
): Promise<void> {
  const lease = await takeLease(pool, sourceOf(dataset), clock).catch((thrown: unknown) => {
    if (thrown instanceof PolarisError && thrown.code === "already_running") return null;
    throw thrown;
  });
  if (lease === null) return;
  try {
    const now = clock.now();
    const runId = await beginRun(pool, { source: dataset, trigger, startedBy, now });
    if (error !== null) {
      const about = { runId, source: dataset, object: dataset, windowStart: null, windowEnd: now, now };
      const batch = await beginBatch(pool, { ...about, way: "sheet", origin });
      await endBatch(pool, batch, "failed", error, now);
    }
    await endRun(pool, runId, { state: error === null ? "ok" : "failed", error }, now);
  } finally {
    await lease.release(pool);
  }
}

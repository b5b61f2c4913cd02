import sql from "sql-template-tag";
import { z } from "zod";
import type { Pool, Reader } from "../../pool/index.js";
import { type ObjectComparison, type ReconcileResult, worstOf } from "./model.js";

/** Keeps a run: one row an object, and its figures, in one transaction. A run that compared nothing leaves nothing. */
export async function storeReconciliation(pool: Pool, result: ReconcileResult): Promise<void> {
  if (result.objects.length === 0) return;
  const { runKey, finishedAt } = result;
  await pool.transaction(async (tx) => {
    for (const comparison of result.objects) {
      const { source, object, depth, startedAt, verdict, rows } = comparison;
      const whole = JSON.stringify(comparison);
      await tx.run(sql`
        INSERT INTO reconciliation (run_key, source, object, depth, started_at, finished_at, verdict,
          source_rows, pool_rows, missing, extra, changed, tolerated, in_flight, result)
        VALUES (${runKey}, ${source}, ${object}, ${depth}, ${startedAt}, ${comparison.finishedAt}, ${verdict},
          ${rows.source}, ${rows.pool}, ${rows.missing}, ${rows.extra}, ${rows.changed}, ${rows.tolerated}, ${rows.inFlight}, ${whole})`);
      const details = JSON.stringify({ source, depth, verdict });
      for (const { name, value, success } of figuresOf(comparison))
        await tx.run(sql`
          INSERT INTO data_quality_metrics (at, run_key, job, metric, value, success, details)
          VALUES (${finishedAt}, ${runKey}, 'reconcile', ${`reconcile.${object}.${name}`}, ${value}, ${success}, ${details})`);
    }
  });
}

interface Figure {
  readonly name: "missing" | "extra" | "changed" | "tolerated" | "percent";
  readonly value: number;
  readonly success: boolean;
}

/** Tolerated differences are never a failure. */
function figuresOf({ verdict, rows }: ObjectComparison): Figure[] {
  const isWhole = verdict !== "failed";
  return [
    { name: "missing", value: rows.missing, success: isWhole && rows.missing === 0 },
    { name: "extra", value: rows.extra, success: isWhole && rows.extra === 0 },
    { name: "changed", value: rows.changed, success: isWhole && rows.changed === 0 },
    { name: "tolerated", value: rows.tolerated, success: isWhole },
    { name: "percent", value: Math.round(rows.share * 1e6) / 1e4, success: isWhole && verdict !== "different" },
  ];
}

// Written by ourselves: enough is checked to tell a row of an older version from one of this.
const comparisonShape = z.custom<ObjectComparison>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    ["source", "object", "verdict", "rows", "fields", "drift", "samples"].every((key) => key in value),
);

/** What was found last of every object, whichever run it was in; null when nothing was ever compared. */
export async function lastReconciliation(reader: Reader): Promise<ReconcileResult | null> {
  const rows = await reader.query<{ run_key: string; result: string }>(sql`
    SELECT r.run_key, r.result FROM reconciliation r
    WHERE r.id IN (SELECT MAX(id) FROM reconciliation GROUP BY source, object) ORDER BY r.id`);
  const found = rows.flatMap(({ run_key, result }) => {
    const parsed = comparisonShape.safeParse(jsonOf(result));
    return parsed.success ? [{ runKey: run_key, comparison: parsed.data }] : [];
  });
  const last = found.at(-1);
  if (last === undefined) return null;
  const objects = found.map(({ comparison }) => comparison);
  return {
    runKey: last.runKey,
    depth: last.comparison.depth,
    startedAt: objects.map(({ startedAt }) => startedAt).sort()[0] ?? last.comparison.startedAt,
    finishedAt: last.comparison.finishedAt,
    verdict: worstOf(objects.map(({ verdict }) => verdict)),
    objects,
    unread: [],
    notices: [],
    calls: 0,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import sql from "sql-template-tag";
import { z } from "zod";
import type { Pool, Reader } from "../../pool/index.js";
import { type ObjectComparison, type ReconcileResult, type Verdict, worstOf } from "./model.js";

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
    }
    for (const parts of byObject(result.objects)) {
      const [{ source, object, depth }] = parts;
      const details = JSON.stringify({ source, depth, verdict: worstOf(parts.map(({ verdict }) => verdict)) });
      for (const { name, value, success } of figuresOf(parts))
        await tx.run(sql`
          INSERT INTO data_quality_metrics (at, run_key, job, metric, value, success, details)
          VALUES (${finishedAt}, ${runKey}, 'reconcile', ${`reconcile.${object}.${name}`}, ${value}, ${success}, ${details})`);
    }
  });
}

type PartsOf<Part> = readonly [Part, ...Part[]];
type Parts = PartsOf<ObjectComparison>;

/** What was compared, by source and object: an object that several sheets bring is compared in parts. */
function byObject<Part extends Pick<ObjectComparison, "source" | "object">>(all: readonly Part[]): PartsOf<Part>[] {
  const parts = new Map<string, [Part, ...Part[]]>();
  for (const part of all) {
    const key = `${part.source} ${part.object}`;
    const known = parts.get(key);
    if (known === undefined) parts.set(key, [part]);
    else known.push(part);
  }
  return [...parts.values()];
}

interface Figure {
  readonly name: "missing" | "extra" | "changed" | "tolerated" | "percent";
  readonly value: number;
  readonly success: boolean;
}

/** Tolerated differences are never a failure. */
function figuresOf(parts: Parts): Figure[] {
  const isWhole = parts.every(({ verdict }) => verdict !== "failed");
  const sum = (of: (rows: ObjectComparison["rows"]) => number): number =>
    parts.reduce((total, { rows }) => total + of(rows), 0);
  const bad = (["missing", "extra", "changed"] as const).map((name) => {
    const value = sum((rows) => rows[name]);
    return { name, value, success: isWhole && value === 0 };
  });
  const sizeOf = ({ source, pool }: ObjectComparison["rows"]): number => Math.max(source, pool);
  const size = sum(sizeOf);
  const share = size === 0 ? 1 : sum((rows) => rows.share * sizeOf(rows)) / size;
  const isLike = parts.every(({ verdict }) => verdict !== "different");
  return [
    ...bad,
    { name: "tolerated", value: sum((rows) => rows.tolerated), success: isWhole },
    { name: "percent", value: Math.round(share * 1e6) / 1e4, success: isWhole && isLike },
  ];
}

// Written by ourselves: enough is checked to tell a row of an older version from one of this.
const comparisonShape = z.custom<ObjectComparison>(
  (value) =>
    typeof value === "object" &&
    value !== null &&
    ["source", "object", "verdict", "rows", "fields", "drift", "samples"].every((key) => key in value),
);

/** All parts of the run that compared an object last. */
const LAST_OF_EACH = sql`reconciliation r
  JOIN (SELECT source, object, MAX(id) AS id FROM reconciliation GROUP BY source, object) l ON l.source = r.source AND l.object = r.object
  JOIN reconciliation n ON n.id = l.id AND n.run_key = r.run_key`;

/** The worst that was found last of an object's parts. */
export async function lastVerdicts(
  reader: Reader,
): Promise<{ readonly source: string; readonly object: string; readonly verdict: Verdict }[]> {
  const rows = await reader.query<{ source: string; object: string; verdict: Verdict }>(
    sql`SELECT r.source, r.object, r.verdict FROM ${LAST_OF_EACH} ORDER BY r.id`,
  );
  return byObject(rows).map((parts) => ({ ...parts[0], verdict: worstOf(parts.map(({ verdict }) => verdict)) }));
}

/** What was found last of every object and each of its parts, whichever run it was in; null when nothing was ever compared. */
export async function lastReconciliation(reader: Reader): Promise<ReconcileResult | null> {
  const rows = await reader.query<{ run_key: string; result: string }>(
    sql`SELECT r.run_key, r.result FROM ${LAST_OF_EACH} ORDER BY r.id`,
  );
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

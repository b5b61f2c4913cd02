import sql from "sql-template-tag";
import type { Reader, Stage, Transaction } from "../../pool/index.js";
import type { QualityFigure } from "./figures.js";

const text = (name: string) => ({ name, type: "text" }) as const;
const STAGE: Stage = {
  name: "stage_quality",
  columns: [text("metric"), { name: "value", type: "real" }, { name: "success", type: "boolean" }, text("details")],
};

/** Keeps the figures of one run together. */
export async function keepFigures(
  tx: Transaction,
  run: { readonly key: string; readonly job: string; readonly at: string },
  figures: readonly QualityFigure[],
): Promise<void> {
  await tx.stage(
    STAGE,
    figures.map(({ metric, value, success, details }) => [metric, value, success, JSON.stringify(details)]),
  );
  await tx.run(sql`
    INSERT INTO data_quality_metrics (at, run_key, job, metric, value, success, details)
    SELECT ${run.at}, ${run.key}, ${run.job}, s.metric, s.value, s.success, s.details FROM stage_quality s`);
}

/**
 * What each figure was when counting began: alerts speak of what has changed since. Counting begins with the first run, and what the first load of a
 * source brings with it is counted in as well: of a figure, what it grew by in the first run after that load.
 */
export async function baselineOf(reader: Reader, job: string): Promise<ReadonlyMap<string, number>> {
  const runs = await reader.query<{ run_key: string; at: string }>(sql`
    SELECT run_key, MIN(at) AS at FROM data_quality_metrics WHERE job = ${job} GROUP BY run_key ORDER BY MIN(id)`);
  const loads = await reader.query<{ at: string }>(sql`
    SELECT MIN(finished_at) AS at FROM sync_run WHERE state IN ('ok', 'partial') GROUP BY source`);
  const [first] = runs;
  if (first === undefined) return new Map();
  const baseline = new Map(await figuresOf(reader, first.run_key));
  const afterLoads = new Set(
    loads.map((load) => runs.findIndex(({ at }) => at >= load.at)).filter((place) => place > 0),
  );
  for (const place of afterLoads) {
    const before = await figuresOf(reader, runs[place - 1]?.run_key ?? "");
    for (const [metric, value] of await figuresOf(reader, runs[place]?.run_key ?? "")) {
      const grown = value - (before.get(metric) ?? 0);
      if (grown > 0) baseline.set(metric, (baseline.get(metric) ?? 0) + grown);
    }
  }
  return baseline;
}

async function figuresOf(reader: Reader, run: string): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.query<{ metric: string; value: number }>(
    sql`SELECT metric, value FROM data_quality_metrics WHERE run_key = ${run}`,
  );
  return new Map(rows.map(({ metric, value }) => [metric, value]));
}

export interface TrendDay {
  /** Local day of the run, "YYYY-MM-DD". */
  readonly day: string;
  readonly flags: number;
  readonly quarantined: number;
  readonly failing: number;
}

/** Open flags, rows set aside and failing expectations of each day's last run. */
export async function trendOf(reader: Reader, from: string, dayOf: (at: string) => string): Promise<TrendDay[]> {
  const rows = await reader.query<{ run_key: string; at: string; metric: string; value: number }>(sql`
    SELECT run_key, at, metric, value FROM data_quality_metrics WHERE job = 'quality' AND at >= ${from} ORDER BY id`);
  const days = new Map<string, { run: string; flags: number; quarantined: number; failing: number }>();
  for (const { run_key, at, metric, value } of rows) {
    const day = dayOf(at);
    const before = days.get(day);
    const sum = before?.run === run_key ? before : { run: run_key, flags: 0, quarantined: 0, failing: 0 };
    if (metric.startsWith("flags.")) sum.flags += value;
    else if (metric.startsWith("quarantine.")) sum.quarantined += value;
    else if (metric.startsWith("expectations.")) sum.failing += value;
    days.set(day, sum);
  }
  return [...days].map(([day, { flags, quarantined, failing }]) => ({ day, flags, quarantined, failing }));
}

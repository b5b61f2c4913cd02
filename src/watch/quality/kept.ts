import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";

/** One kept figure of data_quality_metrics. */
export interface KeptFigure {
  readonly at: string;
  readonly job: string;
  readonly metric: string;
  readonly value: number;
  readonly success: boolean;
}

/** Figures kept since an instant, the latest first: of one metric, or of the last run of each job. */
export async function keptFigures(
  reader: Reader,
  { metric, since }: { readonly metric: string | null; readonly since: string },
): Promise<KeptFigure[]> {
  const rows = await reader.query<Omit<KeptFigure, "success"> & { readonly success: boolean | number }>(
    metric === null
      ? sql`SELECT m.at, m.job, m.metric, m.value, m.success FROM data_quality_metrics m
          WHERE m.at >= ${since} AND m.run_key = (SELECT l.run_key FROM data_quality_metrics l WHERE l.job = m.job ORDER BY l.id DESC LIMIT 1)
          ORDER BY m.job, m.metric, m.id`
      : sql`SELECT m.at, m.job, m.metric, m.value, m.success FROM data_quality_metrics m
          WHERE m.at >= ${since} AND m.metric = ${metric} ORDER BY m.id DESC`,
  );
  return rows.map((row) => ({ ...row, success: Boolean(row.success) }));
}

/** The names of the metrics that are kept. */
export async function keptMetrics(reader: Reader): Promise<string[]> {
  const rows = await reader.query<{ metric: string }>(
    sql`SELECT DISTINCT metric FROM data_quality_metrics ORDER BY metric`,
  );
  return rows.map(({ metric }) => metric);
}

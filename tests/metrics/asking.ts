import { type Calendar, type Period, period, schoolYear } from "../../src/domain/index.js";
import {
  type Asking,
  computeMetrics,
  type DimensionId,
  type Figures,
  type FilterClause,
  type Key,
} from "../../src/metrics/index.js";
import type { Pool } from "../../src/pool/index.js";
import { organizationSchema } from "../../src/runtime/index.js";

export const TODAY = "2026-02-15";
export const ORGANIZATION = organizationSchema.parse(undefined);
const CALENDAR: Calendar = { today: TODAY, schoolYearStartMonth: 8 };

/** The school year that begins in a calendar year. */
export const year = (first: number): Period => schoolYear(first, CALENDAR);
export const days = (start: string | null, end: string | null): Period =>
  period(
    { start, end, label: `${start ?? ""}..${end ?? ""}`, kind: "days", words: `${start ?? ""}..${end ?? ""}` },
    CALENDAR,
  );
export const EVER = days(null, null);

export const where = (dimension: DimensionId, ...keys: Key[]): FilterClause => ({
  dimension,
  values: keys.map((key) => ({ key, label: String(key ?? "Unknown") })),
});
export const without = (dimension: DimensionId, ...keys: Key[]): FilterClause => ({
  ...where(dimension, ...keys),
  exclude: true,
});

export const ask = (pool: Pool, asking: Omit<Asking, "today" | "periods"> & Partial<Asking>): Promise<Figures> =>
  computeMetrics(pool, ORGANIZATION, { today: TODAY, periods: [EVER], ...asking });

/** One metric's one figure over everything. */
export async function figure(pool: Pool, metric: string, asking: Partial<Asking> = {}) {
  const figures = await ask(pool, { ...asking, metrics: [metric] });
  return figures.total.figures[metric]?.at(-1);
}

/** Bucket → last column of one metric. */
export async function figuresBy(pool: Pool, metric: string, by: DimensionId, asking: Partial<Asking> = {}) {
  const figures = await ask(pool, { ...asking, metrics: [metric], by });
  return Object.fromEntries(figures.rows.map((row) => [row.label, row.figures[metric]?.at(-1)]));
}

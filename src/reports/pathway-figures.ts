import { type Period, unionOf } from "../domain/index.js";
import {
  type CutId,
  computeCuts,
  computeMetrics,
  cutBy,
  type DimensionId,
  type FigureRow,
  type Figures,
  type Filters,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";

/** What is asked of the metrics for a report on pathways or students. */
export interface Question {
  readonly reader: Reader;
  readonly organization: Organization;
  readonly periods: readonly Period[];
  readonly filters: Filters;
  readonly today: string;
}

/**
 * Asks for metrics over the question's periods, or over all of them together by a dimension: then without a total, unless one is wanted. What lies ahead is
 * left out: students who are expected have not come.
 */
export function asking({ reader, organization, periods: asked, filters, today }: Question) {
  const periods = asked.map((period) => untilToday(period, today));
  return (
    metrics: readonly string[],
    how: { readonly by?: DimensionId; readonly apart?: true; readonly withTotal?: true } = {},
  ): Promise<Figures> =>
    computeMetrics(reader, organization, {
      metrics,
      periods: how.apart ? periods : [unionOf(periods)],
      filters,
      today,
      ...(how.by === undefined ? {} : { by: how.by }),
      ...(how.by === undefined || how.withTotal ? {} : { rowsOnly: true }),
    });
}

/** The same for several dimensions at once, the records read once; the periods stand apart in the total. */
export async function cutting(
  { reader, organization, periods, filters, today }: Question,
  metrics: readonly string[],
  by: readonly CutId[],
): Promise<(cut: CutId) => Figures> {
  const until = periods.map((period) => untilToday(period, today));
  const cuts = await computeCuts(reader, organization, { metrics, periods: until, filters, by, today });
  return (cut) => cutBy(cuts, cut);
}

/** Two answers over the same periods as one: the figures of the whole. */
export const joined = (one: Figures, other: Figures): Figures => ({
  ...one,
  metrics: [...one.metrics, ...other.metrics],
  total: {
    ...one.total,
    figures: { ...one.total.figures, ...other.total.figures },
    notes: { ...one.total.notes, ...other.total.notes },
  },
  counts: { ...other.counts, ...one.counts },
});

/** A period's days up to today; one that lies ahead has none. */
function untilToday(period: Period, today: string): Period {
  const earlier = (end: string | null): string => (end === null || end > today ? today : end);
  const windows = period.windows.map(({ start, end }) => ({ start, end: earlier(end) }));
  const begun = windows.filter(({ start }) => start === null || start <= today);
  return { ...period, end: earlier(period.end), windows: begun.length > 0 ? begun : windows.slice(0, 1) };
}

/** Unique students by grade band (X11, which is M10 by band), each band counted by itself: someone of both is in both. */
export interface Bands {
  readonly k8: number;
  readonly high: number;
  readonly unknown: number;
}

const NONE: Bands = { k8: 0, high: 0, unknown: 0 };
const BAND_OF: Readonly<Record<string, keyof Bands>> = { "K-8": "k8", "9-12": "high" };

/** The bands of each bucket of X11, or of the whole under null where it was asked by nothing. */
export function bandsBy({ rows, by }: Figures): ReadonlyMap<FigureRow["key"], Bands> {
  const found = new Map<FigureRow["key"], Bands>();
  for (const row of rows) {
    const key = by === null || by === "band" ? null : row.key;
    const figure = row.figures.X11 ?? row.figures.M10;
    const band = BAND_OF[String((row.part ?? row).key)] ?? "unknown";
    found.set(key, { ...(found.get(key) ?? NONE), [band]: Number(figure?.at(-1) ?? 0) });
  }
  return found;
}

export const bandsOf = (bands: ReadonlyMap<FigureRow["key"], Bands>, key: FigureRow["key"]): Bands =>
  bands.get(key) ?? NONE;

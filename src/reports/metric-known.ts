import {
  computeMetrics,
  type DimensionId,
  type FigureRow,
  type Figures,
  type Metric,
  metricOf,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import type { MetricAsked } from "./asked.js";
import { inColumn } from "./figure-table.js";
import { isKnown, OF_TEACHERS } from "./known.js";

/** What tells whether teachers are known: sessions held, and who is confirmed at them. */
const TOLD_BY = ["X61", "M80"] as const;

/** Both under the same filters, and the figures in which what is not known is a gap instead of 0. */
export interface Known {
  readonly figures: Figures;
  /** Sessions held, and who is confirmed at them; null where it is not in question. */
  readonly told: FigureRow | null;
}

/** A figure of teachers that is 0 where sessions were held and nobody is confirmed becomes a gap, in the total, each period and each row. */
export async function withoutGuesses(
  reader: Reader,
  organization: Organization,
  asked: Pick<MetricAsked, "periods" | "filters" | "today">,
  metric: Metric,
  figures: Figures,
): Promise<Known> {
  const { periods, filters = [], today } = asked;
  const isNothing = [figures.total, ...figures.rows].some((row) => row.figures[metric.id]?.some((each) => each === 0));
  const filtered = filters.map(({ dimension }) => dimension);
  if (!OF_TEACHERS.has(metric.id) || !isNothing || !filtered.every(isOfBoth)) return { figures, told: null };
  const by = figures.by !== null && isOfBoth(figures.by) ? figures.by : undefined;
  const found = await computeMetrics(reader, organization, {
    metrics: TOLD_BY,
    periods,
    filters,
    today,
    ...(by === undefined ? {} : { by }),
  });
  const told = new Map(found.rows.map((row) => [row.key, row]));
  const known = (row: FigureRow, beside: FigureRow | undefined): FigureRow => ({
    ...row,
    figures: {
      ...row.figures,
      [metric.id]: (row.figures[metric.id] ?? []).map((each, place) =>
        isKnown(inColumn({ ...row, figures: { ...beside?.figures, ...row.figures } }, place, ""), metric.id)
          ? each
          : null,
      ),
    },
  });
  return {
    figures: {
      ...figures,
      total: known(figures.total, found.total),
      rows: figures.rows.map((row) => known(row, told.get(row.key))),
    },
    told: found.total,
  };
}

const isOfBoth = (dimension: DimensionId): boolean =>
  TOLD_BY.every((metric) => metricOf(metric).dimensions.includes(dimension));

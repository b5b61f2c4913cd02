import { DIMENSION, type FigureRow, type Figures, type Key, type Metric } from "../metrics/index.js";
import { barChart, type Chart, type Point, present, trendChart } from "../reply/index.js";
import { sensitivityOf } from "./metric-table.js";
import { shownFigure } from "./metric-words.js";
import { mostNamed } from "./words.js";

const MOST_SAID = 24;
const MOST_ALIKE = 3;

/**
 * By month or school year a trend, over several periods too; by anything else bars; no chart for days, when there is only one value, or beyond what fits
 * one chart. Groups too small to show are not drawn.
 */
export function metricChart(metric: Metric, figures: Figures): Chart[] {
  const by = figures.by ?? metric.split;
  const isTwofold = metric.split && figures.by && figures.by !== metric.split;
  if (metric.type === "date" || metric.split === "event" || isTwofold) return [];
  if (!by) return overPeriods(metric, figures);
  const points = figures.rows.map(
    (row): Bucket => ({ key: row.key, label: row.label, value: lastFigure(metric, row) }),
  );
  const dimension = DIMENSION[by];
  const period = figures.columns.at(-1)?.label ?? "";
  const sensitivity = dimension.sensitivity === "open" ? sensitivityOf(figures) : dimension.sensitivity;
  const words = { by: dimension.label.toLowerCase(), period, sensitivity, key: by };
  return drawn(metric, points, words, dimension.order === "key" ? "trend" : "bars");
}

/** The periods side by side, without their union. */
function overPeriods(metric: Metric, figures: Figures): Chart[] {
  const periods = figures.columns.slice(0, -1);
  const points = periods.map(({ label }, place): Bucket => {
    const figure = figures.total.figures[metric.id]?.[place];
    return { key: label, label, value: typeof figure === "number" ? figure : null };
  });
  const [first, last] = [periods[0]?.label, periods.at(-1)?.label];
  const period = `${first ?? ""} to ${last ?? ""}`;
  return drawn(metric, points, { by: "period", period, sensitivity: sensitivityOf(figures), key: "period" }, "trend");
}

type Bucket = Point & { readonly key: Key };

interface Said {
  readonly key: string;
  readonly by: string;
  readonly period: string;
  readonly sensitivity: Chart["sensitivity"];
}

function drawn(
  metric: Metric,
  points: readonly Bucket[],
  { key, by, period, sensitivity }: Said,
  as: "trend" | "bars",
): Chart[] {
  const known = points.filter((point): point is Bucket & { value: number } => point.value !== null);
  if (known.filter(({ value }) => value !== 0).length < 2) return [];
  // Bars that are all alike say no more than their number does.
  if (as === "bars" && known.length > MOST_ALIKE && known.every(({ value }) => value === known[0]?.value)) return [];
  const most = mostNamed(known, (value) => shownFigure(metric, value));
  if (most === null) return [];
  const values = known.map(({ label, value }) => `${label} ${shownFigure(metric, value)}`);
  const words = {
    key: `${metric.id.toLowerCase()}_by_${key}`,
    title: `${metric.name} by ${by}`,
    takeaway: `Most: ${most.label}, ${most.value} (${period}).`,
    altText: `${metric.name} by ${by}, ${period}: ${values.slice(0, MOST_SAID).join(", ")}${values.length > MOST_SAID ? " …" : "."}`,
    sensitivity,
    measure: metric.unit === "%" ? `${metric.name}, %` : metric.name,
    type: metric.type,
  };
  return present(as === "trend" ? trendChart(words, points) : barChart(words, points));
}

function lastFigure(metric: Metric, row: FigureRow): number | null {
  const figure = row.figures[metric.id]?.at(-1);
  return typeof figure === "number" ? figure : null;
}

import { DIMENSION, type FigureRow, type Figures, type Metric } from "../metrics/index.js";
import { barChart, type Chart, type Point, present, showInteger, trendChart } from "../reply/index.js";

/** By month or school year a trend, by anything else bars; no chart for days, or when there is only one value. */
export function metricChart(metric: Metric, figures: Figures): Chart[] {
  const by = figures.by ?? metric.split;
  if (
    !by ||
    metric.type === "date" ||
    metric.split === "event" ||
    (metric.split && figures.by && figures.by !== metric.split)
  )
    return [];
  const points = figures.rows.map((row): Point & { row: FigureRow } => ({
    label: row.label,
    value: lastFigure(metric, row),
    row,
  }));
  if (points.filter(({ value }) => value !== 0).length < 2) return [];
  const dimension = DIMENSION[by];
  const period = figures.columns.at(-1)?.label ?? "";
  const most = points.reduce((best, point) => (point.value !== null && point.value > (best.value ?? 0) ? point : best));
  const said = points
    .map(({ label, value }) => `${label} ${showInteger(Math.round((value ?? 0) * 10) / 10)}`)
    .slice(0, 24)
    .join(", ");
  const words = {
    key: `${metric.id.toLowerCase()}_by_${by}`,
    title: `${metric.name} by ${dimension.label.toLowerCase()}`,
    takeaway: `Most: ${most.label}, ${showInteger(Math.round((most.value ?? 0) * 10) / 10)} (${period}).`,
    altText: `${metric.name} by ${dimension.label.toLowerCase()}, ${period}: ${said}${points.length > 24 ? " …" : "."}`,
    sensitivity: dimension.sensitivity,
    measure: metric.name,
    type: metric.type,
  };
  return present(dimension.order === "key" ? trendChart(words, points) : barChart(words, points));
}

function lastFigure(metric: Metric, row: FigureRow): number | null {
  const figure = row.figures[metric.id]?.at(-1);
  return typeof figure === "number" ? figure : null;
}

import type { Period } from "../domain/index.js";
import { DIMENSION, type Figure, type FigureRow, type Figures, type Metric } from "../metrics/index.js";
import { type Cell, type Column, column, type Sensitivity, type Table, table } from "../reply/index.js";
import { changeBetween } from "./change.js";
import { inPeriod } from "./words.js";

/** One column of figures, in the order they stand in: a period's, the change to it from the one before, or the share of the total. */
interface Told {
  readonly column: Column;
  readonly of: (row: FigureRow) => Cell;
}

const cellOf = (figure: Figure | undefined): Cell => figure ?? null;
const figuresOf = (metric: Metric, row: FigureRow): readonly Figure[] => row.figures[metric.id] ?? [];

/** What a figure is made known under: groups too small for everybody are demographic (ruling P4). */
export const sensitivityOf = ({ showsSmallGroups }: Figures): Sensitivity =>
  showsSmallGroups ? "demographic" : "open";

/**
 * The table of a metric: by a dimension a row for each bucket with its share of the total, and over several periods a column each, with the change from the
 * one before beside it, and the last one over their union. Nothing when there is but one figure.
 */
export function metricTable(metric: Metric, figures: Figures, period: Period): Table[] {
  const first = figures.by ?? metric.split;
  const several = figures.columns.length > 1;
  if (!first && !several) return [];
  const dimension = first ? DIMENSION[first] : null;
  const part = metric.split && figures.by && metric.split !== figures.by ? DIMENSION[metric.split] : null;
  // Figures of one person are as private as the name in front of them.
  const sensitivity = dimension && dimension.sensitivity !== "open" ? dimension.sensitivity : sensitivityOf(figures);
  const told = [
    ...periodColumns(metric, figures, sensitivity),
    ...(dimension ? shareColumn(metric, figures, sensitivity) : []),
  ];
  const cells = (row: FigureRow): Cell[] => told.map(({ of }) => of(row));
  const isByMonth = dimension?.id === "month";
  const labels = (row: FigureRow): Cell[] => [
    isByMonth ? row.key : row.label,
    ...(part ? [row.part?.label ?? null] : []),
  ];
  return [
    table({
      key: dimension ? `by_${dimension.id}` : "by_period",
      title: dimension
        ? `${metric.name} by ${dimension.label.toLowerCase()}${part ? ` and ${part.label.toLowerCase()}` : ""}`
        : metric.name,
      columns: [
        dimension
          ? column(dimension.id, dimension.label, isByMonth ? "month" : "text", dimension.sensitivity)
          : column("metric", "Metric", "text", "open"),
        ...(part ? [column(part.id, part.label, "text", sensitivity)] : []),
        ...told.map((each) => each.column),
      ],
      rows: dimension
        ? figures.rows.map((row) => [...labels(row), ...cells(row)])
        : [[metric.name, ...cells(figures.total)]],
      total: dimension ? ["Total", ...(part ? [null] : []), ...cells(figures.total)] : null,
      empty: `${metric.name}: nothing ${inPeriod(period)}. Try a longer period or fewer filters.`,
    }),
  ];
}

/** A single period's column has the metric's id as its key; of several each has its own, and the union's is the last. */
function periodColumns(metric: Metric, { columns }: Figures, sensitivity: Sensitivity): Told[] {
  const figure = (key: string, label: string, place: number): Told => ({
    column: column(key, label, metric.type, sensitivity),
    of: (row) => cellOf(figuresOf(metric, row)[place]),
  });
  if (columns.length === 1) return [figure(metric.id, metric.name, 0)];
  const keys = distinct(columns.map(({ label }) => slug(label)));
  const union = columns.length - 1;
  return columns.flatMap(({ label }, place): Told[] => {
    const key = keys[place] ?? `period_${place + 1}`;
    const own = figure(key, label, place);
    const before = columns[place - 1];
    if (before === undefined || place === union || metric.type === "date") return [own];
    const change = (row: FigureRow) => changeBetween(figuresOf(metric, row)[place - 1], figuresOf(metric, row)[place]);
    const since = `since ${before.label.replace(/ to date$/, "")}`;
    return [
      own,
      {
        column: column(`${key}_change`, `Change ${since}`, metric.type, sensitivity),
        of: (row) => change(row)?.number ?? null,
      },
      {
        column: column(`${key}_change_percent`, `Change in percent ${since}`, "percent", sensitivity),
        of: (row) => change(row)?.percent ?? null,
      },
    ];
  });
}

/** Beside counts and hours, what part of the total they are; people who are in several rows make the parts more than the whole. */
function shareColumn(metric: Metric, { total }: Figures, sensitivity: Sensitivity): Told[] {
  const isCount = metric.type === "integer" || metric.type === "hours";
  const whole = figuresOf(metric, total).at(-1);
  if (!isCount || metric.hasTotal === false || typeof whole !== "number" || whole <= 0) return [];
  return [
    {
      column: column("share", "Of the total", "percent", sensitivity),
      of(row) {
        const figure = figuresOf(metric, row).at(-1);
        return typeof figure === "number" ? figure / whole : null;
      },
    },
  ];
}

const slug = (label: string): string =>
  label
    .toLowerCase()
    .replace(/ to date$/, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");

function distinct(keys: readonly string[]): string[] {
  return keys.map((key, place) => (keys.indexOf(key) === place ? key : `${key}_${place + 1}`));
}

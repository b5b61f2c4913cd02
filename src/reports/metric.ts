import { type Period, unionOf } from "../domain/index.js";
import {
  type Circumstances,
  completenessNotices,
  computeMetrics,
  DIMENSION,
  type DimensionId,
  type Figure,
  type FigureRow,
  type Figures,
  type Filters,
  filtersInWords,
  isOfTheBible,
  type Metric,
  metricOf,
  provenanceOf,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  type Column,
  column,
  type Fact,
  metricFact,
  type Notice,
  notice,
  type Reply,
  reply,
  showDay,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { withoutGaps } from "./gaps.js";
import { metricChart } from "./metric-chart.js";
import { perEventTable } from "./metric-events.js";
import { inPeriod, many, noteOf, unitOf } from "./words.js";

export interface MetricAsked extends Circumstances {
  /** A metric's id. */
  readonly metric: string;
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  readonly by?: DimensionId;
  /** The local day of asking. */
  readonly today: string;
}

/** One metric: a fact with its id as key; by a dimension, or for a metric that is a table, one table; several periods give a column each and one over their union. */
export async function metricReply(reader: Reader, organization: Organization, asked: MetricAsked): Promise<Reply> {
  const { periods, filters = [], by, today } = asked;
  const metric = metricOf(asked.metric);
  const computed = await computeMetrics(reader, organization, {
    metrics: [metric.id],
    periods,
    filters,
    today,
    ...(by ? { by } : {}),
  });
  const figures = withoutGaps(metric, computed, organization, today);
  const period = unionOf(periods);
  const words = filtersInWords(filters);
  const tables =
    metric.split === "event"
      ? [await perEventTable(reader, organization, figures, metric)]
      : tablesOf(metric, figures, period);
  return reply({
    title: `${metric.id} ${metric.name}`,
    text: sentenceOf(metric, figures, period, words),
    sensitivity: "open",
    facts: factsOf(metric, figures),
    tables,
    charts: metricChart(metric, figures),
    notices: [...(await completenessNotices(reader)), ...noticesOf(metric, figures, filters, period)],
    provenance: await provenanceOf(reader, organization, { ...asked, period, filters: words, counts: figures.counts }),
  });
}

/** "in district KCK and school A or B", or nothing. */
export function filteredBy(words: Readonly<Record<string, string>>): string {
  const said = Object.entries(words).map(([dimension, values]) => `${dimension.replace("_", " ")} ${values}`);
  return said.length === 0 ? "" : `, ${said.join(", ")}`;
}

function sentenceOf(metric: Metric, figures: Figures, period: Period, words: Readonly<Record<string, string>>): string {
  const when = `${inPeriod(period)}${filteredBy(words)}`;
  if (metric.hasTotal === false)
    return `${metric.name}: ${many(figures.rows.length, "event")} with the numbers for it ${when}.`;
  const figure = figures.total.figures[metric.id]?.at(-1) ?? null;
  if (figure === null) return `${metric.name}: none ${when}.`;
  if (typeof figure === "string") return `${metric.name}: ${showDay(figure)} ${when}.`;
  const shown = metric.type === "hours" ? showInteger(Math.round(figure * 10) / 10) : showInteger(figure);
  const note = noteOf(metric, figures.total);
  return `${metric.name}: ${metric.estimate ? "about " : ""}${shown} ${when}${note === undefined ? "" : ` (${note})`}.`;
}

function factsOf(metric: Metric, figures: Figures): Fact[] {
  if (metric.hasTotal === false) return [];
  const note = [...(metric.estimate ? ["estimate"] : []), noteOf(metric, figures.total) ?? []].flat().join(", ");
  const extra = { ...unitOf(metric), ...(note === "" ? {} : { note }) };
  return [
    metricFact(metric.id, metric.name, cellOf(figures.total.figures[metric.id]?.at(-1)), metric.type, "open", extra),
  ];
}

const cellOf = (figure: Figure | undefined): Cell => figure ?? null;

/** One column per period and one over all; a single period's column has the metric's id as its key. */
function periodColumns(metric: Metric, { columns }: Figures): Column[] {
  if (columns.length === 1) return [column(metric.id, metric.name, metric.type, "open")];
  const keys = distinct(columns.map(({ label }) => slug(label)));
  return columns.map(({ label }, place) => column(keys[place] ?? `period_${place + 1}`, label, metric.type, "open"));
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

const cells = (metric: Metric, row: FigureRow): Cell[] => (row.figures[metric.id] ?? []).map(cellOf);

function tablesOf(metric: Metric, figures: Figures, period: Period): Table[] {
  const first = figures.by ?? metric.split;
  const several = figures.columns.length > 1;
  if (!first && !several) return [];
  const dimension = first ? DIMENSION[first] : null;
  const part = metric.split && figures.by && metric.split !== figures.by ? DIMENSION[metric.split] : null;
  const labels = (row: FigureRow): Cell[] => [row.label, ...(part ? [row.part?.label ?? null] : [])];
  return [
    table({
      key: dimension ? `by_${dimension.id}` : "by_period",
      title: dimension
        ? `${metric.name} by ${dimension.label.toLowerCase()}${part ? ` and ${part.label.toLowerCase()}` : ""}`
        : metric.name,
      columns: [
        dimension
          ? column(dimension.id, dimension.label, "text", dimension.sensitivity)
          : column("metric", "Metric", "text", "open"),
        ...(part ? [column(part.id, part.label, "text", "open")] : []),
        ...periodColumns(metric, figures),
      ],
      rows: dimension
        ? figures.rows.map((row) => [...labels(row), ...cells(metric, row)])
        : [[metric.name, ...cells(metric, figures.total)]],
      total: dimension ? ["Total", ...(part ? [null] : []), ...cells(metric, figures.total)] : null,
      empty: `${metric.name}: nothing ${inPeriod(period)}. Try a longer period or fewer filters.`,
    }),
  ];
}

function noticesOf(metric: Metric, figures: Figures, filters: Filters, period: Period): Notice[] {
  const { by, counts } = figures;
  const said: Notice[] = [];
  if (!isOfTheBible(metric)) said.push(notice("This figure is not in the Metrics Bible."));
  if (by === "district" && metric.additive)
    said.push(notice("An event of several districts counts in full in each, and once in the total."));
  if (by === "organisation" && metric.grain === "event")
    said.push(notice("An event of several organisations counts in full for each, and once in the total."));
  if (by !== null && !metric.additive && metric.type === "integer")
    said.push(notice("Who is in several rows counts once in the total, so rows do not add up to it."));
  for (const place of ["district", "school"] as const) {
    const unknown = counts[`events of unknown ${place}`] ?? 0;
    if (unknown === 0 || !filters.some((clause) => clause.dimension === place)) continue;
    said.push(
      notice(
        `${many(unknown, "event")} of the period ${unknown === 1 ? "has" : "have"} no known ${place}; see by:${place}.`,
      ),
    );
  }
  if ((counts["legacy Connector sessions"] ?? 0) > 0) {
    said.push(notice("Connector sessions before SY24-25 were kept in Salesforce and are counted as they stood there."));
  }
  if (period.toDate) said.push(notice("The period is still under way: figures are to date."));
  return said;
}

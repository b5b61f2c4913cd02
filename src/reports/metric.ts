import { unionOf } from "../domain/index.js";
import {
  computeMetrics,
  type Figures,
  filtersInWords,
  historyNotices,
  type Metric,
  metricOf,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Fact, metricFact, type Notice, type Reply, reply } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { MetricAsked } from "./asked.js";
import { outsideNotices } from "./district-name.js";
import { footing } from "./footing.js";
import { withoutGaps } from "./gaps.js";
import { OF_TEACHERS } from "./known.js";
import { metricChart } from "./metric-chart.js";
import { perEventTable } from "./metric-events.js";
import { withoutGuesses } from "./metric-known.js";
import { metricTable, sensitivityOf } from "./metric-table.js";
import { noticesOf, sentenceOf } from "./metric-words.js";
import { teachersNotices, unreadNotices } from "./teachers-known.js";
import { inPeriod, noteOf, unitOf } from "./words.js";

export { filteredBy } from "./metric-words.js";

/**
 * One metric: a fact with its id as key, of a quotient also the two it rests on; by a dimension, or for a metric that is a table, one table; several periods
 * give a column each, the change between them, and one column over their union.
 */
export async function metricReply(reader: Reader, organization: Organization, asked: MetricAsked): Promise<Reply> {
  const { periods, filters = [], by, today, smallGroups } = asked;
  const metric = metricOf(asked.metric);
  const computed = await computeMetrics(reader, organization, {
    metrics: [metric.id, ...partsOf(metric)],
    periods,
    filters,
    today,
    ...(by ? { by } : {}),
    ...(smallGroups ? { smallGroups } : {}),
  });
  const whole = withoutGaps(metric, computed, organization, today);
  const { figures, told } = await withoutGuesses(reader, organization, asked, metric, whole);
  const period = unionOf(periods);
  const words = filtersInWords(filters);
  const tables =
    metric.split === "event"
      ? [await perEventTable(reader, organization, figures, metric)]
      : metricTable(metric, figures, period);
  return reply({
    title: `${metric.id} ${metric.name}`,
    text: sentenceOf(metric, figures, period, words),
    openText: `${metric.name} ${inPeriod(period)}.`,
    facts: [metric.id, ...partsOf(metric)].flatMap((id) => factsOf(metricOf(id), figures)),
    tables,
    charts: metricChart(metric, figures),
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: words,
      counts: figures.counts,
      notices: [
        ...(isNothing(metric, figures) ? await outsideNotices(reader, period) : []),
        ...(OF_TEACHERS.has(metric.id) ? await teachersSaid() : []),
        ...noticesOf(metric, figures, { filters, period, organization }),
        ...(metric.id === "M92" ? await historyNotices(reader, periods) : []),
      ],
    })),
    ...(figures.showsSmallGroups ? { sensitivity: "demographic" } : { sensitivity: "open" }),
  });

  async function teachersSaid(): Promise<Notice[]> {
    const said = told === null ? [] : await teachersNotices(reader, told);
    return said.length > 0 ? said : unreadNotices(reader);
  }
}

/** Whether there is nothing in the figure, nor in any row of it. */
const isNothing = ({ id }: Metric, { total, rows }: Figures): boolean =>
  [total, ...rows].every((row) => (row.figures[id] ?? []).every((each) => each === 0 || each === null));

const partsOf = ({ ratio }: Metric): string[] => (ratio ? [ratio.of, ratio.to] : []);

function factsOf(metric: Metric, figures: Figures): Fact[] {
  if (metric.hasTotal === false) return [];
  const value = figures.total.figures[metric.id]?.at(-1) ?? null;
  const isEstimate = metric.estimate === true && value !== null;
  const note = [...(isEstimate ? ["estimate"] : []), noteOf(metric, figures.total) ?? []].flat().join(", ");
  const sensitivity = metric.demographic ? sensitivityOf(figures) : "open";
  return [
    metricFact(metric.id, metric.name, value, metric.type, sensitivity, {
      ...unitOf(metric),
      ...(note === "" ? {} : { note }),
    }),
  ];
}

import { eventTypeLabel, type Period, unionOf } from "../domain/index.js";
import {
  type Circumstances,
  completenessNotices,
  type DimensionId,
  explain,
  type Filters,
  filtersInWords,
  formatLabel,
  isOfTheBible,
  provenanceOf,
  recordsBehind,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, column, fact, notice, type Reply, reply, showInteger, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { MetricAsked } from "./metric.js";
import { inPeriod } from "./words.js";

export interface ExplainAsked extends Circumstances {
  readonly metric: string;
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  readonly by?: DimensionId;
  readonly today: string;
}

/** Most records listed in one reply; the rest is said. */
const MOST_RECORDS = 2_000;

/** How a metric is defined, which rulings shape it, and the SQL of this very question with its parameters. */
export async function explainReply(reader: Reader, organization: Organization, asked: ExplainAsked): Promise<Reply> {
  const { filters = [], by } = asked;
  const period = unionOf(asked.periods);
  const explained = explain(organization, {
    metric: asked.metric,
    period,
    filters,
    today: asked.today,
    ...(by ? { by } : {}),
  });
  const { metric, rulings, exceptions, dimensions, sql, parameters } = explained;
  return reply({
    title: `${metric.id} ${metric.name}`,
    text: metric.definition,
    sensitivity: "open",
    facts: [
      fact("reference", "Defined in", metric.reference, "text", "open"),
      fact("unit", "Gives", metric.unit, "text", "open", metric.estimate ? { note: "an estimate" } : {}),
      fact("grain", "Counted over", `${metric.grain}s`, "text", "open"),
      fact("dimensions", "By", dimensions.join(", "), "text", "open"),
    ],
    tables: [
      table({
        key: "rulings",
        title: "Rulings and exceptions",
        columns: [column("id", "Ruling", "text", "open"), column("text", "What it says", "text", "open")],
        rows: [...rulings, ...exceptions].map(({ id, text }) => [id, text]),
        empty: "The Bible's text alone.",
      }),
      table({
        key: "sql",
        title: "SQL as it runs",
        columns: [column("sql", "SQL", "text", "open")],
        rows: sql.split("\n").map((line) => [line]),
        empty: "",
      }),
      table({
        key: "parameters",
        title: "Parameters",
        columns: [column("place", "Parameter", "text", "open"), column("value", "Value", "text", "open")],
        rows: parameters.map((value, place) => [`$${place + 1}`, String(value)]),
        empty: "None.",
      }),
    ],
    notices: isOfTheBible(metric) ? [] : [notice("This figure is not in the Metrics Bible.")],
    provenance: await provenanceOf(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords(filters),
      counts: {},
    }),
  });
}

/** What is kept as a key is shown by its label. */
export function labelled(column: string | undefined, value: Cell): Cell {
  if (typeof value !== "string") return value;
  if (column === "event_type") return eventTypeLabel(value);
  return column === "format" ? formatLabel(value) : value;
}

/** The records behind a number, newest first; several periods together. */
export async function recordsReply(reader: Reader, organization: Organization, asked: MetricAsked): Promise<Reply> {
  const { filters = [], today } = asked;
  const period = unionOf(asked.periods);
  const found = await recordsBehind(reader, organization, {
    metric: asked.metric,
    period,
    filters,
    today,
    size: MOST_RECORDS,
  });
  const { metric, columns, rows, total } = found;
  const shown = total > rows.length ? `; the newest ${showInteger(rows.length)} are listed` : "";
  return reply({
    title: `${metric.id} ${metric.name}: the records`,
    text: `${showInteger(total)} ${metric.grain}${total === 1 ? "" : "s"} stand${total === 1 ? "s" : ""} behind ${metric.name} ${inPeriod(period)}${shown}.`,
    sensitivity: "open",
    tables: [
      table({
        key: "records",
        title: `Records behind ${metric.id}`,
        columns: columns.map(({ key, label, type, sensitivity }) => column(key, label, type, sensitivity)),
        rows: rows.map((row) => row.map((cell, place) => labelled(columns[place]?.key, cell))),
        empty: `No ${metric.grain} counts ${inPeriod(period)}. Try a longer period or fewer filters.`,
      }),
    ],
    notices: await completenessNotices(reader),
    provenance: await provenanceOf(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords(filters),
      counts: { records: total },
    }),
  });
}

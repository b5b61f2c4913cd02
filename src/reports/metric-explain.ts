import { eventTypeLabel, unionOf } from "../domain/index.js";
import {
  type Attribution,
  computeMetrics,
  type ExplainedRuling,
  type ExplainedStatement,
  explain,
  filtersInWords,
  formatLabel,
  isOfTheBible,
  type Metric,
  provenanceOf,
  recordsBehind,
  rulingsSaid,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  column,
  type Fact,
  fact,
  notice,
  type Reply,
  reply,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { MetricAsked } from "./asked.js";
import { footing } from "./footing.js";
import { sensitivityOf } from "./metric-table.js";
import { inPeriod } from "./words.js";

export type ExplainAsked = MetricAsked;

/** Most records listed in one reply; the rest is said. */
const MOST_RECORDS = 2_000;

/** How a metric is defined, which rulings shape it, and the SQL of this very question with its parameters; of a quotient, both statements. */
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
  const { metric, rulings, exceptions, dimensions, statements } = explained;
  return reply({
    title: `${metric.id} ${metric.name}`,
    text: metric.definition,
    sensitivity: "open",
    facts: [
      fact("reference", "Defined in", metric.reference, "text", "open"),
      fact("unit", "Gives", metric.unit, "text", "open", metric.estimate ? { note: "an estimate" } : {}),
      fact("grain", "Counted over", `${metric.grain}s`, "text", "open"),
      fact("dimensions", "By", dimensions.join(", "), "text", "open"),
      ...(await shareOfHeld(reader, organization, metric, asked)),
    ],
    tables: [
      rulingsTable([...rulings, ...exceptions]),
      ...statements.flatMap((statement, place) => statementTables(statement, place, statements.length)),
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

/** A rule on where events count: what it says, and to whoever asks for its figure that it has none. */
export function attributionReply(
  { id, name, definition, reference, rulings }: Attribution,
  asked: "explain" | "figure",
): Reply {
  return reply({
    title: `${id} ${name}`,
    text: asked === "explain" ? definition : `${id} is a rule and has no figure of its own. ${definition}`,
    sensitivity: "open",
    facts: [
      fact("reference", "Defined in", reference, "text", "open"),
      fact("unit", "Gives", "no figure; a rule that all figures follow", "text", "open"),
    ],
    tables: [rulingsTable(rulingsSaid(rulings))],
  });
}

const rulingsTable = (rulings: readonly ExplainedRuling[]): Table =>
  table({
    key: "rulings",
    title: "Rulings and exceptions",
    columns: [column("id", "Ruling", "text", "open"), column("text", "What it says", "text", "open")],
    rows: rulings.map(({ id, text }) => [id, text]),
    empty: "The Bible's text alone.",
  });

/** Of the second and later statements the keys are numbered. */
function statementTables({ of, sql, parameters }: ExplainedStatement, place: number, statements: number): Table[] {
  const numbered = (key: string): string => (place === 0 ? key : `${key}_${place + 1}`);
  const titled = (title: string): string => (statements === 1 ? title : `${title}: ${of}`);
  return [
    table({
      key: numbered("sql"),
      title: titled("SQL as it runs"),
      columns: [column("sql", "SQL", "text", "open")],
      rows: sql.split("\n").map((line) => [line]),
      empty: "",
    }),
    table({
      key: numbered("parameters"),
      title: titled("Parameters"),
      columns: [column("place", "Parameter", "text", "open"), column("value", "Value", "text", "open")],
      rows: parameters.map((value, at) => [`$${at + 1}`, String(value)]),
      empty: "None.",
    }),
  ];
}

/** The Bible's share is of every virtual session not cancelled; beside it stands the share of those held (ruling A6). */
async function shareOfHeld(
  reader: Reader,
  organization: Organization,
  { ratio, demographic }: Metric,
  { periods, filters = [], today, smallGroups }: ExplainAsked,
): Promise<Fact[]> {
  if (!ratio) return [];
  const figures = await computeMetrics(reader, organization, {
    metrics: [ratio.of, "X61"],
    periods: [unionOf(periods)],
    filters,
    today,
    ...(smallGroups ? { smallGroups } : {}),
  });
  const [above, held] = [figures.total.figures[ratio.of]?.[0], figures.total.figures.X61?.[0]];
  const sensitivity = demographic ? sensitivityOf(figures) : "open";
  const label = "Share of the virtual sessions held";
  if (typeof above !== "number" || typeof held !== "number")
    return [fact("share_of_held", label, above ?? null, "text", sensitivity)];
  const share = held === 0 ? 0 : (above / held) * 100;
  const note = held === 0 ? "none was held" : `${showInteger(above)} of ${showInteger(held)}`;
  return [fact("share_of_held", label, share, "per_hundred", sensitivity, { unit: "%", note })];
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
    openText: `The records behind ${metric.name} ${inPeriod(period)}.`,
    tables: [
      table({
        key: "records",
        title: `Records behind ${metric.id}`,
        columns: columns.map(({ key, label, type, sensitivity }) => column(key, label, type, sensitivity)),
        rows: rows.map((row) => row.map((cell, place) => labelled(columns[place]?.key, cell))),
        empty: `No ${metric.grain} counts ${inPeriod(period)}. Try a longer period or fewer filters.`,
      }),
    ],
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords(filters),
      counts: metric.demographic ? {} : { records: total },
    })),
    // How many there are says of what colour they are (ruling P4).
    ...(metric.demographic ? { sensitivity: "demographic" } : { sensitivity: "open" }),
  });
}

import { type Period, unionOf } from "../domain/index.js";
import {
  type Circumstances,
  LEAD_DIMENSION_LABEL,
  LEAD_RULINGS,
  type LeadBucket,
  type LeadDimension,
  type LeadFigure,
  type LeadNumber,
  type LeadScope,
  leadFigureOf,
  leadFileNames,
  leadNumbers,
  leadStatements,
  NOT_IN_BIBLE,
  provenanceOf,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Cell,
  type Chart,
  column,
  type Fact,
  fact,
  metricFact,
  notice,
  present,
  type Reply,
  reply,
  showCell,
  showInteger,
  showMonth,
  type Table,
  table,
  trendChart,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { amongLeads, leadFiltersInWords, sourceNamed } from "./leads-words.js";
import { inPeriod, mostOf, toDateNotices } from "./words.js";

export interface LeadFigureAsked extends Circumstances, Omit<LeadScope, "period"> {
  /** L1 to L6. */
  readonly figure: string;
  readonly periods: readonly Period[];
  readonly by: LeadDimension | null;
}

const NOT_KNOWN: Readonly<Record<LeadDimension, string>> = {
  source: "Unknown",
  state: "State unknown",
  file: "Unknown",
  month: "Unknown",
  outreach_stage: "No stage",
};

/** One figure of prospective leads: a fact with its id, by a dimension a table with a column for each period. */
export async function leadFigureReply(
  reader: Reader,
  organization: Organization,
  asked: LeadFigureAsked,
): Promise<Reply> {
  const figure = leadFigureOf(asked.figure);
  const { periods, by } = asked;
  const union = unionOf(periods);
  const scope: LeadScope = { period: union, sources: asked.sources, states: asked.states };
  const columns = periods.length > 1 ? [...periods, union] : [union];
  const counted: { period: Period; total: LeadBucket; buckets: readonly LeadBucket[] }[] = [];
  for (const period of columns)
    counted.push({ period, ...(await leadNumbers(reader, [figure.id], { ...scope, period }, by)) });
  const last = counted.at(-1);
  const total = last?.total.figures[figure.id];
  const label = by === null ? null : await labels(reader, organization, by);
  const tables = tablesOf(figure, counted, by, label);
  return reply({
    title: `${figure.id} ${figure.name}`,
    text: `${figure.name}: ${shown(figure, total)} ${inPeriod(union)}${amongLeads(scope)}${besides(figure, total)}.`,
    sensitivity: "open",
    facts: [factOf(figure, total)],
    tables,
    charts: label === null || by === null ? [] : chartOf(figure, last?.buckets ?? [], by, label),
    notices: [
      notice("This figure is not in the Metrics Bible."),
      ...(by === "source" && !figure.additive
        ? [notice("A lead of several sources counts in each, and once in the total.")]
        : []),
      ...toDateNotices(union),
    ],
    provenance: {
      ...(await provenanceOf(reader, organization, {
        ...asked,
        period: union,
        filters: leadFiltersInWords(scope),
        counts: {},
      })),
      bible: NOT_IN_BIBLE,
    },
  });
}

const typeOf = ({ type }: LeadFigure) => (type === "per_hundred" ? "per_hundred" : "integer");
const shown = (figure: LeadFigure, number: LeadNumber | undefined): string =>
  number?.value == null ? "none" : showCell(number.value, typeOf(figure));
const besides = ({ type, among }: LeadFigure, number: LeadNumber | undefined): string =>
  type === "integer" || number === undefined
    ? ""
    : ` (${showInteger(number.of)} of ${showInteger(number.among)} ${among})`;

function factOf(figure: LeadFigure, number: LeadNumber | undefined): Fact {
  const { id, name, unit, type, among } = figure;
  const note =
    type === "integer"
      ? {}
      : { note: `${showInteger(number?.of ?? 0)} of ${showInteger(number?.among ?? 0)} ${among}` };
  return metricFact(id, name, number?.value ?? null, typeOf(figure), "open", { unit, ...note });
}

type Label = (key: LeadBucket["key"]) => string;

/** What a bucket is called: a source and a file by their names. */
async function labels(reader: Reader, organization: Organization, by: LeadDimension): Promise<Label> {
  const known =
    by === "file"
      ? new Map((await leadFileNames(reader)).map(({ id, name, date }) => [id, `${name} (${date})`]))
      : null;
  const named = sourceNamed(organization);
  return (key) => {
    if (key === null) return NOT_KNOWN[by];
    if (typeof key === "number") return known?.get(key) ?? String(key);
    return by === "source" ? named(key) : by === "month" ? showMonth(key) : key;
  };
}

/** Months in their order, all else the largest first; what is not known comes last. */
function ordered(buckets: readonly LeadBucket[], id: string, by: LeadDimension): LeadBucket[] {
  const size = ({ figures }: LeadBucket): number => figures[id]?.value ?? 0;
  return [...buckets].sort(
    (a, b) =>
      Number(a.key === null) - Number(b.key === null) ||
      (by === "month" ? 0 : size(b) - size(a)) ||
      (String(a.key) < String(b.key) ? -1 : 1),
  );
}

function tablesOf(
  figure: LeadFigure,
  counted: readonly { readonly period: Period; readonly total: LeadBucket; readonly buckets: readonly LeadBucket[] }[],
  by: LeadDimension | null,
  label: Label | null,
): Table[] {
  const last = counted.at(-1);
  if (last === undefined || (by === null && counted.length === 1)) return [];
  const { id, name } = figure;
  const cells = (numbers: readonly (LeadNumber | undefined)[]): Cell[] => {
    const end = numbers.at(-1);
    const made = figure.type === "integer" ? [] : [end?.of ?? 0, end?.among ?? 0];
    return [...numbers.map((number) => number?.value ?? null), ...made];
  };
  const totals = cells(counted.map(({ total }) => total.figures[id]));
  const columns = [
    ...counted.map(({ period }, place) =>
      column(
        counted.length === 1 ? id : `${id}_${place + 1}`,
        counted.length === 1 ? name : period.label,
        typeOf(figure),
        "open",
      ),
    ),
    ...(figure.type === "integer"
      ? []
      : [
          column("of", `Of them (${last.period.label})`, "integer", "open"),
          column("among", `All ${figure.among} (${last.period.label})`, "integer", "open"),
        ]),
  ];
  if (by === null || label === null)
    return [
      table({
        key: "by_period",
        title: name,
        columns: [column("figure", "Figure", "text", "open"), ...columns],
        rows: [[name, ...totals]],
        empty: "",
      }),
    ];
  const keys = ordered(last.buckets, id, by).filter(({ figures }) => (figures[id]?.among ?? 0) > 0);
  return [
    table({
      key: `by_${by}`,
      title: `${name} by ${LEAD_DIMENSION_LABEL[by].toLowerCase()}`,
      columns: [column(by, LEAD_DIMENSION_LABEL[by], by === "month" ? "month" : "text", "open"), ...columns],
      rows: keys.map(({ key }): Cell[] => [
        by === "month" && key !== null ? key : label(key),
        ...cells(counted.map(({ buckets }) => buckets.find((bucket) => bucket.key === key)?.figures[id])),
      ]),
      total: ["Total", ...totals],
      empty: `${name}: nothing in the period. Try a longer one or fewer filters.`,
    }),
  ];
}

function chartOf(figure: LeadFigure, buckets: readonly LeadBucket[], by: LeadDimension, label: Label): Chart[] {
  const { id, name, type } = figure;
  const points = ordered(buckets, id, by).flatMap(({ key, figures }) => {
    const value = figures[id]?.value ?? null;
    return value === null ? [] : [{ label: label(key), value }];
  });
  if (points.filter(({ value }) => value !== 0).length < 2) return [];
  const most = mostOf(points, (value) => showCell(value, typeOf(figure)));
  const words = {
    key: `${id.toLowerCase()}_by_${by}`,
    title: `${name} by ${LEAD_DIMENSION_LABEL[by].toLowerCase()}`,
    takeaway: most === null ? name : `Most: ${most.label}, ${most.value}.`,
    altText: `${name}: ${points
      .slice(0, 24)
      .map(({ label: of, value }) => `${of} ${showCell(value, typeOf(figure))}`)
      .join(", ")}.`,
    sensitivity: "open",
    measure: type === "per_hundred" ? `${name}, %` : name,
    type: typeOf(figure),
  } as const;
  return present(by === "month" ? trendChart(words, points) : barChart(words, points));
}

/** How a figure of leads is defined and counted: its rulings and the very SQL of this question. */
export function explainLeadFigure(asked: Omit<LeadFigureAsked, "now" | "sample">): Reply {
  const { id, name, definition, reference, unit, rulings, dimensions } = leadFigureOf(asked.figure);
  const scope: LeadScope = { period: unionOf(asked.periods), sources: asked.sources, states: asked.states };
  const [statement] = leadStatements([id], scope, asked.by);
  return reply({
    title: `${id} ${name}: how it is defined`,
    text: definition,
    sensitivity: "open",
    facts: [
      fact("reference", "Defined in", reference, "text", "open"),
      fact("unit", "Gives", unit, "text", "open"),
      fact(
        "dimensions",
        "By",
        dimensions.map((each) => LEAD_DIMENSION_LABEL[each].toLowerCase()).join(", "),
        "text",
        "open",
      ),
    ],
    tables: [
      table({
        key: "rulings",
        title: "Rulings",
        columns: [column("id", "Ruling", "text", "open"), column("text", "What it says", "text", "open")],
        rows: rulings.map((ruling) => [ruling, LEAD_RULINGS[ruling]]),
        empty: "None.",
      }),
      table({
        key: "sql",
        title: "SQL as it runs",
        columns: [column("sql", "SQL", "text", "open")],
        rows: (statement?.sql.text ?? "").split("\n").map((line) => [line]),
        empty: "",
      }),
      table({
        key: "parameters",
        title: "Parameters",
        columns: [column("place", "Parameter", "text", "open"), column("value", "Value", "text", "open")],
        rows: (statement?.sql.values ?? []).map((value, at) => [`$${at + 1}`, String(value)]),
        empty: "None.",
      }),
    ],
  });
}

import { type Period, unionOf } from "../domain/index.js";
import {
  computeMetrics,
  type FigureRow,
  type Figures,
  type Filters,
  filtersInWords,
  historyNotices,
  type KeptRecord,
  metricOf,
  recordsKept,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  column,
  countWithShare,
  type Fact,
  metricFact,
  type Notice,
  notice,
  type Reply,
  reply,
  showInteger,
  sortedRows,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { periodsTable } from "./figure-table.js";
import { firstTimeChart, monthsIn } from "./first-time-months.js";
import { footing } from "./footing.js";
import { filteredBy } from "./metric-words.js";
import {
  endOf,
  figureOf,
  type ListedVolunteer,
  listedVolunteers,
  only,
  RECORD,
  rowsBy,
  VOLUNTEER,
  volunteerCells,
} from "./recent-people.js";
import { inPeriod, legacyNotices, many, toDateNotices, unitOf } from "./words.js";

export const FIRST_TIME_SORTS = ["first", "name", "organisation", "events", "hours"] as const;
const SORTED_BY: Readonly<Record<string, string>> = {
  first: "first_on",
  name: "volunteer",
  organisation: "organisation",
  events: "X20",
  hours: "M30",
};

export type FirstTimeAsked = Asked;

/** What the report has asked for; every figure comes from the metrics (ruling F2), each person is one row (ruling P1). */
interface Found {
  readonly period: Period;
  readonly whole: Figures;
  /** What holds figures to those who came for the first time. */
  readonly theirs: Filters;
  /** Their number, events and hours in the period. */
  readonly given: FigureRow;
  readonly people: readonly FigureRow[];
  readonly firsts: ReadonlyMap<number, KeptRecord>;
  readonly described: ReadonlyMap<number, ListedVolunteer>;
}

/** Who volunteered for the first time in a period (M92): the people, when, for whom, and what they have given since. */
export async function firstTimeReport(
  reader: Reader,
  organization: Organization,
  asked: FirstTimeAsked,
): Promise<Reply> {
  const { filters = [] } = asked;
  const found = await ask(reader, organization, asked);
  const [months, organisations] = await Promise.all([
    monthsIn(reader, organization, { ...found, today: asked.today }),
    organisationTable(reader, organization, found, asked.today),
  ]);
  const tables = [
    ...periodsTable(found.whole, [{ metric: "M92", label: "First-time volunteers" }, { metric: "M20" }]),
    peopleTable(found, asked.sort),
    months.table,
    organisations,
  ];
  return reply({
    title: "First-time volunteers",
    text: sentence(found, filteredBy(filtersInWords(filters))),
    sensitivity: "open",
    facts: factsOf(found),
    tables,
    charts: firstTimeChart(months, found.period),
    ...(await footing(reader, organization, {
      ...asked,
      period: found.period,
      filters: filtersInWords(filters),
      counts: found.whole.counts,
      notices: await noticesOf(reader, found),
    })),
  });
}

async function ask(
  reader: Reader,
  organization: Organization,
  { periods, filters = [], today }: FirstTimeAsked,
): Promise<Found> {
  const period = unionOf(periods);
  // Who came before is looked for in all history, which is dear: once here, and in each period where several are compared.
  const metrics = periods.length > 1 ? ["M20", "M92"] : ["M20"];
  const [whole, kept] = await Promise.all([
    computeMetrics(reader, organization, { metrics, periods, filters, today }),
    recordsKept(reader, organization, { metric: "M92", period, filters, today }),
  ]);
  const firsts = endOf(kept, "first");
  // From here on M20 of these people alone is what M92 is of all.
  const theirs = [...filters, ...only([...firsts.keys()])];
  const [given, described] = await Promise.all([
    computeMetrics(reader, organization, {
      metrics: ["M20", "X20", "M30"],
      periods: [period],
      filters: theirs,
      by: "volunteer",
      today,
    }),
    listedVolunteers(reader, organization, [...firsts.keys()]),
  ]);
  return {
    period,
    whole,
    theirs,
    given: given.total,
    people: given.rows.filter(({ key }) => typeof key === "number" && firsts.has(key)),
    firsts,
    described,
  };
}

function sentence({ whole, given, period }: Found, filtered: string): string {
  const when = `${inPeriod(period)}${filtered}`;
  const first = figureOf(given, "M20");
  const all = figureOf(whole.total, "M20");
  if (all === 0) return `Nobody is recorded as having volunteered ${when}.`;
  if (first === 0) return `Nobody volunteered for the first time ${when}; ${many(all, "volunteer")} had come before.`;
  const came = first === 1 ? "One person volunteered" : `${showInteger(first)} people volunteered`;
  const gave = `${many(figureOf(given, "X20"), "engagement")} and ${many(Math.round(figureOf(given, "M30") * 10) / 10, "hour")}`;
  return `${came} for the first time ${when}, of ${many(all, "volunteer")}; together they gave ${gave}.`;
}

function factsOf({ whole, given }: Found): Fact[] {
  const [first, all] = [figureOf(given, "M20"), figureOf(whole.total, "M20")];
  return [
    metricFact("M92", "First-time volunteers", first, "integer", "open", {
      ...unitOf(metricOf("M92")),
      ...(all > 0 ? { note: `${countWithShare(first, all).replace(/^.*\((.*)\)$/, "$1")} of all volunteers` } : {}),
    }),
    metricFact("M20", "Unique volunteers", all, "integer", "open", unitOf(metricOf("M20"))),
    metricFact("X20", "Engagements of first-time volunteers", figureOf(given, "X20"), "integer", "open"),
    metricFact("M30", "Hours of first-time volunteers", figureOf(given, "M30"), "hours", "open"),
  ];
}

/** Salesforce's date is shown only where it says something else. */
const differing = (first: string | null, salesforce: string | null | undefined): string | null =>
  salesforce === undefined || salesforce === null || salesforce === first ? null : salesforce;

function peopleTable({ people, firsts, described, period }: Found, sort: FirstTimeAsked["sort"]): Table {
  const columns = [
    ...VOLUNTEER,
    column("first_on", "First event on", "date", "open"),
    column("first_event", "First event", "text", "open"),
    column("X20", "Events", "integer", "open"),
    column("M30", "Hours", "hours", "open"),
    column("salesforce_first", "Salesforce says", "date", "open"),
    RECORD,
  ];
  const rows = people.map((row): Cell[] => {
    const id = Number(row.key);
    const [who, first] = [described.get(id), firsts.get(id)];
    const firstOn = first?.firstOn ?? first?.day ?? null;
    return [
      ...volunteerCells(who, first, row),
      firstOn,
      first === undefined || first.day !== firstOn ? null : first.title,
      figureOf(row, "X20"),
      figureOf(row, "M30"),
      differing(firstOn, who?.salesforceFirst),
      who?.link ?? null,
    ];
  });
  const by = SORTED_BY[sort?.key ?? "first"] ?? [];
  return table({
    key: "volunteers",
    title: "First-time volunteers",
    columns,
    rows: sortedRows(columns, rows, { key: by, descending: sort?.descending ?? false }),
    empty: `Nobody volunteered for the first time ${inPeriod(period)}. Try a longer period, or fewer filters.`,
  });
}

async function organisationTable(
  reader: Reader,
  organization: Organization,
  { given, period, theirs }: Found,
  today: string,
): Promise<Table> {
  const of = { period, filters: theirs, today };
  const rows = await rowsBy(reader, organization, { ...of, metrics: ["M20"], by: "organisation" });
  const shown = rows.filter((row) => figureOf(row, "M20") > 0);
  return table({
    key: "by_organisation",
    title: "By organisation",
    columns: [
      column("organisation", "Organisation", "text", "open"),
      column("M92", "First-time volunteers", "integer", "open"),
    ],
    rows: shown.map((row): Cell[] => [row.label, figureOf(row, "M20")]),
    total: shown.length > 1 ? ["Total", figureOf(given, "M20")] : null,
    empty: `Nobody volunteered for the first time ${inPeriod(period)}.`,
  });
}

async function noticesOf(reader: Reader, { people, firsts, described, period, whole }: Found): Promise<Notice[]> {
  const said: Notice[] = [...(await historyNotices(reader, [period]))];
  const differ = people.filter(({ key }) => {
    const first = firsts.get(Number(key));
    return differing(first?.firstOn ?? null, described.get(Number(key))?.salesforceFirst) !== null;
  }).length;
  if (differ > 0)
    said.push(
      notice(
        `${differ === 1 ? "One person has" : `${showInteger(differ)} people have`} another first-volunteer date in Salesforce: it is shown beside ours, which is the first attended event that was not cancelled.`,
      ),
    );
  said.push(...legacyNotices(whole.counts));
  said.push(...toDateNotices(period));
  return said;
}

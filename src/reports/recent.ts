import { type Period, unionOf } from "../domain/index.js";
import {
  computeMetrics,
  type FigureRow,
  type Figures,
  type Filters,
  filtersInWords,
  type KeptRecord,
  metricOf,
  recordsKept,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  column,
  type Fact,
  metricFact,
  type Reply,
  reply,
  showInteger,
  sortedRows,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { periodsTable, type Shown } from "./figure-table.js";
import { footing } from "./footing.js";
import { filteredBy } from "./metric-words.js";
import {
  connectorVolunteers,
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

export const RECENT_SORTS = ["last", "name", "organisation", "events", "hours"] as const;
const SORTED_BY: Readonly<Record<string, string>> = {
  last: "last_on",
  name: "volunteer",
  organisation: "organisation",
  events: "X20",
  hours: "M30",
};

const BY_PERIOD: readonly Shown[] = [
  { metric: "M20" },
  { metric: "M92", label: "First time" },
  { metric: "X20" },
  { metric: "M30" },
];

export interface RecentAsked extends Asked {
  /** Only those whom Pathful knows, or only the others; everybody when null. */
  readonly connector: boolean | null;
}

interface Found {
  readonly period: Period;
  readonly whole: Figures;
  readonly people: readonly FigureRow[];
  readonly first: ReadonlySet<FigureRow["key"]>;
  /** First-time volunteers (M92). */
  readonly fresh: number;
  readonly lasts: ReadonlyMap<number, KeptRecord>;
  readonly described: ReadonlyMap<number, ListedVolunteer>;
}

/** Who has volunteered lately: each person once, with their last event, what they gave in the range, and whether it was their first time. */
export async function recentReport(reader: Reader, organization: Organization, asked: RecentAsked): Promise<Reply> {
  const found = await ask(reader, organization, asked);
  return reply({
    title: asked.connector === true ? "Active Connector volunteers" : "Active volunteers",
    text: sentence(found, asked.connector, filteredBy(filtersInWords(asked.filters ?? []))),
    sensitivity: "open",
    facts: factsOf(found),
    tables: [...periodsTable(found.whole, BY_PERIOD), peopleTable(found, asked.sort)],
    ...(await footing(reader, organization, {
      ...asked,
      period: found.period,
      filters: {
        ...filtersInWords(asked.filters ?? []),
        ...(asked.connector === null ? {} : { connector: asked.connector ? "yes" : "no" }),
      },
      counts: found.whole.counts,
      notices: [...legacyNotices(found.whole.counts), ...toDateNotices(found.period)],
    })),
  });
}

async function ask(reader: Reader, organization: Organization, asked: RecentAsked): Promise<Found> {
  const { periods, connector, today } = asked;
  const period = unionOf(periods);
  const filters = [...(asked.filters ?? []), ...(await connectorFilter(reader, connector))];
  const of = { period, filters, today };
  // Who came before is looked for in all history, which is dear: once here, and in each period where several are compared.
  const compared = periods.length > 1 ? ["M92"] : [];
  const metrics = [...compared, "M20", "X20", "M30"];
  const [whole, fresh, records] = await Promise.all([
    computeMetrics(reader, organization, {
      metrics,
      periods,
      filters,
      by: "volunteer",
      rowsTogether: true,
      totalOnly: compared,
      today,
    }),
    rowsBy(reader, organization, { ...of, metrics: ["M92"], by: "volunteer" }),
    recordsKept(reader, organization, { metric: "M20", ...of }),
  ]);
  const first = fresh.flatMap(({ key }) => (typeof key === "number" ? [key] : []));
  // M20 of these people alone is what M92 is of all.
  const theirs = { metrics: ["M20"], periods: [period], filters: [...filters, ...only(first)], today };
  const people = whole.rows.filter(({ key }) => typeof key === "number");
  const ids = people.flatMap(({ key }) => (typeof key === "number" ? [key] : []));
  const [given, described] = await Promise.all([
    computeMetrics(reader, organization, theirs),
    listedVolunteers(reader, organization, ids),
  ]);
  return {
    period,
    whole,
    people,
    first: new Set(first),
    fresh: figureOf(given.total, "M20"),
    lasts: endOf(records, "last"),
    described,
  };
}

async function connectorFilter(reader: Reader, connector: boolean | null): Promise<Filters> {
  if (connector === null) return [];
  const people = only(await connectorVolunteers(reader));
  return connector ? people : people.map((clause) => ({ ...clause, exclude: true }));
}

function sentence({ whole, fresh: first, period }: Found, connector: boolean | null, filtered: string): string {
  const when = `${inPeriod(period)}${filtered}`;
  const all = figureOf(whole.total, "M20");
  const who = connector === true ? "Connector volunteer" : "volunteer";
  if (all === 0) return `No ${who} is recorded at an event ${when}. Try a longer period, or fewer filters.`;
  const fresh = first === 0 ? "none" : first === all ? "all" : showInteger(first);
  const hours = many(Math.round(figureOf(whole.total, "M30") * 10) / 10, "hour");
  return `${many(all, who)} came ${when}, ${fresh} of them for the first time; ${many(figureOf(whole.total, "X20"), "engagement")} and ${hours} in all.`;
}

function factsOf({ whole, fresh }: Found): Fact[] {
  const fact = (id: string, label: string): Fact =>
    metricFact(id, label, figureOf(whole.total, id), metricOf(id).type, "open", unitOf(metricOf(id)));
  return [
    fact("M20", "Active volunteers"),
    metricFact("M92", "For the first time", fresh, "integer", "open", unitOf(metricOf("M92"))),
    fact("X20", "Engagements"),
    fact("M30", "Volunteer hours"),
  ];
}

function peopleTable({ people, first, lasts, described, period }: Found, sort: RecentAsked["sort"]): Table {
  const columns = [
    ...VOLUNTEER,
    column("last_on", "Last event on", "date", "open"),
    column("last_event", "Last event", "text", "open"),
    column("X20", "Events", "integer", "open"),
    column("M30", "Hours", "hours", "open"),
    column("first_time", "First time", "boolean", "open"),
    column("connector", "Connector", "boolean", "open"),
    RECORD,
  ];
  const rows = people.map((row): Cell[] => {
    const id = Number(row.key);
    const [who, last] = [described.get(id), lasts.get(id)];
    return [
      ...volunteerCells(who, last, row),
      last?.day ?? null,
      last?.title ?? null,
      figureOf(row, "X20"),
      figureOf(row, "M30"),
      first.has(row.key),
      who?.isConnector ?? false,
      who?.link ?? null,
    ];
  });
  const by = SORTED_BY[sort?.key ?? "last"] ?? [];
  return table({
    key: "volunteers",
    title: "Active volunteers",
    columns,
    rows: sortedRows(columns, rows, { key: by, descending: sort?.descending ?? false }),
    empty: `Nobody came ${inPeriod(period)}. Try a longer period, or fewer filters.`,
  });
}

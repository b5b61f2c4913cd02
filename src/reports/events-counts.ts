import { type Period, unionOf } from "../domain/index.js";
import {
  computeMetrics,
  type DimensionId,
  type Figures,
  type Filters,
  filtersInWords,
  metricOf,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  column,
  type Fact,
  type Notice,
  notice,
  type Reply,
  reply,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { monthChart } from "./district-chart.js";
import { amongEvents, idsOf } from "./district-figures.js";
import { recordedDays } from "./district-name.js";
import { describeEvents, type EventDescription } from "./events.js";
import { count, figure, figureTable, noted, periodsTable, type Shown, shownFact } from "./figure-table.js";
import { footing } from "./footing.js";
import { withoutGaps } from "./gaps.js";
import { filteredBy } from "./metric-words.js";
import { type Sort, type SortKey, sorted } from "./sorting.js";
import { inPeriod, legacyNotices, many, toDateNotices } from "./words.js";

/** By what events are counted. */
export const EVENTS_BY = ["type", "month", "district"] as const;
export type EventsBy = (typeof EVENTS_BY)[number];

export interface EventsAsked extends Asked<SortKey> {
  /** One of the three tables alone. */
  readonly by?: EventsBy;
}

const COUNTED: readonly Shown[] = [
  { metric: "M60", label: "Events" },
  { metric: "M62", label: "In person" },
  { metric: "M61", label: "Virtual" },
  { metric: "X60", label: "Held" },
  { metric: "X62", label: "Held in person" },
  { metric: "X61", label: "Held virtually" },
  { metric: "M63", label: "Cancelled" },
];
const METRICS = COUNTED.map(({ metric }) => metric);

const CUTS: Readonly<Record<EventsBy, { readonly by: DimensionId; readonly title: string; readonly label: string }>> = {
  type: { by: "event_type", title: "By type", label: "Event type" },
  month: { by: "month", title: "By month", label: "Month" },
  district: { by: "district", title: "By district", label: "District" },
};

/** Events counted by type, month and district: all that were not cancelled, those held, and the cancelled apart; then the list of them. */
export async function eventsReport(reader: Reader, organization: Organization, asked: EventsAsked): Promise<Reply> {
  const { filters = [], today, sort } = asked;
  const period = unionOf(asked.periods);
  const ask = (metrics: readonly string[], by?: DimensionId, further: Filters = []) =>
    computeMetrics(reader, organization, {
      metrics,
      periods: [period],
      filters: [...filters, ...further],
      today,
      ...(by ? { by, rowsOnly: true } : {}),
    });
  const whole = await ask(METRICS);
  const cuts = asked.by === undefined ? EVENTS_BY : [asked.by];
  const counted = new Map<EventsBy, Table>();
  for (const cut of new Set<EventsBy>([...cuts, "month"]))
    counted.set(cut, countTable(cut, await ask(METRICS, CUTS[cut].by), whole));
  const listed = await ask(["M60", "X60", "M63", "X10"], "event");
  const people = await ask(["M20"], "event", amongEvents(idsOf(listed)));
  const described = await describeEvents(
    reader,
    organization,
    listed.rows.map(({ key }) => key),
  );
  const months = counted.get("month");
  return reply({
    title: `Events ${inPeriod(period)}`,
    text: await sentence(whole),
    sensitivity: "open",
    facts: factsOf(whole),
    tables: [
      ...(await byPeriod()),
      ...cuts.flatMap((cut) => counted.get(cut) ?? []),
      listTable(listed, people, described, period, sort),
    ],
    charts: months ? monthChart(months, "all events") : [],
    ...(await footing(reader, organization, {
      ...asked,
      period,
      filters: filtersInWords(filters),
      counts: whole.counts,
      notices: noticesOf(whole, period, cuts),
    })),
  });

  /** The whole, a row per period; nothing for a single one. */
  async function byPeriod(): Promise<Table[]> {
    if (asked.periods.length < 2) return [];
    const { periods } = asked;
    return periodsTable(
      await computeMetrics(reader, organization, { metrics: METRICS, periods, filters, today }),
      COUNTED,
    );
  }

  function countTable(cut: EventsBy, figures: Figures, { total }: Figures): Table {
    const { by, title, label } = CUTS[cut];
    return figureTable({
      key: `by_${by}`,
      title,
      first: column(by, label, cut === "month" ? "month" : "text", "open"),
      figures: cut === "month" ? withoutGaps(metricOf("M60"), figures, organization, today) : figures,
      shown: COUNTED,
      total: { label: cut === "district" ? "All, counted once" : "Total", row: total },
      sort,
      empty: `No event ${inPeriod(period)}. Try a longer period or fewer filters.`,
    });
  }

  async function sentence({ total }: Figures): Promise<string> {
    const when = `${inPeriod(period)}${filteredBy(filtersInWords(filters))}`;
    if (count(total, "M60") === 0 && count(total, "M63") === 0)
      return `No event is recorded ${when}. ${await recordedDays(reader, null)}`;
    const cancelled = count(total, "M63") > 0 ? `, and ${many(count(total, "M63"), "cancelled event")}` : "";
    return `${many(count(total, "M60"), "event")}, ${showInteger(count(total, "X60"))} of them held${cancelled}, ${when}.`;
  }
}

function factsOf({ total }: Figures): Fact[] {
  return COUNTED.map((each) => {
    const ahead = noted(total, each.metric, "still_to_come");
    return shownFact(
      { ...each, label: metricOf(each.metric).name },
      total,
      ahead > 0 ? { note: `of which still to come: ${ahead}` } : {},
    );
  });
}

function listTable(
  { rows }: Figures,
  people: Figures,
  described: ReadonlyMap<number, EventDescription>,
  period: Period,
  sort: Sort | undefined,
): Table {
  const columns = [
    column("date", "Date", "date", "open"),
    column("time", "Time", "text", "open"),
    column("session", "Title", "text", "open"),
    column("type", "Type", "text", "open"),
    column("format", "Format", "text", "open"),
    column("school", "School", "text", "open"),
    column("district", "District", "text", "open"),
    column("status", "Status", "text", "open"),
    column("M20", "Volunteers", "integer", "open"),
    column("X10", "Student attendances", "integer", "open"),
    column("record", "Record", "link", "open", { linkLabel: "session" }),
  ];
  const volunteers = new Map(people.rows.map((row) => [row.key, figure(row, "M20")]));
  const cells = rows
    .map((row) => ({ row, event: typeof row.key === "number" ? described.get(row.key) : undefined }))
    .sort((a, b) => {
      const [one, other] = [a, b].map(({ event }) => `${event?.date ?? ""} ${event?.time ?? ""}`) as [string, string];
      return one < other ? 1 : one > other ? -1 : Number(b.row.key) - Number(a.row.key);
    })
    .map(({ row, event }): Cell[] => {
      const isCounted = event?.format !== "Virtual" && count(row, "M60") > 0 && noted(row, "X10", "uncounted") === 0;
      return [
        event?.date ?? null,
        event?.time ?? null,
        event?.title ?? row.label,
        event?.type ?? null,
        event?.format ?? null,
        event?.school ?? null,
        event?.districts ?? null,
        event?.status ?? null,
        volunteers.get(row.key) ?? 0,
        isCounted ? figure(row, "X10") : null,
        event?.link ?? null,
      ];
    });
  return table({
    key: "events",
    title: "Events",
    columns,
    rows: sorted(columns, cells, sort),
    empty: `No event ${inPeriod(period)}. Try a longer period or fewer filters.`,
  });
}

function noticesOf({ total, counts }: Figures, period: Period, cuts: readonly EventsBy[]): Notice[] {
  const said: Notice[] = [];
  if (cuts.includes("district"))
    said.push(notice("An event of several districts counts in full in each, and once in the total."));
  const ahead = noted(total, "M60", "still_to_come");
  if (ahead > 0) said.push(notice(`${many(ahead, "event is", "events are")} still to come: never counted as held.`));
  said.push(...legacyNotices(counts));
  said.push(...toDateNotices(period));
  return said;
}

import { type Period, unionOf } from "../domain/index.js";
import { type FigureRow, type Figures, type Filters, filtersInWords } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  type Chart,
  column,
  type Fact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showInteger,
  sortedRows,
  type Table,
  table,
  trendChart,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { type AttendanceDetail, attendanceDetails } from "./attendance-details.js";
import { describeEvents, type EventDescription } from "./events.js";
import { count, figure, figureTable, type Shown, shownColumn, shownFact } from "./figure-table.js";
import { footing } from "./footing.js";
import { filteredBy } from "./metric-words.js";
import { asking, cutting, joined } from "./pathway-figures.js";
import { newest, periodTable, RECORD } from "./pathway-tables.js";
import { excludedNotices, inPeriod, legacyNotices, listed, many, mostOf, periodName, toDateNotices } from "./words.js";

export const ATTENDANCE_SORTS = ["date", "name", "students", "volunteers", "ratio"] as const;
const SORTED_BY: Readonly<Record<string, readonly string[]>> = {
  date: ["date"],
  name: ["event", "district"],
  students: ["X10"],
  volunteers: ["M20"],
  ratio: ["M110"],
};

export type AttendanceAsked = Asked;

interface Found {
  readonly period: Period;
  readonly whole: Figures;
  readonly byDistrict: Figures;
  readonly byMonth: Figures;
  /** Events until today that were held or attended, newest first. */
  readonly rows: readonly FigureRow[];
  readonly events: ReadonlyMap<number, EventDescription>;
  readonly details: ReadonlyMap<number, AttendanceDetail>;
}

const CUT = ["X60", "X62", "X61", "M20", "X20", "X10", "M10", "X100", "X14", "M111"] as const;
/** Always tables by event. */
const PER_EVENT = ["X115", "M110"] as const;
const PER_DISTRICT: readonly Shown[] = [{ metric: "X60" }, { metric: "M20" }, { metric: "X10" }, { metric: "M10" }];

/** Attendance per event: volunteers, students, rooms, rotations, students per rotation and per volunteer (M110), and what is missing (ruling E6). */
export async function attendanceReport(
  reader: Reader,
  organization: Organization,
  asked: AttendanceAsked,
): Promise<Reply> {
  const { periods, filters = [] } = asked;
  const found = await ask(reader, organization, { ...asked, filters });
  const words = filtersInWords(filters);
  return reply({
    title: "Attendance",
    text: sentence(found, `${inPeriod(found.period)}${filteredBy(words)}`),
    sensitivity: "open",
    facts: factsOf(found),
    tables: [
      inOrder(eventTable(found), asked.sort),
      ...(periods.length > 1 ? [periodTable(found.whole)] : []),
      inOrder(districtTable(found), asked.sort),
    ],
    charts: chartOf(found),
    ...(await footing(reader, organization, {
      ...asked,
      period: found.period,
      filters: words,
      counts: found.whole.counts,
      notices: noticesOf(found),
    })),
  });
}

async function ask(
  reader: Reader,
  organization: Organization,
  { periods, filters, today }: AttendanceAsked & { readonly filters: Filters },
): Promise<Found> {
  const question = { reader, organization, periods, filters, today };
  const figures = asking(question);
  const [by, perEvent, virtual] = await Promise.all([
    cutting(question, CUT, ["event", "district", "month"]),
    figures(PER_EVENT, { by: "event" }),
    figures(["M73"], { apart: true }),
  ]);
  const ratios = new Map(perEvent.rows.map((row) => [row.key, row]));
  const byEvent = by("event").rows.map((row) => ({
    ...row,
    figures: { ...row.figures, ...ratios.get(row.key)?.figures },
  }));
  const ids = byEvent.flatMap(({ key }) => (typeof key === "number" ? [key] : []));
  const events = await describeEvents(reader, organization, ids);
  const eventOf = (row: FigureRow) => (typeof row.key === "number" ? events.get(row.key) : undefined);
  return {
    period: unionOf(periods),
    whole: joined(by("event"), virtual),
    byDistrict: by("district"),
    byMonth: by("month"),
    rows: byEvent.filter((row) => (eventOf(row)?.date ?? "") <= today).sort((a, b) => newest(eventOf(a), eventOf(b))),
    events,
    details: await attendanceDetails(reader, ids),
  };
}

function sentence({ whole: { total }, rows }: Found, when: string): string {
  if (rows.length === 0) return `No event was held or attended ${when}. Try a longer period or fewer filters.`;
  const average = figure(total, "M111");
  const each =
    typeof average === "number"
      ? `, ${showInteger(Math.round(average * 10) / 10)} students per volunteer on average`
      : "";
  return `${many(rows.length, "event")} with ${many(count(total, "M20"), "volunteer")} and ${many(count(total, "X10"), "student attendance")} in person${each}, ${when}.`;
}

function factsOf({ whole: { total } }: Found): Fact[] {
  const fact = (metric: string, label: string, extra = {}) => shownFact({ metric, label }, total, extra);
  return [
    fact("X60", "Sessions held"),
    fact("X62", "Sessions held in person"),
    fact("X61", "Sessions held virtually"),
    fact("M20", "Volunteers"),
    fact("X20", "Volunteer engagements"),
    fact("X10", "Student attendances in person"),
    fact("M10", "Unique students, on the rosters"),
    fact("X100", "Classrooms or tables"),
    fact("X14", "Students per session, on average"),
    fact("M111", "Students per volunteer, on average"),
    ...(count(total, "M73") > 0 ? [fact("M73", "Students reached virtually", { note: "estimate" })] : []),
  ];
}

function eventTable({ whole, rows, events, details, period }: Found): Table {
  const columns = [
    column("date", "Date", "date", "open"),
    column("event", "Event", "text", "open"),
    column("districts", "Districts", "text", "open"),
    column("school", "School", "text", "open"),
    column("format", "Format", "text", "open"),
    shownColumn({ metric: "M20" }),
    shownColumn({ metric: "X10", label: "Students" }),
    shownColumn({ metric: "M10", label: "On the roster" }),
    column("rooms", "Rooms", "integer", "open"),
    column("rotations", "Rotations", "integer", "open"),
    shownColumn({ metric: "X115", label: "Students per rotation" }),
    shownColumn({ metric: "M110", label: "Students per volunteer" }),
    column("missing", "Missing", "text", "open"),
    RECORD_OF_EVENT,
  ];
  return table({
    key: "events",
    title: "By event",
    columns,
    rows: rows.map((row): Cell[] => {
      const id = typeof row.key === "number" ? row.key : -1;
      const [event, detail] = [events.get(id), details.get(id)];
      return [
        event?.date ?? null,
        event?.title ?? row.label,
        event?.districts ?? null,
        event?.school ?? null,
        event?.format ?? null,
        figure(row, "M20"),
        known(row, "X10"),
        known(row, "M10"),
        detail?.rooms ?? null,
        detail?.rotations ?? null,
        known(row, "X115"),
        known(row, "M110"),
        missingAt(row, event, detail),
        event?.link ?? null,
      ];
    }),
    total: [
      null,
      "Total",
      null,
      null,
      null,
      figure(whole.total, "M20"),
      figure(whole.total, "X10"),
      figure(whole.total, "M10"),
      figure(whole.total, "X100"),
      null,
      null,
      null,
      null,
      null,
    ],
    empty: `No event was held or attended ${inPeriod(period)}. Try a longer period or fewer filters.`,
  });
}

const RECORD_OF_EVENT = { ...RECORD, linkLabel: "event" };

/** A number that nobody wrote down is a gap, not 0. */
const known = (row: FigureRow, metric: string): Cell => (count(row, metric) === 0 ? null : figure(row, metric));

/** "students, rooms and rotations": what an event in person still lacks; null when nothing is missing. */
function missingAt(
  row: FigureRow,
  event: EventDescription | undefined,
  detail: AttendanceDetail | undefined,
): string | null {
  const isInPerson = event?.format === "In person";
  const missing = [
    ...(count(row, "M20") === 0 ? ["volunteers"] : []),
    ...(isInPerson && count(row, "X10") === 0 ? ["students"] : []),
    ...(isInPerson && !detail?.rooms ? ["rooms"] : []),
    ...(isInPerson && !detail?.rotations ? ["rotations"] : []),
  ];
  return missing.length === 0 ? null : listed(missing);
}

function districtTable({ byDistrict, whole, period }: Found): Table {
  const rows = byDistrict.rows.filter(
    (row) => row.key !== null || PER_DISTRICT.some(({ metric }) => count(row, metric) > 0),
  );
  return figureTable({
    key: "by_district",
    title: "By district",
    first: column("district", "District", "text", "open"),
    figures: { ...byDistrict, rows },
    shown: PER_DISTRICT,
    total: { label: "Total", row: whole.total },
    empty: `No event was held or attended ${inPeriod(period)}.`,
  });
}

function inOrder(made: Table, by: AttendanceAsked["sort"]): Table {
  if (by === undefined) return made;
  const order = { key: SORTED_BY[by.key] ?? [], descending: by.descending };
  return { ...made, rows: sortedRows(made.columns, made.rows, order) };
}

function noticesOf({ rows, events, details, whole, period }: Found): Notice[] {
  const inPerson = rows.filter(({ key }) => typeof key === "number" && events.get(key)?.format === "In person");
  const uncounted = inPerson.filter((row) => count(row, "X10") === 0).length;
  const unroomed = inPerson.filter(({ key }) => {
    const detail = typeof key === "number" ? details.get(key) : undefined;
    return !detail?.rooms || !detail.rotations;
  }).length;
  const virtual = rows.length - inPerson.length;
  return [
    ...(uncounted > 0
      ? [notice(`Nobody counted the students at ${many(uncounted, "in-person event")}.`, "warning")]
      : []),
    ...(unroomed > 0
      ? [
          notice(
            `Rooms or rotations are not recorded for ${many(unroomed, "in-person event")}: ${unroomed === 1 ? "it has" : "they have"} no students per volunteer and ${unroomed === 1 ? "is" : "are"} in no average.`,
          ),
        ]
      : []),
    ...(virtual > 0 ? [notice(`Students of ${many(virtual, "virtual event")} are not on any roster.`)] : []),
    notice("An event of several districts counts in full in each, and once in the total."),
    ...excludedNotices(whole.counts),
    ...legacyNotices(whole.counts),
    ...toDateNotices(period),
  ];
}

/** Student attendances by month; one month alone is no course. */
function chartOf({ byMonth, period }: Found): Chart[] {
  const points = byMonth.rows.map((row) => ({ label: row.label, value: count(row, "X10") }));
  const most = mostOf(points);
  if (most === null || points.length < 2) return [];
  return present(
    trendChart(
      {
        key: "months",
        title: "Student attendances in person, by month",
        takeaway: `Most students came in ${most.label}: ${most.value}.`,
        altText: `Student attendances in person by month, ${periodName(period)}: ${listed(points.map(({ label, value }) => `${label} ${value}`))}.`,
        sensitivity: "open",
        measure: "Student attendances",
        type: "integer",
      },
      points,
    ),
  );
}

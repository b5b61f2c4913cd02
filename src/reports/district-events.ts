import sql from "sql-template-tag";
import type { FigureRow, Figures, Key } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, type Column, column, type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { type Ask, amongEvents, type DistrictScope, idsOf, OWN_STUDENTS } from "./district-figures.js";
import { describeEvents, type EventDescription } from "./events.js";
import { count, figure, noted } from "./figure-table.js";
import type { DistrictName } from "./manual-inputs.js";
import { type Sort, sorted } from "./sorting.js";
import { inPeriod } from "./words.js";

/** One event of a year-end, with what is not recorded of it. */
export interface YearEndEvent {
  /** Undefined only where the event went away while the report was made. */
  readonly event: EventDescription | undefined;
  readonly row: FigureRow;
  /** Its volunteers and their hours; undefined where nobody came. */
  readonly people: FigureRow | undefined;
  /** Students of the district's schools that were there. */
  readonly own: number;
  /** More districts than this one have it. */
  readonly isShared: boolean;
  readonly isToCome: boolean;
  /** What nobody recorded, in words; none of what is still to come. */
  readonly missing: readonly Blank[];
}

/** What a past event can lack. */
export const BLANKS = {
  students: "number of students",
  teachers: "teachers' attendance",
  volunteers: "volunteers who came",
  status: "status Completed",
  school: "school",
} as const;
export type Blank = keyof typeof BLANKS;

export interface YearEndEvents {
  /** Not cancelled, newest first. */
  readonly events: readonly YearEndEvent[];
  readonly cancelled: readonly { readonly row: FigureRow; readonly event: EventDescription | undefined }[];
}

/** The events behind a year-end, with their figures; `ask` asks within the scope. `own` students are counted only where they are asked for. */
export async function yearEndEvents(
  reader: Reader,
  organization: Organization,
  { today, district }: { readonly today: string; readonly district: DistrictName | null },
  ask: Ask,
  { withOwn }: { readonly withOwn: boolean },
): Promise<YearEndEvents> {
  const [all, cancelled] = await Promise.all([
    ask(["M60", "X60", "X10"], { by: "event" }),
    ask(["M63"], { by: "event" }),
  ]);
  const described = await describeEvents(reader, organization, idsOf(all, cancelled));
  const ids = idsOf(all);
  const virtual = ids.filter((id) => typeof id === "number" && described.get(id)?.format === "Virtual");
  const atThese = { by: "event", filters: amongEvents(ids) } as const;
  const rowsOf = async (...asked: Parameters<Ask>) => rowsBy(await ask(...asked));
  const [people, own, confirmed, shared] = await Promise.all([
    rowsOf(["M20", "M30"], atThese),
    withOwn ? rowsOf(["M10"], { ...atThese, whose: "their schools" }) : new Map<Key, FigureRow>(),
    rowsOf(["M72"], { by: "event", filters: amongEvents(virtual), whose: "anyone's" }),
    sharedEvents(reader, district),
  ]);
  const events = all.rows.flatMap((row): YearEndEvent[] => {
    if (typeof row.key !== "number") return [];
    const event = described.get(row.key);
    const isToCome = event !== undefined && event.date > today;
    const there = people.get(row.key);
    const isConfirmed = count(confirmed.get(row.key), "M72") > 0;
    return [
      {
        event,
        row,
        people: there,
        own: count(own.get(row.key), "M10"),
        isShared: shared.has(row.key),
        isToCome,
        missing: isToCome || event === undefined ? [] : blanksOf(event, row, there, isConfirmed),
      },
    ];
  });
  const descriptionOf = (key: Key) => (typeof key === "number" ? described.get(key) : undefined);
  return {
    events: events.sort(newestFirst),
    cancelled: cancelled.rows.map((row) => ({ row, event: descriptionOf(row.key) })).sort(newestFirst),
  };
}

const rowsBy = ({ rows }: Figures): ReadonlyMap<Key, FigureRow> => new Map(rows.map((row) => [row.key, row]));

function blanksOf(
  event: EventDescription,
  row: FigureRow,
  people: FigureRow | undefined,
  isConfirmed: boolean,
): Blank[] {
  // What was closed as a no-show took place for nobody: nothing of it is missing.
  if (event.status === "No Show") return [];
  const isVirtual = event.format === "Virtual";
  const blanks: readonly (readonly [Blank, boolean])[] = [
    ["students", !isVirtual && noted(row, "X10", "uncounted") > 0],
    ["teachers", isVirtual && !isConfirmed],
    ["volunteers", count(people, "M20") === 0],
    ["status", count(row, "X60") === 0],
    ["school", !isVirtual && event.school === null],
  ];
  return blanks.flatMap(([blank, isBlank]) => (isBlank ? [blank] : []));
}

/** Events of a district that others have too (ruling E2); of no district in particular, none. */
async function sharedEvents(reader: Reader, district: DistrictName | null): Promise<ReadonlySet<number>> {
  if (district === null) return new Set();
  const rows = await reader.query<{ event_id: number }>(sql`
    SELECT ed.event_id FROM event_district ed
    WHERE ed.district_id = ${district.id}
      AND EXISTS (SELECT 1 FROM event_district other WHERE other.event_id = ed.event_id AND other.district_id <> ed.district_id)`);
  return new Set(rows.map(({ event_id }) => event_id));
}

type Dated = { readonly event: EventDescription | undefined; readonly row: FigureRow };
function newestFirst(a: Dated, b: Dated): number {
  const when = ({ event }: Dated): string => `${event?.date ?? ""} ${event?.time ?? ""}`;
  return when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : Number(b.row.key) - Number(a.row.key);
}

const SESSION: readonly Column[] = [
  column("date", "Date", "date", "open"),
  column("time", "Time", "text", "open"),
  column("session", "Title", "text", "open"),
  column("type", "Type", "text", "open"),
  column("format", "Format", "text", "open"),
  column("place", "Place", "text", "open"),
];
const RECORD = column("record", "Record", "link", "open", { linkLabel: "session" });

const sessionCells = ({ event, row }: Dated): Cell[] => [
  event?.date ?? null,
  event?.time ?? null,
  event?.title ?? row.label,
  event?.type ?? null,
  event?.format ?? null,
  event?.school ?? event?.location ?? null,
];

/** Past events, those to come and the cancelled ones, each in a table of its own. */
export function eventTables(
  { events, cancelled }: YearEndEvents,
  { period }: Pick<DistrictScope, "period">,
  sort: Sort | undefined,
): Table[] {
  const columns = [
    ...SESSION,
    column("status", "Status", "text", "open"),
    column("X10", "Students there", "integer", "open"),
    column(OWN_STUDENTS, "From their schools", "integer", "open"),
    column("letter", "For the letter", "integer", "open"),
    column("shared", "Shared with other districts", "boolean", "open"),
    column("M20", "Volunteers", "integer", "open"),
    column("M30", "Hours", "hours", "open"),
    column("needs", "Needs attendance", "text", "open"),
    RECORD,
  ];
  const past = events.filter(({ isToCome }) => !isToCome);
  const coming = events.filter(({ isToCome }) => isToCome).reverse();
  return [
    table({
      key: "events",
      title: "Events",
      columns,
      rows: sorted(columns, past.map(eventCells), sort),
      empty: `No event ${inPeriod(period)}.`,
    }),
    table({
      key: "upcoming",
      title: "Upcoming",
      columns: [...SESSION, column("status", "Status", "text", "open"), RECORD],
      rows: coming.map((each) => [...sessionCells(each), each.event?.status ?? null, each.event?.link ?? null]),
      empty: `No event is still to come ${inPeriod(period)}.`,
    }),
    table({
      key: "cancelled",
      title: "Cancelled",
      columns: [...SESSION, column("reason", "Reason", "text", "open"), RECORD],
      rows: cancelled.map((each) => [...sessionCells(each), each.event?.reason ?? null, each.event?.link ?? null]),
      empty: `No event was cancelled ${inPeriod(period)}.`,
    }),
  ];
}

function eventCells(one: YearEndEvent): Cell[] {
  const { event, row, people, own, isShared, missing } = one;
  const isVirtual = event?.format === "Virtual";
  const there = isVirtual || noted(row, "X10", "uncounted") > 0 ? null : figure(row, "X10");
  return [
    ...sessionCells(one),
    event?.status ?? null,
    there,
    isVirtual ? null : own,
    // To a district that shares an event, the letter speaks of its own students (ruling E3).
    isVirtual ? null : isShared ? own : there,
    isShared,
    figure(people, "M20") ?? 0,
    figure(people, "M30") ?? 0,
    missing.includes("students") || missing.includes("teachers") ? "needs attendance" : null,
    event?.link ?? null,
  ];
}

/** One row per blank of a past event: what to find out, and where (F94: what has to be tracked separately). */
export function blanksTable({ events }: YearEndEvents, { period }: Pick<DistrictScope, "period">): Table {
  return table({
    key: "blanks",
    title: "What nobody recorded",
    columns: [
      column("missing", "Missing", "text", "open"),
      ...SESSION,
      column("status", "Status", "text", "open"),
      RECORD,
    ],
    rows: (Object.keys(BLANKS) as Blank[]).flatMap((blank) =>
      events
        .filter(({ missing }) => missing.includes(blank))
        .map((each): Cell[] => [
          BLANKS[blank],
          ...sessionCells(each),
          each.event?.status ?? null,
          each.event?.link ?? null,
        ]),
    ),
    empty: `Nothing is missing of the events ${inPeriod(period)}.`,
  });
}

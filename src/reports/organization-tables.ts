import type { FigureRow, Figures, Key } from "../metrics/index.js";
import { type Cell, type Column, column, type Table, table } from "../reply/index.js";
import type { Volunteer } from "./company.js";
import type { EventDescription } from "./events.js";
import { figure, figures, metricColumn } from "./organization-columns.js";
import { count } from "./organization-facts.js";
import { type CompanyFigures, PER_PERIOD, PER_VOLUNTEER } from "./organization-figures.js";
import { type Sort, sorted } from "./sorting.js";
import { inPeriod } from "./words.js";

/** One row per school year, or per period where several were asked for; the total is counted again over all. */
export function periodTable({ company, byPeriod, whole, period }: CompanyFigures, severalPeriods: boolean): Table {
  const key = severalPeriods ? "period" : "school_year";
  return table({
    key: `by_${key}`,
    title: severalPeriods ? "By period" : "By school year",
    columns: [column(key, severalPeriods ? "Period" : "School year", "text", "open"), ...PER_PERIOD.map(metricColumn)],
    rows: byPeriod.map(({ period, figures: row }) => [period.label, ...figures(row, PER_PERIOD)]),
    total: byPeriod.length > 1 ? ["Total", ...figures(whole.total, PER_PERIOD)] : null,
    empty: nothing(company.name, "No session", period),
  });
}

/** Who came for them, with how they stand to the organisation today. */
export function volunteerTable(
  { company, byVolunteer, period }: CompanyFigures,
  volunteers: ReadonlyMap<number, Volunteer>,
  sort: Sort | undefined,
): Table {
  const isSeveral = company.names.length > 1;
  const columns = [
    column("volunteer", "Volunteer", "text", "name"),
    ...(isSeveral ? [column("organisation", "Organisation", "text", "name")] : []),
    column("status", "Status", "text", "name"),
    column("until", "Former since", "date", "name"),
    ...PER_VOLUNTEER.map((id): Column => ({ ...metricColumn(id), sensitivity: "name" })),
    column("record", "Record", "link", "name", { linkLabel: "volunteer" }),
  ];
  const rows = byVolunteer.rows.map((row): Cell[] => {
    const volunteer = described(volunteers, row.key);
    const { name = row.label, status = "Not recorded", until = null, link = null } = volunteer ?? {};
    const tied = isSeveral ? [volunteer?.organizations.join(", ") || null] : [];
    return [name, ...tied, status, until, ...figures(row, PER_VOLUNTEER), link];
  });
  return table({
    key: "by_volunteer",
    title: "By volunteer",
    columns,
    rows: sorted(columns, rows, sort),
    empty: nothing(company.name, "No volunteer", period),
  });
}

/** No-shows and cancellations of each volunteer, apart from what they did. */
export function missedVolunteersTable(
  { company, missedBy, period }: CompanyFigures,
  volunteers: ReadonlyMap<number, Volunteer>,
): Table {
  const named = missedBy.rows.map((row) => ({ row, name: described(volunteers, row.key)?.name ?? row.label }));
  return table({
    key: "missed_by_volunteer",
    title: "Missed, by volunteer",
    columns: [
      column("volunteer", "Volunteer", "text", "name"),
      ...["X23", "X24"].map((id): Column => ({ ...metricColumn(id), sensitivity: "name" })),
    ],
    rows: named.map(({ row, name }): Cell[] => [name, ...figures(row, ["X23", "X24"])]),
    empty: nothing(company.name, "No no-show and no cancellation of a volunteer", period),
  });
}

const SESSION = [
  column("date", "Date", "date", "open"),
  column("session", "Session", "text", "open"),
  column("type", "Type", "text", "open"),
  column("format", "Format", "text", "open"),
  column("school", "School", "text", "open"),
  column("district", "District", "text", "open"),
];
const RECORD = column("record", "Record", "link", "open", { linkLabel: "session" });

const sessionCells = (event: EventDescription | undefined, row: FigureRow): Cell[] => [
  event?.date ?? null,
  event?.title ?? row.label,
  event?.type ?? null,
  event?.format ?? null,
  event?.school ?? null,
  event?.districts ?? null,
];

/** The sessions held; those attended but not marked as held are a table of their own, where there are any. */
export function sessionTables(
  found: CompanyFigures,
  events: Events,
  corrected: ReadonlySet<Key>,
  sort: Sort | undefined,
): Table[] {
  const held = found.byEvent.rows.filter((row) => count(row, "X60") > 0);
  const unheld = found.byEvent.rows.filter((row) => count(row, "X60") === 0);
  const columns = [
    ...SESSION,
    metricColumn("M20"),
    metricColumn("M30"),
    metricColumn("X13"),
    column("students_from", "Students from", "text", "open"),
    RECORD,
  ];
  const rows = newestFirst(held, events).map((row): Cell[] => {
    const event = described(events, row.key);
    return [
      ...sessionCells(event, row),
      ...figures(row, ["M20", "M30"]),
      ...studentsAt(row, event, corrected),
      event?.link ?? null,
    ];
  });
  const sessions = table({
    key: "sessions",
    title: "Sessions held",
    columns,
    rows: sorted(columns, rows, sort),
    empty: nothing(found.company.name, "No session", found.period),
  });
  return unheld.length === 0 ? [sessions] : [sessions, unheldTable(unheld, events)];
}

/** Students of the organisation at one session and where the number comes from; nothing known is a gap, not 0. */
export function studentsAt(
  row: FigureRow,
  event: EventDescription | undefined,
  corrected: ReadonlySet<Key>,
): [Cell, string] {
  const notes = row.notes.X13 ?? {};
  if (event?.format === "Virtual") return [null, "not tracked"];
  if (corrected.has(row.key)) return [figure(row, "X13"), "corrected by hand"];
  if ((notes.uncounted ?? 0) > 0) return [null, "not counted"];
  return [figure(row, "X13"), (notes.estimated ?? 0) > 0 ? "estimate: all who were there" : "attendance detail"];
}

function unheldTable(rows: readonly FigureRow[], events: Events): Table {
  return table({
    key: "not_marked_held",
    title: "Attended, not marked as held",
    columns: [...SESSION, column("status", "Status", "text", "open"), metricColumn("M20"), metricColumn("M30"), RECORD],
    rows: newestFirst(rows, events).map((row) => {
      const event = described(events, row.key);
      return [...sessionCells(event, row), event?.status ?? null, ...figures(row, ["M20", "M30"]), event?.link ?? null];
    }),
    empty: "",
  });
}

/** Cancelled sessions, and no-shows and cancellations of their people at others: never counted as held. */
export function missedTable({ company, missed, period }: CompanyFigures, events: Events): Table {
  return table({
    key: "cancelled",
    title: "Cancelled and no-shows",
    columns: [
      ...SESSION,
      column("what", "What happened", "text", "open"),
      column("reason", "Reason", "text", "open"),
      column("X23", "No-shows", "integer", "open"),
      column("X24", "Volunteer cancellations", "integer", "open"),
      RECORD,
    ],
    rows: newestFirst(missed.rows, events).map((row) => {
      const event = described(events, row.key);
      return [
        ...sessionCells(event, row),
        whatHappened(row),
        event?.reason ?? null,
        figure(row, "X23"),
        figure(row, "X24"),
        event?.link ?? null,
      ];
    }),
    empty: nothing(company.name, "No cancelled session and no no-show", period),
  });
}

function whatHappened(row: FigureRow): string {
  if (count(row, "M63") > 0) return "Session cancelled";
  const [noShows, cancelled] = [count(row, "X23"), count(row, "X24")];
  if (noShows > 0 && cancelled > 0) return "No-show and volunteer cancelled";
  return noShows > 0 ? "No-show" : "Volunteer cancelled";
}

/** Sessions from today on that their people are signed up for: never counted as held (ruling E4). */
export function upcomingTable({ company, upcoming }: CompanyFigures, events: Events): Table {
  return table({
    key: "upcoming",
    title: "Upcoming",
    columns: [
      ...SESSION,
      column("time", "Time", "text", "open"),
      column("status", "Status", "text", "open"),
      column("X25", "Signed up", "integer", "open"),
      RECORD,
    ],
    rows: [...newestFirst(upcoming.rows, events)].reverse().map((row) => {
      const event = described(events, row.key);
      return [
        ...sessionCells(event, row),
        event?.time ?? null,
        event?.status ?? null,
        figure(row, "X25"),
        event?.link ?? null,
      ];
    }),
    empty: `Nobody of ${company.name} is signed up for a session from today on.`,
  });
}

export type Events = ReadonlyMap<number, EventDescription>;

export const described = <Description>(all: ReadonlyMap<number, Description>, key: Key): Description | undefined =>
  typeof key === "number" ? all.get(key) : undefined;

export function newestFirst(rows: Figures["rows"], events: Events): readonly FigureRow[] {
  const when = (row: FigureRow): string => {
    const event = described(events, row.key);
    return `${event?.date ?? ""} ${event?.time ?? ""}`;
  };
  return [...rows].sort((a, b) => (when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : Number(b.key) - Number(a.key)));
}

export const nothing = (name: string, what: string, period: CompanyFigures["period"]): string =>
  `${what} of ${name} ${inPeriod(period)}. Try a longer period, such as 5y.`;

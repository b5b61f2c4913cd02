import type { FigureRow, Figures } from "../metrics/index.js";
import { type Cell, type Column, column, sortedRows, type Table, table } from "../reply/index.js";
import type { EventDescription } from "./events.js";
import { count, figure, figureTable, type Shown, shownColumn } from "./figure-table.js";
import type { PathwayFound } from "./pathway.js";
import type { SortBy } from "./sorting.js";
import { inPeriod } from "./words.js";

/** Words for the columns that the report's tables can be put in order by. */
export const PATHWAY_SORTS = ["date", "name", "sessions", "students", "attendances", "volunteers"] as const;
export type PathwaySort = SortBy<(typeof PATHWAY_SORTS)[number]>;

const COLUMNS: Readonly<Record<PathwaySort["key"], readonly string[]>> = {
  date: ["date"],
  name: ["session", "event_type", "district", "school", "pathway"],
  sessions: ["X60"],
  students: ["M10"],
  attendances: ["X10"],
  volunteers: ["X22"],
};

/** A table in the order of the column that a word means; one without that column stays as it is. */
export function inOrder(made: Table, by: PathwaySort | undefined): Table {
  if (by === undefined) return made;
  const order = { key: COLUMNS[by.key], descending: by.descending };
  return { ...made, rows: sortedRows(made.columns, made.rows, order) };
}

const PER_BUCKET: readonly Shown[] = [
  { metric: "X60" },
  { metric: "M10", label: "Unique students" },
  { metric: "X10" },
  { metric: "X22", label: "Volunteers" },
];

const BUCKETS = [
  ["byType", "event_type", "By event type", "Event type"],
  ["byDistrict", "district", "By district", "District"],
  ["bySchool", "school", "By school", "School"],
] as const;

/** By type of event, district and school; the total is of the whole, counted again. */
export function bucketTables(found: PathwayFound, sort: PathwaySort | undefined): Table[] {
  return BUCKETS.map(([answer, key, title, label]) =>
    inOrder(
      figureTable({
        key: `by_${key}`,
        title,
        first: column(key, label, "text", "open"),
        figures: withSomething(found[answer]),
        shown: PER_BUCKET,
        total: { label: "Total", row: found.whole.total },
        empty: nothing(found, "No session"),
      }),
      sort,
    ),
  );
}

/** Without the bucket of what is unknown where that is empty. */
function withSomething(figures: Figures): Figures {
  const rows = figures.rows.filter((row) => row.key !== null || figures.metrics.some(({ id }) => count(row, id) > 0));
  return { ...figures, rows };
}

/** One row a period and one of all of them together, counted again. */
export function periodTable({ columns, total, metrics }: Figures): Table {
  const shown = metrics.map(({ id }): Shown => ({ metric: id }));
  return table({
    key: "by_period",
    title: "By period",
    columns: [column("period", "Period", "text", "open"), ...shown.map(shownColumn)],
    rows: columns.slice(0, -1).map(({ label }, place) => [label, ...of(total, shown, place)]),
    total: ["Total", ...of(total, shown, columns.length - 1)],
    empty: "",
  });
}

const of = (row: FigureRow, shown: readonly Shown[], place: number): Cell[] =>
  shown.map(({ metric }) => row.figures[metric]?.[place] ?? null);

export const SESSION: readonly Column[] = [
  column("date", "Date", "date", "open"),
  column("session", "Session", "text", "open"),
  column("type", "Type", "text", "open"),
  column("format", "Format", "text", "open"),
  column("school", "School", "text", "open"),
  column("districts", "Districts", "text", "open"),
];

export const sessionCells = (event: EventDescription | undefined, row?: FigureRow): Cell[] => [
  event?.date ?? null,
  event?.title ?? row?.label ?? null,
  event?.type ?? null,
  event?.format ?? null,
  event?.school ?? null,
  event?.districts ?? null,
];

export const RECORD = column("record", "Record", "link", "open", { linkLabel: "session" });

export const newest = (a: EventDescription | undefined, b: EventDescription | undefined): number => {
  const when = (event: EventDescription | undefined): string => `${event?.date ?? ""} ${event?.time ?? ""}`;
  return when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : (b?.id ?? 0) - (a?.id ?? 0);
};

/** Its sessions, newest first; also those attended that are not marked as held, with their status. */
export function sessionTable(found: PathwayFound, sort: PathwaySort | undefined): Table {
  const described = (row: FigureRow) => (typeof row.key === "number" ? found.events.get(row.key) : undefined);
  const rows = [...found.byEvent.rows].sort((a, b) => newest(described(a), described(b)));
  const made = table({
    key: "sessions",
    title: "Sessions",
    columns: [
      ...SESSION,
      column("status", "Status", "text", "open"),
      shownColumn({ metric: "M10", label: "Unique students" }),
      shownColumn({ metric: "X10", label: "Students" }),
      shownColumn({ metric: "X22", label: "Volunteers" }),
      RECORD,
    ],
    rows: rows.map((row) => {
      const event = described(row);
      return [
        ...sessionCells(event, row),
        event?.status ?? null,
        // Students whom nobody wrote down or counted are not known, which is not 0.
        count(row, "M10") === 0 ? null : figure(row, "M10"),
        count(row, "X10") === 0 ? null : figure(row, "X10"),
        figure(row, "X22"),
        event?.link ?? null,
      ];
    }),
    empty: nothing(found, "No session"),
  });
  return inOrder(made, sort);
}

/** Its students by name, for those who may have them. */
export function studentTables(found: PathwayFound): Table[] {
  return found.byStudent === null ? [] : [studentTable(found, found.byStudent)];
}

function studentTable(found: PathwayFound, byStudent: Figures): Table {
  const columns = [
    column("student", "Student", "text", "student"),
    column("number", "Student number", "text", "student"),
    column("school", "School", "text", "student"),
    column("district", "District", "text", "student"),
    column("grade", "Grade today", "integer", "student"),
    column("roster", "On the pathway's roster", "text", "student"),
    column("X114", "Sessions attended", "integer", "student"),
  ];
  const rows = byStudent.rows.map((row): Cell[] => {
    const student = typeof row.key === "number" ? found.students.get(row.key) : undefined;
    return [
      student?.name ?? row.label,
      student?.number ?? null,
      student?.school ?? null,
      student?.district ?? null,
      student?.grade ?? null,
      student?.roster ?? null,
      figure(row, "X114"),
    ];
  });
  return table({
    key: "students",
    title: "Students",
    columns,
    rows: sortedRows(columns, rows, { key: "student", descending: false }),
    empty: nothing(found, "No student is on the roster of a session"),
  });
}

const nothing = ({ pathway, period }: PathwayFound, what: string): string =>
  `${what} of ${pathway} ${inPeriod(period)}. Try a longer period or fewer filters.`;

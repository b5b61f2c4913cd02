import { type FigureRow, type Figures, metricOf, VIRTUAL_OUTCOMES, type VirtualOutcome } from "../metrics/index.js";
import { type Cell, type Column, column, sortedRows, type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { EventDescription } from "./events.js";
import { count, figure, figureTable, inColumn, type Shown, shownColumn } from "./figure-table.js";
import { withoutGaps } from "./gaps.js";
import { areTeachersKnown } from "./known.js";
import type { SortBy } from "./sorting.js";
import { PER_DISTRICT, PER_LEVEL, PER_PERIOD, PER_SCHOOL, type VirtualFigures } from "./virtual-figures.js";
import type { PresentedBy, Presenters } from "./virtual-presenters.js";
import type { TeacherDescription } from "./virtual-teachers.js";
import { inPeriod } from "./words.js";

/** Unique and total side by side, each named: a session is not an experience, and neither is a teacher. */
const LABELS: Readonly<Record<string, string>> = {
  X61: "Sessions held",
  X71: "Sessions, unique",
  M80: "Experiences, total",
  M71: "Classrooms",
  M72: "Confirmed teachers",
  M73: "Students, estimated",
  M81: "Local sessions",
  M83: "Local sessions, share",
  M82: "Sessions with a presenter of colour",
  M84: "Sessions with a presenter of colour, share",
};

const shown = (metrics: readonly string[]): Shown[] =>
  metrics.map((metric) => ({
    metric,
    ...(LABELS[metric] === undefined ? {} : { label: LABELS[metric] }),
  }));

/** One row per period where several were asked for; the last is counted again over all. */
export function periodTable({ periods, whole }: VirtualFigures): Table[] {
  if (periods.length < 2) return [];
  const cells = (place: number): Cell[] => {
    const row = inColumn(whole.total, place, "");
    return shown(PER_PERIOD).map(({ metric }) => figure(row, metric));
  };
  return [
    table({
      key: "by_period",
      title: "By period",
      columns: [column("period", "Period", "text", "open"), ...shown(PER_PERIOD).map(shownColumn)],
      rows: periods.map(({ label }, place) => [label, ...cells(place)]),
      total: ["Together", ...cells(periods.length)],
      empty: "",
    }),
  ];
}

export function monthTable(found: VirtualFigures, organization: Organization): Table {
  const { byMonth, whole, period, today } = found;
  return figureTable({
    key: "by_month",
    title: "By month",
    first: column("month", "Month", "month", "open"),
    figures: withoutGaps(metricOf("X61"), byMonth, organization, today),
    shown: shown(PER_PERIOD),
    total: { label: "Total", row: whole.total },
    empty: nothing(period),
  });
}

const OUTCOMES = Object.keys(VIRTUAL_OUTCOMES) as VirtualOutcome[];

/** Month by month what came of it: each teacher in each session once, a session without teachers once. */
export function outcomeTable({ outcomes, period }: VirtualFigures): Table {
  const whole = OUTCOMES.map((each) => outcomes.reduce((sum, { counts }) => sum + counts[each], 0));
  const all = (counts: readonly number[]): number => counts.reduce((sum, each) => sum + each, 0);
  return table({
    key: "outcomes",
    title: "Teachers × sessions by month and outcome",
    columns: [
      column("month", "Month", "month", "open"),
      column("all", "All", "integer", "open"),
      ...OUTCOMES.map((each) => column(each, VIRTUAL_OUTCOMES[each], "integer", "open")),
    ],
    rows: outcomes.map(({ month, counts }) => {
      const each = OUTCOMES.map((outcome) => counts[outcome]);
      return [month, all(each), ...each];
    }),
    total: outcomes.length === 0 ? null : ["Total", all(whole), ...whole],
    empty: nothing(period),
  });
}

/** By teachers' schools there is nothing, and not 0 of an unknown one, where it is not known who came (ruling A4). */
const whereKnown = (figures: Figures, { total }: Figures): Figures =>
  areTeachersKnown(total) ? figures : { ...figures, rows: [] };

/** Null where it is known which teachers came. */
const nobody = ({ total }: Figures, period: VirtualFigures["period"]): string | null =>
  areTeachersKnown(total) ? null : `Which teachers came to virtual sessions ${inPeriod(period)} is not known.`;

/** Sessions by where they were, teachers and their experiences by their own school's district (ruling A4). */
export function districtTable({ byDistrict, whole, period }: VirtualFigures): Table {
  return figureTable({
    key: "by_district",
    title: "By district",
    first: column("district", "District", "text", "open"),
    figures: byDistrict,
    shown: shown(PER_DISTRICT),
    total: { label: "All, counted once", row: whole.total },
    empty: nothing(period),
  });
}

export function levelTable({ byLevel, whole, period }: VirtualFigures): Table {
  return figureTable({
    key: "by_school_level",
    title: "By level of the teachers' schools",
    first: column("school_level", "School level", "text", "open"),
    figures: whereKnown(byLevel, whole),
    shown: shown(PER_LEVEL),
    total: { label: "All, counted once", row: whole.total },
    empty: nobody(whole, period) ?? nothing(period),
  });
}

/** Schools of teachers: sessions once each, and each teacher in each session as an experience, both named. */
export function schoolTable({ bySchool, whole, period }: VirtualFigures): Table {
  return figureTable({
    key: "by_school",
    title: "By the teachers' school",
    first: column("school", "School", "text", "open"),
    figures: whereKnown(bySchool, whole),
    shown: shown(PER_SCHOOL),
    total: { label: "All, counted once", row: whole.total },
    empty: nobody(whole, period) ?? nothing(period),
  });
}

/** Teachers who attended. Everything in it is one person's. */
export function teacherTable(
  { byTeacher, whole, period }: VirtualFigures,
  teachers: ReadonlyMap<number, TeacherDescription>,
): Table {
  return table({
    key: "by_teacher",
    title: "By teacher",
    columns: [
      column("teacher", "Teacher", "text", "name"),
      column("school", "School", "text", "name"),
      column("district", "District", "text", "name"),
      column("M80", "Experiences", "integer", "name"),
      column("record", "Record", "link", "contact", { linkLabel: "teacher" }),
    ],
    rows: byTeacher.rows.map((row) => {
      const { school = null, district = null, link = null } = described(teachers, row) ?? {};
      return [row.label, school, district, figure(row, "M80"), link];
    }),
    empty: nobody(whole, period) ?? `No teacher attended a virtual session ${inPeriod(period)}.`,
  });
}

const described = <Description>(
  all: ReadonlyMap<number, Description>,
  { key }: Pick<FigureRow, "key">,
): Description | undefined => (typeof key === "number" ? all.get(key) : undefined);

/** Newest first. */
const inOrder = (rows: Figures["rows"], events: ReadonlyMap<number, EventDescription>): readonly FigureRow[] => {
  const when = (row: FigureRow): string => {
    const event = described(events, row);
    return `${event?.date ?? ""} ${event?.time ?? ""}`;
  };
  return [...rows].sort((a, b) => (when(a) < when(b) ? 1 : when(a) > when(b) ? -1 : Number(b.key) - Number(a.key)));
};

const SESSION: readonly Column[] = [
  column("date", "Date", "date", "open"),
  column("session", "Session", "text", "open"),
  column("status", "Status", "text", "open"),
  column("school", "School", "text", "open"),
  column("district", "District", "text", "open"),
];
const RECORD = column("record", "Record", "link", "open", { linkLabel: "session" });

const sessionCells = (event: EventDescription | undefined, row: FigureRow): Cell[] => [
  event?.date ?? null,
  event?.title ?? row.label,
  event?.status ?? null,
  event?.school ?? null,
  event?.districts ?? null,
];

export function sessionTable(
  { bySession, period }: VirtualFigures,
  events: ReadonlyMap<number, EventDescription>,
  presented: ReadonlyMap<number, PresentedBy>,
): Table {
  return table({
    key: "by_session",
    title: "By session",
    columns: [
      ...SESSION,
      column("M80", "Teachers who attended", "integer", "open"),
      column("presenters", "Presenters", "text", "name"),
      column("organisations", "Their organisations", "text", "open"),
      RECORD,
    ],
    rows: inOrder(bySession.rows, events).map((row) => {
      const event = described(events, row);
      const { people = [], organisations = [] } = described(presented, row) ?? {};
      const names = [people, organisations].map((each) => each.join(", ") || null);
      return [...sessionCells(event, row), figure(row, "M80"), ...names, event?.link ?? null];
    }),
    empty: nothing(period),
  });
}

/** Sessions from today on for which nobody who would present is signed up: a presenter of any source fills the gap (T63). */
export function gapsTable(
  { bySession, coming: signedUp, today, period }: VirtualFigures,
  events: ReadonlyMap<number, EventDescription>,
): Table {
  const filled = new Set(signedUp?.rows.filter((row) => count(row, "X25") > 0).map(({ key }) => key));
  const coming = bySession.rows.filter(
    (row) => (described(events, row)?.date ?? "") >= today && count(row, "M61") > 0 && count(row, "X61") === 0,
  );
  return table({
    key: "without_presenter",
    title: "To come, without a presenter",
    columns: [...SESSION, column("time", "Time", "text", "open"), RECORD],
    rows: [
      ...inOrder(
        coming.filter(({ key }) => !filled.has(key)),
        events,
      ),
    ]
      .reverse()
      .map((row) => {
        const event = described(events, row);
        return [...sessionCells(event, row), event?.time ?? null, event?.link ?? null];
      }),
    empty:
      coming.length === 0
        ? `No virtual session is still to come ${inPeriod(period)}.`
        : "Every virtual session to come has a presenter.",
  });
}

export function presenterTable(
  { byPresenter, period }: VirtualFigures,
  organisationsOf: Presenters["organisationsOf"],
): Table {
  return table({
    key: "by_presenter",
    title: "By presenter",
    columns: [
      column("presenter", "Presenter", "text", "name"),
      column("organisation", "Organisation", "text", "name"),
      column("X20", "Sessions", "integer", "name"),
      column("M30", "Hours", "hours", "name"),
    ],
    rows: byPresenter.rows
      .filter((row) => typeof row.key === "number" && count(row, "X20") > 0)
      .map((row) => [
        row.label,
        described(organisationsOf, row)?.join(", ") || "Independent",
        figure(row, "X20"),
        figure(row, "M30"),
      ]),
    empty: `Nobody is recorded to have presented ${inPeriod(period)}.`,
  });
}

/** Words for the columns that the tables can be put in order by. */
export const VIRTUAL_SORTS = ["name", "sessions", "experiences", "date"] as const;

export type VirtualSort = SortBy<(typeof VIRTUAL_SORTS)[number]>;

const SORTED_BY: Readonly<Record<VirtualSort["key"], readonly string[]>> = {
  name: ["district", "school_level", "teacher", "presenter", "session", "school"],
  sessions: ["X61", "X71", "X20"],
  experiences: ["M80"],
  date: ["date", "month"],
};

/** A table in the order asked for, what is unknown last; one without such a column stays as it is. */
export function inOrderOf(made: Table, { key, descending }: VirtualSort): Table {
  const unknown = made.rows.filter(([first]) => first === UNKNOWN);
  const known = made.rows.filter(([first]) => first !== UNKNOWN);
  return { ...made, rows: [...sortedRows(made.columns, known, { key: SORTED_BY[key], descending }), ...unknown] };
}

const UNKNOWN = "Unknown";

const nothing = (period: VirtualFigures["period"]): string =>
  `No virtual session ${inPeriod(period)}. Try a longer period or fewer filters.`;

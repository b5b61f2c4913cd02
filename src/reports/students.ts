import { type Period, unionOf } from "../domain/index.js";
import {
  type DimensionId,
  type FigureRow,
  type Figures,
  type FilterClause,
  type Filters,
  filtersInWords,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Cell,
  type Chart,
  column,
  type Fact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  sortedRows,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asked } from "./asked.js";
import { count, figure, figureTable, type Shown, shownFact } from "./figure-table.js";
import { footing } from "./footing.js";
import { filteredBy } from "./metric-words.js";
import { bandFacts, studentsSaid } from "./pathway.js";
import { type Bands, bandsBy, bandsOf, cutting } from "./pathway-figures.js";
import { describeStudents, type StudentDescription } from "./pathway-students.js";
import { periodTable } from "./pathway-tables.js";
import { inPeriod, legacyNotices, listed, many, mostOf, periodName, toDateNotices } from "./words.js";

export const STUDENTS_SORTS = ["name", "students", "attendances"] as const;

export interface StudentsAsked extends Asked<(typeof STUDENTS_SORTS)[number]> {
  /** Lists the students by name: for whoever may have them. */
  readonly students?: boolean;
  /** Whose own schools are shown by name; all where it is not said. A district viewer sees their districts' alone. */
  readonly homes?: FilterClause;
}

/** How the students are cut: by where the event was and what it was, and by where they go to school (ruling E3). */
const CUTS = [
  { by: "band", label: "Grade band", title: "By grade band at the event" },
  { by: "event_type", label: "Event type", title: "By event type" },
  { by: "pathway", label: "Pathway", title: "By pathway" },
  { by: "school", label: "School of the event", title: "At the events of a school" },
  { by: "district", label: "District of the event", title: "At the events of a district" },
  { by: "home_school", label: "Own school", title: "From a school: the students' own" },
  { by: "home_level", label: "Level", title: "From a level: of the students' own school" },
  { by: "home_district", label: "Own district", title: "From a district: of the students' own school" },
] as const satisfies readonly { readonly by: DimensionId; readonly label: string; readonly title: string }[];
type Cut = (typeof CUTS)[number];

const COUNTED = ["X114", "M10"] as const;
const SHOWN: readonly Shown[] = [
  { metric: "M10", label: "Unique students" },
  { metric: "X114", label: "Attendances" },
];
const WHOLE = ["M10", "X114", "X10", "X60"] as const;

interface Found {
  readonly period: Period;
  readonly whole: Figures;
  readonly bands: Bands;
  readonly cuts: readonly { readonly cut: Cut; readonly figures: Figures }[];
  /** Null where nobody may have them. */
  readonly byStudent: Figures | null;
  readonly students: ReadonlyMap<number, StudentDescription>;
}

/** Who took part among the students: attendances and unique students by grade band, event type, pathway, and school, the event's and their own. */
export async function studentsReport(reader: Reader, organization: Organization, asked: StudentsAsked): Promise<Reply> {
  const { periods, filters = [], sort } = asked;
  const found = await ask(reader, organization, { ...asked, filters });
  const words = filtersInWords(filters);
  return reply({
    title: "Student participation",
    text: sentence(found, `${inPeriod(found.period)}${filteredBy(words)}`),
    sensitivity: "open",
    facts: factsOf(found),
    tables: [
      ...(periods.length > 1 ? [periodTable(found.whole)] : []),
      ...found.cuts.map((each) => inOrder(cutTable(found, each, asked.homes !== undefined), sort)),
      ...(found.byStudent === null ? [] : [studentTable(found, found.byStudent)]),
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
  { periods, filters, homes, today, students: named = false }: StudentsAsked & { readonly filters: Filters },
): Promise<Found> {
  const question = { reader, organization, periods, filters, today };
  const isHome = ({ by }: Cut): boolean => by.startsWith("home_");
  const dimensions = CUTS.filter((cut) => homes === undefined || !isHome(cut)).map(({ by }) => by);
  const by = await cutting(question, WHOLE, [...dimensions, ...(named ? (["student"] as const) : [])]);
  // Where only some homes are shown, their total is theirs.
  const atHome =
    homes === undefined
      ? by
      : await cutting(
          { ...question, filters: [...filters, homes] },
          COUNTED,
          CUTS.filter(isHome).map((cut) => cut.by),
        );
  const byStudent = named ? by("student") : null;
  const ids = (byStudent?.rows ?? []).flatMap(({ key }) => (typeof key === "number" ? [key] : []));
  return {
    period: unionOf(periods),
    whole: by("event_type"),
    bands: bandsOf(bandsBy(by("band")), null),
    cuts: CUTS.map((cut) => ({ cut, figures: (isHome(cut) ? atHome : by)(cut.by) })),
    byStudent,
    students: await describeStudents(reader, ids),
  };
}

function sentence({ whole: { total }, bands }: Found, when: string): string {
  if (count(total, "M10") > 0)
    return `${studentsSaid(count(total, "M10"), bands)} came ${many(count(total, "X114"), "time")} ${when}.`;
  if (count(total, "X10") > 0)
    return `${many(count(total, "X10"), "student attendance")} in person ${when}, but no student is on a roster by name.`;
  return `No student is recorded at an event ${when}. Try a longer period or fewer filters.`;
}

function factsOf({ whole: { total }, bands }: Found): Fact[] {
  const fact = (metric: string, label: string) => shownFact({ metric, label }, total);
  return [
    fact("M10", "Unique students, on the rosters"),
    ...bandFacts(total, bands),
    fact("X114", "Attendances, on the rosters"),
    fact("X10", "Student attendances in person, counted or listed"),
    fact("X60", "Sessions held"),
  ];
}

/** From the youngest on. */
const BANDS: readonly FigureRow["key"][] = ["K-8", "9-12", null];

function cutTable(
  { whole, period }: Found,
  { cut: { by, label, title }, figures }: Found["cuts"][number],
  someHomes: boolean,
): Table {
  const known = figures.rows.filter((row) => COUNTED.some((id) => count(row, id) > 0));
  const rows = by === "band" ? [...known].sort((a, b) => BANDS.indexOf(a.key) - BANDS.indexOf(b.key)) : known;
  const total: FigureRow = someHomes && by.startsWith("home_") ? figures.total : whole.total;
  return figureTable({
    key: `by_${by}`,
    title,
    first: column(by, label, "text", "open"),
    figures: { ...figures, rows },
    shown: SHOWN,
    total: { label: "Total", row: total },
    empty: `No student is on a roster ${inPeriod(period)}. Try a longer period or fewer filters.`,
  });
}

/** Every student by name, for those who may have them. */
function studentTable({ students, period }: Found, byStudent: Figures): Table {
  const columns = [
    column("student", "Student", "text", "student"),
    column("number", "Student number", "text", "student"),
    column("school", "School", "text", "student"),
    column("district", "District", "text", "student"),
    column("grade", "Grade today", "integer", "student"),
    column("X114", "Events attended", "integer", "student"),
  ];
  const rows = byStudent.rows.map((row): Cell[] => {
    const student = typeof row.key === "number" ? students.get(row.key) : undefined;
    return [
      student?.name ?? row.label,
      student?.number ?? null,
      student?.school ?? null,
      student?.district ?? null,
      student?.grade ?? null,
      figure(row, "X114"),
    ];
  });
  return table({
    key: "students",
    title: "Students",
    columns,
    rows: sortedRows(columns, rows, { key: "student", descending: false }),
    empty: `No student is on a roster ${inPeriod(period)}.`,
  });
}

function inOrder(made: Table, by: StudentsAsked["sort"]): Table {
  if (by === undefined) return made;
  const [first] = made.columns;
  const named = { name: first?.key ?? [], students: "M10", attendances: "X114" }[by.key];
  const order = { key: named, descending: by.descending };
  return { ...made, rows: sortedRows(made.columns, made.rows, order) };
}

function noticesOf({ whole: { total, counts }, bands, period }: Found): Notice[] {
  const both = bands.k8 + bands.high + bands.unknown - count(total, "M10");
  const unlisted = count(total, "X10") - count(total, "X114");
  return [
    notice("A student of several rows counts once in the total, so rows do not add up to it."),
    ...(unlisted > 0
      ? [
          notice(
            `${many(unlisted, "attendance")} in person ${unlisted === 1 ? "is" : "are"} counted, but not on a roster by name: nobody knows which students they were.`,
          ),
        ]
      : []),
    ...(both > 0
      ? [
          notice(
            `${many(both, "student")} moved up from K-8 to 9-12 between events and ${both === 1 ? "is" : "are"} in both.`,
          ),
        ]
      : []),
    ...(bands.unknown > 0
      ? [notice(`Neither grade nor school level is known of ${many(bands.unknown, "student")}.`)]
      : []),
    ...legacyNotices(counts),
    ...toDateNotices(period),
  ];
}

/** Unique students by event type, where there is more than one. */
function chartOf({ cuts, period }: Found): Chart[] {
  const types = cuts.find(({ cut }) => cut.by === "event_type")?.figures.rows ?? [];
  const points = types
    .map((row) => ({ label: row.label, value: count(row, "M10") }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  const most = mostOf(points);
  if (most === null || points.length < 2) return [];
  return present(
    barChart(
      {
        key: "types",
        title: "Unique students by event type",
        takeaway: `Most students came to ${most.label}: ${most.value} (${periodName(period)}).`,
        altText: `Bars of unique students by event type, ${periodName(period)}: ${listed(points.map(({ label, value }) => `${label} ${value}`))}.`,
        sensitivity: "open",
        measure: "Unique students",
        type: "integer",
      },
      points,
    ),
  );
}

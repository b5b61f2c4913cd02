import type { OutsideVisit, VisitPlace } from "../metrics/index.js";
import { type Cell, column, showMonth, sortedRows, type Table, table } from "../reply/index.js";
import type { StudentDescription } from "./pathway-students.js";
import type { SortBy } from "./sorting.js";

export const VISIT_SORTS = ["visits", "students", "hours", "name"] as const;
export type VisitSort = SortBy<(typeof VISIT_SORTS)[number]>;

/** What some visits come to. */
export interface VisitFigures {
  readonly visits: number;
  /** Different students, and of those how many are people in Salesforce. */
  readonly students: number;
  readonly known: number;
  /** Null where none were recorded, which is not 0. */
  readonly hours: number | null;
}

export function visitFigures(visits: readonly OutsideVisit[]): VisitFigures {
  const students = new Set<number>();
  const known = new Set<number>();
  let hours: number | null = null;
  for (const visit of visits) {
    if (visit.hours !== null) hours = (hours ?? 0) + visit.hours;
    if (visit.student === null) continue;
    students.add(visit.student);
    if (visit.person !== null) known.add(visit.student);
  }
  return { visits: visits.length, students: students.size, known: known.size, hours };
}

type By = "kind" | "place" | "organisation" | "school" | "district" | "program" | "month";

const CUTS = [
  { by: "kind", label: "Kind", title: "By kind" },
  { by: "place", label: "Place", title: "By place" },
  { by: "organisation", label: "Organisation", title: "By organisation" },
  { by: "school", label: "School", title: "By school of the student" },
  { by: "district", label: "District", title: "By district of the student" },
  { by: "program", label: "Program", title: "By program" },
  { by: "month", label: "Month", title: "By month" },
] as const satisfies readonly { readonly by: By; readonly label: string; readonly title: string }[];

/** A bucket of visits, by its name. */
export interface VisitBucket extends VisitFigures {
  readonly key: string | number | null;
  readonly label: string;
}

/** The visits by one of what they are of, the most first; months as they came. What is not recorded is a bucket of its own, last. */
export function bucketsOf(visits: readonly OutsideVisit[], by: By): VisitBucket[] {
  const found = new Map<string | number | null, { readonly label: string; readonly of: OutsideVisit[] }>();
  for (const visit of visits) {
    const at = placeOf(visit, by);
    const bucket = found.get(at?.key ?? null) ?? { label: at?.label ?? "Not recorded", of: [] };
    bucket.of.push(visit);
    found.set(at?.key ?? null, bucket);
  }
  const keys = [...found.keys()];
  const buckets = keys.map((key) => ({
    key,
    label: found.get(key)?.label ?? "",
    ...visitFigures(found.get(key)?.of ?? []),
  }));
  if (by !== "month") buckets.sort((a, b) => b.visits - a.visits || (a.label < b.label ? -1 : 1));
  return buckets.sort((a, b) => Number(a.key === null) - Number(b.key === null));
}

function placeOf(visit: OutsideVisit, by: By): VisitPlace | null {
  if (by !== "month") return visit[by];
  const month = visit.day?.slice(0, 7) ?? null;
  return month === null ? null : { key: month, label: showMonth(month) };
}

/** A table for each of what visits are of; rows do not add up to the total where a student is in several. */
export function visitTables(
  visits: readonly OutsideVisit[],
  all: VisitFigures,
  empty: string,
  sort: VisitSort | undefined,
): Table[] {
  return CUTS.map(({ by, label, title }) => {
    const columns = [
      // The text of a sheet, where a host may be written by name.
      column(by, label, by === "month" ? "month" : "text", by === "organisation" ? "name" : "open"),
      column("visits", "Visits", "integer", "open"),
      column("students", "Students", "integer", "open"),
      column("known", "Known in Salesforce", "integer", "open"),
      column("hours", "Hours recorded", "hours", "open"),
    ];
    const rows = bucketsOf(visits, by).map((bucket): Cell[] => [
      by === "month" && bucket.key !== null ? bucket.key : bucket.label,
      ...cellsOf(bucket),
    ]);
    const order = sort === undefined ? null : { ...sort, key: sort.key === "name" ? by : sort.key };
    return table({
      key: `by_${by}`,
      title,
      columns,
      rows: sortedRows(columns, rows, order),
      total: rows.length === 0 ? null : ["Total", ...cellsOf(all)],
      empty,
    });
  });
}

const cellsOf = ({ visits, students, known, hours }: VisitFigures): Cell[] => [visits, students, known, hours];

/** Every student with what they did, by name and then by number, for whoever may have them. */
export function visitorTable(
  visits: readonly OutsideVisit[],
  described: ReadonlyMap<number, StudentDescription>,
  empty: string,
): Table {
  const columns = [
    column("student", "Student", "text", "student"),
    column("number", "Student number", "text", "student"),
    column("school", "School", "text", "student"),
    column("district", "District", "text", "student"),
    column("visits", "Visits", "integer", "student"),
    column("hours", "Hours recorded", "hours", "student"),
    column("last", "Last visit", "date", "student"),
  ];
  const theirs = new Map<number, OutsideVisit[]>();
  for (const visit of visits) {
    if (visit.student === null) continue;
    const own = theirs.get(visit.student);
    if (own === undefined) theirs.set(visit.student, [visit]);
    else own.push(visit);
  }
  const rows = [...theirs.values()].map((own): Cell[] => {
    const last = own.at(-1);
    const known = last?.person == null ? undefined : described.get(last.person);
    return [
      known?.name ?? null,
      known?.number ?? last?.number ?? null,
      known?.school ?? last?.school?.label ?? null,
      known?.district ?? last?.district?.label ?? null,
      own.length,
      visitFigures(own).hours,
      last?.day ?? null,
    ];
  });
  return table({
    key: "students",
    title: "Students",
    columns,
    rows: sortedRows(columns, rows, { key: "student", descending: false }),
    empty,
  });
}

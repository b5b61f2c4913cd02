import {
  PROGRESS_STATUSES,
  type Progress,
  type ProgressCounts,
  type ProgressStatus,
  type TeacherProgress,
  type UnlistedTeacher,
} from "../metrics/index.js";
import {
  type Cell,
  type Chart,
  type Column,
  column,
  countWithShare,
  present,
  sortedRows,
  stackedBars,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { recordUrl } from "./events.js";
import type { SortBy } from "./sorting.js";
import { listed, many } from "./words.js";

export const TEACHER_SORTS = ["school", "name", "status", "attended", "share"] as const;

export type TeacherSort = SortBy<(typeof TEACHER_SORTS)[number]>;

const SORTED_BY: Readonly<Record<TeacherSort["key"], string>> = {
  school: "school",
  name: "teacher",
  status: "status",
  attended: "attended",
  share: "achieved_share",
};

const STATUSES = Object.keys(PROGRESS_STATUSES) as ProgressStatus[];

const counts = (of: ProgressCounts): Cell[] => [
  of.teachers,
  ...STATUSES.map((status) => of[status]),
  of.teachers === 0 ? null : of.achieved / of.teachers,
];

/** One row per school of the roster; the total is counted over all teachers. */
export function schoolTable({ schools, total }: Progress, where: string): Table {
  return table({
    key: "by_school",
    title: "By school",
    columns: [
      column("school", "School", "text", "open"),
      column("teachers", "Teachers", "integer", "open"),
      ...STATUSES.map((status) => column(status, PROGRESS_STATUSES[status], "integer", "open")),
      column("achieved_share", "Achieved, share", "percent", "open"),
    ],
    rows: schools.map((each) => [each.school.name, ...counts(each)]),
    total: schools.length > 1 ? ["Total", ...counts(total)] : null,
    empty: `No school of ${where} has a teacher on the roster.`,
  });
}

/** One row per teacher of the roster. Everything in it is one person's, so nothing of it is shown where their name is not. */
export function teacherTable(
  { teachers }: Progress,
  organization: Organization,
  where: string,
  sort: TeacherSort | undefined,
): Table {
  const columns: Column[] = [
    column("school", "School", "text", "name"),
    column("teacher", "Teacher", "text", "name"),
    column("status", "Status", "text", "name"),
    column("attended", "Attended", "integer", "name"),
    column("target", "Goal", "integer", "name"),
    column("upcoming", "Signed up", "integer", "name"),
    column("unresolved", "Without outcome", "integer", "name"),
    column("no_shows", "No-shows", "integer", "name"),
    column("note", "Note", "text", "name"),
    column("email", "E-mail", "text", "contact"),
    column("record", "Record", "link", "contact", { linkLabel: "teacher" }),
  ];
  const rows = teachers.map((teacher): Cell[] => [
    teacher.school.name,
    teacher.name,
    PROGRESS_STATUSES[teacher.status],
    teacher.attended,
    teacher.target,
    teacher.upcoming,
    teacher.unresolved,
    teacher.noShows,
    noteOn(teacher),
    teacher.email,
    teacher.record && recordUrl(organization, teacher.record.source, "Contact", teacher.record.sourceId),
  ]);
  return table({
    key: "by_teacher",
    title: "By teacher",
    columns,
    rows: inOrder(columns, rows, sort),
    empty: `No teacher of ${where} is on the roster.`,
  });
}

/** What the status alone does not say (ruling A5): "2 no-shows", or that nobody knows yet who this is. */
function noteOn({ person, status, noShows }: TeacherProgress): string | null {
  if (person === null) return "no record known yet";
  return status === "not_started" && noShows > 0 ? many(noShows, "no-show") : null;
}

/** Teachers who attended and are on no roster. */
export function unlistedTable(unlisted: readonly UnlistedTeacher[], organization: Organization, where: string): Table {
  return table({
    key: "not_on_roster",
    title: "Attended, but on no roster",
    columns: [
      column("school", "School", "text", "name"),
      column("teacher", "Teacher", "text", "name"),
      column("attended", "Attended", "integer", "name"),
      column("record", "Record", "link", "contact", { linkLabel: "teacher" }),
    ],
    rows: unlisted.map(({ school, name, attended, record }) => [
      school,
      name,
      attended,
      recordUrl(organization, record.source, "Contact", record.sourceId),
    ]),
    empty: `Every teacher of ${where} who attended is on the roster.`,
  });
}

function inOrder(columns: readonly Column[], rows: readonly (readonly Cell[])[], sort: TeacherSort | undefined) {
  if (sort === undefined) return rows;
  return sortedRows(columns, rows, { key: SORTED_BY[sort.key], descending: sort.descending });
}

/** Names without the word that all of them end with, as long as they stay apart: there is little room below a bar. */
function shortened(names: readonly string[]): readonly string[] {
  const short = names.map((name) => name.replace(/ School$/, ""));
  return new Set(short).size === new Set(names).size ? short : names;
}

/** Teachers of each school by how far they are, stacked; none without a roster. */
export function progressChart({ schools, total }: Progress, where: string): Chart[] {
  if (total.teachers === 0) return [];
  const labels = shortened(schools.map(({ school }) => school.name));
  const points = schools.flatMap((school, place) =>
    STATUSES.map((status) => ({
      label: labels[place] ?? school.school.name,
      series: PROGRESS_STATUSES[status],
      value: school[status],
    })),
  );
  const parts = STATUSES.map((status) => `${PROGRESS_STATUSES[status].toLowerCase()} ${total[status]}`);
  return present(
    stackedBars(
      {
        key: "progress",
        title: `Progress of the teachers of ${where}`,
        takeaway: `${countWithShare(total.achieved, total.teachers)} of ${many(total.teachers, "teacher")} have achieved the goal.`,
        altText: `Stacked bars of teachers by school and progress for ${where}; over ${many(schools.length, "school")}: ${listed(parts)}.`,
        sensitivity: "open",
        measure: "Teachers",
        type: "integer",
      },
      points,
    ),
  );
}

import sql, { type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { anyOf } from "./dimension.js";
import type { Key } from "./model.js";
import { attendancePerTeacher } from "./progress-attendance.js";
import { all } from "./window.js";

/** How far a teacher of a roster is (ruling A5), best first, with its words. */
export const PROGRESS_STATUSES = {
  achieved: "Achieved",
  in_progress: "In progress",
  needs_review: "Needs review",
  not_started: "Not started",
} as const;
export type ProgressStatus = keyof typeof PROGRESS_STATUSES;

/** What one teacher's sign-ups came to, each session once. */
export interface TeacherAttendance {
  /** Confirmed (ruling A3). */
  readonly attended: number;
  /** Signed up, and the session starts later than now. */
  readonly upcoming: number;
  /** Signed up for a session that is over, and nobody said who came. */
  readonly unresolved: number;
  readonly noShows: number;
}

export interface TeacherProgress extends TeacherAttendance {
  readonly entry: number;
  /** As the teacher's own record has it, else as the roster has it. */
  readonly name: string;
  readonly email: string;
  readonly grade: string | null;
  readonly school: SchoolNamed;
  readonly district: string | null;
  readonly target: number;
  readonly status: ProgressStatus;
  /** The teacher as one person; null while no record is known to be theirs. */
  readonly person: number | null;
  readonly record: { readonly source: string; readonly sourceId: string } | null;
}

/** A school of a roster; the id is null where its building is no school that is known. */
export interface SchoolNamed {
  readonly id: number | null;
  readonly name: string;
}

export interface ProgressCounts extends Readonly<Record<ProgressStatus, number>> {
  readonly teachers: number;
  /** Teachers of the roster without a record of their own: nothing is known of them yet. */
  readonly unlinked: number;
}

export interface SchoolProgress extends ProgressCounts {
  readonly school: SchoolNamed;
}

export interface Progress {
  readonly teachers: readonly TeacherProgress[];
  /** By name. */
  readonly schools: readonly SchoolProgress[];
  readonly total: ProgressCounts;
  /** Left out, because they are excluded from reports (ruling P3). */
  readonly excluded: number;
}

export interface ProgressAsked {
  /** The roster's school year by its first calendar year. */
  readonly schoolYear: number;
  /** The days that count: the school year or a part of it. */
  readonly period: Period;
  /** Only these districts or schools of the roster; null is one that is not known. */
  readonly districts?: readonly Key[];
  readonly schools?: readonly Key[];
  /** Only the teacher with this address. */
  readonly email?: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** Ruling A5: the first that holds. */
const FIRST_MATCH: readonly {
  readonly status: ProgressStatus;
  readonly holds: (teacher: TeacherAttendance, target: number) => boolean;
}[] = [
  { status: "achieved", holds: ({ attended }, target) => attended >= target },
  { status: "in_progress", holds: ({ attended, upcoming }) => attended > 0 || upcoming > 0 },
  { status: "needs_review", holds: ({ unresolved }) => unresolved > 0 },
];

/** How far a teacher with this attendance is towards a target (ruling A5). */
export const progressStatus = (teacher: TeacherAttendance, target: number): ProgressStatus =>
  FIRST_MATCH.find(({ holds }) => holds(teacher, target))?.status ?? "not_started";

interface Row {
  readonly entry: number;
  readonly listed_name: string;
  readonly email: string;
  readonly grade: string | null;
  readonly target: number;
  readonly school_id: number | null;
  readonly school: string;
  readonly district: string | null;
  readonly person: number | null;
  readonly name: string | null;
  readonly source: string | null;
  readonly source_id: string | null;
  readonly excluded: number;
  readonly attended: number;
  readonly upcoming: number;
  readonly unresolved: number;
  readonly no_shows: number;
}

/** The progress of every teacher on the rosters of a school year, by school and in all (ruling A5): one statement. */
export async function teacherProgress(reader: Reader, asked: ProgressAsked): Promise<Progress> {
  const rows = await reader.query<Row>(statementOf(asked));
  const teachers = rows.filter(({ excluded }) => excluded === 0).map(teacherOf);
  return {
    teachers,
    schools: schoolsOf(teachers),
    total: countsOf(teachers),
    excluded: rows.length - teachers.length,
  };
}

/** Roster entries of a school year that are switched on. */
export const ACTIVE_ENTRY: Sql = sql`r.is_active = TRUE AND r.deleted_at IS NULL`;

function statementOf({ schoolYear, period, districts, schools, email, now }: ProgressAsked): Sql {
  const where = [
    ACTIVE_ENTRY,
    sql`r.school_year = ${schoolYear}`,
    ...(districts === undefined ? [] : [anyOf(sql`r.district_id`, districts)]),
    ...(schools === undefined ? [] : [anyOf(sql`r.school_id`, schools)]),
    ...(email === undefined ? [] : [sql`r.email = ${email}`]),
  ];
  return sql`
SELECT r.id AS entry, r.name_raw AS listed_name, r.email, r.grade_raw AS grade, r.target_sessions AS target,
  r.school_id, COALESCE(s.name, r.building_raw) AS school, d.name AS district,
  COALESCE(c.person_id, c.id) AS person, c.full_name AS name, c.source, c.source_id,
  CASE WHEN c.excluded = TRUE THEN 1 ELSE 0 END AS excluded,
  COALESCE(k.attended, 0) AS attended, COALESCE(k.upcoming, 0) AS upcoming,
  COALESCE(k.unresolved, 0) AS unresolved, COALESCE(k.no_shows, 0) AS no_shows
FROM roster_entry r
LEFT JOIN school s ON s.id = r.school_id
LEFT JOIN district d ON d.id = r.district_id
LEFT JOIN contact c ON c.id = r.contact_id AND c.deleted_at IS NULL
LEFT JOIN (${attendancePerTeacher(period, now)}
) k ON k.person = COALESCE(c.person_id, c.id)
WHERE ${all(where)}
ORDER BY school, COALESCE(c.full_name, r.name_raw), r.id`;
}

function teacherOf(row: Row): TeacherProgress {
  const { attended, upcoming, unresolved, no_shows: noShows, source, source_id: sourceId } = row;
  const attendance = { attended, upcoming, unresolved, noShows };
  return {
    ...attendance,
    entry: row.entry,
    name: row.name ?? row.listed_name,
    email: row.email,
    grade: row.grade,
    school: { id: row.school_id, name: row.school },
    district: row.district,
    target: row.target,
    status: progressStatus(attendance, row.target),
    person: row.person,
    record: source === null || sourceId === null ? null : { source, sourceId },
  };
}

function countsOf(teachers: readonly TeacherProgress[]): ProgressCounts {
  const having = (status: ProgressStatus): number => teachers.filter((teacher) => teacher.status === status).length;
  return {
    teachers: teachers.length,
    achieved: having("achieved"),
    in_progress: having("in_progress"),
    needs_review: having("needs_review"),
    not_started: having("not_started"),
    unlinked: teachers.filter(({ person }) => person === null).length,
  };
}

function schoolsOf(teachers: readonly TeacherProgress[]): SchoolProgress[] {
  const bySchool = new Map<string, TeacherProgress[]>();
  for (const teacher of teachers) {
    const key = `${teacher.school.id ?? ""} ${teacher.school.name}`;
    const others = bySchool.get(key);
    if (others) others.push(teacher);
    else bySchool.set(key, [teacher]);
  }
  return [...bySchool.values()].flatMap((own) => own.slice(0, 1).map(({ school }) => ({ school, ...countsOf(own) })));
}

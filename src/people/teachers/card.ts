import sql from "sql-template-tag";
import { localDay, type Period, schoolYear } from "../../domain/index.js";
import {
  PROGRESS_STATUSES,
  sessionsOfTeacher,
  type TeacherProgress,
  type TeacherSession,
  teacherProgress,
} from "../../metrics/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { type AttendanceWord, attendanceWords } from "./overrides.js";
import { namesakesOf, rosterOf, type TeacherRoster } from "./roster.js";

/** One teacher as staff know them. */
export interface TeacherCard {
  readonly contact: number;
  readonly person: number;
  readonly name: string;
  readonly title: string | null;
  readonly department: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly school: string | null;
  readonly district: string | null;
  readonly isExcluded: boolean;
  /** Every record of the person that is not deleted. */
  readonly records: readonly TeacherRecord[];
  readonly roster: TeacherRoster;
  /** By roster entry (ruling A5); rows that are switched off have none. */
  readonly progress: ReadonlyMap<number, TeacherProgress & { readonly statusWords: string }>;
  /** Of the period asked for, newest first. */
  readonly sessions: readonly TeacherSession[];
  readonly words: readonly AttendanceWord[];
  readonly namesakes: readonly { readonly sourceId: string; readonly name: string; readonly school: string | null }[];
}

export interface TeacherRecord {
  readonly source: string;
  readonly sourceId: string;
  readonly pathfulUserId: string | null;
}

interface Row {
  readonly id: number;
  readonly person: number;
  readonly full_name: string;
  readonly title: string | null;
  readonly department: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly excluded: boolean | number;
  readonly school: string | null;
  readonly district: string | null;
}

interface Asked {
  readonly schoolYear: number;
  readonly period: Period;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** A teacher's card; null when the record is gone. */
export async function teacherCard(
  reader: Reader,
  organization: Pick<Organization, "timeZone" | "schoolYearStartMonth">,
  contact: number,
  asked: Asked,
): Promise<TeacherCard | null> {
  const [row] = await reader.query<Row>(sql`
    SELECT c.id, COALESCE(c.person_id, c.id) AS person, c.full_name, c.title, c.department, c.email, c.phone, c.excluded, s.name AS school, d.name AS district
    FROM contact c LEFT JOIN school s ON s.id = c.school_id LEFT JOIN district d ON d.id = s.district_id
    WHERE c.id = ${contact} AND c.deleted_at IS NULL`);
  if (row === undefined) return null;
  const { person } = row;
  const who = { person, name: row.full_name };
  const roster = await rosterOf(reader, who, asked.schoolYear);
  return {
    contact: row.id,
    person,
    name: row.full_name,
    title: row.title,
    department: row.department,
    email: row.email,
    phone: row.phone,
    school: row.school,
    district: row.district,
    isExcluded: Boolean(row.excluded),
    records: await recordsOf(reader, person),
    roster,
    progress: await progressOf(reader, organization, roster, asked),
    sessions: await sessionsOfTeacher(reader, { person, period: asked.period, now: asked.now }),
    words: await attendanceWords(reader, person),
    namesakes: await namesakesOf(reader, who),
  };
}

/** Progress on each roster that the teacher stands on, each within its own school year. */
async function progressOf(
  reader: Reader,
  { timeZone, schoolYearStartMonth }: Pick<Organization, "timeZone" | "schoolYearStartMonth">,
  { own }: TeacherRoster,
  { schoolYear: year, period, now }: Asked,
): Promise<TeacherCard["progress"]> {
  const calendar = { today: localDay(now, timeZone), schoolYearStartMonth };
  const progress = new Map<number, TeacherProgress & { readonly statusWords: string }>();
  for (const { entry, email, schoolYear: of } of own) {
    const within = of === year ? period : schoolYear(of, calendar);
    const { teachers } = await teacherProgress(reader, { schoolYear: of, period: within, email, now });
    const found = teachers.find((teacher) => teacher.entry === entry);
    if (found !== undefined) progress.set(entry, { ...found, statusWords: PROGRESS_STATUSES[found.status] });
  }
  return progress;
}

async function recordsOf(reader: Reader, person: number): Promise<TeacherRecord[]> {
  const rows = await reader.query<{ source: string; source_id: string; pathful_user_id: string | null }>(sql`
    SELECT source, source_id, pathful_user_id FROM contact
    WHERE COALESCE(person_id, id) = ${person} AND deleted_at IS NULL ORDER BY id`);
  return rows.map((row) => ({
    source: row.source,
    sourceId: row.source_id,
    pathfulUserId: row.pathful_user_id,
  }));
}

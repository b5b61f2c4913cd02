import sql, { type Sql } from "sql-template-tag";
import { ALL_TIME, sessionsOfTeachers } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { HELD, hasRole, STANDING } from "./flags/detector.js";

/** How whole the record of the virtual sessions held is. A session may have two gaps; a whole one has none. */
export interface VirtualCompleteness {
  readonly held: number;
  readonly whole: number;
  readonly withoutPresenter: number;
  readonly withoutTeacher: number;
  /** A teacher is linked, and of at least one nobody has said whether they came. */
  readonly attendanceUnknown: number;
}

/** Virtual sessions `t.event` with their teachers, and how many of those nobody has said anything of: the same as needs review in a teacher's progress (ruling A5). */
export const teachersOfHeld = (now: string): Sql => sql`(
      SELECT s.event, COUNT(*) AS teachers, SUM(CASE WHEN s.came = 0 AND s.stands = 1 THEN 1 ELSE 0 END) AS unresolved
      FROM (${sessionsOfTeachers(ALL_TIME, now, HELD)}) s GROUP BY s.event)`;

/** Of all virtual sessions held: how many have a presenter, a teacher, and the attendance of every teacher. */
export async function virtualCompleteness(reader: Reader, now: string): Promise<VirtualCompleteness> {
  const [row] = await reader.query<VirtualCompleteness>(sql`
    SELECT COUNT(*) AS held,
      COALESCE(SUM(CASE WHEN h.presented = 1 AND h.teachers > 0 AND h.unresolved = 0 THEN 1 ELSE 0 END), 0) AS whole,
      COALESCE(SUM(1 - h.presented), 0) AS "withoutPresenter",
      COALESCE(SUM(CASE WHEN h.teachers = 0 THEN 1 ELSE 0 END), 0) AS "withoutTeacher",
      COALESCE(SUM(CASE WHEN h.unresolved > 0 THEN 1 ELSE 0 END), 0) AS "attendanceUnknown"
    FROM (
      SELECT CASE WHEN ${hasRole("volunteer")} THEN 1 ELSE 0 END AS presented,
        COALESCE(t.teachers, 0) AS teachers, COALESCE(t.unresolved, 0) AS unresolved
      FROM event e LEFT JOIN ${teachersOfHeld(now)} t ON t.event = e.id
      WHERE ${STANDING} AND e.format = 'virtual' AND ${HELD}
    ) h`);
  return row ?? { held: 0, whole: 0, withoutPresenter: 0, withoutTeacher: 0, attendanceUnknown: 0 };
}

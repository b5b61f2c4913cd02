import sql, { type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import { ATTENDED } from "../identity/index.js";
import { PERSON } from "./columns.js";
import { inPeriod } from "./window.js";

/** Statuses of a teacher's sign-up that say how it ended, without attendance. */
export const CALLED_OFF: Sql = sql`('cancelled', 'declined', 'withdrawn')`;

/**
 * What each teacher's sign-ups to virtual sessions (Bible, teacher progress) of a period came to, those that are Cancelled left out: of several records of one person at one session the best one
 * speaks (rulings A3, A5). Columns person, attended, upcoming, unresolved, no_shows.
 */
export function attendancePerTeacher(period: Period, now: string): Sql {
  return sql`
  SELECT t.person, SUM(t.came) AS attended,
    SUM(CASE WHEN t.came = 0 AND t.stands = 1 AND t.is_later = 1 THEN 1 ELSE 0 END) AS upcoming,
    SUM(CASE WHEN t.came = 0 AND t.stands = 1 AND t.is_later = 0 THEN 1 ELSE 0 END) AS unresolved,
    SUM(CASE WHEN t.came = 0 AND t.stands = 0 AND t.missed = 1 THEN 1 ELSE 0 END) AS no_shows
  FROM (
${sessionsOfTeachers(period, now)}
  ) t GROUP BY t.person`;
}

/**
 * One row per teacher and session: came, missed, or still stands (0 or 1), and whether the session starts later than now. Of sessions not Cancelled, unless told.
 * A cross join, so that SQLite begins with the sessions: the other way round it reads everybody's participations.
 */
export function sessionsOfTeachers(period: Period, now: string, which = sql`e.status <> 'Cancelled'`): Sql {
  return sql`
    SELECT ${PERSON} AS person, e.id AS event,
      MAX(CASE WHEN ${ATTENDED} THEN 1 ELSE 0 END) AS came,
      MAX(CASE WHEN p.status = 'no_show' THEN 1 ELSE 0 END) AS missed,
      MAX(CASE WHEN p.status = 'no_show' OR p.status IN ${CALLED_OFF} THEN 0 ELSE 1 END) AS stands,
      MAX(CASE WHEN e.starts_at > ${now} THEN 1 ELSE 0 END) AS is_later
    FROM event e CROSS JOIN participation p JOIN contact c ON c.id = p.contact_id
    WHERE p.event_id = e.id AND p.role = 'teacher' AND e.format = 'virtual' AND ${inPeriod(sql`e.local_date`, period)} AND ${which}
      AND e.deleted_at IS NULL AND p.deleted_at IS NULL AND c.deleted_at IS NULL
    GROUP BY ${PERSON}, e.id`;
}

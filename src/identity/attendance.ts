import sql, { type Sql } from "sql-template-tag";

/** Whether a participation `p` is attendance: a teacher's when it was confirmed (ruling A3), others' by role and status (ruling A1). */
export const ATTENDED: Sql = sql`(CASE WHEN p.role = 'teacher' THEN p.attendance_confirmed_at IS NOT NULL ELSE p.attended END)`;

/** Credited hours of a participation `p` at its event `e`: the same rule as `creditedHours` of the domain (ruling A2), for many rows. */
export function creditedHoursOf(longestHours: number): Sql {
  const longest = Math.round(longestHours * 60);
  return sql`(CASE
    WHEN p.hours_recorded > 0 THEN p.hours_recorded
    WHEN e.duration_minutes > ${longest} THEN 0
    WHEN e.duration_minutes > 0 THEN e.duration_minutes / 60.0
    WHEN e.span_minutes > ${longest} THEN 0
    WHEN e.span_minutes > 60 THEN e.span_minutes / 60.0
    WHEN e.span_minutes >= 0 THEN 1.0
    ELSE 0 END)`;
}

import sql, { join, type Sql } from "sql-template-tag";

/** Whether a participation `p` is attendance: a teacher's when it was confirmed (ruling A3), others' by role and status (ruling A1). */
export const ATTENDED: Sql = sql`(CASE WHEN p.role = 'teacher' THEN p.attendance_confirmed_at IS NOT NULL ELSE p.attended END)`;

interface Credit {
  readonly when: Sql;
  readonly hours: Sql;
  readonly basis: Sql;
}

const NONE = { hours: sql`0`, basis: sql`'none'` } as const;

/** What a participation `p` at its event `e` is credited with: the first that holds. The same rule as `creditedHours` of the domain (ruling A2). */
function credits(longestHours: number): readonly Credit[] {
  const longest = Math.round(longestHours * 60);
  const span = sql`'start and end'`;
  return [
    { when: sql`p.hours_recorded > 0`, hours: sql`p.hours_recorded`, basis: sql`'recorded'` },
    { when: sql`e.duration_minutes > ${longest}`, ...NONE },
    { when: sql`e.duration_minutes > 0`, hours: sql`e.duration_minutes / 60.0`, basis: sql`'duration'` },
    { when: sql`e.span_minutes > ${longest}`, ...NONE },
    { when: sql`e.span_minutes > 60`, hours: sql`e.span_minutes / 60.0`, basis: span },
    { when: sql`e.span_minutes >= 0`, hours: sql`1.0`, basis: span },
  ];
}

const firstOf = (longestHours: number, what: "hours" | "basis"): Sql => sql`(CASE
    ${join(
      credits(longestHours).map((credit) => sql`WHEN ${credit.when} THEN ${credit[what]}`),
      "\n    ",
    )}
    ELSE ${NONE[what]} END)`;

/** Credited hours, for many rows. */
export const creditedHoursOf = (longestHours: number): Sql => firstOf(longestHours, "hours");

/** Where they come from: "recorded", "duration", "start and end" or "none". */
export const hoursBasisOf = (longestHours: number): Sql => firstOf(longestHours, "basis");

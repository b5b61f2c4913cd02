import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import { ATTENDED } from "../identity/index.js";
import type { Reader } from "../pool/index.js";
import { asRead } from "./as-read.js";
import { PERSON } from "./columns.js";
import { filtered } from "./filters.js";
import { ALIVE_EVENT } from "./grains.js";
import type { Filters } from "./model.js";
import { CALLED_OFF } from "./progress-attendance.js";
import { all, inPeriod } from "./window.js";

/** What a teacher's place in a virtual session came to, in the order in which they are told apart: the first that holds. */
export const VIRTUAL_OUTCOMES = {
  completed: "Successfully completed",
  simulcast: "Simulcast",
  teacher_no_show: "Teacher no-show",
  teacher_cancelled: "Teacher cancelled",
  local_professional: "Local professional cancelled or no-show",
  pathful_professional: "Pathful professional cancelled or no-show",
  unfilled: "Unfilled",
  cancelled: "Cancelled or missed otherwise",
  no_teacher: "Held, no teacher recorded",
  planned: "Planned",
  needs_review: "Needs review",
} as const;
export type VirtualOutcome = keyof typeof VIRTUAL_OUTCOMES;
const OUTCOMES = Object.keys(VIRTUAL_OUTCOMES) as VirtualOutcome[];

/** Small letters, and blanks for what parts words. */
const folded = (text: Sql): Sql => sql`LOWER(REPLACE(REPLACE(REPLACE(${text}, '-', ' '), '_', ' '), '/', ' '))`;

const HELD = sql`e.status IN ('Completed', 'Simulcast')`;

const NOBODY_PRESENTS = sql`NOT EXISTS (
      SELECT 1 FROM participation v WHERE v.event_id = e.id AND v.role = 'volunteer' AND v.deleted_at IS NULL)`;

interface Place {
  /** Whether the teacher came, and how their sign-up ended; of a session without teachers neither. */
  readonly came: Sql;
  readonly missed: Sql;
  readonly calledOff: Sql;
  /** The source's own words of what happened, folded. */
  readonly said: Sql;
}

/** A teacher's own line speaks for itself where it says how it ended; else the session's does. */
const OF_A_TEACHER: Place = {
  came: ATTENDED,
  missed: sql`p.status = 'no_show'`,
  calledOff: sql`p.status IN ${CALLED_OFF}`,
  said: folded(sql`(CASE WHEN p.status IN ('no_show', 'cancelled', 'declined', 'withdrawn') AND p.status_raw IS NOT NULL THEN p.status_raw
        ELSE COALESCE(p.status_raw, '') || ' ' || COALESCE(e.status_raw, '') END)`),
};

const WITHOUT_TEACHERS: Place = {
  came: sql`FALSE`,
  missed: sql`FALSE`,
  calledOff: sql`FALSE`,
  said: folded(sql`COALESCE(e.status_raw, '')`),
};

const conditions = ({ came, missed, calledOff, said }: Place, now: string): Readonly<Record<VirtualOutcome, Sql>> => ({
  completed: sql`${came} AND e.status = 'Completed'`,
  simulcast: sql`${came} AND e.status = 'Simulcast'`,
  teacher_no_show: sql`${said} LIKE '%teacher%no show%' OR ${said} LIKE '%did not attend%' OR (${missed} AND ${HELD})`,
  teacher_cancelled: sql`${said} LIKE '%teacher%cancel%' OR ${said} LIKE '%withdr%' OR (${calledOff} AND e.status <> 'Cancelled')`,
  local_professional: sql`${said} LIKE '%local professional%'`,
  pathful_professional: sql`${said} LIKE '%pathful professional%'`,
  unfilled: sql`${said} LIKE '%unfilled%' OR ${said} LIKE '%technical%' OR e.status = 'Count' OR (e.status IN ('Cancelled', 'No Show') AND ${NOBODY_PRESENTS})`,
  cancelled: sql`e.status IN ('Cancelled', 'No Show')`,
  no_teacher: came === WITHOUT_TEACHERS.came ? HELD : sql`FALSE`,
  planned: sql`e.starts_at > ${now}`,
  needs_review: sql`TRUE`,
});

/** The place of the first condition that holds. */
function outcome(place: Place, now: string): Sql {
  const told = conditions(place, now);
  const cases = OUTCOMES.map((each, at) => sql`WHEN ${told[each]} THEN ${raw(String(at))}`);
  return sql`(CASE ${join(cases, "\n        ")} END)`;
}

export interface MonthOfOutcomes {
  /** "2026-02" */
  readonly month: string;
  readonly counts: Readonly<Record<VirtualOutcome, number>>;
}

/**
 * Virtual sessions of a period by month and outcome: each teacher in each session once, a session without teachers once. A teacher is in the district and
 * school of their own (ruling A4), a session without any in its own. Excluded teachers count in none (ruling P3).
 */
export async function virtualOutcomes(
  reader: Reader,
  { period, filters = [], now }: { readonly period: Period; readonly filters?: Filters; readonly now: string },
): Promise<readonly MonthOfOutcomes[]> {
  const ofTeachers = filters.map((clause) => ({ ...clause, dimension: asRead(clause.dimension, { places: "home" }) }));
  const virtual = [inPeriod(sql`e.local_date`, period), sql`e.format = 'virtual'`, ALIVE_EVENT];
  const rows = await reader.query<{ month: string; outcome: number; places: number }>(sql`
SELECT substr(o.local_date, 1, 7) AS month, o.outcome, COUNT(*) AS places
FROM (
    SELECT e.id, ${PERSON} AS person, e.local_date, MIN(${outcome(OF_A_TEACHER, now)}) AS outcome
    FROM event e JOIN participation p ON p.event_id = e.id JOIN contact c ON c.id = p.contact_id
    WHERE ${all([
      ...virtual,
      sql`p.role = 'teacher'`,
      sql`p.deleted_at IS NULL`,
      sql`c.deleted_at IS NULL`,
      sql`c.excluded = FALSE`,
      ...filtered("teacher participation", "came", ofTeachers),
    ])}
    GROUP BY e.id, ${PERSON}, e.local_date
    UNION ALL
    SELECT e.id, 0 AS person, e.local_date, ${outcome(WITHOUT_TEACHERS, now)} AS outcome
    FROM event e
    WHERE ${all([
      ...virtual,
      sql`NOT EXISTS (
      SELECT 1 FROM participation t JOIN contact tc ON tc.id = t.contact_id
      WHERE t.event_id = e.id AND t.role = 'teacher' AND t.deleted_at IS NULL AND tc.deleted_at IS NULL)`,
      ...filtered("event", "came", filters),
    ])}
) o
GROUP BY substr(o.local_date, 1, 7), o.outcome
ORDER BY month, o.outcome`);
  const months = new Map<string, Record<VirtualOutcome, number>>();
  for (const { month, outcome, places } of rows) {
    const counts = months.get(month) ?? nothing();
    const which = OUTCOMES[outcome];
    if (which !== undefined) counts[which] = places;
    months.set(month, counts);
  }
  return [...months].map(([month, counts]) => ({ month, counts }));
}

const nothing = (): Record<VirtualOutcome, number> =>
  Object.fromEntries(OUTCOMES.map((each) => [each, 0])) as Record<VirtualOutcome, number>;

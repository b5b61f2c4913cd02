import sql from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { PERSON } from "./columns.js";
import { sessionsOfTeachers } from "./progress-attendance.js";

/** What a teacher's sign-up to one session came to, in the words of their progress. */
export type SessionOutcome = "attended" | "upcoming" | "unresolved" | "no_show" | "called_off" | "cancelled";

export interface TeacherSession {
  /** Where the session comes from, and its id there. */
  readonly source: string;
  readonly sourceId: string;
  readonly date: string;
  readonly time: string;
  readonly title: string;
  readonly outcome: SessionOutcome;
}

interface Row {
  readonly source: string;
  readonly source_id: string;
  readonly local_date: string;
  readonly local_time: string;
  readonly title: string;
  readonly status: string;
  readonly came: number;
  readonly missed: number;
  readonly stands: number;
  readonly is_later: number;
}

/** The sessions behind one teacher's progress, newest first; cancelled ones too, which count nowhere. */
export async function sessionsOfTeacher(
  reader: Reader,
  { person, period, now }: { readonly person: number; readonly period: Period; readonly now: string },
): Promise<readonly TeacherSession[]> {
  const rows = await reader.query<Row>(sql`
SELECT e.source, e.source_id, e.local_date, e.local_time, e.title, e.status, t.came, t.missed, t.stands, t.is_later
FROM (
${sessionsOfTeachers(period, now, sql`${PERSON} = ${person}`)}
) t JOIN event e ON e.id = t.event
ORDER BY e.local_date DESC, e.local_time DESC, e.id DESC`);
  return rows.map((row) => ({
    source: row.source,
    sourceId: row.source_id,
    date: row.local_date,
    time: row.local_time,
    title: row.title,
    outcome: outcomeOf(row),
  }));
}

function outcomeOf({ status, came, missed, stands, is_later }: Row): SessionOutcome {
  if (status === "Cancelled") return "cancelled";
  if (came === 1) return "attended";
  if (stands === 1) return is_later === 1 ? "upcoming" : "unresolved";
  return missed === 1 ? "no_show" : "called_off";
}

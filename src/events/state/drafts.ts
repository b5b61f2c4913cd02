import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";

/** An event that is still a draft though its day has passed. */
export interface PastDraft {
  readonly source: string;
  readonly sourceId: string;
  readonly title: string;
  readonly date: string;
  readonly school: string | null;
  readonly attendedStudents: number | null;
  readonly registeredStudents: number | null;
  /** Volunteers and teachers who are down for it. */
  readonly people: number;
  /** How sure it is that it took place: by who attended, who signed up, or nobody. */
  readonly sureness: "high" | "medium" | "low";
  /** Polaris itself can say what became of it: it comes from Pathful, not from Salesforce (ruling W2). */
  readonly isOwn: boolean;
}

/** Past drafts, the surest first, then the newest. */
export async function pastDrafts(reader: Reader, today: string): Promise<PastDraft[]> {
  const rows = await reader.query<{
    source: string;
    source_id: string;
    title: string;
    date: string;
    school: string | null;
    attended: number | null;
    registered: number | null;
    people: number;
  }>(sql`
    SELECT e.source, e.source_id, e.title, e.local_date AS date, s.name AS school, e.attended_students AS attended,
      e.registered_students AS registered,
      (SELECT COUNT(*) FROM participation p WHERE p.event_id = e.id AND p.role <> 'student' AND p.deleted_at IS NULL) AS people
    FROM event e LEFT JOIN school s ON s.id = e.school_id
    WHERE e.deleted_at IS NULL AND e.same_as_id IS NULL AND e.status = 'Draft' AND e.local_date < ${today}
    ORDER BY CASE WHEN e.attended_students > 0 THEN 0 WHEN e.registered_students > 0 THEN 1 ELSE 2 END, e.local_date DESC, e.id DESC`);
  return rows.map(({ source, source_id, title, date, school, attended, registered, people }) => ({
    source,
    sourceId: source_id,
    title,
    date,
    school,
    attendedStudents: attended,
    registeredStudents: registered,
    people: Number(people),
    sureness: (attended ?? 0) > 0 ? "high" : (registered ?? 0) > 0 ? "medium" : "low",
    isOwn: source !== "salesforce",
  }));
}

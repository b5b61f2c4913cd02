import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";

/** The row that says that a volunteer takes part in an event, by its source: of several the one that counts. Null where there is none. */
export async function volunteerAt(
  reader: Reader,
  { contact, event }: { readonly contact: number; readonly event: number },
): Promise<{ readonly source: string; readonly sourceId: string } | null> {
  const [row] = await reader.query<{ source: string; source_id: string }>(sql`
    SELECT p.source, p.source_id FROM participation p JOIN contact c ON c.id = p.contact_id
    WHERE p.event_id = ${event} AND p.role = 'volunteer' AND p.deleted_at IS NULL
      AND (c.id = ${contact} OR c.person_id = (SELECT person_id FROM contact WHERE id = ${contact}))
    ORDER BY CASE WHEN p.counts = TRUE THEN 0 ELSE 1 END, p.id LIMIT 1`);
  return row === undefined ? null : { source: row.source, sourceId: row.source_id };
}

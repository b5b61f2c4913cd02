import sql, { type Sql } from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import type { SourceKey } from "./model.js";

/** One of our own entries, with whom and about what. */
export interface AttemptLine {
  readonly id: number;
  readonly contact: SourceKey & { readonly id: number; readonly name: string; readonly email: string | null };
  /** Null: about no event, or about one that is gone. */
  readonly event: (SourceKey & { readonly id: number; readonly title: string; readonly date: string }) | null;
  /** Why ruling S1 keeps them out of lists for outreach, the gravest reason; null where it does not. */
  readonly hidden: string | null;
  readonly method: string;
  readonly outcome: string;
  readonly note: string | null;
  readonly by: string;
  readonly on: string;
}

/** What people logged of somebody, newest first. */
export const outreachWith = (reader: Reader, contact: SourceKey): Promise<AttemptLine[]> =>
  lines(
    reader,
    sql`o.contact_source = ${contact.source} AND o.contact_source_id = ${contact.sourceId}`,
    sql`o.local_date DESC, o.id DESC`,
  );

/** Where an entry is the last word on its person and event. */
const LAST = sql`NOT EXISTS (SELECT 1 FROM outreach_attempt n WHERE n.reversed_at IS NULL AND n.id > o.id AND n.contact_source = o.contact_source
  AND n.contact_source_id = o.contact_source_id AND COALESCE(n.event_source, '') = COALESCE(o.event_source, '')
  AND COALESCE(n.event_source_id, '') = COALESCE(o.event_source_id, ''))`;

/** What waits for another word of ours: asked and not answered, or said to be followed up; of events still to come, or of none. Oldest first. */
export const toFollowUp = (reader: Reader, today: string): Promise<AttemptLine[]> =>
  lines(
    reader,
    sql`o.outcome IN ('no_answer', 'left_message', 'follow_up') AND ${LAST}
      AND (o.event_source IS NULL OR (e.id IS NOT NULL AND e.local_date >= ${today} AND e.status <> 'Cancelled')) AND ${NOT_ON_IT}`,
    sql`o.local_date, o.id`,
  );

/** Salesforce and Pathful have no sign-up of that person for that event. */
const NOT_ON_IT = sql`NOT EXISTS (SELECT 1 FROM participation p WHERE p.event_id = e.id AND p.contact_id = c.id AND p.role = 'volunteer' AND p.deleted_at IS NULL)`;

const DAYS_TO_ARRIVE = 3;

/** Whom people proposed three days ago or longer and whose participation has not come: to be entered in Salesforce (ruling W3). Oldest first. */
export const proposedAssignments = (reader: Reader, now: string): Promise<AttemptLine[]> =>
  lines(
    reader,
    sql`o.outcome = 'assigned' AND o.at <= ${new Date(Date.parse(now) - DAYS_TO_ARRIVE * 86_400_000).toISOString()} AND ${LAST}
      AND e.id IS NOT NULL AND e.status <> 'Cancelled' AND ${NOT_ON_IT}`,
    sql`o.at, o.id`,
  );

/** Ruling S1; a person must not be contacted if any record of theirs says so (ruling P1). */
const HIDDEN = sql`CASE
  WHEN c.do_not_contact OR EXISTS (SELECT 1 FROM contact twin WHERE twin.person_id = c.person_id AND twin.deleted_at IS NULL AND twin.do_not_contact)
    THEN 'do-not-contact'
  WHEN c.excluded THEN 'excluded'
  WHEN c.email_opt_out THEN 'opted out'
  WHEN c.email_bounced_on IS NOT NULL THEN 'bounced'
  WHEN c.status = 'inactive' THEN 'inactive' END`;

async function lines(reader: Reader, condition: Sql, order: Sql): Promise<AttemptLine[]> {
  const rows = await reader.query<Row>(sql`
    SELECT o.id, c.id AS contact_id, c.source, c.source_id, c.full_name, c.email, e.id AS event_id, e.source AS event_source, e.source_id AS event_source_id,
      e.title, e.local_date AS event_date, ${HIDDEN} AS hidden, o.method, o.outcome, o.note, o.by_name, o.local_date
    FROM outreach_attempt o JOIN contact c ON c.source = o.contact_source AND c.source_id = o.contact_source_id AND c.deleted_at IS NULL
      LEFT JOIN event e ON e.source = o.event_source AND e.source_id = o.event_source_id AND e.deleted_at IS NULL
    WHERE o.reversed_at IS NULL AND ${condition} ORDER BY ${order}`);
  return rows.map((row) => ({
    id: row.id,
    contact: { id: row.contact_id, source: row.source, sourceId: row.source_id, name: row.full_name, email: row.email },
    event:
      row.event_id === null
        ? null
        : {
            id: row.event_id,
            source: row.event_source ?? "",
            sourceId: row.event_source_id ?? "",
            title: row.title ?? "",
            date: row.event_date ?? "",
          },
    hidden: row.hidden,
    method: row.method,
    outcome: row.outcome,
    note: row.note,
    by: row.by_name,
    on: row.local_date,
  }));
}

interface Row {
  readonly id: number;
  readonly contact_id: number;
  readonly source: string;
  readonly source_id: string;
  readonly full_name: string;
  readonly email: string | null;
  readonly event_id: number | null;
  readonly event_source: string | null;
  readonly event_source_id: string | null;
  readonly title: string | null;
  readonly event_date: string | null;
  readonly hidden: string | null;
  readonly method: string;
  readonly outcome: string;
  readonly note: string | null;
  readonly by_name: string;
  readonly local_date: string;
}

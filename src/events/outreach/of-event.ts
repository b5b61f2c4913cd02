import sql from "sql-template-tag";
import { addDays } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { ANSWERED, type SourceKey } from "./model.js";

/** One time that somebody was written to or called, or answered. */
export interface Outreach {
  /** Number of our own entry, by which it is taken back; null for what Salesforce logged. */
  readonly attempt: number | null;
  readonly on: string;
  /** email | call | text | in_person | other; of Salesforce also note, activity, status_change. */
  readonly method: string;
  /** Of our own entries. */
  readonly outcome: string | null;
  /** sent | received, of an e-mail that Salesforce logged. */
  readonly direction: string | null;
  /** Our own note, or the subject in Salesforce. */
  readonly words: string | null;
  /** Who did it; null for what Salesforce logged. */
  readonly by: string | null;
}

/** Somebody who was asked about an event, and where that stands. */
export interface Asked {
  readonly contact: SourceKey & { readonly id: number; readonly name: string };
  /** Newest first. */
  readonly entries: readonly Outreach[];
  /** What came of it: the outcome of our newest entry, "received" where an e-mail came in, else null. */
  readonly answer: string | null;
  readonly hasAnswered: boolean;
  /** Salesforce or Pathful has their participation (ruling W3): its status; null while it has none. */
  readonly participation: string | null;
}

export interface EventOutreach {
  /** Who was asked last comes first. */
  readonly asked: readonly Asked[];
  readonly answered: number;
}

/** How long before an event an e-mail to somebody who is on it is taken to be about it. */
const DAYS_BEFORE = 30;

/**
 * Who has been asked about an event and answered: what people logged here, what Salesforce linked to the event, and the e-mails of its candidates since they
 * were first asked (of those who are on it, of its last thirty days).
 */
export async function outreachOf(
  reader: Reader,
  { id, source, sourceId, date }: SourceKey & { readonly id: number; readonly date: string },
): Promise<EventOutreach> {
  const rows = await reader.query<Row>(sql`
    WITH own AS (
      SELECT o.* FROM outreach_attempt o WHERE o.event_source = ${source} AND o.event_source_id = ${sourceId} AND o.reversed_at IS NULL
    ), candidate AS (
      SELECT c.id, MIN(o.local_date) AS since FROM own o JOIN contact c ON c.source = o.contact_source AND c.source_id = o.contact_source_id GROUP BY c.id
      UNION
      SELECT p.contact_id, CAST(${addDays(date, -DAYS_BEFORE)} AS TEXT) FROM participation p
      WHERE p.event_id = ${id} AND p.role = 'volunteer' AND p.deleted_at IS NULL
    ), logged AS (
      SELECT m.id, t.contact_id FROM communication m JOIN communication_contact t ON t.communication_id = m.id
      WHERE m.event_id = ${id} AND m.deleted_at IS NULL
      UNION
      SELECT m.id, k.id FROM candidate k JOIN communication_contact t ON t.contact_id = k.id JOIN communication m ON m.id = t.communication_id
      WHERE m.event_id IS NULL AND m.deleted_at IS NULL AND m.activity IN ('email', 'call') AND m.local_date >= k.since AND m.local_date <= ${date}
    )
    SELECT c.id AS contact_id, c.source, c.source_id, c.full_name, w.attempt, w.local_date, w.method, w.outcome, w.direction, w.words, w.by_name,
      (SELECT MIN(p.status) FROM participation p WHERE p.event_id = ${id} AND p.contact_id = c.id AND p.role = 'volunteer' AND p.deleted_at IS NULL) AS participation
    FROM (
      SELECT o.contact_source AS s, o.contact_source_id AS sid, o.id AS attempt, o.local_date, o.at AS happened, o.method, o.outcome, NULL AS direction,
        o.note AS words, o.by_name FROM own o
      UNION ALL
      SELECT c.source, c.source_id, NULL, m.local_date, m.happened_at, m.activity, NULL, m.direction, m.subject, NULL
      FROM logged l JOIN communication m ON m.id = l.id JOIN contact c ON c.id = l.contact_id
      WHERE NOT (m.kind = 'task' AND m.status_raw IS NOT NULL AND LOWER(m.status_raw) <> 'completed')
    ) w JOIN contact c ON c.source = w.s AND c.source_id = w.sid
    WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL
    ORDER BY w.local_date DESC, w.happened DESC, w.attempt DESC, c.full_name`);
  const byContact = new Map<number, Row[]>();
  for (const row of rows) byContact.set(row.contact_id, [...(byContact.get(row.contact_id) ?? []), row]);
  const asked = [...byContact.values()].map(askedOf);
  return { asked, answered: asked.filter(({ hasAnswered }) => hasAnswered).length };
}

interface Row {
  readonly contact_id: number;
  readonly source: string;
  readonly source_id: string;
  readonly full_name: string;
  readonly attempt: number | null;
  readonly local_date: string;
  readonly method: string;
  readonly outcome: string | null;
  readonly direction: string | null;
  readonly words: string | null;
  readonly by_name: string | null;
  readonly participation: string | null;
}

function askedOf(rows: readonly Row[]): Asked {
  const [first] = rows;
  if (first === undefined) throw new Error("nobody was asked here");
  // Our own entries in the order in which they were made: a later word counts, even of an earlier day.
  const own = rows.filter(({ attempt }) => attempt !== null).sort((a, b) => (b.attempt ?? 0) - (a.attempt ?? 0))[0];
  const hasWritten = rows.some(({ direction }) => direction === "received");
  const outcome = own?.outcome ?? null;
  return {
    contact: { id: first.contact_id, source: first.source, sourceId: first.source_id, name: first.full_name },
    entries: rows.map((row) => ({
      attempt: row.attempt,
      on: row.local_date,
      method: row.method,
      outcome: row.outcome,
      direction: row.direction,
      words: row.words,
      by: row.by_name,
    })),
    answer: outcome !== null && ANSWERED.has(outcome) ? outcome : hasWritten ? "received" : outcome,
    hasAnswered: hasWritten || (outcome !== null && ANSWERED.has(outcome)),
    participation: first.participation,
  };
}

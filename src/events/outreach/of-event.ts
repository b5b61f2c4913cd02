import sql, { join, type Sql } from "sql-template-tag";
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

/** An event, and its local day. */
export interface DatedEvent extends SourceKey {
  readonly id: number;
  readonly date: string;
}

/** So many events are asked about in one statement. */
const AT_ONCE = 100;
const NOBODY: EventOutreach = { asked: [], answered: 0 };

/**
 * Who has been asked about an event and answered: what people logged here, what Salesforce linked to the event, and the e-mails of its candidates since they
 * were first asked (of those who are on it, of its last thirty days).
 */
export async function outreachOf(reader: Reader, event: DatedEvent): Promise<EventOutreach> {
  return (await outreachOfEach(reader, [event])).get(event.id) ?? NOBODY;
}

/** The same of several events, by their ids; one about which nobody was asked is not among them. */
export async function outreachOfEach(
  reader: Reader,
  events: readonly DatedEvent[],
): Promise<ReadonlyMap<number, EventOutreach>> {
  const found = new Map<number, Map<number, Row[]>>();
  for (let at = 0; at < events.length; at += AT_ONCE)
    for (const row of await rowsOf(reader, events.slice(at, at + AT_ONCE))) {
      const people = found.get(row.event_id) ?? new Map<number, Row[]>();
      found.set(row.event_id, people.set(row.contact_id, [...(people.get(row.contact_id) ?? []), row]));
    }
  return new Map([...found].map(([id, people]) => [id, outreachFrom([...people.values()])]));
}

function outreachFrom(people: readonly (readonly Row[])[]): EventOutreach {
  const asked = people.map(askedOf);
  return { asked, answered: asked.filter(({ hasAnswered }) => hasAnswered).length };
}

const target = ({ id, source, sourceId, date }: DatedEvent): Sql => sql`
  SELECT CAST(${id} AS INTEGER) AS id, CAST(${source} AS TEXT) AS source, CAST(${sourceId} AS TEXT) AS source_id,
    CAST(${date} AS TEXT) AS date, CAST(${addDays(date, -DAYS_BEFORE)} AS TEXT) AS since`;

function rowsOf(reader: Reader, events: readonly DatedEvent[]): Promise<Row[]> {
  return reader.query<Row>(sql`
    WITH target AS (${join(events.map(target), " UNION ALL ")}
    ), own AS (
      SELECT g.id AS event_id, o.id AS attempt, o.contact_source, o.contact_source_id, o.local_date, o.at, o.method, o.outcome, o.note, o.by_name
      FROM target g JOIN outreach_attempt o ON o.event_source = g.source AND o.event_source_id = g.source_id WHERE o.reversed_at IS NULL
    ), candidate AS (
      SELECT w.event_id, c.id, MIN(w.local_date) AS since
      FROM own w JOIN contact c ON c.source = w.contact_source AND c.source_id = w.contact_source_id GROUP BY w.event_id, c.id
      UNION
      SELECT g.id, p.contact_id, g.since FROM target g JOIN participation p ON p.event_id = g.id
      WHERE p.role = 'volunteer' AND p.deleted_at IS NULL
    ), logged AS (
      SELECT m.event_id, m.id, t.contact_id FROM target g JOIN communication m ON m.event_id = g.id
        JOIN communication_contact t ON t.communication_id = m.id
      WHERE m.deleted_at IS NULL
      UNION
      SELECT k.event_id, m.id, k.id FROM candidate k JOIN target g ON g.id = k.event_id
        JOIN communication_contact t ON t.contact_id = k.id JOIN communication m ON m.id = t.communication_id
      WHERE m.event_id IS NULL AND m.deleted_at IS NULL AND m.activity IN ('email', 'call') AND m.local_date >= k.since AND m.local_date <= g.date
    )
    SELECT w.event_id, c.id AS contact_id, c.source, c.source_id, c.full_name, w.attempt, w.local_date, w.method, w.outcome, w.direction, w.words, w.by_name,
      (SELECT MIN(p.status) FROM participation p
        WHERE p.event_id = w.event_id AND p.contact_id = c.id AND p.role = 'volunteer' AND p.deleted_at IS NULL) AS participation
    FROM (
      SELECT event_id, contact_source AS s, contact_source_id AS sid, attempt, local_date, at AS happened, method, outcome, NULL AS direction,
        note AS words, by_name FROM own
      UNION ALL
      SELECT l.event_id, c.source, c.source_id, NULL, m.local_date, m.happened_at, m.activity, NULL, m.direction, m.subject, NULL
      FROM logged l JOIN communication m ON m.id = l.id JOIN contact c ON c.id = l.contact_id
      WHERE NOT (m.kind = 'task' AND m.status_raw IS NOT NULL AND LOWER(m.status_raw) <> 'completed')
    ) w JOIN contact c ON c.source = w.s AND c.source_id = w.sid
    WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL
    ORDER BY w.local_date DESC, w.happened DESC, w.attempt DESC, c.full_name`);
}

interface Row {
  readonly event_id: number;
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

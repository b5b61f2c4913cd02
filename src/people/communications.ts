import sql, { type Sql } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { RECORDS_OF_PERSON } from "./records.js";

/** One task, call or e-mail with somebody, as Salesforce logged it, or an attempt that staff logged here. */
export interface Contacting {
  readonly date: string;
  readonly from: "salesforce" | "polaris";
  /** email | call | status_change | note | activity; of an attempt its method: email | call | text | in_person | other */
  readonly kind: string;
  /** What came of an attempt, and who made it; null for what Salesforce logged. */
  readonly outcome: string | null;
  readonly by: string | null;
  /** sent | received, of an e-mail */
  readonly direction: string | null;
  readonly subject: string | null;
  /** The event it was about. */
  readonly event: string | null;
  /** A task that is still to be done: nobody has been contacted yet. */
  readonly isPlanned: boolean;
}

/** The history of contacts, and whether it can be trusted: "nothing is logged" and "it could not be read" are two answers (T17). */
export interface ContactHistory {
  /** Newest first, at most as many as anybody reads. */
  readonly latest: readonly Contacting[];
  readonly total: number;
  /** Day of the newest that has happened, also of an e-mail that Salesforce only sums up. */
  readonly lastOn: string | null;
  /** Day of the last e-mail by Salesforce's own field, where no contact as late as that is logged. */
  readonly unloggedOn: string | null;
  /** When tasks and e-mails were both last read to their end, ISO-8601 UTC; null when never. */
  readonly readAt: string | null;
  /** Why what has happened since may be missing; null when the last reading was whole. */
  readonly trouble: string | null;
}

const MOST = 10;
const SOURCE = "salesforce";
const OBJECTS = ["Task", "EmailMessage"] as const;

/** Of a person, over all records that count as theirs. */
export async function contactHistory(reader: Reader, contactId: number, today: string): Promise<ContactHistory> {
  const logged = await reader.query<Row>(sql`
    SELECT m.happened_at AS at, m.local_date, m.activity, m.direction, m.subject, e.title AS event, NULL AS outcome, NULL AS by_name,
      CASE WHEN ${isPlanned(today)} THEN 1 ELSE 0 END AS is_planned, COUNT(*) OVER () AS total,
      MAX(CASE WHEN ${isPlanned(today)} THEN NULL ELSE m.local_date END) OVER () AS last_on
    FROM communication m LEFT JOIN event e ON e.id = m.event_id AND e.deleted_at IS NULL
    WHERE m.deleted_at IS NULL AND m.id IN (
      SELECT t.communication_id FROM ${RECORDS_OF_PERSON} JOIN communication_contact t ON t.contact_id = c.id WHERE mine.id = ${contactId})
    ORDER BY m.happened_at DESC, m.id DESC LIMIT ${MOST}`);
  const attempts = await reader.query<Row>(sql`
    SELECT o.at, o.local_date, o.method AS activity, NULL AS direction, o.note AS subject, e.title AS event, o.outcome, o.by_name,
      0 AS is_planned, COUNT(*) OVER () AS total, MAX(o.local_date) OVER () AS last_on
    FROM ${RECORDS_OF_PERSON} JOIN outreach_attempt o ON o.contact_source = c.source AND o.contact_source_id = c.source_id
    LEFT JOIN event e ON e.source = o.event_source AND e.source_id = o.event_source_id AND e.deleted_at IS NULL
    WHERE mine.id = ${contactId} AND o.reversed_at IS NULL
    ORDER BY o.at DESC, o.id DESC LIMIT ${MOST}`);
  const latest = [...logged, ...attempts].sort((a, b) => b.at.localeCompare(a.at)).slice(0, MOST);
  const [loggedOn = null] = [logged, attempts]
    .flatMap(([row]) => row?.last_on ?? [])
    .sort()
    .reverse();
  const emailedOn = await lastEmailOn(reader, contactId, today);
  const isUnlogged = emailedOn !== null && (loggedOn === null || emailedOn > loggedOn);
  return {
    latest: latest.map((row) => ({
      date: row.local_date,
      from: row.outcome === null ? "salesforce" : "polaris",
      kind: row.activity,
      outcome: row.outcome,
      by: row.by_name,
      direction: row.direction,
      subject: row.subject,
      event: row.event,
      isPlanned: row.is_planned === 1,
    })),
    total: (logged[0]?.total ?? 0) + (attempts[0]?.total ?? 0),
    lastOn: isUnlogged ? emailedOn : loggedOn,
    unloggedOn: isUnlogged ? emailedOn : null,
    ...(await reliability(reader)),
  };
}

/** As lists and matching have it: Salesforce keeps the day of the last e-mail in a field of its own, longer than the e-mail. */
async function lastEmailOn(reader: Reader, contactId: number, today: string): Promise<string | null> {
  const rows = await reader.query<{ day: string }>(sql`
    SELECT SUBSTR(c.last_email_on, 1, 10) AS day FROM ${RECORDS_OF_PERSON} WHERE mine.id = ${contactId} AND c.last_email_on IS NOT NULL`);
  const [last = null] = rows
    .map(({ day }) => day)
    .filter((day) => day <= today)
    .sort()
    .reverse();
  return last;
}

/** True for what is still to be done: the communication is `m`. */
export const isPlanned = (today: string): Sql =>
  sql`(m.local_date > ${today} OR (m.kind = 'task' AND m.status_raw IS NOT NULL AND LOWER(m.status_raw) <> 'completed'))`;

interface Row {
  readonly at: string;
  readonly local_date: string;
  readonly outcome: string | null;
  readonly by_name: string | null;
  readonly activity: string;
  readonly direction: string | null;
  readonly subject: string | null;
  readonly event: string | null;
  readonly is_planned: number;
  readonly total: number;
  readonly last_on: string | null;
}

/** Whether the last run read tasks and e-mails to their end. A run that ended well without touching them says nothing about them. */
export async function reliability(reader: Reader): Promise<Pick<ContactHistory, "readAt" | "trouble">> {
  const readings: (string | null)[] = [];
  let trouble: string | null = null;
  for (const object of OBJECTS) {
    const [good] = await reader.query<{ run_id: number; finished_at: string | null }>(sql`
      SELECT run_id, finished_at FROM sync_batch
      WHERE source = ${SOURCE} AND object = ${object} AND state = 'ok' ORDER BY id DESC LIMIT 1`);
    const [bad] = await reader.query<{ state: string | null; error_text: string | null }>(sql`
      SELECT b.state, COALESCE(b.error_text, r.error_text) AS error_text
      FROM sync_run r LEFT JOIN sync_batch b ON b.run_id = r.id AND b.object = ${object}
      WHERE r.source = ${SOURCE} AND r.id > ${good?.run_id ?? 0} AND r.state <> 'running'
        AND COALESCE(b.state, r.state) NOT IN ('ok', 'running')
      ORDER BY r.id DESC LIMIT 1`);
    readings.push(good?.finished_at ?? null);
    if (bad !== undefined) trouble = bad.error_text ?? (bad.state === "absent" ? notShown(object) : notReached(object));
    else if (good === undefined) trouble ??= "Tasks and e-mails have not been read to their end yet.";
  }
  const [first = null] = readings.includes(null) ? [null] : readings.sort();
  return { readAt: first, trouble };
}

const notShown = (object: string): string => `Salesforce does not show ${object} to Polaris.`;
const notReached = (object: string): string => `The last sync did not reach ${object}.`;

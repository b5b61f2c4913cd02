import sql from "sql-template-tag";
import { decide, takeBack } from "../../identity/index.js";
import type { Reader, Transaction } from "../../pool/index.js";

export const OVERRIDES = ["add", "remove"] as const;
export type Override = (typeof OVERRIDES)[number];

/** A teacher at a session, and what is said of it. */
export interface NewOverride {
  /** A contact of the teacher: all records of the person are meant. */
  readonly contact: number;
  readonly event: { readonly id: number; readonly source: string; readonly sourceId: string };
  readonly says: Override;
  readonly reason: string;
  /** Slack user id. */
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** What an override did: nothing where it is so already. */
export interface Overridden {
  /** Decisions made, by which they are taken back. */
  readonly made: readonly number[];
  /** Earlier additions by people that were taken back instead. */
  readonly takenBack: readonly number[];
}

interface Row {
  readonly source: string;
  readonly source_id: string;
  readonly is_confirmed: number;
  readonly latest: string | null;
}

/**
 * Says that a teacher was at a session, or was not, beside what the sources say (ruling A3); `derive` after the transaction moves the figures. Of the
 * person's records at the session one is enough to add, and all that say so are overridden to remove; whom no source brought is added, and taken back.
 */
export async function overrideAttendance(tx: Transaction, asked: NewOverride): Promise<Overridden> {
  const { contact, event, says, reason, by, now } = asked;
  const rows = await recordsAt(tx, contact, event.id);
  const additions = await additionsAt(tx, contact, event.id);
  const isThere = ({ is_confirmed, latest }: Row) => (latest === null ? is_confirmed === 1 : latest === "add");
  const isAttended = additions.length > 0 || rows.some(isThere);
  if (isAttended === (says === "add")) return { made: [], takenBack: [] };
  const common = { value: says, reason, by, now };
  const onRow = ({ source, source_id }: Row) =>
    decide(tx, { ...common, kind: "attendance_override", subject: "participation", source, sourceId: source_id });
  if (says === "remove") {
    const made: number[] = [];
    for (const row of rows.filter(isThere)) made.push(await onRow(row));
    for (const id of additions) await takeBack(tx, id, { by, now });
    return { made, takenBack: additions };
  }
  const [row] = rows;
  if (row !== undefined) return { made: [await onRow(row)], takenBack: [] };
  const value = await nameOf(tx, contact);
  const { source, sourceId } = event;
  const fact = { ...common, kind: "attendance_added", subject: "event", source, sourceId, value } as const;
  return { made: [await decide(tx, fact)], takenBack: [] };
}

/** Whether a session has begun: nobody has attended one that is still to come. */
export async function hasBegun(reader: Reader, event: number, now: string): Promise<boolean> {
  const rows = await reader.query<{ id: number }>(
    sql`SELECT id FROM event WHERE id = ${event} AND starts_at <= ${now}`,
  );
  return rows.length > 0;
}

/** What sources brought of the person at the session, and the latest word on each that stands. */
const recordsAt = (reader: Reader, contact: number, event: number): Promise<Row[]> =>
  reader.query<Row>(sql`
    SELECT p.source, p.source_id, CASE WHEN p.attendance_confirmed_at IS NULL THEN 0 ELSE 1 END AS is_confirmed,
      (SELECT d.value FROM decision d WHERE d.kind = 'attendance_override' AND d.subject = 'participation' AND d.source = p.source
        AND d.source_id = p.source_id AND d.reversed_at IS NULL ORDER BY d.id DESC LIMIT 1) AS latest
    FROM participation p JOIN contact c ON c.id = p.contact_id
    WHERE p.event_id = ${event} AND p.role = 'teacher' AND p.deleted_at IS NULL AND p.source <> 'polaris'
      AND COALESCE(c.person_id, c.id) = ${personOf(contact)}
    ORDER BY p.id`);

/** Decisions that stand and say that the person was at the session, which no source says. */
async function additionsAt(reader: Reader, contact: number, event: number): Promise<number[]> {
  const rows = await reader.query<{ id: number }>(sql`
    SELECT d.id FROM decision d JOIN event e ON e.source = d.source AND e.source_id = d.source_id
      JOIN contact c ON c.source || ':' || c.source_id = d.value
    WHERE d.kind = 'attendance_added' AND d.subject = 'event' AND d.reversed_at IS NULL
      AND (e.id = ${event} OR e.same_as_id = ${event}) AND COALESCE(c.person_id, c.id) = ${personOf(contact)}
    ORDER BY d.id`);
  return rows.map(({ id }) => id);
}

const personOf = (contact: number) => sql`(SELECT COALESCE(o.person_id, o.id) FROM contact o WHERE o.id = ${contact})`;

async function nameOf(reader: Reader, contact: number): Promise<string> {
  const [row] = await reader.query<{ name: string }>(
    sql`SELECT source || ':' || source_id AS name FROM contact WHERE id = ${contact}`,
  );
  if (row === undefined) throw new Error("the teacher is gone");
  return row.name;
}

/** One word of a person on a teacher's attendance, standing or taken back. */
export interface AttendanceWord {
  readonly decision: number;
  readonly says: Override;
  readonly eventSource: string;
  readonly eventSourceId: string;
  readonly title: string;
  readonly date: string;
  readonly reason: string | null;
  readonly by: string;
  readonly at: string;
  readonly takenBackAt: string | null;
}

/** All that people said of a teacher's attendance, newest first. */
export async function attendanceWords(reader: Reader, person: number): Promise<AttendanceWord[]> {
  return reader.query<AttendanceWord>(sql`
    SELECT d.id AS decision, d.value AS says, e.source AS "eventSource", e.source_id AS "eventSourceId", e.title, e.local_date AS date, d.reason,
      d.decided_by AS by, d.decided_at AS at, d.reversed_at AS "takenBackAt"
    FROM decision d JOIN participation p ON p.source = d.source AND p.source_id = d.source_id
      JOIN contact c ON c.id = p.contact_id JOIN event e ON e.id = p.event_id
    WHERE d.kind = 'attendance_override' AND d.subject = 'participation' AND COALESCE(c.person_id, c.id) = ${person}
    UNION ALL
    SELECT d.id, 'add', e.source, e.source_id, e.title, e.local_date, d.reason, d.decided_by, d.decided_at, d.reversed_at
    FROM decision d JOIN event e ON e.source = d.source AND e.source_id = d.source_id
      JOIN contact c ON c.source || ':' || c.source_id = d.value
    WHERE d.kind = 'attendance_added' AND d.subject = 'event' AND COALESCE(c.person_id, c.id) = ${person}
    ORDER BY 1 DESC`);
}

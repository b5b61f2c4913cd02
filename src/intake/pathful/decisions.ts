import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { readTypedTime } from "../../sources/index.js";
import type { TypedTime } from "./sessions.js";

/** Kinds of decisions that answers leave behind. */
export const DATE_DECISION = { kind: "session_date", subject: "event" } as const;
export const TWIN_DECISION = { kind: "same_event", subject: "event" } as const;
export const PERSON_DECISION = { kind: "person", subject: "pathful_user" } as const;

async function decided(reader: Reader, kind: string, subject: string, source: string): Promise<Map<string, string>> {
  const rows = await reader.query<{ source_id: string; value: string }>(sql`
    SELECT source_id, value FROM decision
    WHERE kind = ${kind} AND subject = ${subject} AND source = ${source} AND reversed_at IS NULL ORDER BY id`);
  return new Map(rows.map(({ source_id, value }) => [source_id, value]));
}

/** User key → "source:id", "new" or "ignore". */
export const readDecidedPeople = (reader: Reader, source: string): Promise<Map<string, string>> =>
  decided(reader, PERSON_DECISION.kind, PERSON_DECISION.subject, source);

/** Session key → the event it is, as "source:id", or "new". */
export const readDecidedTwins = (reader: Reader, source: string): Promise<Map<string, string>> =>
  decided(reader, TWIN_DECISION.kind, TWIN_DECISION.subject, source);

/** Dates that people typed for sessions without one, and the sessions that they said to leave out. */
export async function readDecidedDates(
  reader: Reader,
  timeZone: string,
  source: string,
): Promise<{ readonly dates: Map<string, TypedTime>; readonly ignored: Set<string> }> {
  const dates = new Map<string, TypedTime>();
  const ignored = new Set<string>();
  for (const [key, value] of await decided(reader, DATE_DECISION.kind, DATE_DECISION.subject, source)) {
    const time = value === "ignore" ? null : readTypedTime(value, timeZone);
    if (time === null) ignored.add(key);
    else dates.set(key, time);
  }
  return { dates, ignored };
}

/** Stored rows that a person wrote a note on or whose attendance a person decided: no import changes them (T58). */
export async function readProtected(reader: Reader, source: string): Promise<Set<string>> {
  const rows = await reader.query<{ source_id: string }>(sql`
    SELECT DISTINCT source_id FROM decision
    WHERE kind IN ('note', 'attendance_override') AND subject = 'participation' AND source = ${source} AND reversed_at IS NULL`);
  return new Set(rows.map(({ source_id }) => source_id));
}

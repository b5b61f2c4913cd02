import sql, { type Sql } from "sql-template-tag";
import type { Reader, Transaction } from "../../pool/index.js";
import type { KeptAttempt, NewAttempt, SourceKey } from "./model.js";

interface Row {
  readonly id: number;
  readonly contact_source: string;
  readonly contact_source_id: string;
  readonly event_source: string | null;
  readonly event_source_id: string | null;
  readonly method: string;
  readonly outcome: string;
  readonly note: string | null;
  readonly by: string;
  readonly by_name: string;
  readonly local_date: string;
}

const COLUMNS = sql`o.id, o.contact_source, o.contact_source_id, o.event_source, o.event_source_id, o.method, o.outcome, o.note, o."by", o.by_name, o.local_date`;

const kept = (row: Row): KeptAttempt => ({
  id: row.id,
  contact: { source: row.contact_source, sourceId: row.contact_source_id },
  event:
    row.event_source === null || row.event_source_id === null
      ? null
      : { source: row.event_source, sourceId: row.event_source_id },
  method: row.method,
  outcome: row.outcome,
  note: row.note,
  byId: row.by,
  by: row.by_name,
  on: row.local_date,
});

/** True for attempts with this person about this event; without an event, about none. */
const about = (contact: SourceKey, event: SourceKey | null): Sql =>
  sql`o.contact_source = ${contact.source} AND o.contact_source_id = ${contact.sourceId} AND ${
    event === null
      ? sql`o.event_source IS NULL`
      : sql`o.event_source = ${event.source} AND o.event_source_id = ${event.sourceId}`
  }`;

/** The last attempt with somebody about an event that stands. */
export async function lastAttempt(
  reader: Reader,
  contact: SourceKey,
  event: SourceKey | null,
): Promise<KeptAttempt | null> {
  const [row] = await reader.query<Row>(
    sql`SELECT ${COLUMNS} FROM outreach_attempt o WHERE ${about(contact, event)} AND o.reversed_at IS NULL ORDER BY o.id DESC LIMIT 1`,
  );
  return row === undefined ? null : kept(row);
}

/** Keeps an attempt. @returns its number, by which it is taken back */
export async function keepAttempt(tx: Transaction, attempt: NewAttempt): Promise<number> {
  const { contact, event, method, outcome, note, by, now, on } = attempt;
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO outreach_attempt (contact_source, contact_source_id, event_source, event_source_id, method, outcome, note, "by", by_name, at, local_date)
    VALUES (${contact.source}, ${contact.sourceId}, ${event?.source ?? null}, ${event?.sourceId ?? null}, ${method}, ${outcome}, ${note},
      ${by.id}, ${by.name}, ${now}, ${on}) RETURNING id`);
  if (row === undefined) throw new Error("the attempt was not kept");
  return row.id;
}

/** The same said again by the same person on the same day, as by a second click: it is there already. */
export const isSameAgain = (last: KeptAttempt | null, attempt: NewAttempt): boolean =>
  last !== null &&
  last.byId === attempt.by.id &&
  last.method === attempt.method &&
  last.outcome === attempt.outcome &&
  last.note === attempt.note &&
  last.on === attempt.on;

/** Takes an attempt back and gives it; null when there is none of that number, or it was taken back before. */
export async function takeBackAttempt(
  tx: Transaction,
  { id, by, now }: { readonly id: number; readonly by: string; readonly now: string },
): Promise<KeptAttempt | null> {
  const taken = await tx.run(
    sql`UPDATE outreach_attempt SET reversed_by = ${by}, reversed_at = ${now} WHERE id = ${id} AND reversed_at IS NULL`,
  );
  if (taken === 0) return null;
  const [row] = await tx.query<Row>(sql`SELECT ${COLUMNS} FROM outreach_attempt o WHERE o.id = ${id}`);
  return row === undefined ? null : kept(row);
}

import sql, { join } from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import {
  type CalendarAsked,
  type CalendarEvent,
  calendarEvents,
  isToCome,
  OWNERS_BY_EVENT,
} from "../calendar/index.js";
import type { EventKey, OwnedEvent, PersonInCharge } from "./model.js";

const PIECE = 5_000;

interface OwnerRow {
  readonly owner: string;
  readonly owner_name: string;
  readonly due_on: string | null;
  readonly note: string | null;
  readonly since: string;
  readonly assigned_by: string;
}

const OWNER = sql`o.owner, o.owner_name, o.due_on, o.note, o.since, o.assigned_by`;

const ownerIn = ({ owner, owner_name, due_on, note, since, assigned_by }: OwnerRow): PersonInCharge => ({
  userId: owner,
  name: owner_name,
  dueOn: due_on,
  note,
  since,
  assignedBy: assigned_by,
});

/** Local days, both ends included; without an end, all that is to come. */
export interface Window {
  readonly today: string;
  readonly until?: string;
}

/** Every event that is to come, soonest first, with who takes care of it and what it lacks. */
export const comingEvents = (reader: Reader, window: Window): Promise<OwnedEvent[]> => coming(reader, window, null);

/** Those that nobody takes care of. */
export const unownedEvents = (reader: Reader, window: Window): Promise<OwnedEvent[]> => coming(reader, window, "none");

/** Those that one person takes care of. */
export const myEvents = (reader: Reader, userId: string, window: Window): Promise<OwnedEvent[]> =>
  coming(reader, window, userId);

/** Those that anybody takes care of. */
export const ownedEvents = async (reader: Reader, window: Window): Promise<OwnedEvent[]> =>
  (await coming(reader, window, null)).filter(({ owner }) => owner !== null);

async function coming(reader: Reader, { today, until }: Window, owner: CalendarAsked["owner"]): Promise<OwnedEvent[]> {
  const events = await calendarEvents(reader, { ...ALL, start: today, end: until ?? null, owner, today });
  return withOwners(
    reader,
    events.filter((event) => isToCome(event, today)),
  );
}

const ALL = { filters: [], status: { all: [], none: [] }, words: [], owner: null } as const;

/** Events by their ids, past, cancelled or to come; those that are there no more are left out. */
export async function ownedEventsById(
  reader: Reader,
  ids: readonly number[],
  today: string,
): Promise<ReadonlyMap<number, OwnedEvent>> {
  const found: CalendarEvent[] = [];
  for (let from = 0; from < ids.length; from += PIECE) {
    const values = ids.slice(from, from + PIECE).map((key) => ({ key, label: "" }));
    const filters = [{ dimension: "event", values }] as const;
    found.push(...(await calendarEvents(reader, { ...ALL, start: null, end: null, filters, today })));
  }
  return new Map((await withOwners(reader, found)).map((event) => [event.id, event]));
}

/** One event by its id; null when it is there no more. */
export const ownedEvent = async (reader: Reader, id: number, today: string): Promise<OwnedEvent | null> =>
  (await ownedEventsById(reader, [id], today)).get(id) ?? null;

async function withOwners(reader: Reader, events: readonly CalendarEvent[]): Promise<OwnedEvent[]> {
  const owners = await ownersOf(
    reader,
    events.filter(({ owner }) => owner !== null),
  );
  return events.map(({ id, source, sourceId, title, date, time, format, status, school, needs }) => ({
    id,
    source,
    sourceId,
    title,
    date,
    time,
    format,
    status,
    school,
    owner: owners.get(id) ?? null,
    missing: needs.filter((need) => need !== "district"),
  }));
}

/** Who takes care of each of these events, by the event's id; those that nobody takes care of are left out. */
export async function ownersOf(
  reader: Reader,
  events: readonly { readonly id: number }[],
): Promise<ReadonlyMap<number, PersonInCharge>> {
  const owners = new Map<number, PersonInCharge>();
  for (let from = 0; from < events.length; from += PIECE) {
    const ids = events.slice(from, from + PIECE).map(({ id }) => id);
    const rows = await reader.query<OwnerRow & { readonly id: number }>(sql`
      SELECT o.event_id AS id, ${OWNER} FROM ${OWNERS_BY_EVENT} o WHERE o.event_id IN (${join(ids)})`);
    for (const row of rows) owners.set(row.id, ownerIn(row));
  }
  return owners;
}

/** Who takes care of one event now; also somebody who had it under a record that was merged into it. */
export async function ownerOf(reader: Reader, { source, sourceId }: EventKey): Promise<PersonInCharge | null> {
  const [row] = await reader.query<OwnerRow>(sql`
    SELECT ${OWNER} FROM event e JOIN ${OWNERS_BY_EVENT} o ON o.event_id = e.id WHERE e.source = ${source} AND e.source_id = ${sourceId}`);
  return row === undefined ? null : ownerIn(row);
}

/** Who has the event under its own key. */
export async function ownerAt(reader: Reader, { source, sourceId }: EventKey): Promise<PersonInCharge | null> {
  const [row] = await reader.query<OwnerRow>(
    sql`SELECT ${OWNER} FROM event_owner o WHERE o.source = ${source} AND o.source_id = ${sourceId}`,
  );
  return row === undefined ? null : ownerIn(row);
}

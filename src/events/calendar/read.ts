import sql, { empty, join, type Sql } from "sql-template-tag";
import { daysBetween, foldText } from "../../domain/index.js";
import { DIMENSION, type Filters, presents } from "../../metrics/index.js";
import type { Reader } from "../../pool/index.js";
import { type Need, needsOf } from "./needs.js";
import { OWNERS_BY_EVENT } from "./owners.js";

export interface EventOwner {
  /** Slack user id. */
  readonly id: string;
  readonly name: string;
  readonly dueOn: string | null;
  readonly note: string | null;
}

/** An event as the calendar shows it. */
export interface CalendarEvent {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly title: string;
  readonly type: string;
  readonly format: string;
  readonly status: string;
  /** The organisation's own day and time. */
  readonly date: string;
  readonly time: string;
  readonly school: string | null;
  readonly districts: readonly string[];
  readonly owner: EventOwner | null;
  /** Of those who present (ruling A6) or, in person, volunteer; who is left out of lists is counted and not named (ruling P3). */
  readonly presenters: readonly string[];
  readonly presenterCount: number;
  readonly teacherCount: number;
  /** Below zero when it is past. */
  readonly daysLeft: number;
  readonly needs: readonly Need[];
}

export interface CalendarAsked {
  /** Local days, both ends included; null is open. */
  readonly start: string | null;
  readonly end: string | null;
  /** Of dimensions that are read from the event alone. */
  readonly filters: Filters;
  readonly status: { readonly all: readonly (readonly string[])[]; readonly none: readonly string[] };
  /** A Slack user id, or none for events that nobody owns. */
  readonly owner: string | "none" | null;
  /** Words, each of which begins a word of the title. */
  readonly words: readonly string[];
  readonly today: string;
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly title: string;
  readonly type: string;
  readonly format: string;
  readonly status: string;
  readonly local_date: string;
  readonly local_time: string;
  readonly school: string | null;
  readonly owner: string | null;
  readonly owner_name: string | null;
  readonly due_on: string | null;
  readonly note: string | null;
}

const PIECE = 5_000;
const EARLIEST = "0001-01-01";
const LATEST = "9999-12-31";

/** The events asked for, in order of time. */
export async function calendarEvents(reader: Reader, asked: CalendarAsked): Promise<CalendarEvent[]> {
  const rows = (await eventRows(reader, asked)).filter(titled(asked.words));
  const ids = rows.map(({ id }) => id);
  const districts = await districtNames(reader, ids);
  const people = await peopleAt(reader, ids);
  return rows.map((row) => calendarEvent(row, districts.get(row.id) ?? [], people.get(row.id) ?? NOBODY, asked.today));
}

async function eventRows(reader: Reader, { start, end, filters, status, owner }: CalendarAsked): Promise<Row[]> {
  const conditions = [
    sql`e.deleted_at IS NULL`,
    sql`e.same_as_id IS NULL`,
    sql`e.local_date >= ${start ?? EARLIEST}`,
    sql`e.local_date <= ${end ?? LATEST}`,
    ...filters.map(({ dimension, values, exclude }) => {
      const holds = DIMENSION[dimension].has(values.map(({ key }) => key));
      return exclude ? sql`NOT COALESCE(${holds}, FALSE)` : holds;
    }),
    ...status.all.map((any) => sql`e.status IN (${join(any)})`),
    ...(status.none.length > 0 ? [sql`e.status NOT IN (${join(status.none)})`] : []),
    ...(owner === null ? [] : [owner === "none" ? sql`o.owner IS NULL` : sql`o.owner = ${owner}`]),
  ];
  return reader.query<Row>(sql`
    SELECT e.id, e.source, e.source_id, e.title, e.type, e.format, e.status, e.local_date, e.local_time, s.name AS school,
      o.owner, o.owner_name, o.due_on, o.note
    FROM event e
    LEFT JOIN school s ON s.id = e.school_id
    LEFT JOIN ${OWNERS_BY_EVENT} o ON o.event_id = e.id
    WHERE ${join(conditions, " AND ")}
    ORDER BY e.local_date, e.local_time, e.id`);
}

/** Titles are folded here rather than in SQL, where the engines fold accents differently. */
function titled(words: readonly string[]): (row: { readonly title: string }) => boolean {
  const asked = words.flatMap((word) => foldText(word).split(" ")).filter(Boolean);
  if (asked.length === 0) return () => true;
  return ({ title }) => {
    const own = foldText(title).split(" ");
    return asked.every((word) => own.some((each) => each.startsWith(word)));
  };
}

async function districtNames(reader: Reader, ids: readonly number[]): Promise<ReadonlyMap<number, string[]>> {
  const names = new Map<number, string[]>();
  for (const piece of pieces(ids)) {
    const rows = await reader.query<{ event_id: number; name: string }>(sql`
      SELECT ed.event_id, d.name FROM event_district ed JOIN district d ON d.id = ed.district_id
      WHERE ed.event_id IN (${join(piece)}) ORDER BY d.name`);
    for (const { event_id, name } of rows) names.set(event_id, [...(names.get(event_id) ?? []), name]);
  }
  return names;
}

interface People {
  readonly presenters: string[];
  presenterCount: number;
  teacherCount: number;
}

const NOBODY: People = { presenters: [], presenterCount: 0, teacherCount: 0 };

/** Statuses of those who will not be there, or were not. */
export const CALLED_OFF = ["no_show", "cancelled", "declined", "withdrawn"] as const;

/** Participation p of event e is somebody who presents a virtual session (ruling A6), or volunteers at one in person. */
export const presentsAt = (): Sql => sql`(e.format <> 'virtual' OR ${presents("p")})`;

async function peopleAt(reader: Reader, ids: readonly number[]): Promise<ReadonlyMap<number, People>> {
  const found = new Map<number, People>();
  for (const piece of pieces(ids)) {
    const rows = await reader.query<{ event_id: number; role: string; name: string; excluded: boolean | number }>(sql`
      SELECT DISTINCT p.event_id, p.role, p.contact_id, c.full_name AS name, c.excluded
      FROM event e JOIN participation p ON p.event_id = e.id JOIN contact c ON c.id = p.contact_id
      WHERE p.event_id IN (${join(piece)}) AND p.deleted_at IS NULL AND c.deleted_at IS NULL AND p.status NOT IN (${join([...CALLED_OFF])})
        AND (p.role = 'teacher' OR (p.role = 'volunteer' AND ${presentsAt()}))
      ORDER BY p.event_id, c.full_name, p.contact_id`);
    for (const { event_id, role, name, excluded } of rows) {
      const people = found.get(event_id) ?? { presenters: [], presenterCount: 0, teacherCount: 0 };
      found.set(event_id, people);
      if (role === "teacher") people.teacherCount += 1;
      else {
        people.presenterCount += 1;
        if (!excluded) people.presenters.push(name);
      }
    }
  }
  return found;
}

/** Those of the events that somebody presents, also somebody who is named in no list. */
export async function presentedAmong(reader: Reader, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const people = await peopleAt(reader, ids);
  return new Set(ids.filter((id) => (people.get(id)?.presenterCount ?? 0) > 0));
}

function* pieces(ids: readonly number[]): Generator<readonly number[]> {
  for (let from = 0; from < ids.length; from += PIECE) yield ids.slice(from, from + PIECE);
}

function calendarEvent(row: Row, districts: readonly string[], people: People, today: string): CalendarEvent {
  const owner =
    row.owner === null ? null : { id: row.owner, name: row.owner_name ?? row.owner, dueOn: row.due_on, note: row.note };
  const event = {
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    title: row.title,
    type: row.type,
    format: row.format,
    status: row.status,
    date: row.local_date,
    time: row.local_time,
    school: row.school,
    districts,
    owner,
    ...people,
    daysLeft: daysBetween(today, row.local_date),
  };
  return { ...event, needs: needsOf(event, today) };
}

/** The day of the first event on or after a day, or of the last one before it, under the same filters; null when there is none. */
export async function nearestDay(
  reader: Reader,
  asked: Pick<CalendarAsked, "filters">,
  { after, before }: { readonly after?: string; readonly before?: string },
): Promise<string | null> {
  const conditions = asked.filters.map(({ dimension, values, exclude }) => {
    const holds = DIMENSION[dimension].has(values.map(({ key }) => key));
    return exclude ? sql` AND NOT COALESCE(${holds}, FALSE)` : sql` AND ${holds}`;
  });
  const day = after !== undefined ? sql`MIN(e.local_date)` : sql`MAX(e.local_date)`;
  const bound = after !== undefined ? sql`e.local_date > ${after}` : sql`e.local_date < ${before ?? EARLIEST}`;
  const [row] = await reader.query<{ day: string | null }>(sql`
    SELECT ${day} AS day FROM event e
    WHERE e.deleted_at IS NULL AND e.same_as_id IS NULL AND ${bound}${conditions.length > 0 ? join(conditions, "") : empty}`);
  return row?.day ?? null;
}

import sql, { join } from "sql-template-tag";
import { addDays } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { isValidOn } from "../affiliations.js";
import { isPlanned } from "../communications.js";
import { mustNotBeContacted } from "../marks.js";
import type { AskedEvent, MatchAsk } from "./model.js";
import type { Partnership } from "./parts.js";

type Ids = readonly number[];

/** Who somebody is, and what stands against asking them. */
export interface PersonRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly full_name: string;
  readonly title: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly local_status: string;
  readonly must_not: number;
  readonly do_not_call: number;
  readonly excluded: number;
  readonly opted_out: number;
  readonly bounced: number;
  readonly inactive: number;
  /** What they said of when they can come, and which decision says so. */
  readonly availability: string | null;
  readonly availability_id: number | null;
}

export const mayBeCalled = ({ phone, do_not_call }: PersonRow): boolean => phone !== null && do_not_call === 0;

export function readPeople(reader: Reader, ids: Ids): Promise<PersonRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  const flag = (condition: ReturnType<typeof sql>) => sql`CASE WHEN ${condition} THEN 1 ELSE 0 END`;
  return reader.query<PersonRow>(sql`
    SELECT c.id, c.source, c.source_id, c.full_name, c.title, c.email, c.phone, c.local_status,
      ${flag(mustNotBeContacted)} AS must_not, ${flag(sql`c.do_not_call`)} AS do_not_call,
      ${flag(sql`c.excluded`)} AS excluded, ${flag(sql`c.email_opt_out`)} AS opted_out, ${flag(sql`c.email_bounced_on IS NOT NULL`)} AS bounced,
      ${flag(sql`c.status = 'inactive'`)} AS inactive, s.value AS availability, s.id AS availability_id
    FROM contact c LEFT JOIN decision s ON s.id = (
      SELECT MAX(d.id) FROM decision d WHERE d.kind = 'availability' AND d.subject = 'contact' AND d.source = c.source AND d.source_id = c.source_id
        AND d.reversed_at IS NULL)
    WHERE c.id IN (${join([...ids])}) AND c.deleted_at IS NULL ORDER BY c.id`);
}

/** Past events of the asked type, and others of the asked pathways: event → whether it is of the type. */
export async function readLike(reader: Reader, ask: MatchAsk, today: string): Promise<Map<number, boolean>> {
  if (ask.type === null && ask.pathways.length === 0) return new Map();
  const ofType = sql`e.type = ${ask.type ?? ""}`;
  const inPathway =
    ask.pathways.length === 0
      ? sql`FALSE`
      : sql`e.id IN (SELECT w.event_id FROM event_pathway w WHERE w.pathway IN (${join([...ask.pathways])}))`;
  const rows = await reader.query<{ id: number; of_type: number }>(sql`
    SELECT e.id, CASE WHEN ${ofType} THEN 1 ELSE 0 END AS of_type FROM event e
    WHERE e.deleted_at IS NULL AND e.status <> 'Cancelled' AND e.local_date <= ${today} AND e.id <> ${ask.event?.id ?? 0}
      AND (${ofType} OR ${inPathway})`);
  return new Map(rows.map(({ id, of_type }) => [id, of_type === 1]));
}

const WITHDRAWN = ["cancelled", "declined", "withdrawn"] as const;

/** Who is on the event already, and who took their name off it. */
export async function readSignedUp(reader: Reader, event: AskedEvent): Promise<Map<number, "on" | "off">> {
  const rows = await reader.query<{ contact_id: number; status: string }>(sql`
    SELECT p.contact_id, p.status FROM participation p WHERE p.event_id = ${event.id} AND p.role = 'volunteer' AND p.deleted_at IS NULL`);
  const found = new Map<number, "on" | "off">();
  for (const { contact_id, status } of rows) {
    const isOff = WITHDRAWN.some((each) => each === status);
    if (!isOff || !found.has(contact_id)) found.set(contact_id, isOff ? "off" : "on");
  }
  return found;
}

const HOUR = 60;

/** Who is at another event at that time; where no time of day is known, on that day. */
export async function readElsewhere(reader: Reader, event: AskedEvent): Promise<Map<number, string>> {
  const rows = await reader.query<TimedRow & { contact_id: number; title: string }>(sql`
    SELECT p.contact_id, e.title, e.local_date, e.local_time, e.starts_at, e.ends_at, e.duration_minutes
    FROM event e JOIN participation p ON p.event_id = e.id AND p.role = 'volunteer' AND p.deleted_at IS NULL
    WHERE e.local_date BETWEEN ${addDays(event.date, -1)} AND ${addDays(event.date, 1)} AND e.deleted_at IS NULL AND e.status <> 'Cancelled'
      AND e.id <> ${event.id} AND e.same_as_id IS NULL AND p.status NOT IN ('cancelled', 'declined', 'withdrawn', 'no_show')`);
  const own: TimedRow = {
    local_date: event.date,
    local_time: event.time,
    starts_at: event.startsAt,
    ends_at: event.endsAt,
    duration_minutes: event.durationMinutes,
  };
  return new Map(rows.filter((row) => doOverlap(own, row)).map(({ contact_id, title }) => [contact_id, title]));
}

interface TimedRow {
  readonly local_date: string;
  readonly local_time: string;
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly duration_minutes: number | null;
}

const hasNoTime = ({ local_time }: TimedRow): boolean => local_time === "00:00";

function doOverlap(a: TimedRow, b: TimedRow): boolean {
  if (hasNoTime(a) || hasNoTime(b)) return a.local_date === b.local_date;
  return Date.parse(a.starts_at) < endOf(b) && Date.parse(b.starts_at) < endOf(a);
}

function endOf({ starts_at, ends_at, duration_minutes }: TimedRow): number {
  const start = Date.parse(starts_at);
  const end = ends_at === null ? Number.NaN : Date.parse(ends_at);
  return end > start ? end : start + (duration_minutes ?? HOUR) * 60_000;
}

export interface Attempt {
  readonly contact_id: number | null;
  readonly of_event: number;
  readonly outcome: string;
  readonly method: string;
  readonly local_date: string;
  readonly by_name: string;
}

/** Attempts for this event, and since a day those for others; the last word last. */
export function readAttempts(reader: Reader, event: AskedEvent | null, since: string): Promise<Attempt[]> {
  const own =
    event === null
      ? sql`FALSE`
      : sql`(o.event_source IS NOT NULL AND o.event_source = ${event.source} AND o.event_source_id = ${event.sourceId})`;
  return reader.query<Attempt>(sql`
    SELECT c.id AS contact_id, CASE WHEN ${own} THEN 1 ELSE 0 END AS of_event, o.outcome, o.method, o.local_date, o.by_name
    FROM outreach_attempt o LEFT JOIN contact c ON c.source = o.contact_source AND c.source_id = o.contact_source_id
    WHERE o.reversed_at IS NULL AND (${own} OR o.local_date >= ${since}) ORDER BY o.id`);
}

/** Days on which they were written to or called, as Salesforce logged it: about another event than this, and at all. */
export async function readContacted(
  reader: Reader,
  ids: Ids,
  event: AskedEvent | null,
  today: string,
): Promise<Map<number, { readonly asked: string | null; readonly at: string | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.query<{ contact_id: number; asked: string | null; at: string | null }>(sql`
    SELECT t.contact_id, MAX(m.local_date) AS at, MAX(CASE WHEN m.event_id IS NOT NULL AND m.event_id <> ${event?.id ?? 0} THEN m.local_date END) AS asked
    FROM communication_contact t JOIN communication m ON m.id = t.communication_id
    WHERE t.contact_id IN (${join([...ids])}) AND m.deleted_at IS NULL AND NOT ${isPlanned(today)}
    GROUP BY t.contact_id`);
  return new Map(rows.map(({ contact_id, asked, at }) => [contact_id, { asked, at }]));
}

/** Organisations on a day, the primary one first. */
export async function readEmployers(
  reader: Reader,
  ids: Ids,
  day: string,
): Promise<Map<number, { readonly id: number; readonly name: string }[]>> {
  const employers = new Map<number, { readonly id: number; readonly name: string }[]>();
  if (ids.length === 0) return employers;
  const rows = await reader.query<{
    contact_id: number;
    id: number;
    name: string;
    status: string | null;
    start_on: string | null;
    end_on: string | null;
  }>(sql`
    SELECT a.contact_id, o.id, o.name, a.status, a.start_on, a.end_on FROM affiliation a JOIN organization o ON o.id = a.organization_id
    WHERE a.contact_id IN (${join([...ids])}) AND a.deleted_at IS NULL AND o.deleted_at IS NULL ORDER BY a.is_primary DESC, o.name, a.id`);
  for (const { contact_id, id, name, status, start_on, end_on } of rows) {
    if (!isValidOn({ status, startOn: start_on, endOn: end_on }, day)) continue;
    const own = employers.get(contact_id) ?? [];
    if (!own.some((each) => each.id === id)) own.push({ id, name });
    employers.set(contact_id, own);
  }
  return employers;
}

const PARTNER_YEARS = 3;

/** Which organisations came to this school, series or district within the last years; null where the event has none of these. */
export async function readPartners(reader: Reader, event: AskedEvent): Promise<Map<number, Partnership> | null> {
  const { schoolId, series, districtIds } = event;
  if (schoolId === null && series === null && districtIds.length === 0) return null;
  const atSchool = sql`e.school_id = ${schoolId ?? 0}`;
  const inSeries = sql`e.series = ${series ?? ""}`;
  const inDistrict =
    districtIds.length === 0
      ? sql``
      : sql`UNION SELECT d.event_id FROM event_district d WHERE d.district_id IN (${join([...districtIds])})`;
  const rows = await reader.query<{
    id: number;
    name: string;
    at_school: number;
    in_series: number;
    all_of_them: number;
  }>(sql`
    SELECT o.id, o.name, COUNT(DISTINCT CASE WHEN ${atSchool} THEN e.id END) AS at_school,
      COUNT(DISTINCT CASE WHEN ${inSeries} THEN e.id END) AS in_series, COUNT(DISTINCT e.id) AS all_of_them
    FROM event e JOIN participation p ON p.event_id = e.id AND p.role = 'volunteer' AND p.counts = TRUE AND p.deleted_at IS NULL
      JOIN organization o ON o.id = p.credited_organization_id
    WHERE e.deleted_at IS NULL AND e.status <> 'Cancelled' AND e.id <> ${event.id}
      AND e.local_date > ${addDays(event.date, -365 * PARTNER_YEARS)} AND e.local_date <= ${event.date}
      AND e.id IN (SELECT e.id FROM event e WHERE ${atSchool} UNION SELECT e.id FROM event e WHERE ${inSeries} ${inDistrict})
    GROUP BY o.id, o.name`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        organization: row.name,
        atSchool: row.at_school,
        inSeries: row.in_series,
        inDistrict: row.all_of_them - row.in_series,
      },
    ]),
  );
}

/** Whom a coordinator proposes for this event against a gate, with the reason: decisions of kind match_include. */
export async function readIncluded(reader: Reader, event: AskedEvent): Promise<Map<number, string | null>> {
  const rows = await reader.query<{ id: number; reason: string | null }>(sql`
    SELECT c.id, d.reason FROM decision d JOIN contact c ON c.source = d.source AND c.source_id = d.source_id
    WHERE d.kind = 'match_include' AND d.subject = 'contact' AND d.reversed_at IS NULL AND d.value = ${`${event.source}:${event.sourceId}`}
    ORDER BY d.id`);
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}

import sql from "sql-template-tag";
import { readEventStatus } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { writeLinks } from "./links.js";
import type { DerivePool } from "./model.js";

/** Said of an event of Pathful whose file names no school, while a person's school stands in its place. */
export const NO_SCHOOL = "none";

const STATUS = { table: "event", columns: [{ name: "status", type: "text" }] } as const;
const SCHOOL = {
  table: "event",
  columns: [
    { name: "school_id", type: "integer" },
    { name: "school_source_id", type: "text" },
  ],
} as const;

/** What people decided about one event in one respect: the value that stands, if any, and all that ever stood. */
interface Decided {
  readonly standing: string | null;
  readonly ever: ReadonlySet<string>;
}

/**
 * Puts on events what people decided about them: their status, and the school they were at. Everything that counts events follows at once. What the source
 * says stays beside it (`status_raw`; `school_source_id`), so that a decision taken back leaves exactly that; a sync that writes the source's own value
 * again is put right by the next run. @returns rows written
 */
export async function deriveEventDecisions(pool: DerivePool): Promise<number> {
  return (await deriveStatuses(pool)) + (await deriveEventSchools(pool));
}

async function deriveStatuses(pool: DerivePool): Promise<number> {
  const decided = await decisionsOf(pool, "event_status");
  if (decided.size === 0) return 0;
  const events = await pool.query<{
    id: number;
    source: string;
    source_id: string;
    status: string;
    status_raw: string | null;
  }>(sql`
    SELECT id, source, source_id, status, status_raw FROM event
    WHERE (source, source_id) IN (SELECT source, source_id FROM decision WHERE kind = 'event_status' AND subject = 'event')`);
  const wanted = events.map(({ id, source, source_id, status, status_raw }) => {
    const said = decided.get(`${source}:${source_id}`)?.standing ?? readEventStatus(status_raw).status;
    return { id, before: [status], now: [said] };
  });
  return writeLinks(pool, STATUS, wanted);
}

interface EventRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly school_id: number | null;
  readonly school_source_id: string | null;
}

async function deriveEventSchools(pool: DerivePool): Promise<number> {
  const decided = await decisionsOf(pool, "event_school");
  if (decided.size === 0) return 0;
  const schools = await readSchools(pool);
  const events = await pool.query<EventRow>(sql`
    SELECT id, source, source_id, school_id, school_source_id FROM event
    WHERE (source, source_id) IN (SELECT source, source_id FROM decision WHERE kind = 'event_school' AND subject = 'event')`);
  const wanted = events.flatMap((event) => {
    const about = decided.get(`${event.source}:${event.source_id}`);
    if (about === undefined) return [];
    const now = event.source === "salesforce" ? ofSalesforce(event, about, schools) : ofPathful(event, about, schools);
    return [{ id: event.id, before: [event.school_id, event.school_source_id], now }];
  });
  return writeLinks(pool, SCHOOL, wanted);
}

/** Salesforce's own school stands in `school_source_id` whatever is decided. */
function ofSalesforce(event: EventRow, { standing }: Decided, schools: Schools): [number | null, string | null] {
  const own =
    event.school_source_id === null ? null : (schools.byKey.get(`salesforce:${event.school_source_id}`) ?? null);
  return [(standing === null ? null : schools.byKey.get(standing)) ?? own, event.school_source_id];
}

/** A file of Pathful writes the school alone; its own one is set aside in `school_source_id` (source:id) while a person's stands in its place. */
function ofPathful(event: EventRow, { standing, ever }: Decided, schools: Schools): [number | null, string | null] {
  const { school_id, school_source_id: aside } = event;
  const keyNow = school_id === null ? NO_SCHOOL : (schools.byId.get(school_id) ?? NO_SCHOOL);
  const isDecided = aside !== null && ever.has(keyNow);
  const own = isDecided ? aside : keyNow;
  const decided = standing === null ? undefined : schools.byKey.get(standing);
  if (decided === undefined) return [schools.byKey.get(own) ?? null, null];
  return decided === school_id && aside === null ? [school_id, null] : [decided, own];
}

interface Schools {
  /** source:id → our id. */
  readonly byKey: ReadonlyMap<string, number>;
  readonly byId: ReadonlyMap<number, string>;
}

async function readSchools(reader: Reader): Promise<Schools> {
  const rows = await reader.query<{ id: number; source: string; source_id: string }>(
    sql`SELECT id, source, source_id FROM school`,
  );
  return {
    byKey: new Map(rows.map(({ id, source, source_id }) => [`${source}:${source_id}`, id])),
    byId: new Map(rows.map(({ id, source, source_id }) => [id, `${source}:${source_id}`])),
  };
}

/** Of each event that something of this kind was ever decided about: the newest that stands. */
async function decisionsOf(reader: Reader, kind: string): Promise<ReadonlyMap<string, Decided>> {
  const rows = await reader.query<{
    source: string;
    source_id: string;
    value: string;
    reversed_at: string | null;
  }>(sql`
    SELECT source, source_id, value, reversed_at FROM decision WHERE kind = ${kind} AND subject = 'event' ORDER BY decided_at, id`);
  const decided = new Map<string, { standing: string | null; ever: Set<string> }>();
  for (const { source, source_id, value, reversed_at } of rows) {
    const key = `${source}:${source_id}`;
    const about = decided.get(key) ?? { standing: null, ever: new Set<string>() };
    about.ever.add(value);
    if (reversed_at === null) about.standing = value;
    decided.set(key, about);
  }
  return decided;
}

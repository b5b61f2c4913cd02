import sql, { join, type Sql } from "sql-template-tag";
import { isOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { SavedReport } from "../sources/index.js";
import { inPieces } from "./pieces.js";
import { idAt, prefixesIn } from "./salesforce-report-columns.js";

/** What a row of a report can be a record of, finest first. */
export const KINDS = ["participation", "contact", "event"] as const;
export type Kind = (typeof KINDS)[number];

/** One participation with its event and person, as far as rules ask about it; of a bare event or contact the rest is null. */
export interface PoolFacts {
  readonly record: number | null;
  readonly role: string | null;
  readonly participation_status: string | null;
  readonly status_raw: string | null;
  readonly attended: boolean;
  readonly counts: boolean;
  readonly confirmed_at: string | null;
  readonly deleted: string | null;
  readonly event: number | null;
  readonly event_title: string | null;
  readonly local_date: string | null;
  readonly event_status: string | null;
  readonly event_type: string | null;
  readonly format: string | null;
  readonly event_deleted: string | null;
  /** The session that a person said this one is. */
  readonly same_as: string | null;
  readonly person: number | null;
  readonly person_name: string | null;
  readonly kind: string | null;
  readonly excluded: boolean;
  readonly contact_deleted: string | null;
  /** Where the record that counts comes from. */
  readonly source: string;
}

/** A record that a report names, as the pool has it. */
export interface PoolRecord {
  readonly id: string;
  readonly facts: PoolFacts;
}

const TABLE: Readonly<Record<Kind, Sql>> = {
  participation: sql`participation`,
  contact: sql`contact`,
  event: sql`event`,
};
const ALIAS: Readonly<Record<Kind, Sql>> = { participation: sql`p`, contact: sql`c`, event: sql`e` };

const OF_PARTICIPATION = sql`p.id AS record, p.role, p.status AS participation_status, p.status_raw, p.attended, p.counts,
      p.attendance_confirmed_at AS confirmed_at, p.deleted_at AS deleted`;
const NO_PARTICIPATION = sql`CAST(NULL AS INTEGER) AS record, CAST(NULL AS TEXT) AS role, CAST(NULL AS TEXT) AS participation_status,
      CAST(NULL AS TEXT) AS status_raw, FALSE AS attended, FALSE AS counts, CAST(NULL AS TEXT) AS confirmed_at`;
const OF_EVENT = sql`e.id AS event, e.title AS event_title, e.local_date, e.status AS event_status, e.type AS event_type, e.format,
      e.deleted_at AS event_deleted, (SELECT stays.source_id FROM event stays WHERE stays.id = e.same_as_id) AS same_as`;
const NO_EVENT = sql`CAST(NULL AS INTEGER) AS event, CAST(NULL AS TEXT) AS event_title, CAST(NULL AS TEXT) AS local_date,
      CAST(NULL AS TEXT) AS event_status, CAST(NULL AS TEXT) AS event_type, CAST(NULL AS TEXT) AS format, CAST(NULL AS TEXT) AS event_deleted,
      CAST(NULL AS TEXT) AS same_as`;
const OF_PERSON = sql`COALESCE(c.person_id, c.id) AS person, c.full_name AS person_name, c.kind, c.excluded, c.deleted_at AS contact_deleted`;
const NO_PERSON = sql`CAST(NULL AS INTEGER) AS person, CAST(NULL AS TEXT) AS person_name, CAST(NULL AS TEXT) AS kind, FALSE AS excluded,
      CAST(NULL AS TEXT) AS contact_deleted`;

const FROM: Readonly<Record<Kind, Sql>> = {
  participation: sql`${OF_PARTICIPATION}, ${OF_EVENT}, ${OF_PERSON}, p.source
    FROM participation p JOIN event e ON e.id = p.event_id JOIN contact c ON c.id = p.contact_id`,
  contact: sql`${NO_PARTICIPATION}, c.deleted_at AS deleted, ${NO_EVENT}, ${OF_PERSON}, c.source FROM contact c`,
  event: sql`${NO_PARTICIPATION}, e.deleted_at AS deleted, ${OF_EVENT}, ${NO_PERSON}, e.source FROM event e`,
};

/** Key prefix of each kind of record, as the pool knows them from Salesforce. */
export async function prefixes(reader: Reader): Promise<ReadonlyMap<Kind, string>> {
  const found = new Map<Kind, string>();
  for (const kind of KINDS) {
    const [one] = await reader.query<{ id: string }>(
      sql`SELECT t.source_id AS id FROM ${TABLE[kind]} t WHERE t.source = 'salesforce' LIMIT 1`,
    );
    if (one !== undefined) found.set(kind, one.id.slice(0, 3));
  }
  return found;
}

/** Kind → the place of the first column that names records of it. */
export function columnsNaming(saved: SavedReport, known: ReadonlyMap<Kind, string>): ReadonlyMap<Kind, number> {
  const found = new Map<Kind, number>();
  for (const [place] of saved.columns.entries()) {
    const within = prefixesIn(saved, place);
    for (const [kind, prefix] of known) if (within.has(prefix) && !found.has(kind)) found.set(kind, place);
  }
  return found;
}

export const idsIn = (saved: SavedReport, place: number): string[] => [
  ...new Set(saved.rows.flatMap((row) => idAt(row, place) ?? [])),
];

/** The records of a kind that the pool has, by Salesforce's id. */
export async function recordsNamed(
  reader: Reader,
  kind: Kind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PoolRecord>> {
  if (ids.length === 0) return new Map();
  const alias = ALIAS[kind];
  const rows = await reader.query<PoolFacts & { id: string }>(sql`
    SELECT ${alias}.source_id AS id, ${FROM[kind]} WHERE ${alias}.source = 'salesforce' AND ${alias}.source_id IN (${join(ids)})`);
  return new Map(rows.map(({ id, ...facts }) => [id, { id, facts }]));
}

/** The participations by which people, or events, may count in a metric of a role. */
export async function participationsOf(
  reader: Reader,
  by: "person" | "event",
  keys: readonly number[],
  role: string,
): Promise<ReadonlyMap<number, readonly PoolFacts[]>> {
  const found = new Map<number, PoolFacts[]>();
  if (keys.length === 0) return found;
  const which = by === "event" ? sql`p.event_id IN (${join(keys)})` : isOf("p", keys);
  const rows = await reader.query<PoolFacts>(sql`SELECT ${FROM.participation} WHERE p.role = ${role} AND ${which}`);
  for (const facts of rows) {
    const key = by === "event" ? facts.event : facts.person;
    if (key === null) continue;
    const known = found.get(key);
    if (known === undefined) found.set(key, [facts]);
    else known.push(facts);
  }
  return found;
}

/** What keeps rows out of the pool, by Salesforce's id: they wait in quarantine. */
export async function waiting(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.query<{ source_id: string; detail: string }>(sql`
    SELECT q.source_id, q.detail FROM quarantine q
    WHERE q.source = 'salesforce' AND q.resolved_at IS NULL AND q.source_id IN (${join(ids)})`);
  return new Map(rows.map(({ source_id, detail }) => [source_id, detail]));
}

/** Names and source of records that only the pool counts, by the pool's id. */
export async function described(
  reader: Reader,
  kind: Kind,
  keys: readonly number[],
): Promise<ReadonlyMap<number, PoolRecord>> {
  const alias = ALIAS[kind];
  const rows = await inPieces(keys, (piece) =>
    reader.query<PoolFacts & { id: string; pool_id: number }>(sql`
      SELECT ${alias}.source_id AS id, ${alias}.id AS pool_id, ${FROM[kind]} WHERE ${alias}.id IN (${join(piece)})`),
  );
  return new Map(rows.map(({ id, pool_id, ...facts }) => [pool_id, { id, facts }]));
}

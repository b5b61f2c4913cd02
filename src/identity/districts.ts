import sql from "sql-template-tag";
import { isSalesforceId, type NameTable, nameTable, resolveDistrictText } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { ATTENDED } from "./attendance.js";
import { type Finding, settleFlags } from "./flags.js";
import type { DerivePool, Rules } from "./model.js";
import { goneInto } from "./same-sessions.js";

export type DistrictBasis = "linked" | "text" | "school" | "inferred";

interface EventRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly parent_source_id: string | null;
  readonly district_raw: string | null;
  readonly school_district: number | null;
}

/** district id → why, of one event. */
type Districts = ReadonlyMap<number, DistrictBasis>;

const NONE: Districts = new Map();
const UNRESOLVED = { kind: "district_unresolved", entity: "event", severity: "warning" } as const;

/**
 * Says in which districts each event counts and why (ruling E2); the first that answers wins: the linked district account, the text by exact name or
 * alias, the school's district, the districts of the students and teachers who attended. No row means Unknown. Where a session is another, as people
 * decided, what is said of it answers for the one that stays, if nothing is said of that itself. @returns rows written
 */
export async function deriveDistricts(pool: DerivePool, rules: Rules): Promise<{ rows: number; flags: number }> {
  const accounts = await readAccounts(pool);
  const names = await readNames(pool, rules.organization, accounts);
  const inferred = await readInferred(pool, accounts);
  const wanted = new Map<number, Districts>();
  const unresolved: Finding[] = [];
  for (const event of await readEvents(pool)) {
    const text = textOf(event);
    const named = text === null ? null : resolveDistrictText(text, names);
    wanted.set(event.id, districtsOf(event, accounts, named?.ids ?? [], inferred));
    const isLinked = linkedDistrict(event, accounts) !== undefined;
    if (named !== null && named.unresolved.length > 0 && !isLinked) {
      unresolved.push({
        source: event.source,
        source_id: event.source_id,
        detail: `No district or alias is called: ${named.unresolved.join(", ")}.`,
      });
    }
  }
  for (const [stays, gone] of await goneInto(pool)) {
    const own = wanted.get(stays) ?? NONE;
    const others = gone.map((id) => wanted.get(id) ?? NONE).filter((each) => !isInferred(each));
    wanted.set(stays, isInferred(own) ? (others[0] ?? own) : own);
    for (const id of gone) wanted.set(id, NONE);
  }
  const rows = await store(pool, wanted);
  return { rows, flags: await settleFlags(pool, UNRESOLVED, unresolved, rules.now) };
}

/** Nothing is said of it, by link, text or school. */
const isInferred = (districts: Districts): boolean => [...districts.values()].every((basis) => basis === "inferred");

function districtsOf(
  event: EventRow,
  accounts: Accounts,
  named: readonly number[],
  inferred: ReadonlyMap<number, readonly number[]>,
): Districts {
  const linked = linkedDistrict(event, accounts);
  if (linked !== undefined) return new Map([[linked, "linked"]]);
  if (named.length > 0) return new Map(named.map((id) => [id, "text"]));
  const bySchool = event.school_district === null ? undefined : accounts.standing.get(event.school_district);
  if (bySchool !== undefined) return new Map([[bySchool, "school"]]);
  const attending = inferred.get(event.id);
  return attending === undefined ? NONE : new Map(attending.map((id) => [id, "inferred"]));
}

function linkedDistrict({ source, parent_source_id }: EventRow, accounts: Accounts): number | undefined {
  return parent_source_id === null ? undefined : accounts.bySourceId.get(`${source}:${parent_source_id}`);
}

/** District__c; where it is empty and Parent_Account__c holds a name instead of an id, that name. */
function textOf({ district_raw, parent_source_id }: EventRow): string | null {
  if (district_raw !== null) return district_raw;
  return parent_source_id !== null && !isSalesforceId(parent_source_id) ? parent_source_id : null;
}

/** Districts that stand: neither deleted nor merged away; one that was merged leads to its winner. */
interface Accounts {
  readonly bySourceId: ReadonlyMap<string, number>;
  /** district id → the id that stands for it today. */
  readonly standing: ReadonlyMap<number, number>;
  readonly names: readonly (readonly [string, number])[];
}

async function readAccounts(reader: Reader): Promise<Accounts> {
  const rows = await reader.query<{
    id: number;
    source: string;
    source_id: string;
    name: string;
    deleted_at: string | null;
    merged_into_source_id: string | null;
  }>(sql`SELECT id, source, source_id, name, deleted_at, merged_into_source_id FROM district ORDER BY id`);
  const keyOf = (source: string, id: string): string => `${source}:${id}`;
  const live = new Map(
    rows.filter((row) => row.deleted_at === null).map((row) => [keyOf(row.source, row.source_id), row.id]),
  );
  const bySourceId = new Map<string, number>();
  const standing = new Map<number, number>();
  for (const row of rows) {
    const key = keyOf(row.source, row.source_id);
    const id =
      live.get(key) ??
      (row.merged_into_source_id === null ? undefined : live.get(keyOf(row.source, row.merged_into_source_id)));
    if (id === undefined) continue;
    bySourceId.set(key, id);
    standing.set(row.id, id);
  }
  return {
    bySourceId,
    standing,
    names: rows.flatMap((row) => (row.deleted_at === null ? [[row.name, row.id] as const] : [])),
  };
}

/** What districts are called, by name, alias of staff or alias of organization.yml: folded words → district id. */
export async function districtNames(reader: Reader, organization: Organization): Promise<NameTable<number>> {
  return readNames(reader, organization, await readAccounts(reader));
}

/** Names of districts, and the aliases of staff and of organization.yml. */
async function readNames(reader: Reader, organization: Organization, accounts: Accounts): Promise<NameTable<number>> {
  const kept = await reader.query<{ alias_text: string; source: string; source_id: string }>(
    sql`SELECT alias_text, source, source_id FROM alias WHERE kind = 'district' ORDER BY id`,
  );
  const own = nameTable(accounts.names);
  const configured = Object.entries(organization.districtAliases).flatMap(([name, aliases]) =>
    resolveDistrictText(name, own).ids.flatMap((id) => aliases.map((alias) => [alias, id] as const)),
  );
  const ofStaff = kept.flatMap(({ alias_text, source, source_id }) => {
    const id = accounts.bySourceId.get(`${source}:${source_id}`);
    return id === undefined ? [] : [[alias_text, id] as const];
  });
  return nameTable(accounts.names, [...configured, ...ofStaff]);
}

function readEvents(reader: Reader): Promise<EventRow[]> {
  return reader.query<EventRow>(sql`
    SELECT e.id, e.source, e.source_id, e.parent_source_id, e.district_raw, s.district_id AS school_district
    FROM event e LEFT JOIN school s ON s.id = e.school_id
    WHERE e.deleted_at IS NULL ORDER BY e.id`);
}

/** Districts of the students and teachers who attended, by event, for events whose school says nothing. */
async function readInferred(reader: Reader, accounts: Accounts): Promise<Map<number, number[]>> {
  const rows = await reader.query<{ event_id: number; district_id: number }>(sql`
    SELECT DISTINCT p.event_id, home.district_id
    FROM participation p
      JOIN contact c ON c.id = p.contact_id
      JOIN school home ON home.id = c.school_id
    WHERE p.role IN ('student', 'teacher') AND p.deleted_at IS NULL AND ${ATTENDED} AND c.deleted_at IS NULL AND home.district_id IS NOT NULL
      AND p.event_id IN (
        SELECT e.id FROM event e LEFT JOIN school place ON place.id = e.school_id
        WHERE e.deleted_at IS NULL AND place.district_id IS NULL)`);
  const inferred = new Map<number, number[]>();
  for (const { event_id, district_id } of rows) {
    const standing = accounts.standing.get(district_id);
    if (standing !== undefined) inferred.set(event_id, [...(inferred.get(event_id) ?? []), standing]);
  }
  return inferred;
}

const STAGE = {
  name: "stage_event_district",
  columns: [
    { name: "event_id", type: "integer" },
    { name: "district_id", type: "integer" },
    { name: "basis", type: "text" },
    { name: "wanted", type: "boolean" },
  ],
} as const;

/** Writes the difference between what is wanted and what is there. */
async function store(pool: DerivePool, wanted: ReadonlyMap<number, Districts>): Promise<number> {
  const there = await pool.query<{ event_id: number; district_id: number; basis: string }>(
    sql`SELECT event_id, district_id, basis FROM event_district`,
  );
  const known = new Map(there.map((row) => [`${row.event_id} ${row.district_id}`, row.basis]));
  const changed: (readonly [number, number, string, boolean])[] = [];
  for (const [event, districts] of wanted) {
    for (const [district, basis] of districts) {
      if (known.get(`${event} ${district}`) !== basis) changed.push([event, district, basis, true]);
    }
  }
  for (const { event_id, district_id, basis } of there) {
    if (wanted.get(event_id)?.has(district_id) !== true) changed.push([event_id, district_id, basis, false]);
  }
  for (const piece of wholeEvents(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece);
      await tx.run(sql`
        DELETE FROM event_district
        WHERE (event_id, district_id) IN (SELECT s.event_id, s.district_id FROM stage_event_district s WHERE NOT s.wanted)`);
      await tx.run(sql`
        INSERT INTO event_district (event_id, district_id, basis)
        SELECT s.event_id, s.district_id, s.basis FROM stage_event_district s WHERE s.wanted
        ON CONFLICT (event_id, district_id) DO UPDATE SET basis = excluded.basis`);
    });
  }
  return changed.length;
}

/** Pieces that keep an event's rows together, so that no answer sees an event between two districts. */
export function* wholeEvents<Row extends readonly [number, ...unknown[]]>(
  rows: readonly Row[],
): Iterable<readonly Row[]> {
  const sorted = [...rows].sort((a, b) => a[0] - b[0]);
  let piece: Row[] = [];
  for (const row of sorted) {
    if (piece.length >= 1_900 && piece.at(-1)?.[0] !== row[0]) {
      yield piece;
      piece = [];
    }
    piece.push(row);
  }
  if (piece.length > 0) yield piece;
}

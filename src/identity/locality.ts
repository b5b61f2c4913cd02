import sql from "sql-template-tag";
import { isLocalStatus, type LocalAddress, type LocalStatus, localStatusOf } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { ATTENDED } from "./attendance.js";
import { decisionsAboutContacts } from "./decisions.js";
import { type DerivePool, pieces, type Rules } from "./model.js";

const STAGE = {
  name: "stage_locality",
  columns: [
    { name: "id", type: "integer" },
    { name: "local_status", type: "text" },
    { name: "local_basis", type: "text" },
  ],
} as const;

interface PersonRow {
  readonly id: number;
  readonly person: number;
  readonly is_student: boolean | number;
  readonly local_status: string;
  readonly local_basis: string;
}

/** What students have, also who was something else before. */
const OF_STUDENTS: ReturnType<typeof localStatusOf> = { status: "unknown", basis: "none" };

/**
 * Local status of everyone but students (ruling P5), over all records of the person: a manual setting, else the ZIP, else inferred from an
 * in-person event. Needs `person_id`. @returns rows written
 */
export async function deriveLocality(pool: DerivePool, { organization }: Rules): Promise<number> {
  const people = await pool.query<PersonRow>(sql`
    SELECT id, person_id AS person, CASE WHEN kind = 'student' THEN TRUE ELSE FALSE END AS is_student, local_status, local_basis FROM contact
    WHERE deleted_at IS NULL AND (kind <> 'student' OR local_basis <> 'none') AND person_id IS NOT NULL`);
  const [manual, addresses, seen] = [
    await manualStatuses(pool, people),
    await addressesByPerson(pool),
    await seenInPerson(pool),
  ];
  const statuses = new Map<number, ReturnType<typeof localStatusOf>>();
  const changed: (readonly [number, string, string])[] = [];
  for (const { id, person, is_student, local_status, local_basis } of people) {
    let found = is_student ? OF_STUDENTS : statuses.get(person);
    if (found === undefined) {
      const known = {
        addresses: addresses.get(person) ?? [],
        attendedInPerson: seen.has(person),
        manual: manual.get(person) ?? null,
      };
      found = localStatusOf(known, organization.local);
      statuses.set(person, found);
    }
    if (found.status !== local_status || found.basis !== local_basis) changed.push([id, found.status, found.basis]);
  }
  for (const piece of pieces(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece);
      await tx.run(sql`
        UPDATE contact SET local_status = s.local_status, local_basis = s.local_basis FROM stage_locality AS s WHERE contact.id = s.id`);
    });
  }
  return changed.length;
}

/** The newest decision about any record of the person. */
async function manualStatuses(reader: Reader, people: readonly PersonRow[]): Promise<Map<number, LocalStatus>> {
  const statuses = new Map<number, LocalStatus>();
  const decisions = await decisionsAboutContacts(reader, "local_status");
  if (decisions.length === 0) return statuses;
  const personOf = new Map(people.flatMap(({ id, person, is_student }) => (is_student ? [] : [[id, person] as const])));
  for (const { contact_id, value } of decisions) {
    const person = personOf.get(contact_id);
    if (person !== undefined && isLocalStatus(value)) statuses.set(person, value);
  }
  return statuses;
}

async function addressesByPerson(reader: Reader): Promise<Map<number, LocalAddress[]>> {
  const rows = await reader.query<{
    person: number;
    zip: string | null;
    country: string | null;
    kind: string;
    is_primary: boolean | number;
  }>(sql`
    SELECT c.person_id AS person, a.zip, a.country, a.kind, a.is_primary
    FROM contact_address a JOIN contact c ON c.id = a.contact_id
    WHERE c.deleted_at IS NULL AND c.kind <> 'student' AND a.zip IS NOT NULL AND c.person_id IS NOT NULL`);
  const addresses = new Map<number, LocalAddress[]>();
  for (const { person, zip, country, kind, is_primary } of rows) {
    const address = { zip, country, kind, isPrimary: Boolean(is_primary) };
    const known = addresses.get(person);
    if (known === undefined) addresses.set(person, [address]);
    else known.push(address);
  }
  return addresses;
}

async function seenInPerson(reader: Reader): Promise<Set<number>> {
  const rows = await reader.query<{ person: number }>(sql`
    SELECT DISTINCT c.person_id AS person FROM contact c
    WHERE c.deleted_at IS NULL AND c.person_id IS NOT NULL AND c.id IN (
      SELECT p.contact_id FROM participation p
      WHERE p.role <> 'student' AND p.deleted_at IS NULL AND ${ATTENDED} AND p.event_id IN (
        SELECT e.id FROM event e WHERE e.deleted_at IS NULL AND e.format = 'in_person' AND e.status <> 'Cancelled'))`);
  return new Set(rows.map(({ person }) => person));
}

import sql from "sql-template-tag";
import { absent, isRoleAddress, surnameKey } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { mergeGroups } from "./duplicates/merge-groups.js";
import { Groups } from "./groups.js";
import { type DerivePool, pieces, type Rules } from "./model.js";

const STAGE = {
  name: "stage_person",
  columns: [
    { name: "id", type: "integer" },
    { name: "person_id", type: "integer" },
  ],
} as const;

interface ContactRow {
  readonly id: number;
  readonly person_id: number | null;
  readonly deleted_at: string | null;
}

/**
 * Says which contacts are one person (rulings P1, P2) and writes `person_id` where it changed: the smallest contact id of the person, null for a
 * deleted contact. @returns rows written
 */
export async function derivePersons(pool: DerivePool, rules: Rules): Promise<number> {
  const groups = new Groups();
  await joinByEmail(pool, rules, groups);
  await joinStudents(pool, groups);
  await joinByDecision(pool, groups);
  const contacts = await pool.query<ContactRow>(sql`SELECT id, person_id, deleted_at FROM contact`);
  const changed: (readonly [number, number | null])[] = [];
  for (const { id, person_id, deleted_at } of contacts) {
    const person = deleted_at === null ? groups.smallestOf(id) : null;
    if (person !== person_id) changed.push([id, person]);
  }
  for (const piece of pieces(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece);
      await tx.run(sql`UPDATE contact SET person_id = s.person_id FROM stage_person AS s WHERE contact.id = s.id`);
    });
  }
  return changed.length;
}

interface AddressRow {
  readonly address: string;
  readonly contact_id: number;
  readonly kind: string;
  readonly last_name: string | null;
}

/** Volunteers and teachers who share a usable address are one person, transitively, each kind by itself (ruling P1). */
async function joinByEmail(reader: Reader, { organization }: Rules, groups: Groups): Promise<void> {
  const rows = await reader.query<AddressRow>(sql`
    SELECT address, contact_id, kind, last_name FROM (
      SELECT e.address, e.contact_id, c.kind, c.last_name, COUNT(*) OVER (PARTITION BY e.address) AS holders
      FROM contact_email e JOIN contact c ON c.id = e.contact_id
      WHERE c.deleted_at IS NULL
    ) held WHERE holders > 1`);
  for (const [address, holders] of groupedBy(rows, (row) => row.address)) {
    if (isRoleAddress(address, organization.roleAddresses)) continue;
    const surnames = new Set(holders.map((holder) => surnameKey(holder.last_name)).filter((surname) => surname !== ""));
    if (surnames.size > organization.surnamesPerAddress) continue;
    for (const kind of ["volunteer", "teacher"]) {
      groups.joinAll(holders.filter((holder) => holder.kind === kind).map((holder) => holder.contact_id));
    }
  }
}

/** Students with one student id within the district of their schools are one; the ids are local, so without both they count by record (ruling P2). */
async function joinStudents(reader: Reader, groups: Groups): Promise<void> {
  const rows = await reader.query<{ id: number; student: string; district_id: number }>(sql`
    SELECT id, student, district_id FROM (
      SELECT c.id, UPPER(TRIM(c.local_student_id)) AS student, s.district_id,
        COUNT(*) OVER (PARTITION BY s.district_id, UPPER(TRIM(c.local_student_id))) AS records
      FROM contact c JOIN school s ON s.id = c.school_id
      WHERE c.kind = 'student' AND c.deleted_at IS NULL AND s.district_id IS NOT NULL AND c.local_student_id IS NOT NULL
    ) enrolled WHERE records > 1`);
  const said = rows.filter((row) => !absent(row.student));
  for (const [, same] of groupedBy(said, (row) => `${row.district_id} ${row.student}`))
    groups.joinAll(same.map((row) => row.id));
}

/** A merge decided by a person counts as one (ruling P1). */
async function joinByDecision(reader: Reader, groups: Groups): Promise<void> {
  for (const { living } of await mergeGroups(reader, "same_person")) groups.joinAll(living);
}

function groupedBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

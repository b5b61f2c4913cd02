import sql from "sql-template-tag";
import { foldText } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { folded, mayHold } from "../narrow.js";

/** How a roster row was found to be a teacher's; null while it is nobody's. */
export type RosterBasis = "decision" | "email" | "pathful" | "name";

/** A row of a roster that is a teacher's, or may be. */
export interface RosterRow {
  readonly entry: number;
  readonly schoolYear: number;
  readonly name: string;
  readonly email: string;
  readonly school: string;
  readonly district: string | null;
  readonly grade: string | null;
  readonly target: number;
  readonly isActive: boolean;
  /** Since when it is off the roster, and why. */
  readonly inactiveSince: string | null;
  readonly inactiveWhy: string | null;
  readonly basis: RosterBasis | null;
}

export interface TeacherRoster {
  /** Rows linked to the teacher, the latest school year first. */
  readonly own: readonly RosterRow[];
  /** Rows of the school year that have the teacher's name or address, and are linked to nobody. */
  readonly candidates: readonly RosterRow[];
}

interface Row {
  readonly entry: number;
  readonly school_year: number;
  readonly name: string;
  readonly email: string;
  readonly school: string;
  readonly district: string | null;
  readonly grade: string | null;
  readonly target: number;
  readonly is_active: boolean | number;
  readonly inactive_since: string | null;
  readonly inactive_why: string | null;
  readonly link_basis: RosterBasis | null;
}

const ROWS = sql`
  SELECT r.id AS entry, r.school_year, r.name_raw AS name, r.email, COALESCE(s.name, r.building_raw) AS school, COALESCE(d.name, r.district_raw) AS district,
    r.grade_raw AS grade, r.target_sessions AS target, r.is_active, r.inactive_since, r.inactive_why, r.link_basis
  FROM roster_entry r LEFT JOIN school s ON s.id = r.school_id LEFT JOIN district d ON d.id = r.district_id`;

const read = (row: Row): RosterRow => ({
  entry: row.entry,
  schoolYear: row.school_year,
  name: row.name,
  email: row.email,
  school: row.school,
  district: row.district,
  grade: row.grade,
  target: row.target,
  isActive: Boolean(row.is_active),
  inactiveSince: row.inactive_since,
  inactiveWhy: row.inactive_why,
  basis: row.link_basis,
});

/** Which rows of rosters are a teacher's, on what basis, and which of a school year may be (ruling P6: none is guessed). */
export async function rosterOf(
  reader: Reader,
  teacher: { readonly person: number; readonly name: string },
  schoolYear: number,
): Promise<TeacherRoster> {
  const contacts = sql`SELECT id FROM contact WHERE COALESCE(person_id, id) = ${teacher.person} AND deleted_at IS NULL`;
  const own = await reader.query<Row>(
    sql`${ROWS} WHERE r.deleted_at IS NULL AND r.contact_id IN (${contacts}) ORDER BY r.school_year DESC, r.id`,
  );
  const free = await reader.query<Row>(
    sql`${ROWS} WHERE r.deleted_at IS NULL AND r.is_active = TRUE AND r.school_year = ${schoolYear} AND r.contact_id IS NULL ORDER BY r.id`,
  );
  const addresses = new Set(await addressesOf(reader, teacher.person));
  const name = foldText(teacher.name);
  return {
    own: own.map(read),
    candidates: free
      .filter((row) => foldText(row.name) === name || addresses.has(row.email.trim().toLowerCase()))
      .map(read),
  };
}

async function addressesOf(reader: Reader, person: number): Promise<string[]> {
  const rows = await reader.query<{ address: string }>(sql`
    SELECT DISTINCT m.address FROM contact_email m JOIN contact c ON c.id = m.contact_id
    WHERE COALESCE(c.person_id, c.id) = ${person} AND c.deleted_at IS NULL`);
  return rows.map(({ address }) => address);
}

/** Other teachers of the same name, who are not the same person: a name alone tells them apart from nobody. */
export async function namesakesOf(
  reader: Reader,
  { person, name }: { readonly person: number; readonly name: string },
): Promise<readonly { readonly sourceId: string; readonly name: string; readonly school: string | null }[]> {
  const rows = await reader.query<{ source_id: string; full_name: string; school: string | null }>(sql`
    SELECT c.source_id, c.full_name, s.name AS school FROM contact c LEFT JOIN school s ON s.id = c.school_id
    WHERE c.kind = 'teacher' AND c.deleted_at IS NULL AND COALESCE(c.person_id, c.id) <> ${person} AND ${mayHold(sql`c.full_name`, name)}
    ORDER BY c.id`);
  const own = folded(name);
  return rows
    .filter(({ full_name }) => folded(full_name) === own)
    .map((row) => ({ sourceId: row.source_id, name: row.full_name, school: row.school }));
}

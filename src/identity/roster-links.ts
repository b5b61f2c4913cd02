import sql from "sql-template-tag";
import { foldText } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { type Finding, settleFlags } from "./flags.js";
import { writeLinks } from "./links.js";
import type { DerivePool, Rules } from "./model.js";
import { PlaceDirectory } from "./place-directory.js";
import { SolePersons } from "./sole-persons.js";

interface Entry {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly district_raw: string | null;
  readonly building_raw: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string;
  readonly is_active: boolean | number;
  readonly district_id: number | null;
  readonly school_id: number | null;
  readonly contact_id: number | null;
  readonly link_basis: string | null;
}

type Basis = "decision" | "email" | "pathful" | "name";
type Link = { readonly contact: number; readonly basis: Basis } | null;

const LINKS = {
  table: "roster_entry",
  columns: [
    { name: "district_id", type: "integer" },
    { name: "school_id", type: "integer" },
    { name: "contact_id", type: "integer" },
    { name: "link_basis", type: "text" },
  ],
} as const;

const UNLINKED = { kind: "roster_teacher_unlinked", entity: "roster_entry", severity: "notice" } as const;

/**
 * Finds the district, the school and the teacher's contact of every roster entry: as a person decided, by e-mail, by the Pathful user of that e-mail,
 * or by an exact name that is unique in the district. A near name links nobody (ruling P6). Needs `person_id`. @returns rows written
 */
export async function deriveRosterLinks(pool: DerivePool, rules: Rules): Promise<{ rows: number; flags: number }> {
  const entries = await pool.query<Entry>(sql`
    SELECT id, source, source_id, district_raw, building_raw, first_name, last_name, email, is_active, district_id, school_id, contact_id, link_basis
    FROM roster_entry WHERE deleted_at IS NULL ORDER BY id`);
  if (entries.length === 0) return { rows: 0, flags: 0 };
  const places = await PlaceDirectory.read(pool, rules.organization);
  const teachers = await Teachers.read(pool);
  const unlinked: Finding[] = [];
  const wanted = entries.map((entry) => {
    const said = places.district(entry.district_raw);
    const school = places.school(entry.building_raw, said);
    const district = said ?? places.districtOf(school);
    const link = teachers.find(entry, district);
    if (link === null && entry.is_active)
      unlinked.push({
        source: entry.source,
        source_id: entry.source_id,
        detail: "No teacher is known by this e-mail, and none in the district by this exact name.",
      });
    return {
      id: entry.id,
      before: [entry.district_id, entry.school_id, entry.contact_id, entry.link_basis],
      now: [district, school, link?.contact ?? null, link?.basis ?? null],
    };
  });
  const rows = await writeLinks(pool, LINKS, wanted);
  return { rows, flags: await settleFlags(pool, UNLINKED, unlinked, rules.now) };
}

/** Teachers by what a roster says of them. */
class Teachers {
  readonly #decided = new Map<string, number>();
  readonly #byEmail = new SolePersons();
  readonly #byPathful = new SolePersons();
  readonly #byName = new SolePersons();

  static async read(reader: Reader): Promise<Teachers> {
    const teachers = new Teachers();
    for (const { address, contact, person } of await reader.query<Address>(sql`
      SELECT e.address, c.id AS contact, COALESCE(c.person_id, c.id) AS person
      FROM contact_email e JOIN contact c ON c.id = e.contact_id
      WHERE c.kind = 'teacher' AND c.deleted_at IS NULL ORDER BY c.id`))
      teachers.#byEmail.add(address, contact, person);
    for (const { login_email, notification_email, contact, person } of await reader.query<PathfulUser>(sql`
      SELECT u.login_email, u.notification_email, c.id AS contact, COALESCE(c.person_id, c.id) AS person
      FROM pathful_user u JOIN contact c ON c.id = u.contact_id
      WHERE u.deleted_at IS NULL AND c.kind = 'teacher' AND c.deleted_at IS NULL ORDER BY c.id`))
      for (const address of new Set([login_email, notification_email]))
        if (address !== null) teachers.#byPathful.add(address.trim().toLowerCase(), contact, person);
    for (const { first_name, last_name, district_id, contact, person } of await reader.query<Named>(sql`
      SELECT c.first_name, c.last_name, s.district_id, c.id AS contact, COALESCE(c.person_id, c.id) AS person
      FROM contact c JOIN school s ON s.id = c.school_id
      WHERE c.kind = 'teacher' AND c.deleted_at IS NULL AND s.district_id IS NOT NULL ORDER BY c.id`))
      teachers.#byName.add(nameKey(district_id, first_name, last_name), contact, person);
    for (const { source, source_id, contact } of await reader.query<Decided>(sql`
      SELECT d.source, d.source_id, c.id AS contact
      FROM decision d JOIN contact c ON d.value = c.source || ':' || c.source_id
      WHERE d.kind = 'roster_teacher' AND d.subject = 'roster_entry' AND d.reversed_at IS NULL AND c.deleted_at IS NULL ORDER BY d.id`))
      teachers.#decided.set(`${source} ${source_id}`, contact);
    return teachers;
  }

  find({ source, source_id, email, first_name, last_name }: Entry, district: number | null): Link {
    const decided = this.#decided.get(`${source} ${source_id}`);
    if (decided !== undefined) return { contact: decided, basis: "decision" };
    const name = district === null || first_name === null ? "" : nameKey(district, first_name, last_name);
    return (
      linked(this.#byEmail.find(email), "email") ??
      linked(this.#byPathful.find(email), "pathful") ??
      linked(this.#byName.find(name), "name")
    );
  }
}

interface Holder {
  readonly contact: number;
  readonly person: number;
}
interface Address extends Holder {
  readonly address: string;
}
interface PathfulUser extends Holder {
  readonly login_email: string | null;
  readonly notification_email: string | null;
}
interface Named extends Holder {
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly district_id: number;
}
interface Decided {
  readonly source: string;
  readonly source_id: string;
  readonly contact: number;
}

const linked = (contact: number | null, basis: Basis): Link => (contact === null ? null : { contact, basis });

const nameKey = (district: number, first: string | null, last: string | null): string =>
  `${district} ${foldText(`${first ?? ""} ${last ?? ""}`)}`;

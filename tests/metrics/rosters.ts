import sql from "sql-template-tag";
import type { Pool } from "../../src/pool/index.js";
import type { SmallOrganization } from "./small-organization.js";

export interface RosterTeacher {
  readonly name: string;
  readonly email?: string;
  readonly district: number | null;
  readonly school: number | null;
  readonly building?: string;
  readonly contact?: number;
  readonly target?: number;
  /** 2025 unless told. */
  readonly year?: number;
  readonly active?: boolean;
}

export const emailOf = (name: string): string => `${name.toLowerCase().replaceAll(" ", ".")}@example.org`;

/** Puts teachers on rosters, in the order given. */
export async function writeRoster(pool: Pool, teachers: readonly RosterTeacher[]): Promise<void> {
  await pool.transaction(async (tx) => {
    for (const given of teachers) {
      const email = given.email ?? emailOf(given.name);
      const year = given.year ?? 2025;
      await tx.run(sql`INSERT INTO roster_entry
        (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, school_year, district_id, building_raw, school_id, name_raw, email, target_sessions, contact_id, is_active)
        VALUES ('roster', ${`${year} ${given.district} ${email}`}, 'hash', 1, '2025-08-01T00:00:00.000Z', '2025-08-01T00:00:00.000Z', ${year},
          ${given.district}, ${given.building ?? `School ${given.school}`}, ${given.school}, ${given.name}, ${email}, ${given.target ?? 1}, ${given.contact ?? null}, ${given.active ?? true})`);
    }
  });
}

/** Says at which school a contact teaches or learns. */
export async function placeAt(pool: Pool, contacts: readonly number[], school: number): Promise<void> {
  await pool.transaction(async (tx) => {
    for (const contact of contacts) await tx.run(sql`UPDATE contact SET school_id = ${school} WHERE id = ${contact}`);
  });
}

export interface F1 {
  readonly kck: number;
  readonly other: number;
  readonly schools: { readonly A: number; readonly B: number; readonly C: number };
  readonly teachers: Readonly<Record<"Alice" | "Ian" | "Nora" | "Evan" | "Zack", number>>;
  readonly events: { readonly past: number; readonly coming: number };
}

/** Fixture F1: Alice and Ian at school A, Nora and Evan at school B of KCK, Zack elsewhere; asked on 15 February 2026. */
export async function writeF1(pool: Pool, small: SmallOrganization): Promise<F1> {
  const kck = small.district("KCK");
  const other = small.district("Center School District");
  const schools = {
    A: small.school("School A", kck),
    B: small.school("School B", kck),
    C: small.school("School C", other),
  };
  const teacher = (name: string) => small.person(name, { kind: "teacher" });
  const teachers = {
    Alice: teacher("Alice"),
    Ian: teacher("Ian"),
    Nora: teacher("Nora"),
    Evan: teacher("Evan"),
    Zack: teacher("Zack"),
  };
  const past = small.event({
    date: "2025-10-07",
    title: "Ask an engineer",
    format: "virtual",
    minutes: 60,
    school: schools.A,
    districts: [kck],
  });
  const coming = small.event({
    date: "2026-03-03",
    title: "Ask a nurse",
    format: "virtual",
    status: "Confirmed",
    school: schools.A,
    districts: [kck],
  });
  const confirmedAt = "2025-10-07T17:00:00.000Z";
  for (const contact of [teachers.Alice, teachers.Evan, teachers.Zack])
    small.participation({ event: past, contact, role: "teacher", confirmedAt });
  for (const contact of [teachers.Ian, teachers.Evan])
    small.participation({ event: coming, contact, role: "teacher", status: "registered" });
  await small.write();
  await placeAt(pool, [teachers.Alice, teachers.Ian], schools.A);
  await placeAt(pool, [teachers.Nora, teachers.Evan], schools.B);
  await placeAt(pool, [teachers.Zack], schools.C);
  await writeRoster(pool, [
    { name: "Alice", district: kck, school: schools.A, contact: teachers.Alice },
    { name: "Ian", district: kck, school: schools.A, contact: teachers.Ian },
    { name: "Nora", district: kck, school: schools.B, contact: teachers.Nora },
    { name: "Evan", district: kck, school: schools.B, contact: teachers.Evan },
    { name: "Zack", district: other, school: schools.C, contact: teachers.Zack },
  ]);
  return { kck, other, schools, teachers, events: { past, coming } };
}

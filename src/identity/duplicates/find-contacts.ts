import sql, { type Sql } from "sql-template-tag";
import { cityKey, foldText, isRoleAddress, present, streetKey, surnameKey, zipOf } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import type { Breathe } from "../likeness/index.js";
import type { Keyed } from "./find-model.js";

export interface PostalPlace {
  /** Shortened as the post does. */
  readonly street: string | null;
  readonly zip: string | null;
  readonly city: string | null;
}

/** What is known of a person, made ready to be compared: words folded, addresses and numbers only where they identify somebody. */
export interface PersonRecord extends Keyed {
  readonly first: string;
  readonly middle: string;
  readonly last: string;
  /** The names as the source has them, for people. */
  readonly written: { readonly first: string; readonly last: string };
  /** "jr", "sr", "iii" …, or empty. */
  readonly suffix: string;
  readonly emails: readonly string[];
  /** Ten digits each (ruling L2). */
  readonly phones: readonly string[];
  readonly places: readonly PostalPlace[];
  /** YYYY-MM-DD. */
  readonly birthdate: string | null;
  /** Folded names of organisations and schools, now and before. */
  readonly workplaces: readonly string[];
  readonly title: string | null;
  readonly pathfulId: string | null;
  readonly school: { readonly id: number; readonly name: string } | null;
  readonly districtId: number | null;
  readonly grade: number | null;
  readonly studentId: string | null;
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly first_name: string | null;
  readonly middle_name: string | null;
  readonly last_name: string | null;
  readonly birthdate: string | null;
  readonly title: string | null;
  readonly pathful_user_id: string | null;
  readonly school_id: number | null;
  readonly school: string | null;
  readonly school_key: string | null;
  readonly district_id: number | null;
  readonly grade: number | null;
  readonly local_student_id: string | null;
}

/** Contacts read between two breaths. */
const PAGE = 1_000;

/** Everybody of one kind who is not deleted, one record each: however many employers somebody had, they appear once. */
export async function readPersons(
  reader: Reader,
  kind: "volunteer" | "teacher" | "student",
  organization: Organization,
  breathe: Breathe,
): Promise<PersonRecord[]> {
  const isEverybodys = await addressesOfMany(reader, organization);
  const persons: PersonRecord[] = [];
  for (let after = 0; ; ) {
    const rows = await reader.query<Row>(sql`
      SELECT c.id, c.source, c.source_id, c.first_name, c.middle_name, c.last_name, c.birthdate, c.title, c.pathful_user_id, c.school_id,
        s.name AS school, s.name_key AS school_key, s.district_id, c.grade, c.local_student_id
      FROM contact c LEFT JOIN school s ON s.id = c.school_id
      WHERE c.kind = ${kind} AND c.deleted_at IS NULL AND c.id > ${after} ORDER BY c.id LIMIT ${PAGE}`);
    const last = rows.at(-1);
    if (last === undefined) return persons;
    const details = await detailsOf(
      reader,
      sql`c.kind = ${kind} AND c.deleted_at IS NULL AND c.id > ${after} AND c.id <= ${last.id}`,
      (address) => !isRoleAddress(address, organization.roleAddresses) && !isEverybodys.has(address),
    );
    persons.push(...rows.map((row) => personOf(row, details)));
    after = last.id;
    await breathe();
  }
}

function personOf(row: Row, { emails, phones, employers, places }: Details): PersonRecord {
  return {
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    first: foldText(present(row.first_name) ?? ""),
    middle: foldText(present(row.middle_name) ?? ""),
    last: surnameKey(present(row.last_name)),
    written: { first: row.first_name ?? "", last: row.last_name ?? "" },
    suffix: suffixOf(row.last_name),
    emails: emails.get(row.id) ?? [],
    phones: phones.get(row.id) ?? [],
    places: places.get(row.id) ?? [],
    birthdate: row.birthdate,
    workplaces: [...(employers.get(row.id) ?? []), ...(row.school_key === null ? [] : [row.school_key])],
    title: foldText(present(row.title) ?? "") || null,
    pathfulId: row.pathful_user_id,
    school: row.school_id === null ? null : { id: row.school_id, name: row.school ?? "" },
    districtId: row.district_id,
    grade: row.grade,
    studentId: present(row.local_student_id)?.toUpperCase() ?? null,
  };
}

interface Details {
  readonly emails: ReadonlyMap<number, readonly string[]>;
  readonly phones: ReadonlyMap<number, readonly string[]>;
  readonly employers: ReadonlyMap<number, readonly string[]>;
  readonly places: ReadonlyMap<number, readonly PostalPlace[]>;
}

/** What hangs on the contacts `c` of one page. */
async function detailsOf(reader: Reader, whose: Sql, identifies: (address: string) => boolean): Promise<Details> {
  const emails = await reader.query<Pair>(sql`
    SELECT c.id, e.address AS value FROM contact c JOIN contact_email e ON e.contact_id = c.id
    WHERE ${whose} ORDER BY c.id, e.address`);
  const phones = await reader.query<Pair>(sql`
    SELECT DISTINCT c.id, p.number AS value FROM contact c JOIN contact_phone p ON p.contact_id = c.id
    WHERE ${whose} AND p.number IS NOT NULL ORDER BY c.id, p.number`);
  const employers = await reader.query<Pair>(sql`
    SELECT DISTINCT c.id, o.name_key AS value FROM contact c JOIN affiliation a ON a.contact_id = c.id
      JOIN organization o ON o.id = a.organization_id
    WHERE ${whose} AND a.deleted_at IS NULL AND o.deleted_at IS NULL ORDER BY c.id, o.name_key`);
  return {
    emails: valuesById(emails.filter(({ value }) => identifies(value))),
    phones: valuesById(phones),
    employers: valuesById(employers),
    places: await placesOf(reader, whose),
  };
}

interface Pair {
  readonly id: number;
  readonly value: string;
}

function valuesById(rows: readonly Pair[]): Map<number, string[]> {
  const values = new Map<number, string[]>();
  for (const { id, value } of rows) {
    const known = values.get(id);
    if (known === undefined) values.set(id, [value]);
    else known.push(value);
  }
  return values;
}

/** Addresses used under more surnames than a household has: they identify nobody (ruling P1). */
async function addressesOfMany(reader: Reader, { surnamesPerAddress }: Organization): Promise<ReadonlySet<string>> {
  const rows = await reader.query<{ address: string; last_name: string | null }>(sql`
    SELECT e.address, c.last_name FROM contact_email e JOIN contact c ON c.id = e.contact_id
    WHERE c.deleted_at IS NULL AND e.address IN (
      SELECT address FROM contact_email GROUP BY address HAVING COUNT(*) > CAST(${surnamesPerAddress} AS INTEGER))`);
  const surnames = new Map<string, Set<string>>();
  for (const { address, last_name } of rows) {
    const surname = surnameKey(last_name);
    if (surname !== "") surnames.set(address, (surnames.get(address) ?? new Set()).add(surname));
  }
  return new Set([...surnames].flatMap(([address, { size }]) => (size > surnamesPerAddress ? [address] : [])));
}

async function placesOf(reader: Reader, whose: Sql): Promise<Map<number, PostalPlace[]>> {
  const rows = await reader.query<{
    id: number;
    line1: string | null;
    city: string | null;
    zip: string | null;
    country: string | null;
  }>(sql`
    SELECT c.id, a.line1, a.city, a.zip, a.country FROM contact c JOIN contact_address a ON a.contact_id = c.id
    WHERE ${whose} AND a.kind <> 'work' ORDER BY c.id, a.id`);
  const places = new Map<number, PostalPlace[]>();
  for (const { id, line1, city, zip, country } of rows) {
    const street = streetKey(present(line1) ?? "") || null;
    const place = { street, zip: zipOf(zip, country), city: cityKey(present(city) ?? "") || null };
    if (place.street === null && place.zip === null && place.city === null) continue;
    places.set(id, [...(places.get(id) ?? []), place]);
  }
  return places;
}

const SUFFIX = / (jr|sr|ii|iii|iv)$/;
const suffixOf = (last: string | null): string => SUFFIX.exec(foldText(last ?? ""))?.[1] ?? "";

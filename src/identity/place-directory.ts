import sql from "sql-template-tag";
import { type NameTable, nameTable, placeKey } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { districtNames } from "./districts.js";

/** Schools and districts by exact name or alias; no near name is ever taken (ruling P6). */
export class PlaceDirectory {
  readonly #districts: NameTable<number>;
  readonly #schools: ReadonlyMap<string, readonly School[]>;
  /** By what else a school's account is called: Pathful's name of it. */
  readonly #otherwise: ReadonlyMap<string, readonly School[]>;
  readonly #aliases: NameTable<number>;
  readonly #byId: ReadonlyMap<number, School>;

  private constructor(districts: NameTable<number>, schools: readonly School[], aliases: NameTable<number>) {
    this.#districts = districts;
    this.#schools = byKey(schools, ({ name }) => name);
    this.#otherwise = byKey(schools, ({ other_name }) => other_name ?? "");
    this.#aliases = aliases;
    this.#byId = new Map(schools.map((school) => [school.id, school]));
  }

  static async read(reader: Reader, organization: Organization): Promise<PlaceDirectory> {
    const schools = await reader.query<School>(
      sql`SELECT id, name, other_name, district_id FROM school WHERE deleted_at IS NULL ORDER BY id`,
    );
    const aliases = await reader.query<{ alias_text: string; id: number }>(sql`
      SELECT a.alias_text, s.id FROM alias a JOIN school s ON s.source = a.source AND s.source_id = a.source_id
      WHERE a.kind = 'school' AND s.deleted_at IS NULL ORDER BY a.id`);
    const districts = await districtNames(reader, organization);
    return new PlaceDirectory(
      districts,
      schools,
      nameTable(
        [],
        aliases.map((row) => [row.alias_text, row.id] as const),
      ),
    );
  }

  district(text: string | null): number | null {
    return text === null ? null : (this.#districts.get(placeKey(text)) ?? null);
  }

  /** The one school of this name, within the district where that is known. */
  school(text: string | null, district: number | null): number | null {
    if (text === null) return null;
    const named = this.#schools.get(placeKey(text)) ?? this.#otherwise.get(placeKey(text)) ?? [];
    const within = district === null ? named : named.filter((school) => school.district_id === district);
    const [only, ...others] = within;
    if (only !== undefined) return others.length === 0 ? only.id : null;
    const alias = this.#aliases.get(placeKey(text)) ?? null;
    const isElsewhere = alias !== null && district !== null && (this.districtOf(alias) ?? district) !== district;
    return isElsewhere ? null : alias;
  }

  districtOf(school: number | null): number | null {
    return school === null ? null : (this.#byId.get(school)?.district_id ?? null);
  }
}

interface School {
  readonly id: number;
  readonly name: string;
  readonly other_name: string | null;
  readonly district_id: number | null;
}

function byKey(schools: readonly School[], nameOf: (school: School) => string): Map<string, School[]> {
  const found = new Map<string, School[]>();
  for (const school of schools) {
    const key = placeKey(nameOf(school));
    if (key !== "") found.set(key, [...(found.get(key) ?? []), school]);
  }
  return found;
}

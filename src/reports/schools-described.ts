import sql, { join } from "sql-template-tag";
import type { Key } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";

/** What a report says of a school besides its figures. */
export interface SchoolDescription {
  readonly id: number;
  readonly name: string;
  /** Null: no district has it. */
  readonly district: string | null;
  readonly level: string | null;
}

/** Describes the schools of a report's rows by their ids. */
export async function describeSchools(
  reader: Reader,
  keys: readonly Key[],
): Promise<ReadonlyMap<number, SchoolDescription>> {
  const ids = keys.filter((key) => typeof key === "number");
  if (ids.length === 0) return new Map();
  const rows = await reader.query<SchoolDescription>(sql`
    SELECT s.id, s.name, d.name AS district, s.level FROM school s LEFT JOIN district d ON d.id = s.district_id
    WHERE s.id IN (${join(ids)})`);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Schools that no district has, in the order of their names. */
export const schoolsWithoutDistrict = (reader: Reader): Promise<SchoolDescription[]> =>
  reader.query<SchoolDescription>(sql`
    SELECT s.id, s.name, NULL AS district, s.level FROM school s
    WHERE s.deleted_at IS NULL AND s.district_id IS NULL ORDER BY s.name, s.id`);

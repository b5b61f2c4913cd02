import sql, { join } from "sql-template-tag";
import type { Key } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { recordUrl } from "./events.js";

/** What a report says of a teacher besides figures. */
export interface TeacherDescription {
  readonly school: string | null;
  readonly district: string | null;
  readonly link: string | null;
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly school: string | null;
  readonly district: string | null;
}

const PIECE = 5_000;

/** Describes teachers by the ids of their persons. */
export async function describeTeachers(
  reader: Reader,
  organization: Organization,
  keys: readonly Key[],
): Promise<ReadonlyMap<number, TeacherDescription>> {
  const ids = keys.filter((key) => typeof key === "number");
  const found = new Map<number, TeacherDescription>();
  for (let from = 0; from < ids.length; from += PIECE) {
    const rows = await reader.query<Row>(sql`
      SELECT c.id, c.source, c.source_id, s.name AS school, d.name AS district
      FROM contact c LEFT JOIN school s ON s.id = c.school_id LEFT JOIN district d ON d.id = s.district_id
      WHERE c.id IN (${join(ids.slice(from, from + PIECE))})`);
    for (const { id, source, source_id, school, district } of rows)
      found.set(id, { school, district, link: recordUrl(organization, source, "Contact", source_id) });
  }
  return found;
}

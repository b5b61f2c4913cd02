import sql from "sql-template-tag";
import { foldText, placeKey } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { standingIds } from "./merged-at-source/heirs.js";

/** A school as somebody names it. */
export interface NamedSchool {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly name: string;
  /** Of its district, by which namesakes are told apart. */
  readonly district: string | null;
  readonly districtId: number | null;
  /** Pathful's name of it. */
  readonly otherName: string | null;
}

/** Every school that stands, by name. */
export function allSchools(reader: Reader): Promise<NamedSchool[]> {
  return reader.query<NamedSchool>(sql`
    SELECT s.id, s.source, s.source_id AS "sourceId", s.name, d.name AS district, s.district_id AS "districtId", s.other_name AS "otherName"
    FROM school s LEFT JOIN district d ON d.id = s.district_id
    WHERE s.deleted_at IS NULL ORDER BY s.name, s.id`);
}

/**
 * Those of them that somebody calls so: by a name letter for letter, by a Salesforce id or what was merged into them, by a name but for case and
 * punctuation, else by an alias of staff or Pathful's name. The first way that finds any decides; no part of a name does (ruling E2).
 */
export async function schoolsCalled(
  reader: Reader,
  all: readonly NamedSchool[],
  text: string,
): Promise<readonly NamedSchool[]> {
  const asked = text.trim();
  const itself = all.filter(({ name, sourceId }) => name === asked || sourceId === asked);
  if (itself.length > 0) return itself;
  const standing = await standingIds(reader, "school", asked);
  if (standing.length > 0) return all.filter(({ id }) => standing.includes(id));
  const key = placeKey(asked);
  if (key === "") return [];
  const named = all.filter(({ name }) => placeKey(name) === key);
  if (named.length > 0) return named;
  const aliased = await reader.query<{ source: string; source_id: string }>(
    sql`SELECT source, source_id FROM alias WHERE kind = 'school' AND alias_key = ${foldText(asked)}`,
  );
  return all.filter(
    ({ source, sourceId, otherName }) =>
      placeKey(otherName ?? "") === key ||
      aliased.some((each) => each.source === source && each.source_id === sourceId),
  );
}

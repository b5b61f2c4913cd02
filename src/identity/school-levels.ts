import sql from "sql-template-tag";
import { isSalesforceId, placeKey, to18 } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { districtNames } from "./districts.js";
import { writeLinks } from "./links.js";
import type { DerivePool, Rules } from "./model.js";

interface Decision {
  readonly kind: string;
  readonly source: string;
  readonly source_id: string;
  readonly value: string;
  readonly reversed_at: string | null;
}

interface School {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly level: string | null;
  readonly district_id: number | null;
  /** The district that the source names. */
  readonly own_district: number | null;
}

const LINKS = {
  table: "school",
  columns: [
    { name: "level", type: "text" },
    { name: "district_id", type: "integer" },
  ],
} as const;

/**
 * Says of what level a school is: as a person decided (`school_level`), else as the sheet of school levels has it; and in which district, where a
 * person decided that (`school_district`: the district's id or name). A decision that was taken back leaves what the source says. @returns rows written
 */
export async function deriveSchools(pool: DerivePool, { organization }: Rules): Promise<number> {
  const levels = await pool.query<{ school_source_id: string; level: string; deleted_at: string | null }>(
    // The sheet may still name a school by the account that Salesforce merged into it; its own line counts before that one.
    sql`
      SELECT COALESCE(g.merged_into_source_id, l.school_source_id) AS school_source_id, l.level, l.deleted_at FROM school_level l
        LEFT JOIN school g ON g.source = 'salesforce' AND g.source_id = l.school_source_id AND g.deleted_at IS NOT NULL
          AND g.merged_into_source_id IS NOT NULL
      ORDER BY CASE WHEN g.id IS NULL THEN 1 ELSE 0 END, l.id`,
  );
  const decisions = await pool.query<Decision>(sql`
    SELECT kind, source, source_id, value, reversed_at FROM decision
    WHERE subject = 'school' AND kind IN ('school_level', 'school_district') ORDER BY id`);
  if (levels.length === 0 && decisions.length === 0) return 0;

  const listed = new Map<string, string | null>();
  for (const { school_source_id, level, deleted_at } of levels)
    if (deleted_at === null) listed.set(school_source_id, level);
    else if (!listed.has(school_source_id)) listed.set(school_source_id, null);
  const decided = standing(decisions);
  const districts = await districtNames(pool, organization);
  const bySourceId = await districtsById(pool);

  const wanted = (await readSchools(pool)).flatMap((school) => {
    const { id, source, source_id, level, district_id, own_district } = school;
    const saidLevel = decided.get(`school_level ${source} ${source_id}`);
    const saidDistrict = decided.get(`school_district ${source} ${source_id}`);
    const isSpokenOf = listed.has(source_id) || saidLevel !== undefined;
    const nowLevel = isSpokenOf ? (saidLevel ?? listed.get(source_id) ?? null) : level;
    const nowDistrict =
      saidDistrict === undefined
        ? district_id
        : saidDistrict === null
          ? own_district
          : (bySourceId.get(`${source} ${isSalesforceId(saidDistrict) ? to18(saidDistrict) : saidDistrict}`) ??
            districts.get(placeKey(saidDistrict)) ??
            own_district);
    return [{ id, before: [level, district_id], now: [nowLevel, nowDistrict] }];
  });
  return writeLinks(pool, LINKS, wanted);
}

/** The value that stands, or null where every decision about it was taken back. */
function standing(decisions: readonly Decision[]): Map<string, string | null> {
  const decided = new Map<string, string | null>();
  for (const { kind, source, source_id, value, reversed_at } of decisions) {
    const key = `${kind} ${source} ${source_id}`;
    if (reversed_at === null) decided.set(key, value);
    else if (!decided.has(key)) decided.set(key, null);
  }
  return decided;
}

async function districtsById(reader: Reader): Promise<Map<string, number>> {
  const rows = await reader.query<{ id: number; source: string; source_id: string }>(
    sql`SELECT id, source, source_id FROM district WHERE deleted_at IS NULL`,
  );
  return new Map(rows.map(({ id, source, source_id }) => [`${source} ${source_id}`, id]));
}

function readSchools(reader: Reader): Promise<School[]> {
  return reader.query<School>(sql`
    SELECT s.id, s.source, s.source_id, s.level, s.district_id, d.id AS own_district
    FROM school s LEFT JOIN district d ON d.source = s.source AND d.source_id = s.parent_source_id
    WHERE s.deleted_at IS NULL`);
}

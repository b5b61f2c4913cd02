import sql, { type Sql } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { anyOf } from "./dimension.js";
import { ACTIVE_ENTRY, type ProgressAsked } from "./progress.js";
import { sessionsOfTeachers } from "./progress-attendance.js";
import { all } from "./window.js";

/** A teacher who attended and stands on no roster of the school year. */
export interface UnlistedTeacher {
  readonly person: number;
  readonly name: string;
  /** Their own school; null where none is known. */
  readonly school: string | null;
  readonly attended: number;
  readonly record: { readonly source: string; readonly sourceId: string };
}

interface Row {
  readonly person: number;
  readonly name: string;
  readonly source: string;
  readonly source_id: string;
  readonly school: string | null;
  readonly attended: number;
}

/** Teachers of a district's or school's own (ruling A4) who attended without being on a roster; excluded ones are left out (ruling P3). */
export async function attendedUnlisted(
  reader: Reader,
  { schoolYear, period, districts, schools, now }: Omit<ProgressAsked, "email">,
): Promise<readonly UnlistedTeacher[]> {
  const where: Sql[] = [
    sql`v.excluded = FALSE`,
    sql`NOT EXISTS (
    SELECT 1 FROM roster_entry r JOIN contact rc ON rc.id = r.contact_id
    WHERE r.school_year = ${schoolYear} AND ${ACTIVE_ENTRY} AND COALESCE(rc.person_id, rc.id) = k.person)`,
    ...(districts === undefined ? [] : [anyOf(sql`hs.district_id`, districts)]),
    ...(schools === undefined ? [] : [anyOf(sql`v.school_id`, schools)]),
  ];
  const rows = await reader.query<Row>(sql`
SELECT k.person, v.full_name AS name, v.source, v.source_id, hs.name AS school, k.attended
FROM (
  SELECT t.person, SUM(t.came) AS attended FROM (
${sessionsOfTeachers(period, now)}
  ) t WHERE t.came = 1 GROUP BY t.person
) k
JOIN contact v ON v.id = k.person
LEFT JOIN school hs ON hs.id = v.school_id
WHERE ${all(where)}
ORDER BY v.full_name, k.person`);
  return rows.map(({ source, source_id: sourceId, ...row }) => ({ ...row, record: { source, sourceId } }));
}

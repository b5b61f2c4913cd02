import sql, { join } from "sql-template-tag";
import { FIRST_YEAR_OF_PATHFUL } from "../domain/index.js";
import { type DerivePool, pieces, type Rules } from "./model.js";

/**
 * Puts each event into the school year that its day is in, by the month that school years begin in. Events come with it; this is for those that came while
 * another month was configured. @returns rows written
 */
export async function deriveSchoolYears(pool: DerivePool, { organization }: Rules): Promise<number> {
  const first = sql`CAST(${organization.schoolYearStartMonth} AS INTEGER)`;
  const year = sql`CAST(substr(local_date, 1, 4) AS INTEGER) - CASE WHEN CAST(substr(local_date, 6, 2) AS INTEGER) < ${first} THEN 1 ELSE 0 END`;
  const rows = await pool.query<{ id: number }>(sql`SELECT id FROM event WHERE school_year <> ${year} ORDER BY id`);
  for (const piece of pieces(rows)) {
    const ids = join(piece.map(({ id }) => id));
    await pool.transaction((tx) =>
      tx.run(sql`
        UPDATE event SET school_year = ${year},
          is_legacy_connector = (source = 'salesforce' AND type = 'connector_session' AND ${year} < CAST(${FIRST_YEAR_OF_PATHFUL} AS INTEGER))
        WHERE id IN (${ids})`),
    );
  }
  return rows.length;
}

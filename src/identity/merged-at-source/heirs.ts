import sql, { raw, type Sql } from "sql-template-tag";
import { isSalesforceId, to18 } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { MERGEABLE } from "./follow.js";

/** Ids of the records into which a source merged the one of this source id, to the end of the chain: buttons, kept lines and links outlive a merge. */
export const heirIds = (table: (typeof MERGEABLE)[number], source: string, sourceId: string): Sql => sql`
  WITH RECURSIVE heir(source, source_id) AS (
    SELECT g.source, g.merged_into_source_id FROM ${raw(table)} g
    WHERE g.source = ${source} AND g.source_id = ${sourceId} AND g.deleted_at IS NOT NULL
    UNION
    SELECT g.source, g.merged_into_source_id FROM heir h JOIN ${raw(table)} g ON g.source = h.source AND g.source_id = h.source_id
    WHERE g.deleted_at IS NOT NULL)
  SELECT t.id FROM heir h JOIN ${raw(table)} t ON t.source = h.source AND t.source_id = h.source_id WHERE t.deleted_at IS NULL`;

/**
 * Ids of the records that stand for what somebody calls by a Salesforce id, or by the name, letter for letter, of a record that was merged into
 * another: kept lines name what was there.
 */
export async function standingIds(
  reader: Reader,
  table: "organization" | "school" | "district",
  text: string,
): Promise<number[]> {
  const asked = text.trim();
  const rows = await reader.query<{ id: number }>(sql`
    WITH RECURSIVE line(source, source_id) AS (
      SELECT g.source, g.source_id FROM ${raw(table)} g
      WHERE g.source = 'salesforce' AND ${isSalesforceId(asked) ? sql`g.source_id = ${to18(asked)}` : sql`g.name = ${asked} AND g.deleted_at IS NOT NULL`}
      UNION
      SELECT g.source, g.merged_into_source_id FROM line l JOIN ${raw(table)} g ON g.source = l.source AND g.source_id = l.source_id
      WHERE g.deleted_at IS NOT NULL)
    SELECT t.id FROM line l JOIN ${raw(table)} t ON t.source = l.source AND t.source_id = l.source_id WHERE t.deleted_at IS NULL ORDER BY t.id`);
  return rows.map(({ id }) => id);
}

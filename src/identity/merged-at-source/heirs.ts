import sql, { raw, type Sql } from "sql-template-tag";
import { isSalesforceId, to18 } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { MERGEABLE } from "./follow.js";

/** Ids of the records that are there, of some and of those into which a source merged them, to the end of the chain. */
const standing = (table: (typeof MERGEABLE)[number], which: Sql): Sql => sql`
  WITH RECURSIVE line(source, source_id) AS (
    SELECT g.source, g.source_id FROM ${raw(table)} g WHERE ${which}
    UNION
    SELECT g.source, g.merged_into_source_id FROM line l JOIN ${raw(table)} g ON g.source = l.source AND g.source_id = l.source_id
    WHERE g.deleted_at IS NOT NULL)
  SELECT t.id FROM line l JOIN ${raw(table)} t ON t.source = l.source AND t.source_id = l.source_id WHERE t.deleted_at IS NULL ORDER BY t.id`;

/** Ids of the records into which a source merged the one of this source id: buttons, kept lines and links outlive a merge. */
export const heirIds = (table: (typeof MERGEABLE)[number], source: string, sourceId: string): Sql =>
  standing(table, sql`g.source = ${source} AND g.source_id = ${sourceId} AND g.deleted_at IS NOT NULL`);

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
  const called = isSalesforceId(asked)
    ? sql`g.source_id = ${to18(asked)}`
    : sql`g.name = ${asked} AND g.deleted_at IS NOT NULL`;
  const rows = await reader.query<{ id: number }>(standing(table, sql`g.source = 'salesforce' AND ${called}`));
  return rows.map(({ id }) => id);
}

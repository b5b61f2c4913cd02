import sql, { raw, type Sql } from "sql-template-tag";
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

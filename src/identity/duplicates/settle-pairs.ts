import sql, { raw } from "sql-template-tag";
import type { DerivePool } from "../model.js";

/** Where the records of a pair lie, by what sort they are. */
export const TABLE_OF_KIND = {
  volunteer: "contact",
  teacher: "contact",
  student: "contact",
  organization: "organization",
  session: "event",
} as const;

const TABLES = ["contact", "organization", "event"] as const;

/**
 * Brings pairs up to date with what became of them elsewhere: one of whose records Salesforce merged or deleted is gone, and one whose merge was taken
 * back is open again. @returns pairs changed
 */
export function settlePairs(pool: DerivePool): Promise<number> {
  return pool.transaction(async (tx) => {
    const reopened = await tx.run(sql`
      UPDATE duplicate_pair SET state = 'open', decision_id = NULL, decided_by = NULL, decided_at = NULL
      WHERE state = 'merged' AND decision_id IN (SELECT id FROM decision WHERE reversed_at IS NOT NULL)`);
    let gone = 0;
    for (const table of TABLES) {
      const kinds = Object.entries(TABLE_OF_KIND).flatMap(([kind, of]) => (of === table ? [`'${kind}'`] : []));
      const stands = (side: "a" | "b") =>
        sql`EXISTS (SELECT 1 FROM ${raw(table)} r WHERE r.source = duplicate_pair.${raw(side)}_source
          AND r.source_id = duplicate_pair.${raw(side)}_source_id AND r.deleted_at IS NULL)`;
      gone += await tx.run(sql`
        UPDATE duplicate_pair SET state = 'gone'
        WHERE state IN ('open', 'later') AND kind IN (${raw(kinds.join(", "))}) AND NOT (${stands("a")} AND ${stands("b")})`);
    }
    return reopened + gone;
  });
}

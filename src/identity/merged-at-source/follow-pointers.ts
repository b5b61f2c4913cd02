import sql, { raw } from "sql-template-tag";
import type { Transaction } from "../../pool/index.js";

/** Rows that other sources brought, and the record of Salesforce that they were found to be about. Salesforce's own children are read again by the sync. */
const POINTERS = [
  { table: "participation", column: "contact_id", to: "contact" },
  { table: "affiliation", column: "contact_id", to: "contact" },
  { table: "pathful_user", column: "contact_id", to: "contact" },
  { table: "affiliation", column: "organization_id", to: "organization" },
  { table: "contact", column: "school_id", to: "school" },
  { table: "event", column: "school_id", to: "school" },
] as const;

/** Points them at the record that stays: a session that Pathful knows counts on for the teacher whose contacts were merged. */
export async function followPointers(tx: Transaction): Promise<void> {
  for (const { table, column, to } of POINTERS) {
    const [row, pointer] = [raw(table), raw(`${table}.${column}`)];
    // The few merges are gone through, never the table.
    await tx.run(sql`
      UPDATE ${row} SET ${raw(column)} = (
        SELECT stays.id FROM ${raw(to)} goes JOIN stage_merge m ON m.source = goes.source AND m.goes = goes.source_id
          JOIN ${raw(to)} stays ON stays.source = m.source AND stays.source_id = m.stays
        WHERE goes.id = ${pointer})
      WHERE ${pointer} IN (
        SELECT goes.id FROM stage_merge m CROSS JOIN ${raw(to)} goes CROSS JOIN ${raw(to)} stays
        WHERE goes.source = m.source AND goes.source_id = m.goes AND goes.deleted_at IS NOT NULL
          AND stays.source = m.source AND stays.source_id = m.stays AND stays.deleted_at IS NULL)
      AND ${row}.source <> (SELECT goes.source FROM ${raw(to)} goes WHERE goes.id = ${pointer})`);
  }
  // An affiliation of Pathful names the account of Salesforce that it was found to be.
  await tx.run(sql`
    UPDATE affiliation SET account_source_id = (SELECT m.stays FROM stage_merge m WHERE m.goes = affiliation.account_source_id LIMIT 1)
    WHERE affiliation.account_source_id IN (SELECT m.goes FROM stage_merge m)
      AND affiliation.source <> (SELECT m.source FROM stage_merge m WHERE m.goes = affiliation.account_source_id LIMIT 1)`);
  // Where a person's word stands in the place of the school that Pathful's file names, that one is kept as "source:id".
  await tx.run(sql`
    UPDATE event SET school_source_id = (
      SELECT m.source || ':' || m.stays FROM stage_merge m WHERE m.source || ':' || m.goes = event.school_source_id)
    WHERE event.school_source_id IN (SELECT m.source || ':' || m.goes FROM stage_merge m)`);
}

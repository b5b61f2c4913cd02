import sql, { empty, join } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { everMerged, mergeGroups, standIns } from "./duplicates/merge-groups.js";
import { writeLinks } from "./links.js";
import type { DerivePool } from "./model.js";

const TIES = { table: "affiliation", columns: [{ name: "organization_id", type: "integer" }] } as const;

/**
 * Ties people to the organisation that stays where people decided that two are one: credit, reports and search follow from there. An affiliation keeps
 * its own account's id, by which it goes back when the decision is taken back. @returns rows written
 */
export async function deriveSameOrganizations(pool: DerivePool): Promise<number> {
  if (!(await everMerged(pool, "same_organization"))) return 0;
  const stays = standIns(await mergeGroups(pool, "same_organization"));
  const gone = [...stays.keys()];
  // Affiliations that Pathful's rows made name Salesforce's accounts.
  const ties = await pool.query<{ id: number; organization_id: number; own: number }>(sql`
    SELECT a.id, a.organization_id, o.id AS own
    FROM affiliation a JOIN organization o ON o.source IN (a.source, 'salesforce') AND o.source_id = a.account_source_id
    WHERE a.account_kind = 'organization' AND a.organization_id IS NOT NULL
      AND (a.organization_id <> o.id ${gone.length === 0 ? empty : sql`OR o.id IN (${join(gone)})`})`);
  return writeLinks(
    pool,
    TIES,
    ties.map(({ id, organization_id, own }) => ({ id, before: [organization_id], now: [stays.get(own) ?? own] })),
  );
}

/** Organisations that are another, as people decided → the one that stays. */
export async function sameOrganizations(reader: Reader): Promise<Map<number, number>> {
  return standIns(await mergeGroups(reader, "same_organization"));
}

import sql from "sql-template-tag";
import { keepFact, keptFact, type Pool } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { proposeSameLeads, settleLeadMatches } from "../resolution/index.js";
import { keepLeadStatuses } from "./keep.js";

/** The last batch of Salesforce leads that was followed, and how many rows it had changed by then. */
const FOLLOWED = "leads_followed";

/**
 * Follows what has come of Salesforce leads since it was last called, by the API or by an export: matches, statuses, and pairs for people to decide. To be called after every way
 * in; what an interrupted run brought is followed by the next.
 * @returns false when nothing of them had changed
 */
export async function followSalesforceLeads(pool: Pool, organization: Organization, now: string): Promise<boolean> {
  const isNews = await pool.transaction(async (tx) => {
    const [came] = await tx.query<{ id: number; changes: number }>(sql`
      SELECT id, inserted + updated + deleted AS changes FROM sync_batch
      WHERE object = 'Lead' AND inserted + updated + deleted > 0 ORDER BY id DESC LIMIT 1`);
    const followed = await keptFact(tx, FOLLOWED);
    const upTo = came === undefined ? null : `${came.id}:${came.changes}`;
    if (upTo === null || upTo === followed) return false;
    await settleLeadMatches(tx, organization, "all");
    await keepLeadStatuses(tx, now);
    await keepFact(tx, FOLLOWED, upTo);
    return true;
  });
  if (isNews) await proposeSameLeads(pool, organization, { now: () => now });
  return isNews;
}

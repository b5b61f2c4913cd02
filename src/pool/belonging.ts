import sql from "sql-template-tag";
import { PolarisError } from "../runtime/index.js";
import type { Pool } from "./pool.js";

/** What a pool was filled from. Another one is never mixed in. */
export type Belonging = "salesforce_org_id" | "slack_team_id" | "mode";

export const MEANING: Record<Belonging, { what: string; variable: string }> = {
  salesforce_org_id: { what: "Salesforce org", variable: "SALESFORCE_LOGIN_URL" },
  slack_team_id: { what: "Slack team", variable: "SLACK_BOT_TOKEN" },
  mode: { what: "mode (sandbox or production)", variable: "DATABASE_URL" },
};

/**
 * Remembers on first sight where this pool's data comes from, and refuses another origin after that.
 * @throws PolarisError pool_of_another_source
 */
export async function claimBelonging(pool: Pool, key: Belonging, value: string): Promise<void> {
  const known = await pool.transaction(async (tx) => {
    await tx.run(sql`INSERT INTO pool_fact (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO NOTHING`);
    return tx.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${key}`);
  });
  const before = known[0]?.value;
  if (before === value) return;
  const { what, variable } = MEANING[key];
  throw new PolarisError(
    "pool_of_another_source",
    `This pool was filled from another ${what}: expected ${before}, but ${variable} leads to ${value}. Point ${variable} back, or use an empty pool (DATABASE_URL).`,
  );
}

import sql from "sql-template-tag";
import type { Transaction } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { settleIdentities } from "./identities.js";
import { settleKeys } from "./keys.js";
import { settleTouchedMatches } from "./matches.js";
import { type LeadScope, type SettledLeads, TOUCHED_KEYS, TOUCHED_LEADS } from "./model.js";
import { passKeysOn } from "./reread-keys.js";
import { settleValues, touchLeads } from "./values.js";

/**
 * Brings the leads up to the rows of staging: which keys are one lead, what each lead is by its rows, its past, and how it stands to Salesforce.
 * What follows from the files and decisions that stand is always the same, in whatever order they came. Files have to stand (`lead_file.state`) and
 * staging has to be up to them before.
 */
export async function settleLeads(
  tx: Transaction,
  organization: Organization,
  scope: LeadScope,
): Promise<SettledLeads> {
  await takeTurn(tx);
  if (scope === "all") {
    await passKeysOn(tx);
    await touchEverything(tx);
  }
  const settled = await settleKeys(tx);
  await touchLeads(tx, settled.regrouped);
  await settleValues(tx, settled);
  await settleIdentities(tx);
  await settleTouchedMatches(tx, organization);
  const [counts] = await tx.query<Omit<SettledLeads, "created" | "changed">>(sql`
    SELECT ${COUNTS} FROM touched_lead t JOIN lead l ON l.id = t.lead_id`);
  const [written] = await tx.query<Pick<SettledLeads, "created" | "changed">>(sql`
    SELECT COALESCE(SUM(CASE WHEN c.lead_id > CAST(${settled.lastLead} AS INTEGER) THEN 1 ELSE 0 END), 0) AS created,
      COALESCE(SUM(CASE WHEN c.lead_id <= CAST(${settled.lastLead} AS INTEGER) THEN 1 ELSE 0 END), 0) AS changed
    FROM (SELECT DISTINCT c.lead_id FROM changed_lead c JOIN touched_lead t ON t.lead_id = c.lead_id) c`);
  return { ...NOTHING, ...counts, ...written };
}

/**
 * How leads stand to Salesforce, and nothing else: after a sync of its leads.
 * @returns `changed`: leads whose match, standing or differences are others than before
 */
export async function settleLeadMatches(
  tx: Transaction,
  organization: Organization,
  scope: LeadScope,
): Promise<SettledLeads> {
  await takeTurn(tx);
  await tx.stage(TOUCHED_LEADS, []);
  await tx.run(
    scope === "all"
      ? sql`INSERT INTO touched_lead (lead_id, row_count) SELECT l.id, 0 FROM lead l`
      : sql`INSERT INTO touched_lead (lead_id, row_count) SELECT DISTINCT k.lead_id, 0 FROM lead_key k WHERE k.key IN (SELECT t.key FROM touched_lead_key t)`,
  );
  const changed = await settleTouchedMatches(tx, organization);
  const [counts] = await tx.query<Omit<SettledLeads, "created" | "changed">>(sql`
    SELECT ${COUNTS} FROM touched_lead t JOIN lead l ON l.id = t.lead_id`);
  return { ...NOTHING, ...counts, changed };
}

const NOTHING: SettledLeads = { created: 0, changed: 0, new: 0, known: 0, updated: 0 };

const COUNTS = sql`COALESCE(SUM(CASE WHEN l.standing = 'new' THEN 1 ELSE 0 END), 0) AS "new",
  COALESCE(SUM(CASE WHEN l.standing = 'known' THEN 1 ELSE 0 END), 0) AS known,
  COALESCE(SUM(CASE WHEN l.standing = 'updated' THEN 1 ELSE 0 END), 0) AS updated`;

/** Two files of two sources may be taken in at once: whoever comes second waits here, and then sees what the first one made. */
export async function takeTurn(tx: Transaction): Promise<void> {
  await tx.run(sql`
    INSERT INTO pool_fact (key, value) VALUES ('leads', 'settled') ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}

/** Every key that a row stands at or stood at, or that a lead has. */
async function touchEverything(tx: Transaction): Promise<void> {
  await tx.stage(TOUCHED_KEYS, []);
  await tx.run(sql`
    INSERT INTO touched_lead_key (key) SELECT s.lead_key FROM staged_lead s UNION SELECT k.key FROM lead_key k`);
}

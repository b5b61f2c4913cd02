import sql, { raw } from "sql-template-tag";
import type { Stage, Transaction } from "../../pool/index.js";

/** What more leads share tells none of them apart: a call centre's phone. */
const LARGEST_BLOCK = raw("20");

const LOOKED_AT = {
  name: "stage_looked_lead",
  columns: [{ name: "lead_id", type: "integer" }],
} as const satisfies Stage;

/** Leads by what they share: an identity ("phone 7025550100"), or a company's name with its ZIP or city. */
const LEAD_BLOCKS = {
  name: "stage_lead_block",
  columns: [
    { name: "block", type: "text" },
    { name: "lead_id", type: "integer" },
  ],
} as const satisfies Stage;

/** Leads of Salesforce likewise. */
const SALESFORCE_BLOCKS = {
  name: "stage_salesforce_block",
  columns: [
    { name: "block", type: "text" },
    { name: "salesforce_id", type: "text" },
    { name: "is_news", type: "boolean" },
  ],
} as const satisfies Stage;

/** Two that may be one. */
export interface Candidate {
  readonly one: number;
  /** A lead's id, or an id of Salesforce. */
  readonly other: number | string;
}

/** Fills the stage of looked leads with those that a wording above this one stands for. @returns their ids */
export async function fillLooked(tx: Transaction, version: number): Promise<number[]> {
  await tx.stage(LOOKED_AT, []);
  await tx.run(sql`
    INSERT INTO stage_looked_lead (lead_id)
    SELECT DISTINCT s.lead_id FROM lead_version v CROSS JOIN staged_lead s
    WHERE v.id > CAST(${version} AS INTEGER) AND s.source = v.source AND s.row_key = v.row_key AND s.version_id = v.id AND s.lead_id IS NOT NULL`);
  const looked = await tx.query<{ lead_id: number }>(sql`SELECT lead_id FROM stage_looked_lead`);
  return looked.map(({ lead_id }) => lead_id);
}

// The joins are made in the order in which they stand: another one compares all with all.

/** Looked leads and others that share a phone, address, e-mail or licence that few have, or their company's name and place. */
export async function leadCandidates(tx: Transaction): Promise<Candidate[]> {
  await tx.stage(LEAD_BLOCKS, []);
  await tx.run(sql`
    INSERT INTO stage_lead_block (block, lead_id)
    SELECT DISTINCT o.kind || ' ' || o.value, o.lead_id FROM (
      SELECT w.kind, w.value FROM (
        SELECT DISTINCT i.kind, i.value FROM stage_looked_lead k CROSS JOIN lead_identity i WHERE i.lead_id = k.lead_id AND i.source <> 'salesforce'
      ) w CROSS JOIN lead_identity n WHERE n.kind = w.kind AND n.value = w.value
      GROUP BY w.kind, w.value HAVING COUNT(DISTINCT n.lead_id) BETWEEN 2 AND ${LARGEST_BLOCK}
    ) b CROSS JOIN lead_identity o WHERE o.kind = b.kind AND o.value = b.value`);
  for (const place of ["zip", "city"])
    await tx.run(sql`
      INSERT INTO stage_lead_block (block, lead_id)
      SELECT b.block, b.id FROM (
        SELECT l.company_key || ' | ' || l.${raw(place)} AS block, l.id, COUNT(*) OVER (PARTITION BY l.company_key, l.${raw(place)}) AS leads
        FROM (
          SELECT DISTINCT o.company_key FROM stage_looked_lead k CROSS JOIN lead o WHERE o.id = k.lead_id AND o.company_key <> ''
        ) c CROSS JOIN lead l WHERE l.company_key = c.company_key AND l.${raw(place)} <> ''
      ) b WHERE b.leads BETWEEN 2 AND ${LARGEST_BLOCK}`);
  return tx.query<Candidate>(sql`
    SELECT DISTINCT a.lead_id AS one, b.lead_id AS other FROM stage_lead_block a JOIN stage_lead_block b ON b.block = a.block AND b.lead_id > a.lead_id
    WHERE a.lead_id IN (SELECT k.lead_id FROM stage_looked_lead k) OR b.lead_id IN (SELECT k.lead_id FROM stage_looked_lead k)
    ORDER BY 1, 2`);
}

/** New leads beside leads of Salesforce that have the same address, e-mail, or company and place: where either is new since. */
export async function salesforceCandidates(tx: Transaction, batch: number): Promise<Candidate[]> {
  await fillSalesforceBlocks(tx, batch);
  await tx.stage(LEAD_BLOCKS, []);
  for (const kind of ["address", "email"])
    await tx.run(sql`
      INSERT INTO stage_lead_block (block, lead_id)
      SELECT DISTINCT f.block, i.lead_id FROM stage_salesforce_block f CROSS JOIN lead_identity i CROSS JOIN lead l
      WHERE f.block LIKE ${`${kind} %`} AND i.kind = ${kind} AND i.value = SUBSTR(f.block, CAST(${kind.length + 2} AS INTEGER))
        AND l.id = i.lead_id AND l.standing = 'new'`);
  for (const place of ["zip", "city"]) {
    const block = sql`l.company_key || ' | ' || LOWER(l.${raw(place)})`;
    await tx.run(sql`
      INSERT INTO stage_lead_block (block, lead_id)
      SELECT ${block}, l.id FROM lead l
      WHERE l.standing = 'new' AND l.company_key <> '' AND ${block} IN (SELECT f.block FROM stage_salesforce_block f)`);
  }
  for (const stage of [LEAD_BLOCKS, SALESFORCE_BLOCKS])
    await tx.run(sql`
      DELETE FROM ${raw(stage.name)} WHERE block IN (
        SELECT b.block FROM ${raw(stage.name)} b GROUP BY b.block HAVING COUNT(*) > ${LARGEST_BLOCK})`);
  return tx.query<Candidate>(sql`
    SELECT DISTINCT l.lead_id AS one, f.salesforce_id AS other FROM stage_salesforce_block f JOIN stage_lead_block l ON l.block = f.block
    WHERE f.is_news = TRUE OR l.lead_id IN (SELECT k.lead_id FROM stage_looked_lead k)
    ORDER BY 1, 2`);
}

async function fillSalesforceBlocks(tx: Transaction, batch: number): Promise<void> {
  await tx.stage(SALESFORCE_BLOCKS, []);
  const blocks = [
    sql`'address ' || f.address_key`,
    sql`'email ' || LOWER(f.email)`,
    sql`f.company_key || ' | ' || SUBSTR(f.zip, 1, 5)`,
    sql`f.company_key || ' | ' || LOWER(f.city)`,
  ];
  for (const block of blocks)
    await tx.run(sql`
      INSERT INTO stage_salesforce_block (block, salesforce_id, is_news)
      SELECT b.block, b.source_id, b.is_news FROM (
        SELECT ${block} AS block, f.source_id, f.batch_id > CAST(${batch} AS INTEGER) AS is_news FROM salesforce_lead f
        WHERE f.source = 'salesforce' AND f.deleted_at IS NULL
      ) b WHERE b.block IS NOT NULL AND b.block NOT LIKE ' | %'`);
}

import sql from "sql-template-tag";
import type { Stage, Transaction } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { differencesOf, type MatchedLead } from "./differences.js";

const CANDIDATES = {
  name: "stage_match_candidate",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "salesforce_id", type: "text" },
    { name: "place", type: "integer" },
  ],
} as const satisfies Stage;

const MATCHES = {
  name: "stage_lead_match",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "salesforce_id", type: "text" },
    { name: "matched_by", type: "text" },
    { name: "is_converted", type: "boolean" },
    { name: "outreach_stage", type: "text" },
  ],
} as const satisfies Stage;

const DIFFERENCES = {
  name: "stage_lead_difference",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "differences", type: "text" },
  ],
} as const satisfies Stage;

/** Matched leads compared at a time. */
const PAGE = 10_000;

/** How each touched lead stands to Salesforce now. @returns leads written */
export async function settleTouchedMatches(tx: Transaction, organization: Organization): Promise<number> {
  await findCandidates(tx);
  await chooseMatches(tx);
  await findDifferences(tx, organization);
  const written = (await keepMatches(tx)) + (await keepUnmatched(tx));
  for (const stage of [CANDIDATES, MATCHES, DIFFERENCES]) await tx.stage(stage, []);
  return written;
}

/**
 * Every lead of Salesforce that a touched lead may be, by how it was found: 0 a person said so; 1 its phone; 2 its mobile; 3 what else is known of the
 * lead: an earlier phone, any of its addresses with its company, or a lead of Salesforce with one of its phones that was merged into another, or deleted
 * while another has the same school uuid. A blank never matches.
 */
async function findCandidates(tx: Transaction): Promise<void> {
  await tx.stage(CANDIDATES, []);
  await tx.run(sql`
    INSERT INTO stage_match_candidate (lead_id, salesforce_id, place)
    SELECT k.lead_id, SUBSTR(d.value, 12), 0 FROM decision d JOIN lead_key k ON k.key = d.source_id
    WHERE d.kind = 'same_lead' AND d.subject = 'lead' AND d.source = 'lead' AND d.reversed_at IS NULL AND d.value LIKE 'salesforce:%'
    UNION ALL
    SELECT l.id, f.source_id, 1 FROM salesforce_lead f JOIN lead l ON l.phone = f.phone WHERE f.source = 'salesforce' AND f.deleted_at IS NULL
    UNION ALL
    SELECT l.id, f.source_id, 2 FROM salesforce_lead f JOIN lead l ON l.phone = f.mobile WHERE f.source = 'salesforce' AND f.deleted_at IS NULL
    UNION ALL
    SELECT i.lead_id, f.source_id, 3 FROM salesforce_lead f JOIN lead_identity i ON i.kind = 'phone' AND i.value = f.phone
    WHERE f.source = 'salesforce' AND f.deleted_at IS NULL
    UNION ALL
    SELECT i.lead_id, f.source_id, 3 FROM salesforce_lead f JOIN lead_identity i ON i.kind = 'phone' AND i.value = f.mobile
    WHERE f.source = 'salesforce' AND f.deleted_at IS NULL
    UNION ALL
    SELECT i.lead_id, f.source_id, 3 FROM salesforce_lead f CROSS JOIN lead_identity i CROSS JOIN lead l
    WHERE i.kind = 'address' AND i.value = f.address_key AND l.id = i.lead_id AND l.company_key = f.company_key
      AND f.source = 'salesforce' AND f.deleted_at IS NULL AND f.company_key <> ''
    UNION ALL
    SELECT i.lead_id, f.source_id, 3 FROM salesforce_lead g JOIN salesforce_lead f ON f.source = g.source AND f.source_id = g.merged_into_source_id
      JOIN lead_identity i ON i.kind = 'phone' AND i.value IN (g.phone, g.mobile)
    WHERE g.source = 'salesforce' AND g.deleted_at IS NOT NULL AND f.deleted_at IS NULL
    UNION ALL
    SELECT i.lead_id, f.source_id, 3 FROM salesforce_lead g JOIN salesforce_lead f ON f.school_uuid = g.school_uuid
      JOIN lead_identity i ON i.kind = 'phone' AND i.value IN (g.phone, g.mobile)
    WHERE g.source = 'salesforce' AND g.deleted_at IS NOT NULL AND g.school_uuid <> '' AND f.deleted_at IS NULL`);
}

/** Of several the one found best; then the one at the same address, the one modified last, the one with the smallest id. */
async function chooseMatches(tx: Transaction): Promise<void> {
  await tx.stage(MATCHES, []);
  await tx.run(sql`
    INSERT INTO stage_lead_match (lead_id, salesforce_id, matched_by, is_converted, outreach_stage)
    SELECT c.lead_id, c.salesforce_id, CASE c.place WHEN 1 THEN 'phone' WHEN 2 THEN 'mobile' ELSE 'identity' END, c.is_converted, c.outreach_stage
    FROM (
      SELECT m.lead_id, m.salesforce_id, m.place, f.is_converted, f.outreach_stage, ROW_NUMBER() OVER (
        PARTITION BY m.lead_id
        ORDER BY m.place, CASE WHEN f.address_key = l.address_key THEN 0 ELSE 1 END, COALESCE(f.modified_at, '') DESC, f.source_id
      ) AS best
      FROM stage_match_candidate m CROSS JOIN lead l CROSS JOIN salesforce_lead f
      WHERE l.id = m.lead_id AND m.lead_id IN (SELECT t.lead_id FROM touched_lead t)
        AND f.source = 'salesforce' AND f.source_id = m.salesforce_id AND f.deleted_at IS NULL
    ) c WHERE c.best = 1`);
}

/** Salesforce's data are of the day on which its list was updated, else of the day on which somebody modified the record. */
const SAID_ON = sql`COALESCE(SUBSTR(f.source_updated_on, 1, 10), SUBSTR(f.modified_at, 1, 10), '')`;

async function findDifferences(tx: Transaction, { leads }: Organization): Promise<void> {
  const files = await tx.query<{ id: number; file_date: string }>(sql`SELECT id, file_date FROM lead_file`);
  const fileDates = new Map(files.map(({ id, file_date }) => [id, file_date]));
  await tx.stage(DIFFERENCES, []);
  for (let after = 0; ; ) {
    const rows = await tx.query<MatchedLead>(sql`
      SELECT m.lead_id, l.company, l.company_key, l.person, l.phone, l.email, l.line1, l.line2, l.city, l.state, l.zip, l.address_key, l.capacity,
        l.provenance, f.company AS sf_company, f.company_key AS sf_company_key, f.first_name AS sf_first_name, f.last_name AS sf_last_name,
        f.phone AS sf_phone, f.phone_raw AS sf_phone_raw, f.mobile AS sf_mobile, f.email AS sf_email, f.street AS sf_street, f.city AS sf_city,
        f.state AS sf_state, f.zip AS sf_zip, f.address_key AS sf_address_key, f.capacity AS sf_capacity, ${SAID_ON} AS sf_said_on
      FROM stage_lead_match m CROSS JOIN lead l CROSS JOIN salesforce_lead f
      WHERE l.id = m.lead_id AND f.source = 'salesforce' AND f.source_id = m.salesforce_id AND l.last_date > ${SAID_ON} AND m.lead_id > CAST(${after} AS INTEGER) ORDER BY m.lead_id LIMIT ${PAGE}`);
    const last = rows.at(-1)?.lead_id;
    if (last === undefined) return;
    await tx.append(DIFFERENCES, differencesIn(rows, leads.importantFields, fileDates));
    after = last;
  }
}

function* differencesIn(
  rows: readonly MatchedLead[],
  fields: Organization["leads"]["importantFields"],
  fileDates: ReadonlyMap<number, string>,
) {
  for (const row of rows) {
    const differences = differencesOf(row, fields, fileDates);
    if (differences.length > 0) yield [row.lead_id, JSON.stringify(differences)];
  }
}

async function keepMatches(tx: Transaction): Promise<number> {
  const written = await tx.run(sql`
    UPDATE lead SET salesforce_id = m.salesforce_id, matched_by = m.matched_by, is_converted = m.is_converted, outreach_stage = m.outreach_stage,
      standing = m.standing, differences = m.differences
    FROM (SELECT s.lead_id, s.salesforce_id, s.matched_by, s.is_converted, s.outreach_stage, COALESCE(d.differences, '[]') AS differences,
        CASE WHEN d.lead_id IS NULL THEN 'known' ELSE 'updated' END AS standing
      FROM stage_lead_match s LEFT JOIN stage_lead_difference d ON d.lead_id = s.lead_id) m
    WHERE m.lead_id = lead.id AND (lead.salesforce_id IS DISTINCT FROM m.salesforce_id OR lead.matched_by IS DISTINCT FROM m.matched_by
      OR lead.is_converted <> m.is_converted OR lead.outreach_stage IS DISTINCT FROM m.outreach_stage OR lead.standing <> m.standing
      OR lead.differences <> m.differences)`);
  await tx.run(sql`
    DELETE FROM lead_identity WHERE source = 'salesforce' AND lead_id IN (SELECT t.lead_id FROM touched_lead t)`);
  await tx.run(sql`
    INSERT INTO lead_identity (lead_id, kind, value, source, first_date, last_date)
    SELECT m.lead_id, 'salesforce', m.salesforce_id, 'salesforce', COALESCE(f.created_on, SUBSTR(f.first_seen_at, 1, 10)), ''
    FROM stage_lead_match m JOIN salesforce_lead f ON f.source = 'salesforce' AND f.source_id = m.salesforce_id
    UNION ALL
    SELECT m.lead_id, 'school_uuid', f.school_uuid, 'salesforce', COALESCE(f.created_on, SUBSTR(f.first_seen_at, 1, 10)), ''
    FROM stage_lead_match m JOIN salesforce_lead f ON f.source = 'salesforce' AND f.source_id = m.salesforce_id
    WHERE f.school_uuid IS NOT NULL AND f.school_uuid <> ''`);
  return written;
}

function keepUnmatched(tx: Transaction): Promise<number> {
  return tx.run(sql`
    UPDATE lead SET salesforce_id = NULL, matched_by = NULL, is_converted = FALSE, outreach_stage = NULL, standing = 'new', differences = '[]'
    WHERE (standing <> 'new' OR salesforce_id IS NOT NULL) AND id IN (SELECT t.lead_id FROM touched_lead t)
      AND id NOT IN (SELECT m.lead_id FROM stage_lead_match m)`);
}

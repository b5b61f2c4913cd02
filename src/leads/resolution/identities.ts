import sql, { join, raw } from "sql-template-tag";
import { fill, type Stage, type Transaction } from "../../pool/index.js";
import { IDENTITY_KINDS } from "./model.js";

const SEEN = {
  name: "stage_seen_lead",
  columns: [
    { name: "lead_id", type: "integer" },
    { name: "source", type: "text" },
    { name: "phone", type: "text" },
    { name: "address_key", type: "text" },
    { name: "email", type: "text" },
    { name: "licence", type: "text" },
    { name: "first_date", type: "text" },
    { name: "last_date", type: "text" },
  ],
} as const satisfies Stage;

/** Leads of one row that says what it always said: that row is their whole past. */
const PLAIN = {
  name: "stage_plain_lead",
  columns: [{ name: "lead_id", type: "integer" }],
} as const satisfies Stage;

/** Behind every date: what the newest file of a source says has no end. */
const STILL = "9999-12-31";

/**
 * Writes the past of the changed leads anew: every phone, address, e-mail and licence that any file said, from the first to the last that did. While a row
 * of the newest file of its source says it, the last date is empty.
 */
export async function settleIdentities(tx: Transaction): Promise<void> {
  await tx.run(sql`
    DELETE FROM lead_identity WHERE source <> 'salesforce' AND lead_id IN (SELECT c.lead_id FROM changed_lead c)`);
  await tx.stage(SEEN, []);
  await seeReworded(tx);
  await tx.stage(PLAIN, []);
  const plain = await tx.run(sql`
    INSERT INTO stage_plain_lead (lead_id)
    SELECT c.lead_id FROM changed_lead c JOIN touched_lead t ON t.lead_id = c.lead_id WHERE t.row_count = 1
    EXCEPT SELECT n.lead_id FROM stage_seen_lead n`);
  await seeOthers(tx);
  await writeSeen(tx);
  await writePlain(tx, plain);
  // Their room is wanted for what follows.
  for (const stage of [SEEN, PLAIN]) await tx.stage(stage, []);
}

/** Of a row that changed its words, every wording is looked up in base. */
async function seeReworded(tx: Transaction): Promise<void> {
  await tx.run(sql`
    INSERT INTO stage_seen_lead (lead_id, source, phone, address_key, email, licence, first_date, last_date)
    SELECT k.lead_id, v.source, v.phone, v.address_key, v.email, v.licence, MIN(f.file_date),
      MAX(CASE WHEN s.version_id = v.id AND s.is_current THEN ${STILL} ELSE f.file_date END)
    FROM stage_reworded m CROSS JOIN lead_version v CROSS JOIN lead_key k CROSS JOIN staged_lead s CROSS JOIN lead_row r CROSS JOIN lead_file f
    WHERE v.source = m.source AND v.row_key = m.row_key AND k.key = v.lead_key AND s.source = v.source AND s.row_key = v.row_key
      AND r.version_id = v.id AND f.id = r.file_id AND f.state = 'standing' AND k.lead_id IN (SELECT c.lead_id FROM changed_lead c)
    GROUP BY k.lead_id, v.id, v.source, v.phone, v.address_key, v.email, v.licence`);
}

/** Of a row that never did, staging says it all. */
async function seeOthers(tx: Transaction): Promise<void> {
  await tx.run(sql`
    INSERT INTO stage_seen_lead (lead_id, source, phone, address_key, email, licence, first_date, last_date)
    SELECT s.lead_id, s.source, v.phone, v.address_key, v.email, v.licence, s.first_date, CASE WHEN s.is_current THEN ${STILL} ELSE s.last_date END
    FROM (SELECT c.lead_id FROM changed_lead c EXCEPT SELECT p.lead_id FROM stage_plain_lead p) c
      CROSS JOIN staged_lead s CROSS JOIN lead_version v
    WHERE s.lead_id = c.lead_id AND v.id = s.version_id
      AND NOT EXISTS (SELECT 1 FROM lead_version w WHERE w.source = s.source AND w.row_key = s.row_key AND w.id <> s.version_id)`);
}

/** Each once for a lead and a source, from the first file to the last. */
async function writeSeen(tx: Transaction): Promise<void> {
  for (const [kind, column] of IDENTITY_KINDS)
    await tx.run(sql`
      INSERT INTO lead_identity (lead_id, kind, value, source, first_date, last_date)
      SELECT n.lead_id, ${kind}, n.${raw(column)}, n.source, MIN(n.first_date), CASE WHEN MAX(n.last_date) = ${STILL} THEN '' ELSE MAX(n.last_date) END
      FROM stage_seen_lead n WHERE n.${raw(column)} IS NOT NULL
      GROUP BY n.lead_id, n.${raw(column)}, n.source`);
}

/** All that a row says one after the other, so that the index by lead grows at its end: of a first file these are nearly all leads. */
async function writePlain(tx: Transaction, leads: number): Promise<void> {
  const kinds = join(
    IDENTITY_KINDS.map(([kind]) => sql`SELECT ${kind} AS kind`),
    " UNION ALL ",
  );
  const value = join(
    IDENTITY_KINDS.map(([kind, column]) => sql`WHEN ${kind} THEN v.${raw(column)}`),
    " ",
  );
  const written = sql`
    INSERT INTO lead_identity (lead_id, kind, value, source, first_date, last_date)
    SELECT z.lead_id, z.kind, z.value, z.source, z.first_date, z.last_date
    FROM (SELECT s.lead_id, i.kind, CASE i.kind ${value} END AS value, s.source, s.first_date, CASE WHEN s.is_current THEN '' ELSE s.last_date END AS last_date
      FROM stage_plain_lead p CROSS JOIN staged_lead s CROSS JOIN lead_version v CROSS JOIN (${kinds}) i
      WHERE s.lead_id = p.lead_id AND v.id = s.version_id) z
    WHERE z.value IS NOT NULL`;
  await fill(tx, "lead_identity", leads * IDENTITY_KINDS.length, () => tx.run(written));
}

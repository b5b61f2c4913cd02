import sql, { raw } from "sql-template-tag";
import type { Stage, Transaction } from "../../pool/index.js";
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

/** Behind every date: what the newest file of a source says has no end. */
const STILL = "9999-12-31";

/**
 * Writes the past of the changed leads anew: every phone, address, e-mail and licence that any file said, from the first to the last that did. While a row
 * of the newest file of its source says it, the last date is empty.
 */
export async function settleIdentities(tx: Transaction): Promise<void> {
  await tx.stage(SEEN, []);
  // Of a row that never changed, staging says it all; of the others every wording is looked up in base.
  await tx.run(sql`
    INSERT INTO stage_seen_lead (lead_id, source, phone, address_key, email, licence, first_date, last_date)
    SELECT s.lead_id, s.source, v.phone, v.address_key, v.email, v.licence, s.first_date, CASE WHEN s.is_current THEN ${STILL} ELSE s.last_date END
    FROM staged_lead s JOIN lead_version v ON v.id = s.version_id
    WHERE s.lead_id IN (SELECT c.lead_id FROM changed_lead c)
      AND NOT EXISTS (SELECT 1 FROM lead_version w WHERE w.source = s.source AND w.row_key = s.row_key AND w.id <> s.version_id)`);
  await tx.run(sql`
    INSERT INTO stage_seen_lead (lead_id, source, phone, address_key, email, licence, first_date, last_date)
    SELECT k.lead_id, v.source, v.phone, v.address_key, v.email, v.licence, MIN(f.file_date),
      MAX(CASE WHEN s.version_id = v.id AND s.is_current THEN ${STILL} ELSE f.file_date END)
    FROM stage_reworded m CROSS JOIN lead_version v CROSS JOIN lead_key k CROSS JOIN staged_lead s CROSS JOIN lead_row r CROSS JOIN lead_file f
    WHERE v.source = m.source AND v.row_key = m.row_key AND k.key = v.lead_key AND s.source = v.source AND s.row_key = v.row_key
      AND r.version_id = v.id AND f.id = r.file_id AND f.state = 'standing' AND k.lead_id IN (SELECT c.lead_id FROM changed_lead c)
    GROUP BY k.lead_id, v.id, v.source, v.phone, v.address_key, v.email, v.licence`);
  await tx.run(sql`
    DELETE FROM lead_identity WHERE source <> 'salesforce' AND lead_id IN (SELECT c.lead_id FROM changed_lead c)`);
  for (const [kind, column] of IDENTITY_KINDS)
    await tx.run(sql`
      INSERT INTO lead_identity (lead_id, kind, value, source, first_date, last_date)
      SELECT n.lead_id, ${kind}, n.${raw(column)}, n.source, MIN(n.first_date), CASE WHEN MAX(n.last_date) = ${STILL} THEN '' ELSE MAX(n.last_date) END
      FROM stage_seen_lead n WHERE n.${raw(column)} IS NOT NULL
      GROUP BY n.lead_id, n.${raw(column)}, n.source`);
  // Its room is wanted for what follows.
  await tx.stage(SEEN, []);
}

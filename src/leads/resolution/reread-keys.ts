import sql, { raw } from "sql-template-tag";
import type { Stage, Transaction } from "../../pool/index.js";
import { rememberGone } from "./gone.js";

const REREAD_KEYS = {
  name: "stage_reread_key",
  columns: [
    { name: "old_key", type: "text" },
    { name: "new_key", type: "text" },
    { name: "lead_id", type: "integer" },
    { name: "place", type: "integer" },
  ],
} as const satisfies Stage;

/**
 * After every row was read by other rules: a key that no wording says any more passes on to the key at which the rows of its lead stand now, with what
 * was sent and decided under it. Without this a lead whose street is only written otherwise would be a new one, and be sent to Sales again.
 */
export async function passKeysOn(tx: Transaction): Promise<void> {
  await tx.stage(REREAD_KEYS, []);
  await tx.run(sql`
    INSERT INTO stage_reread_key (old_key, new_key, lead_id, place)
    SELECT o.key, o.new_key, o.lead_id, ROW_NUMBER() OVER (PARTITION BY o.new_key ORDER BY o.first_date, o.key)
    FROM (
      SELECT k.key, k.lead_id, k.first_date, (SELECT MIN(s.lead_key) FROM staged_lead s WHERE s.lead_id = k.lead_id) AS new_key
      FROM lead_key k WHERE NOT EXISTS (SELECT 1 FROM lead_version v WHERE v.lead_key = k.key)
    ) o WHERE o.new_key IS NOT NULL`);
  const passed = await tx.query<{ lead_id: number; new_key: string }>(
    sql`SELECT DISTINCT lead_id, new_key FROM stage_reread_key`,
  );
  if (passed.length === 0) return;
  await tx.run(sql`
    UPDATE lead_key SET key = r.new_key, phone = v.phone, address_key = v.address_key
    FROM stage_reread_key r JOIN (
      SELECT w.lead_key, MIN(w.phone) AS phone, MIN(w.address_key) AS address_key FROM lead_version w
      WHERE w.phone IS NOT NULL AND w.address_key IS NOT NULL AND w.lead_key IN (SELECT n.new_key FROM stage_reread_key n) GROUP BY w.lead_key
      UNION ALL
      SELECT DISTINCT w.lead_key, NULL, NULL FROM lead_version w
      WHERE (w.phone IS NULL OR w.address_key IS NULL) AND w.lead_key IN (SELECT n.new_key FROM stage_reread_key n)
    ) v ON v.lead_key = r.new_key
    WHERE lead_key.key = r.old_key AND r.place = 1 AND NOT EXISTS (SELECT 1 FROM lead_key k WHERE k.key = r.new_key)`);
  // A lead keeps one key at least: without any that stands, it goes where its rows went.
  await tx.run(sql`
    DELETE FROM lead_key WHERE key IN (SELECT r.old_key FROM stage_reread_key r) AND lead_id IN (
      SELECT k.lead_id FROM lead_key k WHERE k.key NOT IN (SELECT r.old_key FROM stage_reread_key r))`);
  await rememberGone(
    tx,
    await tx.query<{ id: number; key: string }>(sql`
      SELECT k.lead_id AS id, MIN(r.new_key) AS "key" FROM lead_key k JOIN stage_reread_key r ON r.old_key = k.key GROUP BY k.lead_id`),
  );
  await passOnWhatWasSaid(tx);
}

const PAIR_SIDES = [
  [raw("a_source_id"), raw("b_source_id")],
  [raw("b_source_id"), raw("a_source_id")],
] as const;

async function passOnWhatWasSaid(tx: Transaction): Promise<void> {
  await tx.run(sql`
    UPDATE lead_delivery_item SET lead_key = r.new_key FROM stage_reread_key r
    WHERE r.old_key = lead_delivery_item.lead_key
      AND NOT EXISTS (SELECT 1 FROM lead_delivery_item o WHERE o.lead_key = r.new_key AND o.kind = lead_delivery_item.kind AND o.what = lead_delivery_item.what)
      AND lead_delivery_item.id = (
        SELECT MIN(o.id) FROM lead_delivery_item o JOIN stage_reread_key p ON p.old_key = o.lead_key
        WHERE p.new_key = r.new_key AND o.kind = lead_delivery_item.kind AND o.what = lead_delivery_item.what)`);
  await tx.run(sql`
    UPDATE decision SET source_id = r.new_key FROM stage_reread_key r
    WHERE decision.kind = 'same_lead' AND decision.source = 'lead' AND decision.source_id = r.old_key`);
  await tx.run(sql`
    UPDATE decision SET value = r.new_key FROM stage_reread_key r
    WHERE decision.kind = 'same_lead' AND decision.source = 'lead' AND decision.value = r.old_key`);
  for (const [own, other] of PAIR_SIDES)
    await tx.run(sql`
      UPDATE duplicate_pair SET ${own} = r.new_key FROM stage_reread_key r
      WHERE duplicate_pair.kind IN ('lead', 'lead_salesforce') AND duplicate_pair.${own} = r.old_key AND NOT EXISTS (
        SELECT 1 FROM duplicate_pair d WHERE d.kind = duplicate_pair.kind AND d.${own} = r.new_key AND d.${other} = duplicate_pair.${other})
        AND r.old_key = (SELECT MIN(p.old_key) FROM stage_reread_key p WHERE p.new_key = r.new_key)`);
}

import sql from "sql-template-tag";
import type { Reader, Stage, Transaction } from "../../pool/index.js";

/** With its id behind: a lead that is no more, by a key that was its own. The key always belongs to some lead. */
const GONE = "lead gone ";

const GONE_LEADS = {
  name: "stage_gone_lead",
  columns: [
    { name: "name", type: "text" },
    { name: "key", type: "text" },
  ],
} as const satisfies Stage;

/** Keeps of leads that come to be others by which key they are found: messages that were sent go on naming them. */
export async function rememberGone(
  tx: Transaction,
  gone: readonly { readonly id: number; readonly key: string }[],
): Promise<void> {
  if (gone.length === 0) return;
  // Of a lead that had several keys one is enough, and only one may be written.
  const keys = new Map<number, string>();
  for (const { id, key } of gone) if (key < (keys.get(id) ?? key) || !keys.has(id)) keys.set(id, key);
  await tx.stage(
    GONE_LEADS,
    [...keys].map(([id, key]) => [`${GONE}${id}`, key]),
  );
  await tx.run(sql`
    INSERT INTO pool_fact (key, value) SELECT g.name, g.key FROM stage_gone_lead g WHERE TRUE
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}

/** What a lead that is no more has become; null for one that never was, or left nothing. */
export async function leadBehind(reader: Reader, id: number): Promise<number | null> {
  const [row] = await reader.query<{ lead_id: number }>(sql`
    SELECT k.lead_id FROM pool_fact f JOIN lead_key k ON k.key = f.value WHERE f.key = ${`${GONE}${id}`}`);
  return row?.lead_id ?? null;
}

import sql from "sql-template-tag";
import { localDay } from "../domain/index.js";
import type { Reader, Transaction } from "../pool/index.js";

const keyOf = (source: string, object: string): string => `${source}_rescan_${object}`;

/** Whether an object's latest changes have not been read a second time yet today, in the organisation's zone. */
export async function isRescanDue(
  reader: Reader,
  source: string,
  object: string,
  now: string,
  zone: string,
): Promise<boolean> {
  const [row] = await reader.query<{ value: string }>(
    sql`SELECT value FROM pool_fact WHERE key = ${keyOf(source, object)}`,
  );
  return row === undefined || localDay(row.value, zone) !== localDay(now, zone);
}

/** Remembers that they have, in the transaction that ends the reading. */
export async function noteRescan(tx: Transaction, source: string, object: string, now: string): Promise<void> {
  await tx.run(sql`
    INSERT INTO pool_fact (key, value) VALUES (${keyOf(source, object)}, ${now}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
}

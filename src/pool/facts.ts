import sql from "sql-template-tag";
import type { Reader, Transaction } from "./model.js";

/** One thing that the pool keeps of itself, by its key; null where nothing was kept. */
export async function keptFact(reader: Reader, key: string): Promise<string | null> {
  const [row] = await reader.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${key}`);
  return row?.value ?? null;
}

/** Keeps it in the place of what was kept. Whoever keeps the same one at once waits until this transaction ends. */
export async function keepFact(tx: Transaction, key: string, value: string): Promise<void> {
  await tx.run(
    sql`INSERT INTO pool_fact (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
}

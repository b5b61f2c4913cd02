import sql from "sql-template-tag";
import type { Pool, Reader } from "../pool/index.js";

/** The clock's sign of life: kept by its own job, so that a clock that stands still gives none. */
export async function beat(pool: Pool, now: string): Promise<void> {
  await pool.transaction((tx) =>
    tx.run(sql`
      INSERT INTO pool_fact (key, value) VALUES ('heartbeat', ${now}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`),
  );
}

/** When the clock last gave a sign; null when it never did. */
export async function lastBeat(reader: Reader): Promise<string | null> {
  const [row] = await reader.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = 'heartbeat'`);
  return row?.value ?? null;
}

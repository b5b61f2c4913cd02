import sql from "sql-template-tag";
import type { Pool } from "./pool/index.js";

/** Whether a sync has reached this pool and what it brought has been worked into people, districts and credit. */
export async function isFilled(pool: Pool): Promise<boolean> {
  const [done] = await pool.query(sql`
    SELECT 1 AS done FROM sync_run
    WHERE state IN ('ok', 'partial') AND EXISTS (SELECT 1 FROM pool_fact WHERE key = 'derive' AND value = 'clean')
    LIMIT 1`);
  return done !== undefined;
}

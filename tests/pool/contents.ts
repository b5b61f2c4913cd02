import sql, { raw } from "sql-template-tag";
import type { Pool } from "../../src/pool/index.js";

/** Every row of every table, as it lies there. */
export async function everythingIn(pool: Pool): Promise<Record<string, string[]>> {
  const tables = await pool.query<{ name: string }>(
    pool.engine === "sqlite"
      ? sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`
      : sql`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  const contents: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await pool.query(sql`SELECT * FROM ${raw(`"${name}"`)}`);
    contents[name] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return contents;
}

import sql, { join, raw } from "sql-template-tag";
import type { Reader, Transaction } from "./model.js";
import type { Pool } from "./pool.js";

interface Index {
  readonly name: string;
  readonly definition: string;
}

/** From so many rows on it is worth building indexes anew. */
const MANY = 10_000;

/**
 * Runs `work`, which puts `coming` rows into `table` and asks nothing of it. Where they are most of it in the end, SQLite builds its indexes once behind
 * them, sorted, instead of looking for the place of every row. PostgreSQL keeps them: whoever reads the table would have to wait for the transaction.
 */
export async function fill<T>(tx: Transaction, table: string, coming: number, work: () => Promise<T>): Promise<T> {
  if (tx.engine === "postgresql" || coming < MANY || coming <= (await rowsOf(tx, table))) return work();
  const indexes = await indexesOf(tx, table);
  for (const index of indexes) await drop(tx, index);
  const result = await work();
  for (const index of indexes) await build(tx, index);
  return result;
}

/**
 * The same for tables that `work` fills by many transactions, while they are empty: what keeps their rows apart stays, every other index is built when it
 * ends, however it ends, or when `work` asks for them. Those that are put off lie in the pool: after a process that died meanwhile, whoever fills these
 * tables next builds them.
 */
export async function fillEmpty<T>(
  pool: Pool,
  tables: readonly string[],
  work: (buildIndexes: () => Promise<void>) => Promise<T>,
): Promise<T> {
  if (pool.engine === "postgresql") return work(async () => undefined);
  const buildIndexes = () => buildPutOff(pool, tables);
  await buildIndexes();
  const empty: string[] = [];
  for (const table of tables) if (await isEmpty(pool, table)) empty.push(table);
  if (empty.length === 0) return work(async () => undefined);
  await pool.transaction(async (tx) => {
    for (const table of empty) await putOff(tx, table);
  });
  let result: T;
  try {
    result = await work(buildIndexes);
  } catch (error) {
    // Why the work failed is what is to be told; what cannot be built now, whoever fills these tables next does.
    await buildIndexes().catch(() => undefined);
    throw error;
  }
  await buildIndexes();
  return result;
}

async function putOff(tx: Transaction, table: string): Promise<void> {
  for (const index of await indexesOf(tx, table)) {
    if (index.definition.startsWith("CREATE UNIQUE")) continue;
    await tx.run(sql`
      INSERT INTO index_put_off (name, table_name, definition) VALUES (${index.name}, ${table}, ${index.definition})`);
    await drop(tx, index);
  }
}

/** One table after the other: between two of them others may write. */
async function buildPutOff(pool: Pool, tables: readonly string[]): Promise<void> {
  const due = await pool.query<{ table_name: string }>(sql`
    SELECT DISTINCT table_name FROM index_put_off WHERE table_name IN (${join([...tables])}) ORDER BY table_name`);
  for (const { table_name } of due)
    await pool.transaction(async (tx) => {
      // Whoever fills the same table beside this one may have been first: what is still due is asked for here.
      const indexes = await tx.query<Index>(sql`
        SELECT name, definition FROM index_put_off WHERE table_name = ${table_name} ORDER BY name`);
      for (const index of indexes) await build(tx, index);
      await tx.run(sql`DELETE FROM index_put_off WHERE table_name = ${table_name}`);
    });
}

const drop = (tx: Transaction, { name }: Index) => tx.run(raw(`DROP INDEX "${name}"`));

const build = (tx: Transaction, { definition }: Index) => tx.run(raw(definition));

/** Those that a migration made: the key of a table is part of it. */
function indexesOf(tx: Transaction, table: string): Promise<Index[]> {
  return tx.query<Index>(sql`
    SELECT name, sql AS definition FROM sqlite_schema WHERE type = 'index' AND tbl_name = ${table} AND sql IS NOT NULL`);
}

async function isEmpty(reader: Reader, table: string): Promise<boolean> {
  return (await reader.query(sql`SELECT 1 AS one FROM ${raw(table)} LIMIT 1`)).length === 0;
}

async function rowsOf(tx: Transaction, table: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(sql`SELECT COUNT(*) AS n FROM ${raw(table)}`);
  return row?.n ?? 0;
}

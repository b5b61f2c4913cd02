import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type Database from "better-sqlite3";
import type pg from "pg";
import { PolarisError } from "../runtime/index.js";
import { sqliteFile } from "./address.js";
import { connectAlone, openAlone, withoutPassword } from "./alone.js";
import { buildWhatWasPutOff, migrate } from "./migrate.js";
import type { Value } from "./model.js";
import { copyInto } from "./postgres.js";

export interface MoveAsked {
  /** A SQLite pool. It stays as it is, but for the newest migrations. */
  readonly from: string;
  /** An empty PostgreSQL database. */
  readonly to: string;
  readonly prismaFolder: string;
  /** Told of each table that has rows, when they are there. */
  readonly onTable?: (name: string, rows: number) => void;
}

export interface Moved {
  readonly tables: number;
  readonly rows: number;
}

interface Column {
  readonly name: string;
  readonly isBoolean: boolean;
}

interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Which migrations were applied is each engine's own story. */
const HISTORY = "_prisma_migrations";
const ROWS_AT_ONCE = 2_000;

/**
 * Moves a whole pool, decisions and audit included: every row under its id, in one transaction, compared before it is kept.
 * @throws PolarisError argument_invalid, not_found, already_running, pool_unavailable, move_failed
 */
export async function movePool({ from, to, prismaFolder, onTable }: MoveAsked): Promise<Moved> {
  if (!from.startsWith("file:") || !/^postgres(ql)?:\/\//.test(to))
    throw new PolarisError(
      "argument_invalid",
      "A pool is moved from SQLite to PostgreSQL. Expected two addresses, as in file:./data/polaris.db postgresql://user@host/database.",
    );
  const file = sqliteFile(from);
  refuseOtherFile(file);
  await refuseOtherDatabase(to);
  await migrate(from, prismaFolder);
  await migrate(to, prismaFolder);
  const source = openAlone(file);
  try {
    buildWhatWasPutOff(source);
    const target = await connectAlone(to);
    try {
      return await copyAll(source, target, to, onTable);
    } finally {
      await target.end();
    }
  } finally {
    source.close();
  }
}

/** @throws PolarisError not_found when there is no pool, already_running while it is open */
function refuseOtherFile(file: string): void {
  const noPool = (cause?: unknown) =>
    new PolarisError("not_found", `${file} is no SQLite pool of Polaris. Expected the file that DATABASE_URL named.`, {
      cause,
    });
  if (!existsSync(file)) throw noPool();
  let isPool: boolean;
  try {
    const source = openAlone(file);
    isPool = source.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'pool_fact'").get() !== undefined;
    source.close();
  } catch (cause) {
    throw cause instanceof PolarisError ? cause : noPool(cause);
  }
  if (!isPool) throw noPool();
}

/** Before a table is made there: a database that is used for something else, or that cannot hold every name. */
async function refuseOtherDatabase(to: string): Promise<void> {
  const target = await connectAlone(to);
  try {
    const { rows } = await target.query<{ encoding: string; others: number; ours: number }>(
      `SELECT current_setting('server_encoding') AS encoding,
        (SELECT COUNT(*)::int FROM pg_tables WHERE schemaname = 'public') AS others,
        (SELECT COUNT(*)::int FROM pg_tables WHERE schemaname = 'public' AND tablename = $1) AS ours`,
      [HISTORY],
    );
    const [found] = rows;
    if (found?.encoding !== "UTF8")
      throw unfit(to, `is encoded in ${found?.encoding}`, "an empty database with the encoding UTF8");
    if (found.others > 0 && found.ours === 0)
      throw unfit(to, "holds tables that are not of Polaris", "an empty database");
  } finally {
    await target.end();
  }
}

const unfit = (to: string, what: string, expected: string): PolarisError =>
  new PolarisError(
    "argument_invalid",
    `The database ${withoutPassword(to)} ${what}. Expected ${expected}. Nothing was moved.`,
  );

async function copyAll(
  source: Database.Database,
  target: pg.Client,
  to: string,
  onTable: MoveAsked["onTable"],
): Promise<Moved> {
  const tables = await tablesInOrder(source, target);
  await target.query("BEGIN");
  try {
    await refuseFilled(target, tables, to);
    let rows = 0;
    for (const table of tables) {
      const sent = await sendTable(source, target, table);
      const arrived = await readBack(target, table);
      if (sent.rows !== arrived.rows || sent.sum !== arrived.sum)
        throw failed(table, `${sent.rows} rows were sent and ${arrived.rows} arrived, or not as they were`);
      rows += sent.rows;
      if (sent.rows > 0) onTable?.(table.name, sent.rows);
    }
    for (const table of tables) await continueNumbers(source, target, table);
    await target.query("COMMIT");
    await target.query("VACUUM (ANALYZE)");
    return { tables: tables.length, rows };
  } catch (error) {
    await target.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

const failed = ({ name }: Table, why: string, cause?: unknown): PolarisError =>
  new PolarisError("move_failed", `The table ${name} could not be moved: ${why}. Nothing was moved.`, { cause });

/** Every table, those that others refer to before them. */
async function tablesInOrder(source: Database.Database, target: pg.Client): Promise<Table[]> {
  const names = source
    .prepare<[string], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> ? ORDER BY name",
    )
    .all(HISTORY)
    .map(({ name }) => name);
  const { rows } = await target.query<{ table_name: string; column_name: string; data_type: string }>(
    `SELECT table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY ($1) ORDER BY table_name, ordinal_position`,
    [names],
  );
  const ordered = new Map<string, Table>();
  const place = (name: string): void => {
    if (ordered.has(name)) return;
    const parents = source.pragma(`foreign_key_list("${name}")`) as readonly { readonly table: string }[];
    for (const parent of parents) if (parent.table !== name) place(parent.table);
    const columns = rows
      .filter(({ table_name }) => table_name === name)
      .map(({ column_name, data_type }) => ({ name: column_name, isBoolean: data_type === "boolean" }));
    ordered.set(name, { name, columns });
  };
  for (const name of names) place(name);
  return [...ordered.values()];
}

/** Nobody writes to the tables from now on. @throws PolarisError argument_invalid when somebody has written already */
async function refuseFilled(target: pg.Client, tables: readonly Table[], to: string): Promise<void> {
  await target.query(`LOCK TABLE ${tables.map(({ name }) => `"${name}"`).join(", ")} IN ACCESS EXCLUSIVE MODE`);
  const looks = tables.map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT 1 FROM "${name}")`);
  const { rows } = await target.query<{ name: string }>(looks.join(" UNION ALL "));
  if (rows.length === 0) return;
  const named = rows.slice(0, 3).map(({ name }) => name);
  throw unfit(to, `holds rows already (${named.join(", ")}${rows.length > 3 ? " …" : ""})`, "an empty database");
}

/** How many rows, and a sum of their digests that does not depend on their order. */
class Tally {
  rows = 0;
  sum = 0n;

  add(row: readonly Value[]): void {
    this.rows += 1;
    const digest = createHash("sha256").update(JSON.stringify(row)).digest();
    this.sum = BigInt.asUintN(64, this.sum + digest.readBigUInt64LE());
  }
}

async function sendTable(source: Database.Database, target: pg.Client, table: Table): Promise<Tally> {
  const tally = new Tally();
  const columns = table.columns.map(({ name }) => ({ name: `"${name}"`, type: "text" as const }));
  try {
    await copyInto(target, { name: `"${table.name}"`, columns }, rowsIn(source, table, tally));
  } catch (cause) {
    // What PostgreSQL quotes of a row stays out of it.
    const why = cause instanceof Error ? cause.message.replace(/: ".*$/s, "") : String(cause);
    throw failed(table, why, cause);
  }
  return tally;
}

/** One row after the other, so that a table of any length takes as little memory. */
function* rowsIn(source: Database.Database, { name, columns }: Table, tally: Tally): Iterable<readonly Value[]> {
  const list = columns.map((column) => `"${column.name}"`).join(", ");
  const rows = source.prepare<[], Value[]>(`SELECT ${list} FROM "${name}"`).raw().iterate();
  for (const row of rows) {
    const given = row.map((value, at) => (columns[at]?.isBoolean === true && value !== null ? value === 1 : value));
    tally.add(given);
    yield given;
  }
}

async function readBack(target: pg.Client, { name, columns }: Table): Promise<Tally> {
  const tally = new Tally();
  const list = columns.map((column) => `"${column.name}"`).join(", ");
  await target.query(`DECLARE moved NO SCROLL CURSOR FOR SELECT ${list} FROM "${name}"`);
  let page: Value[][];
  do {
    ({ rows: page } = await target.query<Value[]>({ text: `FETCH ${ROWS_AT_ONCE} FROM moved`, rowMode: "array" }));
    for (const row of page) tally.add(row);
  } while (page.length > 0);
  await target.query("CLOSE moved");
  return tally;
}

/** The next row gets the number that it would have got: one that was given away is never given again. */
async function continueNumbers(source: Database.Database, target: pg.Client, { name, columns }: Table): Promise<void> {
  if (!columns.some((column) => column.name === "id")) return;
  const last = source
    .prepare<[string], { seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = ?")
    .get(name)?.seq;
  if (last === undefined || last < 1) return;
  await target.query(`SELECT setval(pg_get_serial_sequence($1, 'id'), $2)`, [`"${name}"`, last]);
}

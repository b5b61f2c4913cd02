import { setTimeout } from "node:timers/promises";
import Database from "better-sqlite3";
import type pg from "pg";
import { PolarisError } from "../runtime/index.js";
import { MIGRATING } from "./migrate.js";
import { connectTo } from "./postgres.js";

const WAITS_MILLISECONDS = 2_000;
const LOOK_AGAIN_AFTER = 100;

const inUse = (what: string): PolarisError =>
  new PolarisError("already_running", `${what} is in use: Polaris is running on it. Stop Polaris, then try again.`);

/**
 * Opens a SQLite pool for this process alone, until the connection is closed. What lay beside the file is put into it: it is then whole by itself.
 * @throws PolarisError already_running while anybody has it open
 */
export function openAlone(file: string): Database.Database {
  const connection = new Database(file, { fileMustExist: true, timeout: WAITS_MILLISECONDS });
  try {
    // Whoever has a pool open keeps the others from leaving the mode in which all of Polaris works, though nothing is under way.
    connection.pragma("journal_mode = DELETE");
    connection.pragma("locking_mode = EXCLUSIVE");
    connection.exec("BEGIN EXCLUSIVE; COMMIT");
    return connection;
  } catch (error) {
    connection.close();
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY")) throw inUse(file);
    throw error;
  }
}

/**
 * Connects to a PostgreSQL pool that nobody else uses; until the connection ends, a Polaris that starts on it waits.
 * @throws PolarisError already_running while others are connected; pool_unavailable
 */
export async function connectAlone(url: string): Promise<pg.Client> {
  const client = await connectTo(url, withoutPassword(url));
  try {
    const { rows: locks } = await client.query<{ free: boolean }>("SELECT pg_try_advisory_lock($1) AS free", [
      MIGRATING,
    ]);
    if (locks[0]?.free !== true || (await hasOthers(client))) throw inUse(`The database ${withoutPassword(url)}`);
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

/** Whether others stay connected: who has just gone is seen for a moment more. */
async function hasOthers(client: pg.Client): Promise<boolean> {
  for (let waited = 0; waited < WAITS_MILLISECONDS; waited += LOOK_AGAIN_AFTER) {
    const { rows } = await client.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND COALESCE(backend_type, 'client backend') = 'client backend' LIMIT 1`,
    );
    if (rows.length === 0) return false;
    await setTimeout(LOOK_AGAIN_AFTER);
  }
  return true;
}

/** An address as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:@/?]*):[^@/]*@/, "$1@").replace(/([?&]password=)[^&]*/g, "$1…");
}

import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type Database from "better-sqlite3";
import { PolarisError } from "../runtime/index.js";
import { engineOf, sqliteFile } from "./address.js";
import type { Engine } from "./model.js";
import { connectTo } from "./postgres.js";
import { openSqlite } from "./sqlite.js";

// Applies prisma/<engine>/migrations when Polaris starts. History table and checksums are Prisma's own, so that
// `prisma migrate status` reads the same story.

const HISTORY = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME, "migration_name" TEXT NOT NULL,
    "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`,
  postgresql: `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`,
} as const;

/** Any constant would do; two starting processes must only agree on it. */
export const MIGRATING = 72_070_369;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}
/** A row of the history table. */
export interface Applied {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: unknown;
}

export const APPLIED = `SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`;

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const sql = readFileSync(path.join(folder, entry.name, "migration.sql"), "utf8");
      return { name: entry.name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param what holds what was applied, as a sentence begins with it */
function pending(migrations: readonly Migration[], applied: readonly Applied[], what = "The pool"): Migration[] {
  const refuse = (text: string): never => {
    throw new PolarisError("pool_unavailable", text);
  };
  for (const { migration_name, checksum, finished_at } of applied) {
    const ours = migrations.find((m) => m.name === migration_name);
    if (!ours)
      refuse(`${what} is newer than this Polaris: it holds migration ${migration_name}. Start the newer version.`);
    if (finished_at === null)
      refuse(`Migration ${migration_name} stopped half-way earlier. Restore the last backup, then start again.`);
    if (ours?.checksum !== checksum)
      refuse(`Migration ${migration_name} was edited after it was applied. Expected the file as it was released.`);
  }
  const done = new Set(applied.map((a) => a.migration_name));
  return migrations.filter((m) => !done.has(m.name));
}

/**
 * Whether this Polaris could bring a pool with this history to the newest migration.
 * @throws PolarisError pool_unavailable when it is newer, or was cut off half-way
 */
export function refuseOtherHistory(
  engine: Engine,
  prismaFolder: string,
  applied: readonly Applied[],
  what: string,
): void {
  pending(readMigrations(path.join(prismaFolder, engine, "migrations")), applied, what);
}

/** Brings the pool at `url` to the newest migration and names those it applied. Safe when two processes start at once. */
export async function migrate(url: string, prismaFolder: string): Promise<string[]> {
  const engine = engineOf(url);
  const migrations = readMigrations(path.join(prismaFolder, engine, "migrations"));
  return engine === "sqlite" ? migrateSqlite(sqliteFile(url), migrations) : migratePostgres(url, migrations);
}

function migrateSqlite(file: string, migrations: readonly Migration[]): string[] {
  const connection = openSqlite(file);
  try {
    // Redefining a table must not cascade; the keys are checked before the commit instead.
    connection.pragma("foreign_keys = OFF");
    const apply = connection.transaction(() => {
      connection.exec(HISTORY.sqlite);
      const todo = pending(migrations, connection.prepare<[], Applied>(APPLIED).all());
      const record = connection.prepare(
        `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count") VALUES (?, ?, ?, ?, ?, 1)`,
      );
      if (todo.length > 0) buildWhatWasPutOff(connection);
      for (const migration of todo) {
        const started = new Date().toISOString();
        connection.exec(migration.sql);
        record.run(randomUUID(), migration.checksum, new Date().toISOString(), migration.name, started);
      }
      const broken = connection.pragma("foreign_key_check") as unknown[];
      if (broken.length > 0)
        throw new PolarisError(
          "pool_unavailable",
          `A migration left ${broken.length} rows without their parent; nothing was changed.`,
        );
      return todo.map((m) => m.name);
    });
    return apply.immediate();
  } finally {
    connection.close();
  }
}

/** Indexes that a process which died did not come to build (`fillEmpty`): a migration may speak of them. */
export function buildWhatWasPutOff(connection: Database.Database): void {
  const isKept = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'index_put_off'").get() !== undefined;
  if (!isKept) return;
  const due = connection
    .prepare<[], { definition: string }>("SELECT definition FROM index_put_off ORDER BY name")
    .all();
  for (const { definition } of due) connection.exec(definition);
  connection.exec("DELETE FROM index_put_off");
}

async function migratePostgres(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = await connectTo(url, "DATABASE_URL");
  try {
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATING]);
    await client.query(HISTORY.postgresql);
    const todo = pending(migrations, (await client.query<Applied>(APPLIED)).rows);
    for (const migration of todo) {
      await client.query("BEGIN");
      try {
        await client.query(migration.sql);
        await client.query(
          `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count") VALUES ($1, $2, now(), $3, now(), 1)`,
          [randomUUID(), migration.checksum, migration.name],
        );
        await client.query("COMMIT");
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      }
    }
    return todo.map((m) => m.name);
  } finally {
    await client.end();
  }
}

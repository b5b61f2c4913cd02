import { open } from "node:fs/promises";
import Database from "better-sqlite3";
import { PolarisError } from "../../runtime/index.js";
import { APPLIED, type Applied } from "../migrate.js";
import type { Engine } from "../model.js";
import { run } from "./programs.js";
import { whatIsCutOff } from "./sound.js";

/** What a backup says of itself. */
export interface BackupContents {
  readonly engine: Engine;
  readonly migrations: readonly Applied[];
  /** What the pool was filled from, by `Belonging`, among its other facts. */
  readonly facts: ReadonlyMap<string, string>;
}

/** The newest migration among those that were applied. */
export const revisionOf = (migrations: readonly Applied[]): string | null =>
  migrations.reduce<string | null>(
    (newest, { migration_name }) => (newest === null || migration_name > newest ? migration_name : newest),
    null,
  );

const SIGNS = [
  { engine: "sqlite", sign: "SQLite format 3\0" },
  { engine: "postgresql", sign: "PGDMP" },
] as const;

/** Which engine's backup a file is, by how it begins; null when it is none. */
export async function engineOfFile(file: string): Promise<Engine | null> {
  const handle = await open(file, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    const begins = buffer.toString("latin1", 0, bytesRead);
    return SIGNS.find(({ sign }) => begins.startsWith(sign))?.engine ?? null;
  } finally {
    await handle.close();
  }
}

/** @throws PolarisError backup_failed when the file is no backup of Polaris, or is damaged */
export async function contentsOf(file: string): Promise<BackupContents> {
  const engine = await engineOfFile(file);
  if (engine === null) throw noBackup(file);
  try {
    return engine === "sqlite" ? inSqlite(file) : await inDump(file);
  } catch (cause) {
    if (cause instanceof PolarisError) throw cause;
    throw noBackup(file, cause);
  }
}

export const noBackup = (file: string, cause?: unknown): PolarisError =>
  new PolarisError(
    "backup_failed",
    `${file} is no backup of Polaris, or it is damaged. Expected a file that “backup” made, as it was written.`,
    { cause },
  );

function inSqlite(file: string): BackupContents {
  const connection = new Database(file, { readonly: true });
  try {
    if (whatIsCutOff(connection, file) !== null) throw noBackup(file);
    const facts = connection.prepare<[], { key: string; value: string }>("SELECT key, value FROM pool_fact").all();
    return {
      engine: "sqlite",
      migrations: connection.prepare<[], Applied>(APPLIED).all(),
      facts: new Map(facts.map(({ key, value }) => [key, value])),
    };
  } finally {
    connection.close();
  }
}

async function inDump(file: string): Promise<BackupContents> {
  await run("pg_restore", ["--list", file]);
  const wanted = ["--data-only", "--table=pool_fact", "--table=_prisma_migrations"];
  const written = await run("pg_restore", [...wanted, "--file=-", file]);
  const facts = rowsOf(written, "pool_fact");
  const migrations = rowsOf(written, "_prisma_migrations");
  if (migrations.length === 0) throw noBackup(file);
  return {
    engine: "postgresql",
    migrations: migrations
      .filter(({ rolled_back_at }) => rolled_back_at === null)
      .map(({ migration_name, checksum, finished_at }) => ({
        migration_name: migration_name ?? "",
        checksum: checksum ?? "",
        finished_at,
      })),
    facts: new Map(facts.map(({ key, value }) => [key ?? "", value ?? ""])),
  };
}

const UNESCAPED: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", "\\": "\\" };

/** The rows of one table in COPY's text format. */
function rowsOf(written: string, table: string): Readonly<Record<string, string | null>>[] {
  const found = new RegExp(`^COPY public\\.${table} \\(([^)]*)\\) FROM stdin;\\n([\\s\\S]*?)^\\\\\\.$`, "m").exec(
    written,
  );
  if (found === null) return [];
  const columns = (found[1] ?? "").split(", ");
  const lines = (found[2] ?? "").split("\n").slice(0, -1);
  return lines.map((line) => {
    const cells = line
      .split("\t")
      .map((cell) => (cell === "\\N" ? null : cell.replace(/\\([tnr\\])/g, (_, c) => UNESCAPED[c] ?? c)));
    return Object.fromEntries(columns.map((column, place) => [column, cells[place] ?? null]));
  });
}

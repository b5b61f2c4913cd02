import { constants } from "node:fs";
import { access, chown, copyFile, link, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { raw } from "sql-template-tag";
import { PolarisError } from "../../runtime/index.js";
import { engineOf, sqliteFile } from "../address.js";
import { connectAlone, openAlone, withoutPassword } from "../alone.js";
import { type Belonging, MEANING } from "../belonging.js";
import { refuseOtherHistory } from "../migrate.js";
import { openPool } from "../pool.js";
import { type BackupContents, contentsOf, noBackup } from "./contents.js";
import { dumpInto } from "./dump.js";
import { replay } from "./programs.js";
import { putWhole, stampOf } from "./shelf.js";
import { isDamage, whatIsUnsound } from "./sound.js";

export interface RestoreAsked {
  /** The backup. It stays as it is. */
  readonly file: string;
  /** The pool that is replaced. */
  readonly url: string;
  readonly mode: "sandbox" | "production";
  readonly prismaFolder: string;
  /** Where a replaced PostgreSQL pool is kept. */
  readonly folder: string;
  readonly now: string;
}

export interface Restored {
  /** The pool as people know it: a file's path, or an address without its password. */
  readonly pool: string;
  /** Where the pool is kept that was there before; null when there was none. */
  readonly replaced: string | null;
  readonly contacts: number;
  readonly events: number;
  readonly decisions: number;
}

/** What can be done with a backup of the other engine. */
const OTHERWISE = {
  sqlite: "Restore it on SQLite; “npm run move-pool” then moves it to PostgreSQL.",
  postgresql: "Restore it on PostgreSQL: a pool is moved there from SQLite, and not back.",
} as const;

/**
 * Puts a backup in the place of the pool, all of it or nothing, and keeps what was there.
 * @throws PolarisError already_running, pool_of_another_source, pool_unavailable, backup_failed, argument_invalid
 */
export async function restore(asked: RestoreAsked): Promise<Restored> {
  const { file, url, prismaFolder } = asked;
  await access(file, constants.R_OK).catch((cause: unknown) => {
    throw new PolarisError("not_found", `${file} cannot be read. Expected a backup that “backup” made.`, { cause });
  });
  const contents = await contentsOf(file);
  const engine = engineOf(url);
  if (contents.engine !== engine)
    throw new PolarisError(
      "argument_invalid",
      `${file} is a backup of ${NAMES[contents.engine]}, and DATABASE_URL names ${NAMES[engine]}. ${OTHERWISE[contents.engine]}`,
    );
  refuseOtherHistory(engine, prismaFolder, contents.migrations, "The backup");
  refuseOther(contents, new Map([["mode", asked.mode]]));
  const replaced = engine === "sqlite" ? await intoFile(asked, contents) : await intoDatabase(asked, contents);
  const pool = engine === "sqlite" ? sqliteFile(url) : withoutPassword(url);
  return { pool, replaced, ...(await countsOf(url)) };
}

const NAMES = { sqlite: "SQLite", postgresql: "PostgreSQL" } as const;

/** @throws PolarisError pool_of_another_source */
function refuseOther({ facts }: BackupContents, here: ReadonlyMap<string, string>): void {
  for (const [key, { what }] of Object.entries(MEANING) as [Belonging, { what: string }][]) {
    const [theirs, ours] = [facts.get(key), here.get(key)];
    if (theirs === undefined || ours === undefined || theirs === ours) continue;
    throw new PolarisError(
      "pool_of_another_source",
      `The backup belongs to another ${what}: it is of ${theirs}, and here is ${ours}. Nothing was changed. Choose another backup, or point DATABASE_URL to the pool that it belongs to.`,
    );
  }
}

async function intoFile({ file, url, now }: RestoreAsked, contents: BackupContents): Promise<string | null> {
  const live = sqliteFile(url);
  const isThere = await access(live).then(
    () => true,
    () => false,
  );
  const aside = `${live}.replaced-${stampOf(now)}`;
  let replaced: string | null = null;
  await putWhole(live, async (unfinished) => {
    await copyFile(file, unfinished);
    if (whatIsUnsound(unfinished) !== null) throw noBackup(file);
    if (isThere) {
      refuseUnlessFree(live, contents);
      await giveTo(live, unfinished);
      await keepAside(live, aside);
      replaced = aside;
    }
    // What belongs to the replaced pool would be taken for the restored one's.
    for (const beside of ["-wal", "-shm"]) await rm(`${live}${beside}`, { force: true });
  });
  return replaced;
}

/** Looks whether a pool may be replaced. One that is damaged may: that is what backups are for. */
function refuseUnlessFree(live: string, contents: BackupContents): void {
  try {
    const connection = openAlone(live);
    try {
      refuseOther(contents, factsIn(connection));
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}

function factsIn(connection: ReturnType<typeof openAlone>): ReadonlyMap<string, string> {
  const isKept = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'pool_fact'").get() !== undefined;
  if (!isKept) return new Map();
  const facts = connection.prepare<[], { key: string; value: string }>("SELECT key, value FROM pool_fact").all();
  return new Map(facts.map(({ key, value }) => [key, value]));
}

/** Whoever restores as another user, as with sudo, leaves the pool to the one that Polaris runs as. */
async function giveTo(live: string, unfinished: string): Promise<void> {
  const { uid, gid } = await stat(live);
  if (process.getuid?.() === 0) await chown(unfinished, uid, gid);
}

/** Under a second name first: at no moment is there no pool, which a start would take for an empty one. */
async function keepAside(live: string, aside: string): Promise<void> {
  await link(live, aside).catch(() => copyFile(live, aside, constants.COPYFILE_EXCL));
  // Only a damaged pool still has it: the newest changes of a whole one are in the file.
  await rename(`${live}-wal`, `${aside}-wal`).catch(() => undefined);
}

async function intoDatabase(
  { file, url, folder, now }: RestoreAsked,
  contents: BackupContents,
): Promise<string | null> {
  const client = await connectAlone(url);
  try {
    const tables = await namesOf(client, "tables", "tablename");
    const views = await namesOf(client, "views", "viewname");
    if (tables.includes("pool_fact")) {
      const { rows } = await client.query<{ key: string; value: string }>("SELECT key, value FROM public.pool_fact");
      refuseOther(contents, new Map(rows.map(({ key, value }) => [key, value])));
    } else if (tables.length > 0) throw notOurs(url);
    const replaced = tables.length === 0 ? null : path.join(folder, `replaced-${stampOf(now)}.dump`);
    if (replaced !== null) await putWhole(replaced, (unfinished) => dumpInto(unfinished, url));
    const drops = [
      ...views.map((name) => `DROP VIEW IF EXISTS public."${name}" CASCADE;\n`),
      ...tables.map((name) => `DROP TABLE IF EXISTS public."${name}" CASCADE;\n`),
    ];
    await replay(drops.join(""), ["--schema=public", "--no-owner", "--no-privileges", file], url);
    return replaced;
  } finally {
    await client.end();
  }
}

const notOurs = (url: string): PolarisError =>
  new PolarisError(
    "pool_of_another_source",
    `The database ${withoutPassword(url)} holds tables that are not of Polaris. Expected the pool, or an empty database. Nothing was changed.`,
  );

async function namesOf(client: pg.Client, kind: "tables" | "views", column: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT ${column} AS name FROM pg_${kind} WHERE schemaname = 'public' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

async function countsOf(url: string): Promise<Pick<Restored, "contacts" | "events" | "decisions">> {
  const pool = openPool(url);
  try {
    await pool.countAnew();
    const [counts] = await pool.query<{ contacts: number; events: number; decisions: number }>(
      raw(`SELECT (SELECT COUNT(*) FROM contact) AS contacts, (SELECT COUNT(*) FROM event) AS events,
        (SELECT COUNT(*) FROM decision WHERE reversed_at IS NULL) AS decisions`),
    );
    if (counts === undefined) throw new Error("the restored pool gives no counts");
    return counts;
  } finally {
    await pool.close();
  }
}

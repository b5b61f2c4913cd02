import path from "node:path";
import { raw } from "sql-template-tag";
import { PolarisError } from "../../runtime/index.js";
import { sqliteFile } from "../address.js";
import { APPLIED, type Applied } from "../migrate.js";
import type { Pool } from "../pool.js";
import { copyAside } from "./aside.js";
import { contentsOf, revisionOf } from "./contents.js";
import { dumpInto } from "./dump.js";
import { backupName, type KeptBackup, listBackups, putWhole, removeOutlived } from "./shelf.js";

export interface BackupAsked {
  readonly folder: string;
  /** Backups made before this instant are removed once the new one is there. */
  readonly before: string;
  readonly now: string;
  readonly signal?: AbortSignal;
}

export interface MadeBackup {
  readonly made: KeptBackup;
  readonly removed: number;
}

/**
 * Makes a backup of the pool as it is at this moment, checks it, and then removes those that have outlived their use.
 * @throws PolarisError backup_failed; run_stopped
 */
export async function backUp(pool: Pool, { folder, before, now, signal }: BackupAsked): Promise<MadeBackup> {
  const file = path.join(folder, backupName(now, pool.engine));
  try {
    await putWhole(file, async (unfinished) => {
      await writeBackup(pool, unfinished, signal);
      await check(pool, unfinished);
    });
  } catch (cause) {
    if (signal?.aborted !== true) throw cause;
    throw new PolarisError("run_stopped", "Polaris stopped while the backup was made; nothing is left of it.", {
      cause,
    });
  }
  const removed = await removeOutlived(folder, before, now);
  const made = (await listBackups(folder)).find((each) => each.file === file);
  if (made === undefined)
    throw new PolarisError("backup_failed", `The backup ${file} was removed as soon as it was made.`);
  return { made, removed };
}

/** Both engines give one consistent view, while others go on writing. */
async function writeBackup(pool: Pool, to: string, signal: AbortSignal | undefined): Promise<void> {
  if (pool.engine === "sqlite") return copyAside({ file: sqliteFile(pool.url), to }, signal);
  await dumpInto(to, pool.url, signal);
}

async function check(pool: Pool, unfinished: string): Promise<void> {
  const applied = await pool.query<Applied>(raw(APPLIED));
  const { engine, migrations } = await contentsOf(unfinished);
  if (engine === pool.engine && revisionOf(migrations) === revisionOf(applied)) return;
  throw new PolarisError(
    "backup_failed",
    `The backup holds the migration ${revisionOf(migrations)} and the pool ${revisionOf(applied)}. Make another one.`,
  );
}

export { lookForPrograms } from "./programs.js";
export { type RestoreAsked, type Restored, restore } from "./restore.js";
export { type KeptBackup, listBackups, timeOfBackup } from "./shelf.js";

import { chmod, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { PolarisError } from "../../runtime/index.js";
import type { Engine } from "../model.js";

/** A backup that was written to its end and checked. */
export interface KeptBackup {
  readonly file: string;
  /** When it was made, as its name says. */
  readonly at: string;
  readonly bytes: number;
}

const ENDINGS = { sqlite: "db", postgresql: "dump" } as const satisfies Record<Engine, string>;
const NAME = /^polaris-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.(?:db|dump)$/;
const UNFINISHED = /\.unfinished-\d+-\d+$/;
const DAY = 86_400_000;

/** An instant within a file's name: without a colon, which not every file system takes. */
export const stampOf = (at: string): string => `${at.slice(0, 19).replaceAll(":", "-")}Z`;

export const backupName = (at: string, engine: Engine): string => `polaris-${stampOf(at)}.${ENDINGS[engine]}`;

/** When a backup was made, by its name; null for any other file. */
export function timeOfBackup(file: string): string | null {
  const [, day, hour, minute, second] = NAME.exec(path.basename(file)) ?? [];
  return day === undefined ? null : `${day}T${hour}:${minute}:${second}.000Z`;
}

/** The backups in a folder, the newest first; none when there is no such folder. */
export async function listBackups(folder: string): Promise<KeptBackup[]> {
  const kept: KeptBackup[] = [];
  for (const name of await namesIn(folder)) {
    const at = timeOfBackup(name);
    if (at === null) continue;
    const file = path.join(folder, name);
    // Another process may have removed it meanwhile.
    const known = await stat(file).catch(() => null);
    if (known !== null) kept.push({ file, at, bytes: known.size });
  }
  return kept.sort((a, b) => (a.at < b.at ? 1 : -1));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

let serial = 0;

/**
 * Writes a file whole or not at all: under another name until `write` has written and checked it and it lies on the disk. Nobody but the user of this
 * process may read it.
 * @throws PolarisError backup_failed when the folder cannot be written to, and what `write` throws
 */
export async function putWhole(file: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  const folder = path.dirname(file);
  serial += 1;
  const unfinished = `${file}.unfinished-${process.pid}-${serial}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await (await open(unfinished, "wx", 0o600)).close();
    await write(unfinished);
    // Whatever it was copied from may have been open to others.
    await chmod(unfinished, 0o600);
    await flush(unfinished);
    await rename(unfinished, file);
    await flush(folder);
  } catch (cause) {
    for (const ending of ["", "-journal", "-wal", "-shm"])
      await rm(`${unfinished}${ending}`, { force: true }).catch(() => undefined);
    throw isOfTheSystem(cause) ? unwritable(folder, cause) : cause;
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, "r");
  await handle.sync().finally(() => handle.close());
}

/** Node's errors name the call that failed; SQLite's bear its own codes. */
const isOfTheSystem = (error: unknown): error is Error =>
  error instanceof Error &&
  ("syscall" in error || ("code" in error && /^SQLITE_(FULL|IOERR|CANTOPEN)/.test(String(error.code))));

const unwritable = (folder: string, cause: Error): PolarisError =>
  new PolarisError(
    "backup_failed",
    `${folder} cannot be written to (${cause.message}). Expected a folder that Polaris may write to, with room for the pool: make room, or see to its permissions. Where backups go says backup.folder in organization.yml.`,
    { cause },
  );

/** Removes the backups made before an instant, but never the newest, and what was left unfinished for a day. Says how many backups went. */
export async function removeOutlived(folder: string, before: string, now: string): Promise<number> {
  const [, ...older] = await listBackups(folder);
  const outlived = older.filter(({ at }) => at < before);
  for (const { file } of outlived) await rm(file, { force: true });
  for (const name of await namesIn(folder)) {
    if (!UNFINISHED.test(name)) continue;
    const file = path.join(folder, name);
    const known = await stat(file).catch(() => null);
    if (known !== null && known.mtimeMs < Date.parse(now) - DAY) await rm(file, { force: true });
  }
  return outlived.length;
}

import path from "node:path";
import { backUp, listBackups, lookForPrograms, type MadeBackup, type Pool } from "./pool/index.js";
import { counted, showInstant } from "./reply/index.js";
import { type Clock, type Organization, PolarisError, type Settings } from "./runtime/index.js";

export interface BackupParts {
  readonly settings: Settings;
  readonly organization: Organization;
  readonly pool: Pool;
  readonly clock: Clock;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const backupFolder = ({ settings, organization }: Pick<BackupParts, "settings" | "organization">): string =>
  path.resolve(settings.dataFolder, organization.backup.folder);

export function makeBackup(parts: BackupParts, signal: AbortSignal): Promise<MadeBackup> {
  const now = parts.clock.now();
  const before = new Date(Date.parse(now) - parts.organization.backup.keepDays * DAY).toISOString();
  return backUp(parts.pool, { folder: backupFolder(parts), before, now, signal });
}

/** When the last good backup was made, and where they lie. @throws PolarisError when it is too old, or none could be made */
export async function backupInWords(parts: BackupParts): Promise<string> {
  const { organization, pool, clock } = parts;
  const { backup, jobs, timeZone } = organization;
  if (pool.engine === "postgresql") await lookForPrograms();
  const folder = backupFolder(parts);
  const backups = await listBackups(folder);
  const [newest] = backups;
  const isOff = jobs.backup.enabled ? "" : "; the job is switched off (jobs.backup)";
  if (newest === undefined) return `none yet in ${folder}${isOff}`;
  const words = `last made ${showInstant(newest.at, timeZone)}, ${counted(backups.length, "backup")} in ${folder}${isOff}`;
  const isOld = Date.parse(clock.now()) - Date.parse(newest.at) > backup.missingAfterHours * HOUR;
  if (!isOld || !jobs.backup.enabled) return words;
  throw new PolarisError(
    "backup_failed",
    `${words}. Expected one every ${backup.missingAfterHours} hours; “backup” makes one now, or says why not.`,
  );
}

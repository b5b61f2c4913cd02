import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import sql from "sql-template-tag";
import { checksumOf } from "./checksum.js";
import { leadFileDate } from "./domain/index.js";
import { type ComingList, importList, type LeadFileParts } from "./incoming-leads.js";
import { type FoldersLooked, type LeadFileWay, stopOf } from "./leads/index.js";
import { asPolarisError, type LeadSource, type Log, PolarisError, type Settings } from "./runtime/index.js";
import {
  type DriveFile,
  type DriveFolder,
  type GoogleSource,
  gridAtTop,
  leadSourceByName,
  leadTableOf,
  recogniseLeads,
  refusalBySize,
} from "./sources/index.js";

export interface FolderParts extends LeadFileParts {
  readonly settings: Pick<Settings, "dataFolder">;
  readonly log: Log;
}

/** Google, where a folder of it is read. */
export interface DriveParts {
  readonly folder: DriveFolder;
  readonly sheets: GoogleSource;
}

interface Hooks {
  readonly signal: AbortSignal;
}

/** A file that changed within this time may still be written to. */
const SETTLES_WITHIN = 60_000;

/**
 * Looks into the folder of this machine and the one of Google Drive for lists of prospective leads that are new. What is wrong with a list is told in
 * the result and keeps none of the others out; nothing in the folders is moved or changed.
 * @throws PolarisError configuration_invalid when a folder is not there, google_refused, google_unreachable
 */
export async function takeFromFolders(
  parts: FolderParts,
  drive: DriveParts | null,
  hooks: Hooks,
): Promise<FoldersLooked> {
  const looks = [];
  const { folder } = parts.organization.leads;
  if (folder !== undefined)
    looks.push(await takeFromFolder(parts, path.resolve(parts.settings.dataFolder, folder), hooks));
  if (drive !== null) looks.push(await takeFromDrive(parts, drive, hooks));
  return {
    folders: looks.length,
    taken: looks.flatMap(({ taken }) => taken),
    refused: looks.flatMap(({ refused }) => refused),
    waiting: looks.flatMap(({ waiting }) => waiting),
    others: looks.reduce((sum, { others }) => sum + others, 0),
  };
}

class Look {
  readonly taken: string[] = [];
  readonly refused: { name: string; why: string }[] = [];
  readonly waiting: string[] = [];
  /** Refused for trouble that lies not in the list itself: the next look tries them again. */
  readonly again = new Set<string>();
  others = 0;
  readonly #parts: FolderParts;
  readonly #hooks: Hooks;

  constructor(parts: FolderParts, hooks: Hooks) {
    this.#parts = parts;
    this.#hooks = hooks;
  }

  /** @param list null while it may still be written to */
  async take(name: string, list: ComingList | null): Promise<void> {
    this.#hooks.signal.throwIfAborted();
    if (list === null) return void this.waiting.push(name);
    try {
      const imported = await importList(this.#parts, list, { ...this.#hooks, progress: () => undefined });
      if (imported?.state === "stopped") this.refused.push({ name, why: imported.why ?? "" });
      if (imported?.state === "standing") this.taken.push(name);
      if (imported === null) this.refused.push({ name, why: "Its columns are those of no source of leads." });
    } catch (thrown) {
      this.refuse(name, thrown);
    }
  }

  /** @throws what ends the whole look: it was stopped, or Google answers nobody now */
  refuse(name: string, thrown: unknown): void {
    this.#hooks.signal.throwIfAborted();
    const error = asPolarisError(thrown);
    if (error.code === "google_unreachable" || error.code === "google_limit_reached") throw error;
    if (error.code === "already_running") return void this.waiting.push(name);
    if (error.code === "internal")
      this.#parts.log.error({ error: thrown, file: name }, "a list of leads was not taken in");
    if (stopOf(thrown) === null) this.again.add(name);
    this.refused.push({ name, why: error.message });
  }

  /** Whether a file of this name and size has come since it was last changed: then its bytes need not be read. */
  async wasSeen({ name: source }: LeadSource, name: string, facts: Stats): Promise<boolean> {
    const changedAt = new Date(Math.max(facts.mtimeMs, facts.ctimeMs)).toISOString();
    const [seen] = await this.#parts.pool.query(sql`
      SELECT id FROM lead_file WHERE source = ${source} AND name = ${name} AND bytes = ${facts.size} AND way = 'folder'
        AND state <> 'reading' AND received_at > ${changedAt}`);
    return seen !== undefined;
  }

  /**
   * Whether these bytes of this source have been taken in, or refused, before. Under a name that says another day they are another list: a month in
   * which nothing changed.
   */
  async isKnown({ name: source }: LeadSource, name: string, checksum: string): Promise<boolean> {
    const files = await this.#parts.pool.query<{ name: string; file_date: string }>(sql`
      SELECT name, file_date FROM lead_file WHERE source = ${source} AND checksum = ${checksum} AND state <> 'reading'`);
    const day = leadFileDate(name);
    return files.some((file) => day === null || file.file_date === day || file.name === name);
  }
}

/** Temporary files of programs that write there, and what a system keeps beside files. */
const HIDDEN = /^[.~]|\.(?:part|tmp|crdownload|filepart)$/i;

async function takeFromFolder(parts: FolderParts, folder: string, hooks: Hooks): Promise<Look> {
  const { organization, clock } = parts;
  const look = new Look(parts, hooks);
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    const facts = await stat(file).catch(() => null);
    if (facts === null || !facts.isFile()) continue;
    const source = leadSourceByName(name, organization.leadSources);
    if (source === null) {
      look.others += 1;
      continue;
    }
    const age = Date.parse(clock.now()) - Math.max(facts.mtimeMs, facts.ctimeMs);
    if (age < SETTLES_WITHIN) {
      await look.take(name, null);
      continue;
    }
    if (await look.wasSeen(source, name, facts)) continue;
    const checksum = await checksumOf(file).catch((cause: unknown) => look.refuse(name, unreadable(name, cause)));
    if (checksum === undefined || (await look.isKnown(source, name, checksum))) continue;
    await look.take(name, listOf(parts, source, { name, path: file, checksum, bytes: facts.size, way: "folder" }));
  }
  return look;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !HIDDEN.test(name)).sort();
  } catch (cause) {
    throw new PolarisError(
      "configuration_invalid",
      `The folder of leads (leads.folder) ${folder} cannot be read. Expected a folder that Polaris may read; make it, or correct organization.yml.`,
      { cause },
    );
  }
}

const unreadable = (name: string, cause: unknown): PolarisError =>
  new PolarisError(
    "file_unreadable",
    `“${name}” cannot be opened. Expected a file that Polaris may read: see to its permissions. It is tried again by itself.`,
    { cause },
  );

interface ListOnDisk {
  readonly name: string;
  readonly path: string;
  readonly checksum: string;
  readonly bytes: number;
  readonly way: LeadFileWay;
}

function listOf(
  { organization }: FolderParts,
  source: LeadSource,
  { name, path, checksum, bytes, way }: ListOnDisk,
): ComingList {
  return {
    file: { name, checksum, bytes },
    as: source.name,
    date: null,
    way,
    startedBy: null,
    recognise: async () => {
      const tooLarge = refusalBySize(name, bytes);
      if (tooLarge !== null) throw tooLarge;
      return recogniseLeads({ name, path }, organization.leadSources, source.name);
    },
  };
}

async function takeFromDrive(parts: FolderParts, { folder, sheets }: DriveParts, hooks: Hooks): Promise<Look> {
  const look = new Look(parts, hooks);
  const incoming = path.join(parts.settings.dataFolder, "incoming");
  for (const file of await folder.files()) {
    const source = leadSourceByName(file.name, parts.organization.leadSources);
    if (source === null) look.others += 1;
    if (source === null || (await isSeen(parts, file))) continue;
    try {
      if (file.isSheet) await takeSheet(look, sheets, source, file);
      else await takeDownload(parts, look, folder, source, file, incoming);
    } catch (thrown) {
      look.refuse(file.name, thrown);
    }
    if (!look.waiting.includes(file.name) && !look.again.has(file.name)) await noteSeen(parts, file);
  }
  return look;
}

async function takeSheet(look: Look, sheets: GoogleSource, source: LeadSource, { id, name }: DriveFile): Promise<void> {
  const { tabs } = await sheets.tabs({ spreadsheet: id, name });
  const table = await sheets.readSheet({ spreadsheet: id, tab: tabs[0] ?? "", name });
  const grid = gridAtTop(table);
  const text = JSON.stringify([grid.header, Array.from(grid.rows, ({ cells }) => cells)]);
  const checksum = createHash("sha256").update(text).digest("hex");
  if (await look.isKnown(source, name, checksum)) return;
  const file = { name, checksum, bytes: Buffer.byteLength(text) };
  const recognise = async () => leadTableOf(grid, source);
  await look.take(name, { file, as: source.name, date: null, way: "drive", startedBy: null, recognise });
}

async function takeDownload(
  parts: FolderParts,
  look: Look,
  folder: DriveFolder,
  source: LeadSource,
  { id, name, bytes }: DriveFile,
  incoming: string,
): Promise<void> {
  const tooLarge = refusalBySize(name, bytes ?? 0);
  if (tooLarge !== null) return void look.refused.push({ name, why: tooLarge.message });
  const file = path.join(incoming, `drive-${createHash("sha256").update(id).digest("hex").slice(0, 16)}`);
  await mkdir(incoming, { recursive: true });
  try {
    await folder.download({ id }, file).catch((thrown: unknown) => {
      throw asPolarisError(thrown).code === "google_refused" ? notGivenOut(name, thrown) : thrown;
    });
    const checksum = await checksumOf(file);
    if (await look.isKnown(source, name, checksum)) return;
    await look.take(name, listOf(parts, source, { name, path: file, checksum, bytes: bytes ?? 0, way: "drive" }));
  } finally {
    await rm(file, { force: true });
  }
}

const notGivenOut = (name: string, cause: unknown): PolarisError =>
  new PolarisError(
    "google_refused",
    `Google does not let Polaris download “${name}”. Expected a file that is shared as its folder is, and that may be downloaded: see to both in Google Drive. It is tried again by itself.`,
    { cause },
  );

const seenKey = ({ id }: DriveFile): string => `lead_drive_file_${id}`;

/** A file of Drive is read once a version. */
async function isSeen({ pool }: FolderParts, file: DriveFile): Promise<boolean> {
  const [seen] = await pool.query<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = ${seenKey(file)}`);
  return seen?.value === file.version;
}

async function noteSeen({ pool }: FolderParts, file: DriveFile): Promise<void> {
  await pool.transaction((tx) =>
    tx.run(sql`
      INSERT INTO pool_fact (key, value) VALUES (${seenKey(file)}, ${file.version}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`),
  );
}

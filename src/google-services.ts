import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Hooks, MadeSheet, Services, SyncedObject, SyncSummary } from "./command/index.js";
import {
  type Counts,
  checkSheet,
  connectedSheets,
  type ImportResult,
  previewSheet,
  rehearseAnalytics,
  rehearseSheets,
  rereadSheet,
  type SheetResult,
  type SheetsOptions,
  type SheetsResult,
  type Suites,
  syncAnalytics,
  syncSheets,
  takeUpWaiting,
} from "./intake/index.js";
import type { DriveParts } from "./lead-folders.js";
import { followSalesforceLeads } from "./leads/index.js";
import type { Pool } from "./pool/index.js";
import { cellsOfWorkbook, type Reply, renderWorkbook, showInteger } from "./reply/index.js";
import { type Clock, type Organization, PolarisError, type Settings } from "./runtime/index.js";
import {
  Allowance,
  BRIEF,
  DriveFolder,
  GoogleFolder,
  type GooglePatience,
  GoogleSource,
  PATIENT,
  UPLOADING,
} from "./sources/index.js";
import type { RereadSource } from "./watch/index.js";

interface GoogleParts {
  readonly settings: Pick<Settings, "google" | "dataFolder">;
  readonly organization: Organization;
  readonly pool: Pool;
  readonly clock: Clock;
  /** What is expected of the rows. */
  readonly expectations: Suites;
}

type Start = Pick<SheetsOptions, "trigger" | "startedBy" | "only" | "again">;
interface MayBeDry {
  /** Comes to the same counts and changes nothing. */
  readonly dryRun?: boolean;
}

/** Sheets and web figures, for commands, jobs and `check` alike. */
export interface GoogleServices extends Pick<Services, "googleAccount" | "previewSheet" | "exportSheet"> {
  syncSheets(start: Start & MayBeDry, hooks: Hooks): Promise<SyncSummary>;
  /** Null when no property is configured. */
  syncAnalytics(start: Pick<Start, "trigger" | "startedBy"> & MayBeDry, hooks: Hooks): Promise<SyncSummary | null>;
  /** The folder of Drive whose lists of leads are taken in; null when none is configured. @throws PolarisError configuration_invalid without Google */
  leadFolder(signal: AbortSignal): DriveParts | null;
  /** Connected sheets that can be read once more to be compared; none when Google is not set up. */
  rereads(signal: AbortSignal): Promise<readonly RereadSource[]>;
  /** What `check` looks at, one by one: there is a limit on requests. */
  checks(): Promise<readonly { readonly what: string; readonly look: () => Promise<string> }[]>;
}

export function googleServices({ settings, organization, pool, clock, expectations }: GoogleParts): GoogleServices {
  const { google } = settings;
  // One allowance for all: Google counts by the account.
  const allowance = new Allowance(clock);
  const source = (patience: GooglePatience, stop?: AbortSignal): GoogleSource => {
    return new GoogleSource({ access: accessOf(google), clock, allowance, patience, ...(stop ? { stop } : {}) });
  };
  const common = { pool, organization, clock, judge: expectations };
  return {
    googleAccount: google?.clientEmail ?? null,
    async exportSheet(reply, asked, { signal }) {
      const folder = exportFolderOf(google);
      const workbook = path.join(settings.dataFolder, "outgoing", `${asked.key}-sheet.xlsx`);
      const target = new GoogleFolder({ ...folder, clock, patience: UPLOADING, stop: signal });
      return sheetOf(reply, { ...asked, workbook }, organization.timeZone, target);
    },
    previewSheet: (asked, { signal }) => previewSheet(source(BRIEF, signal), asked),
    async syncSheets({ dryRun = false, ...start }, { progress, signal }) {
      const options = { ...common, ...start, source: source(PATIENT, signal), progress, signal };
      if (dryRun) {
        const { result, changes } = await rehearseSheets(options);
        return { ...summaryOfSheets(result), samples: changes };
      }
      const result = await syncSheets(options);
      // A sheet may speak of what a later one brings.
      await takeUpWaiting({ pool, organization, clock, ...start });
      await followSalesforceLeads(pool, organization, clock.now());
      return summaryOfSheets(result);
    },
    async syncAnalytics({ dryRun = false, ...start }, { progress, signal }) {
      const options = { ...common, ...start, source: source(PATIENT, signal), progress, signal };
      const { result, changes } = dryRun
        ? await rehearseAnalytics(options)
        : { result: await syncAnalytics(options), changes: undefined };
      if (result === null) return null;
      if (result.error !== null) throw new PolarisError(result.error.code, result.error.text);
      return { ...summaryOfImport(result), ...(changes === undefined ? {} : { samples: changes }) };
    },
    leadFolder(signal) {
      const { driveFolder } = organization.leads;
      if (driveFolder === undefined) return null;
      const sheets = source(PATIENT, signal);
      const options = { clock, allowance, patience: PATIENT, stop: signal };
      return { sheets, folder: new DriveFolder({ ...options, access: accessOf(google), folder: driveFolder }) };
    },
    async rereads(signal) {
      if (google === null) return [];
      const about = { pool, organization, clock, source: source(PATIENT, signal) };
      return (await connectedSheets(pool, organization)).flatMap((sheet) => {
        const reread = rereadSheet(about, sheet);
        return reread === null ? [] : [reread];
      });
    },
    async checks() {
      const sheets = await connectedSheets(pool, organization);
      const { property, measures } = organization.analytics;
      const folder = google?.exportFolder ? exportFolderOf(google) : null;
      if (google === null && sheets.length === 0 && property === undefined) return [];
      const day = clock.now().slice(0, 10);
      return [
        ...sheets.map((sheet) => ({
          what: `Sheet “${sheet.name}”`,
          look: async () => checkSheet(source(BRIEF), sheet),
        })),
        ...(folder === null
          ? []
          : [
              {
                what: "Folder for Google Sheets",
                look: async () => {
                  const name = await new GoogleFolder({ ...folder, clock, patience: BRIEF }).look();
                  return `“${name}” takes sheets`;
                },
              },
            ]),
        ...(property === undefined
          ? []
          : [
              {
                what: "Google Analytics",
                look: async () => {
                  await source(BRIEF).engagementOf({ property, measures, from: day, to: day });
                  return `property ${property} answers`;
                },
              },
            ]),
      ];
    },
  };
}

function accessOf(google: Settings["google"]): NonNullable<Settings["google"]> {
  if (google !== null) return google;
  throw new PolarisError(
    "configuration_invalid",
    "Google is not set up here, so neither sheets nor Analytics can be read. Expected GOOGLE_SERVICE_ACCOUNT_FILE to name the JSON key file of a service account.",
  );
}

/** A Google Sheet holds no more, all its tabs together. */
const MOST_CELLS = 10_000_000;

/** @throws PolarisError configuration_invalid with the names of the variables that are missing */
function exportFolderOf(google: Settings["google"]): { access: NonNullable<Settings["google"]>; folder: string } {
  if (google?.exportFolder) return { access: google, folder: google.exportFolder };
  const missing = [
    ...(google === null ? ["GOOGLE_SERVICE_ACCOUNT_FILE (the JSON key file of a service account)"] : []),
    "GOOGLE_EXPORT_FOLDER_ID (the id of a folder in a Shared Drive that the account may write to)",
  ];
  throw new PolarisError(
    "configuration_invalid",
    `No Google Sheet can be made here: ${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not set. An administrator can set ${missing.length === 1 ? "it" : "them"}; as:xlsx gives the same as a workbook.`,
  );
}

/** The workbook of a reply, put into the folder as a Google Sheet; the copy on the machine is removed. */
async function sheetOf(
  reply: Reply,
  { title, key, workbook }: { readonly title: string; readonly key: string; readonly workbook: string },
  timeZone: string,
  folder: GoogleFolder,
): Promise<MadeSheet> {
  const cells = cellsOfWorkbook(reply);
  if (cells > MOST_CELLS)
    throw new PolarisError(
      "file_too_large",
      `A Google Sheet holds ${showInteger(MOST_CELLS)} cells, and this has ${showInteger(cells)}. Ask for fewer rows with a filter or a shorter period, or take as:csv.`,
    );
  await mkdir(path.dirname(workbook), { recursive: true });
  try {
    await renderWorkbook(reply, workbook, { timeZone });
    return await folder.put({ title, key, workbook });
  } finally {
    await rm(workbook, { force: true });
  }
}

const STATUS = { ok: "finished", partial: "partly", failed: "failed" } as const;

const secondsOf = ({ startedAt, finishedAt }: { startedAt: string; finishedAt: string }): number =>
  (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;

const NOTHING = { read: 0, inserted: 0, updated: 0, unchanged: 0, deleted: 0, quarantined: 0, skipped: 0 } as const;

function countsOf({ skippedBy: _, ...counts }: Counts): Omit<Counts, "skippedBy"> {
  return counts;
}

function summaryOfSheets(result: SheetsResult): SyncSummary {
  return {
    status: STATUS[result.state],
    seconds: secondsOf(result),
    objects: result.sheets.flatMap(rowsOfSheet),
    notes: result.sheets.length === 0 ? ["No sheet is connected yet."] : result.sheets.flatMap(notesOfSheet),
  };
}

function rowsOfSheet({ name, imported, error }: SheetResult): SyncedObject[] {
  const problem = error?.text ?? null;
  const objects = imported?.objects ?? [];
  if (objects.length === 0) return [{ object: name, ...NOTHING, problem }];
  return objects.map(({ label, counts }) => ({
    object: objects.length === 1 ? name : `${name}: ${label}`,
    ...countsOf(counts),
    problem,
  }));
}

function notesOfSheet({ name, state, notices }: SheetResult): string[] {
  if (state === "same") return [`“${name}” stands as it was and was not read again.`];
  if (state === "busy")
    return [`“${name}” was left to the next sync: it, or another sheet or file of its kind, is being read already.`];
  return notices.map((text) => `“${name}”: ${text}`);
}

function summaryOfImport(result: ImportResult): SyncSummary {
  return {
    status: STATUS[result.state],
    seconds: secondsOf(result),
    objects: result.objects.map(({ label, counts }) => ({ object: label, ...countsOf(counts), problem: null })),
    notes: result.notices,
  };
}

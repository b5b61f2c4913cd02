import type { Pool } from "../../pool/index.js";
import { asPolarisError, type Clock, type Organization } from "../../runtime/index.js";
import { GoogleError, type GoogleSource, type SheetTable } from "../../sources/index.js";
import { importDataset, type Judge } from "../datasets/import-dataset.js";
import type { ImportResult } from "../datasets/model.js";
import { sourceOf } from "../datasets/strategies.js";
import type { Lease } from "../lease.js";
import type { SyncFailure, SyncProgress } from "../model.js";
import type { Trigger } from "../runs.js";
import { originOf } from "../sheet-origin.js";
import { type ConnectedSheet, connectedSheets, sheetNamed } from "./connected-sheets.js";
import { keepCheck, keepVersion, readBefore } from "./kept-versions.js";
import { noteRun } from "./noted-runs.js";
import { columnKey, datasetOf, gridOf } from "./sheet-grid.js";

export interface SheetsOptions {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly source: GoogleSource;
  /** The name of the one sheet to read. */
  readonly only?: string;
  /** Reads sheets that stand as they were, too. */
  readonly again?: boolean;
  readonly trigger: Trigger;
  /** Slack user id or "terminal"; null for the clock. */
  readonly startedBy: string | null;
  readonly judge?: Judge;
  /** The rights to take in rows, by source, where whoever asks holds them. */
  readonly leases?: ReadonlyMap<string, Lease>;
  readonly progress?: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal;
}

export interface SheetResult {
  readonly name: string;
  readonly dataset: string;
  /** same: not read, because it stands as it did when it was last read. busy: left to the next sync, because rows of its kind are being taken in. */
  readonly state: "ok" | "partial" | "failed" | "same" | "busy";
  readonly imported: ImportResult | null;
  readonly error: SyncFailure | null;
  /** Sentences for the person who asked. */
  readonly notices: readonly string[];
}

export interface SheetsResult {
  readonly state: "ok" | "partial" | "failed";
  readonly sheets: readonly SheetResult[];
  readonly startedAt: string;
  readonly finishedAt: string;
}

/**
 * Reads every connected sheet that changed, or the one named. The trouble of one stops none of the others; that of Google as a whole stops all.
 * @throws PolarisError not_found when no sheet is called so
 */
export async function syncSheets(options: SheetsOptions): Promise<SheetsResult> {
  const { pool, organization, clock, only, progress, signal } = options;
  const startedAt = clock.now();
  const all = await connectedSheets(pool, organization);
  const chosen = only === undefined ? all : [sheetNamed(only, all)];
  const sheets: SheetResult[] = [];
  let stopped: SyncFailure | null = null;
  for (const [place, sheet] of chosen.entries()) {
    progress?.({ stage: `“${sheet.name}”`, done: place, total: chosen.length, perSecond: null, secondsLeft: null });
    if (stopped === null && signal?.aborted) stopped = STOPPED;
    if (stopped !== null) {
      sheets.push(await failed(options, sheet, stopped));
      continue;
    }
    try {
      sheets.push(await readSheet(options, sheet));
    } catch (thrown) {
      const error = signal?.aborted ? STOPPED : failureOf(thrown);
      if (error.code === "already_running") {
        sheets.push(leftAlone(sheet, "busy"));
        continue;
      }
      sheets.push(await failed(options, sheet, error));
      if (signal?.aborted || isOfAllSheets(thrown)) stopped = error;
    }
  }
  return { state: stateOf(sheets), sheets, startedAt, finishedAt: clock.now() };
}

const STOPPED: SyncFailure = {
  code: "internal",
  text: "The sync was stopped. The next one reads what this one did not.",
};

/** Google does not answer at all, turns the account away or wants no more requests: asking for the next sheet is of no use. */
const isOfAllSheets = (thrown: unknown): boolean => thrown instanceof GoogleError && thrown.isOfAll;

async function readSheet(options: SheetsOptions, sheet: ConnectedSheet): Promise<SheetResult> {
  const { pool, organization, clock, source, again = false, trigger, startedBy, judge, progress, signal } = options;
  const dataset = datasetOf(sheet);
  const lease = options.leases?.get(sourceOf(dataset.name));
  const about = { name: sheet.name, dataset: sheet.dataset } as const;
  const before = again ? null : await readBefore(pool, sheet, await source.version(sheet), clock.now());
  if (before !== null) {
    await noteRun(options, { dataset: dataset.name, origin: originOf(sheet) }, null);
    await keepCheck(pool, sheet, clock.now());
    return leftAlone(sheet, "same");
  }
  const table = await source.readSheet(sheet);
  const { grid, places } = gridOf(table, dataset, sheet);
  const imported = await importDataset({
    pool,
    organization,
    clock,
    dataset,
    grid,
    places,
    origin: originOf(sheet),
    defaults: defaultsOf(sheet),
    timeZone: table.timeZone,
    whole: true,
    trigger,
    startedBy,
    ...(lease === undefined ? {} : { lease }),
    ...(judge === undefined ? {} : { judge }),
    ...(progress === undefined ? {} : { progress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const isSettled =
    imported.state === "ok" &&
    imported.tickets === 0 &&
    imported.objects.every(({ counts }) => counts.quarantined === 0);
  await keepVersion(pool, sheet, { version: table.version, isSettled, now: clock.now() });
  const { state, error } = imported;
  return { ...about, state, imported, error, notices: [...remarksOn(table, organization), ...imported.notices] };
}

export function defaultsOf(sheet: ConnectedSheet): Readonly<Record<string, string>> {
  const dataset = datasetOf(sheet);
  return Object.fromEntries(Object.entries(sheet.defaults).map(([word, value]) => [columnKey(dataset, word), value]));
}

const MOST_CELLS = 5;

/** What in a sheet is worth a sentence, although it was read. */
function remarksOn({ errorCells, timeZone }: SheetTable, organization: Organization): string[] {
  const shown = errorCells.slice(0, MOST_CELLS).join(", ");
  const more = errorCells.length > MOST_CELLS ? ` and ${errorCells.length - MOST_CELLS} more` : "";
  return [
    ...(errorCells.length === 0
      ? []
      : [`Cells that show an error such as #REF! were taken as blank: ${shown}${more}.`]),
    ...(timeZone === organization.timeZone
      ? []
      : [`The sheet is set to ${timeZone}: its times are read as those of that zone.`]),
  ];
}

const leftAlone = ({ name, dataset }: ConnectedSheet, state: "same" | "busy"): SheetResult => ({
  name,
  dataset,
  state,
  imported: null,
  error: null,
  notices: [],
});

/** A sheet that could not be read, noted so that nobody has to find it out. */
async function failed(options: SheetsOptions, sheet: ConnectedSheet, error: SyncFailure): Promise<SheetResult> {
  const { name, dataset } = sheet;
  if (error !== STOPPED) await noteRun(options, { dataset, origin: originOf(sheet) }, error);
  return { name, dataset, state: "failed", imported: null, error, notices: [] };
}

function failureOf(thrown: unknown): SyncFailure {
  const { code, message } = asPolarisError(thrown);
  return { code, text: message };
}

function stateOf(sheets: readonly SheetResult[]): SheetsResult["state"] {
  if (sheets.length > 0 && sheets.every(({ state }) => state === "failed")) return "failed";
  return sheets.every(({ state }) => state === "ok" || state === "same" || state === "busy") ? "ok" : "partial";
}

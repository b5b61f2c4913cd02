import { stat } from "node:fs/promises";
import path from "node:path";
import { checksumOf } from "./checksum.js";
import type { Door, ImportRequest, ImportSummary, OpenedFile, Services } from "./command/index.js";
import { fetchSlackFile } from "./doors/index.js";
import { importList } from "./incoming-leads.js";
import { type ImportResult, importDataset, type Suites, takeUpWaiting } from "./intake/index.js";
import { followSalesforceLeads, type LeadImport } from "./leads/index.js";
import type { Pool } from "./pool/index.js";
import { counted, showDay, showInteger } from "./reply/index.js";
import {
  type Clock,
  type LeadSource,
  type Log,
  type Organization,
  PolarisError,
  type Settings,
} from "./runtime/index.js";
import { DATASETS, type RawTable, readTables, recognise, recogniseLeads, refusalBySize } from "./sources/index.js";

interface FileParts {
  readonly settings: Settings;
  readonly organization: Organization;
  readonly pool: Pool;
  readonly log: Log;
  readonly clock: Clock;
  /** What is expected of the rows. */
  readonly expectations: Suites;
}

/** Where files from Slack stand while they are read. */
export const incomingFolder = ({ dataFolder }: Pick<Settings, "dataFolder">): string =>
  path.join(dataFolder, "incoming");

/** Files that people send or name: opened where they are, recognised by their columns, taken in by the one pipeline. */
export function fileServices(parts: FileParts): Pick<Services, "openFile" | "importFile"> {
  return {
    openFile: (reference, door, signal) => openFile(parts, reference, door, signal),
    importFile: (request, hooks) => importFile(parts, request, hooks),
  };
}

const SLACK_FILE = /^F[A-Z0-9]{2,}$/;

/** Whoever speaks from Slack names uploads and never a path of this machine. */
async function openFile(
  { settings, log }: FileParts,
  reference: string,
  door: Door,
  signal: AbortSignal,
): Promise<OpenedFile> {
  if (door === "terminal") return openPath(reference);
  if (door === "slack" && SLACK_FILE.test(reference)) {
    const folder = incomingFolder(settings);
    return fetchSlackFile({ slack: settings.slack, folder, log, tooLarge: refusalBySize }, reference, signal);
  }
  const todo =
    door === "slack"
      ? "Type /polaris import and choose the file in the form, or use “Import this file” on the message that has it."
      : "Import it by hand, or connect the sheet that it comes from.";
  throw new PolarisError("argument_invalid", `Expected an uploaded file, but got “${reference}”. ${todo}`);
}

async function openPath(reference: string): Promise<OpenedFile> {
  const file = path.resolve(reference);
  const facts = await stat(file).catch(() => null);
  if (facts === null || !facts.isFile())
    throw new PolarisError(
      "not_found",
      `There is no file “${reference}” here${facts?.isDirectory() ? ": it is a folder" : ""}. Expected the path of a workbook (.xlsx) or a text file (.csv, .tsv).`,
    );
  return { name: path.basename(file), path: file, bytes: facts.size, close: async () => undefined };
}

/** What a file holds, whichever way it is taken in: a workbook is read whole, and once. */
interface FileContent {
  readonly checksum: string;
  /** @throws PolarisError file_unreadable, file_too_large */
  tables(): Promise<RawTable[]>;
}

async function contentOf(file: ImportRequest["file"]): Promise<FileContent> {
  let tables: Promise<RawTable[]> | undefined;
  return {
    checksum: await checksumOf(file.path),
    tables() {
      tables ??= readTables(file);
      return tables;
    },
  };
}

type ImportHooks = Parameters<Services["importFile"]>[1];

/** A list of prospective leads, or any other kind of file: its columns say which, where nobody did. */
async function importFile(parts: FileParts, request: ImportRequest, hooks: ImportHooks): Promise<ImportSummary> {
  const { file, as } = request;
  hooks.progress({ stage: `Reading ${file.name}`, done: 0, total: null, perSecond: null, secondsLeft: null });
  const isDataset = DATASETS.some(({ name }) => name === as);
  const isSource = parts.organization.leadSources.some(({ name }) => name === as);
  if (as !== null && !isDataset && !isSource) throw unknownKind(parts.organization, as);
  const content = await contentOf(file);
  if (isDataset) return importRows(parts, request, content, hooks);
  let refusal: unknown = null;
  try {
    const imported = await importListOfLeads(parts, request, content, hooks);
    if (imported !== null) return imported;
  } catch (thrown) {
    if (isSource || !isAboutColumns(thrown)) throw thrown;
    refusal = thrown;
  }
  try {
    return await importRows(parts, request, content, hooks);
  } catch (thrown) {
    // It was nearly a list of leads, and is no other kind of file: what it lacks as a list is what has to be said. A list has so many columns that it
    // always has most of some other kind's as well.
    throw refusal !== null && isAboutColumns(thrown) ? refusal : thrown;
  }
}

const isAboutColumns = (thrown: unknown): boolean =>
  thrown instanceof PolarisError && (thrown.code === "columns_changed" || thrown.code === "file_unknown");

function unknownKind({ leadSources }: Organization, as: string): PolarisError {
  const known = [...DATASETS, ...leadSources].map(({ name }) => name).join(", ");
  return new PolarisError(
    "argument_invalid",
    `Polaris knows no kind of file called “${as}”. Expected one of ${known}.`,
  );
}

async function importListOfLeads(
  parts: FileParts,
  { file, as, date, startedBy, door, inside }: ImportRequest,
  { checksum, tables }: FileContent,
  hooks: ImportHooks,
): Promise<ImportSummary | null> {
  const { clock, organization } = parts;
  const startedAt = clock.now();
  const list = {
    file: { checksum, name: file.name, bytes: file.bytes },
    as,
    date,
    way: door === "terminal" ? "terminal" : "slack",
    startedBy,
    inside,
    recognise: () => recogniseLeads(file, organization.leadSources, as, tables),
  } as const;
  const imported = await importList(parts, list, hooks);
  if (imported === null) return null;
  if (imported.state === "stopped") throw new PolarisError(imported.code ?? "file_unreadable", imported.why ?? "");
  const source = organization.leadSources.find(({ name }) => name === imported.source);
  return summaryOfLeads(imported, source, file.name, (Date.parse(clock.now()) - Date.parse(startedAt)) / 1000);
}

async function importRows(
  { organization, pool, clock, expectations }: FileParts,
  { file, as, whole, startedBy }: ImportRequest,
  { checksum, tables }: FileContent,
  { progress, signal }: ImportHooks,
): Promise<ImportSummary> {
  const datasets = as === null ? DATASETS : DATASETS.filter(({ name }) => name === as);
  const { dataset, grid, places, leftOut } = recognise(await tables(), datasets);
  if (grid.rows.length === 0) throw withoutRows(grid.name, dataset.label);
  const result = await importDataset({
    pool,
    organization,
    clock,
    dataset,
    grid,
    places,
    origin: `file:${file.name}`,
    defaults: {},
    whole,
    trigger: "command",
    startedBy,
    file: { checksum, name: file.name, bytes: file.bytes },
    judge: expectations,
    progress,
    signal,
  });
  if (result.error !== null) throw new PolarisError(result.error.code, result.error.text);
  // What other files said about sessions and people that have only come now.
  await takeUpWaiting({ pool, organization, clock, trigger: "command", startedBy });
  await followSalesforceLeads(pool, organization, clock.now());
  const notRead = leftOut.map(
    (name) => `“${name}” has the same columns and was not read: import it as a file of its own.`,
  );
  const summary = summaryOf(result);
  return { ...summary, notes: [...summary.notes, ...notRead] };
}

const withoutRows = (name: string, label: string): PolarisError =>
  new PolarisError(
    "file_unreadable",
    `“${name}” has the columns of “${label}” and no rows below them. Expected at least one. Export it again, and see that no filter hides its rows. Nothing was changed.`,
  );

/** Reasons that would not be understood by their names. */
const SKIPPED: Readonly<Record<string, string>> = {
  known_by_api: "because Salesforce itself has brought them already",
  deleted_before_it_was_seen: "because they are marked as deleted and were never here",
  repeated_in_file: "because the file has them twice",
  repeated_in_page: "because the file has them twice",
};

function summaryOf(result: ImportResult): ImportSummary {
  const status = { ok: "finished", partial: "partly", failed: "failed" } as const;
  const skips = result.objects.flatMap(({ label, counts }) =>
    Object.entries(counts.skippedBy).map(
      ([reason, count]) => `${label}: ${count} skipped, ${SKIPPED[reason] ?? reason.replaceAll("_", " ")}.`,
    ),
  );
  return {
    dataset: result.dataset,
    label: result.label,
    origin: result.origin,
    rows: result.rows,
    status: status[result.state],
    seconds: (Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1000,
    objects: result.objects.map(({ label, counts }) => ({
      object: label,
      read: counts.read,
      inserted: counts.inserted,
      updated: counts.updated,
      unchanged: counts.unchanged,
      deleted: counts.deleted,
      quarantined: counts.quarantined,
      skipped: counts.skipped,
      problem: null,
    })),
    refused: result.objects.reduce((sum, { refused }) => sum + refused, 0),
    tickets: result.tickets,
    notes: [...result.notices, ...skips],
  };
}

function summaryOfLeads(
  { source, fileDate, state, rows, inserted, unchanged, invalid, notices, leads }: LeadImport,
  { label }: Pick<LeadSource, "label"> = { label: source },
  name: string,
  seconds: number,
): ImportSummary {
  const counts = { read: rows, inserted, updated: 0, unchanged, deleted: 0, quarantined: 0, skipped: 0 };
  const unread = `Of ${counted(invalid, "row")} something cannot be read or is missing, such as the phone: see "leads invalid".`;
  const settled = `It counts as the list of ${showDay(fileDate)}. There are ${counted(leads.after, "lead")} now, ${showInteger(leads.after - leads.before)} more than before. Of those in this file ${showInteger(leads.new)} are new to Salesforce, ${showInteger(leads.known)} are known there, and of ${showInteger(leads.updated)} it says something that Salesforce does not.`;
  return {
    dataset: source,
    isOfLeads: true,
    label,
    origin: `file:${name}`,
    rows,
    status: "finished",
    seconds,
    objects: [{ object: label, ...counts, problem: null }],
    refused: 0,
    tickets: 0,
    notes: [...(state === "standing" ? [settled] : []), ...notices, ...(invalid > 0 ? [unread] : [])],
  };
}

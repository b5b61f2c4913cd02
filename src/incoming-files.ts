import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { Door, ImportRequest, ImportSummary, OpenedFile, Services } from "./command/index.js";
import { fetchSlackFile } from "./doors/index.js";
import { type ImportResult, importDataset, type Suites, takeUpWaiting } from "./intake/index.js";
import type { Pool } from "./pool/index.js";
import { type Clock, type Log, type Organization, PolarisError, type Settings } from "./runtime/index.js";
import { DATASETS, readTables, recognise, refusalBySize } from "./sources/index.js";

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

async function importFile(
  { organization, pool, clock, expectations }: FileParts,
  { file, as, whole, startedBy }: ImportRequest,
  { progress, signal }: Parameters<Services["importFile"]>[1],
): Promise<ImportSummary> {
  progress({ stage: `Reading ${file.name}`, done: 0, total: null, perSecond: null, secondsLeft: null });
  const tables = await readTables(file);
  const datasets = as === null ? DATASETS : DATASETS.filter(({ name }) => name === as);
  const { dataset, grid, places, leftOut } = recognise(tables, datasets);
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
    file: { checksum: await checksumOf(file.path), name: file.name, bytes: file.bytes },
    judge: expectations,
    progress,
    signal,
  });
  if (result.error !== null) throw new PolarisError(result.error.code, result.error.text);
  // What other files said about sessions and people that have only come now.
  await takeUpWaiting({ pool, organization, clock, trigger: "command", startedBy });
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

async function checksumOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

function summaryOf(result: ImportResult): ImportSummary {
  const status = { ok: "finished", partial: "partly", failed: "failed" } as const;
  const skips = result.objects.flatMap(({ label, counts }) =>
    Object.entries(counts.skippedBy).map(
      ([reason, count]) => `${label}: ${count} skipped, ${reason.replaceAll("_", " ")}.`,
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

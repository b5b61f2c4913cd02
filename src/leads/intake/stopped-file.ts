import { takeLease } from "../../intake/index.js";
import type { LeadSource } from "../../runtime/index.js";
import { leadListSource } from "../../sources/index.js";
import { type Stop, stopOf } from "./judge-file.js";
import { findLeadFile, noteLeadFile } from "./lead-files.js";
import type { LeadImportOptions } from "./model.js";
import { beginLeadRun, endStopped } from "./run.js";

/** A file of a source that could not even be recognised, as its columns changed. */
export type UnrecognisedFile = Pick<
  LeadImportOptions,
  "pool" | "clock" | "file" | "fileDate" | "way" | "startedBy" | "judge"
> & { readonly source: LeadSource };

/**
 * Lists a file that was stopped before its rows could be read, with its reason (ruling L4). Trouble that lies not in the file is not noted, nor one
 * that stands already, whose source is described otherwise since.
 * @throws PolarisError already_running while another file of the source is taken in
 */
export async function noteUnrecognised(options: UnrecognisedFile, thrown: unknown): Promise<void> {
  const { pool, clock, source, file, fileDate } = options;
  const stop = stopOf(thrown);
  if (stop === null) return;
  const key = { source: source.name, checksum: file.checksum, fileDate };
  const lease = await takeLease(pool, leadListSource(source.name), clock);
  try {
    if ((await findLeadFile(pool, key))?.state !== "standing") await note(options, stop);
  } finally {
    await lease.release(pool);
  }
}

async function note({ source, ...options }: UnrecognisedFile, stop: Stop): Promise<void> {
  const { pool, clock, file, fileDate, way, startedBy } = options;
  const run = await beginLeadRun({ ...options, source: source.name, name: file.name });
  const { checksum } = file;
  const received = { now: clock.now(), startedBy, way, runId: run.runId };
  const state = { columns: [], rows: 0, state: "stopped", why: stop.why } as const;
  await endStopped(pool, run, stop, async (tx) => {
    await noteLeadFile(tx, { source: source.name, checksum, fileDate, file, ...received, ...state });
  });
}

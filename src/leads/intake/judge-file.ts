import { createHash } from "node:crypto";
import { type BatchJudge, type Meter, stoppedBy } from "../../intake/index.js";
import { asPolarisError, type ErrorCode, PolarisError } from "../../runtime/index.js";
import type { LeadTable } from "../../sources/index.js";

/** Why nothing of a file may go on. */
export interface Stop {
  readonly code: ErrorCode;
  readonly why: string;
}

/** What the first reading of a file says of it. Nothing is stored for it. */
export interface JudgedFile {
  readonly rows: number;
  /** Null when the file may go on. */
  readonly stop: Stop | null;
  /** Rows that do not meet what is expected of each. */
  readonly failing: number;
  readonly shifted: number;
  /** Of all its rows, in their order: a second reading must come to the same. */
  readonly digest: string;
}

/** What is wrong with the file itself. Anything else is trouble of ours, and the file may come again. */
const STOPPING: readonly ErrorCode[] = ["columns_changed", "file_unreadable", "file_unknown", "file_too_large"];

/** The reason of an error that lies in the file; null for any other. */
export function stopOf(thrown: unknown): Stop | null {
  const { code, message } = asPolarisError(thrown);
  return STOPPING.includes(code) ? { code, why: message } : null;
}

/** Reads a whole file to see that it can be read to its end, has rows, and is what its suite expects. */
export async function judgeFile(
  table: LeadTable,
  judge: BatchJudge | null,
  meter: Meter,
  signal: AbortSignal | undefined,
): Promise<JudgedFile> {
  const absent = table.source.columns.map(({ name }) => name).filter((name) => !table.header.includes(name));
  const columns = { there: table.header, absent };
  const digest = createHash("sha256");
  let rows = 0;
  let failing = 0;
  try {
    const { shifted, stop } = await table.check((page) => {
      signal?.throwIfAborted();
      failing += judge?.judgeLines(page, columns).size ?? 0;
      for (const { hash } of page) digest.update(hash);
      rows += page.length;
      meter.add(page.length);
    });
    return { rows, failing, shifted, digest: digest.digest("hex"), stop: reasonOf(table, rows, stop, judge) };
  } catch (thrown) {
    const stop = stopOf(thrown);
    if (stop === null) throw thrown;
    return { rows, failing, shifted: 0, digest: "", stop };
  }
}

function reasonOf(table: LeadTable, rows: number, stop: string | null, judge: BatchJudge | null): Stop | null {
  if (stop !== null) return { code: "columns_changed", why: stop };
  if (rows === 0) return stopOf(withoutRows(table));
  const unexpected = judge?.stop ?? null;
  if (unexpected === null) return null;
  const { code, message } = stoppedBy(unexpected, `Rows of “${table.source.label}”`);
  return { code, why: message };
}

const withoutRows = ({ source }: LeadTable): PolarisError =>
  new PolarisError(
    "file_unreadable",
    `The file has the columns of “${source.label}” and no rows below them. Expected at least one. Export it again, and see that no filter hides its rows. Nothing was changed.`,
  );

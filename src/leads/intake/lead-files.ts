import sql from "sql-template-tag";
import type { ReceivedFile } from "../../intake/index.js";
import type { Reader, Transaction } from "../../pool/index.js";
import type { LeadFileWay } from "./model.js";

/** A file of a source, as it is told apart from others: by its bytes and the day it speaks of. */
export interface LeadFileKey {
  readonly source: string;
  readonly checksum: string;
  readonly fileDate: string;
}

interface KnownFile {
  readonly id: number;
  readonly state: string;
  readonly rows: number;
}

export async function findLeadFile(
  reader: Reader,
  { source, checksum, fileDate }: LeadFileKey,
): Promise<KnownFile | null> {
  const [file] = await reader.query<KnownFile>(sql`
    SELECT id, state, rows FROM lead_file WHERE source = ${source} AND checksum = ${checksum} AND file_date = ${fileDate}`);
  return file ?? null;
}

/** The day under which the same bytes stand already: a file without a date of its own is not a new one tomorrow. */
export async function dateOfSameBytes(
  reader: Reader,
  { source, checksum }: Pick<LeadFileKey, "source" | "checksum">,
): Promise<string | null> {
  const [file] = await reader.query<{ file_date: string | null }>(sql`
    SELECT MAX(file_date) AS file_date FROM lead_file WHERE source = ${source} AND checksum = ${checksum} AND state <> 'stopped'`);
  return file?.file_date ?? null;
}

/** The newest other standing file of the same source and day. */
export async function otherOfDay(
  reader: Reader,
  { source, checksum, fileDate }: LeadFileKey,
): Promise<{ readonly name: string; readonly checksum: string } | null> {
  const [other] = await reader.query<{ name: string; checksum: string }>(sql`
    SELECT name, checksum FROM lead_file
    WHERE source = ${source} AND file_date = ${fileDate} AND state = 'standing' AND checksum <> ${checksum} ORDER BY checksum DESC LIMIT 1`);
  return other ?? null;
}

/** What is noted of a file as it comes. */
export interface ComingFile extends LeadFileKey {
  readonly file: ReceivedFile;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly state: "reading" | "standing" | "stopped";
  readonly why: string | null;
  readonly now: string;
  readonly startedBy: string | null;
  readonly runId: number | null;
  readonly way: LeadFileWay;
}

/** Notes a file, or how it came once more: one that was stopped, or cut off while it was read. @returns its id */
export async function noteLeadFile(tx: Transaction, coming: ComingFile): Promise<number> {
  const { source, checksum, fileDate, file, columns, rows, state, why, now, startedBy, runId, way } = coming;
  const [noted] = await tx.query<{ id: number }>(sql`
    INSERT INTO lead_file (source, name, file_date, checksum, bytes, columns, rows, state, stopped_why, received_at, received_by, run_id, way)
    VALUES (${source}, ${file.name}, ${fileDate}, ${checksum}, ${file.bytes}, ${JSON.stringify(columns)}, ${rows}, ${state}, ${why}, ${now},
      ${startedBy ?? "schedule"}, ${runId}, ${way})
    ON CONFLICT (source, checksum, file_date) DO UPDATE SET name = excluded.name, columns = excluded.columns, rows = excluded.rows,
      state = excluded.state, stopped_why = excluded.stopped_why, received_at = excluded.received_at, received_by = excluded.received_by,
      run_id = excluded.run_id, way = excluded.way
    RETURNING id`);
  if (noted === undefined) throw new Error("the database gave no id");
  // An import of it may have been cut off before: it is read anew. Nothing of a stopped file moves on, and nothing of it stays (ruling L4).
  if (state !== "standing") await tx.run(sql`DELETE FROM lead_row WHERE file_id = ${noted.id}`);
  return noted.id;
}

/** Files that are looked at to know how many rows a source usually has. */
const USUAL_OF = 6;

/** The rows that a source's files usually have: the median of its newest standing ones. Null when there is none. */
export async function usualRows(reader: Reader, { source, checksum }: LeadFileKey): Promise<number | null> {
  const files = await reader.query<{ rows: number }>(sql`
    SELECT rows FROM lead_file WHERE source = ${source} AND state = 'standing' AND checksum <> ${checksum}
    ORDER BY file_date DESC, checksum DESC LIMIT CAST(${USUAL_OF} AS INTEGER)`);
  const counts = files.map(({ rows }) => rows).sort((a, b) => a - b);
  return counts[Math.floor((counts.length - 1) / 2)] ?? null;
}

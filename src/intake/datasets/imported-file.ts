import sql from "sql-template-tag";
import type { Pool } from "../../pool/index.js";
import type { ImportResult } from "./model.js";

/** A file as it came. */
export interface ReceivedFile {
  /** SHA-256 of the bytes. */
  readonly checksum: string;
  readonly name: string;
  readonly bytes: number;
}

/** Remembers that a file was imported, so that the same bytes are known when they come again. */
export async function rememberFile(
  pool: Pool,
  { checksum, name, bytes }: ReceivedFile,
  { dataset, rows, runId, state, finishedAt }: ImportResult,
  startedBy: string | null,
): Promise<void> {
  await pool.transaction((tx) =>
    tx.run(sql`
      INSERT INTO imported_file (checksum, name, dataset, bytes, rows, received_at, received_by, run_id, state)
      VALUES (${checksum}, ${name}, ${dataset}, ${bytes}, ${rows}, ${finishedAt}, ${startedBy ?? "schedule"}, ${runId}, ${state})`),
  );
}

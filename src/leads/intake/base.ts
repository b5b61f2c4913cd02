import sql from "sql-template-tag";
import type { Stage, Transaction, Value } from "../../pool/index.js";
import type { BaseLine } from "./base-line.js";
import { RECORD_COLUMNS } from "./record-columns.js";

const LINES: Stage = {
  name: "stage_lead_line",
  columns: [
    { name: "line", type: "integer" },
    { name: "hash", type: "text" },
  ],
};

const VERSIONS: Stage = {
  name: "lead_version",
  columns: [
    { name: "source", type: "text" },
    { name: "hash", type: "text" },
    { name: "cells", type: "text" },
    ...RECORD_COLUMNS,
  ],
};

/**
 * Stores the rows of a page, and the wordings among them that the source has never had. Those are all that is standardised: a full refresh repeats
 * nearly everything. Rows that are there already stay as they are.
 * @returns how many wordings were new
 */
export async function storeLines(
  tx: Transaction,
  source: string,
  fileId: number,
  page: readonly BaseLine[],
): Promise<number> {
  await tx.stage(
    LINES,
    page.map(({ line, hash }) => [line, hash]),
  );
  const unknown = await tx.query<{ hash: string }>(sql`
    SELECT DISTINCT s.hash FROM stage_lead_line s
    WHERE NOT EXISTS (SELECT 1 FROM lead_version v WHERE v.source = ${source} AND v.hash = s.hash)`);
  if (unknown.length > 0) await tx.append(VERSIONS, versionsOf(source, new Set(unknown.map(({ hash }) => hash)), page));
  await tx.run(sql`
    INSERT INTO lead_row (file_id, line, version_id)
    SELECT CAST(${fileId} AS INTEGER), s.line, v.id FROM stage_lead_line s JOIN lead_version v ON v.hash = s.hash
    WHERE v.source = ${source}
    ON CONFLICT (file_id, line) DO NOTHING`);
  return unknown.length;
}

/** Forgets the wordings of a source that no row has: what a file left that may not go on. */
export async function forgetWordings(tx: Transaction, source: string): Promise<void> {
  await tx.run(sql`
    DELETE FROM lead_version WHERE source = ${source} AND NOT EXISTS (SELECT 1 FROM lead_row r WHERE r.version_id = lead_version.id)`);
}

/** Each wording once. */
function* versionsOf(source: string, wanted: Set<string>, page: readonly BaseLine[]): Generator<readonly Value[]> {
  for (const line of page) {
    if (wanted.delete(line.hash)) yield [source, line.hash, ...line.wording()];
  }
}

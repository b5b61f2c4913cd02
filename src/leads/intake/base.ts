import sql from "sql-template-tag";
import type { Stage, Transaction, Value } from "../../pool/index.js";
import type { BaseLine } from "./base-line.js";
import { RECORD_COLUMNS } from "./record-columns.js";

const HASHES: Stage = { name: "stage_lead_hash", columns: [{ name: "hash", type: "text" }] };

const VERSIONS: Stage = {
  name: "lead_version",
  columns: [
    { name: "source", type: "text" },
    { name: "hash", type: "text" },
    { name: "cells", type: "text" },
    ...RECORD_COLUMNS,
  ],
};

const ROWS: Stage = {
  name: "lead_row",
  columns: [
    { name: "file_id", type: "integer" },
    { name: "line", type: "integer" },
    { name: "version_id", type: "integer" },
  ],
};

export const BASE_TABLES = [VERSIONS.name, ROWS.name];

/** A file on its way into base. */
export interface FileInBase {
  readonly source: string;
  readonly fileId: number;
  /** Whether most wordings will be new, so that none is looked up before. */
  readonly allNew: boolean;
}

/**
 * Stores the rows of a page, none of which base has yet, and the wordings among them that the source has never had. Those are all that is standardised:
 * a full refresh repeats nearly everything.
 * @returns how many wordings were new
 */
export async function storeLines(
  tx: Transaction,
  { source, fileId, allNew }: FileInBase,
  page: readonly BaseLine[],
): Promise<number> {
  const versions = allNew ? new Map<string, number>() : await knownAmong(tx, source, page);
  const coming = eachOnce(page.filter(({ hash }) => !versions.has(hash)));
  const ids = await tx.appendNew(VERSIONS, versionsOf(source, coming));
  const known: BaseLine[] = [];
  for (const [place, line] of coming.entries()) {
    const id = ids[place] ?? null;
    if (id === null) known.push(line);
    else versions.set(line.hash, id);
  }
  if (known.length > 0) for (const [hash, id] of await knownAmong(tx, source, known)) versions.set(hash, id);
  await tx.append(ROWS, rowsOf(fileId, versions, page));
  return coming.length - known.length;
}

/** Hash → id of those wordings that the source has had. */
async function knownAmong(tx: Transaction, source: string, page: readonly BaseLine[]): Promise<Map<string, number>> {
  await tx.stage(HASHES, eachHash(page));
  const known = await tx.query<{ hash: string; id: number }>(sql`
    SELECT v.hash, v.id FROM stage_lead_hash s JOIN lead_version v ON v.hash = s.hash WHERE v.source = ${source}`);
  return new Map(known.map(({ hash, id }) => [hash, id]));
}

function* eachHash(page: readonly BaseLine[]): Generator<readonly Value[]> {
  for (const { hash } of page) yield [hash];
}

const eachOnce = (lines: readonly BaseLine[]): BaseLine[] => [
  ...new Map(lines.map((each) => [each.hash, each])).values(),
];

function* versionsOf(source: string, lines: readonly BaseLine[]): Generator<readonly Value[]> {
  for (const line of lines) yield [source, line.hash, ...line.wording()];
}

function* rowsOf(
  fileId: number,
  versions: ReadonlyMap<string, number>,
  page: readonly BaseLine[],
): Generator<readonly Value[]> {
  for (const { line, hash } of page) yield [fileId, line, versions.get(hash) ?? null];
}

/** Forgets the wordings of a source that no row has: what a file left that may not go on. */
export async function forgetWordings(tx: Transaction, source: string): Promise<void> {
  await tx.run(sql`
    DELETE FROM lead_version WHERE source = ${source} AND NOT EXISTS (SELECT 1 FROM lead_row r WHERE r.version_id = lead_version.id)`);
}

import sql, { raw } from "sql-template-tag";
import type { IncomingRow } from "../../sources/index.js";
import { type PageContext, stageKeys } from "../page-context.js";
import { DESTINATIONS, TABLES } from "../tables/index.js";

/**
 * Tells the rows that the pool has just so from those that are new or different. Files bear no stamps: a row that stays as it was keeps the stamp of
 * the day it became so.
 */
export async function changesAmong(
  { tx, source, object }: PageContext,
  rows: readonly IncomingRow[],
): Promise<{ unchanged: IncomingRow[]; changed: IncomingRow[] }> {
  await stageKeys(
    tx,
    rows.map(({ sourceId }) => sourceId),
  );
  const stamps = new Map<string, { hash: string; stamp: string | null }>();
  for (const kind of DESTINATIONS[object]?.tables ?? []) {
    const known = await tx.query<{ source_id: string; record_hash: string; modified_at: string | null }>(sql`
      SELECT t.source_id, t.record_hash, t.modified_at
      FROM stage_key k JOIN ${raw(TABLES[kind].name)} t ON t.source = ${source} AND t.source_id = k.source_id
      WHERE t.deleted_at IS NULL`);
    for (const row of known) stamps.set(row.source_id, { hash: row.record_hash, stamp: row.modified_at });
  }
  const unchanged: IncomingRow[] = [];
  const changed: IncomingRow[] = [];
  for (const row of rows) {
    const known = stamps.get(row.sourceId);
    if (known === undefined || known.hash !== row.hash || row.isDeleted) changed.push(row);
    else unchanged.push(known.stamp === null ? row : { ...plain(row), modifiedAt: known.stamp });
  }
  return { unchanged, changed };
}

/** A row whose parts may be replaced, whatever it is made of. */
export function plain(row: IncomingRow): IncomingRow {
  const { sourceId, modifiedAt, isDeleted, mergedInto, hash } = row;
  return {
    sourceId,
    modifiedAt,
    isDeleted,
    mergedInto,
    hash,
    read: () => row.read(),
    payload: () => row.payload(),
    cell: (column) => row.cell(column),
  };
}

import { createHash } from "node:crypto";
import sql, { raw } from "sql-template-tag";
import { markDirty } from "../../identity/index.js";
import type { Stage, Value } from "../../pool/index.js";
import { type Copy, keepCopies } from "../copies.js";
import { type Counts, NO_COUNTS } from "../model.js";
import { type PageContext, stageKeys } from "../page-context.js";

type Column = Stage["columns"][number];

/** How rows of one table are written that were worked out in full beforehand. */
export interface Shape {
  readonly table: string;
  readonly columns: readonly Column[];
  /** Columns that follow from others and are emptied whenever a row is written. */
  readonly emptied?: readonly string[];
}

export interface Row {
  readonly sourceId: string;
  readonly hash: string;
  /** One per column of the shape. */
  readonly values: readonly Value[];
  /** JSON of what came, or null where no copy is kept. */
  readonly payload: string | null;
}

export interface Known {
  readonly hash: string;
  readonly deletedAt: string | null;
}

const plain = (name: string, type: Column["type"]): Column => ({ name, type });
export const text = (...names: string[]): Column[] => names.map((name) => plain(name, "text"));
export const integer = (...names: string[]): Column[] => names.map((name) => plain(name, "integer"));
export const real = (...names: string[]): Column[] => names.map((name) => plain(name, "real"));
export const boolean = (...names: string[]): Column[] => names.map((name) => plain(name, "boolean"));

/** A row with its hash over all that the pool will hold of it: the same file brings the same rows. */
export function rowOf(sourceId: string, values: readonly Value[], payload: string | null = null): Row {
  return { sourceId, values, payload, hash: createHash("sha256").update(JSON.stringify(values)).digest("hex") };
}

export const isSame = (row: Row, known: Known | undefined): boolean =>
  known !== undefined && known.deletedAt === null && known.hash === row.hash;

const hasCopy = (row: Row): row is Row & Copy => row.payload !== null;

/**
 * Inserts rows, or updates those that are there; each bears its source, its hash and the batch.
 * @param hasOlder some of the rows are there already: looking for older copies of what is new costs most of the time
 */
export async function writeRows(
  context: PageContext,
  { table, columns, emptied = [] }: Shape,
  rows: readonly Row[],
  hasOlder = true,
): Promise<void> {
  if (rows.length === 0) return;
  const { tx, source, batchId, seenAt } = context;
  const stage = `stage_virtual_${table}`;
  const own = text("source_id", "record_hash");
  await tx.stage(
    { name: stage, columns: [...own, ...columns] },
    rows.map(({ sourceId, hash, values }) => [sourceId, hash, ...values]),
  );
  const names = columns.map(({ name }) => name);
  await tx.run(sql`
    INSERT INTO ${raw(table)} (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, modified_at, ${raw(names.join(", "))})
    SELECT ${source}, s.source_id, s.record_hash, CAST(${batchId} AS INTEGER), ${seenAt}, ${seenAt}, ${seenAt}, ${raw(names.map((name) => `s.${name}`).join(", "))}
    FROM ${raw(stage)} s WHERE true
    ON CONFLICT (source, source_id) DO UPDATE SET record_hash = excluded.record_hash, batch_id = excluded.batch_id,
      last_seen_at = excluded.last_seen_at, modified_at = excluded.modified_at, deleted_at = NULL,
      ${raw([...names.map((name) => `${name} = excluded.${name}`), ...emptied.map((name) => `${name} = NULL`)].join(", "))}`);
  await keepCopies(context, rows.filter(hasCopy), hasOlder);
  await markDirty(tx);
}

/** Marks rows as deleted; they stay, so that figures can be explained and the deletion undone. @returns rows marked */
export async function buryRows(
  { tx, source, batchId, seenAt }: PageContext,
  table: string,
  ids: readonly string[],
): Promise<number> {
  if (ids.length === 0) return 0;
  await stageKeys(tx, ids);
  const marked = await tx.run(sql`
    UPDATE ${raw(table)} SET deleted_at = ${seenAt}, modified_at = ${seenAt}, batch_id = CAST(${batchId} AS INTEGER)
    WHERE source = ${source} AND deleted_at IS NULL AND source_id IN (SELECT source_id FROM stage_key)`);
  if (marked > 0) await markDirty(tx);
  return marked;
}

/** Counts that add up: what was read is the sum of the rest. */
export function tally(parts: Partial<Omit<Counts, "read" | "skipped">>): Counts {
  const counts = { ...NO_COUNTS, ...parts };
  const skipped = Object.values(counts.skippedBy).reduce((sum, count) => sum + count, 0);
  const { inserted, updated, unchanged, deleted, quarantined } = counts;
  return { ...counts, skipped, read: inserted + updated + unchanged + deleted + quarantined + skipped };
}

import sql, { raw } from "sql-template-tag";
import type { Stage } from "../pool/index.js";
import type { RecordKind } from "../sources/index.js";
import type { PageContext } from "./page-context.js";
import { DESTINATIONS, TABLES } from "./tables/index.js";

/** A row that is no longer there in the source. */
export interface Gone {
  readonly sourceId: string;
  /** ISO-8601 UTC. */
  readonly at: string;
  readonly mergedInto: string | null;
}

/** A row that its source merged into another. */
export interface Merged {
  readonly sourceId: string;
  readonly mergedInto: string;
}

export const isMerged = (gone: Gone): gone is Gone & Merged => gone.mergedInto !== null;

const text = (name: string) => ({ name, type: "text" }) as const;
const STAGE: Stage = { name: "stage_gone", columns: ["source_id", "at", "merged_into"].map(text) };

/** Marks live rows as deleted; they stay, so that figures can be explained and a deletion undone. @returns rows marked */
export async function bury(
  { tx, source, object, batchId, seenAt }: PageContext,
  gone: readonly Gone[],
  kinds: readonly RecordKind[] = DESTINATIONS[object]?.tables ?? [],
): Promise<number> {
  if (gone.length === 0) return 0;
  await tx.stage(
    STAGE,
    gone.map(({ sourceId, at, mergedInto }) => [sourceId, at, mergedInto]),
  );
  let marked = 0;
  for (const kind of kinds) {
    const { name, hasMerges } = TABLES[kind];
    const merged = raw(hasMerges ? ", merged_into_source_id = g.merged_into" : "");
    marked += await tx.run(sql`
      UPDATE ${raw(name)} SET deleted_at = g.at, modified_at = g.at, last_seen_at = ${seenAt}, batch_id = CAST(${batchId} AS INTEGER)${merged}
      FROM stage_gone g WHERE ${raw(name)}.source = ${source} AND ${raw(name)}.source_id = g.source_id AND ${raw(name)}.deleted_at IS NULL`);
  }
  return marked;
}

const JOINED: Stage = { name: "stage_joined", columns: ["source_id", "merged_into"].map(text) };

/** Notes of rows that went before what they were merged into: a list of what was deleted does not say it, the row itself does later. */
export async function tellWinners(
  { tx, source, object, batchId, seenAt }: PageContext,
  joined: readonly Merged[],
): Promise<void> {
  if (joined.length === 0) return;
  await tx.stage(
    JOINED,
    joined.map(({ sourceId, mergedInto }) => [sourceId, mergedInto]),
  );
  for (const kind of DESTINATIONS[object]?.tables ?? []) {
    const { name, hasMerges } = TABLES[kind];
    if (!hasMerges) continue;
    await tx.run(sql`
      UPDATE ${raw(name)} SET merged_into_source_id = j.merged_into, last_seen_at = ${seenAt}, batch_id = CAST(${batchId} AS INTEGER)
      FROM stage_joined j WHERE ${raw(name)}.source = ${source} AND ${raw(name)}.source_id = j.source_id AND ${raw(name)}.deleted_at IS NOT NULL`);
  }
}

const TOUCHED: Stage = { name: "stage_touched", columns: ["source_id", "modified_at"].map(text) };

/** Notes a new stamp on rows that hold what they held before. */
export async function touch(
  { tx, source, object, seenAt }: PageContext,
  touched: readonly (readonly [sourceId: string, modifiedAt: string])[],
): Promise<void> {
  if (touched.length === 0) return;
  await tx.stage(TOUCHED, touched);
  for (const kind of DESTINATIONS[object]?.tables ?? []) {
    const name = raw(TABLES[kind].name);
    await tx.run(sql`
      UPDATE ${name} SET modified_at = k.modified_at, last_seen_at = ${seenAt}
      FROM stage_touched k WHERE ${name}.source = ${source} AND ${name}.source_id = k.source_id`);
  }
}

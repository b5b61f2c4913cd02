import sql from "sql-template-tag";
import type { Stage, Staged } from "../pool/index.js";
import { type PageContext, stageKeys } from "./page-context.js";

/** A row as its source gave it. */
export interface Copy {
  readonly sourceId: string;
  readonly hash: string;
  /** JSON, or its UTF-8 bytes. */
  readonly payload: string | Uint8Array;
}

const KEPT_COPIES = 3;

const COPIES: Stage = {
  name: "raw_record",
  columns: [
    { name: "source", type: "text" },
    { name: "object", type: "text" },
    { name: "source_id", type: "text" },
    { name: "record_hash", type: "text" },
    { name: "payload", type: "utf8" },
    { name: "batch_id", type: "integer" },
    { name: "seen_at", type: "text" },
  ],
};

/**
 * Keeps the raw copy of every row that was just stored, and of each key the last three.
 * @param hasOlder some of the rows were there already: looking for older copies of what is new costs most of the time
 */
export async function keepCopies(context: PageContext, copies: readonly Copy[], hasOlder: boolean): Promise<void> {
  const { tx, source, object } = context;
  if (copies.length === 0) return;
  await tx.append(COPIES, rowsOf(context, copies));
  if (!hasOlder) return;
  await stageKeys(
    tx,
    copies.map(({ sourceId }) => sourceId),
  );
  // A cross join, so that SQLite takes the stage first and finds the copies of each key by their index: the other way round it reads them all.
  await tx.run(sql`
    DELETE FROM raw_record WHERE id IN (
      SELECT id FROM (
        SELECT r.id, row_number() OVER (PARTITION BY r.source_id ORDER BY r.id DESC) AS place
        FROM stage_key k CROSS JOIN raw_record r WHERE r.source = ${source} AND r.object = ${object} AND r.source_id = k.source_id
      ) AS copies WHERE place > ${KEPT_COPIES})`);
}

function* rowsOf(
  { source, object, batchId, seenAt }: PageContext,
  copies: readonly Copy[],
): Iterable<readonly Staged[]> {
  for (const { sourceId, hash, payload } of copies) yield [source, object, sourceId, hash, payload, batchId, seenAt];
}

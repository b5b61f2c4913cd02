import sql from "sql-template-tag";
import type { Reader, Transaction } from "../../pool/index.js";
import type { Doer, EventKey } from "../ownership/index.js";
import type { InCharge, Said, TaskState } from "./model.js";
import { saidIn } from "./read.js";

export interface TaskWish {
  readonly state: TaskState;
  readonly owner: InCharge | null;
  readonly dueOn: string | null;
}

/** Says what holds of an item from now on. @returns the number of the change */
export async function sayOfTask(
  tx: Transaction,
  { source, sourceId }: EventKey,
  item: string,
  { state, owner, dueOn }: TaskWish,
  { by, now }: { readonly by: Doer; readonly now: string },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO event_task_change (source, source_id, item, state, owner, owner_name, due_on, "by", by_name, at)
    VALUES (${source}, ${sourceId}, ${item}, ${state}, ${owner?.userId ?? null}, ${owner?.name ?? null}, ${dueOn}, ${by.id}, ${by.name}, ${now})
    RETURNING id`);
  if (row === undefined) throw new Error("what was said of the task was not kept");
  return row.id;
}

/** A change of an item, with what was said before it and whether anything was said since. */
export interface ToldOfTask {
  /** Of the event as it stands now. */
  readonly eventId: number;
  readonly item: string;
  readonly said: Said;
  readonly before: Said | null;
  readonly isNewest: boolean;
}

/** Null where there is no such change, or its event is gone. */
export async function changeOfTask(reader: Reader, id: number): Promise<ToldOfTask | null> {
  const rows = await reader.query<
    Parameters<typeof saidIn>[0] & { readonly event_id: number; readonly item: string }
  >(sql`
    SELECT t.id, COALESCE(x.same_as_id, x.id) AS event_id, t.item, t.state, t.owner, t.owner_name, t.due_on, t."by" AS by, t.by_name, t.at
    FROM event_task_change t JOIN event x ON x.source = t.source AND x.source_id = t.source_id
    WHERE x.deleted_at IS NULL AND (COALESCE(x.same_as_id, x.id), t.item) IN (
      SELECT COALESCE(e.same_as_id, e.id), c.item FROM event_task_change c JOIN event e ON e.source = c.source AND e.source_id = c.source_id
      WHERE c.id = ${id})
    ORDER BY t.id`);
  const place = rows.findIndex((row) => row.id === id);
  const row = rows[place];
  if (row === undefined) return null;
  const before = rows[place - 1];
  return {
    eventId: row.event_id,
    item: row.item,
    said: saidIn(row),
    before: before === undefined ? null : saidIn(before),
    isNewest: place === rows.length - 1,
  };
}

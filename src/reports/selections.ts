import sql from "sql-template-tag";
import { foldText } from "../domain/index.js";
import type { FilterClause } from "../metrics/index.js";
import type { Reader, Transaction } from "../pool/index.js";
import { PolarisError } from "../runtime/index.js";

/** Events that somebody keeps together under a name, as for a funder. */
export interface Selection {
  readonly id: number;
  readonly name: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly events: readonly SelectedEvent[];
}

export interface SelectedEvent {
  readonly source: string;
  readonly sourceId: string;
  /** The pool's id; null for one that was deleted at its source. */
  readonly id: number | null;
}

/** What names an event whatever becomes of the pool. */
export type EventKey = Pick<SelectedEvent, "source" | "sourceId">;

interface Row {
  readonly id: number;
  readonly name: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly source: string | null;
  readonly source_id: string | null;
  readonly event: number | null;
}

/** Every selection, by name. */
export async function selections(reader: Reader): Promise<Selection[]> {
  const rows = await reader.query<Row>(sql`
    SELECT s.id, s.name, s.created_by, s.created_at, m.source, m.source_id, COALESCE(e.same_as_id, e.id) AS event
    FROM selection s
      LEFT JOIN selection_event m ON m.selection_id = s.id
      LEFT JOIN event e ON e.source = m.source AND e.source_id = m.source_id AND (e.deleted_at IS NULL OR e.same_as_id IS NOT NULL)
    ORDER BY s.name_key, e.local_date, m.source_id`);
  const found = new Map<number, Selection & { readonly events: SelectedEvent[] }>();
  for (const { id, name, created_by, created_at, source, source_id, event } of rows) {
    const selection = found.get(id) ?? { id, name, createdBy: created_by, createdAt: created_at, events: [] };
    found.set(id, selection);
    if (source !== null && source_id !== null) selection.events.push({ source, sourceId: source_id, id: event });
  }
  return [...found.values()];
}

/** The selection of this name. @throws PolarisError not_found, with the names there are */
export async function selectionCalled(reader: Reader, name: string): Promise<Selection> {
  const all = await selections(reader);
  const found = all.find((each) => foldText(each.name) === foldText(name));
  if (found !== undefined) return found;
  const known =
    all.length === 0
      ? 'Nobody has saved one yet; selection "Funder A" add … does.'
      : `Expected one of ${all.map((each) => `“${each.name}”`).join(", ")}.`;
  throw new PolarisError("not_found", `There is no selection called “${name}”. ${known}`, {
    suggestions: [{ label: "All selections", line: "selections" }],
  });
}

/** Nothing has this id, so that a selection without events holds a report to none, not to all. */
const NO_EVENT = -1;

/** Holds a report to a selection's events: a clause among its filters. @throws PolarisError not_found */
export async function selectionFilter(reader: Reader, name: string): Promise<FilterClause> {
  const selection = await selectionCalled(reader, name);
  const ids = selection.events.flatMap(({ id }) => (id === null ? [] : [id]));
  const label = `selection “${selection.name}”`;
  return { dimension: "event", values: (ids.length === 0 ? [NO_EVENT] : ids).map((key) => ({ key, label })) };
}

/** Adds events to a selection, which is made when there is none of the name. @returns those that were not in it yet */
export async function addToSelection(
  tx: Transaction,
  change: { readonly name: string; readonly events: readonly EventKey[]; readonly by: string; readonly now: string },
): Promise<EventKey[]> {
  const { name, events, by, now } = change;
  await tx.run(sql`INSERT INTO selection (name, name_key, created_by, created_at)
    VALUES (${name.trim()}, ${foldText(name)}, ${by}, ${now}) ON CONFLICT (name_key) DO NOTHING`);
  const added: EventKey[] = [];
  for (const { source, sourceId } of events) {
    const rows = await tx.run(sql`INSERT INTO selection_event (selection_id, source, source_id, added_by, added_at)
      SELECT s.id, ${source}, ${sourceId}, ${by}, ${now} FROM selection s WHERE s.name_key = ${foldText(name)}
      ON CONFLICT (selection_id, source, source_id) DO NOTHING`);
    if (rows > 0) added.push({ source, sourceId });
  }
  return added;
}

/** Takes events out of a selection. @returns those that were in it */
export async function removeFromSelection(
  tx: Transaction,
  { id }: Pick<Selection, "id">,
  events: readonly EventKey[],
): Promise<EventKey[]> {
  const removed: EventKey[] = [];
  for (const { source, sourceId } of events) {
    const rows = await tx.run(sql`DELETE FROM selection_event
      WHERE selection_id = ${id} AND source = ${source} AND source_id = ${sourceId}`);
    if (rows > 0) removed.push({ source, sourceId });
  }
  return removed;
}

/** Deletes a selection; its events themselves stay as they are. */
export async function deleteSelection(tx: Transaction, { id }: Pick<Selection, "id">): Promise<void> {
  await tx.run(sql`DELETE FROM selection_event WHERE selection_id = ${id}`);
  await tx.run(sql`DELETE FROM selection WHERE id = ${id}`);
}

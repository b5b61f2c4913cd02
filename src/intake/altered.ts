import sql, { raw } from "sql-template-tag";
import type { Value } from "../pool/index.js";
import type { IncomingRow, RecordKind } from "../sources/index.js";
import { outcomeOf } from "./laid-out.js";
import type { PageContext } from "./page-context.js";
import { DESTINATIONS, plain, TABLES, type Table } from "./tables/index.js";

/** Columns that something else than the row's own object may write. */
const OTHERS_WRITE: Readonly<Partial<Record<RecordKind, readonly string[]>>> = {
  contact: ["pathful_user_id"],
};

/** The columns of a table that come straight from the row, and from nowhere else. */
export const ownColumns = (kind: RecordKind): Table["columns"] =>
  TABLES[kind].columns.filter(({ name }) => !OTHERS_WRITE[kind]?.includes(name));

/** SQLite tells a truth as 1, PostgreSQL as true. */
export const isSameValue = (one: Value, other: Value): boolean => plain(one ?? null) === plain(other ?? null);

interface Stored {
  readonly source_id: string;
  readonly [column: string]: Value;
}

/**
 * The living rows of a page, its keys being staged, that hold something else in the pool than what is read of them now: their hash alone would let
 * them pass as unchanged.
 */
export async function alteredAmong(
  { tx, source, object }: PageContext,
  page: readonly IncomingRow[],
): Promise<ReadonlySet<string>> {
  const rows = new Map(page.map((row) => [row.sourceId, row]));
  const altered = new Set<string>();
  for (const kind of DESTINATIONS[object]?.tables ?? []) {
    const { name, columns } = TABLES[kind];
    const own = new Set(ownColumns(kind));
    const asked = raw(columns.map((column) => `, t.${column.name}`).join(""));
    const stored = await tx.query<Stored>(sql`
      SELECT t.source_id${asked} FROM stage_key k JOIN ${raw(name)} t ON t.source = ${source} AND t.source_id = k.source_id
      WHERE t.deleted_at IS NULL`);
    for (const each of stored) {
      const row = rows.get(each.source_id);
      const outcome = row === undefined || row.isDeleted ? null : outcomeOf(row);
      if (outcome?.kind !== "record") continue;
      const { of, values } = outcome.laidOut;
      const isAsRead =
        of === kind &&
        columns.every(
          (column, place) => !own.has(column) || isSameValue(values[place] ?? null, each[column.name] ?? null),
        );
      if (!isAsRead) altered.add(each.source_id);
    }
  }
  return altered;
}

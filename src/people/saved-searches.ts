import sql from "sql-template-tag";
import { foldText } from "../domain/index.js";
import type { Reader, Transaction } from "../pool/index.js";

/** A search that somebody keeps under a name: a command line, run anew each time as whoever runs it. */
export interface SavedSearch {
  readonly id: number;
  readonly name: string;
  readonly line: string;
  /** Everybody may use it, not its owner alone. */
  readonly isShared: boolean;
  /** Slack user id. */
  readonly owner: string;
  readonly createdAt: string;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly line: string;
  readonly is_shared: boolean | number;
  readonly owner: string;
  readonly created_at: string;
}

const COLUMNS = sql`id, name, line, is_shared, owner, created_at`;

const read = ({ is_shared, created_at, ...row }: Row): SavedSearch => ({
  ...row,
  isShared: Boolean(is_shared),
  createdAt: created_at,
});

/** What somebody may run: their own searches and those that others share, by name. */
export async function savedSearches(reader: Reader, owner: string): Promise<SavedSearch[]> {
  const rows = await reader.query<Row>(sql`
    SELECT ${COLUMNS} FROM saved_search WHERE owner = ${owner} OR is_shared = TRUE ORDER BY name_key, id`);
  return rows.map(read);
}

/** Those called so, or else those of whose names the text is a part; somebody's own goes before another's of the same name. */
export async function savedSearchesCalled(reader: Reader, owner: string, text: string): Promise<SavedSearch[]> {
  const key = foldText(text);
  const all = await savedSearches(reader, owner);
  const exact = all.filter(({ name }) => foldText(name) === key);
  if (exact.length === 0) return key === "" ? [] : all.filter(({ name }) => foldText(name).includes(key));
  const own = exact.filter((each) => each.owner === owner);
  return own.length > 0 ? own : exact;
}

export async function savedSearchWithId(reader: Reader, id: number): Promise<SavedSearch | null> {
  const [row] = await reader.query<Row>(sql`SELECT ${COLUMNS} FROM saved_search WHERE id = ${id}`);
  return row === undefined ? null : read(row);
}

export interface NewSavedSearch extends Pick<SavedSearch, "name" | "line" | "isShared" | "owner"> {
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** Keeps a search; one that its owner has under that name gives way. @returns its id, and what gave way */
export async function saveSearch(
  tx: Transaction,
  { name, line, isShared, owner, now }: NewSavedSearch,
): Promise<{ readonly id: number; readonly before: SavedSearch | null }> {
  const key = foldText(name);
  const [before] = await tx.query<Row>(
    sql`SELECT ${COLUMNS} FROM saved_search WHERE owner = ${owner} AND name_key = ${key}`,
  );
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO saved_search (name, name_key, line, is_shared, owner, created_at)
    VALUES (${name}, ${key}, ${line}, ${isShared}, ${owner}, ${now})
    ON CONFLICT (owner, name_key) DO UPDATE SET name = excluded.name, line = excluded.line, is_shared = excluded.is_shared
    RETURNING id`);
  if (row === undefined) throw new Error("the search was not kept");
  return { id: row.id, before: before === undefined ? null : read(before) };
}

/** Says whether it was still there: of two people who remove it, one does. */
export async function removeSavedSearch(tx: Transaction, id: number): Promise<boolean> {
  return (await tx.run(sql`DELETE FROM saved_search WHERE id = ${id}`)) > 0;
}

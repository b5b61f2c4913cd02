import sql from "sql-template-tag";
import { areLastJudged, DESTINATIONS, sourceOf } from "../../intake/index.js";
import type { Reader } from "../../pool/index.js";
import { lastVerdicts } from "../reconcile/index.js";

/** One object of one source as the board shows it. */
export interface BoardRow {
  readonly source: string;
  readonly object: string;
  readonly lastRead: string | null;
  readonly state: string;
  readonly read: number;
  readonly changed: number;
  readonly waiting: number;
  readonly flags: number;
  /** Null when it was never judged. */
  readonly failing: number | null;
  /** Verdict of the last comparison with the source; null when there was none. */
  readonly verdict: string | null;
}

interface Batch {
  readonly source: string;
  readonly object: string;
  readonly finished_at: string | null;
  readonly state: string;
  readonly read: number;
  readonly changed: number;
}

interface Tally {
  readonly source: string;
  readonly object: string;
  readonly n: number;
}

/**
 * Every object that was ever read, with the counts of the last run over it and what is known of its quality; each flag and each row set aside is
 * counted in one place. What belongs to no object that was read has a row of its own.
 */
export async function readBoard(reader: Reader): Promise<BoardRow[]> {
  const batches = await reader.query<Batch>(sql`
    SELECT b.source, b.object, b.finished_at, b.state, SUM(r.read) AS read, SUM(r.inserted + r.updated + r.deleted) AS changed FROM sync_batch b
    JOIN sync_batch r ON r.run_id = b.run_id AND r.source = b.source AND r.object = b.object
    WHERE b.id IN (SELECT MAX(id) FROM sync_batch GROUP BY source, object)
    GROUP BY b.id, b.source, b.object, b.finished_at, b.state ORDER BY b.id`);
  const waiting = await reader.query<Tally>(
    sql`SELECT source, object, COUNT(*) AS n FROM quarantine WHERE resolved_at IS NULL GROUP BY source, object ORDER BY source, object`,
  );
  const flags = await reader.query<Tally & { readonly entity: string }>(sql`
    SELECT source, entity, CASE WHEN entity IN ('schema', 'source') THEN source_id ELSE '' END AS object, COUNT(*) AS n FROM flag
    WHERE resolved_at IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`);
  const failing = await reader.query<Tally>(sql`
    SELECT r.source, r.object, SUM(r.unsuccessful) AS n FROM expectation_result r WHERE ${await areLastJudged(reader)} GROUP BY r.source, r.object`);
  const verdicts = await lastVerdicts(reader);

  const board = new Map<string, BoardRow>();
  const keyOf = (source: string, object: string): string => `${sourceOf(source)} ${object}`;
  for (const { source, object, finished_at: lastRead, state, read, changed } of batches)
    board.set(keyOf(source, object), { ...UNREAD, source, object, lastRead, state, read, changed });
  const note = (source: string, object: string, change: (row: BoardRow) => Partial<BoardRow>): void => {
    const row = board.get(keyOf(source, object)) ?? { ...UNREAD, source, object };
    board.set(keyOf(source, object), { ...row, ...change(row) });
  };
  for (const { source, object, n } of waiting) note(source, object, (row) => ({ waiting: row.waiting + n }));
  for (const { source, object, n } of failing) note(source, object, () => ({ failing: n }));
  for (const { source, object, verdict } of verdicts) note(source, object, () => ({ verdict }));
  for (const flag of flags)
    note(flag.source, objectOf(flag, [...board.values()]), (row) => ({ flags: row.flags + flag.n }));
  const isMain = ({ source }: BoardRow): number => Number(source === "salesforce");
  return [...board.values()].sort((a, b) => isMain(b) - isMain(a) || a.source.localeCompare(b.source, "en"));
}

const UNREAD = {
  lastRead: null,
  state: "",
  read: 0,
  changed: 0,
  waiting: 0,
  flags: 0,
  failing: null,
  verdict: null,
} as const;

/** Objects whose rows become entities that flags speak of. */
const ENTITIES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(DESTINATIONS).map(([object, { tables, entity }]) => [object, [entity, ...tables]]),
  ),
};

/** The object that a flag's row came with. */
function objectOf(
  { source, entity, object: about }: { readonly source: string; readonly entity: string; readonly object: string },
  board: readonly BoardRow[],
): string {
  // A field's key is "object.field".
  if (entity === "schema") return about.split(".")[0] ?? about;
  if (entity === "source") return about;
  const own = board.filter((row) => sourceOf(row.source) === source);
  const row = own.find(({ object }) => object === entity || ENTITIES[object]?.includes(entity) === true);
  return row?.object ?? entity;
}

export interface OpenFlags {
  readonly kind: string;
  readonly severity: string;
  readonly open: number;
  readonly oldest: string;
}

/** Open flags by kind, the most first. */
export function openFlags(reader: Reader): Promise<OpenFlags[]> {
  return reader.query<OpenFlags>(sql`
    SELECT kind, MIN(severity) AS severity, COUNT(*) AS open, MIN(opened_at) AS oldest FROM flag WHERE resolved_at IS NULL
    GROUP BY kind ORDER BY COUNT(*) DESC, kind`);
}

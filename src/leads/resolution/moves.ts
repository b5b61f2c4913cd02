import sql from "sql-template-tag";
import type { Reader, Stage, Transaction } from "../../pool/index.js";

/** Rows of a source that were worded in more than one way: only these can have moved. */
export const REWORDED = {
  name: "stage_reworded",
  columns: [
    { name: "source", type: "text" },
    { name: "row_key", type: "text" },
  ],
} as const satisfies Stage;

const LEFT = {
  name: "stage_left_key",
  columns: [
    { name: "source", type: "text" },
    { name: "key", type: "text" },
  ],
} as const satisfies Stage;

/** A row that stood at one key and stands at another now. */
export interface Move {
  readonly source: string;
  readonly row_key: string;
  readonly old_key: string;
  readonly current_key: string;
  /** Date and checksum of the last file in which it stood at the old key. */
  readonly last_at: string;
}

/** The rows of a source that stand at a key others left. */
export interface Stayer {
  readonly source: string;
  readonly key: string;
  readonly is_current: boolean | 0 | 1;
  readonly last_at: string;
}

/** Two keys of one lead. */
export type Edge = readonly [string, string];

/** Every move of any row among the files that stand; fills the stage of reworded rows. Few rows ever move, so all are looked at. */
export async function readMoves(tx: Transaction): Promise<Move[]> {
  await tx.stage(REWORDED, []);
  await tx.run(sql`
    INSERT INTO stage_reworded (source, row_key)
    SELECT source, row_key FROM lead_version GROUP BY source, row_key HAVING COUNT(*) > 1`);
  return tx.query<Move>(sql`
    SELECT v.source, v.row_key, v.lead_key AS old_key, s.lead_key AS current_key, MAX(f.file_date || ' ' || f.checksum) AS last_at
    FROM stage_reworded m
      JOIN staged_lead s ON s.source = m.source AND s.row_key = m.row_key
      JOIN lead_version v ON v.source = m.source AND v.row_key = m.row_key AND v.lead_key <> s.lead_key
      JOIN lead_row r ON r.version_id = v.id
      JOIN lead_file f ON f.id = r.file_id AND f.state = 'standing'
    GROUP BY v.source, v.row_key, v.lead_key, s.lead_key
    ORDER BY v.source, v.row_key, v.lead_key`);
}

/** Who stands at the keys that rows of the same source left. A key is had by few, a source has most of all: the rows are found by the key. */
export async function readStayers(tx: Transaction, moves: readonly Move[]): Promise<Stayer[]> {
  const left = new Map(moves.map(({ source, old_key }) => [`${source} ${old_key}`, [source, old_key] as const]));
  await tx.stage(LEFT, left.values());
  return tx.query<Stayer>(sql`
    SELECT s.source, s.lead_key AS "key", s.is_current, f.file_date || ' ' || f.checksum AS last_at
    FROM stage_left_key k CROSS JOIN staged_lead s CROSS JOIN lead_file f
    WHERE s.lead_key = k.key AND s.source || '' = k.source AND f.id = s.last_file_id`);
}

/**
 * Which keys are one lead because its rows moved: whoever stood at a key last takes it along to where they stand now. While a row of the same source
 * still stands there, nobody does: the others that left are leads of their own (two licences at one place, of which one moves away).
 */
export function movedEdges(moves: readonly Move[], stayers: readonly Stayer[]): Edge[] {
  const lastStayed = new Map<string, string>();
  const held = new Set<string>();
  const placeOf = (source: string, key: string): string => `${source} ${key}`;
  for (const { source, key, is_current, last_at } of stayers) {
    const place = placeOf(source, key);
    if (is_current) held.add(place);
    if (last_at > (lastStayed.get(place) ?? "")) lastStayed.set(place, last_at);
  }
  const lastToLeave = new Map<string, Move>();
  for (const move of moves) {
    const place = placeOf(move.source, move.old_key);
    if (held.has(place) || move.last_at < (lastStayed.get(place) ?? "")) continue;
    const known = lastToLeave.get(place);
    if (known === undefined || isLater(move, known)) lastToLeave.set(place, move);
  }
  return [...lastToLeave.values()].map(({ old_key, current_key }) => [old_key, current_key]);
}

/** Of two that left with the same file the one with the smaller row key goes on with the lead: one has to, and always the same. */
const isLater = (one: Move, other: Move): boolean =>
  one.last_at > other.last_at || (one.last_at === other.last_at && one.row_key < other.row_key);

/** What people said is one lead, and stands; a lead of Salesforce that is named is a match, and no edge. */
export async function decidedEdges(reader: Reader): Promise<Edge[]> {
  const rows = await reader.query<{ one: string; other: string }>(sql`
    SELECT source_id AS one, value AS other FROM decision
    WHERE kind = 'same_lead' AND subject = 'lead' AND source = 'lead' AND reversed_at IS NULL AND value NOT LIKE 'salesforce:%' ORDER BY id`);
  return rows.map(({ one, other }) => [one, other]);
}

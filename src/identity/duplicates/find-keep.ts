import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import type { ScoredPair } from "../likeness/index.js";
import { type DerivePool, pieces } from "../model.js";
import type { AreTwo, Keyed } from "./find-model.js";
import type { PairKind, RecordKey } from "./merge-records.js";

/** A pair of records as it is kept: in order, the smaller key first. */
export interface FoundPair extends Pick<ScoredPair, "score" | "zone" | "evidence"> {
  readonly a: Keyed;
  readonly b: Keyed;
}

export interface KeptPairs {
  readonly opened: number;
  readonly gone: number;
}

const STAGE = {
  name: "stage_duplicate_pair",
  columns: [
    { name: "a_source", type: "text" },
    { name: "a_source_id", type: "text" },
    { name: "b_source", type: "text" },
    { name: "b_source_id", type: "text" },
    { name: "score", type: "real" },
    { name: "zone", type: "text" },
    { name: "evidence", type: "text" },
  ],
} as const;

const GONE_STAGE = { name: "stage_gone_pair", columns: [{ name: "id", type: "integer" }] } as const;

interface KnownPair {
  readonly id: number;
  readonly a_source: string;
  readonly a_source_id: string;
  readonly b_source: string;
  readonly b_source_id: string;
  readonly state: string;
}

const keyOf = (pair: Pick<KnownPair, "a_source" | "a_source_id" | "b_source" | "b_source_id">): string =>
  JSON.stringify([pair.a_source, pair.a_source_id, pair.b_source, pair.b_source_id]);

export const isBefore = (one: RecordKey, other: RecordKey): boolean =>
  one.source < other.source || (one.source === other.source && one.sourceId < other.sourceId);

/** The evidence goes with its record where the two change places. */
export function inOrder<Pair extends Pick<ScoredPair, "evidence"> & { readonly a: RecordKey; readonly b: RecordKey }>(
  pair: Pair,
): Pair {
  const { a, b, evidence } = pair;
  if (isBefore(a, b)) return pair;
  return { ...pair, a: b, b: a, evidence: evidence.map((each) => ({ ...each, a: each.b, b: each.a })) };
}

/** What people answered with "Different". */
export async function decidedAsTwo(reader: Reader, kind: PairKind): Promise<AreTwo> {
  const rows = await reader.query<KnownPair>(sql`
    SELECT a_source, a_source_id, b_source, b_source_id FROM duplicate_pair WHERE kind = ${kind} AND state = 'different'`);
  const decided = new Set(rows.map(keyOf));
  if (decided.size === 0) return () => false;
  const keyed = (a: RecordKey, b: RecordKey) =>
    keyOf({ a_source: a.source, a_source_id: a.sourceId, b_source: b.source, b_source_id: b.sourceId });
  return (one, other) => decided.has(isBefore(one, other) ? keyed(one, other) : keyed(other, one));
}

/**
 * Keeps what was found of one kind: new pairs are open, known ones get today's score, one put off comes back when its time has come, and one that is no
 * longer found is gone. What a person decided stays decided. Twice the same changes nothing.
 */
export async function keepPairs(
  pool: DerivePool,
  kind: PairKind,
  found: readonly FoundPair[],
  now: string,
): Promise<KeptPairs> {
  const rows = found.map(inOrder).map(({ a, b, score, zone, evidence }) => ({
    a_source: a.source,
    a_source_id: a.sourceId,
    b_source: b.source,
    b_source_id: b.sourceId,
    score,
    zone,
    evidence: JSON.stringify(evidence),
  }));
  const known = await pool.query<KnownPair>(
    sql`SELECT id, a_source, a_source_id, b_source, b_source_id, state FROM duplicate_pair WHERE kind = ${kind} ORDER BY id`,
  );
  for (const piece of pieces(rows)) {
    await pool.transaction(async (tx) => {
      await tx.stage(
        STAGE,
        piece.map((row) => STAGE.columns.map(({ name }) => row[name])),
      );
      await tx.run(sql`
        INSERT INTO duplicate_pair (kind, a_source, a_source_id, b_source, b_source_id, score, zone, evidence, state, found_at, seen_at)
        SELECT ${kind}, a_source, a_source_id, b_source, b_source_id, score, zone, evidence, 'open', ${now}, ${now}
        FROM stage_duplicate_pair WHERE TRUE
        ON CONFLICT (kind, a_source, a_source_id, b_source, b_source_id) DO UPDATE SET
          score = excluded.score, zone = excluded.zone, evidence = excluded.evidence, seen_at = excluded.seen_at,
          state = CASE WHEN duplicate_pair.state = 'later' AND COALESCE(duplicate_pair.later_until, '') > ${now} THEN 'later' ELSE 'open' END
        WHERE duplicate_pair.state IN ('open', 'later', 'gone')`);
    });
  }
  const seen = new Set(rows.map(keyOf));
  const lost = known.filter((pair) => ["open", "later"].includes(pair.state) && !seen.has(keyOf(pair)));
  for (const piece of pieces(lost)) {
    await pool.transaction(async (tx) => {
      await tx.stage(
        GONE_STAGE,
        piece.map(({ id }) => [id]),
      );
      // Whoever decides meanwhile is right.
      await tx.run(sql`
        UPDATE duplicate_pair SET state = 'gone'
        WHERE state IN ('open', 'later') AND id IN (SELECT id FROM stage_gone_pair)`);
    });
  }
  const before = new Set(known.map(keyOf));
  return { opened: rows.filter((row) => !before.has(keyOf(row))).length, gone: lost.length };
}

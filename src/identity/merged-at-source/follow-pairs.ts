import sql from "sql-template-tag";
import type { Reader, Transaction } from "../../pool/index.js";
import { isBefore } from "../duplicates/find-keep.js";

interface Pair {
  readonly id: number;
  readonly kind: string;
  readonly a_source: string;
  readonly a_source_id: string;
  readonly b_source: string;
  readonly b_source_id: string;
  readonly a_stays: string | null;
  readonly b_stays: string | null;
  readonly state: "different" | "later";
  readonly later_until: string | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
}

/**
 * Who was said to be different from the record that went is different from the one that stays, and a pair that was put off rests on. The pair of the one that
 * stays takes the word over where nobody answered it; an answer of its own is kept. Pairs that say nothing are found anew, or closed, by themselves.
 */
export async function followPairs(tx: Transaction): Promise<void> {
  const pairs = await tx.query<Pair>(sql`
    SELECT d.id, d.kind, d.a_source, d.a_source_id, d.b_source, d.b_source_id, ma.stays AS a_stays, mb.stays AS b_stays, d.state, d.later_until,
      d.decided_by, d.decided_at
    FROM duplicate_pair d
      LEFT JOIN stage_merge ma ON ma.source = d.a_source AND ma.goes = d.a_source_id
      LEFT JOIN stage_merge mb ON mb.source = d.b_source AND mb.goes = d.b_source_id
    WHERE d.state IN ('different', 'later') AND (ma.goes IS NOT NULL OR mb.goes IS NOT NULL) ORDER BY d.id`);
  for (const pair of pairs) await followPair(tx, pair);
}

async function followPair(tx: Transaction, pair: Pair): Promise<void> {
  const one = { source: pair.a_source, sourceId: pair.a_stays ?? pair.a_source_id };
  const other = { source: pair.b_source, sourceId: pair.b_stays ?? pair.b_source_id };
  // Salesforce has made them one, whatever was said.
  if (one.source === other.source && one.sourceId === other.sourceId) return;
  // A lead of a list stands before one of Salesforce, always.
  const [a, b] = pair.kind.startsWith("lead") || isBefore(one, other) ? [one, other] : [other, one];
  const there = await stateOf(tx, pair.kind, a, b);
  if (there === null) {
    await tx.run(sql`
      UPDATE duplicate_pair SET a_source = ${a.source}, a_source_id = ${a.sourceId}, b_source = ${b.source}, b_source_id = ${b.sourceId}
      WHERE id = ${pair.id}`);
    return;
  }
  if (there.state === "merged" || there.state === "different" || there.state === pair.state) return;
  await tx.run(sql`
    UPDATE duplicate_pair SET state = ${pair.state}, later_until = ${pair.later_until}, decided_by = ${pair.decided_by}, decided_at = ${pair.decided_at}
    WHERE id = ${there.id}`);
}

type Side = { readonly source: string; readonly sourceId: string };

async function stateOf(reader: Reader, kind: string, a: Side, b: Side): Promise<{ id: number; state: string } | null> {
  const [row] = await reader.query<{ id: number; state: string }>(sql`
    SELECT id, state FROM duplicate_pair WHERE kind = ${kind} AND a_source = ${a.source} AND a_source_id = ${a.sourceId}
      AND b_source = ${b.source} AND b_source_id = ${b.sourceId}`);
  return row ?? null;
}

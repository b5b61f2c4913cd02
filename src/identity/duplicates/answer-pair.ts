import sql from "sql-template-tag";
import type { Transaction } from "../../pool/index.js";

/** What a person says of a pair without making it one; `open` takes it back. */
export const PAIR_ANSWERS = ["different", "later", "open"] as const;
export type PairAnswer = (typeof PAIR_ANSWERS)[number];

export interface PairDecision {
  readonly id: number;
  readonly answer: PairAnswer;
  /** Slack user id. */
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly now: string;
  /** Until when a pair that is put off rests. */
  readonly until: string;
  /** When the answer was given that is taken back; another one in its place is left alone. */
  readonly standing: string | null;
}

/** A pair of whatever kind, as it was read. */
export interface PairToAnswer {
  readonly id: number;
  readonly state: string;
  readonly decidedAt: string | null;
}

/** Whether a pair that stands like this can be answered so. */
export function mayBeAnswered({ state, decidedAt }: PairToAnswer, { answer, standing }: PairDecision): boolean {
  if (answer !== "open") return state === "open" || state === "later";
  return (state === "different" || state === "later") && (standing === null || standing === decidedAt);
}

/** Keeps an answer where the pair is still as it was read. Of two who decide it at once, the second is told false. */
export async function keepAnswer(tx: Transaction, pair: PairToAnswer, decision: PairDecision): Promise<boolean> {
  const { answer, by, now, until } = decision;
  const isBack = answer === "open";
  const changed = await tx.run(sql`
    UPDATE duplicate_pair SET state = ${answer}, later_until = ${answer === "later" ? until : null},
      decided_by = ${isBack ? null : by}, decided_at = ${isBack ? null : now}
    WHERE id = CAST(${pair.id} AS INTEGER) AND state = ${pair.state} AND COALESCE(decided_at, '') = ${pair.decidedAt ?? ""}`);
  return changed > 0;
}

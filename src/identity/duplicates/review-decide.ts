import sql, { raw } from "sql-template-tag";
import type { Reader, Transaction } from "../../pool/index.js";
import { PolarisError } from "../../runtime/index.js";
import { MERGES, mergeGroups } from "./merge-groups.js";
import { MERGE_OF } from "./merge-records.js";
import { type DuplicatePair, pairWithId, STATE_WORDS } from "./review.js";

/** What a person says of a pair without merging it; `open` takes it back. */
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

/**
 * Keeps what a person says of a pair. Of two who decide it at once one does, and the other is told.
 * @throws PolarisError not_found, argument_invalid
 */
export async function decidePair(tx: Transaction, decision: PairDecision): Promise<DuplicatePair> {
  const { id, answer, by, now, until, standing } = decision;
  const pair = await pairWithId(tx, id);
  const isBack = answer === "open";
  const mayBe = isBack ? ["different", "later"] : ["open", "later"];
  if (!mayBe.includes(pair.state) || (isBack && standing !== null && standing !== pair.decidedAt))
    throw decidedElsewhere(pair, isBack);
  if (answer === "different" && (await isMerged(tx, pair)))
    throw new PolarisError(
      "argument_invalid",
      `Other decisions make the two of pair ${id} one already, by way of a third record. Take one of those back first; nothing was changed.`,
      { suggestions: [{ label: "Merges that stand", line: "duplicates work" }] },
    );
  const changed = await tx.run(sql`
    UPDATE duplicate_pair SET state = ${answer}, later_until = ${answer === "later" ? until : null},
      decided_by = ${isBack ? null : by}, decided_at = ${isBack ? null : now}
    WHERE id = ${id} AND state = ${pair.state} AND COALESCE(decided_at, '') = ${pair.decidedAt ?? ""}`);
  if (changed === 0) throw decidedElsewhere(await pairWithId(tx, id), isBack);
  return pair;
}

async function isMerged(reader: Reader, { id, kind }: DuplicatePair): Promise<boolean> {
  const merge = MERGE_OF[kind];
  const table = raw(MERGES[merge].table);
  const [ids] = await reader.query<{ a: number; b: number }>(sql`
    SELECT a.id AS a, b.id AS b FROM duplicate_pair d
      JOIN ${table} a ON a.source = d.a_source AND a.source_id = d.a_source_id
      JOIN ${table} b ON b.source = d.b_source AND b.source_id = d.b_source_id
    WHERE d.id = ${id}`);
  if (ids === undefined) return false;
  const groups = await mergeGroups(reader, merge);
  return groups.some(({ members }) => members.includes(ids.a) && members.includes(ids.b));
}

function decidedElsewhere({ id, state, decidedBy, decidedAt }: DuplicatePair, isBack: boolean): PolarisError {
  const when = decidedAt === null ? "" : ` on ${decidedAt.slice(0, 10)}`;
  const what =
    state === "open"
      ? `Pair ${id} is open`
      : state === "gone"
        ? `Pair ${id} is closed, because one of its records is gone from its source`
        : `${decidedBy ?? "Somebody"} decided pair ${id}${when}: ${STATE_WORDS[state]}`;
  return new PolarisError(
    "argument_invalid",
    `${what}. Nothing was changed${isBack ? "" : "; thank you all the same"}.`,
    {
      suggestions: [{ label: "Open the pair", line: `duplicate ${id}` }],
    },
  );
}

import sql, { raw } from "sql-template-tag";
import type { Reader, Transaction } from "../../pool/index.js";
import { PolarisError, SaidBeforeError } from "../../runtime/index.js";
import { keepAnswer, mayBeAnswered, type PairDecision } from "./answer-pair.js";
import { MERGES, mergeGroups } from "./merge-groups.js";
import { MERGE_OF } from "./merge-records.js";
import { type DuplicatePair, pairWithId, STATE_WORDS } from "./review.js";

/**
 * Keeps what a person says of a pair. Of two who decide it at once one does, and the other is told.
 * @throws PolarisError not_found, argument_invalid
 */
export async function decidePair(tx: Transaction, decision: PairDecision): Promise<DuplicatePair> {
  const { id, answer } = decision;
  const pair = await pairWithId(tx, id);
  const isBack = answer === "open";
  if (!mayBeAnswered(pair, decision)) throw decidedElsewhere(pair, isBack);
  if (answer === "different" && (await isMerged(tx, pair)))
    throw new PolarisError(
      "argument_invalid",
      `Other decisions make the two of pair ${id} one already, by way of a third record. Take one of those back first; nothing was changed.`,
      { suggestions: [{ label: "Merges that stand", line: "duplicates work" }] },
    );
  if (!(await keepAnswer(tx, pair, decision))) throw decidedElsewhere(await pairWithId(tx, id), isBack);
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
  const what = (who: string): string =>
    state === "open"
      ? `Pair ${id} is open`
      : state === "gone"
        ? `Pair ${id} is closed, because one of its records is gone from its source`
        : `${who} decided pair ${id}${when}: ${STATE_WORDS[state]}`;
  return new SaidBeforeError(
    "argument_invalid",
    decidedBy,
    (who) => `${what(who)}. Nothing was changed${isBack ? "" : "; thank you all the same"}.`,
    {
      suggestions: [{ label: "Open the pair", line: `duplicate ${id}` }],
    },
  );
}

import sql from "sql-template-tag";
import { type Decision, decide, decisionOf, decisionsAbout, takeBack } from "../../identity/index.js";
import type { Reader, Transaction } from "../../pool/index.js";
import { decisionKind } from "./decision-kinds.js";

interface By {
  readonly by: string;
  readonly now: string;
}

/** What came of taking a decision back. */
export type TakenBack =
  | { readonly came: "unknown" }
  /** Taken back before; `decision` says by whom and when. */
  | { readonly came: "gone"; readonly decision: Decision }
  /** Another one of its kind stands in its place. */
  | { readonly came: "superseded"; readonly decision: Decision; readonly stands: Decision }
  | { readonly came: "done"; readonly decision: Decision; readonly with: readonly Decision[] };

/** Takes a decision of any kind back, with those that were made with it in one act; nothing where a newer one says otherwise. */
export async function takeBackDecision(tx: Transaction, id: number, by: By): Promise<TakenBack> {
  const decision = await decisionOf(tx, id);
  if (decision === null) return { came: "unknown" };
  if (decision.reversedAt !== null) return { came: "gone", decision };
  const newer = await newerThan(tx, decision);
  const other = newer.find(({ value }) => value !== decision.value);
  if (other !== undefined) return { came: "superseded", decision, stands: newer.at(-1) ?? other };
  // Of two people who do it in the same moment, one does.
  if (!(await takeBack(tx, id, by))) return { came: "gone", decision: (await decisionOf(tx, id)) ?? decision };
  const together = [...newer, ...(await companions(tx, decision))];
  for (const each of together) await takeBack(tx, each.id, by);
  return { came: "done", decision, with: together };
}

/** What came of deciding once more what was taken back. */
export type DecidedAgain =
  | { readonly came: "unknown" }
  | { readonly came: "stands"; readonly stands: Decision }
  | { readonly came: "superseded"; readonly stands: Decision }
  | { readonly came: "done"; readonly decision: Decision; readonly id: number };

/** Decides again what was taken back, and what had been taken back with it; nothing where something else was decided meanwhile. */
export async function decideAgain(tx: Transaction, id: number, by: By): Promise<DecidedAgain> {
  // Of two people who do it in the same moment, the later one sees what the earlier one decided.
  await tx.run(sql`UPDATE decision SET id = id WHERE id = ${id}`);
  const decision = await decisionOf(tx, id);
  if (decision === null) return { came: "unknown" };
  if (decision.reversedAt === null) return { came: "stands", stands: decision };
  const standing = await alike(tx, decision);
  const same = standing.find(({ value }) => value === decision.value);
  if (same !== undefined) return { came: "stands", stands: same };
  const other = standing.at(-1);
  if (other !== undefined) return { came: "superseded", stands: other };
  const made = await repeat(tx, decision, by);
  for (const each of await companions(tx, decision)) await repeat(tx, each, by);
  return { came: "done", decision, id: made };
}

const repeat = (
  tx: Transaction,
  { kind, subject, source, sourceId, value, reason }: Decision,
  by: By,
): Promise<number> => decide(tx, { kind, subject, source, sourceId, value, reason, ...by });

/** Standing decisions that a record takes only one of: those of its kind; where several stand beside each other, those of its value. */
async function alike(reader: Reader, decision: Decision): Promise<Decision[]> {
  const standing = await decisionsAbout(reader, decision, decision.kind);
  return decisionKind(decision.kind).many ? standing.filter(({ value }) => value === decision.value) : standing;
}

async function newerThan(reader: Reader, decision: Decision): Promise<Decision[]> {
  return (await alike(reader, decision)).filter(({ id }) => id > decision.id);
}

/** Decisions about the same record that one person made in one act, as a cancellation and its reason: they stand and fall together. */
async function companions(
  reader: Reader,
  { id, kind, subject, source, sourceId, decidedBy, decidedAt, reversedAt }: Decision,
) {
  const rows = await reader.query<{ id: number }>(sql`
    SELECT id FROM decision
    WHERE subject = ${subject} AND source = ${source} AND source_id = ${sourceId} AND kind <> ${kind} AND id <> ${id}
      AND decided_by = ${decidedBy} AND decided_at = ${decidedAt}
      AND ${reversedAt === null ? sql`reversed_at IS NULL` : sql`reversed_at = ${reversedAt}`}
    ORDER BY id`);
  const found = await Promise.all(rows.map((row) => decisionOf(reader, row.id)));
  return found.filter((each) => each !== null);
}

import sql from "sql-template-tag";
import {
  type Decision,
  decide,
  decisionOf,
  keepAnswer,
  mayBeAnswered,
  type PairDecision,
  takeBack,
} from "../../identity/index.js";
import type { Reader, Transaction } from "../../pool/index.js";
import { type Organization, PolarisError, SaidBeforeError } from "../../runtime/index.js";
import { TOUCHED_KEYS } from "./model.js";
import { type LeadPair, leadPairOf, leadPairWithId } from "./pairs.js";
import { settleLeads, takeTurn } from "./settle.js";

interface Deciding {
  /** Slack user id. */
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** A lead by a key of its, or a lead of Salesforce by its id. */
export type LeadSide =
  | { readonly kind: "lead"; readonly key: string }
  | { readonly kind: "salesforce"; readonly id: string };

const SALESFORCE = "salesforce:";
const idOf = (side: LeadSide): string => (side.kind === "lead" ? side.key : side.id);

/**
 * Keeps that a lead is another one, or one of Salesforce, closes their pair, and settles the leads. Of two people who decide at once, the second is told.
 * @returns the id of the decision, by which it is taken back
 * @throws PolarisError argument_invalid
 */
export async function sameLead(
  tx: Transaction,
  organization: Organization,
  sides: { readonly one: Extract<LeadSide, { kind: "lead" }>; readonly other: LeadSide } & Deciding,
): Promise<number> {
  const { one, other, by, now } = sides;
  await takeTurn(tx);
  await refuseTwice(tx, one.key, other);
  const pair = await leadPairOf(tx, one.key, idOf(other));
  if (pair?.state === "different") throw decidedBefore(pair);
  const decision = await decide(tx, {
    kind: "same_lead",
    subject: "lead",
    source: "lead",
    sourceId: one.key,
    value: other.kind === "lead" ? other.key : `${SALESFORCE}${other.id}`,
    by,
    now,
  });
  if (pair !== null)
    await tx.run(sql`
      UPDATE duplicate_pair SET state = 'merged', decided_by = ${by}, decided_at = ${now}, later_until = NULL, decision_id = CAST(${decision} AS INTEGER)
      WHERE id = CAST(${pair.id} AS INTEGER)`);
  await settleKeysOf(tx, organization, [one, other]);
  return decision;
}

async function settleKeysOf(tx: Transaction, organization: Organization, sides: readonly LeadSide[]): Promise<void> {
  await tx.stage(
    TOUCHED_KEYS,
    sides.flatMap((side) => (side.kind === "lead" ? [[side.key]] : [])),
  );
  await settleLeads(tx, organization, { stage: "touched_lead_key" });
}

/** After decisions of this kind were taken back or made again elsewhere: their pairs, and the leads they are about. */
export async function settleDecidedLeads(tx: Transaction, organization: Organization): Promise<void> {
  await takeTurn(tx);
  await tx.run(sql`
    UPDATE duplicate_pair SET state = 'open', decision_id = NULL, decided_by = NULL, decided_at = NULL
    WHERE kind IN ('lead', 'lead_salesforce') AND state = 'merged' AND decision_id IN (SELECT id FROM decision WHERE reversed_at IS NOT NULL)`);
  await tx.stage(TOUCHED_KEYS, []);
  await tx.run(sql`
    INSERT INTO touched_lead_key (key)
    SELECT source_id FROM decision WHERE kind = 'same_lead' UNION SELECT value FROM decision WHERE kind = 'same_lead'`);
  await settleLeads(tx, organization, { stage: "touched_lead_key" });
}

/** @throws PolarisError argument_invalid when they are one already */
async function refuseTwice(reader: Reader, key: string, other: LeadSide): Promise<void> {
  const [standing] = await decisionsOn(reader, key, other);
  if (standing !== undefined)
    throw new SaidBeforeError(
      "argument_invalid",
      standing.decidedBy,
      (who) =>
        `${who} decided on ${standing.decidedAt.slice(0, 10)} that they are one (decision ${standing.id}). Nothing was changed.`,
      { suggestions: [{ label: "Take that back", line: `leads apart ${standing.id}` }] },
    );
  if (other.kind === "salesforce") return;
  const [row] = await reader.query<{ n: number }>(sql`
    SELECT COUNT(DISTINCT lead_id) AS n FROM lead_key WHERE key IN (${key}, ${other.key})`);
  if (row?.n === 1) throw new PolarisError("argument_invalid", "They are one lead already. Nothing was changed.");
}

/** The standing decisions that these two are one. */
async function decisionsOn(reader: Reader, key: string, other: LeadSide): Promise<Decision[]> {
  const value = other.kind === "lead" ? other.key : `${SALESFORCE}${other.id}`;
  const rows = await reader.query<{ id: number }>(sql`
    SELECT id FROM decision WHERE kind = 'same_lead' AND subject = 'lead' AND reversed_at IS NULL
      AND ((source_id = ${key} AND value = ${value}) OR (source_id = ${value} AND value = ${key})) ORDER BY id DESC`);
  const decisions: Decision[] = [];
  for (const { id } of rows) {
    const decision = await decisionOf(reader, id);
    if (decision !== null) decisions.push(decision);
  }
  return decisions;
}

/**
 * Takes back that two are one; their pair is open again, and the leads are settled.
 * @throws PolarisError not_found, argument_invalid when it was taken back before
 */
export async function leadApart(
  tx: Transaction,
  organization: Organization,
  { id, by, now }: { readonly id: number } & Deciding,
): Promise<Decision> {
  await takeTurn(tx);
  const decision = await decisionOf(tx, id);
  if (decision === null || decision.kind !== "same_lead")
    throw new PolarisError(
      "not_found",
      `There is no decision ${id} that two leads are one. Expected the number that “leads same” gave.`,
    );
  if (!(await takeBack(tx, id, { by, now })))
    throw new SaidBeforeError(
      "argument_invalid",
      decision.reversedBy,
      (who) =>
        `${who} took decision ${id} back${decision.reversedAt === null ? " a moment ago" : ` on ${decision.reversedAt.slice(0, 10)}`}. Nothing was changed.`,
    );
  await tx.run(sql`
    UPDATE duplicate_pair SET state = 'open', decision_id = NULL, decided_by = NULL, decided_at = NULL
    WHERE decision_id = CAST(${id} AS INTEGER) AND state = 'merged'`);
  await settleKeysOf(tx, organization, [
    { kind: "lead", key: decision.sourceId },
    decision.value.startsWith(SALESFORCE)
      ? { kind: "salesforce", id: decision.value.slice(SALESFORCE.length) }
      : { kind: "lead", key: decision.value },
  ]);
  return decision;
}

/**
 * Keeps what a person says of a pair. Of two who decide it at once one does, and the other is told.
 * @throws PolarisError not_found, argument_invalid
 */
export async function decideLeadPair(tx: Transaction, decision: PairDecision): Promise<LeadPair> {
  const { id } = decision;
  const pair = await leadPairWithId(tx, id);
  if (!mayBeAnswered(pair, decision)) throw decidedBefore(pair);
  if (!(await keepAnswer(tx, pair, decision))) throw decidedBefore(await leadPairWithId(tx, id));
  return pair;
}

const SAID: Readonly<Record<LeadPair["state"], string>> = {
  open: "is open",
  merged: "was decided: one lead",
  different: "was decided: different",
  later: "was put off",
  gone: "is closed, because the two are no longer alike",
};

function decidedBefore({ id, state, decidedBy, decidedAt }: LeadPair): PolarisError {
  const when = decidedAt === null ? "" : ` on ${decidedAt.slice(0, 10)}`;
  return new SaidBeforeError(
    "argument_invalid",
    decidedBy,
    (who) => `Pair ${id} ${SAID[state]}${decidedBy === null ? "" : `, by ${who}${when}`}. Nothing was changed.`,
    { suggestions: [{ label: "Open the pair", line: `leads review ${id}` }] },
  );
}

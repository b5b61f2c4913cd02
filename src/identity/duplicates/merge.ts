import sql, { join, raw } from "sql-template-tag";
import type { Reader, Transaction } from "../../pool/index.js";
import { PolarisError, SaidBeforeError } from "../../runtime/index.js";
import { type Decision, decide, decisionOf, takeBack } from "../decide.js";
import { markDirty } from "../derive.js";
import { MERGES, type MergeKind, mergeGroups } from "./merge-groups.js";
import { MERGE_OF, type MergeRecord, type PairKind } from "./merge-records.js";

interface Deciding {
  /** Slack user id. */
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** Two records that a person says are one. */
export interface Merging extends Deciding {
  readonly goes: MergeRecord;
  readonly stays: MergeRecord;
  readonly reason: string | null;
}

const MANY: Readonly<Record<MergeKind, string>> = {
  same_person: "person",
  same_organization: "organisation",
  same_session: "session",
};

/** @throws PolarisError argument_invalid for what cannot be one: the same record, two sorts of record, one that is gone */
export function refuseUnmergeable(goes: MergeRecord, stays: MergeRecord): PairKind {
  if (goes.kind === "other" || stays.kind === "other")
    throw new PolarisError(
      "argument_invalid",
      "Volunteers, teachers, students, organisations and sessions can be merged; this contact is none of them.",
    );
  if (goes.kind === stays.kind && goes.id === stays.id)
    throw new PolarisError("argument_invalid", "That is one record twice. Expected two records that are the same.");
  if (goes.kind !== stays.kind)
    throw new PolarisError(
      "argument_invalid",
      `${article(goes.kind)} and ${article(stays.kind).toLowerCase()} cannot be one record. Expected two of the same sort.`,
    );
  for (const { source, sourceId, deletedAt, winner } of [goes, stays])
    if (deletedAt !== null)
      throw new PolarisError(
        "argument_invalid",
        winner === null
          ? `${sourceId} was deleted ${source === "salesforce" ? "in Salesforce" : "at its source"}, so there is nothing left to merge. What was decided about it stays.`
          : `Salesforce has merged ${sourceId} into ${winner} already, so there is nothing left to merge. What was decided about it stays.`,
      );
  return goes.kind;
}

const article = (kind: PairKind): string => (kind === "organization" ? "An organisation" : `A ${kind}`);

/**
 * Keeps that two records are one, and closes their pair: derive afterwards moves the figures. Of two people who decide at once one does.
 * @returns the decision's id, by which it is taken back
 * @throws PolarisError argument_invalid
 */
export async function mergeTwo(tx: Transaction, merging: Merging): Promise<number> {
  const kind = refuseUnmergeable(merging.goes, merging.stays);
  const { goes, stays, reason, by, now } = merging;
  // Whoever comes second waits here until the first is done, and then sees what they did.
  await markDirty(tx);
  await refuseTwice(tx, kind, goes, stays);
  // Read first: of a “different” that is said after this the pair is not as it was read, and is not closed below.
  const pair = await pairOf(tx, kind, goes, stays);
  await refuseAgainstWord(tx, kind, goes, stays);
  const decision = await decide(tx, {
    kind: MERGE_OF[kind],
    subject: MERGES[MERGE_OF[kind]].subject,
    source: goes.source,
    sourceId: goes.sourceId,
    value: `${stays.source}:${stays.sourceId}`,
    reason,
    by,
    now,
  });
  if (pair !== null) {
    const closed = await tx.run(sql`
      UPDATE duplicate_pair SET state = 'merged', decided_by = ${by}, decided_at = ${now}, later_until = NULL, decision_id = CAST(${decision} AS INTEGER)
      WHERE id = ${pair.id} AND state = ${pair.state} AND COALESCE(decided_at, '') = ${pair.decided_at ?? ""}`);
    if (closed === 0)
      throw new PolarisError(
        "argument_invalid",
        `Somebody decided pair ${pair.id} a moment ago, so nothing was done here. Open it to see what they said.`,
        { suggestions: [{ label: "Open the pair", line: `duplicate ${pair.id}` }] },
      );
  }
  return decision;
}

/** @throws PolarisError argument_invalid when decisions that stand make them one already */
async function refuseTwice(reader: Reader, kind: PairKind, goes: MergeRecord, stays: MergeRecord): Promise<void> {
  const merge = MERGE_OF[kind];
  const group = (await mergeGroups(reader, merge)).find(({ members }) => members.includes(goes.id));
  if (group === undefined || !group.members.includes(stays.id)) return;
  const found = await reader.query<{
    id: number;
    source_id: string;
    value: string;
    decided_by: string;
    decided_at: string;
  }>(sql`
    SELECT id, source_id, value, decided_by, decided_at FROM decision
    WHERE kind = ${merge} AND reversed_at IS NULL AND (source_id IN (${goes.sourceId}, ${stays.sourceId})
      OR value IN (${`${goes.source}:${goes.sourceId}`}, ${`${stays.source}:${stays.sourceId}`}))
    ORDER BY id DESC`);
  const ids = [goes.sourceId, stays.sourceId];
  const both = found.find(
    ({ source_id, value }) => ids.includes(source_id) && ids.some((id) => value.endsWith(`:${id}`)),
  );
  const since = both ?? found[0];
  if (since === undefined)
    throw new PolarisError("argument_invalid", `They are already one ${MANY[merge]}. Nothing was changed.`);
  const day = since.decided_at.slice(0, 10);
  throw new SaidBeforeError(
    "argument_invalid",
    since.decided_by,
    (who) =>
      `They are already one ${MANY[merge]} since ${day}, when ${who} decided so (decision ${since.id}). Nothing was changed.`,
    { suggestions: [{ label: "Take that back", line: `unmerge ${since.id}` }] },
  );
}

/**
 * What a person kept apart is not brought together by way of others: of all that would be one, no two may have been said to be different.
 * @throws PolarisError argument_invalid
 */
async function refuseAgainstWord(reader: Reader, kind: PairKind, goes: MergeRecord, stays: MergeRecord): Promise<void> {
  const groups = await mergeGroups(reader, MERGE_OF[kind]);
  const [one, other] = [goes, stays].map(({ id }) =>
    join(groups.find(({ members }) => members.includes(id))?.members ?? [id]),
  );
  const { table } = MERGES[MERGE_OF[kind]];
  const [pair] = await reader.query<PairState & { a: number; b: number }>(sql`
    SELECT d.id, d.state, d.decided_by, d.decided_at, a.id AS a, b.id AS b FROM duplicate_pair d
      JOIN ${raw(table)} a ON a.source = d.a_source AND a.source_id = d.a_source_id
      JOIN ${raw(table)} b ON b.source = d.b_source AND b.source_id = d.b_source_id
    WHERE d.kind = ${kind} AND d.state = 'different'
      AND ((a.id IN (${one}) AND b.id IN (${other})) OR (a.id IN (${other}) AND b.id IN (${one}))) ORDER BY d.id`);
  if (pair === undefined) return;
  const ids = [goes.id, stays.id];
  const which =
    ids.includes(pair.a) && ids.includes(pair.b) ? "they" : "two of the records that would be one with them";
  throw new SaidBeforeError(
    "argument_invalid",
    pair.decided_by,
    (who) =>
      `${who} said on ${(pair.decided_at ?? "").slice(0, 10)} that ${which} are different. To merge them all the same, open pair ${pair.id} again first.`,
    { suggestions: [{ label: "Open the pair", line: `duplicate ${pair.id}` }] },
  );
}

interface PairState {
  readonly id: number;
  readonly state: string;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
}

/** The pair of two records, whichever stands first in it. */
async function pairOf(reader: Reader, kind: PairKind, one: MergeRecord, other: MergeRecord): Promise<PairState | null> {
  const [row] = await reader.query<PairState>(sql`
    SELECT id, state, decided_by, decided_at FROM duplicate_pair WHERE kind = ${kind}
      AND ((a_source = ${one.source} AND a_source_id = ${one.sourceId} AND b_source = ${other.source} AND b_source_id = ${other.sourceId})
        OR (a_source = ${other.source} AND a_source_id = ${other.sourceId} AND b_source = ${one.source} AND b_source_id = ${one.sourceId}))`);
  return row ?? null;
}

/**
 * Takes a merge back; its pair is open again. Others of the same group stay.
 * @throws PolarisError not_found, argument_invalid when it was taken back before
 */
export async function unmergeTwo(tx: Transaction, id: number, { by, now }: Deciding): Promise<Decision> {
  const decision = await decisionOf(tx, id);
  if (decision === null || !(decision.kind in MERGES))
    throw new PolarisError(
      "not_found",
      `There is no merge ${id}. Expected the number of a decision, as the answer to “merge” gives it.`,
      { suggestions: [{ label: "Merges that stand", line: "duplicates work" }] },
    );
  if (!(await takeBack(tx, id, { by, now })))
    throw new SaidBeforeError(
      "argument_invalid",
      decision.reversedBy,
      (who) =>
        `${who} took this merge back${decision.reversedAt === null ? " a moment ago" : ` on ${decision.reversedAt.slice(0, 10)}`}. Nothing was changed.`,
    );
  await tx.run(sql`
    UPDATE duplicate_pair SET state = 'open', decision_id = NULL, decided_by = NULL, decided_at = NULL
    WHERE decision_id = CAST(${id} AS INTEGER) AND state = 'merged'`);
  return decision;
}

/**
 * Why two records do not count by themselves though their merge was taken back: one of them is gone from its source, or what their records share makes
 * them one person (rulings P1, P2); null where they do. After `derive`.
 */
export async function stillOne(reader: Reader, decision: Decision): Promise<"gone" | "shared" | null> {
  const merge = Object.entries(MERGES).find(([kind]) => kind === decision.kind)?.[1];
  if (merge === undefined) return null;
  const keys = [`${decision.source}:${decision.sourceId}`, decision.value, `${decision.source}:${decision.value}`];
  const rows = await reader.query<{ person: number | null; deleted_at: string | null }>(sql`
    SELECT ${raw(merge.subject === "contact" ? "person_id" : "NULL")} AS person, deleted_at FROM ${raw(merge.table)}
    WHERE source || ':' || source_id IN (${join(keys)})`);
  const [one, other] = rows;
  if (one === undefined || other === undefined || rows.some(({ deleted_at }) => deleted_at !== null)) return "gone";
  return one.person !== null && one.person === other.person ? "shared" : null;
}

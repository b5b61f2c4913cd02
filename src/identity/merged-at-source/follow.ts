import sql, { join, raw } from "sql-template-tag";
import type { Stage, Transaction } from "../../pool/index.js";
import type { DerivePool } from "../model.js";
import { followPairs } from "./follow-pairs.js";
import { followPointers } from "./follow-pointers.js";

/** A record that its source merged into another: their source ids. */
export interface SourceMerge {
  readonly source: string;
  readonly goes: string;
  readonly stays: string;
}

/** Where records lie that a source may merge. Events are none of them: Salesforce merges contacts, accounts and leads alone. */
export const MERGEABLE = ["contact", "organization", "school", "district", "salesforce_lead"] as const;

const text = (name: string) => ({ name, type: "text" }) as const;
const STAGE: Stage = { name: "stage_merge", columns: ["source", "goes", "stays"].map(text) };

/** No chain of merges is longer; a circle, which no source can mean, ends here. */
const LONGEST_CHAIN = 20;

/** Decisions about two records are read through the merges of their source, and stay as they were said. */
const ABOUT_TWO = ["same_person", "same_organization"];
/** Kinds of decisions whose value names a record as "source:id". */
const NAMING = ["attendance_added", "person", "roster_teacher", "event_school", "same_lead"];

/**
 * What people keep about a record that its source merged goes to the one that stays, and so do rows of other sources that point at it. Nothing is taken back or
 * thrown away: where both records had a word of which one alone can count, the newer counts, as it does where one record was spoken of twice.
 * Of what is so already nothing is written.
 */
export async function followMerges(tx: Transaction, merges: readonly SourceMerge[]): Promise<void> {
  if (merges.length === 0) return;
  await tx.stage(
    STAGE,
    merges.map(({ source, goes, stays }) => [source, goes, stays]),
  );
  await goToTheEnd(tx);
  await followDecisions(tx);
  await followRows(tx);
  await followSuggestions(tx);
  await followPairs(tx);
  await followPointers(tx);
}

/** The same for every merge that the pool knows of: of those that came before their words followed, or whose winner came later. */
export function followAllMerges(pool: DerivePool): Promise<void> {
  return pool.transaction(async (tx) => {
    const merges: SourceMerge[] = [];
    for (const table of MERGEABLE)
      merges.push(
        ...(await tx.query<SourceMerge>(sql`
          SELECT source, source_id AS goes, merged_into_source_id AS stays FROM ${raw(table)}
          WHERE deleted_at IS NOT NULL AND merged_into_source_id IS NOT NULL`)),
      );
    await followMerges(tx, merges);
  });
}

/** The one that stays may have been merged itself. */
async function goToTheEnd(tx: Transaction): Promise<void> {
  for (let round = 0, moved = 1; moved > 0 && round < LONGEST_CHAIN; round += 1) {
    moved = 0;
    for (const table of MERGEABLE)
      moved += await tx.run(sql`
        UPDATE stage_merge SET stays = t.merged_into_source_id FROM ${raw(table)} t
        WHERE t.source = stage_merge.source AND t.source_id = stage_merge.stays AND t.deleted_at IS NOT NULL
          AND t.merged_into_source_id IS NOT NULL AND t.merged_into_source_id <> stage_merge.goes`);
  }
}

async function followDecisions(tx: Transaction): Promise<void> {
  await tx.run(sql`
    UPDATE decision SET source_id = m.stays, merged_from = COALESCE(decision.merged_from, m.goes) FROM stage_merge m
    WHERE decision.source = m.source AND decision.source_id = m.goes AND decision.subject IN ('contact', 'school', 'organization')
      AND decision.kind NOT IN (${join(ABOUT_TWO)})`);
  await tx.run(sql`
    UPDATE decision SET value = m.becomes, merged_from = COALESCE(decision.merged_from, m.goes)
    FROM (SELECT source || ':' || goes AS named, source || ':' || stays AS becomes, goes FROM stage_merge) m
    WHERE decision.kind IN (${join(NAMING)}) AND decision.value IN (SELECT source || ':' || goes FROM stage_merge)
      AND decision.value = m.named`);
  await tx.run(sql`
    UPDATE decision SET value = m.stays FROM stage_merge m
    WHERE decision.kind = 'school_district' AND decision.source = m.source AND decision.value = m.goes`);
}

/** Rows that name one record, several of which stand beside each other. */
async function followRows(tx: Transaction): Promise<void> {
  await tx.run(sql`
    UPDATE outreach_attempt SET contact_source_id = m.stays FROM stage_merge m
    WHERE outreach_attempt.contact_source = m.source AND outreach_attempt.contact_source_id = m.goes`);
  await tx.run(sql`
    UPDATE alias SET source_id = m.stays FROM stage_merge m WHERE alias.source = m.source AND alias.source_id = m.goes`);
  await tx.run(sql`
    UPDATE manual_input SET district_source_id = m.stays, merged_from = COALESCE(manual_input.merged_from, m.goes) FROM stage_merge m
    WHERE manual_input.district_source = m.source AND manual_input.district_source_id = m.goes`);
}

/**
 * One suggestion of a skill stands on a record. Of two an accepted one counts before a refused one, since the skill that it gave stands; both count before one
 * that nobody answered. The other stays where it was, and asks nobody any more.
 */
async function followSuggestions(tx: Transaction): Promise<void> {
  const both = sql`skill_suggestion.source = m.source AND skill_suggestion.source_id = m.stays
      AND s.source = m.source AND s.source_id = m.goes AND s.skill = skill_suggestion.skill`;
  for (const [state, before] of [
    ["refused", ["open", "gone"]],
    ["accepted", ["open", "gone", "refused"]],
  ] as const)
    await tx.run(sql`
      UPDATE skill_suggestion SET state = s.state, decided_by = s.decided_by, decided_at = s.decided_at FROM stage_merge m, skill_suggestion s
      WHERE ${both} AND s.state = ${state} AND skill_suggestion.state IN (${join([...before])})`);
  await tx.run(sql`
    UPDATE skill_suggestion SET source_id = m.stays FROM stage_merge m
    WHERE skill_suggestion.source = m.source AND skill_suggestion.source_id = m.goes AND NOT EXISTS (
      SELECT 1 FROM skill_suggestion s WHERE s.source = m.source AND s.source_id = m.stays AND s.skill = skill_suggestion.skill)
      AND NOT EXISTS (
        SELECT 1 FROM stage_merge n JOIN skill_suggestion s ON s.source = n.source AND s.source_id = n.goes
        WHERE n.source = m.source AND n.stays = m.stays AND s.skill = skill_suggestion.skill AND s.id < skill_suggestion.id)`);
}

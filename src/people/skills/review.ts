import sql, { join, type Sql } from "sql-template-tag";
import { markDirty, SKILL_KINDS, settleSkills } from "../../identity/index.js";
import type { Reader, Transaction } from "../../pool/index.js";
import type { Basis } from "./readings.js";

/** Suggestions of one skill that were read from the same. */
export interface SuggestionGroup {
  readonly skill: string;
  readonly basis: Basis;
  readonly count: number;
  /** Of the surest. */
  readonly confidence: number;
}

export interface Suggestion {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly contactId: number;
  readonly name: string;
  readonly title: string | null;
  readonly skill: string;
  readonly basis: Basis;
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: string;
}

/** Which suggestions are meant; nothing given means all that are open. */
export interface SuggestionsAsked {
  readonly ids?: readonly number[];
  readonly contactId?: number | null;
  readonly skill?: string | null;
  readonly basis?: Basis | null;
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly contact_id: number;
  readonly full_name: string;
  readonly title: string | null;
  readonly skill: string;
  readonly basis: Basis;
  readonly confidence: number;
  readonly evidence: string;
}

/** Open suggestions about volunteers who are still there and are not left out of reports (ruling P3). */
const OPEN = sql`FROM skill_suggestion s JOIN contact c ON c.source = s.source AND c.source_id = s.source_id
    WHERE s.state = 'open' AND c.deleted_at IS NULL AND c.kind = 'volunteer' AND c.excluded = FALSE`;

function asked({ ids, contactId, skill, basis }: SuggestionsAsked): Sql {
  return join(
    [
      sql`TRUE`,
      ...(ids === undefined ? [] : [ids.length === 0 ? sql`FALSE` : sql`s.id IN (${join([...ids])})`]),
      ...(contactId == null ? [] : [sql`c.id = ${contactId}`]),
      ...(skill == null ? [] : [sql`LOWER(s.skill) = ${skill.toLowerCase()}`]),
      ...(basis == null ? [] : [sql`s.basis = ${basis}`]),
    ],
    " AND ",
  );
}

/** What waits for a person, the largest groups first. */
export async function suggestionGroups(reader: Reader): Promise<SuggestionGroup[]> {
  return reader.query<SuggestionGroup>(sql`
    SELECT s.skill, s.basis, COUNT(*) AS count, MAX(s.confidence) AS confidence ${OPEN}
    GROUP BY s.skill, s.basis ORDER BY count DESC, s.skill, s.basis`);
}

/** The suggestions themselves, the surest first. */
export async function listSuggestions(reader: Reader, which: SuggestionsAsked): Promise<Suggestion[]> {
  const rows = await reader.query<Row>(sql`
    SELECT s.id, s.source, s.source_id, c.id AS contact_id, c.full_name, c.title, s.skill, s.basis, s.confidence, s.evidence
    ${OPEN} AND ${asked(which)} ORDER BY s.confidence DESC, c.full_name, s.id`);
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    contactId: row.contact_id,
    name: row.full_name,
    title: row.title,
    skill: row.skill,
    basis: row.basis,
    confidence: row.confidence,
    evidence: row.evidence,
  }));
}

/** As many as one answer settles: somebody looks at them first. */
export const MOST_ANSWERED = 500;

/**
 * Accepts or refuses suggestions. Accepting is a decision about each volunteer, so it survives every sync; refusing means that it never comes back.
 * Those that somebody else answered meanwhile are theirs. @returns what was answered
 */
export async function answerSuggestions(
  tx: Transaction,
  which: SuggestionsAsked,
  answer: "accepted" | "refused",
  { by, now }: { readonly by: string; readonly now: string },
): Promise<Suggestion[]> {
  const open = (await listSuggestions(tx, which)).slice(0, MOST_ANSWERED);
  if (open.length === 0) return [];
  const taken = new Set(
    (
      await tx.query<{ id: number }>(sql`
        UPDATE skill_suggestion SET state = ${answer}, decided_by = ${by}, decided_at = ${now}
        WHERE state = 'open' AND id IN (${join(open.map(({ id }) => id))}) RETURNING id`)
    ).map(({ id }) => id),
  );
  const answered = open.filter(({ id }) => taken.has(id));
  if (answer === "refused") return answered;
  // As `decide` keeps one, for all of them at once.
  await tx.run(sql`
    INSERT INTO decision (kind, subject, source, source_id, value, reason, decided_by, decided_at)
    SELECT ${SKILL_KINDS.has}, 'contact', s.source, s.source_id, s.skill, 'suggested by: ' || s.evidence, ${by}, ${now}
    FROM skill_suggestion s WHERE s.id IN (${join([...taken])}) ORDER BY s.id`);
  await markDirty(tx);
  await settleSkills(tx, [...new Set(answered.map(({ contactId }) => contactId))]);
  return answered;
}

/** Opens again what one person answered at one instant; what was decided by it is taken back. @returns how many */
export async function reopenSuggestions(
  tx: Transaction,
  { answeredAt, answeredBy, by, now }: Record<"answeredAt" | "answeredBy" | "by" | "now", string>,
): Promise<number> {
  const answered = await tx.query<{ source: string; source_id: string; skill: string; contact_id: number | null }>(sql`
    UPDATE skill_suggestion SET state = 'open', decided_by = NULL, decided_at = NULL
    WHERE decided_at = ${answeredAt} AND decided_by = ${answeredBy} AND state IN ('accepted', 'refused')
    RETURNING source, source_id, skill, (
      SELECT c.id FROM contact c WHERE c.source = skill_suggestion.source AND c.source_id = skill_suggestion.source_id) AS contact_id`);
  if (answered.length === 0) return 0;
  await tx.run(sql`
    UPDATE decision SET reversed_by = ${by}, reversed_at = ${now}
    WHERE kind = ${SKILL_KINDS.has} AND subject = 'contact' AND decided_at = ${answeredAt} AND decided_by = ${answeredBy} AND reversed_at IS NULL`);
  await markDirty(tx);
  await settleSkills(
    tx,
    answered.flatMap(({ contact_id }) => (contact_id === null ? [] : [contact_id])),
  );
  return answered.length;
}

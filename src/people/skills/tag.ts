import sql from "sql-template-tag";
import { decide, decisionsAbout, SKILL_KINDS, settleSkills, skillKey, takeBack } from "../../identity/index.js";
import type { Transaction } from "../../pool/index.js";
import { PolarisError } from "../../runtime/index.js";
import type { FoundContact } from "../find-contact.js";
import type { Vocabulary } from "../vocabulary.js";
import { skillNamed } from "./naming.js";
import { readSkillWords, skillShown } from "./words.js";

interface Asked {
  readonly contact: FoundContact;
  readonly skill: string;
  readonly vocabulary: Vocabulary;
  readonly reason: string | null;
  /** Slack user id. */
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** What became of somebody's skill. */
export interface SkillChange {
  /** As it is shown. */
  readonly skill: string;
  /** The decision that did it, by which it is undone; null when a decision was taken back. */
  readonly decision: number | null;
}

interface SkillRow {
  readonly skill: string;
  readonly source: string;
}

const subjectOf = ({ source, sourceId }: FoundContact) => ({ subject: "contact" as const, source, sourceId });

/**
 * Gives somebody a skill that staff know of. A removal that stands is taken back first: where the source says the skill, nothing else is needed.
 * @throws PolarisError argument_invalid when they have it already
 */
export async function addSkill(tx: Transaction, asked: Asked): Promise<SkillChange> {
  const { contact, reason, by, now } = asked;
  await holdContact(tx, contact);
  const words = await readSkillWords(tx, asked.vocabulary);
  const skill = skillShown(skillNamed(asked.skill), words);
  const has = (await skillsOf(tx, contact.id)).find((row) => isShownAs(row, skill, words));
  if (has !== undefined)
    throw new PolarisError(
      "argument_invalid",
      `${contact.name} has the skill ${skill} already (${SKILL_SOURCES[has.source] ?? has.source}). Nothing was changed.`,
    );
  const removals = (await decisionsAbout(tx, subjectOf(contact), SKILL_KINDS.hasNot)).filter(
    ({ value }) => skillKey(skillShown(value, words)) === skillKey(skill),
  );
  for (const { id } of removals) await takeBack(tx, id, { by, now });
  await settleSkills(tx, [contact.id]);
  const isBack = (await skillsOf(tx, contact.id)).some((row) => isShownAs(row, skill, words));
  if (isBack) return { skill, decision: null };
  const decision = await decide(tx, {
    kind: SKILL_KINDS.has,
    ...subjectOf(contact),
    value: skill,
    reason,
    by,
    now,
  });
  await tx.run(sql`
    UPDATE skill_suggestion SET state = 'gone'
    WHERE source = ${contact.source} AND source_id = ${contact.sourceId} AND state = 'open' AND skill = ${skill}`);
  await settleSkills(tx, [contact.id]);
  return { skill, decision };
}

/**
 * Takes a skill away from somebody: what staff said of it is taken back; what a source says is contradicted by a decision, which survives every sync.
 * A suggestion that brought it counts as refused from now on.
 * @throws PolarisError argument_invalid when they do not have it
 */
export async function removeSkill(tx: Transaction, asked: Asked): Promise<SkillChange> {
  const { contact, reason, by, now } = asked;
  await holdContact(tx, contact);
  const words = await readSkillWords(tx, asked.vocabulary);
  const skill = skillShown(skillNamed(asked.skill), words);
  const own = await skillsOf(tx, contact.id);
  const has = own.filter((row) => isShownAs(row, skill, words));
  if (has.length === 0) throw hasNot(contact, skill, own, words);
  const said = (await decisionsAbout(tx, subjectOf(contact), SKILL_KINDS.has)).filter(
    ({ value }) => skillKey(skillShown(value, words)) === skillKey(skill),
  );
  for (const { id } of said) await takeBack(tx, id, { by, now });
  await tx.run(sql`
    UPDATE skill_suggestion SET state = 'refused', decided_by = ${by}, decided_at = ${now}
    WHERE source = ${contact.source} AND source_id = ${contact.sourceId} AND state = 'accepted' AND skill = ${skill}`);
  const decided: number[] = [];
  for (const row of has.filter(({ source }) => !OURS.has(source)))
    decided.push(
      await decide(tx, { kind: SKILL_KINDS.hasNot, ...subjectOf(contact), value: row.skill, reason, by, now }),
    );
  await settleSkills(tx, [contact.id]);
  const [only] = decided;
  return { skill, decision: said.length === 0 && decided.length === 1 && only !== undefined ? only : null };
}

/** How a skill came to somebody, in words. */
export const SKILL_SOURCES: Readonly<Record<string, string>> = {
  salesforce_text: "Salesforce, text",
  salesforce_list: "Salesforce, list",
  pathful: "Pathful",
  tagged: "tagged by hand",
  suggested: "suggested and accepted",
};
const OURS: ReadonlySet<string> = new Set(["tagged", "suggested"]);

/**
 * Keeps two people from changing one contact at once; the second sees what the first did.
 * @throws PolarisError not_found when the record went meanwhile
 */
export async function holdContact(tx: Transaction, { id, name }: Pick<FoundContact, "id" | "name">): Promise<void> {
  const held = await tx.run(sql`UPDATE contact SET person_id = person_id WHERE id = ${id} AND deleted_at IS NULL`);
  if (held === 0)
    throw new PolarisError("not_found", `${name} was deleted in Salesforce a moment ago. Nothing was changed.`);
}

const skillsOf = (tx: Transaction, contactId: number): Promise<SkillRow[]> =>
  tx.query<SkillRow>(sql`SELECT skill, source FROM contact_skill WHERE contact_id = ${contactId} ORDER BY skill`);

const isShownAs = (row: SkillRow, skill: string, words: Vocabulary): boolean =>
  skillKey(skillShown(row.skill, words)) === skillKey(skill);

function hasNot(contact: FoundContact, skill: string, own: readonly SkillRow[], words: Vocabulary): PolarisError {
  const has = [...new Set(own.map((row) => skillShown(row.skill, words)))];
  const theirs = has.length === 0 ? "No skill is recorded." : `Theirs: ${has.join(", ")}.`;
  return new PolarisError(
    "argument_invalid",
    `${contact.name} does not have the skill ${skill}. ${theirs} Nothing was changed.`,
  );
}

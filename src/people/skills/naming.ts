import sql from "sql-template-tag";
import { z } from "zod";
import { normalizeSkill, PathwayNames, splitEventSkills } from "../../domain/index.js";
import { skillKey } from "../../identity/index.js";
import type { Reader, Transaction } from "../../pool/index.js";
import { type PathwayRules, PolarisError } from "../../runtime/index.js";
import { stemsOf, type Vocabulary } from "../vocabulary.js";
import { readSkillWords } from "./words.js";

/** alias: another name; merge: a skill that people have, kept and shown as another one. */
export type NamingKind = "alias" | "merge";

export interface Naming {
  readonly id: number;
  readonly text: string;
  readonly skill: string;
  readonly kind: NamingKind;
  readonly by: string;
  readonly at: string;
}

interface By {
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

interface Row {
  readonly id: number;
  readonly alias_text: string;
  readonly skill: string;
  readonly kind: NamingKind;
  readonly created_by: string;
  readonly created_at: string;
}

const read = (row: Row): Naming => ({
  id: row.id,
  text: row.alias_text,
  skill: row.skill,
  kind: row.kind,
  by: row.created_by,
  at: row.created_at,
});

/** The names that staff gave and the skills they merged, by what they stand for. */
export async function listNamings(reader: Reader): Promise<Naming[]> {
  const rows = await reader.query<Row>(sql`
    SELECT id, alias_text, skill, kind, created_by, created_at FROM skill_alias WHERE reversed_at IS NULL ORDER BY skill, alias_text, id`);
  return rows.map(read);
}

/** @throws PolarisError argument_invalid for what is no name of a skill */
export function skillNamed(text: string): string {
  const skill = normalizeSkill(text);
  if (skill === null || stemsOf(skill).length === 0)
    throw new PolarisError(
      "argument_invalid",
      `“${text}” cannot name a skill. Expected a word of two letters or more: one letter alone would be found everywhere.`,
    );
  return skill;
}

/**
 * Says that a word stands for a skill, or that people's skill is another one. It names the skill that is shown in the end, so that no chain and no ring of names comes about.
 * @throws PolarisError argument_invalid when it stands so already, stands for another one, or would stand for itself
 */
export async function nameSkill(
  tx: Transaction,
  { text, means, kind, by, now }: { readonly text: string; readonly means: string; readonly kind: NamingKind } & By,
): Promise<Naming> {
  const name = skillNamed(text);
  await oneAtATime(tx, now);
  const words = await readSkillWords(tx, { groups: {}, synonyms: [] });
  const skill = words.standsFor?.get(skillKey(skillNamed(means))) ?? skillNamed(means);
  const stands = words.standsFor?.get(skillKey(name));
  if (skillKey(name) === skillKey(skill))
    throw new PolarisError("argument_invalid", `“${name}” is ${skill} already. Expected two different skills.`);
  if (stands !== undefined)
    throw new PolarisError(
      "argument_invalid",
      `“${name}” stands for ${stands} already. “skills forget ${name}” takes that back; then it can mean something else.`,
    );
  const [row] = await tx.query<Row>(sql`
    INSERT INTO skill_alias (alias_key, alias_text, skill, kind, created_by, created_at)
    VALUES (${skillKey(name)}, ${name}, ${skill}, ${kind}, ${by}, ${now})
    RETURNING id, alias_text, skill, kind, created_by, created_at`);
  if (row === undefined) throw new Error("the name of a skill was not kept");
  return read(row);
}

/** Of two people who name the same word at once, the second sees what the first did. */
const oneAtATime = (tx: Transaction, now: string): Promise<number> =>
  tx.run(sql`
    INSERT INTO pool_fact (key, value) VALUES ('skill_words', ${now}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);

/** Takes back what a word stood for. @throws PolarisError not_found */
export async function forgetNaming(tx: Transaction, text: string, { by, now }: By): Promise<Naming> {
  const [row] = await tx.query<Row>(sql`
    UPDATE skill_alias SET reversed_by = ${by}, reversed_at = ${now} WHERE alias_key = ${skillKey(text)} AND reversed_at IS NULL
    RETURNING id, alias_text, skill, kind, created_by, created_at`);
  if (row === undefined)
    throw new PolarisError(
      "not_found",
      `“${text}” is no name that staff gave to a skill. “skills” shows those that they gave; the others stand in config/skills.yml.`,
    );
  return read(row);
}

/** @throws PolarisError argument_invalid with every pathway there is */
export function pathwayNamed(text: string, rules: PathwayRules): string {
  const [pathway] = new PathwayNames(rules).named(text).pathways;
  if (pathway !== undefined) return pathway;
  throw new PolarisError(
    "argument_invalid",
    `No pathway is called “${text}”. Expected one of ${rules.list.map(({ name }) => name).join(", ")}, as in config/pathways.yml, or none.`,
  );
}

/** Says which pathway a skill belongs to; null takes it back. @returns what was said before */
export async function setSkillPathway(
  tx: Transaction,
  { skill, pathway, by, now }: { readonly skill: string; readonly pathway: string | null } & By,
): Promise<string | null> {
  const key = skillKey(skill);
  const [before] = await tx.query<{ pathway: string }>(sql`SELECT pathway FROM skill_pathway WHERE skill_key = ${key}`);
  if (pathway === null) await tx.run(sql`DELETE FROM skill_pathway WHERE skill_key = ${key}`);
  else
    await tx.run(sql`
      INSERT INTO skill_pathway (skill_key, skill, pathway, set_by, set_at) VALUES (${key}, ${skill}, ${pathway}, ${by}, ${now})
      ON CONFLICT (skill_key) DO UPDATE SET pathway = excluded.pathway, set_by = excluded.set_by, set_at = excluded.set_at`);
  return before?.pathway ?? null;
}

/** Names of pathways in Salesforce, in tags "PWY-…" and in its pick lists, that config/pathways.yml does not know: no skill can belong to them yet. */
export async function unknownPathways(reader: Reader, rules: PathwayRules): Promise<string[]> {
  const names = new PathwayNames(rules);
  const pathways = await reader.query<{ name: string }>(
    sql`SELECT DISTINCT name FROM pathway WHERE deleted_at IS NULL ORDER BY name`,
  );
  const tags = await reader.query<{ skills_raw: string }>(
    sql`SELECT DISTINCT skills_raw FROM event WHERE deleted_at IS NULL AND skills_raw LIKE '%PWY-%'`,
  );
  const tagged = [...tags.map(({ skills_raw }) => skills_raw), ...(await tagsOffered(reader))].flatMap((text) =>
    splitEventSkills(text).flatMap(({ group, name }) => (group === "Pathway" ? [name] : [])),
  );
  const unknown = [...pathways.map(({ name }) => name), ...tagged].flatMap((name) => names.named(name).unknown);
  return [...new Set(unknown)];
}

const described = z.object({
  fields: z.record(z.string(), z.object({ values: z.array(z.string()).default([]) })),
});

/** The tags "PWY-…" that a pick list of Salesforce offers, whether an event has them yet or not. */
async function tagsOffered(reader: Reader): Promise<string[]> {
  const objects = await reader.query<{ schema_json: string }>(
    sql`SELECT schema_json FROM sync_checkpoint WHERE source = 'salesforce' AND schema_json LIKE '%"PWY-%'`,
  );
  return objects
    .flatMap(({ schema_json }) => Object.values(described.parse(JSON.parse(schema_json)).fields))
    .flatMap(({ values }) => values.filter((value) => value.startsWith("PWY-")));
}

/** Whether a word is known as a skill: somebody has it, or config/skills.yml or staff name it. */
export async function isKnownSkill(reader: Reader, skill: string, vocabulary: Vocabulary): Promise<boolean> {
  const [held] = await reader.query<{ id: number }>(
    sql`SELECT id FROM contact_skill WHERE LOWER(skill) = ${skillKey(skill)} LIMIT 1`,
  );
  if (held !== undefined || vocabulary.standsFor?.has(skillKey(skill))) return true;
  return [...vocabulary.synonyms.flat(), ...Object.values(vocabulary.groups).flat()].some(
    (name) => skillKey(name) === skillKey(skill),
  );
}

import sql from "sql-template-tag";
import { normalizeSkill, skillsOfPathways } from "../../domain/index.js";
import { skillKey } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import type { PathwayRules } from "../../runtime/index.js";
import { stemsOf, type Vocabulary } from "../vocabulary.js";

interface AliasRow {
  readonly alias_key: string;
  readonly alias_text: string;
  readonly skill: string;
}

/** What was made of one file's words and the names as they stood then: whoever keeps things by the words keeps them as long as nobody names anything. */
const made = new WeakMap<Vocabulary, { readonly names: string; readonly words: Vocabulary }>();

/**
 * The words of config/skills.yml together with the names that staff gave and the skills they merged: search, matching and profiles read skills through it.
 * One small table; the same object as before while the names stand as they did.
 */
export async function readSkillWords(reader: Reader, vocabulary: Vocabulary): Promise<Vocabulary> {
  const rows = await reader.query<AliasRow>(
    sql`SELECT alias_key, alias_text, skill FROM skill_alias WHERE reversed_at IS NULL ORDER BY id`,
  );
  if (rows.length === 0) return vocabulary;
  const names = JSON.stringify(rows);
  const known = made.get(vocabulary);
  if (known?.names === names) return known.words;
  const words = withNamings(vocabulary, rows);
  made.set(vocabulary, { names, words });
  return words;
}

function withNamings(vocabulary: Vocabulary, rows: readonly AliasRow[]): Vocabulary {
  const direct = new Map(rows.map(({ alias_key, skill }) => [alias_key, skill]));
  const standsFor = new Map(rows.map(({ alias_key }) => [alias_key, lastOf(alias_key, direct)]));
  const names = new Map<string, Set<string>>();
  for (const { alias_key, alias_text } of rows) {
    const skill = standsFor.get(alias_key) ?? alias_text;
    const known = names.get(skill) ?? new Set([skill.toLowerCase()]);
    names.set(skill, known.add(alias_text.toLowerCase()));
  }
  const added = [...names.values()].map((own) => withSynonyms([...own], vocabulary));
  return {
    groups: Object.fromEntries(
      Object.entries(vocabulary.groups).map(([group, terms]) => [group, withNames(terms, added)]),
    ),
    synonyms: [...vocabulary.synonyms, ...added],
    standsFor,
  };
}

/** A name of a skill that was merged into one that was merged into another; a ring of them, which nobody can make by command, ends where it began. */
function lastOf(key: string, direct: ReadonlyMap<string, string>): string {
  let skill = direct.get(key) ?? key;
  for (const seen = new Set([key]); !seen.has(skillKey(skill)); ) {
    seen.add(skillKey(skill));
    skill = direct.get(skillKey(skill)) ?? skill;
  }
  return skill;
}

const stemmed = (text: string): string => stemsOf(text).join(" ");

function withSynonyms(own: readonly string[], { synonyms }: Vocabulary): string[] {
  const stems = new Set(own.map(stemmed));
  return [...new Set([...own, ...synonyms.filter((names) => names.some((name) => stems.has(stemmed(name)))).flat()])];
}

/** The terms of a group with the names that staff gave to any of them. */
function withNames(terms: readonly string[], added: readonly (readonly string[])[]): readonly string[] {
  const stems = new Set(terms.map(stemmed));
  const more = added.filter((names) => names.some((name) => stems.has(stemmed(name)))).flat();
  return more.length === 0 ? terms : [...new Set([...terms, ...more])];
}

/** The skill under which another one is shown: itself, unless staff merged it or named it otherwise. */
export const skillShown = (skill: string, { standsFor }: Vocabulary): string =>
  standsFor?.get(skillKey(skill)) ?? skill;

/** The name that suggestions use for a skill: what staff say, else the first of its names in config/skills.yml. */
export function preferredSkill(text: string, vocabulary: Vocabulary): string {
  const shown = skillShown(text, vocabulary);
  if (shown !== text) return shown;
  const first = firstNamesOf(vocabulary).get(stemmed(text)) ?? text;
  return skillShown(normalizeSkill(first) ?? text, vocabulary);
}

const firstNames = new WeakMap<Vocabulary, ReadonlyMap<string, string>>();

/** The first name of each skill, by the stems of any. */
function firstNamesOf(vocabulary: Vocabulary): ReadonlyMap<string, string> {
  const known = firstNames.get(vocabulary);
  if (known !== undefined) return known;
  const first = new Map<string, string>();
  for (const names of vocabulary.synonyms)
    for (const name of names) if (!first.has(stemmed(name))) first.set(stemmed(name), names[0] ?? name);
  firstNames.set(vocabulary, first);
  return first;
}

/** Which pathway each skill belongs to, by `skillKey`: what config/pathways.yml lists, and before it what staff said. */
export async function readSkillPathways(reader: Reader, rules: PathwayRules): Promise<ReadonlyMap<string, string>> {
  const said = await reader.query<{ skill_key: string; pathway: string }>(
    sql`SELECT skill_key, pathway FROM skill_pathway`,
  );
  return new Map([
    ...skillsOfPathways(rules).map(({ skill, pathway }) => [skillKey(skill), pathway] as const),
    ...said.map(({ skill_key, pathway }) => [skill_key, pathway] as const),
  ]);
}

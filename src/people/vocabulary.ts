import { stemmer } from "stemmer";
import { z } from "zod";
import { readYaml } from "../runtime/index.js";

/** A word for a skill; one-letter words identify nothing (ruling S3). */
const term = z
  .string()
  .min(2)
  .refine((text) => wordsOf(text).every((word) => word.length > 1), "a one-letter word identifies nothing");
const terms = z.array(term);

const fileSchema = z.strictObject({
  groups: z.record(z.string(), terms).default({}),
  synonyms: z.array(terms.min(2)).default([]),
  titles: z.record(term, terms).default({}),
  employers: z.record(term, terms).default({}),
});

/** Words that stand for skills. */
export interface Vocabulary {
  /** A word that stands for many skills → those. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Names of one skill each, the first the one to show. */
  readonly synonyms: readonly (readonly string[])[];
  /** Names that staff gave or merged, by `skillKey` → the skill that stands for them; absent before `readSkillWords`. */
  readonly standsFor?: ReadonlyMap<string, string>;
}

/** Which words of a job title or of an employer speak for a skill: skill → words. */
export interface SkillRules {
  readonly titles: Readonly<Record<string, readonly string[]>>;
  readonly employers: Readonly<Record<string, readonly string[]>>;
}

/** Reads config/skills.yml. @throws PolarisError configuration_invalid, with the place of the mistake. */
export function readVocabulary(file: string): Vocabulary {
  const { groups, synonyms } = readYaml(file, fileSchema);
  return { groups, synonyms };
}

/** The part of config/skills.yml that suggestions are made by. @throws PolarisError configuration_invalid */
export function readSkillRules(file: string): SkillRules {
  const { titles, employers } = readYaml(file, fileSchema);
  return { titles, employers };
}

/** The stems of a text's words, for whole-word matching. One-letter words identify nothing and are left out (ruling S3). */
export function stemsOf(text: string): string[] {
  return wordsOf(text)
    .filter((word) => word.length > 1)
    .map((word) => stemmer(word));
}

/** The words of a text in small letters, as they stand in it; "c++" and "c#" are words. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}+#]+/u)
    .filter((word) => word !== "");

/** What a person may have meant by one skill word: the word, its synonyms, or everything in a group of that name. */
export interface SkillAsk {
  readonly asked: string;
  /** Set when the word names a group; the reply says so. */
  readonly group: string | null;
  readonly terms: readonly string[];
}

export function understandSkill(asked: string, vocabulary: Vocabulary): SkillAsk {
  const word = asked.trim().toLowerCase();
  const group = vocabulary.groups[word];
  if (group) return { asked, group: word, terms: group };
  const stems = stemsOf(word).join(" ");
  const same = vocabulary.synonyms.filter((names) => names.some((name) => stemsOf(name).join(" ") === stems));
  return { asked, group: null, terms: [...new Set([word, ...same.flat()])] };
}

/** Whether every word of one of the terms stands in the skill, as a whole word, by stem. */
export function skillMatches(skill: string, ask: SkillAsk): boolean {
  const has = new Set(stemsOf(skill));
  return ask.terms.some((term) => {
    const wanted = stemsOf(term);
    return wanted.length > 0 && wanted.every((stem) => has.has(stem));
  });
}

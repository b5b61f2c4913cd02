import { readFileSync } from "node:fs";
import { stemmer } from "stemmer";
import { parse } from "yaml";
import { z } from "zod";
import { PolarisError } from "../runtime/index.js";

const vocabularySchema = z.strictObject({
  groups: z.record(z.string(), z.array(z.string().min(2))).default({}),
  synonyms: z.array(z.array(z.string().min(2)).min(2)).default([]),
});
export type Vocabulary = z.infer<typeof vocabularySchema>;

/** Reads config/skills.yml. @throws PolarisError configuration_invalid, with the place of the mistake. */
export function readVocabulary(file: string): Vocabulary {
  const parsed = vocabularySchema.safeParse(parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new PolarisError("configuration_invalid", `${file}: ${issue?.path.join(".")} — ${issue?.message}.`);
}

/** The stems of a text's words, for whole-word matching. One-letter words identify nothing and are left out (ruling S3). */
export function stemsOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}+#]+/u)
    .filter((word) => word.length > 1)
    .map((word) => stemmer(word));
}

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

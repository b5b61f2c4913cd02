import sql from "sql-template-tag";
import { normalizeSkill } from "../../domain/index.js";
import { skillKey } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import type { Vocabulary } from "../vocabulary.js";
import { readSkillWords, skillShown } from "./words.js";

const MOST = 25;

/** Skills that begin with what was typed, or hold a word that does: those that people have first, the most held at the top; then those of config/skills.yml. */
export async function suggestSkills(reader: Reader, query: string, vocabulary: Vocabulary): Promise<string[]> {
  const typed = query.trim().toLowerCase();
  if (typed === "") return [];
  const words = await readSkillWords(reader, vocabulary);
  const held = await reader.query<{ skill: string }>(sql`
    SELECT skill FROM contact_skill WHERE LOWER(skill) LIKE ${`%${typed.replace(/[%_\\]/g, "")}%`} GROUP BY skill ORDER BY COUNT(*) DESC, skill LIMIT 200`);
  const named = words.synonyms.flatMap((names) => names.map((name) => normalizeSkill(name) ?? name));
  const fits = (skill: string) => skillKey(skill).startsWith(typed) || skillKey(skill).includes(` ${typed}`);
  const shown = [...held.map(({ skill }) => skill), ...named].filter(fits).map((skill) => skillShown(skill, words));
  return [...new Set(shown)].slice(0, MOST);
}

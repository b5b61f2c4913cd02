import { absent } from "./absent.js";

/** One skill as it is kept: blanks squeezed, small letters, the first a capital: "Data Analysis" → "Data analysis". */
export function normalizeSkill(text: string): string | null {
  const skill = text.replace(/^["'\s]+|["'\s]+$/g, "").replace(/\s+/g, " ");
  if (absent(skill)) return null;
  return skill.charAt(0).toUpperCase() + skill.slice(1).toLowerCase();
}

/** Skills of a text or a multi-picklist, split at ';' and ',' alike, each once, in order (T46). */
export function splitSkills(...texts: (string | null | undefined)[]): string[] {
  const skills = texts.flatMap((text) => (text ?? "").split(/[;,\n]/)).map(normalizeSkill);
  return [...new Set(skills.filter((skill) => skill !== null))];
}

const PREFIXES = {
  "PWY-": "Pathway",
  "Skills-": "Skill",
  "CCE-": "Career/College",
  "CSCs-": "Core Skill",
  "ACT-": "Activity",
} as const;
export type EventSkillGroup = (typeof PREFIXES)[keyof typeof PREFIXES];
const GROUPS = Object.entries(PREFIXES).map(([start, group]) => ({ start: start.toLowerCase(), group }));

export interface EventSkill {
  readonly group: EventSkillGroup | null;
  readonly name: string;
}

/** An event's skill tags with the group their prefix stands for: `"PWY-Tech","Skills-Coding"` → Pathway: Tech, Skill: Coding. */
export function splitEventSkills(...texts: (string | null | undefined)[]): EventSkill[] {
  const kept = new Map<string, EventSkill>();
  for (const tag of texts.flatMap((text) => (text ?? "").split(/[;,\n]/))) {
    const bare = tag.replace(/^["'\s]+|["'\s]+$/g, "").replace(/\s+/g, " ");
    if (absent(bare)) continue;
    const small = bare.toLowerCase();
    const prefix = GROUPS.find(({ start }) => small.startsWith(start));
    const skill: EventSkill =
      prefix === undefined
        ? { group: null, name: bare }
        : { group: prefix.group, name: bare.slice(prefix.start.length).trim() };
    if (skill.name !== "") kept.set(`${skill.group}:${skill.name.toLowerCase()}`, skill);
  }
  return [...kept.values()];
}

/** "Pathway: Tech". */
export function printEventSkill(skill: EventSkill): string {
  return skill.group === null ? skill.name : `${skill.group}: ${skill.name}`;
}

import { normalizeSkill, splitEventSkills } from "../../domain/index.js";
import { skillKey } from "../../identity/index.js";
import type { SkillRules, Vocabulary } from "../vocabulary.js";
import { stemsOf } from "../vocabulary.js";
import { PhraseBook } from "./phrases.js";
import { preferredSkill } from "./words.js";

/** What a suggestion was read from, the strongest first. */
export const BASES = ["title", "sessions", "interests", "text", "organization"] as const;
export type Basis = (typeof BASES)[number];

export interface Reading {
  readonly skill: string;
  readonly basis: Basis;
  /** 0 to 1. */
  readonly confidence: number;
  /** What it was read from, for people. */
  readonly evidence: string;
}

/** How often somebody came to sessions with one text of skill tags, or of one pathway. */
export interface Sessions {
  readonly text: string;
  readonly sessions: number;
  readonly lastOn: string;
}

const CONFIDENCE = { title: 0.8, interests: 0.5, text: 0.45, organization: 0.35 } as const;
/** Sessions with a tag from which on it says something, and how much each further one adds. */
const SESSIONS = { skill: 2, pathway: 3, base: 0.4, each: 0.1, most: 0.75 } as const;
/** Tags of these groups name no skill of the volunteer. */
const NO_SKILL = new Set(["Pathway", "Career/College", "Activity"]);
const AROUND = 40;

/** Reads skills from what is known of people, by the rules and words of config/skills.yml. Equal texts are read once. */
export class SkillReader {
  readonly #words: Vocabulary;
  readonly #titles: PhraseBook;
  readonly #employers: PhraseBook;
  readonly #terms: PhraseBook;
  readonly #byStems = new Map<string, string>();
  readonly #read = new Map<string, readonly Reading[]>();
  readonly #tags = new Map<string, readonly string[]>();
  readonly #interests = new Map<string, string | null>();

  constructor(rules: SkillRules, words: Vocabulary) {
    this.#words = words;
    this.#titles = new PhraseBook(this.#named(Object.entries(rules.titles)));
    this.#employers = new PhraseBook(this.#named(Object.entries(rules.employers)));
    const terms = words.synonyms.map((names) => [names[0] ?? "", names] as const);
    this.#terms = new PhraseBook(this.#named(terms));
    for (const name of [...Object.values(words.groups).flat(), ...words.synonyms.flat()])
      this.#byStems.set(stemsOf(name).join(" "), preferredSkill(name, words));
  }

  title(title: string | null): readonly Reading[] {
    return this.#once(
      "title",
      title,
      (text) => this.#titles.within(turned(text)),
      (text) => text,
    );
  }

  /** An employer's name and kind, or the industry that stands on a record. */
  employer(text: string | null): readonly Reading[] {
    return this.#once(
      "organization",
      text,
      (each) => this.#employers.within(each),
      (each) => each,
    );
  }

  /** What was imported about somebody: a description, notes of recruiting. */
  text(text: string | null): readonly Reading[] {
    return this.#once("text", text, (each) => this.#terms.within(each), quoted);
  }

  /** A list of interests: those that are skills as a whole. */
  interests(list: string | null): readonly Reading[] {
    return (list ?? "").split(/[;,\n]/).flatMap((interest): Reading[] => {
      const skill = this.#interest(interest);
      return skill === null
        ? []
        : [{ skill, basis: "interests", confidence: CONFIDENCE.interests, evidence: interest.trim() }];
    });
  }

  /** Skills that the sessions somebody came to were tagged with. */
  sessionSkills(came: readonly Sessions[]): Reading[] {
    const bySkill = new Map<string, Sessions>();
    for (const { text, sessions, lastOn } of came) {
      for (const skill of this.#tagged(text)) {
        const known = bySkill.get(skill);
        const last = known === undefined || known.lastOn < lastOn ? lastOn : known.lastOn;
        bySkill.set(skill, { text: skill, sessions: (known?.sessions ?? 0) + sessions, lastOn: last });
      }
    }
    return [...bySkill.values()].flatMap((each) => fromSessions(each, each.text, SESSIONS.skill, "with this skill"));
  }

  /** Pathways of the sessions somebody came to, each as a skill of its name. */
  pathways(came: readonly Sessions[]): Reading[] {
    return came.flatMap((each) => {
      const [skill] = this.#tagged(each.text);
      return skill === undefined ? [] : fromSessions(each, skill, SESSIONS.pathway, `of the pathway ${each.text}`);
    });
  }

  #interest(text: string): string | null {
    const known = this.#interests.get(text);
    if (known !== undefined) return known;
    const skill = this.#byStems.get(stemsOf(text).join(" ")) ?? null;
    this.#interests.set(text, skill);
    return skill;
  }

  /** Skills that an event's tags name, under the names that suggestions use. */
  #tagged(text: string): readonly string[] {
    const known = this.#tags.get(text);
    if (known !== undefined) return known;
    const skills = splitEventSkills(text).flatMap(({ group, name }) => {
      const normal = group !== null && NO_SKILL.has(group) ? null : normalizeSkill(name);
      return normal === null || stemsOf(normal).length === 0 ? [] : [preferredSkill(normal, this.#words)];
    });
    this.#tags.set(text, skills);
    return skills;
  }

  #named(rules: readonly (readonly [string, readonly string[]])[]): (readonly [string, readonly string[]])[] {
    return rules.map(([skill, phrases]) => [preferredSkill(normalizeSkill(skill) ?? skill, this.#words), phrases]);
  }

  #once(
    basis: keyof typeof CONFIDENCE,
    text: string | null,
    find: (text: string) => readonly { readonly skill: string; readonly words: readonly string[] }[],
    evidenceOf: (text: string, words: readonly string[]) => string,
  ): readonly Reading[] {
    if (text === null || text.trim() === "") return [];
    const key = `${basis} ${text}`;
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const read = find(text).map(({ skill, words }) => ({
      skill,
      basis,
      confidence: CONFIDENCE[basis],
      evidence: evidenceOf(text, words),
    }));
    this.#read.set(key, read);
    return read;
  }
}

/** "Engineer, Software" as it would be said: with the words behind the comma before it, too. */
function turned(title: string): string {
  const [before, after, ...more] = title.split(",");
  return before === undefined || after === undefined || more.length > 0 ? title : `${title}. ${after} ${before}`;
}

function fromSessions({ sessions, lastOn }: Sessions, skill: string, least: number, which: string): Reading[] {
  if (sessions < least) return [];
  const confidence = Math.min(SESSIONS.most, SESSIONS.base + SESSIONS.each * (sessions - least));
  return [
    {
      skill,
      basis: "sessions",
      confidence: Math.round(confidence * 100) / 100,
      evidence: `${sessions} sessions ${which}, the last on ${lastOn}`,
    },
  ];
}

/** The words around the first of a phrase, as they were written. */
function quoted(text: string, [first = ""]: readonly string[]): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const place = Math.max(0, flat.toLowerCase().indexOf(first));
  const from = Math.max(0, place - AROUND);
  const to = Math.min(flat.length, place + first.length + AROUND);
  return `${from > 0 ? "…" : ""}${flat.slice(from, to)}${to < flat.length ? "…" : ""}`;
}

/** Of several readings of one skill the surest; of equals the first of `BASES`. */
export function surest(readings: readonly Reading[]): Reading[] {
  const best = new Map<string, Reading>();
  for (const reading of readings) {
    const key = skillKey(reading.skill);
    const known = best.get(key);
    if (known === undefined || isSurer(reading, known)) best.set(key, reading);
  }
  return [...best.values()];
}

const isSurer = (a: Reading, b: Reading): boolean =>
  a.confidence > b.confidence || (a.confidence === b.confidence && BASES.indexOf(a.basis) < BASES.indexOf(b.basis));

import type { PathwayRules } from "../runtime/index.js";
import { foldText } from "./names.js";
import { normalizeSkill, splitEventSkills } from "./skills.js";

/** What texts mean: names of pathways, those that mean none, and those that nobody has said anything about. */
export interface PathwaysRead {
  readonly pathways: readonly string[];
  readonly unknown: readonly string[];
}

const NOTHING: PathwaysRead = { pathways: [], unknown: [] };
const SKILL_TAG = "Pathway";

/** Texts of events as pathways, by config/pathways.yml: a text counts as a whole, never by a part of it (ruling E8). */
export class PathwayNames {
  readonly #names = new Map<string, string>();
  readonly #clusters = new Map<string, string>();
  readonly #without: ReadonlySet<string>;
  readonly #checkbox: readonly string[];
  readonly #kept = new Map<string, PathwaysRead>();

  constructor({ list, without }: PathwayRules) {
    for (const { name, also, clusters } of list) {
      for (const text of [name, ...also]) this.#names.set(pathwayKey(text), name);
      for (const text of clusters) this.#clusters.set(pathwayKey(text), name);
    }
    this.#without = new Set(without.map(pathwayKey));
    this.#checkbox = list.filter(({ checkbox }) => checkbox).map(({ name }) => name);
  }

  /** A pathway's name in Salesforce or on an attendance sheet; several with semicolons or commas between them. */
  named(text: string | null): PathwaysRead {
    return this.#read(`named ${text}`, text, (each) => this.#names.get(pathwayKey(each)) ?? this.#cluster(each));
  }

  /** A career cluster or topic. */
  clustered(text: string | null): PathwaysRead {
    return this.#read(`cluster ${text}`, text, (each) => this.#cluster(each) ?? this.#names.get(pathwayKey(each)));
  }

  /** The tags "PWY-…" among an event's skills. */
  tagged(skills: string | null): PathwaysRead {
    if (skills === null) return NOTHING;
    return this.#once(`tags ${skills}`, () => {
      const tags = splitEventSkills(skills).flatMap(({ group, name }) => (group === SKILL_TAG ? [name] : []));
      return together(tags.map((tag) => this.named(tag)));
    });
  }

  /** What the STEM checkbox stands for. */
  get checked(): PathwaysRead {
    return { pathways: this.#checkbox, unknown: [] };
  }

  #cluster(text: string): string | undefined {
    return this.#clusters.get(pathwayKey(text));
  }

  /** The whole text first, so that a comma within a name does not cut it. */
  #read(key: string, text: string | null, find: (text: string) => string | undefined): PathwaysRead {
    if (text === null) return NOTHING;
    return this.#once(key, () => {
      if (pathwayKey(text) === "") return NOTHING;
      const whole = this.#oneOf(text, find);
      const parts = text.split(/[;,\n]/).filter((each) => pathwayKey(each) !== "");
      return whole.unknown.length === 0 || parts.length < 2
        ? whole
        : together(parts.map((each) => this.#oneOf(each, find)));
    });
  }

  #once(key: string, read: () => PathwaysRead): PathwaysRead {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const found = read();
    this.#kept.set(key, found);
    return found;
  }

  #oneOf(text: string, find: (text: string) => string | undefined): PathwaysRead {
    const name = find(text);
    if (name !== undefined) return { pathways: [name], unknown: [] };
    return this.#without.has(pathwayKey(text)) ? NOTHING : { pathways: [], unknown: [text.trim()] };
  }
}

/** "Construction/ Trades" and "Construction & Trades Pathway" for comparison. */
function pathwayKey(text: string): string {
  return foldText(text).replace(/ pathways?$/, "");
}

function together(read: readonly PathwaysRead[]): PathwaysRead {
  return {
    pathways: [...new Set(read.flatMap(({ pathways }) => pathways))],
    unknown: [...new Set(read.flatMap(({ unknown }) => unknown))],
  };
}

/** Skills of volunteers, as they are kept, that carry a pathway: those listed for it and its own names, with or without "PWY-". */
export function skillsOfPathways({
  list,
}: PathwayRules): readonly { readonly skill: string; readonly pathway: string }[] {
  return list.flatMap(({ name, also, skills }) => {
    const named = [name, ...also];
    const written = [...named, ...named.map((each) => `PWY-${each}`), ...skills].flatMap(
      (text) => normalizeSkill(text) ?? [],
    );
    return [...new Set(written)].map((skill) => ({ skill, pathway: name }));
  });
}

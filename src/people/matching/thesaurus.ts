import { stemsOf, type Vocabulary } from "../vocabulary.js";
import type { Topics } from "./topics.js";

/** How near a word stands to what is wanted: the same, another name for it, the same line of work, a neighbouring one. */
export const NEARNESS = { same: 1, synonym: 0.95, kin: 0.8, field: 0.2 } as const;

/** Stems in order, joined by a blank. */
export type TermKey = string;

const MOST_KEPT = 100_000;
const kept = new Map<string, readonly string[]>();

/** Words whose stem is that of quite another word: "animation" is not "animals", and a programmer is no program director. */
const APART: ReadonlyMap<string, string> = new Map(
  Object.entries({
    coding: ["programming", "programmer", "programmers"],
    cartooning: ["animation", "animations", "animator", "animators", "animated"],
    neighborhood: ["community", "communities"],
  }).flatMap(([other, words]) => words.map((word) => [word, other] as const)),
);
const APART_WORDS = new RegExp(`\\b(?:${[...APART.keys()].join("|")})\\b`, "giu");

/** The stems of a text that comes again and again, as titles and skills do. */
export function knownStems(text: string): readonly string[] {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const stems = stemsOf(text.replace(APART_WORDS, (word) => APART.get(word.toLowerCase()) ?? word));
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, stems);
  return stems;
}

export const keyOf = (text: string): TermKey => knownStems(text).join(" ");

interface NearList {
  readonly keys: readonly TermKey[];
  readonly nearness: number;
}

/** Which terms stand near which: synonyms of skills.yml, kin and fields of matching.yml. */
export class Thesaurus {
  readonly #lists = new Map<TermKey, NearList[]>();
  readonly #covers = new Map<TermKey, readonly TermKey[]>();
  readonly #ignored: ReadonlySet<string>;
  readonly #phrases = new Set<TermKey>();

  constructor(topics: Topics, vocabulary: Vocabulary) {
    this.#ignored = new Set(topics.ignored.flatMap((word) => stemsOf(word)));
    for (const names of vocabulary.synonyms) this.#add(names, NEARNESS.synonym);
    for (const names of topics.kin) this.#add(names, NEARNESS.kin);
    for (const names of Object.values(topics.fields)) this.#add(names, NEARNESS.field);
    for (const [wide, narrow] of Object.entries(topics.covers)) {
      this.#covers.set(keyOf(wide), narrow.map(keyOf));
      if (keyOf(wide).includes(" ")) this.#phrases.add(keyOf(wide));
    }
  }

  #add(names: readonly string[], nearness: number): void {
    const list: NearList = { keys: [...new Set(names.map(keyOf))].filter((key) => key !== ""), nearness };
    for (const key of list.keys) {
      this.#lists.set(key, [...(this.#lists.get(key) ?? []), list]);
      if (key.includes(" ")) this.#phrases.add(key);
    }
  }

  /** Whether a word, by its stem, tells nothing of a topic. */
  isIgnored(stem: string): boolean {
    return this.#ignored.has(stem) || /^\d+(st|nd|rd|th)?$/.test(stem);
  }

  isPhrase(key: TermKey): boolean {
    return this.#phrases.has(key);
  }

  /** A term and what stands near it, each with its nearness. */
  near(key: TermKey): ReadonlyMap<TermKey, number> {
    const found = new Map<TermKey, number>([[key, NEARNESS.same]]);
    const add = ({ keys, nearness }: NearList) => {
      for (const other of keys) found.set(other, Math.max(found.get(other) ?? 0, nearness));
    };
    const own = this.#lists.get(key) ?? [];
    for (const list of own.filter(({ nearness }) => nearness > NEARNESS.field)) add(list);
    add({ keys: this.#covers.get(key) ?? [], nearness: NEARNESS.kin });
    // The same work under another name has the same neighbours.
    for (const other of [...found.keys()])
      for (const list of this.#lists.get(other) ?? []) if (list.nearness === NEARNESS.field) add(list);
    return found;
  }
}

const made = new WeakMap<Topics, WeakMap<Vocabulary, Thesaurus>>();

/** The thesaurus of these words, made once. */
export function thesaurusOf(topics: Topics, vocabulary: Vocabulary): Thesaurus {
  const byVocabulary = made.get(topics) ?? new WeakMap<Vocabulary, Thesaurus>();
  made.set(topics, byVocabulary);
  const known = byVocabulary.get(vocabulary) ?? new Thesaurus(topics, vocabulary);
  byVocabulary.set(vocabulary, known);
  return known;
}

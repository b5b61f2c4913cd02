import { foldText, organizationKey } from "../../domain/index.js";
import type { Suggestion } from "../tickets/model.js";
import { bestOf } from "./name-book.js";

/** A school or organisation by its account. */
export interface Place {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly name: string;
  /** What else its account is called: Pathful's name of a school. */
  readonly otherName: string | null;
  /** Folded name of a school's district; empty where there is none. */
  readonly district: string;
}

/** A text that names a place: found, or what it may be. */
export interface PlaceFound {
  readonly place: Place | null;
  readonly suggestions: readonly Suggestion[];
}

/** A school's name for comparison: "Center Elementary School" and "Center Elem" are one (domain of schools: minus " School", elementary is elem). */
export const schoolKey = (name: string): string =>
  foldText(name)
    .replace(/\belementary\b/g, "elem")
    .replace(/ schools?$/, "");

const COMMON_WORDS = new Set("elem school high middle academy the of and center for".split(" "));

/** Places of one kind by name and alias. */
export class PlaceBook {
  readonly #keyOf: (name: string) => string;
  /** A looser key: who shares it is offered, never taken. */
  readonly #looseKeyOf: (name: string) => string;
  readonly #byKey = new Map<string, Place[]>();
  readonly #byLooseKey = new Map<string, Place[]>();
  readonly #byWord = new Map<string, Place[]>();
  readonly #aliases = new Map<string, Place>();

  constructor(kind: "school" | "organization") {
    this.#keyOf = kind === "school" ? schoolKey : foldText;
    this.#looseKeyOf = kind === "school" ? (name) => schoolKey(name).replaceAll(" ", "") : organizationKey;
  }

  add(place: Place): void {
    put(this.#byKey, this.#keyOf(place.name), place);
    const otherKey = place.otherName === null ? "" : this.#keyOf(place.otherName);
    if (otherKey !== this.#keyOf(place.name)) put(this.#byKey, otherKey, place);
    put(this.#byLooseKey, this.#looseKeyOf(place.name), place);
    for (const word of new Set(this.#keyOf(place.name).split(" "))) if (isTelling(word)) put(this.#byWord, word, place);
  }

  alias(text: string, place: Place): void {
    this.#aliases.set(this.#keyOf(text), place);
  }

  named(name: string): Place | null {
    return this.#byKey.get(this.#keyOf(name))?.[0] ?? null;
  }

  keyOf(text: string): string {
    return this.#keyOf(text);
  }

  /** @param district folded: tells schools of one name apart */
  find(text: string, district = ""): PlaceFound {
    const key = this.#keyOf(text);
    const same = this.#byKey.get(key) ?? [];
    const names = new Set(same.map(({ name, district: of }) => `${name}|${of}`));
    // Accounts that share a name to the letter are one organisation; schools of one name are told apart by their district.
    if (names.size === 1 && same[0] !== undefined) return { place: same[0], suggestions: [] };
    const there = same.filter(
      (place) => place.name === text.trim() || (district !== "" && place.district === district),
    );
    if (there.length === 1 && there[0] !== undefined) return { place: there[0], suggestions: [] };
    const alias = this.#aliases.get(key);
    if (alias !== undefined) return { place: alias, suggestions: [] };
    return { place: null, suggestions: this.#suggestions(text, key, same) };
  }

  #suggestions(text: string, key: string, same: readonly Place[]): Suggestion[] {
    const found = new Map<Place, Suggestion>();
    const offer = (place: Place, score: number, why: string) => {
      if (!found.has(place))
        found.set(place, { source: place.source, source_id: place.sourceId, label: place.name, score, why });
    };
    for (const place of same) offer(place, 0.9, "one of several of this name");
    for (const place of this.#byLooseKey.get(this.#looseKeyOf(text)) ?? [])
      offer(place, 0.95, "the same name but for its ending");
    const words = key.split(" ").filter(isTelling);
    for (const word of words) {
      for (const place of this.#byWord.get(word) ?? []) {
        const has = new Set(this.#keyOf(place.name).split(" "));
        const shared = words.filter((each) => has.has(each)).length;
        offer(place, Math.round((0.4 + (0.4 * shared) / Math.max(words.length, 1)) * 100) / 100, "words in common");
      }
    }
    return bestOf([...found.values()]);
  }
}

const isTelling = (word: string): boolean => word.length > 2 && !COMMON_WORDS.has(word);

function put(map: Map<string, Place[]>, key: string, place: Place): void {
  if (key === "") return;
  const known = map.get(key);
  if (known === undefined) map.set(key, [place]);
  else known.push(place);
}

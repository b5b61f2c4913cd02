import { distance } from "fastest-levenshtein";
import { foldText, isSameGivenName, surnameKey } from "../../domain/index.js";
import type { Suggestion } from "../tickets/model.js";

/** A person who is known: a contact, or one that this very import will make. */
export interface Entry {
  readonly source: string;
  readonly sourceId: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly label: string;
  /** Folded names of companies or schools they belong to. */
  readonly places: readonly string[];
}

export interface PersonName {
  readonly first: string | null;
  readonly last: string;
}

interface Folded {
  readonly first: string;
  readonly last: string;
}

const LONG = 10;
const VERY_LONG = 14;
const SAME_PLACE = 0.04;
const MOST_SUGGESTIONS = 5;

const fold = ({ first, last }: { readonly first: string | null; readonly last: string | null }): Folded => ({
  first: foldText(first ?? ""),
  last: surnameKey(last),
});

/** A middle or trailing initial is no part of a surname that another record may lack. */
const withoutInitials = (name: string): string =>
  name
    .split(" ")
    .filter((word) => word.length > 1)
    .join(" ");

/** People of one kind by name: who has exactly this name, and who has one so near that nobody new may be made beside them (ruling P6). */
export class NameBook {
  readonly #exact = new Map<string, Entry[]>();
  readonly #blocks = new Map<string, Set<Entry>>();
  readonly #folded = new Map<Entry, Folded>();

  add(entry: Entry): void {
    const name = fold(entry);
    if (name.last === "" && name.first === "") return;
    this.#folded.set(entry, name);
    const key = `${name.first}|${name.last}`;
    const same = this.#exact.get(key);
    if (same === undefined) this.#exact.set(key, [entry]);
    else same.push(entry);
    for (const block of blocksOf(name)) {
      const members = this.#blocks.get(block);
      if (members === undefined) this.#blocks.set(block, new Set([entry]));
      else members.add(entry);
    }
  }

  exact(name: PersonName): readonly Entry[] {
    const { first, last } = fold(name);
    return this.#exact.get(`${first}|${last}`) ?? [];
  }

  /** @param place folded company or school of the person looked for: it raises the score of who shares it */
  near(name: PersonName, place: string): Suggestion[] {
    const asked = fold(name);
    const seen = new Set<Entry>();
    const found: Suggestion[] = [];
    for (const block of blocksOf(asked)) {
      for (const entry of this.#blocks.get(block) ?? []) {
        if (seen.has(entry)) continue;
        seen.add(entry);
        const likeness = likenessOf(asked, this.#folded.get(entry) ?? { first: "", last: "" });
        if (likeness !== null) found.push(suggest(entry, likeness.score, likeness.why, place));
      }
    }
    return bestOf(found);
  }
}

export function suggest(entry: Entry, score: number, why: string, place: string): Suggestion {
  const shares = place !== "" && entry.places.includes(place);
  return {
    source: entry.source,
    source_id: entry.sourceId,
    label: entry.label,
    score: Math.round((score + (shares ? SAME_PLACE : 0)) * 100) / 100,
    why: shares ? `${why}; the same place` : why,
  };
}

export const bestOf = (suggestions: readonly Suggestion[]): Suggestion[] =>
  [...suggestions]
    .sort((a, b) => b.score - a.score || (`${a.source}${a.source_id}` < `${b.source}${b.source_id}` ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS);

/** Only names that share one of these are compared: every near name does. */
function* blocksOf({ first, last }: Folded): Iterable<string> {
  yield `l:${last}`;
  const bare = withoutInitials(last);
  yield `w:${bare.split(" ", 1)[0] ?? ""}`;
  if (first !== "") yield `f:${first}`;
  if (first !== "" && last !== "") {
    yield `i:${first.slice(0, 1)}${last.slice(0, 1)}`;
    const [one, other] = [first, last].sort();
    yield `s:${one}|${other}`;
  }
}

/** How near two names are that are not the same; null when they are not near. */
function likenessOf(asked: Folded, known: Folded): { readonly score: number; readonly why: string } | null {
  if (asked.first === known.first && asked.last === known.last) return { score: 0.96, why: "the same name" };
  if (asked.first === "" || known.first === "") {
    const [one, other] = [asked.last || asked.first, known.last || known.first];
    const isPart = one === other || one === known.first || one === known.last;
    return isPart ? { score: 0.6, why: "one of the names is the same" } : null;
  }
  const isSameGiven = isSameGivenName(asked.first, known.first) || asked.first === known.first;
  const [askedLast, knownLast] = [withoutInitials(asked.last), withoutInitials(known.last)];
  if (askedLast === knownLast && askedLast !== "") {
    if (withoutInitials(asked.first) === withoutInitials(known.first) && asked.first.length > 1)
      return { score: 0.95, why: "the same name but for an initial" };
    if (isSameGiven) return { score: 0.92, why: "a short form of the first name" };
    if (asked.first.length >= 3 && asked.first.slice(0, 3) === known.first.slice(0, 3))
      return { score: 0.85, why: "the same last name, and the first name begins alike" };
    if (asked.first.length === 1 || known.first.length === 1)
      return asked.first.slice(0, 1) === known.first.slice(0, 1)
        ? { score: 0.7, why: "the same last name and first initial" }
        : null;
  }
  if (isSameGiven && (begins(askedLast, knownLast) || begins(knownLast, askedLast)))
    return { score: 0.88, why: "one last name begins the other" };
  if (asked.first === known.last && asked.last === known.first)
    return { score: 0.88, why: "first and last name changed round" };
  return spelledAlike(`${asked.first} ${askedLast}`, `${known.first} ${knownLast}`);
}

const begins = (one: string, other: string): boolean => one !== "" && other.startsWith(`${one} `);

function spelledAlike(one: string, other: string): { readonly score: number; readonly why: string } | null {
  const shorter = Math.min(one.length, other.length);
  if (shorter < LONG || Math.abs(one.length - other.length) > 2) return null;
  const letters = distance(one, other);
  if (letters === 1) return { score: 0.86, why: "one letter apart" };
  return letters === 2 && shorter >= VERY_LONG ? { score: 0.78, why: "two letters apart" } : null;
}

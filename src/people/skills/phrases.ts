import { wordsOf } from "../vocabulary.js";

/** A skill that a phrase speaks for. */
export interface Phrase {
  readonly words: readonly string[];
  readonly skill: string;
}

const NEGATIONS = new Set(["no", "not", "never", "without", "isn", "doesn", "don", "cannot", "former", "formerly"]);
const NEAR = 3;

/** Phrases by their first word: a text is looked through once, whatever their number. Words count as they are written, a plural like the one. */
export class PhraseBook {
  readonly #byFirst = new Map<string, Phrase[]>();

  constructor(skills: Iterable<readonly [skill: string, phrases: readonly string[]]>) {
    for (const [skill, phrases] of skills) {
      for (const phrase of phrases) {
        const words = singular(wordsOf(phrase));
        const [first] = words;
        if (first === undefined) continue;
        const known = this.#byFirst.get(first);
        if (known === undefined) this.#byFirst.set(first, [{ words, skill }]);
        else known.push({ words, skill });
      }
    }
  }

  /** Phrases that stand in the text word by word, and with no "not" right before them. */
  within(text: string): Phrase[] {
    const words = singular(wordsOf(text));
    return words.flatMap((word, place) =>
      (this.#byFirst.get(word) ?? []).filter(
        (phrase) => phrase.words.every((each, step) => words[place + step] === each) && !isNegated(words, place),
      ),
    );
  }
}

const isNegated = (words: readonly string[], place: number): boolean =>
  words.slice(Math.max(0, place - NEAR), place).some((word) => NEGATIONS.has(word));

const singular = (words: readonly string[]): string[] =>
  words.map((word) =>
    word.length > 3 && word.endsWith("s") && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word,
  );

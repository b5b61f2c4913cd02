import { lineOf, type Token, tokensOfLine, writeTokens } from "../src/command/index.js";
import { readWhen } from "../src/schedule/index.js";

/** The keys that say a digest's parts; whoever uses one of them wants no words read. */
const KEYS: ReadonlySet<string> = new Set(["line", "when", "day", "time", "channel", "to", "name"]);
/** Where a digest can go besides a channel. */
export const PLACES = ["me", "here", "thread"] as const;
const PLACE_WORDS: ReadonlySet<string> = new Set(PLACES);
const CHANNEL = /^#[^\s]+$|^[CG][A-Z0-9]{6,}$/;
const TO: ReadonlySet<string> = new Set(["to", "in", "this"]);

/**
 * `metric M20 by:district monthly 1 8:00 here` as keys: the place and the schedule are read from the end, and what stands before
 * them is the command line, quoted or not. A line that has keys of its own already stays as it is.
 */
export function rewordSubscription(words: readonly Token[]): readonly Token[] {
  const [first, ...others] = words;
  if (first === undefined || hasOwnKey(first)) return words;
  const isQuoted = first.quoted && first.head === null;
  if (isQuoted && others.some(hasOwnKey)) return words;
  const { before, keys } = schedule(words, { placeAlone: false });
  const said = before.length === 1 && isQuoted ? first.text : writeTokens(before);
  return tokensOfLine(lineOf("subscribe", { line: said === "" ? null : said }).replace(/^subscribe ?/, "")).concat(
    keys,
  );
}

/** `3 weekly tue 9:00 #general`: which digest it is, then what is to be another way. */
export function rewordEdit(words: readonly Token[]): readonly Token[] {
  if (words.some(hasOwnKey)) return words;
  const { before, keys } = schedule(words, { placeAlone: true });
  return [...before, ...keys];
}

const hasOwnKey = ({ quoted, head }: Token): boolean => !quoted && head !== null && KEYS.has(head.key);

interface Spoken {
  /** The words before the schedule. */
  readonly before: readonly Token[];
  /** The schedule and the place, by their keys. */
  readonly keys: readonly Token[];
}

function schedule(words: readonly Token[], { placeAlone }: { readonly placeAlone: boolean }): Spoken {
  const place = placeAtEnd(words);
  const rest = words.slice(0, words.length - place.taken);
  const when = readWhen(rest.map(({ text, quoted }) => (quoted ? "" : text)));
  // A place alone may as well be the end of the line itself.
  if (when === null && !placeAlone && (place.token?.parts[0]?.mention ?? null) === null)
    return { before: words, keys: [] };
  const said = when === null ? "" : lineOf("", { when: when.when, day: when.day, time: when.time });
  const where = place.token === null ? "" : whereKey(place.token);
  return { before: rest.slice(0, when?.before), keys: tokensOfLine(`${said} ${where}`) };
}

function placeAtEnd(words: readonly Token[]): { readonly token: Token | null; readonly taken: number } {
  const last = words.at(-1);
  if (last === undefined || last.quoted || last.head !== null || words.length < 2) return { token: null, taken: 0 };
  const isChannel = last.parts.length === 1 && last.parts[0]?.mention?.kind === "channel";
  if (!isChannel && !PLACE_WORDS.has(last.text.toLowerCase()) && !CHANNEL.test(last.text))
    return { token: null, taken: 0 };
  const others = words.slice(0, -1).findLastIndex(({ quoted, text }) => quoted || !TO.has(text.toLowerCase()));
  return { token: last, taken: words.length - 1 - others };
}

function whereKey(token: Token): string {
  const word = token.text.toLowerCase();
  return PLACE_WORDS.has(word) ? `to:${word}` : `channel:${writeTokens([token])}`;
}

import { type Calendar, parsePeriods, readDay, readPeriods } from "../domain/index.js";
import { PolarisError } from "../runtime/index.js";
import { type Argument, type Given, part } from "./argument.js";
import type { Command } from "./define.js";
import { isOneLetterOff, nearest } from "./nearest.js";
import type { Part, Token } from "./tokens.js";
import { writeTokens } from "./write.js";

/** What a line says for each argument of its command, not yet read as values. */
export interface Spoken {
  readonly given: ReadonlyMap<string, readonly Given[]>;
  /** Arguments that were named and got no value, as in `org:` at the end of the line. */
  readonly unsaid: readonly string[];
  /** Words like `colour:red` that were taken as text, although they look like filters. */
  readonly doubtful: readonly string[];
}

/** Words after a key that may still belong to its period: `last:this calendar year`. */
const LONGEST_PERIOD_TAIL = 3;
/** A shorter key is one letter off from half the language. */
const SHORTEST_KEY_TO_SUGGEST = 3;

/**
 * Gives every word of a line to an argument of the command.
 * @throws PolarisError filter_unknown, argument_invalid, period_invalid
 */
export function readLine(command: Command, tokens: readonly Token[], calendar: Calendar): Spoken {
  const reader = new LineReader(command, tokens, calendar);
  reader.readKeyed();
  reader.readPositional();
  return { given: reader.given, unsaid: reader.unsaid, doubtful: reader.doubtful };
}

class LineReader {
  readonly given = new Map<string, Given[]>();
  readonly unsaid: string[] = [];
  readonly doubtful: string[] = [];
  readonly #command: Command;
  readonly #tokens: readonly Token[];
  readonly #calendar: Calendar;
  #words: Token[] = [];

  constructor(command: Command, tokens: readonly Token[], calendar: Calendar) {
    this.#command = command;
    this.#tokens = tokens;
    this.#calendar = calendar;
  }

  /** `key:value` wherever it stands; what is left are plain words. */
  readKeyed(): void {
    let at = 0;
    while (at < this.#tokens.length) {
      const token = this.#tokens[at];
      if (token === undefined) return;
      const name = this.#ownKey(token);
      if (name === undefined) {
        this.#refuseMisspelling(token, at);
        this.#words.push(token);
        at++;
      } else at = this.#readFilter(name, token, at);
    }
  }

  #ownKey(token: Token): string | undefined {
    return token.quoted || token.head === null ? undefined : this.#command.keys.get(token.head.key);
  }

  #argument(name: string): Argument<unknown> {
    const argument = this.#command.args[name];
    if (argument === undefined) throw new Error(`${this.#command.name} has no argument ${name}`);
    return argument;
  }

  /** Reads the filter at `at` and returns where the next word stands. */
  #readFilter(name: string, token: Token, at: number): number {
    const argument = this.#argument(name);
    const key = token.head?.key ?? name;
    if (token.head?.dashes === 2) this.#refuseTwoDashes(token, at);
    const negated = token.head?.dashes === 1;
    if (negated && !argument.negates) {
      throw new PolarisError(
        "argument_invalid",
        `“${key}” of ${this.#command.name} cannot be turned round by a minus.`,
        {
          suggestions: [this.#corrected(at, { ...token, head: { key, dashes: 0 } })],
        },
      );
    }
    let next = at + 1;
    let parts = token.parts.filter(hasText);
    if (parts.length === 0 && this.#isValue(this.#tokens[next])) parts = this.#partsOf(this.#tokens[next++], argument);
    // A comma at the end of a word says that the list goes on.
    while (argument.list && endsInComma(this.#tokens[next - 1]) && this.#isValue(this.#tokens[next])) {
      parts = [...parts, ...this.#partsOf(this.#tokens[next++], argument)];
    }
    if (parts.length === 0) {
      this.unsaid.push(name);
      return next;
    }
    const makes = this.#wordsThatMake(argument, parts);
    if (makes !== null) {
      const longer = this.#longer(parts, next, makes);
      parts = longer.parts;
      next = longer.next;
    }
    const said = this.given.get(name) ?? [];
    if (said.length > 0 && !argument.repeats) {
      throw new PolarisError("argument_invalid", `“${key}” is there twice, and ${this.#command.name} takes it once.`, {
        suggestions: [this.#without(at, next - at)],
      });
    }
    this.given.set(name, [...said, { negated, parts }]);
    return next;
  }

  /** `key: v` is tolerated, unless v is itself a key. */
  #isValue(token: Token | undefined): token is Token {
    return token !== undefined && this.#ownKey(token) === undefined && this.#misspelled(token) === undefined;
  }

  #partsOf(token: Token | undefined, argument: Argument<unknown>): Part[] {
    if (token === undefined) return [];
    if (token.head !== null || !argument.list) return [wholeOf(token)];
    return token.parts.filter(hasText);
  }

  /** What several words may make together as the value of this argument; null where one word is a value. */
  #wordsThatMake(argument: Argument<unknown>, parts: readonly Part[]): ((text: string) => boolean) | null {
    if (argument.shape.kind === "day") return (text) => readDay(text, this.#calendar.today) !== null;
    return takesPeriod(argument, parts) ? (text) => this.#isPeriod(text) : null;
  }

  /** `last:this year`, `period:fall 2025`, `due:30 Nov`: words are added until they make a period or a day. */
  #longer(parts: readonly Part[], next: number, makes: (text: string) => boolean): { parts: Part[]; next: number } {
    const unchanged = { parts: [...parts], next };
    if (parts.some((each) => each.quoted)) return unchanged;
    let text = parts.map((each) => each.text).join(", ");
    if (makes(text)) return unchanged;
    for (let taken = 0; taken < LONGEST_PERIOD_TAIL; taken++) {
      const word = this.#tokens[next + taken];
      if (!this.#isValue(word) || word.quoted) return unchanged;
      text += ` ${word.text}`;
      if (makes(text)) return { parts: [part(text)], next: next + taken + 1 };
    }
    return unchanged;
  }

  #isPeriod(text: string): boolean {
    try {
      return parsePeriods(text, this.#calendar).length > 0;
    } catch (thrown) {
      if (thrown instanceof PolarisError) return false;
      throw thrown;
    }
  }

  /** Plain words: flags by their bare words, periods from the end, then the positional arguments in order. */
  readPositional(): void {
    this.#takeDashedFlags();
    while (this.#takeFlagAtEnd() || this.#takePeriodsAtEnd());
    this.doubtful.push(...this.#words.filter(looksLikeFilter).map((word) => word.text));
    for (const [name, argument] of Object.entries(this.#command.args)) {
      if (this.given.has(name) || argument.positional === null || this.#words.length === 0) continue;
      if (argument.positional === "one") this.#give(name, this.#words.splice(0, 1));
      if (argument.positional === "rest") this.#give(name, this.#words.splice(0));
    }
    if (this.#words.length > 0) this.#refuseLeftOver(this.#words);
  }

  #give(name: string, words: readonly Token[]): void {
    const [first] = words;
    if (first === undefined) return;
    const whole = words.length === 1 ? wholeOf(first) : part(words.map((word) => word.text).join(" "));
    this.given.set(name, [{ negated: false, parts: [whole] }]);
  }

  #setFlag(word: Token, onlyDashed: boolean): boolean {
    if (word.quoted || (onlyDashed && !word.text.startsWith("--"))) return false;
    const typed = word.text.toLowerCase();
    const found = Object.entries(this.#command.args).find(
      ([name, argument]) => argument.bare.includes(typed) && !this.given.has(name),
    );
    if (found === undefined) return false;
    this.given.set(found[0], [{ negated: false, parts: [part("yes")] }]);
    return true;
  }

  #takeDashedFlags(): void {
    this.#words = this.#words.filter((word) => !this.#setFlag(word, true));
  }

  #takeFlagAtEnd(): boolean {
    const last = this.#words.at(-1);
    if (last === undefined || !this.#setFlag(last, false)) return false;
    this.#words.pop();
    return true;
  }

  #takePeriodsAtEnd(): boolean {
    const found = Object.entries(this.#command.args).find(([, argument]) => argument.positional === "end");
    if (found === undefined || this.given.has(found[0])) return false;
    const lastQuoted = this.#words.findLastIndex((word) => word.quoted);
    const open = this.#words.slice(lastQuoted + 1);
    const { taken } = readPeriods(
      open.map((word) => word.text),
      this.#calendar,
    );
    if (taken === 0) return false;
    const words = this.#words.splice(this.#words.length - taken);
    this.given.set(found[0], [{ negated: false, parts: [part(words.map((word) => word.text).join(" "))] }]);
    return true;
  }

  #misspelled(token: Token): string | undefined {
    const typed = token.head?.key;
    if (token.quoted || typed === undefined || typed.length < SHORTEST_KEY_TO_SUGGEST) return undefined;
    return [...this.#command.keys.keys()].find(
      (key) => key.length >= SHORTEST_KEY_TO_SUGGEST && isOneLetterOff(typed, key),
    );
  }

  #refuseMisspelling(token: Token, at: number): void {
    const meant = this.#misspelled(token);
    if (meant === undefined || token.head === null) return;
    throw new PolarisError(
      "filter_unknown",
      `“${token.head.key}:” is not a filter of ${this.#command.name}. Did you mean “${meant}:”? To search for the word itself, put it in quotes.`,
      { suggestions: [this.#corrected(at, { ...token, head: { ...token.head, key: meant } })] },
    );
  }

  #refuseTwoDashes(token: Token, at: number): never {
    const key = token.head?.key ?? "";
    throw new PolarisError(
      "filter_unknown",
      `“--${key}:” can be read in two ways. Write “${key}:” for what you want, or “-${key}:” for what you do not want.`,
      {
        suggestions: [
          this.#corrected(at, { ...token, head: { key, dashes: 0 } }),
          this.#corrected(at, { ...token, head: { key, dashes: 1 } }),
        ],
      },
    );
  }

  #refuseLeftOver(words: readonly Token[]): never {
    const { name, keys } = this.#command;
    const text = words.map((word) => word.text).join(" ");
    const takes =
      keys.size === 0 ? "It takes no arguments." : `It takes ${[...keys.keys()].map((key) => `${key}:`).join(" ")}`;
    const filter = words.find((word) => looksLikeFilter(word) && word.head !== null);
    const kept = this.#tokens.filter((token) => !words.includes(token));
    const suggestions = [this.#line(kept)];
    if (filter?.head) {
      const near = nearest(filter.head.key, keys.keys(), 1)[0];
      if (near !== undefined) {
        suggestions.unshift(
          this.#line(
            this.#tokens.map((token) => (token === filter ? { ...filter, head: { key: near, dashes: 0 } } : token)),
          ),
        );
      }
      throw new PolarisError("filter_unknown", `“${filter.head.key}:” is not a filter of ${name}. ${takes}`, {
        suggestions,
      });
    }
    throw new PolarisError("argument_invalid", `${name} has no use for “${text}”. ${takes}`, { suggestions });
  }

  #line(tokens: readonly Token[]): { label: string; line: string } {
    const line = [this.#command.name, writeTokens(tokens)].filter((piece) => piece !== "").join(" ");
    return { label: line, line };
  }

  #corrected(at: number, token: Token): { label: string; line: string } {
    return this.#line(this.#tokens.map((each, place) => (place === at ? token : each)));
  }

  #without(at: number, count: number): { label: string; line: string } {
    return this.#line(this.#tokens.filter((_, place) => place < at || place >= at + count));
  }
}

function takesPeriod({ shape }: Argument<unknown>, parts: readonly Part[]): boolean {
  if (shape.kind === "period") return !shape.also.includes(parts[0]?.text.toLowerCase() ?? "");
  return shape.kind === "periods";
}

const hasText = (value: Part): boolean => value.text !== "";

/** A word as one value, its commas kept. */
function wholeOf(token: Token): Part {
  const [only] = token.parts;
  return { text: token.text, quoted: token.quoted, mention: token.parts.length === 1 ? (only?.mention ?? null) : null };
}

function endsInComma(token: Token | undefined): boolean {
  const last = token?.parts.at(-1);
  return token !== undefined && token.parts.length > 1 && last !== undefined && last.text === "" && !last.quoted;
}

function looksLikeFilter(word: Token): boolean {
  if (word.quoted) return false;
  if (word.text.startsWith("--")) return /^--\p{L}/u.test(word.text);
  return word.head !== null && word.head.key.length > 1 && !/\s/.test(word.text) && word.parts.some(hasText);
}

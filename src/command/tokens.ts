import { PolarisError } from "../runtime/index.js";

/** The longest line a person may send, in UTF-16 units. */
export const LONGEST_LINE = 4000;

export interface Mention {
  readonly kind: "user" | "channel" | "group" | "broadcast";
  readonly id: string;
  readonly label: string | null;
}

/** One value of a comma list. */
export interface Part {
  readonly text: string;
  /** True when the value was put in double quotes: it is taken literally. */
  readonly quoted: boolean;
  readonly mention: Mention | null;
}

/** One word of a line: plain, or `key:value`, which becomes a filter only if the command has that key. */
export interface Token {
  /** Where the word stands in the tidied line: first character, and one past the last. */
  readonly start: number;
  readonly end: number;
  /** The whole word as a person reads it, key included, quotes removed. */
  readonly text: string;
  /** A word that opens with a quote is text: never a filter, a period or a command's name. */
  readonly quoted: boolean;
  readonly head: { readonly key: string; readonly dashes: 0 | 1 | 2 } | null;
  /** What stands after the key, or the whole word, cut at the commas outside quotes. */
  readonly parts: readonly Part[];
}

const QUOTES = '"“”„‟«»＂';
const isQuote = (character: string | undefined): boolean => character !== undefined && QUOTES.includes(character);
const isBlank = (character: string | undefined): boolean => character === " ";
const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= "0" && character <= "9";

const HEAD = /(--|—|-|–)?([A-Za-z][A-Za-z0-9_-]{0,39}):(?!\/\/)/y;
const MENTION = /<([@#!])(?:subteam\^)?([A-Za-z0-9]+)(?:\^[^<>|]*)?(?:\|([^<>]*))?>/y;
const LINK = /<((?:https?:|mailto:|tel:)[^<>|]*)(?:\|([^<>]*))?>/y;
const ENTITY = /&(amp|lt|gt);/y;
const DASH_BETWEEN_DIGITS = / *[–—‒−‑‐] *(?=[0-9])/y;
const LEADING_DASH = /[–—](?=\p{L})/uy;

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">" };
const BROADCASTS = new Set(["here", "channel", "everyone"]);

/**
 * The text a person meant: one kind of blank, straight apostrophes, composed letters, and nothing invisible.
 * Control, zero-width and direction characters and halves of surrogate pairs are removed.
 */
export function tidy(text: string): string {
  return text
    .replace(/[\t\n\v\f\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, " ")
    .replace(/[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu, "")
    .replace(/\u034f|[\u{e0000}-\u{e007f}]/gu, "")
    .normalize("NFC")
    .replace(/[‘’‛′ʼ＇]/g, "'");
}

/** Reads a line as Slack sends it: `&<>` as entities, people, channels and links in angle brackets. */
export function tokensOfLine(line: string): Token[] {
  refuseLongLine(line.length);
  const text = tidy(line);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text[at])) at++;
    else {
      const token = readWord(text, at, "line");
      tokens.push(token);
      at = token.end;
    }
  }
  return tokens;
}

/** Reads words that a shell has already cut: each is one token, blanks included. */
export function tokensOfWords(words: readonly string[]): Token[] {
  refuseLongLine(words.reduce((length, word) => length + word.length + 1, 0));
  const tokens: Token[] = [];
  let start = 0;
  for (const word of words) {
    const text = tidy(word).trim();
    if (text !== "") {
      const token = readWord(text, 0, "word");
      tokens.push({ ...token, start: start, end: start + text.length });
    }
    start += text.length + 1;
  }
  return tokens;
}

function refuseLongLine(length: number): void {
  if (length <= LONGEST_LINE) return;
  throw new PolarisError(
    "line_too_long",
    `A command may be up to ${LONGEST_LINE.toLocaleString("en-US")} characters long, and this one has ${length.toLocaleString("en-US")}. Shorten it, or import a long list as a file.`,
  );
}

/** In a line a blank ends the word; a shell word goes to its end and keeps a quote that is never closed. */
type Border = "line" | "word";

function readWord(text: string, start: number, border: Border): Token {
  const word = new Word(text, start, border);
  word.read();
  return word.token();
}

class Word {
  readonly #text: string;
  readonly #start: number;
  readonly #border: Border;
  #at: number;
  #head: { key: string; dashes: 0 | 1 | 2 } | null = null;
  #headText = "";
  readonly #parts: Part[] = [];
  readonly #quoted: boolean;
  #part = "";
  #partQuoted = false;
  #mention: { is: Mention; ends: number } | null = null;
  #separators = "";

  constructor(text: string, start: number, border: Border) {
    this.#text = text;
    this.#start = start;
    this.#at = start;
    this.#border = border;
    this.#quoted = isQuote(text[start]) && (border === "line" || this.#closingQuote(start) !== -1);
  }

  read(): void {
    this.#readHead();
    let mayQuote = true;
    while (!this.#ended()) mayQuote = this.#readOne(mayQuote);
    this.#endPart();
  }

  token(): Token {
    const body = this.#parts.map((part, index) => part.text + (this.#separators[index] ?? "")).join("");
    return {
      start: this.#start,
      end: this.#at,
      text: this.#headText + body,
      quoted: this.#quoted,
      head: this.#head,
      parts: this.#parts,
    };
  }

  #ended(): boolean {
    if (this.#at >= this.#text.length) return true;
    return this.#border === "line" && isBlank(this.#text[this.#at]) && !this.#yearsGoOn();
  }

  /** `2024 – 25`: the blanks around a dash between digits do not end the word. */
  #yearsGoOn(): boolean {
    return isDigit(this.#text[this.#at - 1]) && this.#match(DASH_BETWEEN_DIGITS) !== null;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #readHead(): void {
    const match = this.#match(HEAD);
    const key = match?.[2];
    if (match === null || key === undefined) {
      if (this.#match(LEADING_DASH) !== null) {
        this.#part = this.#text[this.#at] === "—" ? "--" : "-";
        this.#at++;
      }
      return;
    }
    const dashes = match[1] === undefined ? 0 : match[1] === "--" || match[1] === "—" ? 2 : 1;
    this.#head = { key: key.toLowerCase(), dashes };
    this.#headText = `${"-".repeat(dashes)}${key}:`;
    this.#at += match[0].length;
  }

  /** Reads one character, quote, mention or entity; says whether a quote may open right after it. */
  #readOne(mayQuote: boolean): boolean {
    const character = this.#text[this.#at] ?? "";
    if (mayQuote && isQuote(character) && this.#readQuoted()) return true;
    if (character === "," && this.#cuts()) {
      this.#endPart();
      this.#separators += ",";
      this.#at++;
      return true;
    }
    if (character === "<" && this.#readAngle()) return false;
    if (isDigit(this.#text[this.#at - 1])) {
      const dash = this.#match(DASH_BETWEEN_DIGITS);
      if (dash !== null) {
        this.#part += "-";
        this.#at += dash[0].length;
        return false;
      }
    }
    if (character === "\\" && isQuote(this.#text[this.#at + 1])) this.#at++;
    this.#part += this.#plain();
    return false;
  }

  /** A comma inside a shell word separates only when no blank follows: `Smith, Jones & Co` is one name. */
  #cuts(): boolean {
    return this.#border === "line" || !isBlank(this.#text[this.#at + 1]);
  }

  /** The next character, an entity as the character it stands for. */
  #plain(): string {
    const entity = this.#border === "line" && this.#text[this.#at] === "&" ? this.#match(ENTITY) : null;
    if (entity === null) return this.#text[this.#at++] ?? "";
    this.#at += entity[0].length;
    return ENTITIES[entity[1] ?? ""] ?? "";
  }

  #closingQuote(open: number): number {
    for (let at = open + 1; at < this.#text.length; at++) {
      if (this.#text[at] === "\\") at++;
      else if (isQuote(this.#text[at])) return at;
    }
    return -1;
  }

  #readQuoted(): boolean {
    const open = this.#at;
    const close = this.#closingQuote(open);
    if (close === -1) {
      if (this.#border === "word") return false;
      throw unclosedQuote(this.#text, open);
    }
    this.#at++;
    while (this.#at < close) {
      if (this.#text[this.#at] === "<" && this.#readAngle()) continue;
      const next = this.#text[this.#at + 1];
      if (this.#text[this.#at] === "\\" && (isQuote(next) || next === "\\")) {
        this.#part += next;
        this.#at += 2;
      } else this.#part += this.#plain();
    }
    this.#at++;
    this.#partQuoted = true;
    return true;
  }

  /** A person, a channel, a group, a broadcast or a link as Slack writes them; anything else in `<` is text. */
  #readAngle(): boolean {
    const link = this.#match(LINK);
    if (link !== null) {
      this.#part += unescapeEntities(link[2] ?? (link[1] ?? "").replace(/^(mailto|tel):/, ""));
      this.#at += link[0].length;
      return true;
    }
    const match = this.#match(MENTION);
    if (match === null) return false;
    const mention = mentionOf(match);
    const alone = this.#part === "";
    this.#part += `${mention.kind === "channel" ? "#" : "@"}${(mention.label ?? mention.id).replace(/^[@#]/, "")}`;
    this.#mention = alone ? { is: mention, ends: this.#part.length } : null;
    this.#at += match[0].length;
    return true;
  }

  #endPart(): void {
    const text = this.#partQuoted ? this.#part : this.#part.trim();
    const mention = this.#mention !== null && this.#mention.ends === this.#part.length ? this.#mention.is : null;
    this.#parts.push({ text, quoted: this.#partQuoted, mention: this.#partQuoted ? null : mention });
    this.#part = "";
    this.#partQuoted = false;
    this.#mention = null;
  }
}

function mentionOf(match: RegExpExecArray): Mention {
  const id = match[2] ?? "";
  const label = match[3] === undefined || match[3] === "" ? null : unescapeEntities(match[3]);
  if (match[1] === "@") return { kind: "user", id, label };
  if (match[1] === "#") return { kind: "channel", id, label };
  return { kind: BROADCASTS.has(id) ? "broadcast" : "group", id, label };
}

function unescapeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

function unclosedQuote(text: string, open: number): PolarisError {
  const inside = text.slice(open + 1, open + 24) + (text.length > open + 24 ? "…" : "");
  const before = inside.trim() === "" ? "" : `, before “${inside.trim()}”,`;
  const without = `${text.slice(0, open)}${text.slice(open + 1)}`;
  return new PolarisError(
    "quote_unclosed",
    `The quote at character ${open + 1}${before} is never closed. Close it with ", or leave it out.`,
    {
      suggestions: [
        { label: "Close it at the end", line: `${text.trimEnd()}"` },
        { label: "Leave it out", line: without },
      ],
    },
  );
}

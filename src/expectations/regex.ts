import { NotUnderstood } from "./model.js";

/** Longer texts are not tested: whatever a pattern costs, it costs it over this many characters at most. */
export const LONGEST_TESTED = 4_000;
/** A repetition this often or more counts as one without end. */
const MANY = 50;

const WORD = "[\\p{L}\\p{N}_]";
const CLASSES: Readonly<Record<string, string>> = {
  d: "\\p{Nd}",
  D: "\\P{Nd}",
  w: WORD,
  W: "[^\\p{L}\\p{N}_]",
  s: "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]",
  S: "[^\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]",
};
const ASSERTIONS: Readonly<Record<string, string>> = {
  A: "(?<![\\s\\S])",
  Z: "(?![\\s\\S])",
  b: `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  B: `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`,
};
const CONTROLS: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * A pattern of Python's `re` as one of ours, with the same meaning: what `.`, `$`, `\d`, `\w`, `\s` and `\b` are differs between the two. What
 * has no like here (possessive and atomic groups, conditions, verbose patterns) is refused, and so is a repetition within a repetition,
 * which can take for ever on the wrong text.
 * @throws NotUnderstood
 */
export function translateRegex(pattern: string): RegExp {
  const translation = new Translation(pattern);
  const source = translation.whole();
  try {
    return new RegExp(source, translation.ignoresCase ? "vi" : "v");
  } catch {
    throw new NotUnderstood(`"${pattern}" is no regular expression of Python`);
  }
}

/** Reads a pattern from left to right. */
class Translation {
  readonly #pattern: string;
  #at = 0;
  #dotAll = false;
  #multiline = false;
  ignoresCase = false;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  whole(): string {
    this.#flags();
    const { text } = this.#alternatives();
    if (this.#at < this.#pattern.length) this.#refuse("a ) too many");
    return text;
  }

  #flags(): void {
    const found = /^\(\?([aiLmsux]+)\)/.exec(this.#pattern);
    if (found === null) return;
    for (const flag of found[1] ?? "") {
      if (flag === "s") this.#dotAll = true;
      else if (flag === "m") this.#multiline = true;
      else if (flag === "i") this.ignoresCase = true;
      else if (flag !== "u") this.#refuse(`the flag (?${flag})`);
    }
    this.#at = found[0].length;
  }

  /** Up to the closing parenthesis or the end. `repeats`: something in it is repeated without end. */
  #alternatives(): { text: string; repeats: boolean } {
    let text = "";
    let repeats = false;
    while (this.#at < this.#pattern.length && !this.#sees(")")) {
      const atom = this.#atom();
      const quantifier = this.#quantifier();
      if (quantifier?.isEndless && atom.repeats)
        this.#refuse("a repetition within a repetition, which can take for ever");
      text += atom.text + (quantifier?.text ?? "");
      repeats ||= atom.repeats || quantifier?.isEndless === true;
    }
    return { text, repeats };
  }

  #atom(): { text: string; repeats: boolean } {
    const plain = (text: string) => ({ text, repeats: false });
    const character = this.#next();
    switch (character) {
      case "(":
        return this.#group();
      case "[":
        return plain(this.#set());
      case "\\":
        return plain(this.#escape());
      case ".":
        return plain(this.#dotAll ? "[\\s\\S]" : "[^\\n]");
      case "^":
        return plain(this.#multiline ? "(?<![^\\n])" : "^");
      case "$":
        return plain(this.#multiline ? "(?![^\\n])" : "(?=\\n?(?![\\s\\S]))");
      case "|":
        return plain("|");
      case "*":
      case "+":
      case "?":
        return this.#refuse(`nothing to repeat before ${character}`);
      default:
        return plain(literal(character));
    }
  }

  #group(): { text: string; repeats: boolean } {
    const rest = this.#pattern.slice(this.#at);
    const known: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
      [/^\?P<(\w+)>/, ([, name]) => `(?<${name}>`],
      [/^\?(?::|=|!|<=|<!)/, ([kind]) => `(${kind}`],
      [/^(?!\?)/, () => "("],
    ];
    const reference = /^\?P=(\w+)\)/.exec(rest);
    if (reference !== null) {
      this.#at += reference[0].length;
      return { text: `\\k<${reference[1]}>`, repeats: false };
    }
    const remark = /^\?#[^)]*\)/.exec(rest);
    if (remark !== null) {
      this.#at += remark[0].length;
      return { text: "(?:)", repeats: false };
    }
    for (const [form, open] of known) {
      const match = form.exec(rest);
      if (match === null) continue;
      this.#at += match[0].length;
      const { text, repeats } = this.#alternatives();
      if (!this.#sees(")")) this.#refuse("a ( without its )");
      this.#at += 1;
      return { text: `${open(match)}${text})`, repeats };
    }
    if (rest.startsWith("?>")) return this.#refuse("an atomic group (?>…)");
    if (rest.startsWith("?(")) return this.#refuse("a conditional group (?(…)…)");
    return this.#refuse(`the group (${rest.slice(0, 3)}…)`);
  }

  #quantifier(): { text: string; isEndless: boolean } | null {
    const found = /^(?:[*+?]|\{(\d*)(?:(,)(\d*))?\})/.exec(this.#pattern.slice(this.#at));
    if (found === null) return null;
    const [whole, least = "", comma, most = ""] = found;
    // Without a number Python takes the braces for themselves.
    if (whole.startsWith("{") && least === "" && most === "") return null;
    this.#at += whole.length;
    if (this.#sees("+")) this.#refuse(`the possessive quantifier ${whole}+`);
    const lazy = this.#sees("?") ? "?" : "";
    this.#at += lazy.length;
    if (!whole.startsWith("{")) return { text: whole + lazy, isEndless: whole !== "?" };
    const upTo = comma === undefined ? least : most;
    const text = `{${least === "" ? "0" : least}${comma ?? ""}${most}}`;
    return { text: text + lazy, isEndless: upTo === "" || Number(upTo) >= MANY };
  }

  #escape(): string {
    const character = this.#next();
    const reference = /^[1-9]\d?/.exec(this.#pattern.slice(this.#at - 1));
    if (reference !== null) {
      this.#at += reference[0].length - 1;
      return `(?:\\${reference[0]})`;
    }
    return CLASSES[character] ?? ASSERTIONS[character] ?? literal(this.#escaped(character));
  }

  /** The character that an escape stands for. */
  #escaped(character: string): string {
    const digits = HEX_DIGITS[character];
    if (digits !== undefined) {
      const hex = this.#pattern.slice(this.#at, this.#at + digits);
      if (hex.length < digits || !/^[\da-f]+$/i.test(hex)) this.#refuse(`the escape \\${character}`);
      this.#at += digits;
      return String.fromCodePoint(Number.parseInt(hex, 16));
    }
    const octal = /^0[0-7]{0,2}/.exec(character + this.#pattern.slice(this.#at, this.#at + 2));
    if (octal !== null) {
      this.#at += octal[0].length - 1;
      return String.fromCodePoint(Number.parseInt(octal[0], 8));
    }
    const control = CONTROLS[character];
    if (control !== undefined) return String.fromCodePoint(control);
    return /[A-Za-z0-9]/.test(character) ? this.#refuse(`the escape \\${character}`) : character;
  }

  /** A set of characters, from behind its opening bracket. */
  #set(): string {
    let text = this.#sees("^") ? "[^" : "[";
    if (this.#sees("^")) this.#at += 1;
    for (let isFirst = true; isFirst || !this.#sees("]"); isFirst = false) {
      const from = this.#member();
      if (!this.#sees("-") || this.#pattern[this.#at + 1] === "]") {
        text += from.text;
        continue;
      }
      this.#at += 1;
      const to = this.#member();
      if (from.isClass || to.isClass) this.#refuse("a range of characters that ends in a class");
      text += `${from.text}-${to.text}`;
    }
    this.#at += 1;
    return `${text}]`;
  }

  #member(): { text: string; isClass: boolean } {
    const character = this.#next();
    if (character !== "\\") return { text: literal(character), isClass: false };
    const escaped = this.#next();
    const named = CLASSES[escaped];
    return named === undefined
      ? { text: literal(this.#escaped(escaped)), isClass: false }
      : { text: named, isClass: true };
  }

  #sees(character: string): boolean {
    return this.#pattern[this.#at] === character;
  }

  #next(): string {
    const code = this.#pattern.codePointAt(this.#at);
    if (code === undefined) return this.#refuse("an end where more was expected");
    const character = String.fromCodePoint(code);
    this.#at += character.length;
    return character;
  }

  #refuse(what: string): never {
    throw new NotUnderstood(`"${this.#pattern}" has ${what}, which is not supported`);
  }
}

/** A character that stands for itself, wherever it stands. */
const literal = (character: string): string =>
  /^[A-Za-z0-9]$/.test(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Python's `re.search` over a value as Python writes it. Null: too long to be tested. */
export function searches(pattern: RegExp): (value: string | number | boolean) => boolean | null {
  return (value) => {
    const text =
      typeof value === "string" ? value : typeof value === "number" ? String(value) : value ? "True" : "False";
    return text.length > LONGEST_TESTED ? null : pattern.test(text);
  };
}

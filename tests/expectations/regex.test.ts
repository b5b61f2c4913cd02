import { describe, expect, it } from "vitest";
import { LONGEST_TESTED, searches, translateRegex } from "../../src/expectations/regex.js";

const TEXTS = [
  "ab",
  "ab\n",
  "xab",
  "a\nb",
  "a\rb",
  "ABC",
  "2024-2024",
  "2024-2025",
  "naïve",
  "ünder",
  "9",
  "٣",
  "a b",
  "",
  "aaa",
  "a{x}",
  "]",
  "a-z",
  "é",
  "🙂",
  "a\u001cb",
  "_",
];

/** What Python 3 finds among the texts, asked of Python itself. */
const FOUND: readonly (readonly [pattern: string, found: readonly string[]])[] = [
  [String.raw`\Aab\Z`, ["ab"]],
  ["^ab$", ["ab", "ab\n"]],
  ["(?m)^b$", ["a\nb"]],
  ["(?s)a.b", ["a\nb", "a\rb", "a b", "a\u001cb"]],
  ["a.b", ["a\rb", "a b", "a\u001cb"]],
  ["(?i)abc", ["ABC"]],
  [String.raw`(?P<y>\d{4})-(?P=y)`, ["2024-2024"]],
  [String.raw`^\w+$`, ["ab", "ab\n", "xab", "ABC", "naïve", "ünder", "9", "٣", "aaa", "é", "_"]],
  [String.raw`\bünder\b`, ["ünder"]],
  [String.raw`^\d+$`, ["9", "٣"]],
  [String.raw`^[^\W\d_]+$`, ["ab", "ab\n", "xab", "ABC", "naïve", "ünder", "aaa", "é"]],
  [String.raw`a\sb`, ["a\nb", "a\rb", "a b", "a\u001cb"]],
  ["^a{,2}$", [""]],
  ["a{x}", ["a{x}"]],
  ["[]x]", ["xab", "a{x}", "]"]],
  [String.raw`^[a\-z]+$`, ["aaa", "a-z"]],
  [String.raw`(a)\1(?#thrice)\1`, ["aaa"]],
  [String.raw`^\u00e9$`, ["é"]],
  ["^.$", ["9", "٣", "]", "é", "🙂", "_"]],
  ["(?<=x)a(?!c)", ["xab"]],
];

describe("a pattern of Python", () => {
  it.each(FOUND)("%s finds what Python finds", (pattern, found) => {
    const finds = searches(translateRegex(pattern));
    expect(TEXTS.filter((text) => finds(text))).toEqual(found);
  });

  it("reads a value as Python writes it", () => {
    expect(searches(translateRegex("^True$"))(true)).toBe(true);
    expect(searches(translateRegex("^12$"))(12)).toBe(true);
  });

  it.each([
    ["a++", "the possessive quantifier ++"],
    ["a{2,3}+b", "the possessive quantifier {2,3}+"],
    ["(?>a)b", "an atomic group"],
    ["(a)?(?(1)b|c)", "a conditional group"],
    ["(?x) a b", "the flag (?x)"],
    ["(?i:a)b", "the group"],
    [String.raw`\N{BULLET}`, String.raw`the escape \N`],
    ["(a+)+$", "a repetition within a repetition"],
    ["(?:a*b?){50,}", "a repetition within a repetition"],
    ["(a", "a ( without its )"],
    ["a)", "a ) too many"],
    ["*a", "nothing to repeat"],
    ["[b-a]", "is no regular expression"],
  ])("%s is refused with %s", (pattern, words) => {
    expect(() => translateRegex(pattern)).toThrow(words);
  });

  it("is not tested on a text that is too long", () => {
    const finds = searches(translateRegex("a"));
    expect(finds("a".repeat(LONGEST_TESTED))).toBe(true);
    expect(finds("a".repeat(LONGEST_TESTED + 1))).toBeNull();
  });
});

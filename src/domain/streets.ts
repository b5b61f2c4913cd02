import { foldText } from "./names.js";
import {
  COUNTED,
  DIRECTION_WORDS,
  LANDSCAPE_ENDINGS,
  ORDINAL_NUMBERS,
  ordinal,
  STREET_ENDINGS,
  TENS,
  UNIT_WORDS,
} from "./street-words.js";

const SHORT: ReadonlyMap<string, string> = new Map([
  ...LANDSCAPE_ENDINGS,
  ...STREET_ENDINGS,
  ...UNIT_WORDS,
  ...DIRECTION_WORDS,
  ...[...ORDINAL_NUMBERS].map(([word, number]) => [word, ordinal(number)] as const),
]);

/** What the post writes in several ways though it is one, told by the words as they are shortened; the first that fits is taken. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:p o|post ofc|po) box\b|\bpob\b|\bpo b\b/g, "po box"],
  [/\bbox (?:apt|number|num|n) (?=\w)/g, "box "],
  [/\b(?:rural rte|r r|rr|rfd|rte|star rte) (\d+\w?) box\b/g, "rr $1 box"],
  [/\bh c (?=\d)/g, "hc "],
  [/\b(?:us|u s|state|st) (?:hwy|rte|rd) (?=\d)/g, "hwy "],
  [/\b(?:us|sr|s r|rte|nv|ca|az|ut|tx|nm|ny) (?=\d)/g, "hwy "],
  [/\b(?:county|cnty|co) (?:rd|rte|hwy) (?=\w)|\bcr (?=\d)/g, "county rd "],
  [/\binterstate (?:hwy )?(?=\d)/g, "i "],
  [/\bfarm to market (?:rd )?(?=\d)|\bfm (?:rd )?(?=\d)/g, "fm "],
  [/\b([ns]) ([ew])\b(?! (?:st|ave|rd|dr|ln|ct|pl|blvd|way)\b)/g, "$1$2"],
  // "Ste # 200" and "Apt. Unit 4" say one thing twice.
  [/\b(ste|bldg|fl|rm|spc|lot|trlr|apt) (?:apt |number |n (?=\d+\b))+/g, "$1 "],
  [/\b(\d+) th\b/g, "$1th"],
];

/** Every phrase has one of these in it, or two directions side by side; most streets have neither, and need not be looked through. */
const IN_PHRASES = new Set(
  (
    "box pob b us u hwy state rte sr r nv ca az ut tx nm ny county cnty co cr interstate farm fm h th " +
    "ste bldg fl rm spc lot trlr apt"
  ).split(" "),
);
const isOfPhrase = (word: string, place: number, words: readonly string[]): boolean => {
  const next = words[place + 1] ?? "";
  if (word === "st" || word === "rd") return next === "hwy" || /^\d/.test(next);
  return IN_PHRASES.has(word) || ((word === "n" || word === "s") && (next === "e" || next === "w"));
};

/**
 * A street for comparison: folded, and shortened as the post does. "123 North Main Street, Apt. 4" → 123 n main st apt 4; "First Avenue" → 1st ave;
 * "US Highway 95 North" and "Hwy 95 N" → hwy 95 n. Settled after one reading.
 */
export function streetKey(line: string): string {
  const folded = foldText(line.includes("#") ? line.replaceAll("#", " unit ") : line).split(" ");
  const short = folded.map((word) => SHORT.get(word) ?? word);
  const words = short.some((word) => TENS.has(word)) ? inFigures(short) : short;
  const first = COUNTED.get(words[0] ?? "");
  if (first !== undefined && words.length > 2) words[0] = first;
  const key = words.join(" ");
  return words.some(isOfPhrase) ? settled(key) : key;
}

function settled(text: string): string {
  const next = PHRASES.reduce((text, [form, short]) => text.replace(form, short), text);
  return next === text ? text : settled(next);
}

/** "twenty 1st" → 21st. */
function inFigures(words: readonly string[]): string[] {
  const kept: string[] = [];
  for (const word of words) {
    const tens = TENS.get(kept.at(-1) ?? "");
    const ones = /^(\d)(?:st|nd|rd|th)$/.exec(word)?.[1];
    if (tens !== undefined && ones !== undefined) kept.splice(-1, 1, ordinal(tens + Number(ones)));
    else kept.push(word);
  }
  return kept;
}

import { foldText } from "./names.js";
import { DIRECTION_WORDS, STREET_ENDINGS, UNIT_WORDS } from "./street-words.js";

/** Units that may stand without a number. */
const ALONE = new Set("rear bsmt basement ph penthouse ofc office".split(" "));
/** Kinds of unit that two letters may follow: "Ste AB"; of the others only one. */
const LETTERED = new Set(["apt", "ste", "bldg"]);
const NO_LETTERS = new Set("la el mt ft de of no so ne nw se sw to at on in by my up".split(" "));
const FLOOR = /^(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth)$/;
const JOINING = new Set(["&", "-", "and", "+"]);

/** The words of a line as they are written, and each as it is compared. */
export interface Words {
  readonly written: readonly string[];
  readonly folded: readonly string[];
}

/** From the word at `start` to the one before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Words without the commas that part them. */
export function wordsOf(text: string): Words {
  const written = text.split(/[\s,;]+/).filter((word) => word !== "");
  return { written, folded: written.map(foldText) };
}

/** Words as they are written; null for none. */
export const writtenFrom = ({ written }: Words, start: number, end?: number): string | null =>
  written.slice(start, end).join(" ") || null;

/** The place after "PO Box 12" that begins at `start`; `start` itself where none does. */
export function afterBox({ folded }: Words, start: number): number {
  const length = lengthOfBox(folded, start);
  return length > 0 && /\d/.test(folded[start + length] ?? "") ? start + length + 1 : start;
}

function lengthOfBox(folded: readonly string[], start: number): number {
  const [one, two, three] = [folded[start], folded[start + 1], folded[start + 2]];
  if (one === "pob" || one === "pobox") return 1;
  if (one === "po" && two === "box") return 2;
  return three === "box" && ((one === "p" && two === "o") || (one === "post" && two === "office")) ? 3 : 0;
}

/** Where the unit stands: the first words after `from` that name one, with all that belongs to it; null where there is none. */
export function findUnit(words: Words, from = 0): Span | null {
  for (let start = from; start < words.folded.length; start++) {
    let end = afterUnit(words, start);
    if (end === start) continue;
    for (let next = afterUnit(words, end); next > end; next = afterUnit(words, end)) end = next;
    return { start, end };
  }
  return null;
}

/** Beside the words for units: what one may begin with. */
const BEGINNINGS = new Set([...ALONE, ..."no number po p pob pobox post first second third fourth fifth".split(" ")]);

/** The place after the one unit that begins at `start`; `start` itself where none does. */
function afterUnit(words: Words, start: number): number {
  const { written, folded } = words;
  const word = folded[start] ?? "";
  const next = folded[start + 1] ?? "";
  if (written[start]?.startsWith("#")) {
    if (word !== "") return afterNumber(words, start);
    return isNumber(next, "apt") ? afterNumber(words, start + 1) : start;
  }
  const kind = UNIT_WORDS.get(word);
  const isFigure = kind === undefined && /\d/.test(word);
  if (kind === undefined && !isFigure && !BEGINNINGS.has(word)) return start;
  if (UNIT_WORDS.get(next) === "fl" && FLOOR.test(word)) return start + 2;
  if (isFigure) return /^(?:apt|ste|suite|unit|bldg)\d+[a-z]?$/.test(word) ? afterNumber(words, start) : start;
  // "100 No 5th St" lies north.
  if ((word === "no" || word === "number") && /^\d/.test(next) && isNumber(next, "lot"))
    return afterNumber(words, start + 1);
  if (kind !== undefined) {
    const isSaidTwice = written[start + 1] === "#" || next === "no" || next === "number";
    const at = isSaidTwice ? start + 2 : start + 1;
    if (isNumber(folded[at] ?? "", kind)) return afterNumber(words, at);
  }
  if (start >= 2 && ALONE.has(word)) return start + 1;
  return afterBox(words, start);
}

function isNumber(word: string, kind: string): boolean {
  if (/\d/.test(word)) return word.length <= 9 && !FLOOR.test(word);
  if (/^[a-z](?: [a-z])?$/.test(word)) return true;
  return LETTERED.has(kind) && /^[a-z]{2}$/.test(word) && !NO_LETTERS.has(word) && !STREET_ENDINGS.has(word);
}

/** After the number of a unit may stand a letter, and further numbers: "200 A", "200 & 201", "200 - B". */
function afterNumber({ written, folded }: Words, at: number): number {
  let end = at + 1;
  for (;;) {
    const word = folded[end] ?? "";
    if (JOINING.has((written[end] ?? "").toLowerCase()) && isNumber(folded[end + 1] ?? "", "lot")) end += 2;
    else if (/^[a-z]$/.test(word) && !DIRECTION_WORDS.has(word) && /\d$/.test(folded[end - 1] ?? "")) end += 1;
    else return end;
  }
}

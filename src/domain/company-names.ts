import { present } from "./absent.js";
import { isInCapitals, recaseWord } from "./names.js";

/** Quotes that a list left behind: `"LITTLE STARS" LLC` → LITTLE STARS LLC; between letters they were apostrophes: `Bob"s` → Bob's. */
export function withoutStrayQuotes(text: string): string {
  if (!/["'`´‘’“”„]/.test(text)) return text.replace(/\s+/g, " ").trim();
  return text
    .replace(/(?<=\p{L})["“”`´]+(?=\p{L})/gu, "'")
    .replace(/["“”„`´]+/g, " ")
    .replace(/(?<=^|\s)['‘’]([^'‘’]+)['‘’](?=\s|$)/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

const SMALL = new Set("OF AND THE FOR AT IN ON TO BY WITH OR DE LA LAS LOS DEL".split(" "));
const CAPITALS = new Set(
  "DBA LLC LLP PLLC LP PC PA ABC ABCD YMCA YWCA USA US UNLV UNR UCLA NW NE SW SE II III IV VI VII VIII TLC STEM STEAM ECE ELC JCC AFB MLK PTA A&A".split(
    " ",
  ),
);
const WITH_VOWEL_SOUND = new Set("ST MT FT DR MR MRS MS JR SR NG MC LTD BLVD PKWY HWY RD LN CT PL TH".split(" "));

/**
 * A company's name as it is written: stray quotes off, and re-cased when it comes all in capitals. "BOB'S LITTLE STARS OF RENO LLC" → Bob's Little Stars of
 * Reno LLC; initials (ABC, YMCA, words without a vowel), McDonald and O'Brien keep their capitals. Null when the text says nothing.
 */
export function recaseCompany(text: string | null | undefined): string | null {
  const said = present(text);
  const name = said === null ? null : present(withoutStrayQuotes(said));
  if (name === null) return null;
  if (!isInCapitals(name)) return name;
  const words = name.split(" ");
  return words.map((word, place) => recaseCompanyWord(word, place > 0 && place < words.length - 1)).join(" ");
}

function recaseCompanyWord(word: string, isInside: boolean): string {
  if (isInside && SMALL.has(word)) return word.toLowerCase();
  if (/^[A-Z]+$/.test(word)) return isKept(word) ? word : recaseWord(word);
  if (isKept(word.replace(/[.,()]/g, "")) || /^(?:\p{Lu}\.)+,?$/u.test(word)) return word;
  // "1ST" and "2ND", but "A1" and "K9".
  if (/^\d+(?:ST|ND|RD|TH)\b/.test(word)) return word.toLowerCase();
  if (/\d/.test(word)) return word;
  return word
    .split(/([/&+(-])/)
    .map((part) => (isKept(part) || !isInCapitals(part) ? part : recaseWord(part)))
    .join("");
}

const isKept = (word: string): boolean => CAPITALS.has(word) || isInitials(word);

/** "TLC", "KCPS", "B&B": no vowel to say it with. */
const isInitials = (word: string): boolean =>
  (/^[B-DF-HJ-NP-TV-XZ]{2,4}$/.test(word) && !WITH_VOWEL_SOUND.has(word)) || /^\p{Lu}&\p{Lu}$/u.test(word);

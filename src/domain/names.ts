import { present } from "./absent.js";

/** Surnames in which "Mac" is followed by a capital. Others (Macy, Mack, Macias) are not, so only these are listed. */
const MAC_NAMES = new Set(
  (
    "macarthur macdonald macdougall macdowell macfarlane macgregor macintosh macintyre mackay mackenzie mackinnon maclean macleod macmillan " +
    "macneil macneill macphail macpherson macqueen macrae mactavish macallister maccallum maccormack macdermott macdonnell"
  ).split(" "),
);
const KEPT_AS_CAPITALS = new Set(["II", "III", "IV", "VI", "VII", "VIII"]);

/**
 * A person's name as it is written: only when it comes all in capitals is it re-cased (JANE MCCARTHY → Jane McCarthy); "smith" and "deShawn"
 * stay as they are (T48). Blanks are squeezed; null when the text says nothing.
 */
export function recaseName(text: string | null | undefined): string | null {
  const name = present(text);
  if (name === null) return null;
  return isInCapitals(name) ? name.split(" ").map(recaseWord).join(" ") : name;
}

/** True for a text of two letters or more, all of them capitals. */
export function isInCapitals(text: string): boolean {
  if (text !== text.toUpperCase() || text === text.toLowerCase()) return false;
  return /[A-Z]{2}/.test(text) || text.replace(/[^\p{L}]/gu, "").length >= 2;
}

/** A word of a name that comes all in capitals: MCCARTHY → McCarthy, O'BRIEN → O'Brien, J.R. as it is. */
export function recaseWord(word: string): string {
  if (KEPT_AS_CAPITALS.has(word) || isInitials(word)) return word;
  return word.split("-").map(recasePart).join("-");
}

/** "J.R.", "JD", "TJ": two or three letters without a vowel are initials; Ng is a name. */
function isInitials(word: string): boolean {
  if (word.includes(".") && /^(?:\p{Lu}\.)+\p{Lu}?$/u.test(word)) return true;
  return (
    word.length === 2 &&
    /^[B-DF-HJ-NP-TV-XZ]{2}$/.test(word) &&
    !["NG", "JR", "SR", "MR", "MS", "DR", "ST"].includes(word)
  );
}

function recasePart(part: string): string {
  if (!/['’]/.test(part)) return recasePiece(part);
  const pieces = part.split(/(['’])/);
  return pieces
    .map((piece, place) => {
      // A possessive keeps its small s: HILL'S → Hill's, but O'BRIEN → O'Brien.
      if (place > 0 && piece.length === 1) return piece.toLowerCase();
      return recasePiece(piece);
    })
    .join("");
}

function recasePiece(piece: string): string {
  const lower = piece.toLowerCase();
  if (lower.startsWith("mc") && lower.length > 3) return `Mc${capitalized(lower.slice(2))}`;
  if (MAC_NAMES.has(lower)) return `Mac${capitalized(lower.slice(3))}`;
  return capitalized(lower);
}

function capitalized(text: string): string {
  const first = text.charCodeAt(0);
  if (first >= 0x61 && first <= 0x7a) return text.charAt(0).toUpperCase() + text.slice(1);
  return text.replace(/\p{L}/u, (letter) => letter.toUpperCase());
}

/** "First Last" for lists and search; what there is of it. */
export function fullName(first: string | null, last: string | null, otherwise: string | null = null): string {
  return [first, last].filter((part) => part !== null && part !== "").join(" ") || otherwise || "(no name)";
}

// Letters that decomposing leaves alone.
const PLAIN: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  đ: "d",
  ł: "l",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ð: "d",
  ı: "i",
};

/** Nothing is left to fold. */
const FOLDED = /^[a-z0-9]+(?: [a-z0-9]+)*$/;

/**
 * A text folded for comparison: accents, case and punctuation gone, "&" is "and", apostrophes and dots join ("O'Brien" → obrien, "U.S." → us), anything else parts words.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  if (FOLDED.test(lower)) return lower;
  // Nearly every text is plain, and the rules of all the world's letters take ten times as long.
  const plain = /^[\0-\x7f]*$/.test(text);
  const letters = plain ? lower : plainLetters(text);
  const joined = letters.replace(/&/g, " and ").replace(/['’‘`´.]/g, "");
  return joined.replace(plain ? /[^a-z0-9]+/g : /[^\p{L}\p{N}]+/gu, " ").trim();
}

const plainLetters = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[ßøđłæœþðı]/g, (letter) => PLAIN[letter] ?? letter);

const COMPANY_SUFFIXES = new Set(
  "inc incorporated llc lc ltd limited lp llp lllp pc pllc pa plc corp corporation co company gmbh".split(" "),
);

/** An organisation's name for comparison: folded, a leading "the" and company suffixes gone. "Hill's Pet Nutrition, Inc." → hills pet nutrition. */
export function organizationKey(name: string): string {
  const words = foldText(name).split(" ");
  if (words.length > 1 && words[0] === "the") words.shift();
  while (words.length > 1 && COMPANY_SUFFIXES.has(words.at(-1) ?? "")) words.pop();
  return words.join(" ");
}

/** A district's or school's name for comparison: folded only, since "Center" and "Center School District" are not the same words. */
export function placeKey(name: string): string {
  return foldText(name);
}

/** A surname for comparison; a suffix (Jr., III) is no part of it. Empty when there is none. */
export function surnameKey(lastName: string | null): string {
  return foldText(lastName ?? "").replace(/ (?:jr|sr|ii|iii|iv|phd|md|esq)$/, "");
}

const TITLES = new Set(
  "mr mrs ms miss mx dr prof professor rev hon judge captain capt officer general sgt coach".split(" "),
);
const SUFFIXES = new Set("jr sr ii iii iv phd md esq".split(" "));

/** "Dr. Maria Garcia Lopez" → Maria | Garcia Lopez: title and suffix off, the first word is the given name. Null when nothing is left. */
export function splitPersonName(text: string | null | undefined): { first: string | null; last: string } | null {
  const words = (present(text) ?? "")
    .replace(/,/g, " ")
    .split(" ")
    .filter((word) => word !== "");
  while (words.length > 1 && TITLES.has(foldText(words[0] ?? ""))) words.shift();
  while (words.length > 1 && SUFFIXES.has(foldText(words.at(-1) ?? ""))) words.pop();
  const [first, ...rest] = words;
  if (first === undefined) return null;
  return rest.length === 0 ? { first: null, last: first } : { first, last: rest.join(" ") };
}

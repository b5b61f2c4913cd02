import { distance } from "fastest-levenshtein";
import { foldText } from "../../domain/index.js";
import type { GridCell } from "./model.js";

// Zero-width characters and soft hyphens, which copies from web pages bring along.
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** A header as it is shown: blanks of every kind are one blank, what cannot be seen is gone. */
export function cleanHeader(cell: GridCell | undefined): string {
  return String(cell ?? "")
    .replace(INVISIBLE, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** A header for comparison: "User Auth Id", "UserAuthId" and "user_auth-id" are one. */
export function headerKey(header: string): string {
  return cleanHeader(header)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]+/g, "");
}

/** Headers told apart: a repeated one is "Name (2)", a blank one "Column 5". */
export function distinctHeaders(cells: readonly (GridCell | undefined)[]): string[] {
  const taken = new Set<string>();
  return cells.map((cell, place) => {
    const header = cleanHeader(cell) || `Column ${place + 1}`;
    let name = header;
    for (let count = 2; taken.has(headerKey(name)); count += 1) name = `${header} (${count})`;
    taken.add(headerKey(name));
    return name;
  });
}

/** How alike two headers are, 0 to 1: by their letters, or by the words they share where one has words more. */
export function likeness(one: string, other: string): number {
  const a = headerKey(one);
  const b = headerKey(other);
  if (a === "" || b === "") return 0;
  if (a === b) return 1;
  const letters = 1 - distance(a, b) / Math.max(a.length, b.length);
  return Math.max(letters, sharedWords(wordsOf(one), wordsOf(other)) * 0.95);
}

/** Below it two headers have nothing to do with each other. */
export const LIKELY = 0.6;

function sharedWords(a: readonly string[], b: readonly string[]): number {
  const shared = a.filter((word) => b.includes(word)).length;
  if (shared === 0) return 0;
  // "Status" lies within "Session Status" whole: that is a likely rename, though half of its words are new.
  const within = shared === Math.min(a.length, b.length) ? 0.7 : 0;
  return Math.max(shared / Math.max(a.length, b.length), within);
}

/** "SignUpRole", "sign_up roles" → sign, up, role. */
function wordsOf(header: string): string[] {
  const parted = cleanHeader(header).replace(/([a-z\d])([A-Z])/g, "$1 $2");
  return foldText(parted)
    .split(" ")
    .filter(Boolean)
    .map((word) => (word.length > 3 ? word.replace(/s$/, "") : word));
}

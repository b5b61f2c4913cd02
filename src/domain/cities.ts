import { foldText } from "./names.js";
import { DIRECTION_WORDS } from "./street-words.js";

/** What begins a city, written short or long. */
const BEGINNINGS: ReadonlyMap<string, string> = new Map([
  ...DIRECTION_WORDS,
  ["saint", "st"],
  ["sainte", "ste"],
  ["fort", "ft"],
  ["mount", "mt"],
]);

/** A city for comparison: folded, and what begins it shortened. "N. Las Vegas" and "NORTH LAS VEGAS" → n las vegas; "Saint George" → st george. */
export function cityKey(city: string): string {
  return foldText(city)
    .split(" ")
    .map((word, place, all) => (place < all.length - 1 ? (BEGINNINGS.get(word) ?? word) : word))
    .join(" ");
}

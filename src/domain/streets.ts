import { foldText } from "./names.js";

/** What the post shortens, by what it is short for. */
const SHORT: Readonly<Record<string, string>> = {
  street: "st",
  avenue: "ave",
  av: "ave",
  road: "rd",
  drive: "dr",
  court: "ct",
  lane: "ln",
  boulevard: "blvd",
  place: "pl",
  terrace: "ter",
  terr: "ter",
  circle: "cir",
  parkway: "pkwy",
  highway: "hwy",
  trail: "trl",
  square: "sq",
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
  apartment: "apt",
  unit: "apt",
  suite: "ste",
};

/** A street for comparison: folded, and shortened as the post does. "123 North Main Street, Apt. 4" → 123 n main st apt 4. */
export function streetKey(line: string): string {
  return foldText(line)
    .split(" ")
    .map((word) => SHORT[word] ?? word)
    .join(" ");
}

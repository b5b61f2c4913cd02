import { distance } from "fastest-levenshtein";
import { foldText, isSameGivenName, surnameKey } from "../domain/index.js";

/** A name made ready to be compared, once for each person. */
export interface ComparedName {
  readonly first: string;
  readonly last: string;
  /** "first last", folded, titles and suffixes gone. */
  readonly whole: string;
}

export function comparedName(first: string | null, last: string | null): ComparedName {
  const [given, surname] = [foldText(first ?? ""), surnameKey(last)];
  return { first: given, last: surname, whole: `${given} ${surname}`.trim() };
}

/** One name by the table of short names: never a matter of degree (T62). */
export const isNicknameOf = (one: ComparedName, other: ComparedName): boolean =>
  one.last !== "" && one.last === other.last && isSameGivenName(one.first, other.first);

/**
 * How alike two names are, from 0 to 1: the share of letters that need no change, of the longer name. One letter of ten is 0.9. Where the given names are
 * short for one another, only the surnames are compared. 0 as soon as it must lie below `least`.
 */
export function likeness(one: ComparedName, other: ComparedName, least: number): number {
  const longer = Math.max(one.whole.length, other.whole.length);
  const shareLeft = (a: string, b: string): number => {
    // The difference in length alone is the least that can differ.
    const possible = 1 - Math.abs(a.length - b.length) / longer;
    return possible < least ? 0 : 1 - distance(a, b) / longer;
  };
  if (longer === 0) return 0;
  const whole = shareLeft(one.whole, other.whole);
  if (one.first === other.first) return whole;
  const surname = shareLeft(one.last, other.last);
  // The table is asked last: it is the dearest.
  return surname > whole && surname >= least && isSameGivenName(one.first, other.first) ? surname : whole;
}

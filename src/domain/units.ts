import { present } from "./absent.js";
import { afterBox, findUnit, wordsOf, writtenFrom } from "./unit-spans.js";

/**
 * Street and unit of one line, as written: "100 Main St, Ste 200" → 100 Main St | Ste 200. What follows the unit belongs to it; a unit that comes before
 * the street ("#4 100 Main St") is a unit all the same, and so is a PO box beside a street. Either is null where there is none.
 */
export function splitUnit(line: string | null | undefined): { street: string | null; unit: string | null } {
  const words = wordsOf(present(line) ?? "");
  const boxEnd = afterBox(words, 0);
  // A box alone is where the post goes: the street itself.
  const unit = findUnit(words, boxEnd > 0 && !/^\d/.test(words.written[boxEnd] ?? "") ? boxEnd : 0);
  if (unit === null) return { street: writtenFrom(words, 0), unit: null };
  if (unit.start > 0) return { street: writtenFrom(words, 0, unit.start), unit: writtenFrom(words, unit.start) };
  const first = writtenFrom(words, 0, unit.end);
  const rest = splitUnit(writtenFrom(words, unit.end));
  return { street: rest.street, unit: rest.unit === null ? first : `${first} ${rest.unit}` };
}

import { mergeGroups, standIns } from "../identity/index.js";
import type { Reader } from "../pool/index.js";

/** Record of a contact → the one that stands for it, since somebody decided that both are one person. */
export type Merged = ReadonlyMap<number, number>;

/** By decisions alone: two records that share an address may be a couple, who are two in every list (ruling P1 is for counting). */
export const readMerged = async (reader: Reader): Promise<Merged> => standIns(await mergeGroups(reader, "same_person"));

export const standsFor = (merged: Merged, contact: number): number => merged.get(contact) ?? contact;

/** These contacts, and every other record that one of them stands for. */
export const recordsOf = (merged: Merged, contacts: readonly number[]): number[] => {
  const standing = new Set(contacts);
  return [...contacts, ...[...merged].flatMap(([goes, stays]) => (standing.has(stays) ? [goes] : []))];
};

/** What is said of each record, said of the one that stands for it; where several are said, `both` tells which holds. */
export function ofThoseThatStand<Value>(
  said: ReadonlyMap<number, Value>,
  merged: Merged,
  both: (one: Value, other: Value) => Value,
): ReadonlyMap<number, Value> {
  if (merged.size === 0) return said;
  const found = new Map<number, Value>();
  for (const [contact, value] of said) {
    const stands = standsFor(merged, contact);
    const known = found.get(stands);
    found.set(stands, known === undefined ? value : both(known, value));
  }
  return found;
}

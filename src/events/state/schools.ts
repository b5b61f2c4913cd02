import { foldText } from "../../domain/index.js";
import { allSchools, type NamedSchool, schoolsCalled } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";

/** Schools that are called so, else those whose name has every word. */
export async function findSchools(reader: Reader, text: string, most = 50): Promise<readonly NamedSchool[]> {
  const all = await allSchools(reader);
  const called = await schoolsCalled(reader, all, text);
  if (called.length > 0) return called.slice(0, most);
  const words = foldText(text).split(" ").filter(Boolean);
  const fitting = all.filter(({ name }) => {
    const of = foldText(name).split(" ");
    return words.every((word) => of.some((other) => other.startsWith(word)));
  });
  return fitting.slice(0, most);
}

import type { Reader } from "../../pool/index.js";
import { EVERYBODY, type VolunteerSearch } from "../search/model.js";
import { type SearchWords, understand } from "../search/search.js";
import type { MatchCandidate } from "./model.js";

/** What a list of candidates is narrowed to, as a search of volunteers asks it. */
export type Narrowing = Pick<VolunteerSearch, "org" | "skill" | "local" | "connector" | "today">;

/** The candidates whom that search finds too; their places in the order stay. */
export async function narrowed(
  reader: Reader,
  candidates: readonly MatchCandidate[],
  narrowing: Narrowing,
  words: SearchWords,
): Promise<readonly MatchCandidate[]> {
  const { register, criteria } = await understand(reader, words, { ...EVERYBODY, ...narrowing });
  if (criteria.length === 0) return candidates;
  const found = register.volunteers.filter((volunteer) => criteria.every((each) => each.fits(volunteer)));
  const ids = new Set(found.map(({ id }) => id));
  return candidates.filter(({ id }) => ids.has(id));
}

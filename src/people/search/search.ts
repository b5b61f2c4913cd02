import type { Reader } from "../../pool/index.js";
import type { PathwayRules } from "../../runtime/index.js";
import { readSkillPathways } from "../skills/index.js";
import type { Vocabulary } from "../vocabulary.js";
import { type Asks, criteriaOf, understandAll } from "./criteria.js";
import type { Criterion } from "./criterion.js";
import { Listed } from "./listed.js";
import type { HiddenReason, Localities, SearchResult, VolunteerSearch } from "./model.js";
import { ordered } from "./order.js";
import { registerOf } from "./register.js";
import type { Register, Registered } from "./registered.js";

/** Words and pathways that a search is understood by. */
export interface SearchWords {
  readonly vocabulary: Vocabulary;
  readonly pathways: PathwayRules;
}

/** A search as it was understood, over the volunteers there are. */
export interface Understood {
  readonly register: Register;
  readonly asks: Asks;
  readonly criteria: readonly Criterion[];
}

export async function understand(reader: Reader, words: SearchWords, search: VolunteerSearch): Promise<Understood> {
  const asks = understandAll(search.skill, words.vocabulary);
  const isOfPathway = search.pathway.all.length + search.pathway.none.length > 0;
  const pathwayOf = isOfPathway ? await readSkillPathways(reader, words.pathways) : new Map<string, string>();
  const register = await registerOf(reader, search.today);
  return { register, asks, criteria: criteriaOf(search, { register, asks, pathwayOf }) };
}

/**
 * Volunteers that fit every filter, or in a wide search any of them (rulings S1, S3 and the small print on filters). Records, not persons: a couple on
 * one address is two; only records that somebody merged are one. Whoever must not be contacted is left out and counted by reason.
 */
export async function searchVolunteers(
  reader: Reader,
  words: SearchWords,
  search: VolunteerSearch,
): Promise<SearchResult> {
  const { register, asks, criteria } = await understand(reader, words, search);
  const found = register.volunteers.filter((volunteer) => criteria.every((each) => each.fits(volunteer)));
  const listed = ordered(
    found.filter(({ hidden }) => hidden === null),
    search.sort,
    register,
  );
  const localities = localitiesOf(listed);
  return {
    volunteers: listed.map((volunteer) => new Listed(volunteer, criteria)),
    hidden: hiddenByReason(found),
    groups: asks.all.flat().flatMap((ask) => (ask.group === null ? [] : [{ group: ask.group, terms: ask.terms }])),
    locals: localities.local,
    localities,
  };
}

function hiddenByReason(volunteers: readonly Registered[]): Map<HiddenReason, number> {
  const counts = new Map<HiddenReason, number>();
  for (const { hidden } of volunteers) if (hidden !== null) counts.set(hidden, (counts.get(hidden) ?? 0) + 1);
  return counts;
}

function localitiesOf(volunteers: readonly Registered[]): Localities {
  const counts = { local: 0, partial: 0, non_local: 0, unknown: 0 };
  for (const { localStatus } of volunteers) {
    if (localStatus === "local" || localStatus === "partial" || localStatus === "non_local") counts[localStatus] += 1;
    else counts.unknown += 1;
  }
  return counts;
}

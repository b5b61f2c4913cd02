import type { Reader } from "../pool/index.js";
import { readCandidates, shown } from "./candidates.js";
import { criteriaOf, understandAll } from "./criteria.js";
import type { FoundVolunteer, HiddenReason, SearchResult, VolunteerSearch, VolunteerSort } from "./model.js";
import type { Vocabulary } from "./vocabulary.js";

/**
 * Volunteers that fit every filter (rulings S1, S3 and the small print on filters). Records, not persons: a couple on
 * one address is two. Whoever must not be contacted is left out and counted by reason.
 */
export async function searchVolunteers(
  reader: Reader,
  vocabulary: Vocabulary,
  search: VolunteerSearch,
): Promise<SearchResult> {
  const asks = understandAll(search.skill, vocabulary);
  const found = await readCandidates(reader, search, asks, criteriaOf(search, asks), 0);
  const volunteers = found
    .filter(({ hidden }) => hidden === null)
    .map((candidate) => shown(candidate, asks))
    .sort(ORDER[search.sort]);
  return {
    volunteers,
    hidden: hiddenByReason(found.map(({ hidden }) => hidden)),
    groups: asks.all.flat().flatMap((ask) => (ask.group === null ? [] : [{ group: ask.group, terms: ask.terms }])),
    locals: volunteers.filter((v) => v.localStatus === "local").length,
  };
}

function hiddenByReason(reasons: readonly (HiddenReason | null)[]): Map<HiddenReason, number> {
  const counts = new Map<HiddenReason, number>();
  for (const reason of reasons) if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

const byName = (a: FoundVolunteer, b: FoundVolunteer): number => a.name.localeCompare(b.name, "en") || a.id - b.id;

export const ORDER: Record<VolunteerSort, (a: FoundVolunteer, b: FoundVolunteer) => number> = {
  name: byName,
  last: (a, b) => (b.lastOn ?? "").localeCompare(a.lastOn ?? "") || byName(a, b),
  times: (a, b) => b.times - a.times || byName(a, b),
  organisation: (a, b) =>
    (a.organizations[0] ?? "\uffff").localeCompare(b.organizations[0] ?? "\uffff", "en") || byName(a, b),
};

/** any-of lists joined by "and", and what must not be: `skill:a,b skill:c -skill:d` is all [[a,b],[c]], none [d]. */
export interface Wanted {
  readonly all: readonly (readonly string[])[];
  readonly none: readonly string[];
}

export const NOTHING_WANTED: Wanted = { all: [], none: [] };

export interface VolunteerSearch {
  /** Words looked for in name, title, organisation and skills; every one must be found. */
  readonly words: readonly string[];
  readonly skill: Wanted;
  /** Organisation now (an affiliation valid today), and ever. */
  readonly org: Wanted;
  readonly orgEver: Wanted;
  /** local | partial | non_local | unknown */
  readonly local: Wanted;
  /** Event types of attended participations. */
  readonly type: Wanted;
  /** Days between which the last attended event lies; null bounds are open. "never": no attended event. */
  readonly last: { readonly start: string | null; readonly end: string | null } | "never" | null;
  readonly times: { readonly from: number; readonly to: number | null } | null;
  readonly sort: VolunteerSort;
  readonly today: string;
}

export const VOLUNTEER_SORTS = ["name", "last", "times", "organisation"] as const;
export type VolunteerSort = (typeof VOLUNTEER_SORTS)[number];

export interface FoundVolunteer {
  readonly id: number;
  readonly sourceId: string;
  readonly name: string;
  readonly title: string | null;
  readonly organizations: readonly string[];
  readonly matchedSkills: readonly string[];
  readonly localStatus: string;
  readonly localBasis: string;
  readonly times: number;
  readonly lastOn: string | null;
  readonly email: string | null;
}

/** Why somebody is not in a list for outreach (ruling S1). */
export type HiddenReason = "do-not-contact" | "opted out" | "bounced" | "inactive" | "excluded";

export interface SearchResult {
  readonly volunteers: readonly FoundVolunteer[];
  readonly hidden: ReadonlyMap<HiddenReason, number>;
  /** Skill words that named a group, and what each stands for. */
  readonly groups: readonly { readonly group: string; readonly terms: readonly string[] }[];
  /** Local at a glance, over the whole list. */
  readonly locals: number;
}

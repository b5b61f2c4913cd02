/** any-of lists joined by "and", and what must not be: `skill:a,b skill:c -skill:d` is all [[a,b],[c]], none [d]. */
export interface Wanted {
  readonly all: readonly (readonly string[])[];
  readonly none: readonly string[];
}

export const NOTHING_WANTED: Wanted = { all: [], none: [] };

/** Days, both ends included; null bounds are open. */
export interface Span {
  readonly start: string | null;
  readonly end: string | null;
  /** Whoever lies within them is not wanted. */
  readonly isNot?: boolean;
}

export interface VolunteerSearch {
  /** Words looked for in name, title, organisation and skills. */
  readonly words: readonly string[];
  /** Any of the words and filters is enough; what must not be is left out all the same. */
  readonly isWide: boolean;
  readonly skill: Wanted;
  /** Skilled in a pathway, or spoke on it (ruling E8): by name of config/pathways.yml. */
  readonly pathway: Wanted;
  /** Organisation by an affiliation that is valid today, or at some time of `at`; and ever. */
  readonly org: Wanted;
  readonly at: Span | null;
  readonly orgEver: Wanted;
  readonly title: Wanted;
  readonly industry: Wanted;
  readonly interest: Wanted;
  /** Days and parts of days, as in "tue afternoon". */
  readonly available: Wanted;
  /** local | partial | non_local | unknown */
  readonly local: Wanted;
  /** Event types of attended participations. */
  readonly type: Wanted;
  /** email | call */
  readonly consent: Wanted;
  readonly connector: boolean | null;
  /** Has come to virtual sessions, and to nothing in person. */
  readonly virtualOnly: boolean | null;
  /** When the last attended event was. "never": there is none. */
  readonly last: Span | "never" | null;
  /** When the last e-mail with them was. */
  readonly lastEmail: Span | "never" | null;
  /** When anything was last heard of them: an event, an e-mail, or what Salesforce has as their last activity. */
  readonly lastActivity: Span | "never" | null;
  readonly times: { readonly from: number; readonly to: number | null; readonly isNot?: boolean } | null;
  readonly sort: VolunteerSort;
  readonly today: string;
}

/** A search without any filter: everybody, by name. */
export const EVERYBODY: Omit<VolunteerSearch, "today"> = {
  words: [],
  isWide: false,
  skill: NOTHING_WANTED,
  pathway: NOTHING_WANTED,
  org: NOTHING_WANTED,
  at: null,
  orgEver: NOTHING_WANTED,
  title: NOTHING_WANTED,
  industry: NOTHING_WANTED,
  interest: NOTHING_WANTED,
  available: NOTHING_WANTED,
  local: NOTHING_WANTED,
  type: NOTHING_WANTED,
  consent: NOTHING_WANTED,
  connector: null,
  virtualOnly: null,
  last: null,
  lastEmail: null,
  lastActivity: null,
  times: null,
  sort: "name",
};

export const VOLUNTEER_SORTS = ["name", "last", "times", "organisation", "last-email", "title"] as const;
export type VolunteerSort = (typeof VOLUNTEER_SORTS)[number];

/** What is known of a volunteer, whatever the search. */
export interface Found {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly name: string;
  readonly title: string | null;
  /** Those of today, the primary one first. */
  readonly organizations: readonly string[];
  readonly localStatus: string;
  readonly localBasis: string;
  /** Attended events up to today; one that was entered twice is one. */
  readonly times: number;
  readonly lastOn: string | null;
  readonly lastEmailOn: string | null;
  readonly email: string | null;
  /** Why they must not be listed (ruling S1), the gravest reason. */
  readonly hidden: HiddenReason | null;
}

export interface FoundVolunteer extends Found {
  readonly matchedSkills: readonly string[];
  /** What fits of what was asked, as in "title: Software engineer" or "skill: Python (stem)". */
  readonly matches: readonly string[];
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
  readonly localities: Localities;
}

export interface Localities {
  readonly local: number;
  readonly partial: number;
  readonly non_local: number;
  readonly unknown: number;
}

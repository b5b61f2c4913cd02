export type Standing = "new" | "known" | "updated";

/** What a list of ours says and Salesforce does not, of one important field (ruling L3). */
export interface Difference {
  readonly field: string;
  readonly was: string | number | null;
  readonly now: string | number | null;
  /** The file that says so, and its day. */
  readonly file_id: number;
  readonly file_date: string;
}

/** Any of each list in `all`, and none of `none`. */
export interface Asked {
  readonly all: readonly (readonly string[])[];
  readonly none: readonly string[];
}

export const NOT_ASKED: Asked = { all: [], none: [] };

/** Which leads are meant; null and empty leave all. */
export interface LeadFilter {
  readonly standing: Standing | null;
  /** In two sources or more. */
  readonly isInSeveral: boolean;
  /** Names of sources: the lead is in one of each list, and in none of the others. */
  readonly source: Asked;
  /** Two capital letters. */
  readonly state: Asked;
  readonly county: Asked;
  /** Outreach stages as Salesforce has them. */
  readonly stage: Asked;
  readonly isConverted: boolean | null;
  /** Sent, and taken by somebody from the last message it was in; false: by nobody. */
  readonly isTaken: boolean | null;
  /** Still in the newest file of one of its sources. */
  readonly isCurrent: boolean | null;
  /** With ten digits by which it can be matched (ruling L2). */
  readonly hasPhone: boolean | null;
  /** YYYY-MM-DD: first seen then or later; an updated one: its difference is in a file of then or later. */
  readonly since: string | null;
  /** Words of the company's name, or a phone number. */
  readonly text: string | null;
  /** These and no others, by their ids. */
  readonly among: readonly number[] | null;
}

export const EVERY_LEAD: LeadFilter = {
  standing: null,
  isInSeveral: false,
  source: NOT_ASKED,
  state: NOT_ASKED,
  county: NOT_ASKED,
  stage: NOT_ASKED,
  isConverted: null,
  isTaken: null,
  isCurrent: null,
  hasPhone: null,
  since: null,
  text: null,
  among: null,
};

export const LEAD_SORTS = ["first", "company", "city", "state", "sources"] as const;
export type LeadSort = (typeof LEAD_SORTS)[number];

/** Which rows of a list are read. */
export interface Wanted {
  readonly sort?: { readonly key: LeadSort; readonly descending: boolean } | null;
  readonly skip: number;
  readonly most: number;
  /** Where the same leads were counted already: how many were first seen on which day. */
  readonly byDay?: ReadonlyMap<string, number>;
}

export interface LeadCounts {
  readonly all: number;
  readonly new: number;
  readonly known: number;
  readonly updated: number;
  /** In no newest file of any source any more. */
  readonly gone: number;
  /** The day a lead was first seen → how many. */
  readonly byDay: ReadonlyMap<string, number>;
}

/** Who has taken a lead that was sent. */
export interface Taken {
  /** Slack user id, or "terminal". */
  readonly by: string;
  readonly at: string;
}

/** A lead as it stands in a list. */
export interface ListedLead {
  readonly id: number;
  readonly company: string | null;
  readonly person: string | null;
  readonly personRole: string | null;
  /** Ten digits. */
  readonly phone: string | null;
  readonly phoneExtension: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly county: string | null;
  readonly email: string | null;
  readonly licence: string | null;
  readonly licenceType: string | null;
  readonly licenceStatus: string | null;
  readonly capacity: number | null;
  readonly ages: string | null;
  readonly sources: readonly string[];
  readonly firstSource: string;
  readonly firstDate: string;
  readonly firstFile: string | null;
  readonly lastDate: string;
  readonly isCurrent: boolean;
  readonly hasAddress: boolean;
  readonly standing: Standing;
  readonly salesforceId: string | null;
  readonly matchedBy: string | null;
  readonly salesforceStatus: string | null;
  readonly isConverted: boolean;
  readonly outreachStage: string | null;
  readonly differences: readonly Difference[];
  /** The month of the message it was last sent in, as in 2026-11; null when it was not sent. */
  readonly sentIn: string | null;
  readonly taken: Taken | null;
}

/** The three outside lists of the sample, as config/lead-sources names them. */
export const LEAD_LISTS = ["source_1", "source_2", "source_3"] as const;
export type LeadList = (typeof LEAD_LISTS)[number];

export const LEAD_MONTHS = [1, 2, 3] as const;
/** The first, second or third delivery. */
export type LeadMonth = (typeof LEAD_MONTHS)[number];

/** What a list says of a company in one month. */
export interface Said {
  readonly company: string;
  readonly dba: string | null;
  readonly first: string;
  readonly last: string;
  readonly role: string;
  /** Ten digits; any other text stands in the file as it is here, null is a blank cell. */
  readonly phone: string | null;
  readonly extension: string | null;
  /** As the post abbreviates it; each list spells it in its own way. */
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly email: string | null;
  readonly capacity: number;
}

/** One row of one list, over the months. */
export interface Listing {
  /** The lead that it truly is a row of: all rows of one lead say the same here. */
  readonly lead: string;
  /** Of the cast. */
  readonly ref: string;
  readonly list: LeadList;
  readonly licence: string;
  readonly months: readonly LeadMonth[];
  /** What it says other than the truth of the cast, from a month on. */
  readonly says: readonly (readonly [from: LeadMonth, said: Partial<Said>])[];
  /** Months in which its later columns stand one to the right of where they should. */
  readonly shifted: readonly LeadMonth[];
  /** The row comes a second time further down in each file: the very same, or in part another; the later one is right. */
  readonly again: Partial<Said> | null;
  /** Cells that stand as they are here, whatever is said. */
  readonly cells: Readonly<Record<string, string>>;
}

/** A file as it is delivered. */
export interface LeadFile {
  readonly name: string;
  /** What somebody writes when sharing it. */
  readonly said: string;
  readonly list: LeadList;
  readonly text: string;
}

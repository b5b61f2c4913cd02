import type { ListedLead, RowProblem } from "../list/index.js";

/** All that is known of a lead, and how it came to be so. */
export interface LeadStory {
  readonly lead: ListedLead;
  /** Its fields as they stand, each with where it is from. */
  readonly fields: readonly StandingField[];
  /** Every line of every file it was in, the oldest first. */
  readonly lines: readonly LeadLineSeen[];
  /** What changed in its rows from file to file, the oldest first. */
  readonly changes: readonly RowChange[];
  readonly contacts: readonly LeadPerson[];
  readonly identities: readonly SeenIdentity[];
  /** Which status it was in in Salesforce, from when to when, the oldest first. */
  readonly statuses: readonly KeptStatus[];
  readonly deliveries: readonly LeadSent[];
  /** What is wrong with its rows as they stand. */
  readonly problems: readonly (RowProblem & { readonly source: string })[];
}

export interface StandingField {
  readonly field: string;
  readonly value: string | number;
  /** Null where it is not kept which file it is from. */
  readonly source: string | null;
  readonly file: string | null;
}

export interface LeadLineSeen {
  readonly source: string;
  readonly file: string;
  readonly fileDate: string;
  /** As a person sees it in the file: the header is line 1. */
  readonly line: number;
  readonly rowKey: string;
  readonly company: string | null;
}

export interface RowChange {
  readonly source: string;
  readonly file: string;
  readonly fileDate: string;
  readonly field: string;
  readonly was: string | number | null;
  readonly now: string | number | null;
}

export interface LeadPerson {
  readonly name: string;
  readonly role: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly source: string;
  readonly lastDate: string;
}

export interface SeenIdentity {
  readonly kind: string;
  readonly value: string;
  readonly source: string;
  readonly firstDate: string;
  readonly lastDate: string;
}

export interface KeptStatus {
  readonly status: string;
  readonly stage: string | null;
  readonly from: string;
  readonly to: string | null;
}

export interface LeadSent {
  readonly month: string;
  readonly kind: "new" | "updated";
  readonly sentAt: string;
  readonly takenBy: string | null;
  readonly takenAt: string | null;
}

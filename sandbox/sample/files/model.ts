import type { Day } from "../calendar.js";
import type { Chance } from "../random.js";
import type { AccountRow, ContactRow, SampleOrganization, SessionRow } from "../rows.js";

/** One cell of a sheet or file; dates are wall-clock text. */
export type SheetCell = string | number | boolean | null | { readonly date: string } | { readonly dateTime: string };
export type SheetRows = readonly (readonly SheetCell[])[];

/** A file as staff have it on their disk. */
export interface SampleFile {
  readonly name: string;
  /** What somebody writes when sharing it. */
  readonly said: string;
  readonly rows: SheetRows;
}

/** A Google Sheet that staff keep. */
export interface SampleSheet {
  readonly id: string;
  readonly title: string;
  readonly tab: string;
  readonly rows: SheetRows;
  /** As in "A2:A4". */
  readonly merges?: readonly string[];
}

/** One day's figure of the website. */
export interface SampleVisit {
  readonly date: Day;
  readonly page: string;
  readonly activeUsers: number;
  readonly sessions: number;
  readonly screenPageViews: number;
}

export interface Teacher {
  readonly contact: ContactRow;
  readonly school: AccountRow;
  readonly district: AccountRow | null;
}

/** A session that took place, with its local day. */
export interface Held {
  readonly row: SessionRow;
  readonly day: Day;
}

/** What the files are about: the people and sessions of the organisation in Salesforce. */
export interface Cast {
  readonly today: Day;
  /** First calendar year of the school year. */
  readonly year: number;
  readonly sample: SampleOrganization;
  readonly teachers: readonly Teacher[];
  readonly volunteers: readonly ContactRow[];
  readonly students: readonly ContactRow[];
  readonly schools: readonly AccountRow[];
  /** Held in person in the last year and a half. */
  readonly held: readonly Held[];
  /** Held on the screen in the same time, and kept in Salesforce. */
  readonly heldVirtually: readonly Held[];
  accountOf(id: string | null): AccountRow | null;
  chance(purpose: string): Chance;
}

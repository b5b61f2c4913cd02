import type { LeadField, LeadSource } from "../../runtime/index.js";

/** What is wrong with a field of a row; the row is kept all the same, with what came. */
export interface LeadProblem {
  readonly field: LeadField | "row";
  readonly problem:
    | "phone_missing"
    | "phone_invalid"
    | "address_missing"
    | "address_incomplete"
    | "company_missing"
    | "email_invalid"
    | "date_unreadable"
    | "number_unreadable"
    | "value_unknown"
    | "shifted";
  /** The text as it came; null where there was none. */
  readonly came: string | null;
}

/** A row of any source, standardised: what all sources have in common. Blank is null. */
export interface LeadRecord {
  /** The source's own number for it; else a hash of name, phone and address. */
  readonly rowKey: string;
  /** The phone–address key (ruling L1); without both parts "source:rowKey", which matches nothing else. */
  readonly leadKey: string;
  readonly company: string | null;
  readonly companyKey: string | null;
  readonly person: string | null;
  readonly personRole: string | null;
  /** Ten digits (ruling L2). */
  readonly phone: string | null;
  readonly phoneRaw: string | null;
  readonly phoneExtension: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly county: string | null;
  readonly addressRaw: string | null;
  readonly addressKey: string | null;
  readonly email: string | null;
  readonly licence: string | null;
  readonly licenceType: string | null;
  readonly licenceStatus: string | null;
  /** YYYY-MM-DD. */
  readonly licensedOn: string | null;
  readonly expiresOn: string | null;
  readonly capacity: number | null;
  readonly ages: string | null;
  readonly extra: Readonly<Record<string, string | number | boolean>>;
  readonly problems: readonly LeadProblem[];
  /** How many of its fields say something. */
  readonly filled: number;
}

export interface LeadLine {
  /** As a person sees it in the file: the header is line 1. */
  readonly line: number;
  /** Column → cell as it came, blanks left out; known columns by their names in the configuration, one behind the last as "Column 14". */
  readonly cells: Readonly<Record<string, string | number | boolean>>;
  /** SHA-256 of the cells, whatever the order of their columns. */
  readonly hash: string;
  /** Read when it is first asked for. */
  readonly record: LeadRecord;
  /** The place from which on its cells stand beside their columns, put right or not; null where they do not. */
  readonly shiftedFrom: number | null;
}

/** A file recognised as one of a source, ready to be read. */
export interface LeadTable {
  readonly source: LeadSource;
  /** Its columns in the order of the file, known ones by their names in the configuration. */
  readonly header: readonly string[];
  /** What is worth saying of its columns: an additional one, kept and not used. */
  readonly notices: readonly string[];
  /** Pages of at most so many rows (2,000), read as they are needed. @throws PolarisError file_unreadable where the file breaks off */
  pages(size?: number): AsyncIterable<readonly LeadLine[]>;
  /** Where it is a text: the same rows, each packed by a thread of its own while others are stored. Null where the rows are held already. */
  readonly aside: (<Parts>(packing: string) => AsyncIterable<readonly Parts[]>) | null;
  /**
   * Why nothing of it may be taken in, once it is read: too many of its rows are shifted (ruling L4). Null when it may.
   * @param shiftedFrom of its shifted rows
   */
  stop(rows: number, shiftedFrom: readonly number[]): string | null;
}

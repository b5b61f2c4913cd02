import type { ReceivedFile, Suites, SyncProgress } from "../../intake/index.js";
import type { Pool, Transaction } from "../../pool/index.js";
import type { Clock, ErrorCode, Organization } from "../../runtime/index.js";
import type { LeadTable } from "../../sources/index.js";

/** How a file came. */
export type LeadFileWay = "slack" | "terminal" | "folder" | "drive";

export interface LeadImportOptions {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly table: LeadTable;
  readonly file: ReceivedFile;
  /** The day that the list speaks of, YYYY-MM-DD: files of a source are ordered by it, not by when they came. */
  readonly fileDate: string;
  readonly way: LeadFileWay;
  /** Slack user id or "terminal"; null for the clock. */
  readonly startedBy: string | null;
  /** The suites that are asked before anything is stored: `lead-<source>`. */
  readonly judge: Suites;
  readonly progress?: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal;
  /** What belongs to the transaction that makes the file stand, as its audit entry: ids and counts. */
  readonly inside?: (tx: Transaction, detail: Readonly<Record<string, number | string>>) => Promise<void>;
}

/** What became of a file of prospective leads. */
export interface LeadImport {
  readonly fileId: number;
  readonly source: string;
  /** The day that it counts as the list of. */
  readonly fileDate: string;
  /** unchanged: this very file of this date stands already. */
  readonly state: "standing" | "stopped" | "unchanged";
  /** Why it was stopped, in words for whoever sent it. */
  readonly why: string | null;
  readonly code: ErrorCode | null;
  readonly rows: number;
  /** Wordings of rows that the source had never had. */
  readonly inserted: number;
  readonly unchanged: number;
  /** Rows of which something could not be read; they are kept all the same. */
  readonly invalid: number;
  readonly notices: readonly string[];
  readonly leads: {
    readonly before: number;
    readonly after: number;
    /** Leads by their standing (ruling L3), of those that the file speaks of. */
    readonly new: number;
    readonly known: number;
    readonly updated: number;
  };
}

/** What came of looking into the folders whose lists are taken in as they appear. */
export interface FoldersLooked {
  /** Folders that are configured. */
  readonly folders: number;
  /** Lists that were taken in. */
  readonly taken: readonly string[];
  /** Lists that may not go on, with the reason. They are tried again when they change, or when somebody imports them. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
  /** Still being written, or of a source of which another list is being taken in: the next look takes them. */
  readonly waiting: readonly string[];
  /** Named like the lists of no source. */
  readonly others: number;
}

/** The name of a source's rows in a run, and of their suite. */
export const objectOf = (source: string): string => `lead-${source}`;

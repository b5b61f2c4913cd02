import type { IncomingRow } from "../model.js";
import type { AnswerReader } from "./answer.js";
import type { BulkPlace } from "./bulk.js";
import type { RowShape } from "./row.js";
import type { Place, Window } from "./soql.js";

/** Where a window's reading goes on. Kept with the page it follows. */
export type Cursor =
  | { readonly way: "rest"; readonly after: Place }
  | { readonly way: "bulk"; readonly place: BulkPlace };

export interface Page {
  readonly way: "rest" | "bulk";
  readonly rows: readonly IncomingRow[];
  /** Null after the last page. */
  readonly next: Cursor | null;
  /** Rows of the whole window, when it is known. */
  readonly total: number | null;
}

export interface Deletion {
  readonly id: string;
  /** ISO-8601 UTC. */
  readonly deletedAt: string;
}

/** Rows whose stamp lies in one UTC day. */
export interface StampedDay {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly rows: number;
  /** ISO-8601 UTC: the latest stamp among them. */
  readonly latest: string;
}

/** Rows that have one value, or one month, in a field. */
export interface Group {
  /** What the field says; YYYY-MM of a moment; null where it is blank. */
  readonly said: string | null;
  readonly rows: number;
}

export interface WindowReading {
  readonly shape: RowShape;
  readonly window: Window;
  readonly cursor: Cursor | null;
  /** Rows of the window, where they have been counted. */
  readonly counted?: number | undefined;
  /** Rows above this come by Bulk. */
  readonly bulkAbove: number;
  /** Told that Salesforce is still at work. */
  readonly onWait: () => Promise<void>;
  /** Told where a Bulk job stands before its first page, so that it is not asked for twice. */
  readonly onJob: (cursor: Cursor) => Promise<void>;
  /** Reads the answers of Bulk, and the pages of a first load, elsewhere than in this thread. */
  readonly answers?: AnswerReader | undefined;
}

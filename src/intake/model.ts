import type { ErrorCode } from "../runtime/index.js";

/** How far a sync has come. */
export interface SyncProgress {
  readonly stage: string;
  readonly done: number;
  /** Null while nobody knows. */
  readonly total: number | null;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
}

/** Rows of one object in one run: read = inserted + updated + unchanged + deleted + quarantined + skipped. */
export interface Counts {
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly quarantined: number;
  readonly skipped: number;
  readonly skippedBy: Readonly<Record<string, number>>;
}

export const NO_COUNTS: Counts = {
  read: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  deleted: 0,
  quarantined: 0,
  skipped: 0,
  skippedBy: {},
};

export function addCounts(one: Counts, other: Counts): Counts {
  const skippedBy = { ...one.skippedBy };
  for (const [reason, count] of Object.entries(other.skippedBy)) skippedBy[reason] = (skippedBy[reason] ?? 0) + count;
  return {
    read: one.read + other.read,
    inserted: one.inserted + other.inserted,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
    deleted: one.deleted + other.deleted,
    quarantined: one.quarantined + other.quarantined,
    skipped: one.skipped + other.skipped,
    skippedBy,
  };
}

export interface SyncFailure {
  readonly code: ErrorCode;
  readonly text: string;
}

export interface ObjectResult {
  readonly object: string;
  /** What staff call its rows. */
  readonly label: string;
  /** skipped: not read, because what it hangs on has never been read; without an error, because the org does not show it and need not. */
  /** paused: it goes on with the next run from where it stood. */
  readonly state: "ok" | "failed" | "skipped" | "paused";
  readonly way: "rest" | "bulk";
  readonly counts: Counts;
  /** Rows among the quarantined that only a change in the source can mend; the others wait for a parent. */
  readonly refused: number;
  readonly error: SyncFailure | null;
}

export interface SyncResult {
  readonly runId: number;
  /** ok: all read and stored. partial: an object failed, or rows that no later run will mend by itself wait in quarantine. failed: nothing could be read to its end. paused: a share of API calls or the time is spent, and the next run goes on. */
  readonly state: "ok" | "partial" | "failed" | "paused";
  readonly objects: readonly ObjectResult[];
  /** Sentences for the person who asked: what Salesforce does not show, what waits. */
  readonly notices: readonly string[];
  readonly error: SyncFailure | null;
  /** Requests made of the API. */
  readonly calls: number;
  readonly startedAt: string;
  readonly finishedAt: string;
}

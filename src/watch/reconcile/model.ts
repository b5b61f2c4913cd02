import type { FieldDrift } from "../../sources/index.js";
import type { Buckets } from "./buckets.js";

export type Depth = "light" | "deep";
export type Verdict = "ok" | "tolerated" | "different" | "failed";

/** How often one field differs, and by how much at most. */
export interface FieldFigures {
  readonly field: string;
  readonly type: string;
  readonly different: number;
  readonly tolerated: number;
  /** Differences of a formula: it changes without its row. */
  readonly formula: number;
  /** Of numbers as they are, of dates in days. */
  readonly largestAbsolute: number | null;
  /** Of numbers, as a share of the source's value. */
  readonly largestRelative: number | null;
}

/** What a row may be, apart from equal. */
export type Sort = "missing" | "extra" | "changed" | "tolerated";

/**
 * How a row came to differ.
 * - not_here: alive there, never stored here; deleted_here: alive there, deleted here.
 * - deleted_there: in the bin or gone there, alive here; left_there: what it is now is skipped by rule, and it is alive here.
 * - not_synced: changed there with a new stamp; unstamped: changed there without one; formula: only formulas differ.
 * - altered_here: the stored row does not fit the copy it was made from.
 */
export type Cause =
  | "not_here"
  | "deleted_here"
  | "deleted_there"
  | "left_there"
  | "not_synced"
  | "unstamped"
  | "formula"
  | "altered_here";

/** One differing row: ids as they are, values masked. */
export interface Sample {
  readonly sort: Sort;
  readonly cause: Cause;
  readonly id: string;
  readonly fields: readonly SampleField[];
}

export interface SampleField {
  readonly field: string;
  readonly source: string;
  readonly pool: string;
}

/**
 * Live rows, those in flight left out:
 * source = equal + tolerated + changed + missing + explained, pool = equal + tolerated + changed + extra + heldBack.
 */
export interface RowFigures {
  readonly source: number;
  readonly pool: number;
  readonly equal: number;
  readonly tolerated: number;
  readonly changed: number;
  readonly missing: number;
  readonly extra: number;
  /** Not in the pool for a reason that is known: in quarantine, skipped by rule. */
  readonly explained: number;
  /** Among the explained those whose last good version the pool keeps. */
  readonly heldBack: number;
  readonly inFlight: number;
  /** Share of rows that are equal or within tolerance, 1 is all. */
  readonly share: number;
}

export interface ObjectComparison {
  readonly source: string;
  readonly object: string;
  /** What staff call its rows. */
  readonly label: string;
  /** Which of the object's rows, where it is compared in parts: a sheet by its name, or files. Older results lack it. */
  readonly part?: string;
  readonly depth: Depth;
  readonly verdict: Verdict;
  /** ISO-8601 UTC: by the source's clock, and by ours. */
  readonly sourceAt: string;
  readonly poolAt: string;
  /** Rows stamped at or after this are in flight. */
  readonly cutoff: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly rows: RowFigures;
  /** Differing rows by how they came to differ, the tolerated left out. */
  readonly causes: Readonly<Partial<Record<Cause, number>>>;
  /** Explained rows by reason. */
  readonly explainedBy: Readonly<Record<string, number>>;
  readonly fields: readonly FieldFigures[];
  readonly drift: readonly FieldDrift[];
  /** Light only: days compared and those that differ. */
  readonly buckets: Buckets | null;
  readonly samples: readonly Sample[];
  readonly notices: readonly string[];
  /** Set when the comparison did not come to its end. */
  readonly error: string | null;
  /** The line that does it again. */
  readonly reproduce: string;
}

export interface ReconcileResult {
  readonly runKey: string;
  readonly depth: Depth;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly verdict: Verdict;
  readonly objects: readonly ObjectComparison[];
  /** Objects that no sync has read to its end: nothing to compare yet. */
  readonly unread: readonly string[];
  readonly notices: readonly string[];
  /** Requests made of the sources' interfaces. */
  readonly calls: number;
}

export interface ReconcileProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
}

/** The part of an object whose rows came by files, beside those of sheets. */
export const FILES = "from files";

/** The object, and which sheet or files of it. */
export const nameOf = ({ object, part }: Pick<ObjectComparison, "object" | "part">): string =>
  part === undefined ? object : `${object} ${part}`;

const WORST: readonly Verdict[] = ["failed", "different", "tolerated", "ok"];

/** The worst of several verdicts; ok where there is none. */
export const worstOf = (verdicts: readonly Verdict[]): Verdict =>
  WORST.find((verdict) => verdicts.includes(verdict)) ?? "ok";

import type { Pool } from "../../pool/index.js";
import type { Clock, Organization } from "../../runtime/index.js";
import type { Counted, Dataset, DatasetRow, DatasetRules, IncomingRow } from "../../sources/index.js";
import type { Counts, SyncFailure, SyncProgress } from "../model.js";
import type { PageContext } from "../page-context.js";

/** One batch of an import: an object's rows, whose counts add up by themselves. */
export interface ImportBatch {
  readonly id: number;
  /** One transaction: the work, its counts, the sign of life. */
  transaction(work: (context: PageContext) => Promise<BatchCounts>): Promise<void>;
  /** Stores rows by the one pipeline, at most 2,000 a transaction; no more of them are held at a time. */
  store(rows: Iterable<IncomingRow>): Promise<void>;
}

export interface BatchCounts {
  readonly counts: Counts;
  /** Rows among the quarantined that only a change in the file or sheet can mend; the others wait for an answer or another source. */
  readonly refused: number;
}

/** A file or sheet that is being taken in. */
export interface ImportJob {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly dataset: Dataset;
  readonly rows: Counted<DatasetRow>;
  readonly rules: DatasetRules;
  /** Lines that their suite does not let in, with the reason. `dataset` refuses them itself; who reads rows in another way has to. */
  readonly setAside: ReadonlyMap<number, string>;
  readonly runId: number;
  /** True when the rows are all there are of this origin: what is not among them any more is deleted. */
  readonly whole: boolean;
  /** All that came by this origin goes, however much it is. */
  readonly takesOut: boolean;
  readonly signal: AbortSignal | undefined;
  progress(progress: SyncProgress): void;
  /** Begins a batch of this run; `label` is what staff call its rows. */
  batch(object: string, label: string): Promise<ImportBatch>;
  /** A sentence for the person who asked. */
  notice(text: string): void;
}

/** How one dataset's rows go into the pool. */
export type ImportStrategy = (job: ImportJob) => Promise<void>;

export interface ImportedObject {
  readonly object: string;
  readonly label: string;
  readonly counts: Counts;
  readonly refused: number;
}

export interface ImportResult {
  readonly runId: number;
  readonly dataset: string;
  readonly label: string;
  readonly origin: string;
  /** Rows of the file or sheet. */
  readonly rows: number;
  readonly state: "ok" | "partial" | "failed";
  readonly objects: readonly ImportedObject[];
  /** Open questions that rows of this import wait for, or that it asked first. */
  readonly tickets: number;
  readonly notices: readonly string[];
  readonly error: SyncFailure | null;
  readonly startedAt: string;
  readonly finishedAt: string;
}

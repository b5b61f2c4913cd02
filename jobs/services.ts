import type { Services, SyncSummary } from "../src/command/index.js";
import type { Parcel } from "../src/delivery/index.js";
import type { FoldersLooked, JudgedLayer } from "../src/leads/index.js";
import type { MadeBackup, Pool } from "../src/pool/index.js";
import type { Clock, Organization } from "../src/runtime/index.js";
import type { Job } from "../src/schedule/index.js";
import type { ReconcileResult, Tell } from "../src/watch/index.js";

/** What a job may use; handed in by main. */
export interface JobServices {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  /** True in the sandbox. */
  readonly sample: boolean;
  syncSalesforce(): Promise<SyncSummary>;
  /** Compares every source with the pool, row by row. */
  reconcile(): Promise<ReconcileResult>;
  /** Null when Google is not set up: then there is nothing to read. */
  readonly googleAccount: string | null;
  syncSheets(): Promise<SyncSummary>;
  /** Null when no Google Analytics property is configured. */
  syncAnalytics(): Promise<SyncSummary | null>;
  /** Takes in the new lists of prospective leads that lie in the folders that are watched. */
  takeLeadFiles(): Promise<FoldersLooked>;
  /** Holds every layer of prospective leads against what is expected of it. */
  judgeLeadLayers(): Promise<readonly JudgedLayer[]>;
  /** Makes a backup, checks it, and removes those that have outlived their use. */
  backUp(): Promise<MadeBackup>;
  /** Puts what is told of a problem into the outbox, within the transaction that notes it. */
  readonly tell: Tell;
  /** Somebody in Slack and the role they have now. */
  readonly colleague: Services["colleague"];
  /** Puts a message into the outbox; the same key twice is one message. Says whether it was new. */
  enqueue(parcel: Parcel): Promise<boolean>;
}

export type PolarisJob = Job<JobServices>;

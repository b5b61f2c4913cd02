import type { SyncSummary } from "../src/command/index.js";
import type { Parcel } from "../src/delivery/index.js";
import type { Pool } from "../src/pool/index.js";
import type { Clock, Organization } from "../src/runtime/index.js";
import type { Job } from "../src/schedule/index.js";

/** What a job may use; handed in by main. */
export interface JobServices {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  /** True in the sandbox. */
  readonly sample: boolean;
  syncSalesforce(): Promise<SyncSummary>;
  /** Puts a message into the outbox; the same key twice is one message. Says whether it was new. */
  enqueue(parcel: Parcel): Promise<boolean>;
}

export type PolarisJob = Job<JobServices>;

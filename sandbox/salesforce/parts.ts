import type { BulkJobs } from "./bulk.js";
import type { Cursors } from "./cursors.js";
import type { Faults } from "./faults.js";
import type { ApiLimit } from "./limits.js";
import type { Clock, Records } from "./records.js";
import type { SavedReports } from "./report-model.js";
import type { RequestLog } from "./requestlog.js";
import type { Sessions } from "./sessions.js";
import type { Storage } from "./storage.js";

export interface OrgSettings {
  /** 18 characters, beginning with 00D. */
  readonly orgId: string;
  readonly userId: string;
  readonly username: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM of the certificate's public key, for the JWT bearer flow. */
  readonly publicKey: string | null;
}

/** How large pages are and how long a bulk job takes; may be changed while it runs. */
export interface Paging {
  /** Rows of a REST page when the client does not ask for fewer; at most 2000. */
  restPageRows: number;
  /** Rows of a bulk page when the client does not ask for fewer. */
  bulkPageRows: number;
  /** How often a bulk job is looked at before it is done. */
  bulkPollsUntilDone: number;
}

/** Everything an endpoint may need of the organisation. */
export interface OrgParts {
  readonly settings: OrgSettings;
  readonly paging: Paging;
  readonly clock: Clock;
  readonly storage: Storage;
  readonly records: Records;
  readonly sessions: Sessions;
  readonly limit: ApiLimit;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly cursors: Cursors;
  readonly jobs: BulkJobs;
  readonly reports: SavedReports;
  baseUrl(): string;
}

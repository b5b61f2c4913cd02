import type { Faults } from "../salesforce/faults.js";
import type { RequestLog } from "../salesforce/requestlog.js";
import type { Interruptions } from "./meanwhile.js";
import type { Property } from "./property.js";
import type { Quota } from "./quota.js";
import type { ServiceAccounts } from "./service-accounts.js";
import type { Spreadsheet } from "./spreadsheet.js";

/** All that the stand-in is made of. */
export interface CloudParts {
  readonly clock: () => number;
  readonly accounts: ServiceAccounts;
  readonly spreadsheets: Map<string, Spreadsheet>;
  /** Folders of Shared Drives, and who may write into them. */
  readonly folders: Map<string, ReadonlySet<string>>;
  readonly properties: Map<string, Property>;
  readonly reads: Quota;
  readonly writes: Quota;
  readonly faults: Faults;
  readonly interruptions: Interruptions;
  readonly log: RequestLog;
  baseUrl(): string;
}

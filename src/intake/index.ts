export type { Counts, ObjectResult, SyncFailure, SyncProgress, SyncResult } from "./model.js";
export { type SyncOptions, syncSalesforce } from "./sync-salesforce.js";

export { isSameValue, ownColumns } from "./altered.js";
export { type Checkpoint, readCheckpoint } from "./checkpoint.js";
export { type ImportOptions, importDataset, type Judge } from "./datasets/import-dataset.js";
export type { ReceivedFile } from "./datasets/imported-file.js";
export type { ImportBatch, ImportedObject, ImportJob, ImportResult, ImportStrategy } from "./datasets/model.js";
export { sourceOf } from "./datasets/strategies.js";
export { takeUpWaiting } from "./datasets/waiting.js";
export { type WaitingStudent, waitingStudents } from "./datasets/waiting-students.js";
export {
  areLastJudged,
  type FailingExpectation,
  type LastJudgement,
  lastJudgements,
} from "./expectation-results.js";
export { type BatchJudge, type FileLine, type KnownColumns, openSuites, Suites, stoppedBy } from "./expectations.js";
export * from "./google/index.js";
export { type Lease, takeLease } from "./lease.js";
export { Meter } from "./meter.js";
export type { Counts, ObjectResult, SyncFailure, SyncProgress, SyncResult } from "./model.js";
export { type Forgotten, forgetOutlived } from "./outlived.js";
export { type Rehearsed, rehearseAnalytics, rehearseSalesforce, rehearseSheets } from "./rehearsal.js";
export type { RehearsedChange } from "./rehearsed-changes.js";
export { beginBatch, beginRun, endBatch, endRun, writeCounts } from "./runs.js";
export { driftSince } from "./schema.js";
export { ofSheet, originInWords, sheetIn } from "./sheet-origin.js";
export { type SyncOptions, syncSalesforce } from "./sync-salesforce.js";
export { DESTINATIONS, TABLES, type Table } from "./tables/index.js";
export * from "./tickets/index.js";

export { reportIdIn, SalesforceReports, type SalesforceReportsOptions } from "./analytics.js";
export type { SavedCell, SavedColumn, SavedFilter, SavedGroup, SavedReport } from "./analytics-report.js";
export type { AnswerReader } from "./answer.js";
export { ReadingThread } from "./aside/thread.js";
export type { Portions } from "./bulk.js";
export { hashParts } from "./cells.js";
export type { ApiBudget, Patience } from "./connection.js";
export { driftOf, type FieldDrift, type KnownFields, likelyNames } from "./drift.js";
export { SalesforceError } from "./errors.js";
export type { DescribedField, Description } from "./layout.js";
export { OBJECTS, type ObjectName, type SalesforceObject } from "./objects.js";
export { type ReadingRules, readPathway, readPathwayParticipant, readPathwaySession } from "./records/index.js";
export type { RowShape } from "./row.js";
export type { Grouping } from "./soql.js";
export {
  type Cursor,
  type Deletion,
  type Group,
  type Page,
  type SalesforceOptions,
  SalesforceSource,
  type StampedDay,
  type WindowReading,
} from "./source.js";

export type { Portions } from "./bulk.js";
export type { Patience } from "./connection.js";
export { SalesforceError } from "./errors.js";
export type { Description } from "./layout.js";
export { OBJECTS, type ObjectName, type SalesforceObject } from "./objects.js";
export type { ReadingRules } from "./records/index.js";
export type { RowShape } from "./row.js";
export {
  type Cursor,
  type Deletion,
  type Page,
  type SalesforceOptions,
  SalesforceSource,
  type WindowReading,
} from "./source.js";

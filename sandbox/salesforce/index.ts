export type { LiveField, LiveObject } from "./catalogue.js";
export type { FaultInput } from "./faults.js";
export type { FieldDefinition, FieldType } from "./fields.js";
export { recordId, to18 } from "./ids.js";
export { SalesforceOrg, type SalesforceOrgOptions } from "./org.js";
export type { Clock, EditOptions, StoredRecord } from "./records.js";
export type { LoggedRequest } from "./requestlog.js";
export { type ObjectDefinition, standardSchema } from "./schema.js";
export { type AddressInput, type FieldInput, OrgDataError, type RecordInput } from "./values.js";

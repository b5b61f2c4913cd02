export { type CellInput, serialOf } from "./cells.js";
export { GoogleCloud, type GoogleCloudOptions } from "./cloud.js";
export type { PropertyInput } from "./property.js";
export { type AccountInput, newServiceAccount, type ServiceAccountKey } from "./service-accounts.js";
export type { SpreadsheetInput, TabInput } from "./spreadsheet.js";
export type { Workbook } from "./workbook.js";

export { Allowance } from "./allowance.js";
export type { EngagementAsked, EngagementFigure } from "./analytics.js";
export { BRIEF, type GooglePatience, PATIENT, UPLOADING } from "./connection.js";
export { GoogleError } from "./errors.js";
export { GoogleFolder, type NewSheet, type StandingSheet } from "./folder.js";
export { fillMerged } from "./merged.js";
export type { MergedArea, SheetTable } from "./sheet-table.js";
export { GoogleSource, type SheetAsked } from "./source.js";
export { spreadsheetKey } from "./spreadsheet-key.js";

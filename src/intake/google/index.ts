export {
  type ConnectedSheet,
  connectedSheets,
  connectSheet,
  disconnectSheet,
  nameTaken,
  removedSheet,
  sheetNamed,
} from "./connected-sheets.js";
export {
  checkSheet,
  type PreviewAsked,
  type PreviewedColumn,
  previewSheet,
  type SheetPreview,
  type TabChoice,
} from "./preview-sheet.js";
export { rereadSheet } from "./reread-sheet.js";
export { columnKey, datasetOf } from "./sheet-grid.js";
export { type SheetState, sheetStates } from "./sheet-states.js";
export { type AnalyticsOptions, syncAnalytics } from "./sync-analytics.js";
export { type SheetResult, type SheetsOptions, type SheetsResult, syncSheets } from "./sync-sheets.js";
export { takeOutSheet } from "./take-out-sheet.js";

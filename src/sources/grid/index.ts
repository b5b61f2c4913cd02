export {
  BAD,
  type BadCell,
  clockCell,
  type DayOptions,
  dayCell,
  isBad,
  linesCell,
  numberCell,
  textCell,
  truthCell,
  type WallTime,
  type WallTimeOptions,
  wallTimeCell,
} from "./cells.js";
export { type ColumnMapping, findGrid, gridAt, gridAtTop } from "./find-grid.js";
export { headerKey } from "./headers.js";
export { FILE_LIMITS, printBytes } from "./limits.js";
export type { Cells, Counted, DatasetColumn, Grid, GridCell, GridRow, Places } from "./model.js";
export { columnNotices, columnsChanged, placesOf } from "./places.js";
export { type ProposedColumn, proposeMapping } from "./propose.js";
export type { HeldTable, RawTable, TableFile } from "./raw-table.js";
export { readTables, refusalBySize } from "./read-tables.js";
export { type Recognised, recognise } from "./recognise.js";
export { rowsOf } from "./rows.js";

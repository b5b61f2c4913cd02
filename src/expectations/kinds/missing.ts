import { sizeOf } from "../columns.js";
import type { Cell } from "../model.js";
import { type Check, COLUMN, type Kind, rowKind, shownOf } from "./kind.js";

/** Every row is judged, so nothing is missing, and the share is of all rows. */
const everyRow = (column: string, isExpected: (cell: Cell) => boolean): Check => ({
  grain: "rows",
  columns: [column],
  find(columns, selection) {
    const cells = columns.take(column);
    const elements = sizeOf(selection, columns);
    const unexpected: number[] = [];
    for (let place = 0; place < elements; place++) {
      const row = selection === null ? place : (selection[place] ?? 0);
      if (!isExpected(cells[row] ?? null)) unexpected.push(row);
    }
    return { elements, judged: null, unexpected, shown: shownOf(cells) };
  },
});

export const MISSING: readonly Kind[] = [
  rowKind("expect_column_values_to_not_be_null", COLUMN, ({ column }) => everyRow(column, (cell) => cell !== null)),
  rowKind("expect_column_values_to_be_null", COLUMN, ({ column }) => everyRow(column, (cell) => cell === null)),
];

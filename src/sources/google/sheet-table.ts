import type { GridCell } from "../grid/model.js";
import type { HeldTable } from "../grid/raw-table.js";

/** An area whose cells are merged: lines and columns count from 0, ends are not in it. */
export interface MergedArea {
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** One tab of a sheet as it stood at one version. */
export interface SheetTable extends HeldTable {
  readonly spreadsheet: string;
  /** The spreadsheet's own name. */
  readonly title: string;
  readonly tab: string;
  /** What the numbers of date columns are days in. */
  readonly timeZone: string;
  readonly merges: readonly MergedArea[];
  /** Cells that showed an error instead of a value, as in "C12"; they are blank in the lines. */
  readonly errorCells: readonly string[];
  readonly version: string;
}

const ERRORS = new Set([
  "#REF!",
  "#N/A",
  "#VALUE!",
  "#NAME?",
  "#DIV/0!",
  "#NUM!",
  "#NULL!",
  "#ERROR!",
  "#SPILL!",
  "Loading...",
]);

export const isErrorCell = (cell: string | number | boolean): boolean => typeof cell === "string" && ERRORS.has(cell);

/** Whether a cell is still being computed. */
export const isLoading = (lines: readonly (readonly (string | number | boolean)[])[]): boolean =>
  lines.some((line) => line.includes("Loading..."));

/** The lines as the grid wants them, and where errors stood. */
export function linesOf(values: readonly (readonly (string | number | boolean)[])[]): {
  lines: GridCell[][];
  errorCells: string[];
} {
  const errorCells: string[] = [];
  const lines = values.map((line, row) => {
    const cells = line.map((cell, column): GridCell => {
      if (!isErrorCell(cell)) return cell === "" ? null : cell;
      errorCells.push(`${letters(column)}${row + 1}`);
      return null;
    });
    // Check boxes are drawn far below the last row: a line that holds nothing but empty ones is blank.
    if (cells.every((cell) => cell === null || cell === false)) return [];
    while ((cells.at(-1) ?? null) === null) cells.pop();
    return cells;
  });
  return { lines, errorCells };
}

function letters(column: number): string {
  const before = Math.floor(column / 26);
  return `${before > 0 ? letters(before - 1) : ""}${String.fromCharCode(65 + (column % 26))}`;
}

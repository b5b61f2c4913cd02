import type { Grid, GridCell } from "../grid/model.js";
import type { MergedArea } from "./sheet-table.js";

/**
 * Gives every row of a merged area the value that only its first cell has, in the columns named by their place; elsewhere a blank stays a blank.
 */
export function fillMerged(grid: Grid, merges: readonly MergedArea[], columns: readonly number[]): Grid {
  const areas = merges.filter(
    ({ startLine, endLine, startColumn }) => endLine - startLine > 1 && columns.includes(startColumn),
  );
  if (areas.length === 0) return grid;
  const held = [...grid.rows];
  const byLine = new Map(held.map((row) => [row.number - 1, row]));
  const filled = new Map<number, Map<number, GridCell>>();
  for (const { startLine, endLine, startColumn } of areas) {
    const value = byLine.get(startLine)?.cells[startColumn] ?? null;
    if (value === null) continue;
    for (let line = startLine + 1; line < endLine; line++) {
      const cells = filled.get(line) ?? new Map<number, GridCell>();
      filled.set(line, cells.set(startColumn, value));
    }
  }
  const rows = held.map((row) => {
    const cells = filled.get(row.number - 1);
    if (cells === undefined) return row;
    return { ...row, cells: row.cells.map((cell, place) => cell ?? cells.get(place) ?? null) };
  });
  return { ...grid, rows };
}

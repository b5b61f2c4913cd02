import type { DatasetRow } from "../datasets/model.js";
import type { DatasetColumn, Grid, GridCell, Places } from "./model.js";

/** The rows of a grid with their cells by key, and as they came. */
export function rowsOf(grid: Grid, places: Places, columns: readonly DatasetColumn[]): DatasetRow[] {
  const found = columns.flatMap(({ key }) => {
    const place = places[key];
    return place === undefined ? [] : [[key, place] as const];
  });
  return grid.rows.map(({ number, cells }) => ({
    number,
    cells: Object.fromEntries(found.map(([key, place]) => [key, cells[place] ?? null])),
    raw: rawOf(grid.header, cells),
  }));
}

function rawOf(header: readonly string[], cells: readonly GridCell[]): DatasetRow["raw"] {
  const raw: Record<string, string | number | boolean> = {};
  for (const [place, name] of header.entries()) {
    const cell = cells[place] ?? null;
    if (cell !== null && (typeof cell !== "string" || cell.trim() !== "")) raw[name] = cell;
  }
  return raw;
}

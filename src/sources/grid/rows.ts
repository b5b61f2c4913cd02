import type { DatasetRow } from "../datasets/model.js";
import type { Cells, Counted, DatasetColumn, Grid, GridCell, Places } from "./model.js";

/** The rows of a grid with their cells by key, and as they came. */
export function rowsOf(grid: Grid, places: Places, columns: readonly DatasetColumn[]): Counted<DatasetRow> {
  const found = columns.flatMap(({ key }) => {
    const place = places[key];
    return place === undefined ? [] : [[key, place] as const];
  });
  return { length: grid.rows.length, [Symbol.iterator]: () => read(grid, found) };
}

function* read(
  { header, rows }: Grid,
  found: readonly (readonly [key: string, place: number])[],
): Generator<DatasetRow> {
  for (const { number, cells } of rows) {
    const byKey: Record<string, Cells[string]> = {};
    for (const [key, place] of found) byKey[key] = cells[place] ?? null;
    yield { number, cells: byKey, raw: rawOf(header, cells) };
  }
}

function rawOf(header: readonly string[], cells: readonly GridCell[]): DatasetRow["raw"] {
  const raw: Record<string, string | number | boolean> = {};
  for (const [place, name] of header.entries()) {
    const cell = cells[place] ?? null;
    if (cell !== null && (typeof cell !== "string" || cell.trim() !== "")) raw[name] = cell;
  }
  return raw;
}

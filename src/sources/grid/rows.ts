import type { DatasetRow } from "../datasets/model.js";
import type { Cells, Counted, DatasetColumn, Grid, GridCell, Places } from "./model.js";

/**
 * The rows of a grid with their cells by key, and as they came.
 * @param ignored keys of columns of which nothing is read or kept
 */
export function rowsOf(
  grid: Grid,
  places: Places,
  columns: readonly DatasetColumn[],
  ignored: readonly string[] = [],
): Counted<DatasetRow> {
  const found = columns.flatMap(({ key }) => {
    const place = places[key];
    return place === undefined || ignored.includes(key) ? [] : [[key, place] as const];
  });
  const hidden = new Set(ignored.map((key) => places[key]));
  const kept = grid.header.flatMap((name, place) => (hidden.has(place) ? [] : [[name, place] as const]));
  return { length: grid.rows.length, [Symbol.iterator]: () => read(grid, found, kept) };
}

function* read(
  { rows }: Grid,
  found: readonly (readonly [key: string, place: number])[],
  kept: readonly (readonly [name: string, place: number])[],
): Generator<DatasetRow> {
  for (const { number, cells } of rows) {
    const byKey: Record<string, Cells[string]> = {};
    for (const [key, place] of found) byKey[key] = cells[place] ?? null;
    yield { number, cells: byKey, raw: rawOf(kept, cells) };
  }
}

function rawOf(
  kept: readonly (readonly [name: string, place: number])[],
  cells: readonly GridCell[],
): DatasetRow["raw"] {
  const raw: Record<string, string | number | boolean> = {};
  for (const [name, place] of kept) {
    const cell = cells[place] ?? null;
    if (cell !== null && (typeof cell !== "string" || cell.trim() !== "")) raw[name] = cell;
  }
  return raw;
}

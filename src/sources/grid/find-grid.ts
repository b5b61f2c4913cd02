import { cleanHeader, distinctHeaders, headerKey } from "./headers.js";
import { FILE_LIMITS } from "./limits.js";
import type { Counted, DatasetColumn, Grid, GridCell, GridRow } from "./model.js";
import type { RawTable } from "./raw-table.js";

/** Which column of the file is meant by a key, where the usual names are not used: key → header. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** Titles, notes and header rows over each other stand above the rows, but not further down than this. */
const HEADER_WITHIN = 20;

/** Finds the header row by its names and makes a grid of what lies below; null where `findHeader` finds none. */
export function findGrid(table: RawTable, columns: readonly DatasetColumn[], mapping: ColumnMapping = {}): Grid | null {
  const line = findHeader(table, columns, mapping);
  return line === null ? null : gridAt(table, line);
}

/**
 * The line (from 0) with the most of the expected names is the header; of several equally good ones the last, as in sheets that have their header three
 * times. Null when no line has at least two of them (or the only one).
 */
export function findHeader(
  table: RawTable,
  columns: readonly DatasetColumn[],
  mapping: ColumnMapping = {},
): number | null {
  const names = columns.map((column) => new Set(namesOf(column, mapping).map(headerKey)));
  let best = { line: -1, found: 0 };
  for (const [line, cells] of firstOf(table.lines, HEADER_WITHIN).entries()) {
    const keys = new Set(cells.map((cell) => headerKey(cleanHeader(cell))));
    const found = names.filter((each) => [...each].some((key) => keys.has(key))).length;
    if (found > 0 && found >= best.found) best = { line, found };
  }
  return best.found < Math.min(2, columns.length) ? null : best.line;
}

/** The names that a column may have: the mapped one alone, where somebody said so. */
export function namesOf(column: DatasetColumn, mapping: ColumnMapping): readonly string[] {
  const mapped = mapping[column.key];
  return mapped === undefined ? column.names : [mapped];
}

/** The grid whose header is the given line (from 0). */
export function gridAt({ name, lines, serialDates }: RawTable, line: number): Grid {
  let header: readonly GridCell[] = [];
  let most = 0;
  let length = 0;
  let place = 0;
  for (const cells of lines) {
    if (place === line) header = cells;
    if (place >= line) most = Math.max(most, cells.length);
    if (place > line && !cells.every(isBlank)) length += 1;
    place += 1;
  }
  const width = Math.min(FILE_LIMITS.columns, most);
  return {
    name,
    header: distinctHeaders(Array.from({ length: width }, (_, column) => header[column])),
    headerRow: line + 1,
    rows: { length, [Symbol.iterator]: () => rowsBelow(lines, line, width) },
    serialDates,
  };
}

function* rowsBelow(lines: RawTable["lines"], line: number, width: number): Generator<GridRow> {
  let number = 0;
  for (const cells of lines) {
    number += 1;
    if (number > line + 1 && !cells.every(isBlank)) yield { number, cells: padded(cells, width) };
  }
}

/** The first line (from 0) that holds anything; −1 where none does. */
export function firstFilled({ lines }: RawTable): number {
  let line = 0;
  for (const cells of lines) {
    if (cells.length > 0) return line;
    line += 1;
  }
  return -1;
}

/** The grid under the first line that holds anything. */
export const gridAtTop = (table: RawTable): Grid => gridAt(table, Math.max(0, firstFilled(table)));

/** The first lines or rows. */
export function firstOf<Item>(items: Counted<Item>, most: number): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    if (first.length >= most) break;
    first.push(item);
  }
  return first;
}

function padded(cells: readonly GridCell[], width: number): readonly GridCell[] {
  if (cells.length === width) return cells;
  return Array.from({ length: width }, (_, place) => cells[place] ?? null);
}

function isBlank(cell: GridCell): boolean {
  return cell === null || (typeof cell === "string" && cell.trim() === "");
}

import { cleanHeader, distinctHeaders, headerKey } from "./headers.js";
import { FILE_LIMITS } from "./limits.js";
import type { DatasetColumn, Grid, GridCell, GridRow } from "./model.js";
import type { RawTable } from "./raw-table.js";

/** Which column of the file is meant by a key, where the usual names are not used: key → header. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** Titles, notes and header rows over each other stand above the rows, but not further down than this. */
const HEADER_WITHIN = 20;

/**
 * Finds the header row by its names and makes a grid of what lies below. The line with the most of the expected names is the header; of several
 * equally good ones the last, as in sheets that have their header three times. Null when no line has at least two of them (or the only one).
 */
export function findGrid(table: RawTable, columns: readonly DatasetColumn[], mapping: ColumnMapping = {}): Grid | null {
  const names = columns.map((column) => new Set(namesOf(column, mapping).map(headerKey)));
  let best = { line: -1, found: 0 };
  for (const [line, cells] of table.lines.slice(0, HEADER_WITHIN).entries()) {
    const keys = new Set(cells.map((cell) => headerKey(cleanHeader(cell))));
    const found = names.filter((each) => [...each].some((key) => keys.has(key))).length;
    if (found > 0 && found >= best.found) best = { line, found };
  }
  return best.found < Math.min(2, columns.length) ? null : gridAt(table, best.line);
}

/** The names that a column may have: the mapped one alone, where somebody said so. */
export function namesOf(column: DatasetColumn, mapping: ColumnMapping): readonly string[] {
  const mapped = mapping[column.key];
  return mapped === undefined ? column.names : [mapped];
}

/** The grid whose header is the given line (from 0). */
export function gridAt(table: RawTable, line: number): Grid {
  const below = table.lines.slice(line + 1);
  const header = table.lines[line] ?? [];
  const width = Math.min(
    FILE_LIMITS.columns,
    below.reduce((most, cells) => Math.max(most, cells.length), header.length),
  );
  const rows: GridRow[] = [];
  for (const [place, cells] of below.entries()) {
    if (cells.every(isBlank)) continue;
    rows.push({ number: line + place + 2, cells: padded(cells, width) });
  }
  return {
    name: table.name,
    header: distinctHeaders(Array.from({ length: width }, (_, place) => header[place])),
    headerRow: line + 1,
    rows,
    serialDates: table.serialDates,
  };
}

function padded(cells: readonly GridCell[], width: number): readonly GridCell[] {
  if (cells.length === width) return cells;
  return Array.from({ length: width }, (_, place) => cells[place] ?? null);
}

function isBlank(cell: GridCell): boolean {
  return cell === null || (typeof cell === "string" && cell.trim() === "");
}

import type ExcelJS from "exceljs";
import { cleanLine } from "./clean.js";
import type { Cell, Column } from "./model.js";
import { isNumeric } from "./numbers.js";
import { displayWidth, wrap } from "./width.js";

/** Named in full: a style that only says "bold" is shown in another face than the cells beside it. */
const FACE = { name: "Calibri", family: 2, scheme: "minor" } as const;
export const BOLD: Partial<ExcelJS.Font> = { ...FACE, size: 11, bold: true };
export const TITLE: Partial<ExcelJS.Font> = { ...FACE, size: 14, bold: true };

/** Points of a title. */
export const TITLE_HEIGHT = 21;
/** Points of one line of text. Rows that wrap say their own height: not every program works it out. */
const LINE = 15;
/** What a row may be high in Excel. */
const HIGHEST = 409;
/** Room for the arrow of the filter, and for the edges of a cell. */
const ARROW = 3;
const EDGES = 2;
/** An address is there to be followed, not to be read. */
const LINK_WIDTH = 24;
/** From here on a header takes a second line, rather than make its column wider than what stands in it. */
const LONGEST_HEADER_LINE = 16;
const NARROWEST = 8;
export const WIDEST = 60;
/** Rows looked at to choose widths. */
const ROWS_SAMPLED = 200;

/** What a column's cells need to be told: nothing where a number stands to the right and a text to the left by itself, which costs less. */
export type Alignments = readonly (Partial<ExcelJS.Alignment> | undefined)[];

/** Days stand to the left under their header, and whatever follows a number stands a little apart from it. */
export const alignmentsOf = (columns: readonly Column[]): Alignments =>
  columns.map(({ type }, index) => {
    if (isNumeric(type)) return undefined;
    const before = columns[index - 1];
    if (before !== undefined && isNumeric(before.type)) return { horizontal: "left", indent: 1 };
    return type === "date" || type === "month" || type === "instant" ? { horizontal: "left" } : undefined;
  });

/** How many lines a text takes in a column; letters are narrower than the digits that a width is counted in, but not all. */
export const linesIn = (text: string, width: number): number => wrap(text, Math.max(1, width - EDGES)).length;

/** The height of a row of so many lines; one line needs none said. */
export function setLines(row: ExcelJS.Row, lines: number): void {
  if (lines > 1) row.height = Math.min(HIGHEST, lines * LINE);
}

/** As wide as what stands in the column, and as its header needs on a line or a few. */
export function widthOf(column: Column, index: number, rows: readonly (readonly Cell[])[]): number {
  const longest = rows
    .slice(0, ROWS_SAMPLED)
    .reduce((most, row) => Math.max(most, cellWidth(row[index] ?? null, column)), 0);
  return Math.min(WIDEST, Math.max(NARROWEST, headerWidth(column), longest + EDGES));
}

function headerWidth({ label }: Column): number {
  const clean = cleanLine(label);
  const longestWord = Math.max(...clean.split(" ").map((word) => displayWidth(word)));
  return Math.max(Math.min(displayWidth(clean), LONGEST_HEADER_LINE), longestWord) + ARROW;
}

/** The lines of the header that takes most of them. */
export const headerLines = (columns: readonly Column[], widths: readonly number[]): number =>
  Math.max(1, ...columns.map(({ label }, index) => wrap(label, Math.max(1, (widths[index] ?? 0) - ARROW)).length));

function cellWidth(value: Cell, column: Column): number {
  if (value === null) return 0;
  if (column.type === "instant") return 17;
  if (column.type === "date") return 11;
  if (column.type === "month") return 8;
  if (column.type === "link") return LINK_WIDTH;
  if (typeof value === "number") return Math.trunc(Math.abs(value)).toLocaleString("en-US").length + 3;
  return displayWidth(cleanLine(String(value)));
}

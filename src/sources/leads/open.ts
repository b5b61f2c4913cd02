import { open, stat } from "node:fs/promises";
import { contentOf } from "../grid/content.js";
import { firstOf } from "../grid/find-grid.js";
import { cleanHeader, headerKey } from "../grid/headers.js";
import {
  FILE_LIMITS,
  type Grid,
  type GridCell,
  type HeldTable,
  type RawTable,
  refusalBySize,
  type TableFile,
} from "../grid/index.js";
import { trimLine } from "../grid/raw-table.js";
import { refuse } from "../grid/refusals.js";
import { openText } from "../grid/text-table.js";
import { inPages } from "../in-pages.js";
import { stop } from "./refusals.js";

/** A line of a file below its header. */
export interface RawLine {
  /** As a person sees it: the first line of the file is 1. */
  readonly number: number;
  readonly cells: readonly GridCell[];
}

/** A table whose beginning is known, and which can be read from there to its end, more than once. */
export interface OpenTable {
  readonly name: string;
  /** The text that it is read from as it is needed; null where it is held already. */
  readonly file: TableFile | null;
  /** Its first lines, the header among them. */
  readonly head: HeldTable;
  /** The lines below the header, a part at a time; blank ones are left out. */
  below(header: FoundHeader): AsyncIterable<readonly RawLine[]>;
}

export interface FoundHeader {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly GridCell[];
}

/** As far down as a header is looked for, and a little further. */
const HEAD = 24;
/** Lines of a workbook or sheet that are handed on at a time. */
const PART = 2_000;

/**
 * A workbook's visible tabs, read whole; or the one table of a text file, of which only the beginning is read.
 * @param read the tables of the file, for whoever reads them besides
 * @throws PolarisError file_unreadable, file_too_large
 */
export async function openTables(file: TableFile, read: () => Promise<RawTable[]>): Promise<OpenTable[]> {
  const tooLarge = refusalBySize(file.name, (await stat(file.path)).size);
  if (tooLarge !== null) throw tooLarge;
  return (await contentOf(file)) === "text" ? [await textTable(file)] : (await read()).map(linesTable);
}

async function textTable(file: TableFile): Promise<OpenTable> {
  const text = await openText(file);
  const lines: (readonly GridCell[])[] = [];
  for await (const records of text.records()) {
    for (const cells of records.slice(0, HEAD - lines.length)) {
      lines.push(trimLine(cells.map((cell) => (cell === "" ? null : cell))));
    }
    if (lines.length >= HEAD) break;
  }
  if (lines.every((line) => line.length === 0)) throw refuse.empty(file.name);
  return {
    name: file.name,
    file,
    head: { name: file.name, lines, serialDates: false },
    below: (header) => textBelow(file, text.records(), header),
  };
}

/** The lines of a text, of which the last shows whether it breaks off: it has too few cells, and no line break or no company in that. */
async function* textBelow(
  file: TableFile,
  records: AsyncIterable<readonly string[][]>,
  header: FoundHeader,
): AsyncGenerator<readonly RawLine[]> {
  const width = trimmedLength(header.cells);
  let number = 0;
  let filled = 0;
  let short = 0;
  let last: RawLine | null = null;
  for await (const part of records) {
    const lines: RawLine[] = [];
    for (const cells of part) {
      number += 1;
      if (number <= header.line || isBlank(cells) || isHeader(cells, header)) continue;
      if (cells.length > FILE_LIMITS.columns) throw refuse.tooManyColumns(file.name);
      if (cells.length < width) short += 1;
      last = { number, cells };
      lines.push(last);
    }
    filled += lines.length;
    if (filled > FILE_LIMITS.lines) throw refuse.tooManyLines(file.name);
    yield lines;
  }
  if (last === null || last.cells.length >= width) return;
  // A list that leaves out the blanks at the end of its lines has more such lines, and ends with a line break.
  if (short === 1 || !(await endsWithBreak(file.path))) {
    throw stop.breaksOff(file.name, last.number, last.cells.length, width);
  }
}

/** A workbook's tab. */
function linesTable(table: RawTable): OpenTable {
  return {
    name: table.name,
    file: null,
    head: { ...table, lines: firstOf(table.lines, HEAD) },
    below: (header) => inParts(linesBelow(table, header)),
  };
}

function* linesBelow({ lines }: RawTable, header: FoundHeader): Generator<RawLine> {
  let number = 0;
  for (const cells of lines) {
    number += 1;
    if (number > header.line && !isBlank(cells) && !isHeader(cells, header)) yield { number, cells };
  }
}

/** The rows of a grid that somebody else has read, such as a sheet of Google's. */
export function gridBelow(grid: Grid): AsyncIterable<readonly RawLine[]> {
  return inParts(grid.rows);
}

async function* inParts(lines: Iterable<RawLine>): AsyncGenerator<readonly RawLine[]> {
  yield* inPages(lines, PART);
}

function isBlank(cells: readonly GridCell[]): boolean {
  return cells.every((cell) => cell === null || (typeof cell === "string" && cell.trim() === ""));
}

/** Files that were put together have their header again between their rows. */
function isHeader(cells: readonly GridCell[], header: FoundHeader): boolean {
  return (
    cells[0] === header.cells[0] &&
    header.cells.every((name, place) => headerKey(cleanHeader(name)) === headerKey(cleanHeader(cells[place])))
  );
}

function trimmedLength(cells: readonly GridCell[]): number {
  return trimLine(cells.map((cell) => (cleanHeader(cell) === "" ? null : cell))).length;
}

async function endsWithBreak(path: string): Promise<boolean> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    // In UTF-16 a line break is two bytes.
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, Math.max(0, size - 2));
    return buffer.subarray(0, bytesRead).some((byte) => byte === 0x0a || byte === 0x0d);
  } finally {
    await handle.close();
  }
}

import { FILE_LIMITS } from "./limits.js";
import type { Counted, GridCell } from "./model.js";
import { refuse } from "./refusals.js";

/** A tab of a workbook, or a text file, before anything is known of it. */
export interface RawTable {
  /** "report.csv", "report.xlsx › Sheet1". */
  readonly name: string;
  /** Line n of what the person sees is the nth; blank cells are null, blank lines are empty. */
  readonly lines: Counted<readonly GridCell[]>;
  /** True when numbers may stand for days and times: Google Sheets. */
  readonly serialDates: boolean;
}

/** A table whose every line is at hand. */
export interface HeldTable extends RawTable {
  readonly lines: readonly (readonly GridCell[])[];
}

/** A file on disk, and what the person calls it. */
export interface TableFile {
  readonly name: string;
  readonly path: string;
}

/** Counts what a file holds while it is read, over all its tabs, and stops it at the limits. */
export class Tally {
  readonly #file: string;
  #lines = 0;
  #cells = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws PolarisError file_too_large */
  add(line: readonly GridCell[]): void {
    if (line.length === 0) return;
    if (line.length > FILE_LIMITS.columns) throw refuse.tooManyColumns(this.#file);
    this.#lines += 1;
    if (this.#lines > FILE_LIMITS.lines) throw refuse.tooManyLines(this.#file);
    for (const cell of line) if (cell !== null) this.#cells += 1;
    if (this.#cells > FILE_LIMITS.cells) throw refuse.tooManyCells(this.#file);
  }
}

/** The line without the blanks at its end. */
export function trimLine(line: GridCell[]): GridCell[] {
  let length = line.length;
  while (length > 0 && (line[length - 1] ?? null) === null) length -= 1;
  line.length = length;
  return line;
}

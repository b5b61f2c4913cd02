import type { GridCell } from "./model.js";
import { durationText, type NumberMeaning, serialText } from "./number-formats.js";
import { type Tally, trimLine } from "./raw-table.js";
import { TextRuns, unescaped } from "./rich-text.js";
import { attribute, type XmlHandler } from "./xml.js";

/** What a sheet's cells refer to. */
export interface WorkbookContext {
  readonly strings: readonly string[];
  /** By the cell's style. */
  readonly meanings: readonly NumberMeaning[];
  /** Days count from 1904 in workbooks of old Macs. */
  readonly date1904: boolean;
}

const NO_LINE: readonly GridCell[] = [];
const MOST_MERGED_LINES = 5_000_000;

/** The cells of one sheet, as its XML is read. */
export class SheetReader implements XmlHandler {
  readonly #context: WorkbookContext;
  readonly #tally: Tally;
  readonly #lines: (readonly GridCell[])[] = [];
  readonly #covered: { top: number; left: number; bottom: number; right: number }[] = [];
  readonly #runs = new TextRuns((piece) => {
    this.#value = (this.#value ?? "") + piece;
  });
  #line: GridCell[] = [];
  #row = 0;
  #column = 0;
  #inData = false;
  #inValue = false;
  #type = "n";
  #style = 0;
  #value: string | null = null;

  constructor(context: WorkbookContext, tally: Tally) {
    this.#context = context;
    this.#tally = tally;
  }

  open(name: string, attributes: string): void {
    if (name === "c" && this.#inData) this.#openCell(attributes);
    else if (name === "v") this.#inValue = true;
    else if (name === "row" && this.#inData) this.#openRow(attributes);
    else if (name === "sheetData") this.#inData = true;
    else if (name === "mergeCell") this.#merge(attribute(attributes, "ref") ?? "");
    else this.#runs.open(name);
  }

  text(piece: string): void {
    if (this.#inValue) this.#value = (this.#value ?? "") + piece;
    else if (this.#inData) this.#runs.text(piece);
  }

  close(name: string): void {
    if (name === "c" && this.#inData) this.#closeCell();
    else if (name === "v") this.#inValue = false;
    else if (name === "row" && this.#inData) this.#closeRow();
    else if (name === "sheetData") this.#inData = false;
    else this.#runs.close(name);
  }

  /** Every line, blank ones empty. @throws Error where the merged cells make no sense */
  lines(): readonly (readonly GridCell[])[] {
    let visits = 0;
    for (const { top, left, bottom, right } of this.#covered) {
      for (let row = top; row <= bottom && row < this.#lines.length; row += 1) {
        const line = this.#lines[row] ?? NO_LINE;
        visits += 1;
        if (visits > MOST_MERGED_LINES) throw new Error("Merged cells lie over each other.");
        if (line.length <= left) continue;
        const kept = line.map((cell, column) =>
          column >= left && column <= right && (row !== top || column !== left) ? null : cell,
        );
        this.#lines[row] = trimLine(kept);
      }
    }
    return this.#lines;
  }

  #openRow(attributes: string): void {
    const stated = Number(attribute(attributes, "r") ?? Number.NaN);
    this.#row = Number.isInteger(stated) && stated > 0 && stated <= 1_048_576 ? stated : this.#lines.length + 1;
    this.#line = [];
    this.#column = 0;
  }

  #closeRow(): void {
    const line = trimLine(this.#line);
    this.#line = [];
    if (line.length === 0) return;
    this.#tally.add(line);
    while (this.#lines.length < this.#row - 1) this.#lines.push(NO_LINE);
    this.#lines[this.#row - 1] = line;
  }

  #openCell(attributes: string): void {
    const stated = columnOf(attribute(attributes, "r"));
    this.#column = stated ?? this.#column + 1;
    this.#type = attribute(attributes, "t") ?? "n";
    this.#style = Number(attribute(attributes, "s") ?? 0);
    this.#value = null;
  }

  #closeCell(): void {
    const cell = this.#value === null ? null : this.#read(this.#value);
    if (cell === null) return;
    while (this.#line.length < this.#column - 1) this.#line.push(null);
    this.#line[this.#column - 1] = cell;
  }

  #read(value: string): GridCell {
    if (this.#type === "s") return text(this.#context.strings[Number(value)] ?? "");
    if (this.#type === "inlineStr" || this.#type === "str") return text(unescaped(value));
    if (this.#type === "b") return value.trim() === "1" || value.trim() === "true";
    if (this.#type === "e") return text(value);
    if (this.#type === "d") return text(value.replace(/T00:00:00(?:\.0+)?Z?$/, "").replace(/(?:\.\d+)?Z$/, ""));
    return this.#number(value);
  }

  #number(value: string): GridCell {
    const number = Number(value);
    if (value.trim() === "") return null;
    if (!Number.isFinite(number)) return text(value);
    const meaning = this.#context.meanings[this.#style] ?? "number";
    if (meaning === "moment") return serialText(number, this.#context.date1904) ?? number;
    return meaning === "duration" ? durationText(number) : number;
  }

  #merge(reference: string): void {
    const parts = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(reference);
    if (!parts) return;
    this.#covered.push({
      left: (columnOf(parts[1] ?? "") ?? 1) - 1,
      top: Number(parts[2]) - 1,
      right: (columnOf(parts[3] ?? "") ?? 1) - 1,
      bottom: Number(parts[4]) - 1,
    });
  }
}

function text(value: string): string | null {
  const clean = value.includes("\0") ? value.replaceAll("\0", "") : value;
  return clean === "" ? null : clean;
}

/** "AB12" → 28; null without letters. */
function columnOf(reference: string | null): number | null {
  if (reference === null) return null;
  let column = 0;
  for (const letter of reference) {
    const code = letter.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column === 0 || column > 16_384 ? null : column;
}

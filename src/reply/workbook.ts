import { createWriteStream } from "node:fs";
import type { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type ExcelJS from "exceljs";
import { clamp, cleanLine } from "./clean.js";
import { footerLines } from "./footer.js";
import { formulaSafe } from "./formula.js";
import type { Cell, Column, Reply, Table, ValueType } from "./model.js";
import { isNumeric, type Wording, wallClock } from "./numbers.js";
import {
  type Alignments,
  alignmentsOf,
  BOLD,
  headerLines,
  linesIn,
  setLines,
  TITLE,
  TITLE_HEIGHT,
  WIDEST,
  widthOf,
} from "./sheet-layout.js";
import { isNamed, noticeWords } from "./shown.js";

/** Excel's own limits. */
const MOST_ROWS = 1_048_576 - 2;
const MOST_CHARACTERS = 32_000;
const LONGEST_SHEET_NAME = 31;
/** Excel holds 65,530 links a sheet; longer tables show the address as text. */
const MOST_ROWS_WITH_LINKS = 10_000;
/** Rows written before others get a turn. */
const ROWS_PER_TURN = 500;

const FORMATS: Readonly<Partial<Record<ValueType, string>>> = {
  integer: "#,##0",
  number: "#,##0.0#",
  hours: "#,##0.0",
  average: "#,##0.0",
  percent: "0.0%",
  per_hundred: '0.0"%"',
  date: "d mmm yyyy",
  month: "mmm yyyy",
  instant: "d mmm yyyy hh:mm",
};

const HEADER_FILL = "FFE7EEF6";
const TO_THE_RIGHT = { horizontal: "right" } as const;
const ON_TOP = { horizontal: "left", vertical: "top", wrapText: true } as const;

/**
 * The reply as a workbook: a summary with the facts, one sheet per table, a sheet that says how it was made. Written as
 * a stream, so that a table of 100,000 rows needs little memory. Text cells are never formulas. The file says nothing of
 * the machine that made it. Resolves when the last byte is written.
 */
export async function renderWorkbook(reply: Reply, target: string | Writable, wording: Wording = {}): Promise<void> {
  const { default: exceljs } = await import("exceljs");
  const stream = typeof target === "string" ? createWriteStream(target) : target;
  const broken = new AbortController();
  const failed = new Promise<never>((_, reject) => {
    stream.once("error", (error: Error) => {
      broken.abort(error);
      reject(error);
    });
  });
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
    ...documentProperties(new Date(reply.provenance?.asOf ?? 0)),
  });
  await Promise.race([writeSheets(workbook, reply, wording, broken.signal), failed]);
}

/** How many cells the workbook of a reply has, those of its summary and method left out: they are few. */
export function cellsOfWorkbook({ tables }: Reply): number {
  return tables.reduce((sum, { columns, rows, total }) => sum + columns.length * (rows.length + (total ? 2 : 1)), 0);
}

async function writeSheets(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  reply: Reply,
  wording: Wording,
  broken: AbortSignal,
): Promise<void> {
  const nameSheet = sheetNames();
  writePairs(workbook, nameSheet("Summary"), summaryLines(reply));
  for (const table of reply.tables) await writeTable(workbook, nameSheet(table.title), table, wording, broken);
  writePairs(workbook, nameSheet("Method"), methodLines(reply, wording));
  await workbook.commit();
}

/** Read by exceljs's writer though its types do not name them: without them it would put today and its own name. */
function documentProperties(made: Date): object {
  return { creator: "Polaris", lastModifiedBy: "Polaris", created: made, modified: made };
}

/** Sheet names: legal in Excel, at most 31 characters, unique whatever their case. */
function sheetNames(): (title: string) => string {
  const taken = new Set<string>();
  return (title) => {
    // An apostrophe would have to be doubled wherever the sheet is named, as in its print area.
    const legal = cleanLine(title.replace(/[[\]:*?/\\]/g, " ").replace(/^'+|'+$/g, "")).replaceAll("'", "’");
    const base = clamp(legal, LONGEST_SHEET_NAME) || "Table";
    let name = /^history$/i.test(base) ? "History table" : base;
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) {
      const suffix = ` (${n})`;
      name = clamp(base, LONGEST_SHEET_NAME - suffix.length) + suffix;
    }
    taken.add(name.toLowerCase());
    return name;
  };
}

interface Pair {
  readonly label: string;
  readonly value: Cell;
  readonly type: ValueType;
  readonly note?: string;
  readonly bold?: boolean;
}

function summaryLines(reply: Reply): Pair[] {
  return [
    { label: reply.title, value: null, type: "text", bold: true },
    { label: reply.text, value: null, type: "text" },
    ...reply.facts.map((fact): Pair => {
      const note = [fact.unit, fact.note, fact.metric].filter((part) => part !== undefined).join(" · ");
      return fact.value === null
        ? { label: fact.label, value: "not known", type: "text", note }
        : { label: fact.label, value: fact.value, type: fact.type, note };
    }),
    ...reply.charts.map((chart): Pair => ({ label: chart.title, value: chart.takeaway, type: "text" })),
    ...reply.notices.map((notice): Pair => ({ label: "Notice", value: noticeWords(notice), type: "text" })),
  ];
}

function methodLines(reply: Reply, wording: Wording): Pair[] {
  const lines = reply.provenance
    ? footerLines(reply.provenance, wording)
    : [["Figures", "none in this reply"] as const];
  const cut = reply.tables.filter((table) => table.rows.length > MOST_ROWS);
  return [
    { label: "How these figures were made", value: null, type: "text", bold: true },
    ...lines.map(([label, text]): Pair => ({ label, value: text, type: "text" })),
    ...cut.map(
      (table): Pair => ({
        label: "Cut",
        value: `${table.title}: ${table.rows.length} rows, Excel holds the first ${MOST_ROWS}`,
        type: "text",
      }),
    ),
  ];
}

/** Label, value and note of a pair. A text without a note has the room of both; a line without a value that of all three. */
const PAIR_WIDTHS = [34, 24, 54] as const;
const VALUE_AND_NOTE = PAIR_WIDTHS[1] + PAIR_WIDTHS[2];
const WHOLE_LINE = PAIR_WIDTHS[0] + VALUE_AND_NOTE;

function writePairs(workbook: ExcelJS.stream.xlsx.WorkbookWriter, name: string, pairs: readonly Pair[]): void {
  const sheet = workbook.addWorksheet(name, { pageSetup: { ...ON_PAPER, orientation: "portrait" } });
  sheet.columns = PAIR_WIDTHS.map((width) => ({ width }));
  for (const pair of pairs) writePair(sheet, pair);
  sheet.commit();
}

function writePair(sheet: ExcelJS.Worksheet, { label, value, type, note, bold }: Pair): void {
  const row = sheet.addRow([textCell(label)]);
  const [first, second, third] = [row.getCell(1), row.getCell(2), row.getCell(3)];
  if (bold) {
    first.font = TITLE;
    row.height = TITLE_HEIGHT;
    row.commit();
    return;
  }
  first.alignment = ON_TOP;
  if (value === null) {
    sheet.mergeCells(row.number, 1, row.number, 3);
    setLines(row, linesIn(label, WHOLE_LINE));
  } else {
    writeCell(second, value, type, {});
    second.alignment = ON_TOP;
    if (note) third.value = textCell(note);
    else if (typeof value === "string") sheet.mergeCells(row.number, 2, row.number, 3);
    third.alignment = ON_TOP;
    const room = note || typeof value !== "string" ? PAIR_WIDTHS[1] : VALUE_AND_NOTE;
    setLines(
      row,
      Math.max(linesIn(label, PAIR_WIDTHS[0]), linesIn(String(value), room), linesIn(note ?? "", PAIR_WIDTHS[2])),
    );
  }
  row.commit();
}

async function writeTable(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  name: string,
  table: Table,
  wording: Wording,
  broken: AbortSignal,
): Promise<void> {
  const rows = table.rows.slice(0, MOST_ROWS);
  const lines = 1 + Math.max(1, rows.length) + (table.total && rows.length > 0 ? 1 : 0);
  const sheet = workbook.addWorksheet(name, {
    views: [{ state: "frozen", ySplit: 1 }],
    pageSetup: printedAs(`A1:${lastColumn(table.columns.length)}${lines}`),
  });
  const widths = table.columns.map((column, index) => widthOf(column, index, rows));
  sheet.columns = widths.map((width) => ({ width }));
  if (table.columns.length > 0) {
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows.length + 1, column: table.columns.length } };
  }
  writeHeader(sheet, table.columns, widths);
  const links = rows.length <= MOST_ROWS_WITH_LINKS;
  const alignments = alignmentsOf(table.columns);
  for (const [index, row] of rows.entries()) {
    writeRow(sheet, table.columns, row, wording, { links, bold: false, alignments });
    if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) await nextTurn(undefined, { signal: broken });
  }
  if (rows.length === 0) sheet.addRow([textCell(table.empty)]).commit();
  if (table.total && rows.length > 0)
    writeRow(sheet, table.columns, table.total, wording, { links: false, bold: true, alignments });
  sheet.commit();
}

/** Printed across the page, as wide as the columns together, the header on every page. */
function printedAs(printArea: string): object {
  return { ...ON_PAPER, orientation: "landscape", printArea, printTitlesRow: "1:1" };
}

/** The letters of the last of so many columns: 28 is AB. */
function lastColumn(count: number): string {
  let letters = "";
  for (let left = Math.max(1, count); left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return letters;
}

/** As wide as one page and as long as need be. */
const ON_PAPER = { fitToPage: true, fitToWidth: 1, fitToHeight: 0 } as const;

function writeHeader(sheet: ExcelJS.Worksheet, columns: readonly Column[], widths: readonly number[]): void {
  const header = sheet.addRow(columns.map((column) => textCell(column.label)));
  const alignments = alignmentsOf(columns);
  setLines(header, headerLines(columns, widths));
  columns.forEach(({ type }, index) => {
    const cell = header.getCell(index + 1);
    cell.font = BOLD;
    cell.fill = { type: "pattern", pattern: "solid", fgColor: { argb: HEADER_FILL } };
    const horizontal = isNumeric(type) ? "right" : "left";
    cell.alignment = { horizontal, ...alignments[index], vertical: "middle", wrapText: true };
  });
  header.commit();
}

function writeRow(
  sheet: ExcelJS.Worksheet,
  columns: readonly Column[],
  values: readonly Cell[],
  wording: Wording,
  { alignments, ...look }: { readonly links: boolean; readonly bold: boolean; readonly alignments: Alignments },
): void {
  const row = sheet.addRow([]);
  let lines = 1;
  columns.forEach((column, index) => {
    const cell = row.getCell(index + 1);
    const value = values[index] ?? null;
    const isLong = typeof value === "string" && value.length > WIDEST && column.type === "text";
    if (isLong) lines = Math.max(lines, linesIn(value, WIDEST));
    const alignment = alignments[index];
    // "<5 presenters" among counts stands where the counts do.
    if (typeof value === "string" && isNumeric(column.type)) cell.alignment = TO_THE_RIGHT;
    else if (isLong) cell.alignment = { ...alignment, wrapText: true };
    else if (alignment) cell.alignment = alignment;
    if (look.links && column.type === "link" && isAddress(value)) cell.value = { text: value, hyperlink: value };
    else writeCell(cell, value, column.type, wording);
    if (look.bold) cell.font = BOLD;
  });
  // Beside a text of several lines all else stands on its first.
  if (lines > 1) row.eachCell((cell) => (cell.alignment = { ...cell.alignment, vertical: "top" }));
  setLines(row, lines);
  if (look.bold && (values[0] ?? null) === null && columns.length > 0 && !isNamed(values, columns))
    row.getCell(1).value = "Total";
  row.commit();
}

/** A cell of its type: numbers, days and instants as such, text as text, nothing for what is unknown. */
function writeCell(cell: ExcelJS.Cell, value: Cell, type: ValueType, wording: Wording): void {
  const typed = typedValue(value, type, wording);
  if (typed === null) return;
  cell.value = typed;
  const format = typeof typed === "string" || typeof typed === "boolean" ? undefined : FORMATS[type];
  if (format) cell.numFmt = format;
}

function typedValue(value: Cell, type: ValueType, wording: Wording): string | number | boolean | Date | null {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (type === "date") return dayValue(value) ?? textCell(value);
  if (type === "month") return dayValue(`${value}-01`) ?? textCell(value);
  if (type === "instant") return instantValue(value, wording) ?? textCell(value);
  return textCell(value);
}

/** Excel's dates know no zone: a day is midnight UTC, which exceljs writes as that day; Excel begins in 1900. */
function dayValue(day: string): Date | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00.000Z`) : null;
  return at && !Number.isNaN(at.getTime()) && day >= "1900-03-01" ? at : null;
}

/** An instant as the wall clock of the zone shows it. */
function instantValue(instant: string, wording: Wording): Date | null {
  const clock = wallClock(instant, wording.timeZone);
  if (!clock || dayValue(clock.day) === null) return null;
  return new Date(`${clock.day}T${clock.time}:${clock.seconds}.000Z`);
}

function textCell(text: string): string {
  return clamp(formulaSafe(text), MOST_CHARACTERS);
}

function isAddress(value: Cell): value is string {
  return (
    typeof value === "string" && /^https?:\/\/[^\s<>"]+$/.test(value) && value.length <= 2000 && URL.canParse(value)
  );
}

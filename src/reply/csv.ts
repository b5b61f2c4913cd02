import { stringify } from "csv-stringify/sync";
import { formulaSafe } from "./formula.js";
import type { Cell, Reply, Table } from "./model.js";

export interface CsvFile {
  /** Key of its table. */
  readonly key: string;
  readonly text: string;
}

/**
 * One table as CSV for Excel and for programs: UTF-8 with a byte order mark, CRLF, labels as header, raw values, dates
 * ISO, empty for unknown, no total row. Text never begins a formula.
 */
export function renderCsv(table: Table): string {
  const header = table.columns.map((column) => formulaSafe(column.label));
  const rows = table.rows.map((row) => table.columns.map((_, index) => csvValue(row[index] ?? null)));
  return stringify([header, ...rows], { bom: true, record_delimiter: "windows" });
}

/** One file per table. */
export function renderCsvFiles(reply: Reply): CsvFile[] {
  return reply.tables.map((table) => ({ key: table.key, text: renderCsv(table) }));
}

function csvValue(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "string") return formulaSafe(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  return Number.isFinite(value) ? String(value) : "";
}

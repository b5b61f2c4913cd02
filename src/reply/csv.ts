import { stringify } from "csv-stringify/sync";
import { footerLines } from "./footer.js";
import { formulaSafe } from "./formula.js";
import type { Cell, Provenance, Reply, Table } from "./model.js";
import type { Wording } from "./numbers.js";

export interface CsvFile {
  /** A slug with extension. */
  readonly name: string;
  readonly text: string;
}

/**
 * One table as CSV for Excel and for programs: UTF-8 with a byte order mark, CRLF, labels as header, raw values, dates
 * ISO, empty for unknown, no total row. Text never begins a formula.
 */
export function renderCsv(table: Table): string {
  const header = written([table.columns.map((column) => formulaSafe(column.label))]);
  const pieces = [`\ufeff${header}`];
  for (let first = 0; first < table.rows.length; first += ROWS_AT_ONCE) {
    const rows = table.rows.slice(first, first + ROWS_AT_ONCE);
    pieces.push(written(rows.map((row) => table.columns.map((_, index) => csvValue(row[index] ?? null)))));
  }
  return pieces.join("");
}

/** A long table is written piece by piece: all at once takes several times its memory. */
const ROWS_AT_ONCE = 1000;

/**
 * One file per table, the first under the name the reply offers; and the footer of the figures (ruling F1) as a file
 * beside them, so that the data's own files hold nothing but data.
 */
export function renderCsvFiles(reply: Reply, wording: Wording = {}): CsvFile[] {
  const [first] = reply.tables;
  if (first === undefined) return [];
  const stem = (reply.files.find((file) => file.kind === "csv")?.name ?? first.key).replace(/\.csv$/, "");
  const tables = reply.tables.map((table) => ({
    name: table === first ? `${stem}.csv` : `${stem}-${table.key}.csv`,
    text: renderCsv(table),
  }));
  if (reply.provenance === null) return tables;
  return [...tables, { name: `${stem}-method.csv`, text: renderMethodCsv(reply.provenance, wording) }];
}

function renderMethodCsv(provenance: Provenance, wording: Wording): string {
  return `\ufeff${written(footerLines(provenance, wording).map((line) => line.map(formulaSafe)))}`;
}

const written = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { record_delimiter: "windows" },
  );

function csvValue(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "string") return formulaSafe(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  return Number.isFinite(value) ? String(value) : "";
}

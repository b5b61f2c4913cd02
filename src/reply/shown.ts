import type { Cell, Column, Notice, Reply, Table } from "./model.js";
import { showCell, type Wording } from "./numbers.js";

export interface ShownColumn {
  readonly column: Column;
  readonly index: number;
}

/** The columns people see: an address that has another column as its label is not shown beside it. */
export function shownColumns(table: Table): ShownColumn[] {
  const keys = new Set(table.columns.map((column) => column.key));
  const all = table.columns.map((column, index) => ({ column, index }));
  const shown = all.filter(({ column }) => column.linkLabel === undefined || !keys.has(column.linkLabel));
  return shown.length > 0 ? shown : all;
}

/** Whether a total row says itself what it is, as in "All, counted once"; else "Total" is written into its first cell. */
export const isNamed = (total: readonly Cell[], columns: readonly Column[]): boolean =>
  total.some((value, index) => typeof value === "string" && columns[index]?.type === "text");

/** In a total row a gap means "no total of this", not "unknown"; a first gap says Total where nothing else does. */
export function totalWords(total: readonly Cell[], shown: readonly ShownColumn[], wording: Wording): string[] {
  const words = shown.map(({ column, index }) => {
    const value = total[index] ?? null;
    return value === null ? "" : showCell(value, column.type, wording);
  });
  const isSaid = isNamed(
    shown.map(({ index }) => total[index] ?? null),
    shown.map(({ column }) => column),
  );
  return words[0] === "" && !isSaid ? ["Total", ...words.slice(1)] : words;
}

/** A notice's level in words, never by colour alone. */
export function noticeWords(notice: Notice): string {
  return notice.level === "info" ? notice.text : `${notice.level === "warning" ? "Warning" : "Error"}: ${notice.text}`;
}

/** A web address and nothing that would end it early where it is written. */
const ADDRESS = /^https?:\/\/[^\s<>|"]+$/;

/** The addresses of the Google Sheets that were made of a reply. */
export function sheetAddresses({ files }: Reply): string[] {
  const addresses = files.flatMap(({ url }) => (url !== undefined && URL.canParse(url) ? [new URL(url).href] : []));
  return addresses.filter((address) => ADDRESS.test(address));
}

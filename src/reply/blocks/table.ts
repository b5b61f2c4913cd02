import type { types } from "@slack/bolt";
import { hasWords } from "../clean.js";
import type { Cell, Table } from "../model.js";
import { isNumeric, showCell, type Wording } from "../numbers.js";
import { type ShownColumn, shownColumns, totalWords } from "../shown.js";
import { line, literal } from "./escape.js";
import { LIMITS } from "./limits.js";

type TableCell = types.TableBlock["rows"][number][number];

/** One cell before it is cut to fit: its words, and the address it opens. */
interface Word {
  readonly text: string;
  readonly url: string | null;
  readonly bold: boolean;
}

export interface TableWindow {
  readonly first: number;
  /** One past the last row shown. */
  readonly end: number;
}

export interface TableBlocks {
  readonly block: types.TableBlock;
  /** Columns beyond Slack's twenty. */
  readonly columnsLeftOut: number;
}

/** A longer address is shown as its label alone. */
export const LONGEST_ADDRESS = 255;
/** What all addresses together may take of the table's characters. */
const ROOM_FOR_ADDRESSES = 5000;

/**
 * Rows of a table as Slack's native table: cells are raw text, which Slack never parses, and rich text where a cell is a
 * link or a total; numbers are right-aligned words, because clients round a raw number as they like. Null without rows.
 */
export function tableBlock(table: Table, window: TableWindow, wording: Wording = {}): TableBlocks | null {
  const all = shownColumns(table);
  const shown = all.slice(0, LIMITS.tableColumns);
  const rows = table.rows.slice(window.first, Math.min(window.end, window.first + LIMITS.tableRows - 2));
  if (shown.length === 0 || rows.length === 0) return null;
  const words = [
    shown.map(({ column }): Word => ({ text: column.label, url: null, bold: false })),
    ...rows.map((row) => shown.map((each) => wordOf(row, each, table, wording))),
    ...(table.total
      ? [totalWords(table.total, shown, wording).map((text): Word => ({ text, url: null, bold: true }))]
      : []),
  ];
  return {
    block: {
      type: "table",
      rows: fitted(words),
      column_settings: shown.map(({ column }) => ({
        align: isNumeric(column.type) ? ("right" as const) : ("left" as const),
        is_wrapped: column.type === "text",
      })),
    },
    columnsLeftOut: all.length - shown.length,
  };
}

function wordOf(row: readonly Cell[], { column, index }: ShownColumn, table: Table, wording: Wording): Word {
  const value = row[index] ?? null;
  const text = showCell(value, column.type, wording);
  if (column.type === "link") return { text, url: addressOf(value), bold: false };
  const address = table.columns.findIndex((other) => other.linkLabel === column.key);
  return { text, url: address === -1 ? null : addressOf(row[address] ?? null), bold: false };
}

/** An address that may be opened: http or https, and short enough; nothing else becomes a link. */
function addressOf(value: Cell): string | null {
  if (typeof value !== "string" || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.username === "" && url.password === "" && url.href.length <= LONGEST_ADDRESS ? url.href : null;
}

function fitted(words: readonly (readonly Word[])[]): TableCell[][] {
  const flat = words.flat();
  const addresses = flat.reduce((sum, word) => sum + (word.url?.length ?? 0), 0);
  const linked = addresses <= ROOM_FOR_ADDRESSES;
  const room = LIMITS.tableCharacters - (linked ? addresses : 0);
  const most = longestThatFits(
    flat.map((word) => Math.max(1, word.text.length)),
    room,
  );
  return words.map((row) => row.map((word) => cellOf(word, most, linked)));
}

/** The largest length to cut every text to, so that all together fit the room. */
function longestThatFits(lengths: readonly number[], room: number): number {
  const needed = (most: number) => lengths.reduce((sum, length) => sum + Math.min(length, most), 0);
  let [low, high] = [1, Math.max(1, ...lengths)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (needed(middle) <= room) low = middle;
    else high = middle - 1;
  }
  return low;
}

function cellOf(word: Word, most: number, linked: boolean): TableCell {
  if (word.url !== null && linked) {
    return rich({ type: "link", url: word.url, text: line(word.text, most) });
  }
  if (word.bold && hasWords(word.text)) return rich(literal(word.text, most, { bold: true }));
  return { type: "raw_text", text: hasWords(word.text) ? line(word.text, most) : " " };
}

function rich(element: types.RichTextElement): types.RichTextBlock {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [element] }] };
}

import type { BlockJson } from "../../../slack/console-types.js";
import { isObject, type Json, number, string } from "../json.js";
import { NO_STYLE, type Passage } from "../text/passages.js";
import { readRichText } from "../text/rich-text.js";

export interface TableShape {
  /** The first row. */
  readonly head: readonly (readonly Passage[])[];
  readonly rows: readonly (readonly (readonly Passage[])[])[];
  readonly align: (column: number) => "left" | "center" | "right";
  readonly isWrapped: (column: number) => boolean;
  readonly caption: string | null;
  /** The column whose cells name their rows. */
  readonly naming: number;
}

/** A table or data_table block, read once for drawing and for saying. */
export function readTable(block: BlockJson): TableShape {
  const [head = [], ...rows] = rowsOf(block.rows).map((row) => row.map(readCell));
  const settings = Array.isArray(block.column_settings) ? block.column_settings : [];
  const setting = (column: number): Json => (isObject(settings[column]) ? settings[column] : {});
  return {
    head,
    rows,
    align: (column) => {
      const { align } = setting(column);
      return align === "right" || align === "center" ? align : "left";
    },
    isWrapped: (column) => setting(column).is_wrapped === true,
    caption: typeof block.caption === "string" ? block.caption : null,
    naming: number(block.row_header_column_index) ?? 0,
  };
}

function rowsOf(value: unknown): readonly (readonly unknown[])[] {
  return Array.isArray(value) ? value.filter((row): row is unknown[] => Array.isArray(row)) : [];
}

function readCell(cell: unknown): readonly Passage[] {
  if (!isObject(cell)) return [];
  if (cell.type === "rich_text") return readRichText(cell);
  const text = string(cell.text) || (typeof cell.value === "number" ? String(cell.value) : "");
  return [{ kind: "paragraph", inlines: [{ kind: "text", text, style: NO_STYLE }] }];
}

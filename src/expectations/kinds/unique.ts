import { z } from "zod";
import { sizeOf } from "../columns.js";
import type { Cell } from "../model.js";
import { type Check, COLUMN, COLUMN_LIST, type Kind, rowKind, shownOf } from "./kind.js";

/** Every member of a group of equals is unexpected, the first too. */
function repeated<Key>(rows: readonly number[], keyOf: (row: number) => Key): number[] {
  const first = new Map<Key, number>();
  const isRepeated = new Set<number>();
  for (const row of rows) {
    const key = keyOf(row);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, row);
    else isRepeated.add(earlier).add(row);
  }
  return [...isRepeated].sort((a, b) => a - b);
}

const unique = (column: string): Check => ({
  grain: "rows",
  columns: [column],
  find(columns, selection) {
    const cells = columns.take(column);
    const elements = sizeOf(selection, columns);
    const rows: number[] = [];
    for (let place = 0; place < elements; place++) {
      const row = selection === null ? place : (selection[place] ?? 0);
      if (cells[row] !== null) rows.push(row);
    }
    return {
      elements,
      judged: rows.length,
      unexpected: repeated(rows, (row) => cells[row]),
      shown: shownOf(cells),
      likes: () => rows.map((row) => [row, JSON.stringify(cells[row])] as const),
    };
  },
});

const IGNORED: Readonly<Record<string, (cells: readonly Cell[]) => boolean>> = {
  all_values_are_missing: (cells) => cells.every((cell) => cell === null),
  any_value_is_missing: (cells) => cells.some((cell) => cell === null),
  never: () => false,
};
const ignoring = z.enum(["all_values_are_missing", "any_value_is_missing", "never"]).default("all_values_are_missing");

const uniqueTogether = (names: readonly string[], ignoreRowIf: z.infer<typeof ignoring>): Check => ({
  grain: "rows",
  columns: names,
  find(columns, selection) {
    const taken = names.map((name) => columns.take(name));
    const elements = sizeOf(selection, columns);
    const isIgnored = IGNORED[ignoreRowIf] ?? (() => false);
    const keys = new Map<number, string>();
    for (let place = 0; place < elements; place++) {
      const row = selection === null ? place : (selection[place] ?? 0);
      const cells = taken.map((column) => column[row] ?? null);
      if (!isIgnored(cells)) keys.set(row, JSON.stringify(cells));
    }
    return {
      elements,
      judged: keys.size,
      unexpected: repeated([...keys.keys()], (row) => keys.get(row)),
      shown: (row) => Object.fromEntries(names.map((name, place) => [name, taken[place]?.[row] ?? null])),
      likes: () => keys,
    };
  },
});

export const UNIQUE: readonly Kind[] = [
  rowKind("expect_column_values_to_be_unique", COLUMN, ({ column }) => unique(column)),
  rowKind(
    "expect_compound_columns_to_be_unique",
    { ...COLUMN_LIST, ignore_row_if: ignoring },
    ({ column_list, ignore_row_if }) => uniqueTogether(column_list, ignore_row_if),
  ),
];

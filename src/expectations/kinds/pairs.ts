import { z } from "zod";
import { sizeOf } from "../columns.js";
import type { Cell } from "../model.js";
import { type Check, type Kind, rowKind } from "./kind.js";

const IGNORED: Readonly<Record<string, (a: Cell, b: Cell) => boolean>> = {
  both_values_are_missing: (a, b) => a === null && b === null,
  either_value_is_missing: (a, b) => a === null || b === null,
  neither: () => false,
};

const PAIR = {
  column_A: z.string().min(1),
  column_B: z.string().min(1),
  or_equal: z.boolean().nullish(),
  ignore_row_if: z
    .enum(["both_values_are_missing", "either_value_is_missing", "neither"])
    .default("both_values_are_missing"),
} as const;

type Pair = z.infer<z.ZodObject<typeof PAIR>>;

/** A missing value is greater than nothing, and so is a value of another type. */
function isGreater(a: Cell, b: Cell, orEqual: boolean): boolean {
  if (a === null || b === null || typeof a !== typeof b) return false;
  return orEqual ? a >= b : a > b;
}

const greater = ({ column_A, column_B, or_equal, ignore_row_if }: Pair): Check => ({
  grain: "rows",
  columns: [column_A, column_B],
  find(columns, selection) {
    const [ones, others] = [columns.take(column_A), columns.take(column_B)];
    const elements = sizeOf(selection, columns);
    const isIgnored = IGNORED[ignore_row_if] ?? (() => false);
    const orEqual = or_equal === true;
    const unexpected: number[] = [];
    let judged = 0;
    for (let place = 0; place < elements; place++) {
      const row = selection === null ? place : (selection[place] ?? 0);
      const [a, b] = [ones[row] ?? null, others[row] ?? null];
      if (isIgnored(a, b)) continue;
      judged += 1;
      if (!isGreater(a, b, orEqual)) unexpected.push(row);
    }
    return { elements, judged, unexpected, shown: (row) => [ones[row] ?? null, others[row] ?? null] };
  },
});

export const PAIRS: readonly Kind[] = [
  rowKind("expect_column_pair_values_a_to_be_greater_than_b", PAIR, (kwargs) => greater(kwargs)),
];

import { z } from "zod";
import { type Columns, type Selection, sizeOf } from "../columns.js";
import type { Json } from "../model.js";
import { FIGURE_BOUNDS, within } from "./bounds.js";
import { batchKind, COLUMN, type Kind } from "./kind.js";

type Value = string | number | boolean;

/** How often each value of a column comes; missing ones are none. */
function countValues(columns: Columns, selection: Selection, column: string): Map<Value, number> {
  const cells = columns.take(column);
  const elements = sizeOf(selection, columns);
  const counts = new Map<Value, number>();
  for (let place = 0; place < elements; place++) {
    const cell = cells[selection === null ? place : (selection[place] ?? 0)];
    if (cell !== null && cell !== undefined) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return counts;
}

const bySize = (one: Value, other: Value): number =>
  typeof one === typeof other ? (one < other ? -1 : one > other ? 1 : 0) : typeof one < typeof other ? -1 : 1;

export const AGGREGATES: readonly Kind[] = [
  batchKind(
    "expect_column_proportion_of_unique_values_to_be_between",
    { ...COLUMN, ...FIGURE_BOUNDS },
    ({ column, ...bounds }) => {
      const isWithin = within(bounds);
      return {
        grain: "batch",
        columns: [column],
        isFigure: true,
        find(columns, selection) {
          const counts = countValues(columns, selection, column);
          let total = 0;
          for (const count of counts.values()) total += count;
          const observed = total === 0 ? null : counts.size / total;
          return { success: observed !== null && isWithin(observed), result: { observed_value: observed } };
        },
      };
    },
  ),
  batchKind(
    "expect_column_distinct_values_to_be_in_set",
    { ...COLUMN, value_set: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])) },
    ({ column, value_set }) => {
      const known = new Set<unknown>(value_set);
      return {
        grain: "batch",
        columns: [column],
        isFigure: false,
        find(columns, selection) {
          const counts = countValues(columns, selection, column);
          const observed = [...counts.keys()].sort(bySize);
          const value_counts: Json = observed.map((value) => ({ value, count: counts.get(value) ?? 0 }));
          return {
            success: observed.every((value) => known.has(value)),
            result: { observed_value: observed, details: { value_counts } },
          };
        },
      };
    },
  ),
];

import { z } from "zod";
import { sizeOf } from "../columns.js";
import { COUNT_BOUNDS, within } from "./bounds.js";
import { batchKind, COLUMN, type Kind } from "./kind.js";

export const TABLE: readonly Kind[] = [
  batchKind(
    "expect_column_to_exist",
    { ...COLUMN, column_index: z.number().int().nonnegative().nullish() },
    ({ column, column_index }) => ({
      grain: "batch",
      columns: [column],
      isFigure: true,
      find: ({ names }) => ({
        success: column_index == null ? names.includes(column) : names[column_index] === column,
        result: {},
      }),
    }),
  ),
  batchKind(
    "expect_table_columns_to_match_set",
    { column_set: z.array(z.string().min(1)), exact_match: z.boolean().nullish() },
    ({ column_set, exact_match }) => ({
      grain: "batch",
      columns: [],
      isFigure: true,
      find({ names }) {
        const [wanted, there] = [new Set(column_set), new Set(names)];
        const unexpected = names.filter((name) => !wanted.has(name)).sort();
        const missing = [...wanted].filter((name) => !there.has(name)).sort();
        const differs = unexpected.length + missing.length > 0;
        return {
          // An omitted exact_match is not true: then only what is missing counts.
          success: missing.length === 0 && (exact_match !== true || unexpected.length === 0),
          result: {
            observed_value: [...names].sort(),
            ...(differs ? { details: { mismatched: { unexpected, missing } } } : {}),
          },
        };
      },
    }),
  ),
  batchKind("expect_table_row_count_to_be_between", COUNT_BOUNDS, (bounds) => {
    const isWithin = within(bounds);
    const ofRows = (rows: number) => ({ success: isWithin(rows), result: { observed_value: rows } });
    return {
      grain: "batch",
      columns: [],
      isFigure: true,
      ofRows,
      find: (columns, selection) => ofRows(sizeOf(selection, columns)),
    };
  }),
];

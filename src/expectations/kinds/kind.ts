import { z } from "zod";
import { type Columns, type Selection, sizeOf } from "../columns.js";
import { type Cell, type Json, type JsonObject, RESULT_FORMATS } from "../model.js";

/** What an expectation about single rows found. */
export interface RowsFound {
  readonly elements: number;
  /** Rows that were judged; null where missing values are what is judged, and every row is. */
  readonly judged: number | null;
  /** Rows that fail, in order. */
  readonly unexpected: readonly number[];
  /** What a failing row shows for itself. */
  shown(row: number): Json;
  /** Where rows are held against each other: each judged row and what it must not share, so that batches can be held against each other too. */
  likes?(): Iterable<readonly [row: number, key: string]>;
}

/** What an expectation about the batch as a whole found. */
export interface WholeFound {
  readonly success: boolean;
  readonly result: JsonObject;
}

/** An expectation made ready: its kwargs read, its patterns translated. */
export type Check =
  | { readonly grain: "rows"; readonly columns: readonly string[]; find(columns: Columns, rows: Selection): RowsFound }
  | {
      readonly grain: "batch";
      readonly columns: readonly string[];
      /** Figures that are no values of rows: they are never masked. */
      readonly isFigure: boolean;
      find(columns: Columns, rows: Selection): WholeFound;
      /** Where the number of rows is all it needs: what it says of so many. */
      ofRows?(rows: number): WholeFound;
    };

/** A type of expectation: what it may be told, and what it then does. */
export interface Kind {
  readonly type: string;
  /** @throws ZodError, NotUnderstood */
  prepare(kwargs: JsonObject): Check;
}

const format = z.enum(RESULT_FORMATS);

/** What every expectation may be told. */
const COMMON = {
  row_condition: z.string().nullish(),
  condition_parser: z.string().nullish(),
  result_format: z
    .union([
      format,
      z.strictObject({ result_format: format, partial_unexpected_count: z.number().int().nonnegative().optional() }),
    ])
    .optional(),
  catch_exceptions: z.boolean().optional(),
  batch_id: z.string().nullish(),
} as const;

const MOSTLY = { mostly: z.number().min(0).max(1).optional() } as const;

export const commonKwargs = z.object({ ...COMMON, ...MOSTLY });
export type CommonKwargs = z.infer<typeof commonKwargs>;

const column = z.string().min(1);
export const COLUMN = { column } as const;
export const COLUMN_LIST = { column_list: z.array(column).min(2) } as const;

/** A type of expectation about rows. */
export function rowKind<Shape extends z.ZodRawShape>(
  type: string,
  shape: Shape,
  prepare: (kwargs: z.infer<z.ZodObject<Shape>>) => Check,
): Kind {
  const schema = z.strictObject({ ...COMMON, ...MOSTLY, ...shape });
  return { type, prepare: (kwargs) => prepare(schema.parse(kwargs) as z.infer<z.ZodObject<Shape>>) };
}

/** A type of expectation about the batch: `mostly` says nothing there. */
export function batchKind<Shape extends z.ZodRawShape>(
  type: string,
  shape: Shape,
  prepare: (kwargs: z.infer<z.ZodObject<Shape>>) => Check,
): Kind {
  const schema = z.strictObject({ ...COMMON, ...shape });
  return { type, prepare: (kwargs) => prepare(schema.parse(kwargs) as z.infer<z.ZodObject<Shape>>) };
}

/** Judges each value that is there; missing ones are left to other expectations. */
export function eachValue(column: string, isExpected: (value: string | number | boolean) => boolean): Check {
  return {
    grain: "rows",
    columns: [column],
    find(columns, selection) {
      const cells = columns.take(column);
      const elements = sizeOf(selection, columns);
      const unexpected: number[] = [];
      let judged = 0;
      for (let place = 0; place < elements; place++) {
        const row = selection === null ? place : (selection[place] ?? 0);
        const cell = cells[row];
        if (cell === null || cell === undefined) continue;
        judged += 1;
        if (!isExpected(cell)) unexpected.push(row);
      }
      return { elements, judged, unexpected, shown: shownOf(cells) };
    },
  };
}

export const shownOf =
  (cells: readonly Cell[]) =>
  (row: number): Json =>
    cells[row] ?? null;

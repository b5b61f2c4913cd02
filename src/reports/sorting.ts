import { type Cell, type Column, sortedRows } from "../reply/index.js";

/** Words for the columns that a report's tables can be put in order by. */
export const SORTS = [
  "hours",
  "name",
  "sessions",
  "volunteers",
  "students",
  "teachers",
  "experiences",
  "date",
  "first",
  "last",
] as const;
export type SortKey = (typeof SORTS)[number];

/** The order of a table's rows, by one of the words that it can be put in order by. */
export interface SortBy<Key extends string> {
  readonly key: Key;
  /** The other way round. */
  readonly descending: boolean;
}
export type Sort = SortBy<SortKey>;

const COLUMNS: Readonly<Record<SortKey, readonly string[]>> = {
  hours: ["M30"],
  name: ["volunteer", "session", "district", "school", "organisation"],
  sessions: ["X60"],
  volunteers: ["M20"],
  students: ["X13", "M10", "X10"],
  teachers: ["M70"],
  experiences: ["M80"],
  date: ["date"],
  first: ["X26"],
  last: ["X27"],
};

/** Rows by the column a word means: numbers and days from the largest, text from A; gaps last. A table without that column stays as it is. */
export function sorted(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  by: Sort | undefined,
): readonly (readonly Cell[])[] {
  if (by === undefined) return rows;
  return sortedRows(columns, rows, { key: COLUMNS[by.key], descending: by.descending });
}

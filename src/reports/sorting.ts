import type { Cell, Column } from "../reply/index.js";

/** Words for the columns that a report's tables can be put in order by. */
export const SORTS = ["hours", "name", "sessions", "volunteers", "students", "date", "first", "last"] as const;
export type SortKey = (typeof SORTS)[number];

export interface Sort {
  readonly key: SortKey;
  /** The other way round. */
  readonly descending: boolean;
}

const COLUMNS: Readonly<Record<SortKey, readonly string[]>> = {
  hours: ["M30"],
  name: ["volunteer", "session"],
  sessions: ["X60"],
  volunteers: ["M20"],
  students: ["X13"],
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
  const place = by === undefined ? -1 : columns.findIndex((column) => COLUMNS[by.key].includes(column.key));
  if (place === -1) return rows;
  const best = columns[place]?.type === "text" ? 1 : -1;
  const direction = by?.descending ? -best : best;
  return [...rows].sort((a, b) => compare(a[place] ?? null, b[place] ?? null, direction));
}

function compare(a: Cell, b: Cell, direction: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "string" && typeof b === "string") return direction * (a < b ? -1 : a > b ? 1 : 0);
  return direction * (Number(a) - Number(b));
}

import type { Cell, Column } from "./model.js";

/**
 * Rows in the order of one column, the first that has the key or one of the keys: numbers and days from the largest, text from A; turned round on request;
 * gaps last. Without the column they stay.
 */
export function sortedRows(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  by: { readonly key: string | readonly string[]; readonly descending: boolean } | null,
): readonly (readonly Cell[])[] {
  const keys = by === null ? [] : [by.key].flat();
  const place = columns.findIndex(({ key }) => keys.includes(key));
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

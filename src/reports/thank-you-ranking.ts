import type { FigureRow } from "../metrics/index.js";

export const THANK_YOU_SORTS = ["hours", "sessions", "volunteers", "students", "name"] as const;
export type ThankYouSort = (typeof THANK_YOU_SORTS)[number];

const RANKED_BY: Readonly<Record<ThankYouSort, string>> = {
  hours: "M30",
  sessions: "X60",
  volunteers: "M20",
  students: "X13",
  // By name the places stay those of the hours.
  name: "M30",
};

export const rankedBy = (sort: ThankYouSort): string => RANKED_BY[sort];

export interface Ranked {
  /** Whoever gave as much has the same place, and the next place is skipped: 1, 2, 2, 4. */
  readonly place: number;
  readonly row: FigureRow;
  readonly name: string;
}

/** The most first; of those with as much the first by name, then by id, so that the order never changes by chance. */
export function ranked(
  rows: readonly { readonly row: FigureRow; readonly name: string }[],
  sort: ThankYouSort,
  descending = false,
): Ranked[] {
  const id = RANKED_BY[sort];
  const figure = ({ row }: { readonly row: FigureRow }): number => Number(row.figures[id]?.at(-1) ?? 0);
  const byName = (a: { readonly row: FigureRow; readonly name: string }, b: typeof a): number =>
    compare(a.name.toLowerCase(), b.name.toLowerCase()) || compare(String(a.row.key), String(b.row.key));
  const inOrder = [...rows].sort((a, b) => figure(b) - figure(a) || byName(a, b));
  let place = 0;
  const placed = inOrder.map((each, index): Ranked => {
    const before = inOrder[index - 1];
    if (before === undefined || figure(before) !== figure(each)) place = index + 1;
    return { ...each, place };
  });
  const sorted = sort === "name" ? placed.sort(byName) : placed;
  return descending ? sorted.reverse() : sorted;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

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
  const candidates = rows.map(({ row, name }) => ({
    line: { place: 0, row, name },
    figure: Number(row.figures[id]?.at(-1) ?? 0),
    word: name.toLowerCase(),
    key: String(row.key),
  }));
  type Candidate = (typeof candidates)[number];
  const byName = (a: Candidate, b: Candidate): number => compare(a.word, b.word) || compare(a.key, b.key);
  candidates.sort((a, b) => b.figure - a.figure || byName(a, b));
  candidates.forEach(({ line, figure }, index) => {
    const before = candidates[index - 1];
    line.place = before?.figure === figure ? before.line.place : index + 1;
  });
  if (sort === "name") candidates.sort(byName);
  const sorted = candidates.map(({ line }) => line);
  return descending ? sorted.reverse() : sorted;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import { headerKey, LIKELY, likeness } from "./headers.js";
import type { DatasetColumn } from "./model.js";

/** Which header a column may be, for a person to confirm. */
export interface ProposedColumn {
  readonly key: string;
  readonly header: string | null;
  /** True when the header is one of the column's own names. */
  readonly sure: boolean;
}

/** Proposes a header for each column: its own names first, then the likest header that is left, each header at most once. */
export function proposeMapping(header: readonly string[], columns: readonly DatasetColumn[]): ProposedColumn[] {
  const free = new Set(header);
  const chosen = new Map<string, ProposedColumn>();
  const choose = (key: string, name: string, sure: boolean): void => {
    free.delete(name);
    chosen.set(key, { key, header: name, sure });
  };
  for (const { key, names } of columns) {
    const own = names.flatMap((name) => [...free].filter((each) => headerKey(each) === headerKey(name)))[0];
    if (own !== undefined) choose(key, own, true);
  }
  const pairs = columns
    .filter(({ key }) => !chosen.has(key))
    .flatMap(({ key, names }) =>
      [...free].map((name) => ({ key, name, score: Math.max(...names.map((each) => likeness(each, name))) })),
    )
    .filter(({ score }) => score >= LIKELY)
    .sort((a, b) => b.score - a.score);
  for (const { key, name } of pairs) if (!chosen.has(key) && free.has(name)) choose(key, name, false);
  return columns.map(({ key }) => chosen.get(key) ?? { key, header: null, sure: false });
}

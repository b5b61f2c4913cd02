import { columnKey } from "../src/intake/index.js";
import type { Dataset } from "../src/sources/index.js";

/**
 * "Building=School,Email=E-mail" as pairs by our column. A comma within a value stays, as in "Name=Last, First".
 * @throws PolarisError argument_invalid, with the columns there are
 */
export function pairsOf(text: string | null, dataset: Dataset): Record<string, string> {
  const pairs: [string, string][] = [];
  for (const piece of (text ?? "").split(",")) {
    const [word = "", ...value] = piece.split("=");
    const last = pairs.at(-1);
    if (value.length > 0 && (last === undefined || isColumn(dataset, word)))
      pairs.push([columnKey(dataset, word.trim()), value.join("=").trim()]);
    else if (last !== undefined) last[1] += `,${piece}`;
    else if (piece.trim() !== "") columnKey(dataset, piece.trim());
  }
  return Object.fromEntries(pairs.filter(([, value]) => value !== ""));
}

function isColumn(dataset: Dataset, word: string): boolean {
  return dataset.columns.some(({ key, names }) =>
    [key, ...names].some((name) => name.toLowerCase() === word.trim().toLowerCase()),
  );
}

/** The same pairs as one text, or null for none. */
export function pairsText(pairs: Readonly<Record<string, string>>, dataset: Dataset): string | null {
  const texts = Object.entries(pairs).map(([key, value]) => `${usualName(dataset, key)}=${value}`);
  return texts.length === 0 ? null : texts.join(",");
}

export function usualName(dataset: Dataset, key: string): string {
  return dataset.columns.find((column) => column.key === key)?.names[0] ?? key;
}

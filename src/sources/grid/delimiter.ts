/** The characters that part cells in the exports met. */
export type Delimiter = "," | ";" | "\t";

const DELIMITERS: readonly Delimiter[] = [",", ";", "\t"];
const MOST_LINES = 50;

/**
 * What parts the cells: Excel's own `sep=` line where there is one, else the character that occurs equally often on the most lines, quoted text
 * left out. A file of one column has none; then it is the comma.
 */
export function delimiterOf(sample: string): Delimiter {
  const stated = /^sep=([,;\t])\r?\n/i.exec(sample)?.[1];
  if (stated !== undefined) return DELIMITERS.find((each) => each === stated) ?? ",";
  const lines = unquoted(sample)
    .split(/\r\n|\n|\r/)
    .filter((line) => line !== "")
    .slice(0, MOST_LINES);
  let best: { delimiter: Delimiter; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const score = regularity(lines.map((line) => line.split(delimiter).length - 1));
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Lines that agree on how many cells they part, times that number. */
function regularity(counts: readonly number[]): number {
  const lines = new Map<number, number>();
  for (const count of counts) if (count > 0) lines.set(count, (lines.get(count) ?? 0) + 1);
  return Math.max(0, ...[...lines].map(([count, times]) => times * times * count));
}

/** The text without the cells that stand between quotation marks. */
function unquoted(sample: string): string {
  return sample.replace(/(^|[\r\n,;\t])"(?:[^"]|"")*(?:"|$)/g, "$1");
}

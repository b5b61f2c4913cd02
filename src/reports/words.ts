import { type Period, printDates } from "../domain/index.js";
import type { FigureRow, Metric } from "../metrics/index.js";
import { showInteger } from "../reply/index.js";

/** "in SY24-25 (1 Aug 2024 – 31 Jul 2025)": always with the exact dates (ruling T2). */
export function inPeriod(period: Period): string {
  const dates = printDates(period);
  if (period.start === null && period.end === null) return "of all time";
  if (period.label === dates) return dates.startsWith("from") || dates.startsWith("until") ? dates : `in ${dates}`;
  return period.kind === "union" ? `within ${dates}` : `in ${period.label} (${dates})`;
}

/** The counts said beside a metric's figure: "of which still to come: 3". Those of nothing are left out. */
export function noteOf(metric: Metric, row: FigureRow): string | undefined {
  const counts = row.notes[metric.id] ?? {};
  const said = metric.notes.flatMap(({ key, label }) =>
    (counts[key] ?? 0) > 0 ? [`${label}: ${showInteger(counts[key] ?? 0)}`] : [],
  );
  return said.length === 0 ? undefined : said.join(", ");
}

/** What a metric counts, for its fact; hours and dates say it by their type. */
export const unitOf = ({ type, unit }: Metric): { readonly unit?: string } => (type === "integer" ? { unit } : {});

/** "1 session" and "2 sessions", "1 in-person session". */
export const many = (count: number, one: string, several = `${one}s`): string =>
  `${showInteger(count)} ${count === 1 ? one : several}`;

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length <= 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

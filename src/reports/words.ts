import { type Period, printDates } from "../domain/index.js";
import { type FigureRow, type Key, type Metric, NOBODY } from "../metrics/index.js";
import { type Notice, notice, showInteger } from "../reply/index.js";

/** "in SY24-25 (1 Aug 2024 – 31 Jul 2025)": always with the exact dates (ruling T2). */
export function inPeriod(period: Period): string {
  const dates = printDates(period);
  if (period.start === null && period.end === null) return "of all time";
  if (period.label === dates && period.start === period.end) return `on ${dates}`;
  if (period.label === dates) return dates.startsWith("from") || dates.startsWith("until") ? dates : `in ${dates}`;
  if (period.kind === "union") return `within ${dates}`;
  return `in ${period.label.startsWith("last ") ? "the " : ""}${period.label} (${dates})`;
}

/** The period beside a figure of a chart: its label, and of several together their dates, because "together" names none. */
export const periodName = (period: Period): string => (period.kind === "union" ? printDates(period) : period.label);

/** Every reply whose window touches Connector sessions that were kept in Salesforce says so (ruling EV1); `counts` are those of its figures. */
export const legacyNotices = (counts: Readonly<Record<string, number>>): Notice[] =>
  (counts["legacy Connector sessions"] ?? 0) === 0
    ? []
    : [notice("Connector sessions before SY24-25 were kept in Salesforce and are counted as they stood there.")];

/** People who are excluded from reports are counted among those left out: a reply says that there are some. */
export const excludedNotices = (counts: Readonly<Record<string, number>>): Notice[] =>
  (counts.excluded ?? 0) === 0 ? [] : [notice("People excluded from reports are not counted.")];

/** A period that is not over yet says so. */
export const toDateNotices = ({ toDate }: Pick<Period, "toDate">): Notice[] =>
  toDate ? [notice("The period is still under way: figures are to date.")] : [];

/** The counts said beside a metric's figure: "of which still to come: 3". Those of nothing are left out. */
export function noteOf(metric: Pick<Metric, "id" | "notes">, row: FigureRow): string | undefined {
  const counts = row.notes[metric.id] ?? {};
  const said = metric.notes.flatMap(({ key, label }) =>
    (counts[key] ?? 0) > 0 ? [counted(label, showInteger(counts[key] ?? 0))] : [],
  );
  return said.length === 0 ? undefined : said.join(", ");
}

/** A label with its count where it says {n}, else behind it. */
const counted = (label: string, count: string): string =>
  label.includes("{n}") ? label.replace("{n}", count) : `${label}: ${count}`;

/** What a metric counts, for its fact; hours and dates say it by their type. */
export const unitOf = ({ type, unit }: Metric): { readonly unit?: string } =>
  type === "hours" || type === "date" ? {} : { unit };

/** "1 session" and "2 sessions", "1 in-person session". */
export const many = (count: number, one: string, several = `${one}s`): string =>
  `${showInteger(count)} ${count === 1 ? one : several}`;

/** The largest of some points in words; as many as are equally large are all the largest: "BFI and IGNITE", "15 each". Null of none. */
export function mostOf(
  points: readonly { readonly label: string; readonly value: number }[],
  shown: (value: number) => string = showInteger,
): { readonly label: string; readonly value: string; readonly isShared: boolean } | null {
  const [first, ...others] = points;
  if (first === undefined) return null;
  const most = shown(others.reduce((best, { value }) => Math.max(best, value), first.value));
  const alike = new Set([...new Set(points.map(({ value }) => value))].filter((value) => shown(value) === most));
  const labels = points.filter(({ value }) => alike.has(value)).map(({ label }) => label);
  if (labels.length === 1) return { label: labels[0] ?? "", value: most, isShared: false };
  const named = labels.length > 3 ? [...labels.slice(0, 2), `${labels.length - 2} others`] : labels;
  return { label: listed(named), value: `${most} each`, isShared: true };
}

/** A bar of a bucket; its key is null where what is asked about is not known, or where there is none. */
export interface Bar {
  readonly key: Key;
  readonly label: string;
  readonly value: number;
}

/** The largest of the buckets that have a name, with what has none beside it: "KCK", "4; Unknown, 12". */
export function mostNamed(
  bars: readonly Bar[],
  shown: (value: number) => string = showInteger,
): ReturnType<typeof mostOf> {
  const isNamed = ({ key }: Bar): boolean => key !== null && key !== NOBODY;
  const named = bars.filter(isNamed);
  if (named.every(({ value }) => value === 0)) return mostOf(bars, shown);
  const most = mostOf(named, shown);
  const beside = bars.filter((bar) => !isNamed(bar) && bar.value > 0).map((bar) => `${bar.label}, ${shown(bar.value)}`);
  return most && { ...most, value: [most.value, ...beside].join("; ") };
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length <= 1 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

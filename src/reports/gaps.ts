import { schoolYearOf, type Window } from "../domain/index.js";
import { DIMENSION, type Figure, type FigureRow, type Figures, type Metric } from "../metrics/index.js";
import type { Organization } from "../runtime/index.js";

/** Longer courses are left as they are: a row for each month of a century says nothing. */
const MOST_MONTHS = 240;

/** By month or school year, a row of nothing also where nothing happened: from the beginning of the period to today, or to the last that has something. */
export function withoutGaps(metric: Metric, figures: Figures, organization: Organization, today: string): Figures {
  const { by, rows } = figures;
  const isCourse = by === "month" || by === "school_year";
  if (!isCourse || rows.length === 0 || metric.type === "date" || metric.split) return figures;
  const windows = figures.columns.at(-1)?.windows ?? [];
  const keys = rows.flatMap(({ key }) => key ?? []);
  const all =
    by === "month"
      ? monthsOf(windows, keys.map(String), today)
      : yearsOf(windows, keys.map(Number), organization.schoolYearStartMonth, today);
  if (all.length > MOST_MONTHS) return figures;
  const known = new Map(rows.map((row) => [row.key, row]));
  const nothing: readonly Figure[] = figures.columns.map(() => (metric.type === "average" ? null : 0));
  const empty = (key: string | number): FigureRow => ({
    key,
    label: DIMENSION[by].name(key, null),
    part: null,
    figures: { [metric.id]: nothing },
    notes: { [metric.id]: {} },
  });
  return { ...figures, rows: all.map((key) => known.get(key) ?? empty(key)) };
}

/** Months in order, also those of the windows that nothing happened in. */
function monthsOf(windows: readonly Window[], seen: readonly string[], today: string): string[] {
  const [first, last] = [least(seen), greatest(seen)];
  const months = windows.flatMap(({ start, end }) => {
    const from = start?.slice(0, 7) ?? first;
    const to = greatest([
      least([end ?? today, today]).slice(0, 7),
      ...(end === null || end.slice(0, 7) >= last ? [last] : []),
    ]);
    return between(from, to);
  });
  return [...new Set([...months, ...seen])].sort();
}

function between(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to && months.length <= MOST_MONTHS; month = after(month)) months.push(month);
  return months;
}

function after(month: string): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

function yearsOf(windows: readonly Window[], seen: readonly number[], startMonth: number, today: string): number[] {
  const years = windows.flatMap(({ start, end }) => {
    const from = start === null ? Math.min(...seen) : schoolYearOf(start, startMonth);
    const to = schoolYearOf(least([end ?? today, today]), startMonth);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
  });
  return [...new Set([...years, ...seen])].sort((a, b) => a - b);
}

const least = (texts: readonly string[]): string => texts.reduce((a, b) => (b < a ? b : a));
const greatest = (texts: readonly string[]): string => texts.reduce((a, b) => (b > a ? b : a));

import { type Period, schoolYear, schoolYearOf } from "../domain/index.js";
import type { Organization } from "../runtime/index.js";

/**
 * The school years of a period, oldest first, also those without anything; a year that lies ahead only when something is in it. Where the period is open, the
 * years that have something bound it.
 */
export function schoolYearsOf(
  period: Period,
  seen: readonly number[],
  { schoolYearStartMonth }: Organization,
  today: string,
): { readonly first: number; readonly year: Period }[] {
  const calendar = { today, schoolYearStartMonth };
  const bound = (day: string | null): number[] => (day === null ? [] : [schoolYearOf(day, schoolYearStartMonth)]);
  const current = schoolYearOf(today, schoolYearStartMonth);
  const from = Math.min(...bound(period.start), ...seen);
  const to = Math.max(...seen, Math.min(...bound(period.end), current));
  if (!Number.isFinite(from) || from > to) return [];
  return Array.from({ length: to - from + 1 }, (_, step) => from + step).map((first) => ({
    first,
    year: schoolYear(first, calendar),
  }));
}

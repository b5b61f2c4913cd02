import { addDays, dayOf, daysBetween, monthOf, printDay, yearOf } from "./days.js";

export type PeriodKind =
  | "school_year"
  | "school_years"
  | "semester"
  | "calendar_year"
  | "calendar_years"
  | "quarter"
  | "month"
  | "days"
  | "rolling"
  | "to_date"
  | "union";

/** Whole local days, both ends included; null is open (ruling T1). */
export interface Window {
  readonly start: string | null;
  readonly end: string | null;
}

/** A period someone asked for (ruling T2). `start` and `end` are its first and last day. */
export interface Period extends Window {
  /** What a count ranges over: one window, or several where a union leaves days between its periods out. */
  readonly windows: readonly Window[];
  /** How it heads a column: "SY24-25", "SY25-26 to date", "Q1 2026", "1 Jan 2026 – 31 Mar 2026". */
  readonly label: string;
  /** The period is under way: its figures are not final. */
  readonly toDate: boolean;
  readonly kind: PeriodKind;
  /** Words that ask for this period again, the same on any later day unless it is rolling. */
  readonly words: string;
  /** In the first 60 days of a school year, `3y` offers the last three full ones. */
  readonly offer?: { readonly label: string; readonly words: string };
}

/** What a period is read against: today in the organisation's zone, and the month its school year begins. */
export interface Calendar {
  readonly today: string;
  readonly schoolYearStartMonth: number;
}

/** The first calendar year of the school year that a day falls in: 2024 for 2025-07-31. */
export function schoolYearOf(day: string, schoolYearStartMonth: number): number {
  return monthOf(day) >= schoolYearStartMonth ? yearOf(day) : yearOf(day) - 1;
}

/** "SY24-25" from 2024; four digits where two would mean another century. */
export function schoolYearLabel(firstYear: number): string {
  const first = firstYear >= 1999 && firstYear <= 2098 ? twoDigits(firstYear) : `${firstYear}`;
  return `SY${first}-${twoDigits(firstYear + 1)}`;
}

function twoDigits(year: number): string {
  return String(year % 100).padStart(2, "0");
}

/** Whole school year, named by its first calendar year. The year under way ends on its last day and is labelled "to date". */
export function schoolYear(firstYear: number, calendar: Calendar): Period {
  return schoolYears(firstYear, firstYear, calendar);
}

/** From the first day of one school year to the last of another, both named by their first calendar year. */
export function schoolYears(firstYear: number, lastYear: number, calendar: Calendar): Period {
  const month = calendar.schoolYearStartMonth;
  const [first, last] = [schoolYearLabel(firstYear), schoolYearLabel(lastYear)];
  return period(
    {
      start: dayOf(firstYear, month, 1),
      end: dayOf(lastYear + 1, month, 0),
      label: firstYear === lastYear ? first : `${first} to ${last}`,
      kind: firstYear === lastYear ? "school_year" : "school_years",
      words: firstYear === lastYear ? first : `${first}..${last}`,
    },
    calendar,
  );
}

const NAMED: ReadonlySet<PeriodKind> = new Set([
  "school_year",
  "school_years",
  "semester",
  "calendar_year",
  "calendar_years",
  "quarter",
  "month",
]);

/** Completes a period: whether it is under way, and the label that says so. */
export function period(asked: Omit<Period, "toDate" | "offer" | "windows">, { today }: Calendar): Period {
  const { start, end } = asked;
  const toDate = (start === null || start <= today) && (end === null || end > today);
  const label = toDate && NAMED.has(asked.kind) ? `${asked.label} to date` : asked.label;
  return { ...asked, label, toDate, windows: [{ start, end }] };
}

/** All periods as one; figures over it are counted again over its `windows`, never added. */
export function unionOf(periods: readonly Period[]): Period {
  const [only] = periods;
  if (only !== undefined && periods.length === 1) return only;
  const windows = joined(periods.flatMap((each) => each.windows));
  return {
    start: windows[0]?.start ?? null,
    end: windows.at(-1)?.end ?? null,
    windows,
    label: "Together",
    toDate: periods.some((each) => each.toDate),
    kind: "union",
    words: periods.map((each) => each.words).join(", "),
  };
}

/** Windows that neither touch nor overlap, in order. */
function joined(windows: readonly Window[]): Window[] {
  const sorted = [...windows].sort((a, b) => ((a.start ?? "") < (b.start ?? "") ? -1 : 1));
  const result: Window[] = [];
  for (const { start, end } of sorted) {
    const last = result.at(-1);
    const touches = last !== undefined && (last.end === null || start === null || start <= addDays(last.end, 1));
    if (!touches) result.push({ start, end });
    else if (last.end !== null && (end === null || end > last.end)) result.splice(-1, 1, { start: last.start, end });
  }
  return result;
}

/** True when the periods leave days between them out. */
export function hasGaps({ windows }: Period): boolean {
  return windows.length > 1;
}

/** True when a day lies within the window, both ends included. */
export function isWithin(day: string, { start, end }: Window): boolean {
  return (start === null || day >= start) && (end === null || day <= end);
}

/** The exact dates, as every reply prints them: "1 Aug 2024 – 31 Jul 2025", "from 1 Jan 2026", "until 31 Mar 2026", "all time". */
export function printDates({ start, end }: Window): string {
  if (start === null && end === null) return "all time";
  if (start === null) return `until ${printDay(end ?? "")}`;
  if (end === null) return `from ${printDay(start)}`;
  return start === end ? printDay(start) : `${printDay(start)} – ${printDay(end)}`;
}

/** The same behind a verb: "came within 1 Aug 2024 – 31 Jul 2025", "on 5 Nov 2026", "until 31 Mar 2026", "at any time". */
export function printWithin(window: Window): string {
  const { start, end } = window;
  if (start === null && end === null) return "at any time";
  if (start === null || end === null) return printDates(window);
  return `${start === end ? "on" : "within"} ${printDates(window)}`;
}

/** Days of the school year gone by, today included. */
export function daysIntoSchoolYear({ today, schoolYearStartMonth }: Calendar): number {
  return daysBetween(dayOf(schoolYearOf(today, schoolYearStartMonth), schoolYearStartMonth, 1), today) + 1;
}

// Whole calendar days as "YYYY-MM-DD" text and the little arithmetic that windows need. No zone is involved.

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const LONG_MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** A day from its numbers; months and days beyond their range roll over (month 13 is next January). */
export function dayOf(year: number, month: number, day: number): string {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.toISOString().slice(0, 10);
}

/** True for a day that exists, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const parts = DAY.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  // Every month has 28 days, and only of the few after them the calendar must be asked.
  if (month >= 1 && month <= 12 && day >= 1 && day <= 28) return true;
  return dayOf(year, month, day) === text;
}

export function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** 1 to 12. */
export function monthOf(day: string): number {
  return Number(day.slice(5, 7));
}

export function addDays(day: string, days: number): string {
  return dayOf(yearOf(day), monthOf(day), Number(day.slice(8, 10)) + days);
}

/** The same day of another month, or that month's last day where it has fewer days. */
export function addMonths(day: string, months: number): string {
  const first = dayOf(yearOf(day), monthOf(day) + months, 1);
  const last = lastDayOfMonth(yearOf(first), monthOf(first));
  const same = dayOf(yearOf(first), monthOf(first), Number(day.slice(8, 10)));
  return same < last ? same : last;
}

export function lastDayOfMonth(year: number, month: number): string {
  return dayOf(year, month + 1, 0);
}

/** Whole days from one day to another; negative when the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** "15 Feb 2026". */
export function printDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[monthOf(day) - 1] ?? "?"} ${yearOf(day)}`;
}

/** "February 2026" from any day of it. */
export function printMonth(day: string): string {
  return `${LONG_MONTHS[monthOf(day) - 1] ?? "?"} ${yearOf(day)}`;
}

/** 1 to 12 from "March", "mar" or "Sept"; null for anything else. */
export function monthNamed(word: string): number | null {
  const name = word.toLowerCase();
  const index = LONG_MONTHS.findIndex(
    (month) =>
      month.toLowerCase() === name || (name.length >= 3 && name.length <= 4 && month.toLowerCase().startsWith(name)),
  );
  return index === -1 ? null : index + 1;
}

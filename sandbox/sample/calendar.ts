import { DateTime } from "luxon";

/** The sample organisation lives in Kansas City. */
export const ZONE = "America/Chicago";
const DAY_MS = 86_400_000;

/** A calendar day as "YYYY-MM-DD". */
export type Day = string;

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

export function isWeekday(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** School years begin on 1 August; 2024 is the year 2024-25. */
export function schoolYearOf(day: Day): number {
  const year = Number(day.slice(0, 4));
  return day.slice(5) >= "08-01" ? year : year - 1;
}

/** The moment of a wall-clock time in Kansas City, in epoch milliseconds. */
export function instantOf(day: Day, hour: number, minute: number): number {
  const [year, month, date] = day.split("-").map(Number);
  return DateTime.fromObject({ year, month, day: date, hour, minute }, { zone: ZONE }).toMillis();
}

/** As the REST API writes it: "2026-02-15T16:00:00.000+0000". */
export function salesforceInstant(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace("Z", "+0000");
}

/** How busy each month is with sessions, from January. */
const BUSY = [0.8, 1.2, 1, 1.3, 0.8, 0.15, 0.1, 0.5, 1, 1.3, 1.1, 0.6];

/** The weekdays from one day to another, each as likely as its month is busy. */
export function schoolDays(from: Day, to: Day): { readonly days: readonly Day[]; pick(place: number): Day } {
  const days: Day[] = [];
  const reach: number[] = [];
  let total = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!isWeekday(day)) continue;
    total += BUSY[Number(day.slice(5, 7)) - 1] ?? 0;
    days.push(day);
    reach.push(total);
  }
  return {
    days,
    pick(place) {
      const wanted = place * total;
      const index = reach.findIndex((sum) => sum > wanted);
      return days[index === -1 ? days.length - 1 : index] ?? from;
    },
  };
}

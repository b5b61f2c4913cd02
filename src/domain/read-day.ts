import { addDays, dayOf, isDay, monthNamed, weekdayOf, yearOf } from "./days.js";

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const NAMED: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/** Which way a day without its year, or a day of the week, is looked for: a date that is due, or one that something happened on. */
export type Toward = "future" | "past";

/** What `readDay` understands, for people. */
export const EXPECTED_DAY = 'a day such as 2026-11-30, "30 Nov", tomorrow or mon';

/**
 * A day from its words, as the calendar on the wall has it: 2026-11-30, "30 Nov", "Nov 30 2027", 11/30/2026 (the month first), today, tomorrow, mon (the next
 * one after today, or toward the past the last one before it), "in 3 days". A day without its year is the nearest of that date that way, today included.
 * Null for anything else, and for days that do not exist.
 */
export function readDay(words: string, today: string, toward: Toward = "future"): string | null {
  const said = words
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‐-―−]/g, "-")
    .replace(/[,.]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(said)) return isDay(said) ? said : null;
  const named = NAMED[said];
  if (named !== undefined) return addDays(today, named);
  return ahead(said, today) ?? weekday(said, today, toward) ?? american(said) ?? dated(said, today, toward);
}

/** "in 3 days", "in 2 weeks", "+3d". */
function ahead(said: string, today: string): string | null {
  const parts = /^(?:in |\+)(\d{1,3}) ?(d|days?|w|weeks?)$/.exec(said);
  if (parts === null) return null;
  return addDays(today, Number(parts[1]) * (parts[2]?.startsWith("w") ? 7 : 1));
}

function weekday(said: string, today: string, toward: Toward): string | null {
  const word = said.replace(/^(?:next|on) /, "");
  const at = WEEKDAYS.findIndex((name) => name === word || (word.length >= 3 && name.startsWith(word)));
  if (at === -1) return null;
  const daysOn = ((at + 1 - weekdayOf(today) + 6) % 7) + 1;
  return addDays(today, toward === "future" ? daysOn : daysOn === 7 ? -7 : daysOn - 7);
}

function american(said: string): string | null {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(said);
  return parts === null ? null : existing(Number(parts[3]), Number(parts[1]), Number(parts[2]));
}

/** "30 nov", "nov 30", each with or without a year. */
function dated(said: string, today: string, toward: Toward): string | null {
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]+)(?: (\d{4}))?$/.exec(said);
  const monthFirst = /^([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/.exec(said);
  const [day, name, year] =
    dayFirst !== null
      ? [dayFirst[1], dayFirst[2], dayFirst[3]]
      : monthFirst !== null
        ? [monthFirst[2], monthFirst[1], monthFirst[3]]
        : [];
  const month = name === undefined ? null : monthNamed(name);
  if (day === undefined || month === null) return null;
  if (year !== undefined) return existing(Number(year), month, Number(day));
  const thisYear = existing(yearOf(today), month, Number(day));
  const fits = toward === "future" ? (thisYear ?? "") >= today : thisYear !== null && thisYear <= today;
  return fits ? thisYear : existing(yearOf(today) + (toward === "future" ? 1 : -1), month, Number(day));
}

function existing(year: number, month: number, day: number): string | null {
  const made = dayOf(year, month, day);
  return Number(made.slice(5, 7)) === month && Number(made.slice(8, 10)) === day ? made : null;
}

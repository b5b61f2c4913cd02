import { PolarisError } from "../runtime/index.js";
import {
  addDays,
  addMonths,
  dayOf,
  isDay,
  lastDayOfMonth,
  monthNamed,
  monthOf,
  printDay,
  printMonth,
  weekdayOf,
  yearOf,
} from "./days.js";
import {
  type Calendar,
  daysIntoSchoolYear,
  type Period,
  period,
  schoolYear,
  schoolYearLabel,
  schoolYearOf,
  schoolYears,
} from "./periods.js";

/** What is accepted, for every error about periods. */
export const EXPECTED_PERIODS =
  "Expected a school year (SY24-25, 2024-25), a calendar year (2025), Q1 2026, a month (2026-03), fall 2025, days (2026-01-01..2026-03-31), 3y, 36mo, 90d, this year, last year or ytd.";

export function notAPeriod(words: string, why: string): PolarisError {
  return new PolarisError("period_invalid", `“${words}” is not a period: ${why}`);
}

/** A form of words; `read` gives null when the words turn out to be something else, and throws when they are meant as a period but wrong. */
interface Form {
  readonly pattern: RegExp;
  read(parts: readonly string[], calendar: Calendar): Period | null;
}

/** Forms that name fixed days, so that a range may begin or end with one. */
export const FIXED_FORMS: readonly Form[] = [
  { pattern: /^(\d{4}-\d{2}-\d{2})$/, read: ([words = ""], calendar) => singleDay(words, calendar) },
  {
    pattern: /^sy ?(\d{2})[-/ ]?(\d{2})$/,
    read: ([words = "", a = "", b = ""], calendar) => shortYears(words, a, b, calendar),
  },
  {
    pattern: /^(?:sy ?)?(\d{4})[-/](\d{4})$/,
    read: ([words = "", a = "", b = ""], calendar) => longYears(words, a, b, calendar),
  },
  {
    pattern: /^sy ?(\d{4})[-/](\d{2})$/,
    read: ([words = "", a = "", b = ""], calendar) => longYears(words, a, a.slice(0, 2) + b, calendar),
  },
  {
    pattern: /^(\d{4})[-/](\d{2})$/,
    read: ([words = "", a = "", b = ""], calendar) => monthOrYears(words, a, b, calendar),
  },
  {
    pattern: /^(\d{2})[-/](\d{2})$/,
    read: ([words = "", a = "", b = ""], calendar) => bareYears(words, a, b, calendar),
  },
  { pattern: /^(\d{2})(\d{2})$/, read: ([words = "", a = "", b = ""], calendar) => fourDigits(words, a, b, calendar) },
  {
    pattern: /^q([1-4])[- ]?(\d{4})$/,
    read: ([, quarter, year], calendar) => quarterOf(Number(year), Number(quarter), calendar),
  },
  {
    pattern: /^(\d{4})[- ]?q([1-4])$/,
    read: ([, year, quarter], calendar) => quarterOf(Number(year), Number(quarter), calendar),
  },
  {
    pattern: /^(fall|autumn|spring) (\d{4})$/,
    read: ([words = "", season, year], calendar) => semester(words, season === "spring", Number(year), calendar),
  },
  {
    pattern: /^([a-z]{3,9})\.? (\d{4})$/,
    read: ([, name = "", year], calendar) => namedMonth(name, Number(year), calendar),
  },
  {
    pattern: /^(today|yesterday|tomorrow)$/,
    read: ([, word = ""], calendar) =>
      singleDay(addDays(calendar.today, { yesterday: -1, tomorrow: 1 }[word] ?? 0), calendar),
  },
];

/** Forms that depend on today. */
export const MOVING_FORMS: readonly Form[] = [
  {
    pattern: /^(?:(?:last|past|previous) )?(\d{1,3}) ?(y|yrs?|years?|mo|months?|w|wks?|weeks?|d|days?|q|quarters?)$/,
    read: ([words = "", count = "", unit = ""], calendar) => lastOf(words, Number(count), unit, calendar),
  },
  {
    pattern: /^(this|last|next|previous|current) (calendar year|school year|year|semester|quarter|month|week)$/,
    read: ([, which = "", unit = ""], calendar) =>
      around({ this: 0, current: 0, next: 1 }[which] ?? -1, unit, calendar),
  },
  {
    pattern: /^(?:ytd|(?:school )?year to date|this (?:school )?year to date)$/,
    read: (_, calendar) => yearToDate(calendar),
  },
  {
    pattern: /^(?:all time|lifetime)$/,
    read: (_, calendar) =>
      period({ start: null, end: null, label: "all time", kind: "days", words: "all time" }, calendar),
  },
];

/** The period that the words are, by the first form that fits; null when none does. */
export function readForm(words: string, forms: readonly Form[], calendar: Calendar): Period | null {
  for (const form of forms) {
    const parts = form.pattern.exec(words);
    const read = parts === null ? null : form.read([...parts], calendar);
    if (read !== null) return read;
  }
  return null;
}

/** Days from one to another, both included. */
export function days(start: string | null, end: string | null, calendar: Calendar): Period {
  const words = start !== null && start === end ? start : `${start ?? ""}..${end ?? ""}`;
  const label =
    start === null
      ? `until ${printDay(end ?? "")}`
      : end === null
        ? `from ${printDay(start)}`
        : start === end
          ? printDay(start)
          : `${printDay(start)} – ${printDay(end)}`;
  return period({ start, end, label, kind: "days", words }, calendar);
}

export function calendarYears(first: number, last: number, calendar: Calendar): Period {
  const isOne = first === last;
  return period(
    {
      start: dayOf(first, 1, 1),
      end: dayOf(last, 12, 31),
      label: isOne ? `${first}` : `${first}–${last}`,
      kind: isOne ? "calendar_year" : "calendar_years",
      words: isOne ? `${first}` : `${first}..${last}`,
    },
    calendar,
  );
}

function singleDay(words: string, calendar: Calendar): Period {
  if (!isDay(words)) throw notAPeriod(words, "there is no such day. Expected a day such as 2026-03-31.");
  return days(words, words, calendar);
}

function monthOfYear(year: number, month: number, calendar: Calendar): Period {
  const start = dayOf(year, month, 1);
  const label = printMonth(start);
  // 2003-04 would be asked about: it could be a school year.
  const words = isConsecutive(start.slice(2, 4), start.slice(5, 7)) ? label.toLowerCase() : start.slice(0, 7);
  return period({ start, end: lastDayOfMonth(year, month), label, kind: "month", words }, calendar);
}

function namedMonth(name: string, year: number, calendar: Calendar): Period | null {
  const month = monthNamed(name);
  return month === null ? null : monthOfYear(year, month, calendar);
}

function quarterOf(year: number, quarter: number, calendar: Calendar): Period {
  const month = quarter * 3;
  const label = `Q${quarter} ${year}`;
  return period(
    { start: dayOf(year, month - 2, 1), end: lastDayOfMonth(year, month), label, kind: "quarter", words: label },
    calendar,
  );
}

/** Fall is the school year's part before New Year, spring the part after it (ruling T2). */
function semester(words: string, isSpring: boolean, year: number, calendar: Calendar): Period {
  const month = calendar.schoolYearStartMonth;
  if (month === 1)
    throw notAPeriod(words, "here a school year is a calendar year. Expected days such as 2026-01-01..2026-06-30.");
  const label = `${isSpring ? "Spring" : "Fall"} ${year}`;
  const [start, end] = isSpring
    ? [dayOf(year, 1, 1), dayOf(year, month, 0)]
    : [dayOf(year, month, 1), dayOf(year, 12, 31)];
  return period({ start, end, label, kind: "semester", words: label.toLowerCase() }, calendar);
}

const isConsecutive = (a: string, b: string): boolean => (Number(a) + 1) % 100 === Number(b);
/** "24" and "25": the year it ends in is 20YY (ruling T2), so SY99-00 is 1999–2000. */
const firstYearOf = (b: string): number => 2000 + Number(b) - 1;

function mustFollow(words: string): PolarisError {
  return notAPeriod(
    words,
    "the two years of a school year follow one another. Expected SY24-25, 2024-25 or 24/25; several years are SY22-23..SY24-25.",
  );
}

function shortYears(words: string, a: string, b: string, calendar: Calendar): Period {
  if (!isConsecutive(a, b)) throw mustFollow(words);
  return schoolYear(firstYearOf(b), calendar);
}

function longYears(words: string, a: string, b: string, calendar: Calendar): Period {
  // 1999-00 goes over the century.
  const last = b.endsWith("00") ? Number(a) + 1 : Number(b);
  if (last !== Number(a) + 1 || last % 100 !== Number(b) % 100) throw mustFollow(words);
  return schoolYear(Number(a), calendar);
}

/** 2026-03 is March and 2024-25 a school year; 2011-12 could be both. */
function monthOrYears(words: string, year: string, two: string, calendar: Calendar): Period {
  const isMonth = Number(two) >= 1 && Number(two) <= 12;
  const isYears = isConsecutive(year.slice(2), two);
  if (isMonth && isYears) {
    throw notAPeriod(
      words,
      `it may be a month or a school year. Say ${schoolYearLabel(Number(year))} or ${printMonth(`${year}-${two}-01`)}.`,
    );
  }
  if (isMonth) return monthOfYear(Number(year), Number(two), calendar);
  if (!isYears) throw notAPeriod(words, "expected a month such as 2026-03 or a school year such as 2024-25.");
  return schoolYear(Number(year), calendar);
}

/** 24/25 is a school year; 11/12 could be a date, and is asked about (ruling T2). */
function bareYears(words: string, a: string, b: string, calendar: Calendar): Period {
  if (isConsecutive(a, b) && Number(a) < 15) {
    throw notAPeriod(
      words,
      `it may be a date or a school year. Say SY${a}-${b} for the school year, or write the date as 2026-01-31.`,
    );
  }
  return shortYears(words, a, b, calendar);
}

function fourDigits(words: string, a: string, b: string, calendar: Calendar): Period | null {
  if (a === "19" || a === "20") return calendarYears(Number(words), Number(words), calendar);
  return isConsecutive(a, b) ? schoolYear(firstYearOf(b), calendar) : null;
}

function lastOf(words: string, count: number, unit: string, calendar: Calendar): Period {
  if (count === 0) throw notAPeriod(words, "expected at least one, as in 1y or 30d.");
  if (unit.startsWith("y")) return lastSchoolYears(count, calendar);
  const { today } = calendar;
  const [start, name, short] = unit.startsWith("d")
    ? [addDays(today, 1 - count), "day", "d"]
    : unit.startsWith("w")
      ? [addDays(today, 1 - 7 * count), "week", "w"]
      : unit.startsWith("q")
        ? [addDays(addMonths(today, -3 * count), 1), "quarter", "q"]
        : [addDays(addMonths(today, -count), 1), "month", "mo"];
  const label = `last ${count} ${name}${count === 1 ? "" : "s"}`;
  return period({ start, end: today, label, kind: "rolling", words: `${count}${short}` }, calendar);
}

/** The last N school years, the current one included, everywhere (ruling T2). */
function lastSchoolYears(count: number, calendar: Calendar): Period {
  const current = schoolYearOf(calendar.today, calendar.schoolYearStartMonth);
  if (count > current) throw notAPeriod(`${count}y`, EXPECTED_PERIODS);
  const asked: Period = { ...schoolYears(current - count + 1, current, calendar), words: `${count}y` };
  if (daysIntoSchoolYear(calendar) > 60) return asked;
  const full = schoolYears(current - count, current - 1, calendar);
  return { ...asked, offer: { label: full.label, words: full.words } };
}

function around(offset: number, unit: string, calendar: Calendar): Period {
  const { today, schoolYearStartMonth } = calendar;
  const year = yearOf(today);
  switch (unit) {
    case "calendar year":
      return calendarYears(year + offset, year + offset, calendar);
    case "semester": {
      const isSpring = monthOf(today) < schoolYearStartMonth;
      const semesters = year * 2 + (isSpring ? 0 : 1) + offset;
      return semester(`${unit}`, semesters % 2 === 0, Math.floor(semesters / 2), calendar);
    }
    case "quarter": {
      const quarters = year * 4 + Math.ceil(monthOf(today) / 3) - 1 + offset;
      return quarterOf(Math.floor(quarters / 4), (quarters % 4) + 1, calendar);
    }
    case "month": {
      const day = dayOf(year, monthOf(today) + offset, 1);
      return monthOfYear(yearOf(day), monthOf(day), calendar);
    }
    case "week": {
      // Weeks run Monday to Sunday.
      const monday = addDays(today, 1 - weekdayOf(today) + 7 * offset);
      return days(monday, addDays(monday, 6), calendar);
    }
    default:
      return schoolYear(schoolYearOf(today, schoolYearStartMonth) + offset, calendar);
  }
}

function yearToDate(calendar: Calendar): Period {
  const year = schoolYearOf(calendar.today, calendar.schoolYearStartMonth);
  const start = dayOf(year, calendar.schoolYearStartMonth, 1);
  const asked = period(
    {
      start,
      end: calendar.today,
      label: `${schoolYearLabel(year)} to ${printDay(calendar.today)}`,
      kind: "to_date",
      words: "ytd",
    },
    calendar,
  );
  return { ...asked, toDate: true };
}

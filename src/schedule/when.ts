// The words of a schedule ("weekly mon 8:00", "every day at 7:30", "year end 8:00") and the cron pattern they stand for.
import { printDay } from "../domain/index.js";
import { PolarisError } from "../runtime/index.js";

export const FREQUENCIES = [
  { value: "daily", label: "Every day" },
  { value: "weekdays", label: "Every weekday" },
  { value: "weekly", label: "Every week" },
  { value: "monthly", label: "Every month" },
  { value: "year-end", label: "At the school year's end" },
] as const;
export type Frequency = (typeof FREQUENCIES)[number]["value"];

/** A schedule as a person says it. */
export interface When {
  readonly when: Frequency;
  /** Weekdays for weekly ("mon", "mon,thu"), a day of the month for monthly; null is Monday, or the 1st. */
  readonly day: string | null;
  /** "8:00", "7.30pm", "8"; null is 8:00. */
  readonly time: string | null;
}

export interface Schedule {
  /** Five cron fields. */
  readonly pattern: string;
  /** "every Monday at 8:00". */
  readonly said: string;
}

const USUAL_TIME = "8:00";
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
/** Every month has it. */
const LAST_DAY_OF_ALL_MONTHS = 28;

const SAID: Readonly<Record<string, Frequency>> = {
  daily: "daily",
  "every day": "daily",
  weekdays: "weekdays",
  "every weekday": "weekdays",
  weekly: "weekly",
  "every week": "weekly",
  monthly: "monthly",
  "every month": "monthly",
  "year end": "year-end",
  "year-end": "year-end",
};
const FILLERS: ReadonlySet<string> = new Set(["at", "on", "the"]);
const TIME = /^\d{1,2}(?:[:.]\d{2})?(?:am|pm)?$/;
const DAY_OF_MONTH = /^\d{1,2}(?:st|nd|rd|th)?$/;
/** "every", the frequency, a filler, the day, a filler, the time. */
const MOST_WORDS = 7;

/** The schedule that the last words say, and how many words stand before it; null when they say none. */
export function readWhen(words: readonly string[]): (When & { readonly before: number }) | null {
  const spoken = words.map((word) => word.toLowerCase());
  for (let before = Math.max(0, spoken.length - MOST_WORDS); before < spoken.length; before++) {
    const said = wholly(spoken.slice(before));
    if (said !== null) return { ...said, before };
  }
  return null;
}

function wholly(words: readonly string[]): When | null {
  const [first = "", second = ""] = words;
  for (const [length, name] of [
    [2, `${first} ${second}`],
    [1, first],
  ] as const) {
    const when = SAID[name];
    if (when !== undefined) return withDetails(when, words.slice(length));
    const weekday = name.replace(/^every /, "").replace(/s$/, "");
    if ((length === 2 || first.endsWith("s")) && weekdayNamed(weekday) !== null && name !== weekday)
      return withDetails("weekly", [weekday, ...words.slice(length)]);
  }
  return null;
}

function withDetails(when: Frequency, words: readonly string[]): When | null {
  const details = words.filter((word) => !FILLERS.has(word));
  const takesDay = when === "weekly" || when === "monthly";
  const [first] = details;
  const isDay = takesDay && first !== undefined && (when === "monthly" ? DAY_OF_MONTH.test(first) : !TIME.test(first));
  const [time = null, ...left] = isDay ? details.slice(1) : details;
  if (left.length > 0 || (time !== null && !/^\d/.test(time))) return null;
  return { when, day: isDay ? first : null, time };
}

/**
 * The pattern of a schedule, and its words.
 * @param startMonth first month of the school year: its end is told on the day after its last
 * @throws PolarisError argument_invalid for a day or a time that does not exist
 */
export function scheduleOf({ when, day, time }: When, startMonth: number): Schedule {
  const { hour, minute, text } = timeOf(time ?? USUAL_TIME);
  const at = `at ${text}`;
  const clock = `${minute} ${hour}`;
  switch (when) {
    case "daily":
      return { pattern: `${clock} * * *`, said: `every day ${at}` };
    case "weekdays":
      return { pattern: `${clock} * * 1-5`, said: `every weekday ${at}` };
    case "weekly": {
      const days = weekdaysOf(day ?? "mon");
      const names = days.map((each) => WEEKDAYS[each]);
      return { pattern: `${clock} * * ${days.join(",")}`, said: `every ${names.join(" and ")} ${at}` };
    }
    case "monthly": {
      const number = dayOfMonth(day ?? "1");
      return { pattern: `${clock} ${number} * *`, said: `on the ${ordinal(number)} of every month ${at}` };
    }
    case "year-end": {
      const first = printDay(`2000-${String(startMonth).padStart(2, "0")}-01`).replace(/ 2000$/, "");
      return { pattern: `${clock} 1 ${startMonth} *`, said: `when a school year has ended, on ${first} ${at}` };
    }
  }
}

/** The words that a pattern of `scheduleOf` came from, to fill in a form. */
export function whenOf(pattern: string): When {
  const [minute = "0", hour = "8", day = "*", month = "*", weekday = "*"] = pattern.split(" ");
  const time = `${Number(hour)}:${minute.padStart(2, "0")}`;
  if (month !== "*") return { when: "year-end", day: null, time };
  if (day !== "*") return { when: "monthly", day, time };
  if (weekday === "*") return { when: "daily", day: null, time };
  if (weekday === "1-5") return { when: "weekdays", day: null, time };
  const names = weekday.split(",").map((each) => WEEKDAYS[Number(each)]?.slice(0, 3).toLowerCase() ?? each);
  return { when: "weekly", day: names.join(","), time };
}

function timeOf(text: string): { readonly hour: number; readonly minute: number; readonly text: string } {
  const [, hours = "", minutes = "00", half = ""] = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i.exec(text.trim()) ?? [];
  const twelve = half === "" ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  const exists =
    hours !== "" && Number(minutes) < 60 && twelve < 24 && (half === "" || (Number(hours) >= 1 && Number(hours) <= 12));
  if (!exists)
    throw new PolarisError(
      "argument_invalid",
      `There is no time “${text}”. Expected a time of day from 0:00 to 23:59, as in 8:00 or 7:30pm.`,
    );
  return { hour: twelve, minute: Number(minutes), text: `${twelve}:${minutes}` };
}

/** 0 is Sunday. */
function weekdaysOf(text: string): number[] {
  const days = text.split(/[\s,]+/).filter((word) => word !== "" && word !== "and");
  const numbers = days.map((word) => {
    const number = weekdayNamed(word.toLowerCase().replace(/s$/, "")) ?? weekdayNamed(word.toLowerCase());
    if (number === null)
      throw new PolarisError("argument_invalid", `There is no weekday “${word}”. Expected one as in Mon or Thursday.`);
    return number;
  });
  // From Monday on, each once.
  return [...new Set(numbers)].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
}

function weekdayNamed(word: string): number | null {
  if (word.length < 3) return null;
  const index = WEEKDAYS.findIndex((day) => day.toLowerCase().startsWith(word));
  return index === -1 ? null : index;
}

function dayOfMonth(text: string): number {
  const number = DAY_OF_MONTH.test(text.toLowerCase()) ? Number.parseInt(text, 10) : 0;
  if (number >= 1 && number <= LAST_DAY_OF_ALL_MONTHS) return number;
  throw new PolarisError(
    "argument_invalid",
    `“${text}” is no day that every month has. Expected a day from 1 to ${LAST_DAY_OF_ALL_MONTHS}.`,
  );
}

function ordinal(number: number): string {
  const last = number % 10;
  const isTeen = number > 10 && number < 14;
  return `${number}${!isTeen && last === 1 ? "st" : !isTeen && last === 2 ? "nd" : !isTeen && last === 3 ? "rd" : "th"}`;
}

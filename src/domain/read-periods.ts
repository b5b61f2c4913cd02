import { PolarisError } from "../runtime/index.js";
import { yearOf } from "./days.js";
import {
  calendarYears,
  days,
  EXPECTED_PERIODS,
  FIXED_FORMS,
  MOVING_FORMS,
  notAPeriod,
  readForm,
} from "./period-forms.js";
import { type Calendar, type Period, schoolYearOf, schoolYears } from "./periods.js";

/** The most words that periods at the end of a line may take. */
const LONGEST = 40;

/** One period from its words. @throws PolarisError("period_invalid") that says what was expected. */
export function parsePeriod(words: string, calendar: Calendar): Period {
  const read = tidy(words) === "" ? null : readOne(tidy(words), calendar);
  if (read === null) throw notAPeriod(words.trim(), EXPECTED_PERIODS);
  return read;
}

/** A comma list of periods, at least one, each once. @throws PolarisError("period_invalid") */
export function parsePeriods(words: string, calendar: Calendar): Period[] {
  const parts = words.split(",").filter((part) => part.trim() !== "");
  if (parts.length === 0) throw notAPeriod(words.trim(), EXPECTED_PERIODS);
  return distinct(parts.map((part) => parsePeriod(part, calendar)));
}

/**
 * The periods at the END of a list of words, and how many words they took (0: there are none): of "Hill's Pet Nutrition last 3 years" the last three.
 * A list goes on over a comma and a blank.
 * @throws PolarisError("period_invalid") for a last word that is meant as a period but wrong, such as 24/27.
 */
export function readPeriods(tokens: readonly string[], calendar: Calendar): { periods: Period[]; taken: number } {
  for (let taken = Math.min(tokens.length, LONGEST); taken > 0; taken -= 1) {
    const periods = readList(tokens.slice(-taken).join(" "), calendar);
    if (periods !== null) return { periods, taken };
  }
  return { periods: [], taken: 0 };
}

/** Null when any part of the list is no period at all; a wrong one counts only when all others are periods too. */
function readList(words: string, calendar: Calendar): Period[] | null {
  const periods: Period[] = [];
  let wrong: PolarisError | null = null;
  const parts = words.split(",").map(tidy);
  if (parts.at(-1) === "" && parts.length > 1) parts.pop();
  for (const part of parts) {
    try {
      const read = part === "" ? null : readOne(part, calendar);
      if (read === null) return null;
      periods.push(read);
    } catch (thrown) {
      if (!(thrown instanceof PolarisError)) throw thrown;
      wrong ??= thrown;
    }
  }
  if (wrong !== null) throw wrong;
  return distinct(periods);
}

function distinct(periods: readonly Period[]): Period[] {
  return [...new Map(periods.map((each) => [`${each.start}..${each.end}`, each])).values()];
}

/** Small letters, single blanks, plain hyphens, no blanks around ".."; a hyphen between blanks parts two days. */
function tidy(words: string): string {
  return words
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‐-―−]/g, "-")
    .replace(/…/g, "..")
    .replace(/\s+/g, " ")
    .replace(/ ?\.{2,} ?/g, "..")
    .replace(/^(\d{2,4}) - (\d{2,4})$/, "$1-$2")
    .replace(/ - /g, "..")
    .trim();
}

function readOne(words: string, calendar: Calendar): Period | null {
  return (
    readForm(words, FIXED_FORMS, calendar) ?? readForm(words, MOVING_FORMS, calendar) ?? readRange(words, calendar)
  );
}

const RANGE = /^(?:from )?(.*?)(?:\.\.| to | through )(.*)$/;

/** "2023..2025", "2026-01-01..", "SY22-23 to SY24-25", "since 2026-01-01". */
function readRange(words: string, calendar: Calendar): Period | null {
  const since = /^(?:since|from) (.+)$/.exec(words)?.[1];
  const until = /^(?:until|through) (.+)$/.exec(words)?.[1];
  const [from, to] = sides(words) ?? (since !== undefined ? [since, ""] : until !== undefined ? ["", until] : []);
  if (from === undefined || to === undefined || (from === "" && to === "")) return null;
  const first = from === "" ? null : readForm(from, FIXED_FORMS, calendar);
  const last = to === "" ? null : readForm(to, FIXED_FORMS, calendar);
  if ((from !== "" && first === null) || (to !== "" && last === null)) return null;
  return between(words, first, last, calendar);
}

function sides(words: string): [string, string] | null {
  const parts = RANGE.exec(words);
  return parts === null ? null : [parts[1]?.trim() ?? "", parts[2]?.trim() ?? ""];
}

function between(words: string, first: Period | null, last: Period | null, calendar: Calendar): Period {
  const start = first?.start ?? null;
  const end = last?.end ?? null;
  if (start !== null && end !== null && start > end) {
    throw notAPeriod(words, "it ends before it begins. Expected the earlier day first, as in 2026-01-01..2026-03-31.");
  }
  if (first?.kind === "calendar_year" && last?.kind === "calendar_year" && start !== null && end !== null) {
    return calendarYears(yearOf(start), yearOf(end), calendar);
  }
  if (first?.kind === "school_year" && last?.kind === "school_year" && start !== null && end !== null) {
    const month = calendar.schoolYearStartMonth;
    return schoolYears(schoolYearOf(start, month), schoolYearOf(end, month), calendar);
  }
  return days(start, end, calendar);
}

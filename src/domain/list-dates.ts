import { present } from "./absent.js";
import { isDay } from "./days.js";
import { readDay } from "./read-day.js";

const TIME = /[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?|Z|[+-]\d{2}:?\d{2})?$/i;
/** Two digits of a year from here on are of the century before: a licence first issued 6/1/98. */
const LAST_CENTURY = 70;

/**
 * A day as lists write it, whole in itself: 12/1/13 and 12-01-2013 (the month first), 2020-09-02, 2020/9/2, 20200902, "Sep 2, 2020", "1-Dec-13", each with
 * a time of day after it or none. Null for anything else, and for days that do not exist.
 */
export function readListDate(text: string | null | undefined): string | null {
  const said = withoutTime(present(text) ?? "");
  const iso = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})$/.exec(said);
  if (iso !== null) return iso[2] === "" && said.length !== 8 ? null : existing(iso[1], iso[3], iso[4]);
  const american = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(said);
  if (american !== null) return existing(american[4], american[1], american[3]);
  const named = /^(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4}|\d{2})$/i.exec(said);
  if (named !== null) return absolute(`${named[1]} ${named[2]} ${fullYear(named[3])}`);
  return /\b\d{4}$/.test(said) ? absolute(said) : null;
}

function withoutTime(said: string): string {
  const day = said.includes(":") ? said.replace(TIME, "") : said;
  return /[.,;]$/.test(day) ? day.replace(/[.,;]+$/, "") : day;
}

/** With its year in it, no other day is needed to read it. */
const absolute = (words: string): string | null => readDay(words, "2000-01-01");

function fullYear(digits = ""): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < LAST_CENTURY ? 2000 + year : 1900 + year;
}

function existing(year: string | undefined, month = "", day = ""): string | null {
  const made = `${String(fullYear(year)).padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDay(made) ? made : null;
}

/** The day that ends a text, after whatever words: "Monitoring since 2020-09-02" → 2020-09-02. Null where no day ends it. */
export function dateAfterWords(text: string | null | undefined): string | null {
  const words = (present(text) ?? "").split(" ");
  for (let count = 1; count <= Math.min(words.length, 5); count++) {
    const day = readListDate(words.slice(-count).join(" "));
    if (day !== null) return day;
  }
  return null;
}

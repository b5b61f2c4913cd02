import { isDay, monthNamed } from "./days.js";

const YEAR = "(20\\d{2})";
const MARK = "[-_. ]";
const ALONE = "(?<![\\d])";
const END = "(?!\\d)";
const WORD = "(?<![a-z])([a-z]{3,9})\\.?";

/** Year, month, day of what was found; of a month its first day. */
type Reading = (
  parts: readonly string[],
) => readonly [string | undefined, string | number | null | undefined, string | undefined];

const form = (pattern: string): RegExp => new RegExp(pattern, "gi");

/** The ways a file's name says its day in figures, the fullest first. What one of them took is no part of another: "2026-09-31" is no September either. */
const IN_FIGURES: readonly (readonly [RegExp, Reading])[] = [
  [form(`${ALONE}${YEAR}(${MARK})(\\d{1,2})\\2(\\d{1,2})${END}`), ([, y, , m, d]) => [y, m, d]],
  [form(`${ALONE}${YEAR}(\\d{2})(\\d{2})(?:[-_T]?\\d{4}(?:\\d{2})?)?${END}`), ([, y, m, d]) => [y, m, d]],
  [form(`${ALONE}(\\d{1,2})([-_.])(\\d{1,2})\\2${YEAR}${END}`), ([, m, , d, y]) => [y, m, d]],
  [form(`${ALONE}${YEAR}(?:${MARK}(\\d{2})|-(\\d))${END}`), ([, y, two, one]) => [y, two ?? one, "1"]],
  [form(`${ALONE}${YEAR}(\\d{2})${END}`), ([, y, m]) => [y, m, "1"]],
  [form(`(?:${ALONE}(\\d{2})|(?<=[(_[])(\\d))[-.]${YEAR}${END}`), ([, two, one, y]) => [y, two ?? one, "1"]],
];

/** The ways it names the month, the fullest first. A word may be none ("source 2026"), so nothing is taken by them. */
const IN_WORDS: readonly (readonly [RegExp, Reading])[] = [
  [form(`${ALONE}(\\d{1,2})${MARK}?${WORD}${MARK}*,? ?${YEAR}${END}`), ([, d, m, y]) => [y, monthNamed(m ?? ""), d]],
  [form(`${WORD}${MARK}*(\\d{1,2})(?:${MARK}|, ?)+${YEAR}${END}`), ([, m, d, y]) => [y, monthNamed(m ?? ""), d]],
  [form(`${WORD}${MARK}*${YEAR}${END}`), ([, m, y]) => [y, monthNamed(m ?? ""), "1"]],
  [form(`${ALONE}${YEAR}${MARK}*${WORD}(?![a-z])`), ([, y, m]) => [y, monthNamed(m ?? ""), "1"]],
];

/**
 * The day a list speaks of, by the name of its file, YYYY-MM-DD; of a month its first day. "source_1_2026-09.csv" → 2026-09-01; "2026-09-15 source 1.xlsx",
 * "source_1_20260915.csv", "source_1 (9-2026).csv", "List Sept 2026.csv". A whole day is taken before a month, and the first of several. Only years from 2000
 * to 2099 are meant; null where the name says none, and for days that do not exist.
 */
export function leadFileDate(name: string): string | null {
  let rest = name
    .replace(/^.*[\\/]/, "")
    .normalize("NFKC")
    .replace(/[‐-―−]/g, "-");
  for (const [form, reading] of IN_FIGURES) {
    const day = firstOf(rest, form, reading);
    if (day !== null) return day;
    rest = rest.replace(form, " ");
  }
  for (const [form, reading] of IN_WORDS) {
    const day = firstOf(rest, form, reading);
    if (day !== null) return day;
  }
  return null;
}

function firstOf(name: string, form: RegExp, reading: Reading): string | null {
  for (const parts of name.matchAll(form)) {
    const day = existing(reading(parts));
    if (day !== null) return day;
  }
  return null;
}

function existing([year, month, day]: ReturnType<Reading>): string | null {
  const made = `${year}-${String(month ?? "").padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return isDay(made) ? made : null;
}

import { distance } from "fastest-levenshtein";
import type { Organization } from "../../runtime/index.js";

/** What may differ without being a difference. */
export interface Tolerance {
  /** Relative, of numbers. */
  readonly numeric: number;
  readonly dateDays: number;
  /** Least similarity of texts, 1 is equal. */
  readonly text: number;
  readonly ignore: boolean;
}

type Settings = Organization["reconcile"];

/** What holds for one field: its own setting before the general one. */
export function toleranceOf({ numeric, dateDays, text, fields }: Settings, object: string, field: string): Tolerance {
  const own = fields[object]?.[field];
  return {
    numeric: own?.numeric ?? numeric,
    dateDays: own?.dateDays ?? dateDays,
    text: own?.text ?? text,
    ignore: own?.ignore ?? false,
  };
}

/** A value of a payload; what is blank there is null. */
export type FieldValue = string | number | boolean | null;

export interface Delta {
  readonly verdict: "equal" | "tolerated" | "different";
  /** Of numbers as they are, of dates in days; null where there is none. */
  readonly absolute: number | null;
  /** Of numbers, as a share of the source's value; null where there is none. */
  readonly relative: number | null;
}

const EQUAL: Delta = { verdict: "equal", absolute: null, relative: null };
const DIFFERENT: Delta = { verdict: "different", absolute: null, relative: null };
const TOLERATED: Delta = { verdict: "tolerated", absolute: null, relative: null };

const DATES = new Set(["date", "datetime"]);
/** Must be the same but for case and blanks: one letter more is another address or another choice. */
const WORDS = new Set(["email", "phone", "url", "picklist", "combobox"]);
const KEYS = new Set(["id", "reference", "boolean"]);
const MILLISECONDS_PER_DAY = 86_400_000;
/** Two doubles of the same decimal may differ in the last bit. */
const ROUNDING = 1e-9;

/** Judges one field's two values by what sort of field the source says it is. */
export function compareValues(type: string, source: FieldValue, pool: FieldValue, tolerance: Tolerance): Delta {
  if (source === pool) return EQUAL;
  if (source === null || pool === null) return DIFFERENT;
  if (KEYS.has(type)) return DIFFERENT;
  if (typeof source === "number" && typeof pool === "number") return compareNumbers(source, pool, tolerance.numeric);
  if (typeof source !== "string" || typeof pool !== "string") return DIFFERENT;
  if (DATES.has(type)) return compareDates(source, pool, tolerance.dateDays);
  if (type === "multipicklist") return sameChoices(source, pool) ? TOLERATED : DIFFERENT;
  if (folded(source) === folded(pool)) return TOLERATED;
  return !WORDS.has(type) && areSimilar(source, pool, tolerance.text) ? TOLERATED : DIFFERENT;
}

function compareNumbers(source: number, pool: number, most: number): Delta {
  const absolute = Math.abs(source - pool);
  const relative = source === 0 ? null : absolute / Math.abs(source);
  const isWithin = relative !== null && relative <= most + ROUNDING;
  return { verdict: isWithin ? "tolerated" : "different", absolute, relative };
}

function compareDates(source: string, pool: string, most: number): Delta {
  const absolute = Math.abs(Date.parse(source) - Date.parse(pool)) / MILLISECONDS_PER_DAY;
  if (Number.isNaN(absolute)) return DIFFERENT;
  return { verdict: absolute <= most + ROUNDING ? "tolerated" : "different", absolute, relative: null };
}

const choicesOf = (text: string): Set<string> =>
  new Set(
    text
      .split(";")
      .map(folded)
      .filter((choice) => choice !== ""),
  );

function sameChoices(source: string, pool: string): boolean {
  const [one, other] = [choicesOf(source), choicesOf(pool)];
  return one.size === other.size && [...one].every((choice) => other.has(choice));
}

const folded = (text: string): string => text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

/** Beyond this many differing letters a comparison letter by letter takes too long, and such texts are not alike. */
const LONGEST_COMPARED = 4_000;

/** Whether so large a share of the letters is the same: 1 − distance ÷ length of the longer. */
export function areSimilar(one: string, other: string, least: number): boolean {
  const longest = Math.max(one.length, other.length);
  if (longest === 0) return true;
  if (Math.abs(one.length - other.length) > longest * (1 - least) + ROUNDING) return false;
  let begin = 0;
  const shortest = Math.min(one.length, other.length);
  while (begin < shortest && one.charCodeAt(begin) === other.charCodeAt(begin)) begin += 1;
  let end = 0;
  while (end < shortest - begin && one.charCodeAt(one.length - 1 - end) === other.charCodeAt(other.length - 1 - end))
    end += 1;
  const [middle, otherMiddle] = [one.slice(begin, one.length - end), other.slice(begin, other.length - end)];
  if (Math.max(middle.length, otherMiddle.length) > LONGEST_COMPARED) return false;
  return 1 - distance(middle, otherMiddle) / longest >= least - ROUNDING;
}

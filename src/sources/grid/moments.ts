import { dayOf, isDay, localDay, localTime, monthNamed, parseInstant } from "../../domain/index.js";
import { serialText } from "./number-formats.js";

/** A day and, where it was written, a time, as the wall clock shows them. */
interface Moment {
  readonly day: string;
  /** "HH:MM". */
  readonly time: string | null;
}

/** The year that a date without one belongs to, by its month (1 to 12). */
export type YearFor = (month: number) => number;

const CLOCK = /^(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*([ap])?\.?\s*m?\.?$/i;
const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\s*(.+))?$/;
const SLASHED = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(?:,?\s+(.+))?$/;
const MONTH_FIRST = /^(?:[a-z]+,?\s+)??([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s+(.+))?$/i;
const DAY_FIRST = /^(?:[a-z]+,?\s+)??(\d{1,2})(?:st|nd|rd|th)?[\s-]([a-z]{3,9})\.?,?[\s-](\d{4})(?:,?\s+(.+))?$/i;
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;

/** Serial days from 1970 to 2100; other numbers are no dates of ours. */
const FIRST_SERIAL = 25_569;
const LAST_SERIAL = 73_051;

/** Null when the cell holds no day. */
export function readMoment(cell: string | number | boolean, zone: string, yearFor?: YearFor): Moment | null {
  if (typeof cell === "boolean") return null;
  const text = String(cell)
    .replace(/[\s\u200b-\u200f\ufeff]+/g, " ")
    .trim();
  const instant = parseInstant(text.replace(/^(\S{10}) (\S+)$/, "$1T$2"));
  if (instant !== null) return { day: localDay(instant, zone), time: localTime(instant, zone) };
  return compact(text) ?? serial(text) ?? iso(text) ?? slashed(text, yearFor) ?? named(text);
}

/** A time of day, "HH:MM"; null when the cell holds none. */
export function readClock(cell: string | number | boolean): string | null {
  if (typeof cell === "boolean") return null;
  if (typeof cell === "number") {
    // What a moment has behind its day is its time.
    const text = cell >= 0 ? serialText(cell % 1) : null;
    return text === null ? null : text.slice(0, 5);
  }
  const text = cell.replace(/\s+/g, " ").trim();
  if (/^0?\.\d+$/.test(text)) return readClock(Number(text));
  return clock(text.replace(/^\d{4}-\d{2}-\d{2}[T ]/, ""));
}

function clock(text: string): string | null {
  const parts = CLOCK.exec(text.trim());
  if (!parts) return null;
  const [, hours = "", minutes, seconds = "00", half] = parts;
  // "10" alone is a number, "10 am" a time.
  if (minutes === undefined && half === undefined) return null;
  const hour = Number(hours);
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const afternoon = half?.toLowerCase() === "p";
  const shown = half === undefined ? hour : (hour % 12) + (afternoon ? 12 : 0);
  if (shown > 23 || Number(minutes ?? 0) > 59 || Number(seconds) > 59) return null;
  return `${String(shown).padStart(2, "0")}:${minutes ?? "00"}`;
}

/** A day of these numbers with the time written behind it; null when either does not exist. */
function moment(year: number, month: number, day: number, rest: string | undefined): Moment | null {
  const date = dayOf(year, month, day);
  const written = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  if (date !== written || !isDay(date)) return null;
  if (rest === undefined) return { day: date, time: null };
  const time = clock(rest);
  return time === null ? null : { day: date, time };
}

function compact(text: string): Moment | null {
  const parts = COMPACT.exec(text);
  return parts === null ? null : moment(Number(parts[1]), Number(parts[2]), Number(parts[3]), undefined);
}

function serial(text: string): Moment | null {
  if (!/^\d{5}(?:\.\d+)?$/.test(text)) return null;
  const days = Number(text);
  if (days < FIRST_SERIAL || days > LAST_SERIAL) return null;
  const [day = "", time = null] = serialText(days)?.split("T") ?? [];
  return { day, time: time?.slice(0, 5) ?? null };
}

function iso(text: string): Moment | null {
  const parts = ISO.exec(text);
  return parts === null ? null : moment(Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4]);
}

/** Month first, as the organisation writes; two-digit years are of this century. */
function slashed(text: string, yearFor: YearFor | undefined): Moment | null {
  const parts = SLASHED.exec(text);
  if (parts === null) return null;
  const [, month = "", , day = "", year, rest] = parts;
  if (year !== undefined) {
    return moment(Number(year.length === 2 ? `20${year}` : year), Number(month), Number(day), rest);
  }
  return yearFor === undefined ? null : moment(yearFor(Number(month)), Number(month), Number(day), rest);
}

function named(text: string): Moment | null {
  const first = MONTH_FIRST.exec(text);
  const parts = first
    ? { month: first[1], day: first[2], year: first[3], rest: first[4] }
    : ((found) => found && { month: found[2], day: found[1], year: found[3], rest: found[4] })(DAY_FIRST.exec(text));
  const month = parts === null ? null : monthNamed(parts.month ?? "");
  return parts === null || month === null ? null : moment(Number(parts.year), month, Number(parts.day), parts.rest);
}

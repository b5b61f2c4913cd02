import { cleanLine } from "./clean.js";
import type { Cell, Fact, ValueType } from "./model.js";

/** Shown where a table has no value: a gap is never a 0. */
export const UNKNOWN_CELL = "—";
export const UNKNOWN_FACT = "not known";

export interface Wording {
  /** IANA zone in which instants are written; UTC unless told. */
  readonly timeZone?: string;
}

const NUMERIC: ReadonlySet<ValueType> = new Set(["integer", "number", "average", "percent", "per_hundred", "hours"]);

const integers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const decimals = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const tenths = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

/** True for the types that line up on the right. */
export function isNumeric(type: ValueType): boolean {
  return NUMERIC.has(type);
}

/** "12,643" */
export function showInteger(value: number): string {
  return Number.isInteger(value) ? integers.format(value + 0) : decimals.format(value);
}

/** A share of 1 as "33.3%". */
export function showPercent(share: number): string {
  return percents.format(share);
}

/** "45 (32.1%)": a percentage never stands without its count. */
export function countWithShare(count: number, whole: number): string {
  return whole === 0 ? showInteger(count) : `${showInteger(count)} (${showPercent(count / whole)})`;
}

/** "1 volunteer", "1,200 volunteers". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${showInteger(count)} ${count === 1 ? one : many}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2026-02-15" as "15 Feb 2026"; what is no day stays as it came. */
export function showDay(day: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  const month = MONTHS[Number(parts?.[2]) - 1];
  return parts && month ? `${Number(parts[3])} ${month} ${Number(parts[1])}` : cleanLine(day);
}

/** "2026-02" as "Feb 2026"; what is no month, as a total, stays as it came. */
export function showMonth(month: string): string {
  const parts = /^(\d{4})-(\d{2})$/.exec(month);
  const name = MONTHS[Number(parts?.[2]) - 1];
  return parts && name ? `${name} ${Number(parts[1])}` : cleanLine(month);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** The wall clock of an instant in a zone; null when the text is no instant. */
export function wallClock(instant: string, timeZone = "UTC") {
  const at = Date.parse(instant);
  if (Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}T/.test(instant)) return null;
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? "";
  return {
    day: `${of("year")}-${of("month")}-${of("day")}`,
    time: `${of("hour")}:${of("minute")}`,
    seconds: of("second"),
    zone: of("timeZoneName"),
  };
}

/** "15 Feb 2026 10:00 CST"; the zone is left out in table cells. */
export function showInstant(
  instant: string,
  timeZone = "UTC",
  zone: "with zone" | "without zone" = "with zone",
): string {
  const clock = wallClock(instant, timeZone);
  if (!clock) return cleanLine(instant);
  const words = `${showDay(clock.day)} ${clock.time}`;
  return zone === "with zone" ? `${words} ${clock.zone}` : words;
}

function showNumber(value: number, type: ValueType): string {
  if (!Number.isFinite(value)) return UNKNOWN_CELL;
  if (type === "percent") return percents.format(value);
  if (type === "per_hundred") return percents.format(value / 100);
  if (type === "hours" || type === "average") return tenths.format(value);
  return type === "integer" ? showInteger(value) : decimals.format(value);
}

/** One value as people read it, on one line, never empty. */
export function showCell(value: Cell, type: ValueType, wording: Wording = {}): string {
  if (value === null) return UNKNOWN_CELL;
  if (typeof value === "number") return showNumber(value, type);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (type === "date") return showDay(value) || UNKNOWN_CELL;
  if (type === "month") return showMonth(value) || UNKNOWN_CELL;
  if (type === "instant") return showInstant(value, wording.timeZone, "without zone") || UNKNOWN_CELL;
  return cleanLine(value) || UNKNOWN_CELL;
}

/** A fact's value with its unit: "1,234.5 hours"; what is not known is said in words. */
export function showFactValue(fact: Fact, wording: Wording = {}): string {
  const shown = showCell(fact.value, fact.type, wording);
  if (shown === UNKNOWN_CELL) return UNKNOWN_FACT;
  const unit = cleanLine(fact.unit ?? (fact.type === "hours" ? "hours" : ""));
  return unit && !says(fact.label, unit) ? `${shown} ${shown === "1" ? ofOne(unit) : unit}` : shown;
}

/** Units are kept in the plural: "virtual sessions held" of one is "virtual session held". */
const ofOne = (unit: string): string => unit.replace(/(?<=\p{L})(?<!s)s\b/gu, "");

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

/** Whether a label names the unit already: "Sessions held virtually" needs no "virtual sessions held" behind its number. */
function says(label: string, unit: string): boolean {
  const said = wordsOf(label);
  return wordsOf(unit).every((word) => said.some((each) => each.startsWith(word)));
}

/** The same with the fact's note behind it. */
export function showFact(fact: Fact, wording: Wording = {}): string {
  const note = cleanLine(fact.note ?? "");
  return note ? `${showFactValue(fact, wording)} (${note})` : showFactValue(fact, wording);
}

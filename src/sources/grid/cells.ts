import { absent, instantOf, present, presentLines } from "../../domain/index.js";
import type { GridCell } from "./model.js";
import { readClock, readMoment, type YearFor } from "./moments.js";

/** A cell that says something which cannot be read: its row waits in the quarantine. */
export interface BadCell {
  readonly bad: true;
}
export const BAD: BadCell = { bad: true };

type CellValue = GridCell | undefined;

/** Tells what a reader gave back from a value: `if (isBad(date)) …`. */
export function isBad(value: unknown): value is BadCell {
  return value === BAD;
}

/** A cell's text on one line, or null for nothing ("n/a", "--"). Numbers are written plainly: 12345, not 12345.0. */
export function textCell(cell: CellValue): string | null {
  return typeof cell === "string" ? present(cell) : written(cell);
}

/** Like `textCell`, line breaks kept. */
export function linesCell(cell: CellValue): string | null {
  return typeof cell === "string" ? presentLines(cell) : written(cell);
}

function written(cell: Exclude<CellValue, string>): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

/** A number: 25, "25", "1,234", " 2.5 "; null for nothing. */
export function numberCell(cell: CellValue): number | null | BadCell {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : BAD;
  if (typeof cell === "boolean") return BAD;
  const text = textCell(cell);
  if (text === null) return null;
  const plain = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,2})?$/i.test(plain) ? Number(plain) : BAD;
}

const TRUE = new Set(["true", "yes", "y", "1", "x", "✓", "✔", "checked"]);
const FALSE = new Set(["false", "no", "n", "0", "unchecked"]);

/** Yes or no: true, "Yes", "x", 1; null for nothing. */
export function truthCell(cell: CellValue): boolean | null | BadCell {
  const text = textCell(cell)?.toLowerCase();
  if (text === undefined) return null;
  if (TRUE.has(text)) return true;
  return FALSE.has(text) ? false : BAD;
}

/** A time of day as "HH:MM": "10:00 AM", "14:30:00", the share of a day that a sheet keeps (0.4375); null for nothing. */
export function clockCell(cell: CellValue): string | null | BadCell {
  if (isNothing(cell)) return null;
  return readClock(cell) ?? BAD;
}

export interface DayOptions {
  /** The year of a date written without one ("1/15"), by its month; without this such a date cannot be read. */
  readonly yearFor?: YearFor;
}

/**
 * A day, "2026-01-15": from "2026-01-15 10:00:00", "2026-01-15T10:00:00", "2026-01-15", "01/15/2026 10:00:00", "01/15/2026", two-digit years (20yy),
 * month names, and the serial days of Excel and Google. An instant with its zone is the day in `timeZone`.
 */
export function dayCell(cell: CellValue, timeZone: string, options: DayOptions = {}): string | null | BadCell {
  if (isNothing(cell)) return null;
  return readMoment(cell, timeZone, options.yearFor)?.day ?? BAD;
}

/** A moment as the wall clock shows it, and the instant that is. */
export interface WallTime {
  readonly day: string;
  /** "HH:MM"; null when the cell holds a day alone. */
  readonly time: string | null;
  /** ISO-8601 UTC, at `timeWhenNone` of the day when the cell has no time. */
  readonly instant: string;
}

export interface WallTimeOptions extends DayOptions {
  /** "HH:MM"; midnight unless given. */
  readonly timeWhenNone?: string;
}

/** A day with its time, if it has one, read like `dayCell`; the wall clock is that of `timeZone`. */
export function wallTimeCell(
  cell: CellValue,
  timeZone: string,
  options: WallTimeOptions = {},
): WallTime | null | BadCell {
  if (isNothing(cell)) return null;
  const read = readMoment(cell, timeZone, options.yearFor);
  if (read === null) return BAD;
  return { ...read, instant: instantOf(read.day, read.time ?? options.timeWhenNone ?? "00:00", timeZone) };
}

function isNothing(cell: CellValue): cell is null | undefined {
  return cell === null || cell === undefined || (typeof cell === "string" && absent(cell));
}

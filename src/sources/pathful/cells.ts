import { schoolYearOf } from "../../domain/index.js";
import { type BadCell, isBad, numberCell, textCell, wallTimeCell } from "../grid/cells.js";
import type { GridCell } from "../grid/model.js";

/** An id that a workbook may have made a number of: 12345.0 is 12345. */
export function idOf(cell: GridCell | undefined): string | null {
  return textCell(cell)?.replace(/^(\d+)\.0+$/, "$1") ?? null;
}

/** A count, or null for blanks, "n/a" and what is no whole number of 0 or more. */
export function countOf(cell: GridCell | undefined): number | null {
  const number = numberCell(cell);
  return isBad(number) || number === null || !Number.isInteger(number) || number < 0 ? null : number;
}

/** Day and time as the wall clock shows them. */
export interface WrittenTime {
  /** YYYY-MM-DD */
  readonly day: string;
  /** HH:MM, or null when only the day is written. */
  readonly time: string | null;
}

/** @param schoolYear of dates without a year ("1/15"): from July on they fall in its first calendar year */
export function timeOf(cell: GridCell | undefined, zone: string, schoolYear?: number): WrittenTime | null | BadCell {
  const yearFor = (month: number): number => (month >= 7 ? 0 : 1) + (schoolYear ?? 0);
  const read = wallTimeCell(cell, zone, schoolYear === undefined ? {} : { yearFor });
  return read === null || isBad(read) ? read : { day: read.day, time: read.time };
}

/** The school year that a sheet without years is about: what is said of it ("2024-25", "SY24-25"), else that of today. */
export function schoolYearFrom(said: string | undefined, today: string, startMonth: number): number {
  const first = /(\d{4}|\d{2})\s*[-/]\s*\d{2,4}$/.exec(said?.trim() ?? "")?.[1];
  if (first === undefined) return schoolYearOf(today, startMonth);
  return first.length === 2 ? 2000 + Number(first) : Number(first);
}

/** A day that a person typed, with or without a time: "2026-03-01 10:00", "3/1/2026". Null when it is none. */
export function readTypedTime(text: string, zone: string): WrittenTime | null {
  const read = timeOf(text, zone);
  return read === null || isBad(read) ? null : read;
}

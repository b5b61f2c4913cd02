import { addDays } from "../../domain/index.js";

/** How a number of a workbook is meant: a day or a moment, a length of time, or just a number. */
export type NumberMeaning = "moment" | "duration" | "number";

// ECMA-376 §18.8.30: formats every workbook has without naming them; 27–36 and 50–58 are dates of East Asian languages.
const BUILT_IN_MOMENTS: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 45],
  [47, 47],
  [50, 58],
];

/** The meaning of a number format: by its id, or by its code where the workbook defines it. */
export function meaningOf(id: number, code: string | undefined): NumberMeaning {
  if (code === undefined) {
    if (id === 46) return "duration";
    return BUILT_IN_MOMENTS.some(([from, to]) => id >= from && id <= to) ? "moment" : "number";
  }
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, "").toLowerCase();
  if (/\[(?:h+|m+|s+)\]/.test(bare)) return "duration";
  const letters = bare.replace(/\[[^\]]*\]/g, "").replace(/general|am\/pm|a\/p/g, "");
  return /[ymdhs]/.test(letters) ? "moment" : "number";
}

const SECONDS_OF_A_DAY = 86_400;
const LAST_SERIAL = 2_958_465; // 9999-12-31

/** Days since 1899-12-30 as wall-clock text: "2026-01-15", "2026-01-15T10:00:00", or "10:00:00" for a time without a day. Null outside the calendar. */
export function serialText(serial: number, date1904 = false): string | null {
  if (!Number.isFinite(serial) || serial < 0) return null;
  const seconds = Math.round(serial * SECONDS_OF_A_DAY);
  const time = clockText(seconds % SECONDS_OF_A_DAY);
  if (seconds < SECONDS_OF_A_DAY) return time;
  const days = Math.floor(seconds / SECONDS_OF_A_DAY) + (date1904 ? 1462 : 0);
  if (days > LAST_SERIAL) return null;
  const day = addDays("1899-12-30", days);
  return seconds % SECONDS_OF_A_DAY === 0 ? day : `${day}T${time}`;
}

/** A length of time kept as a share of a day: "25:30:00". */
export function durationText(serial: number): string {
  return clockText(Math.round(Math.abs(serial) * SECONDS_OF_A_DAY));
}

function clockText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

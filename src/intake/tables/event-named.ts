import type { AttendanceRowRecord } from "../../sources/index.js";

/** The event that a row speaks of in words, for people who look for it. */
export function eventNamed({ ref, title, date }: AttendanceRowRecord["event"]): string {
  return ref ?? `“${title ?? "(no title)"}” on ${date ?? "(no date)"}`;
}

import { DateTime, IANAZone } from "luxon";
import { isDay } from "./days.js";

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/;

/**
 * An instant as Polaris keeps it, "2026-02-15T16:00:00.000Z", from any of Salesforce's ways of writing one
 * ("2026-02-15T10:00:00.000+0000", Bulk's "…Z", an offset with or without colon). Null when the text is none.
 */
export function parseInstant(text: string | null | undefined): string | null {
  const parts = text === null || text === undefined ? null : INSTANT.exec(text.trim());
  if (parts === null) return null;
  const [, day = "", hour = "", minute = "", second = "00", fraction = "", offset = ""] = parts;
  if (!isDay(day)) return null;
  const written = `${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}Z`;
  const minutes =
    offset === "Z"
      ? 0
      : Number(`${offset.slice(0, 1)}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)));
  return minutes === 0 ? written : new Date(Date.parse(written) - minutes * 60_000).toISOString();
}

/** A calendar day from a date field, or from an instant as the day it is in `zone`. Null when the text is neither. */
export function parseDay(text: string | null | undefined, zone: string): string | null {
  if (text === null || text === undefined) return null;
  const trimmed = text.trim();
  if (isDay(trimmed)) return trimmed;
  const instant = parseInstant(trimmed);
  return instant === null ? null : localDay(instant, zone);
}

const QUARTER = 15 * 60_000;
const DAY = 24 * 60 * 60_000;
const offsetsByZone = new Map<string, Map<number, number>>();

/** A zone's clock is set at most once a day: where it begins and ends a day alike, it was not, and one look-up serves the whole day. */
function offsetAt(epoch: number, zone: string): number {
  const begins = Math.floor(epoch / DAY) * DAY;
  const offset = offsetOfQuarter(begins, zone);
  return offset === offsetOfQuarter(begins + DAY, zone) ? offset : offsetOfQuarter(epoch, zone);
}

/** Every zone's offset is constant within a quarter of an hour. */
function offsetOfQuarter(epoch: number, zone: string): number {
  let offsets = offsetsByZone.get(zone);
  if (offsets === undefined) {
    if (!IANAZone.isValidZone(zone)) throw new RangeError(`${zone} is not a time zone such as America/Chicago.`);
    offsets = new Map();
    offsetsByZone.set(zone, offsets);
  }
  const quarter = Math.floor(epoch / QUARTER);
  const known = offsets.get(quarter);
  if (known !== undefined) return known;
  if (offsets.size > 200_000) offsets.clear();
  const offset = IANAZone.create(zone).offset(quarter * QUARTER) * 60_000;
  offsets.set(quarter, offset);
  return offset;
}

// Day and time of one instant are asked for one after the other.
let latest = { instant: "", zone: "", text: "" };

function localText(instant: string, zone: string): string {
  if (latest.instant === instant && latest.zone === zone) return latest.text;
  const epoch = Date.parse(instant);
  if (Number.isNaN(epoch)) throw new RangeError("Expected an instant such as 2026-02-15T16:00:00.000Z.");
  const text = new Date(epoch + offsetAt(epoch, zone)).toISOString();
  latest = { instant, zone, text };
  return text;
}

/** The organisation's calendar day of an instant (ruling T1): 2026-02-16T01:00:00.000Z is 2026-02-15 in Chicago (T45). */
export function localDay(instant: string, zone: string): string {
  return localText(instant, zone).slice(0, 10);
}

/** The organisation's wall clock at an instant, "19:00". */
export function localTime(instant: string, zone: string): string {
  return localText(instant, zone).slice(11, 16);
}

/** The instant at which a zone's clock shows this day and time ("10:00"); a time skipped by summer time moves on, one shown twice is the first. */
export function instantOf(day: string, time: string, zone: string): string {
  return (
    DateTime.fromISO(`${day}T${time}`, { zone }).toUTC().toISO({ suppressMilliseconds: false }) ??
    `${day}T00:00:00.000Z`
  );
}

/** Whole minutes from one instant to another; negative when the second comes first. */
export function minutesBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
}

import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import { localDay, localTime } from "../../src/domain/index.js";

// Half hours, quarters, clocks set by half an hour, at midnight, and the month of Ramadan.
const ZONES = [
  "America/Chicago",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Africa/Casablanca",
  "Pacific/Apia",
  "UTC",
];

const between = (from: string, until: string) =>
  fc.integer({ min: Date.parse(from) / 60_000, max: Date.parse(until) / 60_000 }).map((minute) => minute * 60_000);

const wallClock = (epoch: number, zone: string): string =>
  DateTime.fromMillis(epoch, { zone }).toFormat("yyyy-MM-dd HH:mm");
const told = (epoch: number, zone: string): string => {
  const instant = new Date(epoch).toISOString();
  return `${localDay(instant, zone)} ${localTime(instant, zone)}`;
};

describe("the day and time of an instant", () => {
  it.each(ZONES)("are what clocks show in %s, at any minute of many years", (zone) => {
    fc.assert(
      fc.property(between("1990-01-01T00:00:00Z", "2036-01-01T00:00:00Z"), (epoch) => {
        expect(told(epoch, zone)).toBe(wallClock(epoch, zone));
      }),
      { numRuns: 300 },
    );
  });

  it("are what clocks show all through the days on which they are set", () => {
    for (const day of ["2026-03-08", "2026-11-01"])
      for (let minute = -60; minute < 26 * 60; minute += 5) {
        const epoch = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
        expect(told(epoch, "America/Chicago")).toBe(wallClock(epoch, "America/Chicago"));
      }
  });
});

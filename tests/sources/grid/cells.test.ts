import { describe, expect, test } from "vitest";
import {
  BAD,
  clockCell,
  dayCell,
  isBad,
  numberCell,
  textCell,
  truthCell,
  wallTimeCell,
} from "../../../src/sources/index.js";

const ZONE = "America/Chicago";

describe("a day", () => {
  test.each([
    ["2026-01-15 10:00:00"],
    ["2026-01-15T10:00:00"],
    ["2026-01-15"],
    ["01/15/2026 10:00:00"],
    ["01/15/2026"],
    ["1/15/26"],
    ["1/15/2026, 10:00 AM"],
    [" 01-15-2026 "],
    ["Jan 15, 2026"],
    ["Thursday, January 15, 2026 10:00 AM"],
    ["15 January 2026"],
    ["15-Jan-2026"],
    ["20260115"],
    [46037],
    [46037.4167],
    ["46037"],
    ["2026-01-16T02:00:00Z"],
    ["2026-01-15T23:00:00.000-0600"],
  ])("is read from %j", (cell) => {
    expect(dayCell(cell, ZONE)).toBe("2026-01-15");
  });

  test.each([["n/a"], ["NaT"], ["nan"], ["None"], [""], ["--"], [null], [undefined]])("is nothing in %j", (cell) => {
    expect(dayCell(cell, ZONE)).toBeNull();
  });

  test.each([
    ["15/01/2026"],
    ["2026-02-30"],
    ["2/29/2025"],
    ["tomorrow"],
    ["1/15"],
    [12],
    [true],
    ["2026-01-15 25:00"],
  ])("cannot be read from %j", (cell) => {
    expect(isBad(dayCell(cell, ZONE))).toBe(true);
  });

  test("without a year is of the year that its month belongs to", () => {
    const yearFor = (month: number): number => (month >= 7 ? 2024 : 2025);
    expect(dayCell("1/15", ZONE, { yearFor })).toBe("2025-01-15");
    expect(dayCell("9/3", ZONE, { yearFor })).toBe("2024-09-03");
  });
});

describe("a moment", () => {
  test("is the instant at which the zone's clock shows it", () => {
    expect(wallTimeCell("2026-01-15 10:00:00", ZONE)).toEqual({
      day: "2026-01-15",
      time: "10:00",
      instant: "2026-01-15T16:00:00.000Z",
    });
    expect(wallTimeCell("07/15/26 1:30 PM", ZONE)).toMatchObject({
      time: "13:30",
      instant: "2026-07-15T18:30:00.000Z",
    });
    expect(wallTimeCell(46037.4375, ZONE)).toMatchObject({ day: "2026-01-15", time: "10:30" });
  });

  test("of a day alone has no time, and the instant it is given", () => {
    expect(wallTimeCell("2026-01-15", ZONE, { timeWhenNone: "09:00" })).toEqual({
      day: "2026-01-15",
      time: null,
      instant: "2026-01-15T15:00:00.000Z",
    });
  });

  test.each([
    ["10:00 AM", "10:00"],
    ["12:05 am", "00:05"],
    ["12 pm", "12:00"],
    ["2:30p.m.", "14:30"],
    ["14:30:00", "14:30"],
    [0.4375, "10:30"],
    ["2026-01-15T10:30:00", "10:30"],
  ])("has its time in %j", (cell, time) => {
    expect(clockCell(cell)).toBe(time);
  });

  test.each([["25:00"], ["13:00 pm"], ["ten"], ["10"], [true]])("has no time in %j", (cell) => {
    expect(clockCell(cell)).toBe(BAD);
  });
});

describe("other cells", () => {
  test.each([
    ["  Jane \n Doe ", "Jane Doe"],
    [12345, "12345"],
    [false, "false"],
    ["nan", null],
    [null, null],
  ])("text of %j", (cell, text) => {
    expect(textCell(cell)).toBe(text);
  });

  test.each([
    ["25", 25],
    ["1,234.5", 1234.5],
    [" -3 ", -3],
    ["n/a", null],
    [0, 0],
    ["25 students", BAD],
    ["2,5", BAD],
    ["0x10", BAD],
  ])("number of %j", (cell, number) => {
    expect(numberCell(cell)).toBe(number);
  });

  test.each([
    ["Yes", true],
    ["x", true],
    [1, true],
    ["FALSE", false],
    [0, false],
    ["", null],
    ["maybe", BAD],
  ])("truth of %j", (cell, truth) => {
    expect(truthCell(cell)).toBe(truth);
  });
});

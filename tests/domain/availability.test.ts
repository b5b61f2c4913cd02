import { describe, expect, it } from "vitest";
import { isAvailable, parseAvailability, sharesTime } from "../../src/domain/index.js";

const MONDAY = 1;
const TUESDAY = 2;
const SATURDAY = 6;
const at = (weekday: number, hour: number) => ({ weekday, hour });

describe("when somebody can come", () => {
  it("a day is the whole day, a part of it that part, a part alone that part of every day", () => {
    const said = parseAvailability("mon, tue afternoon, mornings");
    expect(isAvailable(said, at(MONDAY, 19))).toBe(true);
    expect(isAvailable(said, at(TUESDAY, 13))).toBe(true);
    expect(isAvailable(said, at(TUESDAY, 18))).toBe(false);
    expect(isAvailable(said, at(SATURDAY, 9))).toBe(true);
    expect(isAvailable(said, at(SATURDAY, 12))).toBe(false);
    expect(said.unread).toEqual([]);
  });
  it.each([
    ["Tuesdays", [2]],
    ["Tues.", [2]],
    ["THU", [4]],
    ["mon-wed", [1, 2, 3]],
    ["fri to mon", [1, 5, 6, 7]],
    ["weekdays", [1, 2, 3, 4, 5]],
    ["weekends", [6, 7]],
    ["any day", [1, 2, 3, 4, 5, 6, 7]],
    ["mon and wed mornings", [1, 3]],
  ])("reads the days of %s", (text, days) => {
    const said = parseAvailability(text);
    expect(said.unread).toEqual([]);
    expect([1, 2, 3, 4, 5, 6, 7].filter((weekday) => isAvailable(said, at(weekday, 9)))).toEqual(days);
  });
  it.each([
    [11, "morning"],
    [12, "afternoon"],
    [16, "afternoon"],
    [17, "evening"],
  ])("%i o'clock is in the %s", (hour, part) => {
    expect(isAvailable(parseAvailability(part), at(MONDAY, hour))).toBe(true);
    for (const other of ["morning", "afternoon", "evening"].filter((each) => each !== part))
      expect(isAvailable(parseAvailability(other), at(MONDAY, hour))).toBe(false);
  });
  it.each(["sometimes", "t", "mon maybe", "mon to lunch", "after work"])(
    "keeps %s as it is, and takes nothing from it",
    (text) => {
      expect(parseAvailability(text)).toEqual({ slots: new Set(), unread: [text] });
    },
  );
  it("reads the rest where one item means nothing", () => {
    const said = parseAvailability("mon morning, ask first");
    expect(said.unread).toEqual(["ask first"]);
    expect(isAvailable(said, at(MONDAY, 9))).toBe(true);
  });
  it("shares a time with whoever wants one of its parts", () => {
    expect(sharesTime(parseAvailability("mon"), parseAvailability("mornings"))).toBe(true);
    expect(sharesTime(parseAvailability("mon morning"), parseAvailability("mon afternoon, tue"))).toBe(false);
    expect(sharesTime(parseAvailability(""), parseAvailability("mon"))).toBe(false);
  });
});

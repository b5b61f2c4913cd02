import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextDue, readWhen, scheduleOf, whenOf } from "../../src/schedule/index.js";

const AUGUST = 8;
const patternOf = (text: string) => {
  const said = readWhen(text.split(" "));
  if (said === null) throw new Error(`“${text}” says no schedule`);
  return { before: said.before, ...scheduleOf(said, AUGUST) };
};

describe("the words of a schedule", () => {
  it.each([
    ["daily 7:30", "30 7 * * *", "every day at 7:30"],
    ["every day at 7:30", "30 7 * * *", "every day at 7:30"],
    ["daily", "0 8 * * *", "every day at 8:00"],
    ["weekdays 8:00", "0 8 * * 1-5", "every weekday at 8:00"],
    ["weekly mon 8:00", "0 8 * * 1", "every Monday at 8:00"],
    ["weekly thursday 4pm", "0 16 * * 4", "every Thursday at 16:00"],
    ["weekly thu,mon 8", "0 8 * * 1,4", "every Monday and Thursday at 8:00"],
    ["mondays 8:00", "0 8 * * 1", "every Monday at 8:00"],
    ["every monday at 8.15", "15 8 * * 1", "every Monday at 8:15"],
    ["weekly 12am", "0 0 * * 1", "every Monday at 0:00"],
    ["monthly 1 8:00", "0 8 1 * *", "on the 1st of every month at 8:00"],
    ["monthly on the 22nd at 9:00", "0 9 22 * *", "on the 22nd of every month at 9:00"],
    ["Year End 8:00", "0 8 1 8 *", "when a school year has ended, on 1 Aug at 8:00"],
  ])("“%s” is %s, and is said “%s”", (words, pattern, said) => {
    expect(patternOf(words)).toEqual({ before: 0, pattern, said });
  });

  it("are read from the end, and what stands before them is left", () => {
    expect(readWhen("report virtual kck last month weekly mon 8:00".split(" "))).toEqual({
      when: "weekly",
      day: "mon",
      time: "8:00",
      before: 5,
    });
    expect(readWhen(["metric", "M20", "by:month", "daily"])?.before).toBe(3);
  });

  it.each([
    "metric M20 ytd",
    "report collective this year",
    "every now and then",
    "weekly mon tue 8:00",
    "daily mon",
    "",
  ])("“%s” says none", (words) => {
    expect(readWhen(words.split(" "))).toBeNull();
  });

  it.each([
    [
      { when: "daily", day: null, time: "25:00" },
      "There is no time “25:00”. Expected a time of day from 0:00 to 23:59",
    ],
    [{ when: "daily", day: null, time: "8:60" }, "There is no time “8:60”."],
    [{ when: "daily", day: null, time: "13pm" }, "There is no time “13pm”."],
    [{ when: "daily", day: null, time: "soon" }, "There is no time “soon”."],
    [{ when: "weekly", day: "mom", time: null }, "There is no weekday “mom”."],
    [{ when: "monthly", day: "31", time: null }, "“31” is no day that every month has. Expected a day from 1 to 28."],
  ] as const)("a day or time that does not exist is refused: %j", (when, words) => {
    expect(() => scheduleOf(when, AUGUST)).toThrow(words);
  });

  it("come back from their pattern, whatever they were", () => {
    const two = (number: number) => String(number).padStart(2, "0");
    const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${hour}:${two(minute)}`);
    const when = fc.oneof(
      fc.record({ when: fc.constantFrom("daily", "weekdays", "year-end"), day: fc.constant(null), time }),
      fc.record({ when: fc.constant("weekly"), day: fc.constantFrom("mon", "tue", "wed,sat", "sun"), time }),
      fc.record({ when: fc.constant("monthly"), day: fc.integer({ min: 1, max: 28 }).map(String), time }),
    );
    fc.assert(
      fc.property(when, (said) => {
        expect(whenOf(scheduleOf(said as Parameters<typeof scheduleOf>[0], AUGUST).pattern)).toEqual(said);
      }),
    );
  });
});

describe("a schedule on the wall clock", () => {
  const zone = "America/Chicago";
  const dues = (pattern: string, after: string, count: number) => {
    const all = [after];
    for (let each = 0; each < count; each++) all.push(nextDue(pattern, zone, all.at(-1) ?? after));
    return all.slice(1);
  };

  it("stays at eight o'clock when the clocks go back, and when they go forward", () => {
    expect(dues("0 8 * * 1", "2026-10-27T00:00:00.000Z", 2)).toEqual([
      "2026-11-02T14:00:00.000Z",
      "2026-11-09T14:00:00.000Z",
    ]);
    expect(dues("0 8 * * 1", "2026-10-20T00:00:00.000Z", 2)).toEqual([
      "2026-10-26T13:00:00.000Z",
      "2026-11-02T14:00:00.000Z",
    ]);
    expect(dues("0 8 * * *", "2027-03-13T00:00:00.000Z", 2)).toEqual([
      "2027-03-13T14:00:00.000Z",
      "2027-03-14T13:00:00.000Z",
    ]);
  });

  it("is due once at a time that the clocks skip, and once at one that they repeat", () => {
    expect(dues("30 2 * * *", "2027-03-13T12:00:00.000Z", 2)).toEqual([
      "2027-03-14T08:30:00.000Z",
      "2027-03-15T07:30:00.000Z",
    ]);
    expect(dues("30 1 * * *", "2026-10-31T12:00:00.000Z", 2)).toEqual([
      "2026-11-01T06:30:00.000Z",
      "2026-11-02T07:30:00.000Z",
    ]);
  });

  it("of the school year's end is the day after the year's last", () => {
    expect(
      dues(scheduleOf({ when: "year-end", day: null, time: null }, AUGUST).pattern, "2026-11-20T00:00:00.000Z", 2),
    ).toEqual(["2027-08-01T13:00:00.000Z", "2028-08-01T13:00:00.000Z"]);
  });
});

import { describe, expect, it } from "vitest";
import { nextDue } from "../../src/schedule/index.js";

const chicago = "America/Chicago";

describe("when a schedule is next due", () => {
  it.each([
    ["0 2 * * *", "2026-11-21T06:00:00.000Z", "2026-11-21T08:00:00.000Z", "tonight at two, Central"],
    ["0 2 * * *", "2026-11-21T08:00:00.000Z", "2026-11-22T08:00:00.000Z", "not again at the same instant"],
    ["0 8 * * 1", "2026-11-21T12:00:00.000Z", "2026-11-23T14:00:00.000Z", "Monday at eight"],
    ["*/20 * * * *", "2026-11-21T12:01:00.000Z", "2026-11-21T12:20:00.000Z", "three times an hour"],
    ["0 2 29 2 *", "2026-11-21T12:00:00.000Z", "2028-02-29T08:00:00.000Z", "a leap day"],
    ["30 2 * * *", "2026-03-08T07:00:00.000Z", "2026-03-08T08:30:00.000Z", "the hour that daylight saving leaves out"],
    ["30 1 * * *", "2026-11-01T05:00:00.000Z", "2026-11-01T06:30:00.000Z", "the hour that it repeats, the first time"],
    [
      "30 1 * * *",
      "2026-11-01T06:30:00.000Z",
      "2026-11-02T07:30:00.000Z",
      "the hour that it repeats, not the second time",
    ],
  ])("%s after %s is %s: %s", (pattern, after, due) => {
    expect(nextDue(pattern, chicago, after)).toBe(due);
  });

  it.each(["0 25 * * *", "nonsense", "0 2 31 2 *"])("refuses %s with an example", (pattern) => {
    expect(() => nextDue(pattern, chicago, "2026-11-21T12:00:00.000Z")).toThrow(/Expected/);
  });
});

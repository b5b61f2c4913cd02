import { describe, expect, it } from "vitest";
import { changeBetween, changeInWords, moreOrFewer } from "../../src/reports/change.js";

describe("the change between two figures", () => {
  it.each([
    [10, 12, { number: 2, percent: 0.2 }, "+2 (+20%)"],
    [6, 3, { number: -3, percent: -0.5 }, "−3 (−50%)"],
    [0.1, 0.3, { number: 0.2, percent: 2 }, "+0.2 (+200%)"],
    [7, 7, { number: 0, percent: 0 }, "no change"],
    [1234, 2468, { number: 1234, percent: 1 }, "+1,234 (+100%)"],
  ])("from %d to %d", (before, now, change, words) => {
    const found = changeBetween(before, now);
    expect(found?.number).toBe(change.number);
    expect(found?.percent).toBeCloseTo(change.percent, 9);
    expect(found && changeInWords(found)).toBe(words);
  });

  it("from nothing has no percent", () => {
    expect(changeBetween(0, 4)).toEqual({ number: 4, percent: null });
    expect(changeInWords({ number: 4, percent: null })).toBe("+4");
  });

  it("is not known where a figure is not: nothing recorded, a day, a group too small", () => {
    for (const figure of [null, undefined, "2025-10-01", "<5"]) {
      expect(changeBetween(figure, 3)).toBeNull();
      expect(changeBetween(3, figure)).toBeNull();
    }
  });

  it("is more, fewer or as many as before", () => {
    const said = (number: number) => moreOrFewer({ number, percent: null }, "the week before");
    expect([3, -2.5, 0, 0.04].map(said)).toEqual([
      "3 more than the week before",
      "2.5 fewer than the week before",
      "as many as the week before",
      "as many as the week before",
    ]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { whatIsSeen } from "../../src/metrics/index.js";

const ofOne = (...groups: number[]) =>
  whatIsSeen(
    groups.map((count) => [count]),
    5,
  ).flat();

describe("small groups (P4)", () => {
  it.each([
    ["five and more are shown", [5, 12], ["shown", "shown"]],
    ["fewer are not, nor nobody at all", [4, 1, 0], ["small", "small", "small"]],
    ["one alone below takes the smallest of the others with it", [3, 20, 7], ["small", "shown", "withheld"]],
    ["two below hide each other", [3, 20, 4], ["small", "shown", "small"]],
    [
      "two that come to fewer than five together take one more with them",
      [1, 20, 3, 9],
      ["small", "shown", "small", "withheld"],
    ],
    ["nobody hides no one", [3, 0, 9, 7], ["small", "small", "shown", "withheld"]],
  ])("%s", (_, groups, seen) => {
    expect(ofOne(...groups)).toEqual(seen);
  });

  it("withholds across periods as well, but not their union", () => {
    expect(whatIsSeen([[3, 8, 11]], 5)).toEqual([["small", "withheld", "shown"]]);
    expect(whatIsSeen([[6, 8, 14]], 5)).toEqual([["shown", "shown", "shown"]]);
  });

  it("never leaves one hidden alone beside others that are shown", () => {
    const groups = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: width, maxLength: width }), {
        minLength: 1,
        maxLength: 6,
      }),
    );
    fc.assert(
      fc.property(groups, (people) => {
        const seen = whatIsSeen(people, 5);
        people[0]?.forEach((__, column) => {
          const cells = people.map((row, place) => ({ count: row[column] ?? 0, seen: seen[place]?.[column] }));
          for (const cell of cells) expect(cell.count < 5).toBe(cell.seen === "small");
          const hidden = cells.filter((cell) => cell.seen !== "shown" && cell.count > 0).length;
          const shown = cells.filter((cell) => cell.seen === "shown").length;
          expect(hidden === 1 && shown > 0).toBe(false);
          const together = cells.reduce((sum, { count, seen }) => (seen === "shown" ? sum : sum + count), 0);
          expect(together > 0 && together < 5 && shown > 0).toBe(false);
        });
      }),
    );
  });
});

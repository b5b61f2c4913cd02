import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PackedLines } from "../../../src/sources/grid/packed-lines.js";
import type { GridCell } from "../../../src/sources/index.js";

const packed = (lines: readonly (readonly GridCell[])[]): PackedLines => {
  const kept = new PackedLines();
  for (const line of lines) kept.add(line);
  return kept;
};

const cell = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\ud800", '"', "\\", "\u2028", " ", "01234"),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);

describe("packed lines", () => {
  test("are those that were added, however often they are gone through", () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 20 }), (lines) => {
        const kept = packed(lines);
        expect(kept.length).toBe(lines.length);
        expect([...kept]).toEqual(lines);
        expect([...kept]).toEqual(lines);
      }),
    );
  });

  test("keep blank lines between others and leave out those at the end", () => {
    const kept = packed([[], ["a"], [], [], ["b"], [], []]);
    expect(kept.length).toBe(5);
    expect([...kept]).toEqual([[], ["a"], [], [], ["b"]]);
  });

  test("are as many as came, over all parts, and none of the packed ones is held", () => {
    const lines = Array.from({ length: 2_345 }, (_, place) =>
      place % 7 === 3 ? [] : [`line ${place}`, String(place)],
    );
    const kept = packed(lines);
    expect([...kept]).toEqual(lines);
    const [once, again] = [[...kept], [...kept]];
    expect(once.filter((line, place) => line === again[place]).length).toBeLessThan(500);
  });
});

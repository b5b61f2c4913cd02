import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { givenNameKeys, isOneSlipApart, jaroWinkler, streetKey } from "../../src/domain/index.js";

const word = fc.stringMatching(/^[a-z]{1,12}$/);

describe("how alike two words are spelt", () => {
  it.each([
    ["martha", "marhta", 0.961],
    ["dwayne", "duane", 0.84],
    ["dixon", "dicksonx", 0.813],
    ["jellyfish", "smellyfish", 0.896],
    ["abc", "xyz", 0],
  ])("is known for %s and %s", (one, other, expected) => {
    expect(jaroWinkler(one, other)).toBeCloseTo(expected, 3);
  });

  it("is 1 for equal words, between 0 and 1 for all, and the same both ways", () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const alike = jaroWinkler(one, other);
        expect(jaroWinkler(one, one)).toBe(1);
        expect(alike).toBeGreaterThanOrEqual(0);
        expect(alike).toBeLessThanOrEqual(1);
        expect(jaroWinkler(other, one)).toBe(alike);
      }),
    );
  });

  it("says nothing of an empty word", () => {
    expect([jaroWinkler("", ""), jaroWinkler("", "ann")]).toEqual([0, 0]);
  });
});

describe("one slip of the keys", () => {
  it("is a letter more, less, other or exchanged with its neighbour, wherever it happens and whichever comes first", () => {
    const slips = (text: string, at: number, letter: string): string[] => [
      text.slice(0, at) + letter + text.slice(at),
      text.slice(0, at) + text.slice(at + 1),
      text.slice(0, at) + letter + text.slice(at + 1),
      text.slice(0, at) + (text[at + 1] ?? "") + (text[at] ?? "") + text.slice(at + 2),
    ];
    fc.assert(
      fc.property(word, fc.nat(), fc.stringMatching(/^[a-z]$/), (text, somewhere, letter) => {
        for (const slip of slips(text, somewhere % text.length, letter)) {
          expect(isOneSlipApart(text, slip)).toBe(true);
          expect(isOneSlipApart(slip, text)).toBe(true);
        }
      }),
    );
  });

  it.each([
    ["carmen", "carla"],
    ["1234", "2143"],
    ["ann", "annie"],
    ["abcd", "cdab"],
  ])("is not what parts %s from %s", (one, other) => {
    expect(isOneSlipApart(one, other)).toBe(false);
  });
});

describe("what words are looked up by", () => {
  it("is one for names that are short for one another, and as many as a name can stand for", () => {
    expect(givenNameKeys("Bill")).toEqual(givenNameKeys("WILLIAM"));
    expect(givenNameKeys("Chris")).toEqual(["christina", "christopher"]);
    expect(givenNameKeys("Nguyệt")).toEqual(["nguyet"]);
    expect(givenNameKeys(" ")).toEqual([]);
  });

  it("is one for a street however it is shortened", () => {
    expect(streetKey("123 North Main Street, Apt. 4")).toBe("123 n main st apt 4");
    expect(streetKey("123 N. MAIN ST APARTMENT 4")).toBe("123 n main st apt 4");
    expect(streetKey("12 Street Road")).not.toBe(streetKey("12 Road Street"));
  });
});

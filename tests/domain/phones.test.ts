import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizePhone, printPhone, readPhone } from "../../src/domain/index.js";

describe("a phone number of a list", () => {
  it.each([
    ["346-555-0100", "3465550100"],
    ["(209) 555-0100", "2095550100"],
    ["+1 209 555 0100", "2095550100"],
    ["1-800-555-0100", "8005550100"],
    ["209.555.0100", "2095550100"],
    ["209/555-0100", "2095550100"],
    ["2095550100.0", "2095550100"],
    ["Cell: 209-555-0100", "2095550100"],
    ["209-555-0100 (home)", "2095550100"],
    ["209-555-0100 ext", "2095550100"],
  ])("%s is %s", (text, number) => expect(readPhone(text)).toEqual({ number, extension: null, raw: text }));

  it.each([
    ["209-555-0100 x12", "12"],
    ["209-555-0100x12", "12"],
    ["(209) 555-0100, ext. 12", "12"],
    ["209-555-0100 Extension 12", "12"],
    ["209-555-0100 #12", "12"],
  ])("%s has the extension %s", (text, extension) =>
    expect(readPhone(text)).toEqual({ number: "2095550100", extension, raw: text }),
  );

  it.each([
    ["209-555-0100 / 209-555-0101", "2095550100", null],
    ["209-555-0100; 209-555-0101", "2095550100", null],
    ["555-0100, 209-555-0101", "2095550101", null],
    ["(209) 555-0100 (209) 555-0101", "2095550100", null],
    ["209-555-0100 or 209-555-0101", "2095550100", null],
    ["209-555-0100 x12 / 209-555-0101", "2095550100", "12"],
    ["209/555-0100, 209/555-0101", "2095550100", null],
    ["209-555-0100\n209-555-0101", "2095550100", null],
    ["Cell 209-555-0100 & Home 209-555-0101", "2095550100", null],
  ])("of several in one cell the first valid one is taken: %j", (text, number, extension) =>
    expect(readPhone(text)).toEqual({ number, extension, raw: text }),
  );

  it.each([
    "555-0100",
    "209-555-010",
    "209-555-01000",
    "1-800-FLOWERS",
    "call the office",
    "+44 20 7946 0958",
    "12-34",
  ])("%s is not valid, is kept as written, and identifies nobody", (text) =>
    expect(readPhone(text)).toMatchObject({ number: null, raw: text }),
  );

  it.each(["000-000-0000", "9999999999", "(111) 111-1111", "1-555-555-5555"])(
    "%s has ten digits and is nobody's",
    (text) => expect(readPhone(text)).toMatchObject({ number: null, raw: text }),
  );

  it("is nothing where nothing is said", () => {
    expect(["", " ", "None", "N/A", "--", null, undefined].map(readPhone)).toEqual(Array(7).fill(null));
  });
});

describe("any text read as a phone number", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.stringMatching(/^[0-9()+ .x#/;,-]{0,40}$/),
    fc
      .array(fc.constantFrom("209", "555", "0100", "-", " ", "/", "x", "ext", "cell", "1", "+", "and"))
      .map((all) => all.join("")),
  );

  it("is ten digits or null, and read again it is the same", () => {
    fc.assert(
      fc.property(text, (written) => {
        const number = normalizePhone(written);
        if (number === null) return;
        expect(number).toMatch(/^\d{10}$/);
        expect([normalizePhone(number), normalizePhone(printPhone(number))]).toEqual([number, number]);
      }),
    );
  });

  it("keeps what came", () => {
    fc.assert(
      fc.property(text, (written) => {
        const phone = readPhone(written);
        if (phone !== null) expect(phone.raw).toBe(written.trim());
      }),
    );
  });
});

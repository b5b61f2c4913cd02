import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { licenceAfterDash } from "../../src/domain/index.js";

describe("a licence after a dash", () => {
  it.each([
    ["Licensed Center - C12345", "Licensed Center", "C12345"],
    ["Licensed Center – c12345", "Licensed Center", "C12345"],
    ["Licensed Center — C-12345", "Licensed Center", "C-12345"],
    ["Licensed Center −12345", "Licensed Center", "12345"],
    ["Licensed Center-C12345", "Licensed Center", "C12345"],
    ["Family Home - Large - 12345", "Family Home - Large", "12345"],
    ["Licensed Center - C12345 - Provisional", "Licensed Center - Provisional", "C12345"],
    ["Part-Time Center - C12345", "Part-Time Center", "C12345"],
    ["Licensed Center - No. 12345", "Licensed Center", "12345"],
    ["Licensed Center - # 12345", "Licensed Center", "12345"],
    ["Licensed\nCenter - C 12345", "Licensed Center", "C12345"],
    ["Licensed Center", "Licensed Center", null],
    ["Licensed Center - Provisional", "Licensed Center - Provisional", null],
    ["Center, ages 3-5", "Center, ages 3-5", null],
    ["- C12345", null, "C12345"],
    ["n/a", null, null],
    [null, null, null],
  ])("%j: %s and %s", (text, type, licence) => expect(licenceAfterDash(text)).toEqual({ type, licence }));

  it("comes out of what is written of it, with a dash of any kind", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Center", "Part-Time Home"),
        fc.stringMatching(/^[A-Z]{0,3}\d{3,8}$/),
        fc.constantFrom(" - ", " – ", " —", "− ", "-", "–"),
        (type, licence, dash) => {
          expect(licenceAfterDash(type + dash + licence)).toEqual({ type, licence });
        },
      ),
    );
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void licenceAfterDash(text)));
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  foldText,
  isSameGivenName,
  organizationKey,
  recaseName,
  splitPersonName,
  surnameKey,
} from "../../src/domain/index.js";

describe("a name in capitals", () => {
  it.each([
    ["JANE", "Jane"],
    ["MCCARTHY", "McCarthy"],
    ["JANE MCCARTHY", "Jane McCarthy"],
    ["O'BRIEN", "O'Brien"],
    ["DE LA CRUZ", "De La Cruz"],
    ["MACY", "Macy"],
    ["smith", "smith"],
  ])("T48: %s becomes %s", (written, expected) => {
    expect(recaseName(written)).toBe(expected);
  });

  it.each([
    ["MACDONALD", "MacDonald"],
    ["MACHADO", "Machado"],
    ["MCGEE-SMITH", "McGee-Smith"],
    ["D’ANGELO", "D’Angelo"],
    ["GARCÍA LÓPEZ", "García López"],
    ["HENRY VIII", "Henry VIII"],
    ["SMITH JR", "Smith Jr"],
    ["J.R.", "J.R."],
    ["JD", "JD"],
    ["JO", "Jo"],
    ["NG", "Ng"],
    ["J", "J"],
    ["deShawn", "deShawn"],
    ["  MARY   ANN ", "Mary Ann"],
    ["李", "李"],
  ])("%s becomes %s", (written, expected) => {
    expect(recaseName(written)).toBe(expected);
  });

  it("says nothing where the source wrote None", () => {
    expect(["None", "n/a", "--", "nan", "", "  ", null].map(recaseName)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it("keeps its letters, and is settled after one reading", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-ZÀ-Ö' -]{1,30}$/), (written) => {
        const once = recaseName(written);
        expect(recaseName(once)).toBe(once);
        if (once !== null) expect(once.toUpperCase()).toBe(written.replace(/\s+/g, " ").trim());
      }),
    );
  });
});

describe("names for comparison", () => {
  it("leave accents, case and punctuation out", () => {
    expect(foldText("Zürich & Söhne")).toBe("zurich and sohne");
    expect(foldText("O’Brien")).toBe(foldText("OBRIEN"));
    expect(foldText("Garcia-Lopez")).toBe("garcia lopez");
    expect(foldText("Kansas City Public Schools (MO)")).toBe("kansas city public schools mo");
    expect(foldText("U.S. Bank")).toBe("us bank");
  });

  it.each([
    ["Hill's Pet Nutrition, Inc.", "hills pet nutrition"],
    ["Next Level, LLC", "next level"],
    ["The Cerner Corporation", "cerner"],
    ["Smith & Sons Co., Inc.", "smith and sons"],
    ["Inc.", "inc"],
    ["The Company", "company"],
    ["Company of Friends", "company of friends"],
  ])("organisation %s is %s", (name, key) => {
    expect(organizationKey(name)).toBe(key);
  });

  it("settle after one folding", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => foldText(foldText(text)) === foldText(text)));
  });

  it("take a surname without its suffix", () => {
    expect(surnameKey("O'Brien Jr.")).toBe("obrien");
    expect(surnameKey(null)).toBe("");
  });

  it("take title and suffix off a person's name", () => {
    expect(splitPersonName("Dr. Maria Garcia Lopez")).toEqual({ first: "Maria", last: "Garcia Lopez" });
    expect(splitPersonName("Mrs. O'Brien")).toEqual({ first: null, last: "O'Brien" });
    expect(splitPersonName("John  Smith, Jr.")).toEqual({ first: "John", last: "Smith" });
    expect(splitPersonName("--")).toBeNull();
  });

  it("know short forms by table, not by likeness", () => {
    expect(isSameGivenName("Dave", "David")).toBe(true);
    expect(isSameGivenName("Rob", "ROBERT")).toBe(true);
    expect(isSameGivenName("Alexander", "Alexandra")).toBe(false);
    expect(isSameGivenName("Maria", "Marie")).toBe(false);
  });
});

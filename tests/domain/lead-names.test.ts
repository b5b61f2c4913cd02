import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCaregiver, recaseCompany, withoutStrayQuotes } from "../../src/domain/index.js";

describe("a caregiver of a register", () => {
  it.each([
    ["DOE, JANE DBA LITTLE STARS", "Jane Doe", "Little Stars"],
    ["DOE, JANE D/B/A LITTLE STARS LLC", "Jane Doe", "Little Stars LLC"],
    ["DOE, JANE, d.b.a. Little Stars", "Jane Doe", "Little Stars"],
    ["Doe, Jane dba: LITTLE STARS", "Jane Doe", "Little Stars"],
    ["JANE DOE DBA LITTLE STARS", "Jane Doe", "Little Stars"],
    ["DOE, JANE MARIE", "Jane Marie Doe", null],
    ["DOE,JANE", "Jane Doe", null],
    ["DOE JR, JOHN", "John Doe Jr", null],
    ["DOE, JOHN, JR", "John Doe Jr", null],
    ["MCCARTHY, JANE DBA O'BRIEN'S KIDS", "Jane McCarthy", "O'Brien's Kids"],
    ["DOE, JANE AND JOHN DBA LITTLE STARS", "Jane and John Doe", "Little Stars"],
    ["DOE, JANE\nPrimary Caregiver", "Jane Doe", null],
    ["DOE, JANE DBA LITTLE STARS\r\nPrimary Caregiver", "Jane Doe", "Little Stars"],
    ["DOE, JANE DBA LITTLE\nSTARS\nPrimary Caregiver: since 2019", "Jane Doe", "Little Stars"],
    ["DOE, JANE Primary Caregiver", "Jane Doe", null],
    ['DOE, JANE DBA "LITTLE STARS" LLC', "Jane Doe", "Little Stars LLC"],
    ['DOE, JANE DBA Bob"s Place', "Jane Doe", "Bob's Place"],
    ["Jane Doe", "Jane Doe", null],
    ["LITTLE STARS LLC", null, "Little Stars LLC"],
    ["LITTLE STARS, LLC", null, "Little Stars, LLC"],
    ["ACADEMY OF THE STARS", null, "Academy of the Stars"],
    ["BRIGHT IDEAS LLC DBA LITTLE STARS", null, "Little Stars"],
    ["DBA LITTLE STARS", null, "Little Stars"],
    ["DOE, JANE DBA", "Jane Doe", null],
    ["DUBAI, JANE", "Jane Dubai", null],
    ["CHURCH, JANE", "Jane Church", null],
    ["DOE, JANE AND ROE, RICHARD", "Jane Doe and Richard Roe", null],
    ["DOE, JANE\nPrimary Caregiver\nROE, RICHARD\nAssistant", "Jane Doe", null],
    ["Primary Caregiver\nDOE, JANE", "Jane Doe", null],
  ])("%j", (text, person, company) => expect(readCaregiver(text)).toEqual({ person, company }));

  it("is nobody where nothing is said", () => {
    expect(["", "N/A", "--", "\n", "Primary Caregiver\n", null, undefined].slice(0, 4).map(readCaregiver)).toEqual(
      Array(4).fill(null),
    );
    expect([null, undefined, ",", '""'].map(readCaregiver)).toEqual(Array(4).fill(null));
  });
});

describe("a company in capitals", () => {
  it.each([
    ["LITTLE STARS LLC", "Little Stars LLC"],
    ["LITTLE STARS, L.L.C.", "Little Stars, L.L.C."],
    ["LITTLE STARS INC", "Little Stars Inc"],
    ["BOB'S KIDS", "Bob's Kids"],
    ["DOE, JANE DBA LITTLE STARS", "Doe, Jane DBA Little Stars"],
    ["KIDS' CORNER", "Kids' Corner"],
    ["MCDONALD ACADEMY", "McDonald Academy"],
    ["ABC PRESCHOOL", "ABC Preschool"],
    ["YMCA OF RENO", "YMCA of Reno"],
    ["TLC CHILD CARE", "TLC Child Care"],
    ["B&B KIDS", "B&B Kids"],
    ["ST. MARY'S CHURCH", "St. Mary's Church"],
    ["THE LEARNING TREE", "The Learning Tree"],
    ["PLAY-N-LEARN", "Play-N-Learn"],
    ["KIDS/TOTS (NORTH)", "Kids/Tots (North)"],
    ["LITTLE STARS #2", "Little Stars #2"],
    ["1ST STEPS", "1st Steps"],
    ['"LITTLE STARS" LLC', "Little Stars LLC"],
    ["'LITTLE STARS'", "Little Stars"],
    ["  LITTLE   STARS ", "Little Stars"],
    ["Little STARS", "Little STARS"],
    ["iKids", "iKids"],
  ])("%s becomes %s", (text, name) => expect(recaseCompany(text)).toBe(name));

  it("says nothing where the source wrote None", () => {
    expect(["None", "n/a", "", '"', null].map(recaseCompany)).toEqual(Array(5).fill(null));
  });

  it("keeps its letters, and is settled after one reading", () => {
    const words = fc.constantFrom(
      ..."LITTLE STARS LLC INC ABC YMCA OF THE KIDS' BOB'S O'BRIEN MCDONALD ST. 1ST #2 & A+ TLC KIDS/TOTS PLAY-N-LEARN (NORTH) Mixed L.L.C.".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1 }).map((all) => all.join(" ")),
        (text) => {
          const once = recaseCompany(text);
          expect(recaseCompany(once)).toBe(once);
          expect(once?.toUpperCase()).toBe(text.toUpperCase());
        },
      ),
    );
  });
});

describe("stray quotes", () => {
  it.each([
    ['"LITTLE STARS" LLC', "LITTLE STARS LLC"],
    ['Bob"s', "Bob's"],
    ["“Little” Stars", "Little Stars"],
    ["Bob`s", "Bob's"],
    ["KIDS' PLACE", "KIDS' PLACE"],
    ["'Til Noon", "'Til Noon"],
    ['""', ""],
  ])("%s is %s", (text, clean) => expect(withoutStrayQuotes(text)).toBe(clean));
});

describe("any text read as a name", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          "DOE",
          ",",
          "JANE",
          "DBA",
          "D/B/A",
          '"',
          "'",
          "\n",
          "Primary Caregiver",
          "LLC",
          "LITTLE",
          "AND",
          "JR",
          "#2",
        ),
      )
      .map((all) => all.join(" ")),
  );

  it("never throws, and what is read says something", () => {
    fc.assert(
      fc.property(text, (written) => {
        const read = readCaregiver(written);
        if (read !== null) expect(read.person ?? read.company).not.toBeNull();
        recaseCompany(written);
      }),
    );
  });

  it("is read the same once it is clean", () => {
    const names = fc.constantFrom("DOE, JANE", "O'BRIEN, MARY ANN", "Jane Doe", "MCGEE-SMITH, J.R.");
    const companies = fc.constantFrom("LITTLE STARS", '"SUNNY" KIDS LLC', "ABC PRESCHOOL", 'Bob"s Place');
    fc.assert(
      fc.property(names, companies, fc.constantFrom("DBA", "d/b/a", "D.B.A."), (name, company, mark) => {
        const read = readCaregiver(`${name} ${mark} ${company}\nPrimary Caregiver`);
        expect(readCaregiver(`${read?.person} DBA ${read?.company}`)).toEqual(read);
      }),
    );
  });
});

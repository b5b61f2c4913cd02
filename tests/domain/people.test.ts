import { describe, expect, it } from "vitest";
import {
  absent,
  isPersonOfColor,
  present,
  presentNumber,
  printEventSkill,
  readAgeGroup,
  readEducation,
  readGender,
  readRace,
  splitEventSkills,
  splitSkills,
} from "../../src/domain/index.js";
import { organizationSchema } from "../../src/runtime/index.js";

const { peopleOfColor } = organizationSchema.parse(undefined);

describe("words that mean nothing", () => {
  it("are nothing", () => {
    for (const text of [null, undefined, "", "  ", "None", "none", "N/A", "n/a", "--", "nan", "NaT"])
      expect(absent(text)).toBe(true);
    for (const text of ["0", "Nona", "Nancy", "Na Li"]) expect(absent(text)).toBe(false);
  });

  it("leave the rest, tidied", () => {
    expect(present("  two \n words ")).toBe("two words");
    expect(["2.5", "", "abc", "0", 3, Number.NaN, null].map(presentNumber)).toEqual([
      2.5,
      null,
      null,
      0,
      3,
      null,
      null,
    ]);
  });
});

describe("race and ethnicity", () => {
  it("T47: AggregateResult is dropped, two labels are multi-racial, nothing is unknown", () => {
    expect(readRace("AggregateResultBlack/African American")).toBe("black");
    expect(readRace("Asian, White")).toBe("multi_racial");
    expect(readRace(null)).toBe("unknown");
  });

  it.each([
    ["White", "white"],
    ["Hispanic American/Latino", "hispanic"],
    ["Bi-racial/Multi-racial/Multicultural", "multi_racial"],
    ["Bi-racial", "bi_racial"],
    ["Two or More Races", "two_or_more"],
    ["Native American/Alaska Native/First Nation", "american_indian"],
    ["White/Caucasian/European American", "white"],
    ["Asian American/Pacific Islander", "asian"],
    ["Prefer not to answer", "prefer_not_to_say"],
    ["Other POC", "other_poc"],
    ["Hispanic or Latino;White", "multi_racial"],
    ["Black and White", "multi_racial"],
    ["White (non-Hispanic)", "white"],
    ["Black, not Hispanic", "black"],
    ["White;Caucasian", "white"],
    ["None", "unknown"],
    ["Martian", "unknown"],
  ])("%s is %s", (raw, race) => {
    expect(readRace(raw)).toBe(race);
  });

  it("is of colour, not of colour, or not known (P4)", () => {
    expect(
      ["black", "other_poc", "two_or_more", "white", "other", "prefer_not_to_say", "unknown", null].map((race) =>
        isPersonOfColor(race, peopleOfColor),
      ),
    ).toEqual([true, true, true, false, null, null, null, null]);
  });
});

describe("other words about people", () => {
  it("are mapped, and what is not mapped is unknown", () => {
    expect(
      [
        "Bachelor's",
        "Bachelors Degree",
        "MASTERS",
        "Ph.D.",
        "High School Diploma or GED",
        "Advanced Professional Degree",
        "Certification",
        "Prefer not to answer",
        null,
      ].map(readEducation),
    ).toEqual([
      "bachelors",
      "bachelors",
      "masters",
      "doctorate",
      "high_school",
      "professional",
      "other",
      "unknown",
      "unknown",
    ]);
    expect(["Female", "Non-binary", "Prefer not to say", "NA", "N/A", null].map(readGender)).toEqual([
      "female",
      "non_binary",
      "prefer_not_to_say",
      "prefer_not_to_say",
      "prefer_not_to_say",
      null,
    ]);
    expect(["25–34", "under 18", "65+", "old", null].map(readAgeGroup)).toEqual([
      "25-34",
      "Under 18",
      "65+",
      "unknown",
      "unknown",
    ]);
  });
});

describe("skills", () => {
  it("T46: come from text and list without duplicates or a joined token", () => {
    expect(splitSkills("Data Analysis; Python", "Python;JavaScript").sort()).toEqual([
      "Data analysis",
      "Javascript",
      "Python",
    ]);
  });

  it("are split at either mark, and a trailing one adds none", () => {
    expect(splitSkills("Python,JavaScript", "public  speaking; ;", null, "None")).toEqual([
      "Python",
      "Javascript",
      "Public speaking",
    ]);
  });

  it("of an event say their group", () => {
    expect(
      splitEventSkills('"PWY-Tech","Skills-Coding",CCE-Resume', "ACT-Tour; CSCs-Teamwork, Plain").map(printEventSkill),
    ).toEqual([
      "Pathway: Tech",
      "Skill: Coding",
      "Career/College: Resume",
      "Activity: Tour",
      "Core Skill: Teamwork",
      "Plain",
    ]);
  });
});

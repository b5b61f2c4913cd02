import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readVocabulary, skillMatches, stemsOf, understandSkill } from "../../src/people/index.js";
import { projectFile } from "../../src/runtime/index.js";
import { VOCABULARY } from "./crowd.js";

describe("the words for skills (S3)", () => {
  const finds = (asked: string, skill: string) => skillMatches(skill, understandSkill(asked, VOCABULARY));

  it("parts a text into the stems of its words, without letters that stand alone", () => {
    expect(stemsOf("Engineering & R, a Café")).toEqual([...stemsOf("engineer"), "cafe"]);
    expect(stemsOf("C++ and C#")).toEqual(["c++", "and", "c#"]);
    expect(stemsOf("C R a")).toEqual([]);
  });

  it.each([
    ["engineer", "Civil Engineering", true],
    ["java", "JavaScript", false],
    ["javascript", "JS", true],
    ["js", "JavaScript frameworks", true],
    ["IT support", "Information Technology", true],
    ["support", "Information Technology", false],
    ["r", "R", false],
    ["", "Python", false],
    ["stem", "Python scripting", true],
    ["stem", "Stem cells", false],
    ["health", "Healthy cooking", false],
    ["health", "Nursing", true],
    ["c++", "C++ and Rust", true],
    ["c", "C++ and Rust", false],
  ])("%j for the skill %j: %s", (asked, skill, isFound) => {
    expect(finds(asked, skill)).toBe(isFound);
  });

  it("says which word was a group and what it stood for", () => {
    expect(understandSkill(" Health ", VOCABULARY)).toEqual({ asked: " Health ", group: "health", terms: ["nursing"] });
    expect(understandSkill("python", VOCABULARY).group).toBeNull();
  });
});

describe("the skills file", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-skills-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const written = (text: string): string => {
    const file = path.join(folder, "skills.yml");
    writeFileSync(file, text);
    return file;
  };

  it("of this project can be read and knows the group stem", () => {
    const { groups } = readVocabulary(projectFile("config/skills.yml"));
    expect(groups.stem).toContain("engineering");
  });

  it("names the place of a mistake", () => {
    const file = written("groups: { stem: [x] }");
    expect(() => readVocabulary(file)).toThrowError(expect.objectContaining({ code: "configuration_invalid" }));
    expect(() => readVocabulary(file)).toThrow(/groups\.stem\.0/);
  });

  it("may leave everything out", () => {
    expect(readVocabulary(written("groups: {}"))).toEqual({ groups: {}, synonyms: [] });
  });
});

import { describe, expect, it } from "vitest";
import { formOf, withSubmitted } from "../../src/command/forms.js";
import { defineCommand, formatLine, take } from "../../src/command/index.js";
import { filtersInWords } from "../../src/command/values.js";
import { writeLine } from "../../src/command/write.js";
import { answer } from "./commands.js";
import { READING, read, spoken } from "./reading.js";

const takeIn = defineCommand({
  name: "take-in",
  family: "data",
  summary: "Takes in a file.",
  examples: ["take-in roster.csv"],
  allow: ["staff"],
  effect: "write",
  args: { file: take.file({ label: "File", positional: "one", required: true }) },
  run: async () => answer("Taken in."),
});

describe("a file", () => {
  it.each([
    ["roster.csv", "roster.csv"],
    ['"/home/ada/Roster, KCK (2).csv"', "/home/ada/Roster, KCK (2).csv"],
    ["file:F0123ABC", "F0123ABC"],
    [["C:\\Users\\ada\\roster, all.csv"], "C:\\Users\\ada\\roster, all.csv"],
  ])("%j is one reference, whole", (line, reference) => {
    expect(read(takeIn, line)).toEqual({ file: reference });
  });

  it("is written so that it is read back", () => {
    for (const file of ["roster.csv", "/tmp/a b, c.csv", 'odd "name".xlsx'])
      expect(read(takeIn, formatLine(takeIn, { file }).slice("take-in ".length))).toEqual({ file });
  });

  it("is asked for by a field of its own, and what is uploaded there completes the line", () => {
    const form = formOf(takeIn, new Map(), { more: false });
    expect(form.fields).toMatchObject([{ key: "file", entry: { kind: "file" }, required: true, values: [] }]);
    const given = withSubmitted(takeIn, new Map(), { file: ["F0123ABC"] });
    expect(writeLine(takeIn, given)).toBe('take-in "F0123ABC"');
    const { given: again } = spoken(takeIn, '"F0123ABC"');
    expect(formOf(takeIn, again, { more: false }).fields[0]?.values).toEqual(["F0123ABC"]);
  });

  it("is no filter: no footer names it", () => {
    expect(filtersInWords(takeIn, spoken(takeIn, "roster.csv").given, READING)).toEqual({});
  });
});

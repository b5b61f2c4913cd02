import { describe, expect, it } from "vitest";
import { commands } from "../../../commands/index.js";
import { generateOrganization } from "../../../sandbox/sample/index.js";

const EXAMPLES = commands.flatMap(({ examples }) => examples).join("\n");

/** Who and what the examples of help name, by what the sample has them as; whatever day it was made for. */
const NAMED = [
  ["Account", "Hill's Pet Nutrition"],
  ["Account", "Sunflower Health"],
  ["Account", "Center for Applied Robotics"],
  ["Account", "Grandview School District"],
  ["Account", "Kaw Point High School"],
  ["Contact", "Victor Zamora"],
  ["Contact", "victor.zamora@monarchmanufacturing.example"],
  ["Contact", "Tobias Conrad"],
  ["Contact", "tobias.conrad@school.example"],
  ["Contact", "asha.gandhi@school.example"],
  ["Session__c", "Engineering week at Kaw Point"],
  ["Session__c", "Career fair: animal nutrition"],
  ["Session__c", "Biology of a healthy cat"],
  ["Session__c", "Canceled - Snow day career fair"],
] as const;

describe.each(["2026-11-21", "2027-06-01"])("the examples of help, in a sandbox begun on %s", (today) => {
  const sample = generateOrganization({ seed: 816, size: 1, today });

  it.each(NAMED)("find the %s “%s”", (object, name) => {
    const told = sample[object].map((row) =>
      "Email" in row ? `${row.FirstName} ${row.LastName} ${row.Email}` : row.Name,
    );
    expect(told.filter((words) => words.toLowerCase().includes(name.toLowerCase()))).not.toEqual([]);
    const short = name.replace(/ at .*|^Canceled - /g, "");
    expect(EXAMPLES).toContain(short);
  });
});

it("the examples of help name events and people as a fresh sandbox has them, by no id that it does not have", () => {
  // Who is merged into whom, and what a question is answered with, is for whoever has such a pair before them.
  const others = commands.filter(({ name }) => !["merge", "ticket"].includes(name)).flatMap(({ examples }) => examples);
  expect(others.filter((line) => /\b(?:a0[A-Z0-9]|a01|003)[0-9A-Za-z]{12,15}\b/.test(line))).toEqual([]);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  asPolarisError,
  leadSourcesBeside,
  readLeadSource,
  readLeadSources,
  standardLeadSources,
} from "../../src/runtime/index.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "polaris-lead-sources-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const SMALL = `
name: list
label: A list
file: "list*.csv"
columns:
  - { name: Number }
  - { name: Name }
  - { name: Phone, type: phone }
key: [Number]
lead:
  company: { from: Name, as: company }
  phone: { from: Phone, as: phone }
`;

function refusal(content: string): string {
  const file = write("list.yml", content);
  try {
    readLeadSource(file);
  } catch (thrown) {
    const { code, message } = asPolarisError(thrown);
    return `${code}: ${message.replace(file, "FILE")}`;
  }
  return "it was accepted";
}

describe("the sources of prospective leads", () => {
  it("come with Polaris, their columns exactly those of the lists", () => {
    const columns = Object.fromEntries(
      standardLeadSources().map(({ name, columns }) => [name, columns.map((column) => column.name).join(", ")]),
    );
    expect(columns).toEqual({
      source_1:
        "Name, Credential Type, Credential Number, Status, Expiration Date, Disciplinary Action, Address, State, County, Phone, First Issue Date, Primary Contact Name, Primary Contact Role",
      source_2:
        "Type License, Company, Accepts Subsidy, Year Round, Daytime Hours, Star Level, Mon, Tues, Wed, Thurs, Friday, Saturday, Sunday, Primary Caregiver, Phone, Email, Address1, Address2, City, State, Zip, Subsidy Contract Number, Total Cap, Ages Accepted 1, AA2, AA3, AA4, License Monitoring Since, School Year Only, Evening Hours",
      source_3:
        "Operation, Agency Number, Operation Name, Address, City, State, Zip, County, Phone, Type, Status, Issue Date, Capacity, Email Address, Facility ID, Monitoring Frequency, Infant, Toddler, Preschool, School",
    });
  });

  it("use every column of their lists, so that nothing that came is left unsaid", () => {
    for (const { columns, lead, extra } of standardLeadSources()) {
      const used = [...Object.values(lead), ...Object.values(extra)].flatMap(({ from }) => from);
      expect(columns.map(({ name }) => name).filter((name) => !used.includes(name))).toEqual([]);
    }
  });

  it("are those beside organization.yml, where there are some", () => {
    const organization = write("organization.yml", "name: Elsewhere\n");
    expect(leadSourcesBeside(organization)).toBe(standardLeadSources());
    expect(readLeadSources(path.join(folder, "lead-sources"))).toEqual([]);
  });

  it("are read with what is left out filled in", () => {
    expect(readLeadSource(write("list.yml", SMALL))).toMatchObject({
      columns: [{ name: "Number", type: "text", optional: false }, { name: "Name" }, { type: "phone" }],
      lead: { company: { from: ["Name"], as: "company" } },
      extra: {},
    });
  });

  it.each([
    [
      "a name with a blank",
      SMALL.replace("name: list", "name: my list"),
      "name — small letters, digits and _, as in source_1.",
    ],
    ["a cleaning that there is not", SMALL.replace("as: phone", "as: telephone"), "lead.phone.as — "],
    ["a field that there is not", SMALL.replace("company:", "firm:"), 'lead — Unrecognized key: "firm".'],
    ["no key", SMALL.replace("key: [Number]", "key: []"), "key — "],
    [
      "a key that is no column",
      SMALL.replace("[Number]", "[Nr]"),
      "“Nr” is none of its columns. Expected one of: Number, Name, Phone.",
    ],
    ["a field of no column", SMALL.replace("from: Name", "from: Title"), "“Title” is none of its columns."],
    [
      "a column twice",
      SMALL.replace("{ name: Name }", "{ name: Number }"),
      "“Number” stands twice among its columns. Expected each once.",
    ],
    [
      "a pattern that is none",
      SMALL.replace("{ name: Name }", '{ name: Name, pattern: "(" }'),
      "columns.1.pattern — a regular expression, as in “months|years”.",
    ],
    ["a state in small letters", `${SMALL}state: nv\n`, "state — two capital letters, as in NV."],
    ["what is no YAML", "name: [", "cannot be read as YAML"],
  ])("name the place of a mistake: %s", (_, content, words) => {
    expect(refusal(content)).toContain("configuration_invalid: FILE");
    expect(refusal(content)).toContain(words);
  });

  it("have each name once", () => {
    write("a.yml", SMALL);
    write("b.yml", SMALL);
    expect(() => readLeadSources(folder)).toThrow("two files are named list. Expected each name once.");
  });
});

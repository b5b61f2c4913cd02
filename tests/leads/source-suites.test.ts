import { describe, expect, it } from "vitest";
import { openSuites } from "../../src/intake/index.js";
import { standardLeadSources } from "../../src/runtime/index.js";

const shipped = openSuites("config");

/** A usual row of each list, as it comes. */
const USUAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  source_1: {
    Name: "Little Stars",
    "Credential Number": "2-100",
    Status: "Active",
    Address: "150 N. SOME ST MESQUITE, NV 89027",
    State: "NV",
    Phone: "346-555-0100",
    "Expiration Date": "12/1/26",
    "First Issue Date": "12/1/13",
  },
  source_2: {
    "Type License": "Center - 100",
    Company: "BYTE, ADA DBA LITTLE STARS",
    Phone: "(209) 555-0100",
    Email: "ada@example.org",
    Address1: "150 N Some St",
    City: "Modesto",
    State: "CA",
    Zip: "95350",
    "License Monitoring Since": "Monitoring since 2020-09-02",
  },
  source_3: {
    Operation: "100",
    "Operation Name": "Little Stars",
    Address: "150 N Some St",
    City: "Austin",
    State: "TX",
    Zip: "78701-1234",
    Phone: "512-555-0100",
    "Issue Date": "2013-12-01",
    Capacity: "40",
    "Email Address": "ada@example.org",
    Infant: "Y",
    School: "N",
  },
};
const KEYS: Readonly<Record<string, string>> = {
  source_1: "Credential Number",
  source_2: "Type License",
  source_3: "Operation",
};

describe.each(standardLeadSources().map((source) => ({ source })))("what is expected of $source.name", ({ source }) => {
  const headers = source.columns.map(({ name }) => name);
  const usual = USUAL[source.name] ?? {};
  const key = KEYS[source.name] ?? "";
  /** Judges rows, each the usual one with its own number and what is changed, two to a page. */
  const judged = (changes: readonly Readonly<Record<string, string>>[], there: readonly string[] = headers) => {
    const judge = shipped.begin(`lead-${source.name}`);
    if (judge === null) throw new Error(`there is a suite of ${source.name}`);
    const lines = changes.map((change, place) => ({
      line: place + 2,
      cells: { ...usual, [key]: `${usual[key] ?? ""}${place}`, ...change },
    }));
    const failing: number[] = [];
    for (let from = 0; from === 0 || from < lines.length; from += 2)
      failing.push(...judge.judgeLines(lines.slice(from, from + 2), { there, absent: [] }).keys());
    return { stop: judge.stop, failing };
  };

  it("is met by usual rows", () => {
    expect(judged([{}, {}, {}])).toEqual({ stop: null, failing: [] });
  });

  it("lets a row with a broken phone through, and stops where most phones are none", () => {
    expect(judged([{}, {}, { Phone: "555" }]).stop).toBeNull();
    expect(judged([{}, { Phone: "555" }, { Phone: "Oak Street" }]).stop).toContain("(Phone) fails for 2 rows");
  });

  it("stops for a file without rows, and for one that lacks a column that matters, naming it", () => {
    expect(judged([]).stop).toContain("expect_table_row_count_to_be_between");
    expect(
      judged(
        [{}],
        headers.filter((name) => name !== "Phone"),
      ).stop,
    ).toContain('The column "Phone" in BatchData');
  });
});

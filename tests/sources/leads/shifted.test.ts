import { describe, expect, test } from "vitest";
import type { LeadSource } from "../../../src/runtime/index.js";
import type { LeadRecord } from "../../../src/sources/index.js";
import {
  cellsOf,
  header,
  judged,
  LISTED,
  lines,
  OPERATING,
  placeOf,
  recognised,
  recordsOf,
  SOURCE_2,
  SOURCE_3,
  useFolder,
} from "./setting.js";

const folder = useFolder();

async function read(source: LeadSource, ...rows: readonly (readonly string[])[]): Promise<LeadRecord[]> {
  const file = await folder.write("list.csv", lines([header(source), ...rows]));
  return recordsOf(await recognised(file, source.name));
}

/** A row as it should have been, but for the note that it was not. */
const right = (record: LeadRecord | undefined) => ({ ...record, problems: [], rowKey: "", leadKey: "" });

const listed = cellsOf(SOURCE_2, LISTED);
const operating = cellsOf(SOURCE_3, OPERATING);

describe("a row whose cells stand beside their columns", () => {
  test.each([
    ["a blank too many", listed.toSpliced(placeOf(SOURCE_2, "Subsidy Contract Number"), 0, ""), "SC-20136"],
    ["two blanks too many", listed.toSpliced(placeOf(SOURCE_2, "Total Cap"), 0, "", ""), "14"],
    ["the blanks of two ages left out", listed.toSpliced(placeOf(SOURCE_2, "AA3"), 2), "Monitoring since 2020-09-02"],
  ])("%s: it is put right, with a note", async (_, cells, came) => {
    const [as, shifted] = await read(SOURCE_2, listed, cells, listed);
    expect(as?.problems).toEqual([]);
    expect(shifted?.problems).toMatchObject([{ field: "row", problem: "shifted" }]);
    expect({ ...shifted, problems: [] }).toEqual(as);
    expect(came).toContain(shifted?.problems[0]?.came);
  });

  test("a blank left out at the end of the line is none", async () => {
    const [, short] = await read(SOURCE_2, listed, listed.slice(0, -2), listed);
    expect(short?.problems).toEqual([]);
  });

  test("a comma that was not quoted: what stands on either side for certain is put right, what may lie on this side or that is blank", async () => {
    const parted = operating.toSpliced(placeOf(SOURCE_3, "Operation Name"), 1, "BLUEBONNET", " INC");
    const [as, shifted] = await read(SOURCE_3, operating, parted, operating);
    expect(shifted?.problems).toContainEqual({ field: "row", problem: "shifted", came: "HOUSTON" });
    expect(right(shifted)).toEqual({
      ...right(as),
      company: null,
      companyKey: null,
      line1: null,
      city: null,
      addressRaw: "TX, 77002",
      addressKey: null,
      filled: (as?.filled ?? 0) - 3,
    });
    expect(shifted?.leadKey).toBe("source_3:1550101/F900");
  });

  test("one that cannot be put right is kept, with nothing from where it is shifted", async () => {
    // One cell is missing after the state, and another one has come in after the phone.
    const torn = operating
      .toSpliced(placeOf(SOURCE_3, "Zip"), 1)
      .toSpliced(placeOf(SOURCE_3, "Type"), 0, "x", "y", "z", "w");
    const [as, shifted] = await read(SOURCE_3, operating, torn, operating);
    expect(shifted?.problems[0]).toMatchObject({ field: "row", problem: "shifted", came: "HARRIS" });
    expect(shifted).toMatchObject({
      company: as?.company,
      state: "TX",
      zip: null,
      phone: null,
      capacity: null,
      email: null,
    });
  });

  test.each([
    ["a phone in words", { Phone: "unlisted" }],
    ["an e-mail that is none", { "Email Address": "ask the office" }],
    ["a flag in words", { Infant: "sometimes" }],
    ["two wrong values", { Phone: "unlisted", Capacity: "many" }],
  ])("%s is a wrong value, and the row is not shifted", async (_, change) => {
    const [record] = await read(SOURCE_3, cellsOf(SOURCE_3, { ...OPERATING, ...change }));
    expect(record?.problems.map(({ problem }) => problem)).not.toContain("shifted");
    expect(record).toMatchObject({ company: "Bluebonnet Academy", zip: "77002", extra: { facility: "F900" } });
  });

  test("is put right by the order that its columns have in the file", async () => {
    const columns = [...header(SOURCE_3)].reverse();
    const cells = columns.map((name) => (OPERATING as Record<string, string>)[name] ?? "");
    const shifted = cells.toSpliced(columns.indexOf("Issue Date"), 0, "");
    const file = await folder.write("list.csv", lines([columns, cells, shifted, cells]));
    const [as, put] = await recordsOf(await recognised(file, "source_3"));
    expect({ ...put, problems: [] }).toEqual(as);
    expect(put?.problems).toHaveLength(1);
  });
});

describe("a file with shifted rows", () => {
  const shifted = listed.toSpliced(placeOf(SOURCE_2, "AA3"), 2);
  const many = (wrong: number, of: number) =>
    folder.write(
      "source_2_2026-11.csv",
      lines([header(SOURCE_2), ...Array.from({ length: of }, (_, at) => (at < wrong ? shifted : listed)), listed]),
    );

  test("goes on with a few of them", async () => {
    const table = await recognised(await many(20, 99));
    expect(await judged(table)).toEqual({ rows: 100, shifted: 20, stop: null });
  });

  test("stops with more than a fifth, and names the column where they begin", async () => {
    const table = await recognised(await many(1_200, 3_999));
    expect(await judged(table)).toEqual({
      rows: 4_000,
      shifted: 1_200,
      stop: "“source_2_2026-11.csv”: the columns seem shifted from “Ages Accepted 1” on in 1,200 of 4,000 rows. Open it, see that every row has its cells under their headers, and export it again. Nothing was taken in.",
    });
  });

  test("is named by the first column whose cells are seen to be another's, blanks before it left out", async () => {
    const blankTooMany = listed.toSpliced(placeOf(SOURCE_2, "Primary Caregiver"), 0, "");
    const table = await recognised(await folder.write("a.csv", lines([header(SOURCE_2), blankTooMany, listed])));
    expect((await judged(table)).stop).toContain("seem shifted from “Primary Caregiver” on in 1 of 2 rows");
  });
});

import { describe, expect, test } from "vitest";
import { standardLeadSources } from "../../../src/runtime/index.js";
import { gridAt } from "../../../src/sources/grid/find-grid.js";
import { leadSourceByName, leadTableOf, recogniseLeads, type TableFile } from "../../../src/sources/index.js";
import { workbook } from "../grid/setting.js";
import {
  cellsOf,
  csv,
  header,
  judged,
  LISTED,
  lines,
  linesOf,
  OPERATING,
  REGISTERED,
  recognised,
  recordsOf,
  refusal,
  SOURCE_1,
  SOURCE_2,
  SOURCE_3,
  useFolder,
} from "./setting.js";

const folder = useFolder();
const ROWS = [
  [SOURCE_1, REGISTERED],
  [SOURCE_2, LISTED],
  [SOURCE_3, OPERATING],
] as const;
const refused = (file: TableFile, as: string | null = null) => refusal(recognised(file, as));
const readWhole = (file: TableFile) => refusal(recognised(file).then(linesOf));

describe("a file of a source", () => {
  test.each(ROWS)("$name is known by its columns, whatever it is called", async (source, row) => {
    const table = await recognised(await folder.write("november.csv", csv(source, [row, row])));
    expect(table.source).toBe(source);
    expect(table.header).toEqual(header(source));
    expect(table.notices).toEqual([]);
    expect((await linesOf(table)).map(({ line }) => line)).toEqual([2, 3]);
  });

  test("has the same records and hashes with its columns in another order, and with their names written otherwise", async () => {
    const usual = await linesOf(await recognised(await folder.write("a.csv", csv(SOURCE_3, [OPERATING]))));
    const columns = [...header(SOURCE_3)].sort();
    const [names = "", ...rest] = csv(SOURCE_3, [OPERATING], columns).split("\n");
    const text = [names.toUpperCase().replaceAll(" ", "_"), ...rest].join("\n");
    const other = await linesOf(await recognised(await folder.write("b.csv", text)));
    expect(other.map(({ hash, record, cells }) => ({ hash, record, cells }))).toEqual(
      usual.map(({ hash, record, cells }) => ({ hash, record, cells })),
    );
  });

  test("another text in any column is another hash", async () => {
    const changed = header(SOURCE_1).map((name) => ({ ...REGISTERED, [name]: "other" }));
    const all = await linesOf(await recognised(await folder.write("a.csv", csv(SOURCE_1, [REGISTERED, ...changed]))));
    expect(new Set(all.map(({ hash }) => hash)).size).toBe(changed.length + 1);
  });

  test("is the same as a workbook, numbers and dates included", async () => {
    const asText = await recordsOf(await recognised(await folder.write("a.csv", csv(SOURCE_3, [OPERATING]))));
    const row = header(SOURCE_3).map((name) => {
      if (name === "Issue Date") return new Date(Date.UTC(2011, 2, 14));
      const cell = (OPERATING as Record<string, string>)[name] ?? "";
      return /^\d+$/.test(cell) ? Number(cell) : cell;
    });
    const bytes = await workbook({
      Notes: (sheet) => void sheet.addRow(["Downloaded in November"]),
      Operations: (sheet) => {
        sheet.addRow(header(SOURCE_3));
        sheet.addRow(row);
      },
    });
    const file = await folder.write("a.xlsx", bytes);
    expect(await recordsOf(await recognised(file))).toEqual(asText);
  });

  test("keeps its cells as they came, blanks left out", async () => {
    const [line] = await linesOf(
      await recognised(
        await folder.write("a.csv", csv(SOURCE_1, [{ ...REGISTERED, Name: " KIDS  INC ", County: " " }])),
      ),
    );
    expect(line?.cells).toMatchObject({ Name: " KIDS  INC ", Phone: "702-555-0100" });
    expect(line?.cells).not.toHaveProperty("County");
  });

  test("may have a title above its header, blank lines, and its header again between its rows", async () => {
    const [names = "", row = ""] = csv(SOURCE_1, [REGISTERED]).split("\n");
    const text = ["Licensing register,,", "", names, row, "", names, row, ""].join("\r\n");
    const table = await recognised(await folder.write("a.csv", text));
    expect((await linesOf(table)).map(({ line }) => line)).toEqual([4, 7]);
  });

  test("may have line breaks and quotation marks in its cells", async () => {
    const text = csv(SOURCE_2, [{ ...LISTED, "Primary Caregiver": '"PAT" HARPER\r\nPrimary Caregiver' }, LISTED]);
    const [first, second] = await linesOf(await recognised(await folder.write("a.csv", text)));
    expect(first?.record.person).toBe("Pat Harper");
    expect([first?.line, second?.line]).toEqual([2, 3]);
  });

  test("with an additional column goes on: it is kept, not used, and named", async () => {
    const columns = [...header(SOURCE_1), "Website"];
    const file = await folder.write("a.csv", csv(SOURCE_1, [{ ...REGISTERED, Website: "x.example" }], columns));
    const table = await recognised(file);
    expect(table.notices).toEqual(["“Website” is an additional column: it is kept with each row and not used."]);
    const [line] = await linesOf(table);
    expect(line?.cells).toMatchObject({ Website: "x.example" });
    const [usual] = await recordsOf(await recognised(await folder.write("b.csv", csv(SOURCE_1, [REGISTERED]))));
    expect(line?.record).toEqual(usual);
  });

  test("may lack a column that is optional", async () => {
    const columns = SOURCE_1.columns.map((each) => (each.name === "County" ? { ...each, optional: true } : each));
    const without = header(SOURCE_1).filter((name) => name !== "County");
    const file = await folder.write("a.csv", csv(SOURCE_1, [REGISTERED], without));
    const table = await recogniseLeads(file, [{ ...SOURCE_1, columns }], null);
    expect(await recordsOf(table ?? (await recognised(file)))).toMatchObject([
      { county: null, company: "Desert Willow Preschool LLC" },
    ]);
  });

  test("is read a page of 2,000 at a time", async () => {
    const table = await recognised(
      await folder.write(
        "a.csv",
        csv(
          SOURCE_1,
          Array.from({ length: 4_500 }, () => REGISTERED),
        ),
      ),
    );
    const pages: number[] = [];
    for await (const page of table.pages()) pages.push(page.length);
    expect(pages).toEqual([2_000, 2_000, 500]);
  });
});

describe("a file whose columns changed stops, with what was expected, what came and the likely renames (ruling L4)", () => {
  const renamed = header(SOURCE_1).map((name) => (name === "Credential Number" ? "License Number" : name));

  test("a renamed column", async () => {
    const text = csv(SOURCE_1, [REGISTERED]).replace("Credential Number", "License Number");
    expect(await refused(await folder.write("source_1_2026-11.csv", text))).toEqual({
      code: "columns_changed",
      message:
        "“source_1_2026-11.csv”, read as “Licensing register (source 1)”, lacks a column that must be there: “Credential Number”. “Credential Number” is missing; “License Number” looks like it. " +
        "If only this file is wrong, rename its columns as expected or export it again; if the list itself has changed, change its columns in lead-sources (source_1). Nothing was taken in. " +
        `Its columns, in row 1, are ${renamed.map((name) => `“${name}”`).join(", ")}.`,
    });
  });

  test("missing columns, each by its name", async () => {
    const columns = header(SOURCE_3).filter((name) => name !== "Phone" && name !== "Zip");
    const { code, message } = await refused(await folder.write("a.csv", csv(SOURCE_3, [OPERATING], columns)));
    expect(code).toBe("columns_changed");
    expect(message).toContain(
      "read as “Operations list (source 3)”, lacks 2 columns that must be there: “Zip”, “Phone”.",
    );
  });

  test("a column that is there twice", async () => {
    const text = csv(SOURCE_1, [REGISTERED]).replace("County", "Phone").replace("Status", "County");
    const columns = SOURCE_1.columns.map((each) => (each.name === "Status" ? { ...each, optional: true } : each));
    const file = await folder.write("a.csv", text);
    expect(await refusal(recogniseLeads(file, [{ ...SOURCE_1, columns }], null))).toEqual({
      code: "columns_changed",
      message:
        "“a.csv”, read as “Licensing register (source 1)”, has “Phone” more than once, so that it cannot be told which is meant. Expected each column once. Rename or delete the one that is not. Nothing was taken in.",
    });
  });

  test("no header at all, where somebody said what it is", async () => {
    const { code, message } = await refused(
      await folder.write("a.csv", lines([cellsOf(SOURCE_1, REGISTERED)])),
      "source_1",
    );
    expect(code).toBe("columns_changed");
    expect(message).toContain("lacks 13 columns that must be there: “Name”, “Credential Type”");
    expect(message).toContain("No line near its top has names of columns that Polaris knows.");
    expect(message).not.toContain("DESERT WILLOW");
  });
});

describe("a file of another source is not taken for this one", () => {
  test("where somebody said what it is", async () => {
    const { code, message } = await refused(await folder.write("a.csv", csv(SOURCE_3, [OPERATING])), "source_1");
    expect(code).toBe("file_unknown");
    expect(message).toContain(
      "“a.csv” was said to be “Licensing register (source 1)” (as:source_1), but has the columns of “Operations list (source 3)” (as:source_3): of the former it lacks “Name”, “Credential Type”",
    );
    expect(message).toContain("If it is the latter, say as:source_3; else send the right file. Nothing was taken in.");
  });

  test("where its name says what it is", async () => {
    const file = await folder.write("source_1_2026-11.csv", csv(SOURCE_2, [LISTED]));
    expect(await refused(file)).toEqual({
      code: "file_unknown",
      message:
        "“source_1_2026-11.csv” is named as “Licensing register (source 1)” (as:source_1) is, but has the columns of “Partner directory (source 2)” (as:source_2). If it is the latter, say as:source_2, or rename it; else send the right file. Nothing was taken in.",
    });
    expect((await recognised(file, "source_2")).source).toBe(SOURCE_2);
  });

  test("a file that can be two is neither", async () => {
    const file = await folder.write("a.csv", csv(SOURCE_1, [REGISTERED]));
    const twin = { ...SOURCE_1, name: "twin", label: "Twin", file: "twin*" };
    expect((await refusal(recogniseLeads(file, [SOURCE_1, twin], null))).message).toContain(
      "“a.csv” can be “Licensing register (source 1)” (as:source_1) or “Twin” (as:twin): it has the columns of both.",
    );
    const named = await folder.write("twin-11.csv", csv(SOURCE_1, [REGISTERED]));
    expect((await recogniseLeads(named, [SOURCE_1, twin], null))?.source).toBe(twin);
  });

  test("a file of none of them is nobody's; nor is one said to be what there is not", async () => {
    const file = await folder.write("a.csv", "id,last_name,first_name,company,phone\n1,Doe,Jane,Acme,2095550100\n");
    expect(await recogniseLeads(file, standardLeadSources(), null)).toBeNull();
    expect(await recogniseLeads(file, standardLeadSources(), "roster")).toBeNull();
    expect(await recogniseLeads(file, [], null)).toBeNull();
  });
});

describe("a file that is empty or breaks off is refused", () => {
  test("an empty file", async () => {
    const { code, message } = await refused(await folder.write("source_1.csv", ""));
    expect(code).toBe("file_unreadable");
    expect(message).toContain("“source_1.csv” is empty.");
  });

  test("a header and nothing else", async () => {
    expect(await refused(await folder.write("source_1.csv", csv(SOURCE_1, [])))).toEqual({
      code: "file_unreadable",
      message:
        "“source_1.csv” has the columns of “Licensing register (source 1)” and no rows below them. Expected at least one. Export it again, and see that no filter hides its rows. Nothing was taken in.",
    });
  });

  const whole = csv(
    SOURCE_3,
    Array.from({ length: 5_000 }, () => OPERATING),
  );

  test("a file cut in half, within a row", async () => {
    const half = whole.slice(0, whole.indexOf("(346)", Math.floor(whole.length / 2)));
    const line = half.split("\n").length;
    expect(await readWhole(await folder.write("source_3.csv", half))).toEqual({
      code: "file_unreadable",
      message: `“source_3.csv” breaks off on line ${line.toLocaleString("en-US")}: that line has 9 cells, and 20 were expected. Only a part of the file came. Download or export it again, and send the whole. Nothing was taken in.`,
    });
  });

  test("a file cut in half, within quotation marks", async () => {
    const rows = csv(
      SOURCE_2,
      Array.from({ length: 3_000 }, () => LISTED),
    );
    const half = rows.slice(0, rows.indexOf("Primary Caregiver", Math.floor(rows.length / 2)));
    const { code, message } = await readWhole(await folder.write("source_2.csv", half));
    expect(code).toBe("file_unreadable");
    expect(message).toMatch(/^“source_2.csv” has a quotation mark on line 1,\d{3} that is never closed\./);
  });

  test("wherever it is cut, it is never taken for whole, but between two rows and amid its last cell", async () => {
    const one = csv(SOURCE_3, [OPERATING, OPERATING]);
    const start = one.indexOf("\n") + 1;
    const row = one.indexOf("\n", start) + 1;
    const lastCell = one.lastIndexOf(",");
    for (let at = row + 1; at <= lastCell; at += 7) {
      const { code } = await readWhole(await folder.write("source_3.csv", one.slice(0, at)));
      expect(code).toBe("file_unreadable");
    }
  });

  test("a list that leaves out the blanks at the end of its lines is whole", async () => {
    const trimmed = whole.replaceAll(",Annual,Y,Y,Y,N\n", ",Annual\n");
    const table = await recognised(await folder.write("source_3.csv", trimmed));
    expect(await judged(table)).toEqual({ rows: 5_000, shifted: 0, stop: null });
  });
});

describe("a sheet that is connected as a source", () => {
  const gridOf = (columns: readonly string[], ...rows: (string | number)[][]) =>
    gridAt({ name: "Leads › October", lines: [columns, ...rows], serialDates: true }, 0);

  test("is read like a file, days that are numbers included", async () => {
    const serial = cellsOf(SOURCE_3, { ...OPERATING, "Issue Date": "" }).map((cell, at) =>
      at === header(SOURCE_3).indexOf("Issue Date") ? 40_616 : cell,
    );
    const [sheet] = await recordsOf(leadTableOf(gridOf(header(SOURCE_3), serial), SOURCE_3));
    const [file] = await recordsOf(await recognised(await folder.write("a.csv", csv(SOURCE_3, [OPERATING]))));
    expect(sheet).toEqual(file);
  });

  test("is refused in the same words", async () => {
    const row = cellsOf(SOURCE_3, OPERATING);
    const changed = header(SOURCE_3).map((name) => (name === "Phone" ? "Phone No" : name));
    const thrown = (columns: readonly string[], ...rows: string[][]) =>
      refusal(Promise.resolve().then(() => leadTableOf(gridOf(columns, ...rows), SOURCE_3)));
    expect((await thrown(changed, row)).message).toContain("“Phone” is missing; “Phone No” looks like it.");
    expect((await thrown([...header(SOURCE_3), "Phone"], [...row, "x"])).message).toContain(
      "has “Phone” more than once",
    );
    expect((await thrown(header(SOURCE_3))).message).toContain("and no rows below them");
  });
});

test.each([
  ["source_2_2026-11.csv", "source_2"],
  ["SOURCE_3.XLSX", "source_3"],
  ["november.csv", null],
])("by its name %s is of %s", (name, source) => {
  expect(leadSourceByName(name, standardLeadSources())?.name ?? null).toBe(source);
});

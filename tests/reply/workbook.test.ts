import { PassThrough } from "node:stream";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { column, notice, type Reply, renderCsv, renderWorkbook, table } from "../../src/reply/index.js";
import { anyReply } from "./arbitrary.js";
import { provenance, sample, volunteerTable } from "./sample.js";
import { workbookOf } from "./workbooks.js";

const cellsOf = (workbook: ExcelJS.Workbook): ExcelJS.Cell[] => {
  const cells: ExcelJS.Cell[] = [];
  workbook.eachSheet((sheet) => sheet.eachRow((row) => row.eachCell((cell) => cells.push(cell))));
  return cells;
};
const sheetOf = (workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet => {
  const sheet = workbook.getWorksheet(name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  return sheet;
};

describe("a workbook", () => {
  it("has a summary, a sheet per table and the method", async () => {
    const workbook = await workbookOf(sample);
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual(["Summary", "Volunteers", "Method"]);
    expect(sheetOf(workbook, "Summary").getRow(3).values).toEqual([
      undefined,
      "Volunteer hours",
      31.25,
      "1 credited by fall-back · M30",
    ]);
    const method = sheetOf(workbook, "Method")
      .getSheetValues()
      .flat()
      .filter((cell) => typeof cell === "string");
    expect(method).toEqual(
      expect.arrayContaining([
        "Metrics Bible v1.0 with rulings r1",
        "1 Aug 2023 – 31 Jul 2026 (SY23-24 to SY25-26)",
        "org Hill's Pet Nutrition",
        "excluded 2, estimated 3",
        "SAMPLE DATA: invented people and organisations",
      ]),
    );
  });

  it("writes numbers as numbers, days as days, links as links, nothing for what is unknown", async () => {
    const sheet = sheetOf(await workbookOf(sample), "Volunteers");
    const row = sheet.getRow(2);
    expect(row.getCell(1).value).toBe("Ana Öztürk");
    expect(row.getCell(2).value).toEqual({ text: "https://example.org/1", hyperlink: "https://example.org/1" });
    expect(row.getCell(4).value).toBe(1200);
    expect(row.getCell(4).numFmt).toBe("#,##0");
    expect(row.getCell(5).value).toBe(31.25);
    expect(row.getCell(6).value).toEqual(new Date("2026-02-01T00:00:00.000Z"));
    expect(row.getCell(6).numFmt).toBe("d mmm yyyy");
    expect(sheet.getRow(3).getCell(5).type).toBe(ExcelJS.ValueType.Null);
    expect(sheet.getRow(4).getCell(1).value).toBe("Total");
    expect(sheet.getRow(4).getCell(4).value).toBe(1203);
  });

  it("writes months as months, and names a total that names itself but once", async () => {
    const columns = [
      column("place", "Place", "integer", "open"),
      column("who", "Who", "text", "open"),
      column("month", "Since", "month", "open"),
    ];
    const rows = [[1, "Ada", "2026-02"]];
    const total = [null, "All together", null];
    const workbook = await workbookOf({
      ...sample,
      tables: [table({ key: "thanks", title: "Thanks", columns, rows, total, empty: "" })],
    });
    const sheet = sheetOf(workbook, "Thanks");
    expect(sheet.getRow(2).getCell(3).value).toEqual(new Date("2026-02-01T00:00:00.000Z"));
    expect(sheet.getRow(2).getCell(3).numFmt).toBe("mmm yyyy");
    expect([1, 2].map((cell) => sheet.getRow(3).getCell(cell).text)).toEqual(["", "All together"]);
  });

  it("freezes and sets the header in bold, filters the rows, and says nothing of the machine", async () => {
    const workbook = await workbookOf(sample);
    const sheet = sheetOf(workbook, "Volunteers");
    expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
    expect(sheet.autoFilter).toBe("A1:F3");
    expect(sheet.getRow(1).getCell(1).font?.bold).toBe(true);
    expect(workbook.creator).toBe("Polaris");
    expect(workbook.lastModifiedBy).toBe("Polaris");
    expect(workbook.created).toEqual(new Date(provenance.asOf));
  });

  it("leaves no text cut off: what is long takes lines, and its row is as high as they are", async () => {
    const long = "A sentence that goes on and on, as the statement of a year does. ".repeat(3).trim();
    const columns = [
      column("period", "Period", "text", "open"),
      column("change", "Change in percent since the school year before", "percent", "open"),
      column("since", "Since", "date", "open"),
      column("said", "Statement", "text", "open"),
    ];
    const rows = [
      ["SY24-25", 0.05, "2025-08-01", long],
      ["SY25-26", "<5 presenters", "2025-08-01", "short"],
    ];
    const workbook = await workbookOf({
      ...sample,
      text: long,
      notices: [notice(long)],
      tables: [table({ key: "long", title: "Long", columns, rows, empty: "" })],
    });
    const sheet = sheetOf(workbook, "Long");
    // The header in lines rather than a column four times as wide as its figures.
    expect(sheet.getColumn(2).width).toBeLessThan(22);
    expect(sheet.getRow(1).height).toBe(60);
    expect(sheet.getRow(2).height).toBe(60);
    expect(sheet.getRow(2).getCell(4).alignment).toMatchObject({ wrapText: true, vertical: "top" });
    expect(sheet.getRow(2).getCell(2).alignment).toMatchObject({ vertical: "top" });
    // A day stands under its header, apart from the number before it.
    expect(sheet.getRow(2).getCell(3).alignment).toMatchObject({ horizontal: "left", indent: 1 });
    // What stands in for a number that is not said stands where the numbers do.
    expect(sheet.getRow(3).getCell(2).alignment).toMatchObject({ horizontal: "right" });
    const summary = sheetOf(workbook, "Summary");
    expect(summary.getRow(2).getCell(1).isMerged).toBe(true);
    expect(summary.getRow(2).height).toBe(30);
    const last = summary.lastRow;
    expect([last?.getCell(1).text, last?.getCell(2).text, last?.getCell(2).isMerged]).toEqual(["Notice", long, true]);
    expect(last?.height).toBe(45);
  });

  it("names one face of letters in every style: what is bold is no other", async () => {
    const workbook = await workbookOf(sample);
    const faces = cellsOf(workbook).map(({ font }) => font?.name ?? "Calibri");
    expect(new Set(faces)).toEqual(new Set(["Calibri"]));
    const bold = cellsOf(workbook).filter(({ font }) => font?.bold);
    expect(bold.every(({ font }) => font.name === "Calibri" && (font.size ?? 0) >= 11)).toBe(true);
  });

  it("is printed across, as wide as a page, with the header on every page", async () => {
    const titled = { ...sample, tables: [{ ...volunteerTable, title: "Hill's volunteers" }] };
    const { pageSetup } = sheetOf(await workbookOf(titled), "Hill’s volunteers");
    expect(pageSetup).toMatchObject({ orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 });
    expect([pageSetup.printArea, pageSetup.printTitlesRow]).toEqual(["A1:F4", "1:1"]);
  });

  it("says in its method how the figures were made, all that the footer says", async () => {
    const lines: (string | undefined)[][] = [];
    sheetOf(await workbookOf(sample), "Method").eachRow((row) =>
      lines.push([row.getCell(1).text, row.getCell(2).text]),
    );
    expect(lines).toEqual([
      ["How these figures were made", ""],
      ["Definitions", "Metrics Bible v1.0 with rulings r1"],
      ["Explained in", "docs/metrics.md, and by “metric … explain” for each figure"],
      ["Period", "1 Aug 2023 – 31 Jul 2026 (SY23-24 to SY25-26)"],
      ["Filters", "org Hill's Pet Nutrition"],
      ["Data", "Salesforce as of 15 Feb 2026 10:00 CST; Pathful never synced"],
      ["Records", "excluded 2, estimated 3"],
      ["Settings", "all at their defaults"],
      ["Computed", "15 Feb 2026 10:05 CST"],
      ["Note", "SAMPLE DATA: invented people and organisations"],
    ]);
  });

  it("writes instants by the organisation's clock and shares as percentages", async () => {
    const typed = table({
      key: "t",
      title: "Typed",
      columns: [
        column("at", "At", "instant", "open"),
        column("share", "Share", "percent", "open"),
        column("is", "Is", "boolean", "open"),
      ],
      rows: [["2026-07-15T16:30:00.000Z", 0.125, true]],
      empty: "None.",
    });
    const row = sheetOf(await workbookOf({ ...sample, tables: [typed] }), "Typed").getRow(2);
    expect(row.getCell(1).value).toEqual(new Date("2026-07-15T11:30:00.000Z"));
    expect([row.getCell(2).value, row.getCell(2).numFmt]).toEqual([0.125, "0.0%"]);
    expect(row.getCell(3).value).toBe(true);
  });

  it("makes no text a formula", async () => {
    const rows = ["=cmd|' /C calc'!A0", "+1 816", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "Ana"].map((text) => [text]);
    const columns = [column("a", "=A1", "text", "open")];
    const workbook = await workbookOf({
      ...sample,
      tables: [table({ key: "t", title: "T", columns, rows, empty: "" })],
    });
    expect(sheetOf(workbook, "T").getColumn(1).values.slice(1)).toEqual([
      "'=A1",
      "'=cmd|' /C calc'!A0",
      "'+1 816",
      "'-2+3",
      "'@SUM(A1)",
      "' =1",
      "'\n=1",
      "Ana",
    ]);
  });

  it("names sheets legally and apart", async () => {
    const titled = (title: string) => ({ ...volunteerTable, title });
    const long = "Sessions per school year and per volunteer of";
    const tables = ["A/B: [x]*?", long, long, "summary", "", "History", "''"].map(titled);
    const names = (await workbookOf({ ...sample, tables })).worksheets.map((sheet) => sheet.name);
    expect(names).toEqual([
      "Summary",
      "A B x",
      "Sessions per school year and p…",
      "Sessions per school year a… (2)",
      "summary (2)",
      "Table",
      "History table",
      "Table (2)",
      "Method",
    ]);
    expect(names.every((name) => name.length <= 31)).toBe(true);
  });

  it("can be written for any reply, read back, with no formula in it", async () => {
    await fc.assert(
      fc.asyncProperty(anyReply, async (reply: Reply) => {
        const workbook = await workbookOf(reply);
        expect(workbook.worksheets.length).toBe(reply.tables.length + 2);
        for (const cell of cellsOf(workbook)) {
          expect(cell.type).not.toBe(ExcelJS.ValueType.Formula);
          if (typeof cell.value === "string") expect(cell.value).not.toMatch(/^[=+\-@]/);
        }
      }),
      { numRuns: 15 },
    );
  });

  it("goes to a stream, and fails with it", async () => {
    const stream = new PassThrough();
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    await renderWorkbook(sample, stream);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.concat(chunks) as unknown as ExcelJS.Buffer);
    expect(workbook.worksheets).toHaveLength(3);
    await expect(renderWorkbook(sample, "/nowhere/at/all.xlsx")).rejects.toThrow("ENOENT");
  });
});

describe("CSV", () => {
  it("has a byte order mark, raw values, ISO dates, empty for unknown and no formula", () => {
    const named = { ...volunteerTable, rows: [["=1+1", null, '"a", b', -5, 31.25, "2026-02-01"]] };
    expect(renderCsv(named)).toBe(
      '\ufeffName,Record,E-mail,Sessions,Hours,Last active\r\n\'=1+1,,"""a"", b",-5,31.25,2026-02-01\r\n',
    );
  });
});

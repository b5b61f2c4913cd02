import { describe, expect, test } from "vitest";
import { readTables } from "../../../src/sources/index.js";
import { partsWith, useFolder, workbook, zipOf } from "./setting.js";

const folder = useFolder();

async function linesOf(name: string, content: Uint8Array): Promise<unknown> {
  const [table] = await readTables(await folder.write(name, content));
  return table?.lines;
}

/** The lines of a workbook whose sheet is written by hand. */
function byHand(data: string, more: Parameters<typeof partsWith>[1] = []): Promise<unknown> {
  const sheet = `<worksheet><sheetData>${data}</sheetData></worksheet>`;
  return linesOf("hand.xlsx", zipOf(partsWith(sheet, more)));
}

describe("a workbook's cells", () => {
  test("text, numbers, truths and blanks are what they are", async () => {
    const bytes = await workbook({
      Report: (sheet) => {
        sheet.addRow(["Name", "Count", "Ok"]);
        sheet.addRow(["O'Brien & <Søn>", 12.5, true]);
        sheet.addRow([null, 0, false]);
      },
    });
    expect(await linesOf("plain.xlsx", bytes)).toEqual([
      ["Name", "Count", "Ok"],
      ["O'Brien & <Søn>", 12.5, true],
      [null, 0, false],
    ]);
  });

  test("dates are wall-clock text: a day, a moment, a time", async () => {
    const bytes = await workbook({
      Report: (sheet) => {
        const row = sheet.addRow([new Date("2026-01-15T00:00:00Z"), new Date("2026-01-15T10:00:00Z"), 0.4375, 46037.5]);
        row.getCell(1).numFmt = "m/d/yyyy";
        row.getCell(2).numFmt = "mm/dd/yyyy hh:mm:ss";
        row.getCell(3).numFmt = "h:mm AM/PM";
        row.getCell(4).numFmt = '0.00 "days"';
      },
    });
    expect(await linesOf("dates.xlsx", bytes)).toEqual([["2026-01-15", "2026-01-15T10:00:00", "10:30:00", 46037.5]]);
  });

  test("dates of a workbook that counts from 1904 are the same days", async () => {
    const { default: exceljs } = await import("exceljs");
    const book = new exceljs.Workbook();
    book.properties.date1904 = true;
    book
      .addWorksheet("Old")
      .addRow([new Date("2026-01-15T00:00:00Z")])
      .getCell(1).numFmt = "yyyy-mm-dd";
    expect(await linesOf("1904.xlsx", new Uint8Array(await book.xlsx.writeBuffer()))).toEqual([["2026-01-15"]]);
  });

  test("a formula is its result, a link its text, rich text its text, an error itself", async () => {
    const bytes = await workbook({
      Report: (sheet) => {
        const row = sheet.addRow([
          { formula: "1+1", result: 2 },
          { formula: "A1&B1", result: "two" },
          { formula: "TODAY()", result: new Date("2026-03-01T00:00:00Z") },
          { formula: "VLOOKUP(1,A:A,2)", result: { error: "#N/A" } },
          { text: "Session 12", hyperlink: "https://example.org/12" },
          { richText: [{ text: "Bold " }, { font: { bold: true }, text: "move" }] },
          { error: "#REF!" },
        ]);
        row.getCell(3).numFmt = "yyyy-mm-dd";
      },
    });
    expect(await linesOf("kinds.xlsx", bytes)).toEqual([
      [2, "two", "2026-03-01", "#N/A", "Session 12", "Bold move", "#REF!"],
    ]);
  });

  test("of merged cells the first has the value, and blank lines keep their number", async () => {
    const bytes = await workbook({
      Report: (sheet) => {
        sheet.getCell("A1").value = "Virtual sessions";
        sheet.mergeCells("A1:C2");
        sheet.getCell("A5").value = "Title";
        sheet.getCell("C5").value = "Date";
      },
    });
    expect(await linesOf("merged.xlsx", bytes)).toEqual([["Virtual sessions"], [], [], [], ["Title", null, "Date"]]);
  });

  test("text that other programs write within the sheet is whole, also in runs, without how it is pronounced", async () => {
    const runs = "<is><r><t>Career </t></r><r><t>Day</t></r><rPh><t>kya</t></rPh></is>";
    const rows = `<row><c t="inlineStr">${runs}</c><c t="str"><v>a_x000D_b &amp;amp; c</v></c><c t="n"/></row>`;
    expect(await byHand(rows)).toEqual([["Career Day", "a\rb &amp; c"]]);
  });

  test("namespace prefixes, single quotes, comments and CDATA are read like the rest", async () => {
    const sheet = `<?xml version='1.0'?><x:worksheet xmlns:x='u'><!-- a > b --><x:sheetData><x:row r='2'><x:c r='B2' t='inlineStr'><x:is><x:t><![CDATA[R&D <1>]]></x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>`;
    expect(await linesOf("prefixed.xlsx", zipOf(partsWith(sheet)))).toEqual([[], [null, "R&D <1>"]]);
  });

  test("the tabs come in order by name, hidden ones left out", async () => {
    const bytes = await workbook({
      KCK: (sheet) => sheet.addRow(["a"]),
      Lists: (sheet) => {
        sheet.addRow(["b"]);
        sheet.state = "hidden";
      },
      HMSD: (sheet) => sheet.addRow(["c"]),
    });
    const tables = await readTables(await folder.write("roster.xlsx", bytes));
    expect(tables.map(({ name }) => name)).toEqual(["roster.xlsx › KCK", "roster.xlsx › HMSD"]);
  });

  test("a workbook is told by its content, whatever its name", async () => {
    const bytes = await workbook({ Report: (sheet) => sheet.addRow(["Name"]) });
    expect(await linesOf("report.csv", bytes)).toEqual([["Name"]]);
  });

  test("50,000 rows come in as they were written", async () => {
    const bytes = await workbook({
      Big: (sheet) => {
        for (let row = 1; row <= 50_000; row += 1) sheet.addRow([row, `Session ${row}`, row % 2 === 0]);
      },
    });
    const lines = (await linesOf("big.xlsx", bytes)) as unknown[][];
    expect(lines).toHaveLength(50_000);
    expect(lines[49_999]).toEqual([50_000, "Session 50000", true]);
  });
});

import { randomBytes } from "node:crypto";
import { truncate, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { asPolarisError } from "../../../src/runtime/index.js";
import { readTables } from "../../../src/sources/index.js";
import { partsWith, useFolder, workbook, zipOf } from "./setting.js";

const folder = useFolder();

async function refusal(content: string | Uint8Array, name = "file.xlsx"): Promise<{ code: string; message: string }> {
  const file = await folder.write(name, content);
  try {
    await readTables(file);
  } catch (thrown) {
    const { code, message } = asPolarisError(thrown);
    return { code, message };
  }
  throw new Error("It was read.");
}

const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const someWorkbook = (): Promise<Uint8Array> => workbook({ One: (sheet) => sheet.addRow(["Name", "Date"]) });

describe("a file that is no table is refused, with what came and what to do", () => {
  test.each([
    ["a login page", "<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page"],
    ["a login page with a byte-order mark", "\ufeff\n<!-- x -->\n<html lang=en><head>", "File › Download"],
    ["a login page laid out by a table", "<html><table><tr><td><form><input name=u></table>", "login page"],
    ["a table that was exported as a page", "<html><table><tr><td>Name</td></tr></table></html>", "save it as .xlsx"],
    ["an old workbook", Buffer.concat([OLE, Buffer.alloc(600)]), "save it as .xlsx"],
    [
      "a workbook with a password",
      Buffer.concat([OLE, Buffer.alloc(70_000), Buffer.from("EncryptedPackage", "utf16le")]),
      "Remove the password",
    ],
    ["nothing", "", "is empty"],
    ["blank lines", " \r\n\r\n\t\n", "is empty"],
    ["commas alone", ",,\n,,\n", "is empty"],
    ["a PDF", "%PDF-1.7\n…", "is a PDF document"],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), "is a picture"],
    ["an archive of something else", zipOf([{ name: "readme.txt", content: "hi" }]), "is a packed file (.zip)"],
    ["a Word document", zipOf([{ name: "word/document.xml", content: "<a/>" }]), "is a Word document"],
    ["an archive with a password", zipOf([{ name: "a.txt", content: "x", encrypted: true }]), "Remove the password"],
    [
      "an OpenDocument file",
      zipOf([
        { name: "mimetype", content: "x" },
        { name: "content.xml", content: "<a/>" },
      ]),
      "OpenDocument",
    ],
    ["a binary", Buffer.from(Array.from({ length: 500 }, (_, at) => (at % 7) + 1)), "is a binary file"],
    ["a quotation mark left open", 'Name,Date\nA,1\n"B,2\nC,3\n', "on line 3 that is never closed"],
  ])("%s", async (_, content, words) => {
    const { code, message } = await refusal(content);
    expect(code).toBe("file_unreadable");
    expect(message).toContain(words);
    expect(message).toContain("Polaris reads tables: .xlsx, .csv or .tsv.");
  });

  test("a workbook that breaks off, at every tenth of its length", async () => {
    const bytes = await someWorkbook();
    for (let tenth = 1; tenth < 10; tenth += 1) {
      const { code, message } = await refusal(bytes.slice(0, Math.floor((bytes.length * tenth) / 10)));
      expect(code).toBe("file_unreadable");
      expect(message).toContain("is a damaged workbook");
    }
  });

  test("a workbook with a changed byte in its sheet", async () => {
    const bytes = Buffer.from(
      zipOf(partsWith(`<worksheet><sheetData><row><c><v>1234567</v></c></row></sheetData></worksheet>`)),
    );
    const at = bytes.indexOf("xl/worksheets/sheet1.xml") + 24;
    let refused = 0;
    for (let byte = at; byte < at + 40; byte += 1) {
      const broken = Buffer.from(bytes);
      broken.writeUInt8(broken.readUInt8(byte) ^ 0x10, byte);
      if ((await refusal(broken)).message.includes("is a damaged workbook")) refused += 1;
    }
    expect(refused).toBe(40);
  });

  test.each([
    [
      "a part that its contents name but that is not there",
      partsWith("<worksheet/>").filter(({ name }) => !name.includes("sheet1")),
    ],
    ["a sheet that is no XML", partsWith("<worksheet><sheetData>")],
    ["a sheet with entities of its own", partsWith('<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>')],
  ])("%s", async (_, parts) => {
    expect((await refusal(zipOf(parts))).message).toContain("is a damaged workbook");
  });
});

describe("a file that is too large is refused before it can do harm", () => {
  test("200 MB are refused by their size, unread", async () => {
    const file = await folder.write("large.csv", "Name,Date\n");
    await truncate(file.path, 200 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    await expect(readTables(file)).rejects.toMatchObject({
      code: "file_too_large",
      message: expect.stringContaining("is 200 MB; at most 100 MB are read"),
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024);
  });

  test("an archive that unpacks to a thousand times its size", async () => {
    const bomb = zipOf(partsWith(Buffer.alloc(40 * 1024 * 1024, " ")));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusal(bomb)).toMatchObject({
      code: "file_too_large",
      message: expect.stringContaining("unpacks to far more than its size"),
    });
  });

  test("an archive that hides what it unpacks to is stopped as it unpacks", async () => {
    const parts = partsWith(Buffer.alloc(40 * 1024 * 1024, " "));
    const lying = zipOf(parts.map((part) => (part.name.includes("sheet1") ? { ...part, statedSize: 2_000 } : part)));
    expect(await refusal(lying)).toMatchObject({ code: "file_unreadable" });
  });

  test("many parts that are large together", async () => {
    const content = randomBytes(200_000);
    const parts = Array.from({ length: 20 }, (_, at) => {
      return { name: `xl/worksheets/more${at}.xml`, content, statedSize: 20 * 1024 * 1024 };
    });
    expect(await refusal(zipOf(partsWith("<worksheet/>", parts)))).toMatchObject({ code: "file_too_large" });
  });

  test("more than 500,000 lines", async () => {
    expect(await refusal(`Name\n${"a\n".repeat(500_000)}`, "long.csv")).toMatchObject({
      code: "file_too_large",
      message: expect.stringContaining("has more than 500,000 lines"),
    });
  });

  test("more than 500 columns, in text and in a workbook", async () => {
    const wide = Array.from({ length: 501 }, (_, at) => `c${at}`);
    expect(await refusal(wide.join(","), "wide.csv")).toMatchObject({ code: "file_too_large" });
    const bytes = await workbook({ One: (sheet) => sheet.addRow(wide) });
    expect((await refusal(bytes)).message).toContain("has more than 500 columns");
  });

  test("blanks far to the right and far below cost nothing", async () => {
    const sheet = `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576"/></row></sheetData></worksheet>`;
    const file = { name: "far.xlsx", path: folder.path("far.xlsx") };
    await writeFile(file.path, zipOf(partsWith(sheet)));
    expect((await readTables(file))[0]?.lines).toEqual([[1]]);
  });
});

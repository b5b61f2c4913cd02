import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { encode } from "iconv-lite";
import { describe, expect, test } from "vitest";
import { readTables } from "../../../src/sources/index.js";
import { useFolder } from "./setting.js";

const folder = useFolder();

async function linesOf(content: string | Uint8Array, name = "table.csv"): Promise<unknown> {
  const [table] = await readTables(await folder.write(name, content));
  return table === undefined ? undefined : [...table.lines];
}

const NAMES = [
  ["Name", "School"],
  ["José Müller", "Ángel O’Neil’s – Café"],
];
const TEXT = "Name,School\nJosé Müller,Ángel O’Neil’s – Café\n";

describe("a text file's encoding", () => {
  test.each(["utf-8", "windows-1252", "utf-16le", "utf-16be"])("%s is told by its bytes", async (encoding) => {
    expect(await linesOf(encode(TEXT, encoding))).toEqual(NAMES);
  });

  test.each(["utf-8", "utf-16le", "utf-16be"])(
    "%s with a byte-order mark leaves none in the header",
    async (encoding) => {
      expect(await linesOf(encode(TEXT, encoding, { addBOM: true }))).toEqual(NAMES);
    },
  );

  test("Latin-1 reads as it was meant", async () => {
    expect(await linesOf(encode("Name,School\nFrançois,Zürich\n", "latin1"))).toEqual([
      ["Name", "School"],
      ["François", "Zürich"],
    ]);
  });

  test("one letter of Windows-1252 far into the file decides for all of it", async () => {
    const text = `Name,Count\n${"plain,1\n".repeat(100_000)}José,2\n`;
    const lines = (await linesOf(encode(text, "windows-1252"))) as unknown[][];
    expect(lines.at(-1)).toEqual(["José", "2"]);
  });

  test("another, whose letters would be lost, stops the file", async () => {
    await expect(linesOf(encode("Name,School\n山田太郎,東京小学校\n", "shift-jis"))).rejects.toMatchObject({
      code: "file_unreadable",
      message: expect.stringContaining("an encoding other than UTF-8, UTF-16 and Windows-1252"),
    });
  });

  test.each(["José,Central", "Andrés,Central", "Ana García,Ríos Academy", "Müller Bär,Center"])(
    "an old Mac's letters stop it too: %s",
    async (line) => {
      const written = linesOf(encode(`Name,School\nZoë,Center\nRenée,North\nBjörk Älund,Bär\n${line}\n`, "macroman"));
      await expect(written).rejects.toMatchObject({ code: "file_unreadable" });
    },
  );

  test("marks and letters of Windows-1252 stay where people write them", async () => {
    const text = "Name,School\nBožena Šimková,Škoda† Academy‡\nŽofie,“North” – 5‰\n";
    expect(await linesOf(encode(text, "windows-1252"))).toEqual([
      ["Name", "School"],
      ["Božena Šimkov\u00e1", "Škoda† Academy‡"],
      ["Žofie", "“North” – 5‰"],
    ]);
  });

  test("NUL characters are dropped", async () => {
    expect(await linesOf("Name,School\nAn\0na,Cen\0tral\n")).toEqual([
      ["Name", "School"],
      ["Anna", "Central"],
    ]);
  });
});

describe("a text file's lines and cells", () => {
  test.each([
    ["commas", 'Title,Skills\n"K-2: What; why; how",a\nB,c\n'],
    ["semicolons", 'Title;Skills\n"K-2: What; why; how";a\nB;c\n'],
    ["tabs", "Title\tSkills\nK-2: What; why; how\ta\nB\tc\n"],
    ["what its first line says", 'sep=;\nTitle;Skills\n"K-2: What; why; how";a\nB;c\n'],
  ])("are parted by %s", async (_, text) => {
    const lines = ((await linesOf(text)) as unknown[][]).filter((line) => line.length > 0);
    expect(lines).toEqual([
      ["Title", "Skills"],
      ["K-2: What; why; how", "a"],
      ["B", "c"],
    ]);
  });

  test("a title line above and text with commas do not mislead", async () => {
    const text = "Sessions, exported by staff, 2026\nTitle;Date;Status\nMath, and more, and more;1;Draft\nB;2;Draft\n";
    expect(((await linesOf(text)) as unknown[][])[2]).toEqual(["Math, and more, and more", "1", "Draft"]);
  });

  test("line numbers are those of a spreadsheet: blank lines count, line breaks within quotation marks do not", async () => {
    expect(await linesOf('A,B\r\n\r\n"one\r\ntwo",x\r\n,\r\nlast,y\r\n\r\n')).toEqual([
      ["A", "B"],
      [],
      ["one\r\ntwo", "x"],
      [],
      ["last", "y"],
    ]);
  });

  test("a quotation mark within a word is part of it", async () => {
    expect(await linesOf('Name,Note\nJo "JJ" Doe,5" pipe\n')).toEqual([
      ["Name", "Note"],
      ['Jo "JJ" Doe', '5" pipe'],
    ]);
  });

  test("every cell stays the text it was: zeros in front, n/a, long numbers", async () => {
    expect(await linesOf("Zip,Note,Id\n01234,n/a,12345678901234567890\n")).toEqual([
      ["Zip", "Note", "Id"],
      ["01234", "n/a", "12345678901234567890"],
    ]);
  });

  test("a file written as CSV and read again has the same cells", async () => {
    const letters = fc.constantFrom("a", "B", "é", "名", "7", " ", ",", ";", "\t", '"', "\n", "'", "=", "–", "😀");
    const cell = fc.string({ unit: letters, maxLength: 8 }).map((text) => `x${text}`);
    const table = fc
      .integer({ min: 1, max: 6 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 12 }),
      );
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(",", ";", "\t"), async (cells, delimiter) => {
        expect(await linesOf(stringify(cells, { delimiter, quoted: true }), "property.csv")).toEqual(cells);
      }),
      { numRuns: 200 },
    );
  });
});

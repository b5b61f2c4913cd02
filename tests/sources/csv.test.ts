import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalCell } from "../../src/sources/salesforce/cells.js";
import { CsvReader } from "../../src/sources/salesforce/csv.js";
import { soqlText } from "../../src/sources/salesforce/soql.js";

function read(pieces: readonly string[]): { rows: string[][]; isWhole: boolean } {
  const csv = new CsvReader();
  const rows = pieces.flatMap((piece) => [...csv.take(piece)]);
  const { row, isWhole } = csv.end();
  return { rows: row === null ? rows : [...rows, row], isWhole };
}

const quoted = (rows: readonly (readonly string[])[], end: string): string =>
  rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",") + end).join("");

describe("the CSV of Bulk", () => {
  it("may hold quotes, commas and line breaks in its values", () => {
    expect(read(['"Id","Name"\n"1","O\'Brien, ""Big"" & Co\nline 2"\n"2",""\n']).rows).toEqual([
      ["Id", "Name"],
      ["1", 'O\'Brien, "Big" & Co\nline 2'],
      ["2", ""],
    ]);
  });

  it("is the same rows however it is cut into pieces", () => {
    const value = fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", "a", "é", " "), maxLength: 6 });
    const table = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.array(fc.nat(20), { maxLength: 20 }), (rows, end, cuts) => {
        const text = quoted(rows, end);
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(text.slice(at, at + cut));
          at += cut;
        }
        pieces.push(text.slice(at));
        expect(read(pieces)).toEqual({ rows, isWhole: true });
      }),
    );
  });

  it("that ends inside a value is not whole", () => {
    expect(read(['"Id"\n"12']).isWhole).toBe(false);
  });

  it("may end without a line break, and may be plain", () => {
    expect(read(["Id,Name\r\n1,Acme"])).toEqual({
      rows: [
        ["Id", "Name"],
        ["1", "Acme"],
      ],
      isWhole: true,
    });
  });

  it("with text after a closing quote is refused", () => {
    expect(() => read(['"a"b,"c"\n'])).toThrow(SyntaxError);
  });
});

describe("a value", () => {
  it("is the same by REST and by Bulk", () => {
    const pairs = [
      ["boolean", true, "true"],
      ["number", 25, "25.0"],
      ["number", 0, "0"],
      ["instant", "2026-11-01T00:00:00.000+0000", "2026-11-01T00:00:00.000Z"],
      ["text", null, ""],
      ["text", "NA", "NA"],
      ["text", "null", "null"],
      ["text", "ab", "a\0b"],
      ["number", "abc", "abc"],
    ] as const;
    for (const [kind, rest, bulk] of pairs) expect(canonicalCell(kind, rest)).toStrictEqual(canonicalCell(kind, bulk));
  });
});

describe("a text in SOQL", () => {
  it("cannot end its own quotes", () => {
    expect(soqlText("x\\' OR Name != '")).toBe("'x\\\\\\' OR Name != \\''");
    expect(soqlText("two\nlines")).toBe("'two\\nlines'");
  });
});

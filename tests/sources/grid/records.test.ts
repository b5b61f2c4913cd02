import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asPolarisError } from "../../../src/runtime/index.js";
import { recordsOf } from "../../../src/sources/grid/records.js";

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function split(text: string, size = text.length || 1): Promise<string[][]> {
  const all: string[][] = [];
  for await (const records of recordsOf(inPieces(text, size), ",", "list.csv")) all.push(...records);
  return all;
}

describe("a text split into records", () => {
  test.each([
    ["marks amid a name are part of it", 'A "B" C,d\n', [['A "B" C', "d"]]],
    ["so are the outer ones of a cell that has such", '"A "B" C",d\n', [['"A "B" C"', "d"]]],
    ["doubled ones are one", '"A ""B"" C",d', [['A "B" C', "d"]]],
    [
      "line breaks within marks",
      '"A\r\n\nB",c\r\nd,e',
      [
        ["A\r\n\nB", "c"],
        ["d", "e"],
      ],
    ],
    ["blank lines", "a,b\n\nc\n\n", [["a", "b"], [""], ["c"], [""]]],
  ])("%s", async (_, text, records) => {
    expect(await split(text)).toEqual(records);
  });

  test("is split the same wherever its pieces part", async () => {
    const letters = fc.constantFrom(",", '"', '""', "\n", "\r\n", "\r", "a", " ", ',"', '",');
    await fc.assert(
      fc.asyncProperty(fc.array(letters, { maxLength: 24 }), fc.integer({ min: 1, max: 30 }), async (parts, size) => {
        const text = parts.join("");
        const whole = await split(text).catch(() => null);
        if (whole === null) await expect(split(text, size)).rejects.toThrow("never closed");
        else expect(await split(text, size)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  test("a mark that is never closed is named by its line", async () => {
    const thrown = await split('a,b\nc,d\ne,"f\ng,h\n', 5).catch(asPolarisError);
    expect(thrown).toMatchObject({ code: "file_unreadable" });
    expect(String(thrown)).toContain("“list.csv” has a quotation mark on line 3 that is never closed");
  });
});

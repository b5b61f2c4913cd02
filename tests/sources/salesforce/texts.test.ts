import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textsOf } from "../../../src/sources/salesforce/texts.js";

async function* arriving(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const cut of cuts) {
    yield bytes.subarray(at, at + cut);
    at += cut;
  }
  yield bytes.subarray(at);
}

async function read(text: string, cuts: readonly number[] = []): Promise<string[]> {
  const texts: string[] = [];
  for await (const each of textsOf(arriving(new TextEncoder().encode(text), cuts))) texts.push(each);
  return texts;
}

describe("the texts of a streamed answer", () => {
  it("say the same however the bytes were cut, letters of several bytes too", async () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "é", "ệ", "🚀", "\n", '"'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(letters, fc.array(fc.nat(9), { maxLength: 30 }), async (text, cuts) => {
        expect((await read(text, cuts)).join("")).toBe(text);
      }),
    );
  });

  it("end with a line, all but the last", async () => {
    const lines = Array.from({ length: 3_000 }, (_, place) => `"${place}","Nguyễn"\n`).join("");
    const texts = await read(`${lines}"rest"`, [10_000, 20_000]);
    expect(texts.join("")).toBe(`${lines}"rest"`);
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.slice(0, -1).every((text) => text.endsWith("\n"))).toBe(true);
  });

  it("begin without the byte order mark, and keep it anywhere else", async () => {
    expect((await read('\u{feff}"Id"\n"\u{feff}1"\n')).join("")).toBe('"Id"\n"\u{feff}1"\n');
  });
});

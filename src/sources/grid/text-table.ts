import { delimiterOf } from "./delimiter.js";
import { encodingOf, textOf } from "./encoding.js";
import { PackedLines } from "./packed-lines.js";
import { type RawTable, type TableFile, Tally, trimLine } from "./raw-table.js";
import { recordsOf } from "./records.js";
import { refuse } from "./refusals.js";

const SAMPLE = 128 * 1024;

/**
 * Windows-1252 was a wrong guess, and all letters with accents are wrong: it has no letter for a byte, or has marks and capitals in the middle of words, which
 * is how it reads an old Mac's é, á, à, â and ä.
 */
const MISREAD = /\ufffd|\p{L}[\u2020\u2021\u02c6\u2030](?=\p{Ll})|\p{Ll}[\u017d\u0160\u0152](?!\p{Lu})/u;

/** A text file whose encoding and delimiter are known, to be read as often as it is wanted. */
export interface OpenText {
  /** Its first 128,000 letters or so. */
  readonly sample: string;
  /** Its records, a piece's worth at a time, from its first line on; a blank line is one empty cell, Excel's own `sep=` line too. */
  records(): AsyncGenerator<string[][]>;
}

/** @throws PolarisError file_unreadable */
export async function openText(file: TableFile): Promise<OpenText> {
  const encoding = await encodingOf(file.path);
  const sample = await sampleOf(textOf(file.path, encoding));
  if (sample.trim() === "") throw refuse.empty(file.name);
  if (encoding === "windows-1252" && MISREAD.test(sample)) throw refuse.otherEncoding(file.name);
  const delimiter = delimiterOf(sample);
  return { sample, records: () => withoutSep(recordsOf(textOf(file.path, encoding), delimiter, file.name)) };
}

/**
 * A text file's lines and cells, every cell the text that it was. Lines are those a spreadsheet would show: a line break within quotation marks
 * begins none.
 * @throws PolarisError file_unreadable, file_too_large
 */
export async function readText(file: TableFile): Promise<RawTable> {
  const text = await openText(file);
  const lines = new PackedLines();
  const tally = new Tally(file.name);
  for await (const records of text.records()) {
    for (const cells of records) {
      const line = trimLine(cells.map((cell) => (cell === "" ? null : cell)));
      tally.add(line);
      lines.add(line);
    }
  }
  return { name: file.name, lines, serialDates: false };
}

/** Excel's own first line says what parts the cells, and nothing else. */
async function* withoutSep(records: AsyncGenerator<string[][]>): AsyncGenerator<string[][]> {
  let isFirst = true;
  for await (const batch of records) {
    if (isFirst && /^sep=/i.test(batch[0]?.[0] ?? "")) batch[0] = [""];
    isFirst = false;
    yield batch;
  }
}

/** The beginning of a text. */
async function sampleOf(text: AsyncIterable<string>): Promise<string> {
  let sample = "";
  for await (const piece of text) {
    sample += piece;
    if (sample.length >= SAMPLE) break;
  }
  return sample;
}

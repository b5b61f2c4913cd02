import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { type Delimiter, delimiterOf } from "./delimiter.js";
import { encodingOf, textOf } from "./encoding.js";
import { FILE_LIMITS } from "./limits.js";
import type { GridCell } from "./model.js";
import { type RawTable, type TableFile, Tally, trimLine } from "./raw-table.js";
import { refuse } from "./refusals.js";

const SAMPLE = 128 * 1024;

/**
 * A text file's lines and cells, every cell the text that it was. Lines are those a spreadsheet would show: a line break within quotation marks
 * begins none.
 * @throws PolarisError file_unreadable, file_too_large
 */
export async function readText(file: TableFile): Promise<RawTable> {
  const text = textOf(file.path, await encodingOf(file.path));
  const { sample, all } = await sampled(text);
  if (sample.trim() === "") throw refuse.empty(file.name);
  const lines: (readonly GridCell[])[] = [];
  const tally = new Tally(file.name);
  for await (const cells of records(all, delimiterOf(sample), file.name)) {
    const line = trimLine(cells.map((cell) => (cell === "" ? null : cell)));
    tally.add(line);
    // Excel's own first line, which says what parts the cells.
    lines.push(lines.length === 0 && /^sep=/i.test(String(line[0] ?? "")) ? [] : line);
  }
  while (lines.length > 0 && lines.at(-1)?.length === 0) lines.pop();
  return { name: file.name, lines, serialDates: false };
}

async function* records(text: AsyncIterable<string>, delimiter: Delimiter, name: string): AsyncGenerator<string[]> {
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: FILE_LIMITS.lineLength,
  });
  const source = Readable.from(text, { objectMode: false });
  source.on("error", (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser)) yield record;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const unclosed = thrown.code === "CSV_QUOTE_NOT_CLOSED" || thrown.code === "CSV_MAX_RECORD_SIZE";
    throw unclosed ? refuse.unclosedQuote(name, Number(thrown.records ?? 0) + 1) : refuse.brokenLine(name, thrown);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** The beginning of a text, and all of it. */
async function sampled(text: AsyncGenerator<string>): Promise<{ sample: string; all: AsyncIterable<string> }> {
  const taken: string[] = [];
  let length = 0;
  while (length < SAMPLE) {
    const next = await text.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncGenerator<string> {
    yield* taken;
    yield* text;
  }
  return { sample: taken.join(""), all: all() };
}

import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { Delimiter } from "./delimiter.js";
import { FILE_LIMITS } from "./limits.js";
import { refuse } from "./refusals.js";

/** Records given on at once: one wait for each of them would cost as much as its cells. */
const AT_ONCE = 500;

/**
 * The records of a text, some hundreds at a time, each with as many cells as it has; a blank line is one empty cell. A line break within quotation
 * marks is part of its cell.
 * @throws PolarisError file_unreadable for a quotation mark that is never closed
 */
export async function* recordsOf(
  text: AsyncIterable<string>,
  delimiter: Delimiter,
  name: string,
): AsyncGenerator<string[][]> {
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: FILE_LIMITS.lineLength,
  });
  const source = Readable.from(text, { objectMode: false });
  source.on("error", (error) => parser.destroy(error));
  let records: string[][] = [];
  try {
    for await (const record of source.pipe(parser)) {
      records.push(record);
      if (records.length < AT_ONCE) continue;
      yield records;
      records = [];
    }
    if (records.length > 0) yield records;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const unclosed = thrown.code === "CSV_QUOTE_NOT_CLOSED" || thrown.code === "CSV_MAX_RECORD_SIZE";
    throw unclosed ? refuse.unclosedQuote(name, Number(thrown.records ?? 0) + 1) : refuse.brokenLine(name, thrown);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

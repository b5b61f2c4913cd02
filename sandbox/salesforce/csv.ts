import type { TextSnapshot } from "./snapshot.js";
import type { OutputColumn } from "./soql/columns.js";

export interface CsvStyle {
  readonly delimiter: string;
  readonly newline: string;
}

const rowsAtOnce = 2000;
/** SQLite allows a limited number of arguments to one function. */
const columnsAtOnce = 50;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const cellSql = ({ type, index }: OutputColumn): string =>
  type === "boolean" ? `CASE c${index} WHEN 1 THEN 'true' ELSE 'false' END` : `ifnull(c${index}, '')`;

/** A SQL expression that makes the whole CSV line of a row, every value quoted, an empty text for null. */
export function lineSql(columns: readonly OutputColumn[], { delimiter, newline }: CsvStyle): string {
  const pieces: string[] = [];
  for (let first = 0; first < columns.length; first += columnsAtOnce) {
    const some = columns.slice(first, first + columnsAtOnce);
    const pattern = some.map(() => '"%w"').join(delimiter);
    pieces.push(`format(${sqlText(pattern)}, ${some.map(cellSql).join(", ")})`);
  }
  return `${pieces.join(` || ${sqlText(delimiter)} || `)} || ${sqlText(newline)}`;
}

/** One page of a bulk result: a header line, then `count` rows from `offset`, made a little at a time. */
export function* csvPage(
  snapshot: TextSnapshot,
  offset: number,
  count: number,
  { delimiter, newline }: CsvStyle,
): Iterable<string | Uint8Array> {
  yield snapshot.query.output.map(({ path }) => quoted(path.join("."))).join(delimiter) + newline;
  for (let done = 0; done < count; done += rowsAtOnce)
    yield snapshot.text(offset + done, Math.min(rowsAtOnce, count - done));
}

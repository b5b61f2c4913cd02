import type { Snapshot } from "./snapshot.js";
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
function lineSql(columns: readonly OutputColumn[], delimiter: string): string {
  const pieces: string[] = [];
  for (let first = 0; first < columns.length; first += columnsAtOnce) {
    const some = columns.slice(first, first + columnsAtOnce);
    const pattern = some.map(() => '"%w"').join(delimiter);
    pieces.push(`format(${sqlText(pattern)}, ${some.map(cellSql).join(", ")})`);
  }
  return pieces.join(` || ${sqlText(delimiter)} || `);
}

/** One page of a bulk result: a header line, then `count` rows from `offset`, made a little at a time. */
export function* csvPage(snapshot: Snapshot, offset: number, count: number, style: CsvStyle): Iterable<string> {
  const columns = snapshot.query.output;
  yield columns.map(({ path }) => quoted(path.join("."))).join(style.delimiter) + style.newline;
  const line = lineSql(columns, style.delimiter);
  for (let done = 0; done < count; done += rowsAtOnce) {
    const lines = snapshot.lines(line, offset + done, Math.min(rowsAtOnce, count - done));
    yield lines.join(style.newline) + style.newline;
  }
}

import type { Columns, Selection } from "./columns.js";
import { type Cell, NotUnderstood } from "./model.js";

interface Clause {
  readonly column: string;
  holds(cell: Cell): boolean;
}

const CLAUSE =
  /^col\((?<quote>["'])(?<column>[^"']+)\k<quote>\)\s*(?:(?<notNull>\.notnull\(\))|(?<operator>==|!=)\s*(?:(?<number>[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?)|"(?<double>[^"']*)"|'(?<single>[^"']*)')\s*)$/i;

/**
 * A `row_condition` in the dialect that Great Expectations calls "great_expectations", of which this much is read: `col("x").notNull()`, `==` and
 * `!=` with a number or a text, joined by `and`. As in SQL a missing value is neither equal nor unequal to anything.
 * @throws NotUnderstood
 */
export function parseCondition(text: string): readonly Clause[] {
  return text.split(/\s+and\s+(?=col\()/i).map((part) => parseClause(part.trim()));
}

function parseClause(text: string): Clause {
  const found = CLAUSE.exec(text)?.groups;
  if (found === undefined)
    throw new NotUnderstood(
      `"${text}" is not supported; expected col("x").notNull(), col("x") == value or col("x") != value, joined by "and"`,
    );
  const column = found.column ?? "";
  if (found.notNull !== undefined) return { column, holds: (cell) => cell !== null };
  const isWanted = equals(found.number === undefined ? (found.double ?? found.single ?? "") : Number(found.number));
  return found.operator === "=="
    ? { column, holds: (cell) => cell !== null && isWanted(cell) }
    : { column, holds: (cell) => cell !== null && !isWanted(cell) };
}

/** A truth is compared by its word, as the dialect can write none. */
const equals = (value: string | number) => (cell: string | number | boolean) =>
  typeof cell === "boolean" ? String(cell) === String(value).toLowerCase() : cell === value;

/** The rows for which every clause holds. @throws ColumnMissing */
export function select(columns: Columns, clauses: readonly Clause[]): Selection {
  if (clauses.length === 0) return null;
  const tests = clauses.map(({ column, holds }) => ({ cells: columns.take(column), holds }));
  const rows: number[] = [];
  for (let row = 0; row < columns.rows; row++) {
    if (tests.every(({ cells, holds }) => holds(cells[row] ?? null))) rows.push(row);
  }
  return Uint32Array.from(rows);
}

export type Condition = readonly Clause[];

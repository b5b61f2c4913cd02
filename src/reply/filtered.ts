import { foldText } from "../domain/index.js";
import { PolarisError } from "../runtime/index.js";
import { type Reckoning, type Test, testOf, type Where } from "./conditions.js";
import { notice } from "./make.js";
import {
  type Cell,
  type Column,
  type Notice,
  type Reply,
  SENSITIVITIES,
  type Sensitivity,
  type Table,
} from "./model.js";
import { showInteger } from "./numbers.js";

/** What the rows are filtered with besides the conditions. */
export interface Filtering extends Reckoning {
  /** What the place may hold: a column that is not shown there cannot be asked about. */
  readonly holds: readonly Sensitivity[];
}

interface Fitting {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly tests: readonly { readonly place: number; readonly holds: Test }[];
}

const MOST_NAMED = 30;

/**
 * The reply with those rows alone that fit the conditions, in every table that has all the columns they name. Facts, charts and totals stay those of the whole,
 * which the reply says with how many rows of how many are shown.
 * @throws PolarisError argument_invalid where no table has them, with the columns there are
 */
export function filtered(reply: Reply, where: Where, filtering: Filtering): Reply {
  if (reply.tables.length === 0) return reply;
  const judged = reply.tables.map((table) => fittingOf(table, where, filtering));
  const fitting = judged.filter((each): each is Fitting => "tests" in each);
  if (fitting.length === 0) throw refusal(judged, reply.tables, where, filtering);
  const shown = fitting.map(({ table, columns, tests }) => {
    const rows = table.rows.filter((row) => tests.every(({ place, holds }) => holds(row[place] ?? null)));
    return { of: table, columns, table: { ...table, rows, empty: emptied(table, rows) } };
  });
  const after = new Map(shown.map((each) => [each.of, each.table]));
  return {
    ...reply,
    tables: reply.tables.map((table) => after.get(table) ?? table),
    notices: [...noticesOf(where, shown), ...reply.notices],
  };
}

const emptied = ({ rows, empty }: Table, left: readonly (readonly Cell[])[]): string =>
  rows.length > left.length ? `None of ${showInteger(rows.length)} rows is as the filter wants it.` : empty;

/** How a table is filtered; or why it is not: a column that it does not have, or one that cannot be asked so. */
function fittingOf(
  table: Table,
  { conditions }: Where,
  filtering: Filtering,
): Fitting | PolarisError | { readonly lacks: string } {
  const columns: Column[] = [];
  const tests: Fitting["tests"][number][] = [];
  try {
    for (const condition of conditions) {
      const column = columnCalled(condition.column, visible(table, filtering));
      if (column === null) return { lacks: condition.column };
      columns.push(column);
      tests.push({ place: table.columns.indexOf(column), holds: testOf(column, condition, filtering) });
    }
  } catch (thrown) {
    if (thrown instanceof PolarisError) return thrown;
    throw thrown;
  }
  return { table, columns, tests };
}

const visible = ({ columns }: Table, { holds }: Filtering): readonly Column[] =>
  columns.filter(({ sensitivity }) => sensitivity === "open" || holds.includes(sensitivity));

/** A column by its key or its header, else the only one whose header has these words. @throws PolarisError where several have */
function columnCalled(name: string, columns: readonly Column[]): Column | null {
  const asked = foldText(name);
  const itself = columns.find(({ key, label }) => foldText(label) === asked || foldText(key) === asked);
  if (itself !== undefined || asked === "") return itself ?? null;
  const [only, ...others] = columns.filter(({ label }) => ` ${foldText(label)} `.includes(` ${asked} `));
  if (only === undefined || others.length === 0) return only ?? null;
  const labels = [only, ...others].map(({ label }) => `“${label}”`).join(", ");
  throw new PolarisError("argument_invalid", `Several columns fit “${name}”: ${labels}. Name one of them in full.`);
}

function refusal(
  judged: readonly ReturnType<typeof fittingOf>[],
  tables: readonly Table[],
  { conditions }: Where,
  filtering: Filtering,
): PolarisError {
  const problem = judged.find((each) => each instanceof PolarisError);
  if (problem instanceof PolarisError) return problem;
  const labels = [...new Set(tables.flatMap((table) => visible(table, filtering).map(({ label }) => label)))];
  const there = `The columns are ${labels.slice(0, MOST_NAMED).join(", ")}${labels.length > MOST_NAMED ? " and others" : ""}.`;
  const everywhere = new Set(judged.flatMap((each) => ("lacks" in each ? [each.lacks] : [])));
  const [one] = everywhere;
  const isNowhere = everywhere.size === 1 && judged.every((each) => "lacks" in each);
  const names = [...new Set(conditions.map(({ column }) => `“${column}”`))].join(" and ");
  const said =
    isNowhere && conditions.length === 1
      ? `No table here has a column “${one}”.`
      : `No table here has ${names} together.`;
  return new PolarisError("argument_invalid", `${said} ${there}`);
}

/** What is left, in the open; the conditions' own words only where their columns may be read. */
function noticesOf(
  { text }: Where,
  shown: readonly { readonly of: Table; readonly table: Table; readonly columns: readonly Column[] }[],
): Notice[] {
  const counts = shown.map(
    ({ of, table }) => `${showInteger(table.rows.length)} of ${showInteger(of.rows.length)} rows of “${of.title}”`,
  );
  const said = `Shown are ${counts.join(", ")}. Figures, charts and totals are those of all rows.`;
  const places = shown.flatMap(({ columns }) => columns.map(({ sensitivity }) => SENSITIVITIES.indexOf(sensitivity)));
  const most = SENSITIVITIES[Math.max(0, ...places)] ?? "open";
  const filter = `Filter: ${text}.`;
  return most === "open" ? [notice(`${filter} ${said}`)] : [{ ...notice(filter), sensitivity: most }, notice(said)];
}

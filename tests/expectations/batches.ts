import { type Batch, type Cell, judge, readSuite, type SuiteJudgement } from "../../src/expectations/index.js";

/** A batch of named columns, each with its cells from the first row on. */
export function batchOf(columns: Readonly<Record<string, readonly Cell[]>>): Batch {
  const names = Object.keys(columns);
  return {
    columns: names,
    rows: Math.max(0, ...Object.values(columns).map(({ length }) => length)),
    cell: (row, column) => columns[column]?.[row] ?? null,
  };
}

export const suiteOf = (...expectations: readonly object[]) => readSuite({ name: "people", expectations });

/** What one expectation says of a batch, values in the open. */
export function told(type: string, kwargs: object, columns: Readonly<Record<string, readonly Cell[]>>) {
  const judgement = judge(suiteOf({ type, kwargs, meta: { open: true } }), batchOf(columns));
  const [result] = judgement.result.results;
  if (result === undefined) throw new Error("the suite has an expectation");
  return { success: result.success, exception: result.exception_info.exception_message, ...result.result };
}

export const rowsOf = ({ judged }: SuiteJudgement) => judged.map(({ found }) => found?.unexpected ?? null);

import { Columns } from "./columns.js";
import { select } from "./condition.js";
import type { RowsFound } from "./kinds/index.js";
import { masked } from "./mask.js";
import { type Batch, ColumnMissing, type ExpectationResult, type ResultFormat, type SuiteResult } from "./model.js";
import { type Format, rowsResult } from "./rows-result.js";
import type { Expectation, Suite } from "./suite.js";
import { suiteResult } from "./suite-result.js";

/** What one expectation said, and of which rows. */
export interface Judged {
  readonly expectation: Expectation;
  readonly result: ExpectationResult;
  /** Which rows fail, values masked; null for an expectation about the batch as a whole, and for one that could not be judged. */
  readonly found: RowsFound | null;
}

export interface SuiteJudgement {
  readonly result: SuiteResult;
  readonly judged: readonly Judged[];
}

export interface JudgeOptions {
  /** How much each result tells, unless its expectation says otherwise. */
  readonly resultFormat?: ResultFormat;
  /** Goes into the result's meta: the run, the time. */
  readonly meta?: SuiteResult["meta"];
}

const SHOWN = 20;

/**
 * Judges a batch by a suite. Results are those of Great Expectations; values of rows are masked in them unless the suite calls their column open.
 * An expectation of a column that is not there fails with an exception in its result, and the others go on.
 */
export function judge(suite: Suite, batch: Batch, options: JudgeOptions = {}): SuiteJudgement {
  const columns = new Columns(batch);
  const judged = suite.expectations.map((expectation) => judgeOne(expectation, columns, suite, options));
  return {
    judged,
    result: suiteResult(
      suite,
      judged.map(({ result }) => result),
      options.meta ?? {},
    ),
  };
}

function judgeOne(expectation: Expectation, columns: Columns, suite: Suite, options: JudgeOptions): Judged {
  const { check, config } = expectation;
  const format = formatOf(expectation, options);
  const isOpen = check.columns.every((name) => suite.open.has(name));
  try {
    const rows = select(columns, expectation.condition);
    if (check.grain === "batch") {
      const { success, result } = check.find(columns, rows);
      const shown = check.isFigure || isOpen ? result : maskedValues(result);
      return {
        expectation,
        found: null,
        result: resultOf(config, success, format.name === "BOOLEAN_ONLY" ? {} : shown, null),
      };
    }
    const found = check.find(columns, rows);
    const shown = isOpen ? found : maskedRows(found);
    return {
      expectation,
      found: shown,
      result: resultOf(
        config,
        succeeds(found, found.unexpected.length, expectation.mostly),
        rowsResult(shown, format),
        null,
      ),
    };
  } catch (error) {
    if (!(error instanceof ColumnMissing)) throw error;
    return { expectation, found: null, result: resultOf(config, false, {}, error.message) };
  }
}

/** Nothing to judge is as expected. */
export function succeeds(
  { elements, judged }: Pick<RowsFound, "elements" | "judged">,
  unexpected: number,
  mostly: number,
): boolean {
  const total = judged ?? elements;
  return total === 0 || (total - unexpected) / total >= mostly;
}

export function formatOf({ resultFormat }: Expectation, options: JudgeOptions): Format {
  const asked = resultFormat ?? options.resultFormat ?? "SUMMARY";
  return typeof asked === "string"
    ? { name: asked, shown: SHOWN }
    : { name: asked.result_format, shown: asked.partial_unexpected_count ?? SHOWN };
}

const maskedRows = (found: RowsFound): RowsFound => ({ ...found, shown: (row) => masked(found.shown(row)) });

/** Values of `observed_value` and of the counts, not the counts themselves. */
function maskedValues(result: ExpectationResult["result"]): ExpectationResult["result"] {
  const { observed_value = null } = result;
  return { observed_value: masked(observed_value) };
}

function resultOf(
  config: Expectation["config"],
  success: boolean,
  result: ExpectationResult["result"],
  exception: string | null,
): ExpectationResult {
  return {
    success,
    expectation_config: config,
    result,
    meta: {},
    exception_info: {
      raised_exception: exception !== null,
      exception_traceback: null,
      exception_message: exception,
    },
  };
}

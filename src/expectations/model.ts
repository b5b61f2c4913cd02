/** One value of a batch; null is missing. */
export type Cell = string | number | boolean | null;

/** Rows that are judged together, before any of them goes into the pool. */
export interface Batch {
  readonly columns: readonly string[];
  /** Columns that may be missing, and are: they do not exist, and to judge them finds nothing but missing values. */
  readonly absent?: readonly string[];
  readonly rows: number;
  cell(row: number, column: string): Cell;
}

/** What a failing expectation means: critical keeps rows or the whole batch out, warning and info are told. */
export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** How much a result tells, as in Great Expectations. */
export const RESULT_FORMATS = ["BOOLEAN_ONLY", "BASIC", "SUMMARY", "COMPLETE"] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** `expectation_config` of a result: the expectation as its suite has it, parameters filled in. */
export interface ExpectationConfig {
  readonly type: string;
  readonly kwargs: JsonObject;
  readonly meta: JsonObject;
  readonly severity: Severity;
  readonly id?: string;
  readonly notes?: Json;
  readonly description?: string;
}

/** What one expectation says of one batch. Percents are 0 to 100. */
export interface ExpectationResult {
  readonly success: boolean;
  readonly expectation_config: ExpectationConfig;
  readonly result: JsonObject;
  readonly meta: JsonObject;
  readonly exception_info: {
    readonly raised_exception: boolean;
    readonly exception_traceback: null;
    readonly exception_message: string | null;
  };
}

export interface SuiteResult {
  readonly success: boolean;
  readonly results: readonly ExpectationResult[];
  readonly suite_name: string;
  readonly suite_parameters: JsonObject;
  readonly statistics: {
    readonly evaluated_expectations: number;
    readonly successful_expectations: number;
    readonly unsuccessful_expectations: number;
    /** Null when nothing was evaluated. */
    readonly success_percent: number | null;
  };
  readonly meta: JsonObject;
  readonly id: string | null;
}

/** Thrown for a kwarg or pattern that cannot be meant; the text says what was expected. */
export class NotUnderstood extends Error {
  override readonly name = "NotUnderstood";
}

/** An expectation speaks of a column that the batch does not have. */
export class ColumnMissing extends Error {
  override readonly name = "ColumnMissing";

  constructor(column: string) {
    super(`The column "${column}" in BatchData does not exist.`);
  }
}

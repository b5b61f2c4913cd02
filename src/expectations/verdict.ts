import type { Judged, SuiteJudgement } from "./judge.js";
import type { Severity } from "./model.js";

/** What a judgement means for the batch. */
export interface Verdict {
  /** Rows that must not go into the pool, and the expectations they fail: names and columns, no value. */
  readonly rows: ReadonlyMap<number, string>;
  /** Why nothing of the batch may go into the pool; null when it may. */
  readonly stop: string | null;
}

/**
 * A critical expectation about rows keeps out the rows that fail it. It stops the batch when its suite says `mostly` and more rows fail than
 * that; so does a critical expectation about the batch as a whole, and one of a column that is not there. Warnings let everything pass.
 */
export function verdictOf({ judged }: SuiteJudgement): Verdict {
  const rows = new Map<number, string>();
  for (const each of judged) {
    if (each.expectation.severity !== "critical") continue;
    const what = nameOf(each);
    for (const row of each.found?.unexpected ?? []) {
      const before = rows.get(row);
      rows.set(row, before === undefined ? `Fails ${what}.` : `${before.slice(0, -1)}, ${what}.`);
    }
  }
  return { rows, stop: stopOf(judged.map((each) => ({ ...each, failing: each.found?.unexpected.length ?? 0 }))) };
}

/** What one expectation said, and of how many rows. */
interface Said extends Pick<Judged, "expectation" | "result"> {
  readonly failing: number;
}

/** Why a batch stops; null when it goes on. */
export function stopOf(said: readonly Said[]): string | null {
  const stops = said
    .filter((each) => each.expectation.severity === "critical" && !each.result.success && isOfBatch(each))
    .map(whyOf);
  return stops.length === 0 ? null : stops.join(" ");
}

/** Whether a failure speaks of the batch and not of single rows. */
const isOfBatch = ({ expectation, result }: Said): boolean =>
  expectation.check.grain === "batch" || expectation.limitsBatch || result.exception_info.raised_exception;

/** "expect_column_values_to_match_regex (Id)". */
export function nameOf({ expectation: { type, check } }: Pick<Judged, "expectation">): string {
  return check.columns.length === 0 ? type : `${type} (${check.columns.join(", ")})`;
}

function whyOf({ expectation, result, failing }: Said): string {
  const what = nameOf({ expectation });
  const { exception_message: exception } = result.exception_info;
  if (exception !== null) return `${what}: ${exception}`;
  if (expectation.check.grain === "batch") return `${what} does not hold.`;
  return `${what} fails for ${failing} rows, more than mostly ${expectation.mostly} allows.`;
}

const WORST: readonly Severity[] = ["critical", "warning"];

/** The worst severity among failing expectations; what is merely info is none. */
export function worstOf(judged: readonly Pick<Judged, "result" | "expectation">[]): "none" | "warning" | "critical" {
  const failing = new Set(judged.flatMap(({ result, expectation }) => (result.success ? [] : [expectation.severity])));
  const worst = WORST.find((severity) => failing.has(severity));
  return worst === "critical" || worst === "warning" ? worst : "none";
}

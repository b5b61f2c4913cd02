import { formatOf, type Judged, type SuiteJudgement, succeeds } from "./judge.js";
import type { ExpectationResult, Json, JsonObject, SuiteResult } from "./model.js";
import { counts, largest } from "./rows-result.js";
import type { Expectation, Suite } from "./suite.js";
import { suiteResult } from "./suite-result.js";
import { worstOf } from "./verdict.js";

/** Different values that are counted; further ones are not. */
const VALUES_COUNTED = 10_000;

/** What one expectation about rows said of all batches so far. */
interface Sum {
  elements: number;
  /** Null where missing values are what is judged. */
  judged: number | null;
  unexpected: number;
  readonly values: Json[];
  readonly rows: number[];
  readonly counts: Map<string, { value: Json; count: number }>;
}

interface Entry {
  readonly expectation: Expectation;
  /** Of the first batch that failed, or else the last. */
  result: ExpectationResult;
  sum: Sum | null;
}

/**
 * Adds the judgements of batches that belong together up to one suite result: counts and percents are of all their rows, and rows are numbered
 * through. What cannot be added up (an expectation about the batch as a whole) stays what the first batch said that failed it, or else the last.
 * Likes are found within a batch, not across batches.
 */
export class Tally {
  readonly #suite: Suite;
  readonly #entries: Entry[];
  #rows = 0;
  #batches = 0;

  constructor(suite: Suite) {
    this.#suite = suite;
    this.#entries = [];
  }

  get isEmpty(): boolean {
    return this.#batches === 0;
  }

  add({ judged }: SuiteJudgement, rows: number): void {
    for (const [place, each] of judged.entries()) {
      const entry = this.#entries[place] ?? { expectation: each.expectation, result: each.result, sum: null };
      this.#entries[place] = entry;
      if (entry.result.success) entry.result = each.result;
      if (each.found !== null)
        entry.sum = added(entry.sum, each.found, formatOf(each.expectation, {}).shown, this.#rows);
    }
    this.#rows += rows;
    this.#batches += 1;
  }

  /** @param meta run and time of what was judged */
  result(meta: JsonObject): { readonly result: SuiteResult; readonly worst: "none" | "warning" | "critical" } {
    const whole = this.#entries.map((entry) => ({ expectation: entry.expectation, result: wholeOf(entry) }));
    const results = whole.map(({ result }) => result);
    return { result: suiteResult(this.#suite, results, meta), worst: worstOf(whole) };
  }
}

function added(before: Sum | null, found: NonNullable<Judged["found"]>, shown: number, rowsBefore: number): Sum {
  const { elements, judged, unexpected } = found;
  const sum: Sum = before ?? { elements: 0, judged: 0, unexpected: 0, values: [], rows: [], counts: new Map() };
  sum.elements += elements;
  sum.judged = judged === null || sum.judged === null ? null : sum.judged + judged;
  sum.unexpected += unexpected.length;
  for (const row of unexpected) {
    const value = found.shown(row);
    if (sum.rows.length < shown) {
      sum.values.push(value);
      sum.rows.push(row + rowsBefore);
    }
    const key = JSON.stringify(value);
    const known = sum.counts.get(key);
    if (known !== undefined) known.count += 1;
    else if (sum.counts.size < VALUES_COUNTED) sum.counts.set(key, { value, count: 1 });
  }
  return sum;
}

function wholeOf({ expectation, result, sum }: Entry): ExpectationResult {
  if (sum === null || result.exception_info.raised_exception) return result;
  const success = succeeds(sum, sum.unexpected, expectation.mostly);
  const { name, shown } = formatOf(expectation, {});
  if (name === "BOOLEAN_ONLY") return { ...result, success };
  const basic = { ...counts(sum, sum.unexpected), partial_unexpected_list: sum.values };
  if (name === "BASIC") return { ...result, success, result: basic };
  return {
    ...result,
    success,
    result: {
      ...basic,
      partial_unexpected_counts: largest(sum.counts, shown),
      partial_unexpected_index_list: sum.rows,
    },
  };
}

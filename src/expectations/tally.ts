import { formatOf, type Judged, type SuiteJudgement, succeeds } from "./judge.js";
import type { ExpectationResult, Json, JsonObject, SuiteResult } from "./model.js";
import { counts, largest } from "./rows-result.js";
import type { Expectation, Suite } from "./suite.js";
import { suiteResult } from "./suite-result.js";
import { stopOf, worstOf } from "./verdict.js";

/** That batches are parts of one whole; whether likes may be in any two of them, or the parts come in such an order that likes stand together. */
export interface PartOfWhole {
  readonly likes: "anywhere" | "together";
}

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
  /** Where rows of all batches are held against each other: whether a key has come once or more often. */
  readonly seen: Map<string, "once" | "again">;
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
 * Likes are found within a batch, and across batches where these are said to be parts of one whole.
 */
export class Tally {
  readonly #suite: Suite;
  readonly #entries: Entry[];
  #rows = 0;
  #batches = 0;
  #isWhole = false;

  constructor(suite: Suite) {
    this.#suite = suite;
    this.#entries = [];
  }

  get isEmpty(): boolean {
    return this.#batches === 0;
  }

  /** @param part of one whole, such as a page of a file: its rows are held against those of the parts before, and the rows of all parts are counted together */
  add({ judged }: SuiteJudgement, rows: number, part: PartOfWhole | null = null): void {
    for (const [place, each] of judged.entries()) {
      const entry = this.#entries[place] ?? { expectation: each.expectation, result: each.result, sum: null };
      this.#entries[place] = entry;
      if (entry.result.success) entry.result = each.result;
      if (each.found !== null)
        entry.sum = added(entry.sum, each.found, formatOf(each.expectation, {}).shown, this.#rows, part);
    }
    this.#rows += rows;
    this.#batches += 1;
    this.#isWhole ||= part !== null;
  }

  /** Why nothing of all that was judged may go on, as a whole; null when it may. */
  get stop(): string | null {
    return stopOf(
      this.#entries.map((entry) => ({
        expectation: entry.expectation,
        result: this.#wholeOf(entry),
        failing: entry.sum?.unexpected ?? 0,
      })),
    );
  }

  /** @param meta run and time of what was judged */
  result(meta: JsonObject): { readonly result: SuiteResult; readonly worst: "none" | "warning" | "critical" } {
    const whole = this.#entries.map((entry) => ({ expectation: entry.expectation, result: this.#wholeOf(entry) }));
    const results = whole.map(({ result }) => result);
    return { result: suiteResult(this.#suite, results, meta), worst: worstOf(whole) };
  }

  #wholeOf(entry: Entry): ExpectationResult {
    const { check, condition } = entry.expectation;
    if (!this.#isWhole || check.grain !== "batch" || check.ofRows === undefined || condition.length > 0)
      return wholeOf(entry);
    return { ...entry.result, ...check.ofRows(this.#rows) };
  }
}

function added(
  before: Sum | null,
  found: NonNullable<Judged["found"]>,
  shown: number,
  rowsBefore: number,
  part: PartOfWhole | null,
): Sum {
  const { elements, judged } = found;
  const sum: Sum = before ?? {
    elements: 0,
    judged: 0,
    unexpected: 0,
    values: [],
    rows: [],
    counts: new Map(),
    seen: new Map(),
  };
  const { unexpected, earlier } =
    part?.likes === "anywhere" ? repeatedInAll(sum.seen, found) : { unexpected: found.unexpected, earlier: 0 };
  sum.elements += elements;
  sum.judged = judged === null || sum.judged === null ? null : sum.judged + judged;
  sum.unexpected += unexpected.length + earlier;
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

/**
 * The rows of a part that fail, those that repeat a row of a part before among them.
 * @returns `earlier`: rows of parts before that passed there, and have come again now
 */
function repeatedInAll(
  seen: Sum["seen"],
  found: NonNullable<Judged["found"]>,
): { readonly unexpected: readonly number[]; readonly earlier: number } {
  if (found.likes === undefined) return { unexpected: found.unexpected, earlier: 0 };
  const here = new Set(found.unexpected);
  let earlier = 0;
  const keys = [...found.likes()];
  for (const [row, key] of keys) {
    const before = seen.get(key);
    if (before === undefined) continue;
    if (before === "once") earlier += 1;
    seen.set(key, "again");
    here.add(row);
  }
  for (const [row, key] of keys) if (!seen.has(key)) seen.set(key, here.has(row) ? "again" : "once");
  return { unexpected: [...here].sort((a, b) => a - b), earlier };
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

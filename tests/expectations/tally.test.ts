import { describe, expect, it } from "vitest";
import { judge, Tally } from "../../src/expectations/index.js";
import { batchOf, suiteOf } from "./batches.js";

const notNull = "expect_column_values_to_not_be_null";

describe("the judgements of several batches", () => {
  it("add up to what one batch of all their rows would have said", () => {
    const suite = suiteOf(
      { type: notNull, kwargs: { column: "x", mostly: 0.7 } },
      { type: "expect_column_values_to_be_in_set", kwargs: { column: "x", value_set: ["a"] }, meta: { open: true } },
      {
        type: "expect_column_values_to_be_in_set",
        kwargs: { column: "x", value_set: ["a"], result_format: "BOOLEAN_ONLY" },
      },
    );
    const x = ["a", null, "b", "a", "c", "b", null, "a"];
    const tally = new Tally(suite);
    expect(tally.isEmpty).toBe(true);
    for (const [from, to] of [
      [0, 3],
      [3, 3],
      [3, 8],
    ] as const) {
      const part = batchOf({ x: x.slice(from, to) });
      tally.add(judge(suite, part), part.rows);
    }
    const { result, worst } = tally.result({});
    expect(result).toEqual(judge(suite, batchOf({ x })).result);
    expect(worst).toBe("critical");
  });

  it("keep what the first batch said that failed an expectation about the batch", () => {
    const suite = suiteOf({ type: "expect_table_row_count_to_be_between", kwargs: { min_value: 2 } });
    const tally = new Tally(suite);
    for (const x of [[1, 2, 3], [1], [1, 2]]) tally.add(judge(suite, batchOf({ x })), x.length);
    expect(tally.result({}).result.results[0]).toMatchObject({ success: false, result: { observed_value: 1 } });
  });

  it("of one whole hold rows against those of the parts before, and count its rows together", () => {
    const suite = suiteOf(
      { type: "expect_column_values_to_be_unique", kwargs: { column: "x" } },
      { type: "expect_compound_columns_to_be_unique", kwargs: { column_list: ["x", "y"] } },
      { type: "expect_table_row_count_to_be_between", kwargs: { min_value: 7, max_value: 8 } },
    );
    const x = ["a", "b", "c", "b", null, "d", "d", "b"];
    const y = [1, 1, 1, 2, 1, 1, 1, 1];
    const tally = new Tally(suite);
    for (const [from, to] of [
      [0, 3],
      [3, 3],
      [3, 6],
      [6, 8],
    ] as const) {
      const part = batchOf({ x: x.slice(from, to), y: y.slice(from, to) });
      tally.add(judge(suite, part), part.rows, { likes: "anywhere" });
    }
    const whole = judge(suite, batchOf({ x, y })).result.results;
    const said = tally.result({}).result.results;
    expect(said.map(({ success }) => success)).toEqual(whole.map(({ success }) => success));
    const counted = (results: typeof whole) => results.map(({ result }) => result.unexpected_count ?? null);
    expect(counted(said)).toEqual([5, 4, null]);
    expect(counted(whole)).toEqual([5, 4, null]);
    expect(said[2]?.result).toEqual({ observed_value: 8 });
  });

  it("of one whole stop by the share of all rows, not by that of one part", () => {
    const suite = suiteOf({ type: notNull, kwargs: { column: "x", mostly: 0.7 } });
    const tally = new Tally(suite);
    const add = (x: readonly (string | null)[]) =>
      tally.add(judge(suite, batchOf({ x })), x.length, { likes: "anywhere" });
    add(["a", null]);
    expect(tally.stop).toContain("fails for 1 rows, more than mostly 0.7 allows");
    add(["b", "c"]);
    expect(tally.stop).toBeNull();
  });
});

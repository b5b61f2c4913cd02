import { describe, expect, it } from "vitest";
import { judge, verdictOf, worstOf } from "../../src/expectations/index.js";
import { batchOf, suiteOf } from "./batches.js";

describe("what a judgement means", () => {
  const regex = (column: string, extra: object = {}, kwargs: object = {}) => ({
    type: "expect_column_values_to_match_regex",
    kwargs: { column, regex: "^a", ...kwargs },
    ...extra,
  });
  const verdict = (...expectations: object[]) =>
    verdictOf(judge(suiteOf(...expectations), batchOf({ x: ["a", "secret", "a"], y: ["a", "b", "c"] })));

  it("keeps the rows out that fail a critical expectation, with its name and column and no value", () => {
    const { rows, stop } = verdict(regex("x"), regex("y"));
    expect(stop).toBeNull();
    expect([...rows]).toEqual([
      [1, "Fails expect_column_values_to_match_regex (x), expect_column_values_to_match_regex (y)."],
      [2, "Fails expect_column_values_to_match_regex (y)."],
    ]);
  });

  it("lets rows pass that fail a warning", () => {
    const { rows, stop } = verdict(regex("y", { severity: "warning" }), regex("y", { severity: "info" }));
    expect({ rows: rows.size, stop }).toEqual({ rows: 0, stop: null });
  });

  it("stops the batch when more rows fail than a critical expectation's mostly allows", () => {
    expect(verdict(regex("x", {}, { mostly: 0.6 })).stop).toBeNull();
    expect(verdict(regex("y", {}, { mostly: 0.6 })).stop).toBe(
      "expect_column_values_to_match_regex (y) fails for 2 rows, more than mostly 0.6 allows.",
    );
    expect(verdict(regex("y", { severity: "warning" }, { mostly: 0.6 })).stop).toBeNull();
  });

  it("stops the batch when a critical expectation about it fails, or speaks of a column that is not there", () => {
    expect(verdict({ type: "expect_table_row_count_to_be_between", kwargs: { min_value: 4 } }).stop).toBe(
      "expect_table_row_count_to_be_between does not hold.",
    );
    expect(verdict(regex("z")).stop).toBe(
      'expect_column_values_to_match_regex (z): The column "z" in BatchData does not exist.',
    );
  });

  it("is as bad as the worst that fails", () => {
    const worst = (...expectations: object[]) => worstOf(judge(suiteOf(...expectations), batchOf({ x: ["b"] })).judged);
    expect(worst(regex("x", { severity: "info" }))).toBe("none");
    expect(worst(regex("x", { severity: "info" }), regex("x", { severity: "warning" }))).toBe("warning");
    expect(worst(regex("x", { severity: "warning" }), regex("x"))).toBe("critical");
  });
});

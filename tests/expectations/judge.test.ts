import { describe, expect, it } from "vitest";
import { judge, readSuite } from "../../src/expectations/index.js";
import { batchOf, rowsOf, suiteOf, told } from "./batches.js";

const notNull = "expect_column_values_to_not_be_null";

describe("an expectation about rows", () => {
  it("tells counts, percents of all and of what is there, values and where they stand", () => {
    expect(
      told("expect_column_values_to_be_in_set", { column: "x", value_set: ["a"] }, { x: ["a", null, "b", "c", "b"] }),
    ).toEqual({
      success: false,
      exception: null,
      element_count: 5,
      unexpected_count: 3,
      unexpected_percent: 75,
      missing_count: 1,
      missing_percent: 20,
      unexpected_percent_total: 60,
      unexpected_percent_nonmissing: 75,
      partial_unexpected_list: ["b", "c", "b"],
      partial_unexpected_counts: [
        { value: "b", count: 2 },
        { value: "c", count: 1 },
      ],
      partial_unexpected_index_list: [2, 3, 4],
    });
  });

  it("lists twenty values at most", () => {
    const x = Array.from({ length: 50 }, (_, at) => `v${at}`);
    const result = told("expect_column_values_to_be_in_set", { column: "x", value_set: ["a"] }, { x });
    expect(result).toMatchObject({ unexpected_count: 50 });
    expect(result).toHaveProperty("partial_unexpected_list.length", 20);
    expect(result).toHaveProperty("partial_unexpected_counts.length", 20);
    expect(result).toHaveProperty("partial_unexpected_index_list.length", 20);
  });

  it("succeeds when as many are as expected as mostly says, missing ones left out", () => {
    const of = (mostly: number) =>
      told("expect_column_values_to_be_between", { column: "x", min_value: 1, mostly }, { x: [1, 2, 0, null] }).success;
    expect([of(0.66), of(0.67), of(0)]).toEqual([true, false, true]);
  });

  it("succeeds where there is nothing to judge", () => {
    const set = { column: "x", value_set: ["a"] };
    expect(told("expect_column_values_to_be_in_set", set, { x: [null, null] })).toMatchObject({
      success: true,
      unexpected_percent: null,
      missing_percent: 100,
    });
    expect(told("expect_column_values_to_be_in_set", set, { x: [] })).toMatchObject({
      success: true,
      element_count: 0,
      missing_percent: null,
      unexpected_percent: null,
    });
    expect(told(notNull, { column: "x" }, { x: [] }).success).toBe(true);
  });

  it("about missing values takes all rows as the whole and says nothing of missing ones", () => {
    const result = told(notNull, { column: "x", mostly: 0.66 }, { x: [null, true, false] });
    expect(result).toMatchObject({ success: true, element_count: 3, unexpected_count: 1 });
    expect(result).toHaveProperty("unexpected_percent", (1 / 3) * 100);
    expect(result).not.toHaveProperty("missing_count");
    expect(told("expect_column_values_to_be_null", { column: "x" }, { x: [null, 1, null] })).toMatchObject({
      success: false,
      unexpected_count: 1,
      partial_unexpected_list: [1],
    });
  });

  it.each([
    [
      "not_be_in_set",
      "expect_column_values_to_not_be_in_set",
      { value_set: ["b", 2] },
      ["a", "b", 2, "2", null],
      [1, 2],
    ],
    [
      "between",
      "expect_column_values_to_be_between",
      { min_value: 1, max_value: 3 },
      [0, 1, 3, 4, null, "2"],
      [0, 3, 5],
    ],
    [
      "between, bounds out",
      "expect_column_values_to_be_between",
      { min_value: 1, max_value: 3, strict_min: true, strict_max: true },
      [1, 2, 3],
      [0, 2],
    ],
    [
      "between days",
      "expect_column_values_to_be_between",
      { min_value: "2020-01-01" },
      ["2019-12-31", "2020-01-01"],
      [0],
    ],
    ["match", "expect_column_values_to_match_regex", { regex: "b" }, ["abc", "ac", null, 5], [1, 3]],
    ["match, by default everything", "expect_column_values_to_match_regex", {}, ["", "a\nb", 5], []],
    ["not match", "expect_column_values_to_not_match_regex", { regex: "^None$" }, ["None", "Nonesuch"], [0]],
    [
      "unique, every member of a group",
      "expect_column_values_to_be_unique",
      {},
      ["a", "b", "a", null, null, 1, "1"],
      [0, 2],
    ],
    ["of a type", "expect_column_values_to_be_of_type", { type_: "INTEGER" }, [1, 1.5, "1", true, null], [1, 2, 3]],
    [
      "of a list of types",
      "expect_column_values_to_be_in_type_list",
      { type_list: ["str", "bool"] },
      [1, "1", true, null],
      [0],
    ],
    [
      "length, a character counts once",
      "expect_column_value_lengths_to_be_between",
      { min_value: 2, max_value: 2 },
      ["ab", "a", "🙂🙂", 12, null],
      [1],
    ],
  ])("finds the rows: %s", (_, type, kwargs, x, rows) => {
    expect(rowsOf(judge(suiteOf({ type, kwargs: { column: "x", ...kwargs } }), batchOf({ x })))).toEqual([rows]);
  });
});

describe("an expectation about several columns", () => {
  const compound = (ignore_row_if?: string) =>
    told(
      "expect_compound_columns_to_be_unique",
      { column_list: ["a", "b"], ...(ignore_row_if === undefined ? {} : { ignore_row_if }) },
      { a: [1, 1, 1, null, null, null], b: [2, 2, 3, null, null, 2] },
    );

  it("finds every member of a group of equals and shows it by column", () => {
    expect(compound()).toMatchObject({
      success: false,
      element_count: 6,
      missing_count: 2,
      unexpected_count: 2,
      unexpected_percent: 50,
      partial_unexpected_list: [
        { a: 1, b: 2 },
        { a: 1, b: 2 },
      ],
      partial_unexpected_index_list: [0, 1],
    });
  });

  it("leaves out rows as ignore_row_if says", () => {
    expect(compound("any_value_is_missing")).toMatchObject({ missing_count: 3 });
    expect(compound("never")).toMatchObject({ missing_count: 0, partial_unexpected_index_list: [0, 1, 3, 4] });
  });

  it.each([
    [{}, [0, 2, 3]],
    [{ or_equal: true }, [2, 3]],
    [{ ignore_row_if: "either_value_is_missing" }, [0]],
    [{ ignore_row_if: "neither" }, [0, 2, 3, 4]],
  ])("compares pairs with %o", (kwargs, rows) => {
    const columns = { end: [2, 3, null, 4, null], start: [2, 1, 1, null, null] };
    const result = told(
      "expect_column_pair_values_a_to_be_greater_than_b",
      { column_A: "end", column_B: "start", ...kwargs },
      columns,
    );
    expect(result).toMatchObject({ partial_unexpected_index_list: rows });
  });

  it("shows pairs as pairs", () => {
    const columns = { end: ["2026-01-01"], start: ["2026-01-02"] };
    expect(
      told("expect_column_pair_values_a_to_be_greater_than_b", { column_A: "end", column_B: "start" }, columns),
    ).toMatchObject({
      partial_unexpected_list: [["2026-01-01", "2026-01-02"]],
    });
  });
});

describe("an expectation about the batch", () => {
  it("knows which columns there are", () => {
    const columns = { a: [1], b: [1] };
    expect(told("expect_column_to_exist", { column: "b" }, columns)).toEqual({ success: true, exception: null });
    expect(told("expect_column_to_exist", { column: "b", column_index: 0 }, columns).success).toBe(false);
    const set = { column_set: ["a", "c"] };
    expect(told("expect_table_columns_to_match_set", { ...set, exact_match: true }, columns)).toEqual({
      success: false,
      exception: null,
      observed_value: ["a", "b"],
      details: { mismatched: { unexpected: ["b"], missing: ["c"] } },
    });
    expect(told("expect_table_columns_to_match_set", { column_set: ["a"], exact_match: false }, columns).success).toBe(
      true,
    );
    expect(told("expect_table_columns_to_match_set", { column_set: ["a"] }, columns).success).toBe(true);
    expect(told("expect_table_columns_to_match_set", { column_set: ["a"], exact_match: true }, columns).success).toBe(
      false,
    );
  });

  it("counts rows", () => {
    const x = { x: [1, 2, 3] };
    expect(told("expect_table_row_count_to_be_between", { min_value: 3 }, x)).toMatchObject({
      success: true,
      observed_value: 3,
    });
    expect(told("expect_table_row_count_to_be_between", { min_value: 3, strict_min: true }, x).success).toBe(false);
    expect(told("expect_table_row_count_to_be_between", { max_value: 2 }, x).success).toBe(false);
  });

  it("weighs how many values differ", () => {
    const type = "expect_column_proportion_of_unique_values_to_be_between";
    const kwargs = { column: "x", min_value: 0.5 };
    expect(told(type, kwargs, { x: ["a", "a", "b", "b", null] })).toMatchObject({ success: true, observed_value: 0.5 });
    expect(told(type, kwargs, { x: ["a", "a", "a"] }).success).toBe(false);
    expect(told(type, kwargs, { x: [null] })).toMatchObject({ success: false, observed_value: null });
  });

  it("lists the values there are", () => {
    const type = "expect_column_distinct_values_to_be_in_set";
    expect(told(type, { column: "x", value_set: ["a"] }, { x: ["b", "a", null, "b"] })).toMatchObject({
      success: false,
      observed_value: ["a", "b"],
      details: {
        value_counts: [
          { value: "a", count: 1 },
          { value: "b", count: 2 },
        ],
      },
    });
    expect(told(type, { column: "x", value_set: ["a", "b"] }, { x: ["b"] }).success).toBe(true);
  });

  it("of a column that is not there fails with an exception, and the others go on", () => {
    const { result } = judge(
      suiteOf({ type: notNull, kwargs: { column: "y" } }, { type: notNull, kwargs: { column: "x" } }),
      batchOf({ x: [1] }),
    );
    expect(result.results.map(({ success }) => success)).toEqual([false, true]);
    expect(result.results[0]?.exception_info).toEqual({
      raised_exception: true,
      exception_traceback: null,
      exception_message: 'The column "y" in BatchData does not exist.',
    });
  });
});

describe("a row condition", () => {
  const rows = (row_condition: string) =>
    told(
      notNull,
      { column: "x", row_condition, condition_parser: "great_expectations" },
      {
        x: [null, null, null, null],
        sort: ["a", "b b", null, "a"],
        many: [1, 2, 2, 2],
        on: [true, false, null, true],
      },
    );

  it.each([
    ['col("sort").notNull()', [0, 1, 3]],
    ['col("sort") == "a"', [0, 3]],
    [`col("sort")!='a'`, [1]],
    ['col("many") == 2', [1, 2, 3]],
    ['col("sort") == "a" and col("many") == 2', [3]],
    ['col("sort").notNull() and col("many") != 1 and col("sort") != "b b"', [3]],
    ['col("on") == "True"', [0, 3]],
  ])("%s keeps rows as SQL would", (condition, kept) => {
    expect(rows(condition)).toMatchObject({ element_count: kept.length, partial_unexpected_index_list: kept });
  });
});

describe("a suite's result", () => {
  const expectations = [
    { type: notNull, kwargs: { column: "name" } },
    { type: "expect_column_values_to_match_regex", kwargs: { column: "name", regex: "^[A-Z]" }, severity: "warning" },
  ];
  const columns = { name: ["Ada", null, "byte 7@x"] };

  it("sums up, and keeps the run's meta", () => {
    const suite = readSuite({ name: "people", id: "1", meta: { great_expectations_version: "1.2.0" }, expectations });
    expect(
      judge(suite, batchOf(columns), { meta: { validation_time: "2026-01-01T00:00:00.000Z" } }).result,
    ).toMatchObject({
      success: false,
      suite_name: "people",
      suite_parameters: {},
      statistics: {
        evaluated_expectations: 2,
        successful_expectations: 0,
        unsuccessful_expectations: 2,
        success_percent: 0,
      },
      meta: { great_expectations_version: "1.2.0", validation_time: "2026-01-01T00:00:00.000Z" },
      id: "1",
    });
    expect(judge(readSuite({ name: "none", expectations: [] }), batchOf(columns)).result).toMatchObject({
      success: true,
      statistics: { success_percent: null },
    });
  });

  it("masks values whose column is not open, and never shows them elsewhere", () => {
    const { result } = judge(suiteOf(...expectations), batchOf(columns), { resultFormat: "COMPLETE" });
    expect(result.results[1]?.result).toMatchObject({
      partial_unexpected_list: ["xxxx 9@x"],
      partial_unexpected_counts: [{ value: "xxxx 9@x", count: 1 }],
      unexpected_list: ["xxxx 9@x"],
      unexpected_index_list: [2],
    });
    expect(JSON.stringify(result)).not.toContain("byte");
  });

  it("masks the values of a set that is not open, and shows those of a column that any expectation opens", () => {
    const distinct = {
      type: "expect_column_distinct_values_to_be_in_set",
      kwargs: { column: "name", value_set: ["Ada"] },
    };
    const [closed] = judge(suiteOf(distinct), batchOf(columns)).result.results;
    expect(closed?.result).toEqual({ observed_value: ["Xxx", "xxxx 9@x"] });
    const opening = { type: "expect_column_to_exist", kwargs: { column: "name" }, meta: { open: true } };
    const [, open] = judge(suiteOf(opening, distinct), batchOf(columns)).result.results;
    expect(open?.result).toMatchObject({ observed_value: ["Ada", "byte 7@x"] });
  });

  it("tells less when asked for less", () => {
    const [, boolean] = judge(suiteOf(...expectations), batchOf(columns), { resultFormat: "BOOLEAN_ONLY" }).result
      .results;
    expect(boolean).toMatchObject({ success: false, result: {} });
    const result_format = { result_format: "BASIC", partial_unexpected_count: 0 };
    const basic = told(notNull, { column: "name", result_format }, columns);
    expect(basic).toMatchObject({ unexpected_count: 1, partial_unexpected_list: [] });
    expect(basic).not.toHaveProperty("partial_unexpected_counts");
  });
});

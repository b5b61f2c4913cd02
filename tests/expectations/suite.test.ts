import { describe, expect, it } from "vitest";
import { readSuite } from "../../src/expectations/index.js";
import { suiteOf } from "./batches.js";

describe("a suite", () => {
  it("is read in the form of Great Expectations 1.x", () => {
    const suite = readSuite({
      name: "contacts",
      id: "7f1e",
      expectations: [
        {
          type: "expect_column_values_to_not_be_null",
          kwargs: { column: "Email", mostly: 0.95 },
          meta: { open: true },
          notes: "Staff mend these on Mondays.",
          severity: "warning",
        },
      ],
      meta: { great_expectations_version: "1.2.0" },
    });
    expect(suite).toMatchObject({ name: "contacts", id: "7f1e", meta: { great_expectations_version: "1.2.0" } });
    expect([...suite.open]).toEqual(["Email"]);
    expect(suite.expectations[0]).toMatchObject({ severity: "warning", mostly: 0.95, limitsBatch: true });
    expect(suite.expectations[0]?.config).toEqual({
      type: "expect_column_values_to_not_be_null",
      kwargs: { column: "Email", mostly: 0.95 },
      meta: { open: true },
      notes: "Staff mend these on Mondays.",
      severity: "warning",
    });
  });

  it("is read in the form of 0.x", () => {
    const suite = readSuite({
      expectation_suite_name: "old",
      ge_cloud_id: null,
      data_asset_type: "Dataset",
      evaluation_parameters: { least: 1 },
      expectations: [
        { expectation_type: "expect_table_row_count_to_be_between", kwargs: { min_value: { $PARAMETER: "least" } } },
      ],
    });
    expect(suite.name).toBe("old");
    expect(suite.expectations[0]?.config.kwargs).toEqual({ min_value: 1 });
  });

  it("takes the severity from the expectation, else from its meta, else critical", () => {
    const type = "expect_column_values_to_be_unique";
    const { expectations } = suiteOf(
      { type, kwargs: { column: "Id" }, severity: "info", meta: { severity: "warning" } },
      { type, kwargs: { column: "Id" }, meta: { severity: "warning" } },
      { type, kwargs: { column: "Id" } },
    );
    expect(expectations.map(({ severity }) => severity)).toEqual(["info", "warning", "critical"]);
  });

  it("fills in parameters, also within lists and from outside", () => {
    const source = {
      name: "types",
      suite_parameters: { usual: "Business" },
      expectations: [
        {
          type: "expect_column_values_to_be_in_set",
          kwargs: { column: "Type", value_set: [{ $PARAMETER: "usual" }, { $PARAMETER: "other" }] },
        },
      ],
    };
    expect(readSuite(source, { other: "School" }).expectations[0]?.config.kwargs.value_set).toEqual([
      "Business",
      "School",
    ]);
    expect(() => readSuite(source)).toThrow(
      /types, expect_column_values_to_be_in_set: there is no suite parameter "other"/,
    );
  });

  it("refuses a type that is not supported by its name, and lists those that are", () => {
    expect(() => suiteOf({ type: "expect_column_mean_to_be_between", kwargs: { column: "x" } })).toThrow(
      /Expectation 1 of the suite people, expect_column_mean_to_be_between, is not supported\. Supported are: .*expect_compound_columns_to_be_unique/,
    );
  });

  it.each([
    ["a kwarg that is unknown", "expect_column_values_to_be_unique", { column: "x", most: 1 }, /unique: .*most/],
    ["a kwarg that is missing", "expect_column_values_to_be_in_set", { column: "x" }, /in_set: value_set/],
    ["a kwarg of the wrong type", "expect_column_values_to_not_be_null", { column: "x", mostly: 95 }, /null: mostly/],
    ["bounds that are both open", "expect_column_values_to_be_between", { column: "x" }, /cannot both be null/],
    [
      "bounds the wrong way round",
      "expect_column_values_to_be_between",
      { column: "x", min_value: 2, max_value: 1 },
      /greater/,
    ],
    [
      "a type that nobody knows",
      "expect_column_values_to_be_of_type",
      { column: "x", type_: "blob" },
      /no type "blob"/,
    ],
    ["a possessive quantifier", "expect_column_values_to_match_regex", { column: "x", regex: "a++" }, /possessive/],
    [
      "a condition without its parser",
      "expect_column_values_to_be_unique",
      { column: "x", row_condition: 'col("a").notNull()' },
      /condition_parser/,
    ],
    [
      "a condition of pandas",
      "expect_column_values_to_be_unique",
      { column: "x", row_condition: "a > 1", condition_parser: "pandas" },
      /"pandas" came/,
    ],
    [
      "a condition with an or",
      "expect_column_values_to_be_unique",
      { column: "x", row_condition: 'col("a") == 1 or col("b") == 2', condition_parser: "great_expectations" },
      /or col\("b"\).* is not supported/,
    ],
    [
      "a condition with another operator",
      "expect_column_values_to_be_unique",
      { column: "x", row_condition: 'col("a") > 1', condition_parser: "great_expectations" },
      /"col\("a"\) > 1" is not supported/,
    ],
  ])("refuses %s by expectation and key", (_, type, kwargs, words) => {
    expect(() => suiteOf({ type, kwargs })).toThrow(words);
  });

  it.each([
    ["no object", "text", /not understood/],
    ["no name", { expectations: [] }, /no name/],
    ["no expectations", { name: "x" }, /expectations/],
    ["an unknown key", { name: "x", expectations: [], expectation: [] }, /expectation/],
    [
      "an unknown severity",
      { name: "x", expectations: [{ type: "expect_column_to_exist", kwargs: { column: "a" }, severity: "grave" }] },
      /severity/,
    ],
  ])("refuses what has %s", (_, source, words) => {
    expect(() => readSuite(source)).toThrow(words);
  });
});

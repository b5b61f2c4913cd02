import { describe, expect, test } from "vitest";
import { asPolarisError } from "../../../src/runtime/index.js";
import { DATASETS, type Dataset, recognise } from "../../../src/sources/index.js";
import { tableOf } from "./setting.js";

const headerOf = (dataset: Dataset, without: readonly string[] = []): string[] =>
  dataset.columns.filter(({ key }) => !without.includes(key)).map(({ key, names }) => names[0] ?? key);

function recognised(header: readonly string[]): string {
  try {
    return recognise([tableOf([header, header.map((name) => `a ${name}`)])], DATASETS).dataset.name;
  } catch (thrown) {
    const { code, message } = asPolarisError(thrown);
    return `${code}: ${message}`;
  }
}

describe("every dataset is told from the others", () => {
  test.each(DATASETS.map((dataset) => [dataset.name, dataset] as const))("%s by all its columns", (name, dataset) => {
    expect(recognised(headerOf(dataset))).toBe(name);
  });

  const optionalOf = (dataset: Dataset): string[] =>
    dataset.columns.filter(({ required }) => !required).map(({ key }) => key);
  // One column alone says nothing.
  const demanding = DATASETS.filter((dataset) => dataset.columns.length - optionalOf(dataset).length > 1);
  test.each(demanding.map((dataset) => [dataset.name, dataset] as const))(
    "%s by its required columns alone",
    (name, dataset) => {
      expect(recognised(headerOf(dataset, optionalOf(dataset)))).toBe(name);
    },
  );

  const required = DATASETS.flatMap((dataset) =>
    dataset.columns.filter((column) => column.required).map(({ key }) => [dataset.name, key, dataset] as const),
  );
  test.each(required)("%s without its column %s is never taken for another", (name, key, dataset) => {
    expect([name, recognised(headerOf(dataset, [key]))]).toEqual([
      name,
      expect.stringMatching(/^(?:columns_changed|file_unknown): /),
    ]);
  });
});

describe("columns as common as a date", () => {
  test.each([
    ["Date", "Amount", "Name"],
    ["Date", "Event", "Cost"],
    ["Date", "Source", "Amount"],
    ["Date", "Value", "Name"],
    ["Date", "Students"],
  ])("do not make a file of one kind: %s, %s and %s are refused with what they may be", (...header) => {
    expect(recognised(header.filter((name) => name !== undefined))).toMatch(
      /^file_unknown: “.+” has too few columns to tell what it is\. It may be “.+” \(as:.+\): say so if it is\. Nothing was taken in\./,
    );
  });

  test("do where the person said what it is", () => {
    const surveys = DATASETS.filter(({ name }) => name === "surveys");
    expect(recognise([tableOf([["Date", "Event", "Cost"]])], surveys).dataset.name).toBe("surveys");
  });

  test.each([
    [["Timestamp", "Your Name", "Anything to add"], "surveys"],
    [["Date", "Name", "How was it?"], "surveys"],
    [["Date", "Source", "Metric", "Value"], "engagement"],
    [["Date", "Followers"], "engagement"],
    [["Event", "Date", "Students"], "attendance"],
  ])("do with one that tells: %j is of %s", (header, name) => {
    expect(recognised(header)).toBe(name);
  });
});

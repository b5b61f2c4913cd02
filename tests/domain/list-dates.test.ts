import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dateAfterWords, isDay, leadFileDate, readListDate } from "../../src/domain/index.js";

describe("a day as lists write it", () => {
  it.each([
    ["12/1/13", "2013-12-01"],
    ["12/01/2013", "2013-12-01"],
    ["12-01-2013", "2013-12-01"],
    ["6/1/98", "1998-06-01"],
    ["2/29/24", "2024-02-29"],
    ["2020-09-02", "2020-09-02"],
    ["2020/9/2", "2020-09-02"],
    ["20200902", "2020-09-02"],
    ["2020-09-02 00:00:00", "2020-09-02"],
    ["2020-09-02T00:00:00.000Z", "2020-09-02"],
    ["12/1/2013 12:00 AM", "2013-12-01"],
    ["Sep 2, 2020", "2020-09-02"],
    ["2 September 2020", "2020-09-02"],
    ["1-Dec-13", "2013-12-01"],
  ])("%s is %s", (text, day) => expect(readListDate(text)).toBe(day));

  it.each([
    "",
    "n/a",
    "13/1/13",
    "2/30/13",
    "2020-02-30",
    "2020-13-01",
    "0/0/00",
    "12/1",
    "2020-9",
    "12/1-13",
    "soon",
    "tomorrow",
    "mon",
    "Sep 2",
    "41609",
    "2020",
    "Open 2020",
  ])("“%s” is none", (text) => expect(readListDate(text)).toBeNull());
});

describe("a day after words", () => {
  it.each([
    ["Monitoring since 2020-09-02", "2020-09-02"],
    ["Monitoring since 9/2/20", "2020-09-02"],
    ["Licensed since Sep 2, 2020.", "2020-09-02"],
    ["Monitoring since 2020-09-02 00:00:00", "2020-09-02"],
    ["2020-09-02", "2020-09-02"],
    ["Monitoring\nsince 2020-09-02", "2020-09-02"],
    ["Monitoring since", null],
    ["Since 2020-09-31", null],
    ["2020-09-02 until now", null],
    ["", null],
    [null, null],
  ])("%j: %s", (text, day) => expect(dateAfterWords(text)).toBe(day));
});

describe("the day that a file's name says", () => {
  it.each([
    ["source_1_2026-09.csv", "2026-09-01"],
    ["source_1_20260915.csv", "2026-09-15"],
    ["2026-09-15 source 1.xlsx", "2026-09-15"],
    ["source_1 (9-2026).csv", "2026-09-01"],
    ["source_1_9-2026.csv", "2026-09-01"],
    ["source_1_2026-9.csv", "2026-09-01"],
    ["source_1_09-2026.csv", "2026-09-01"],
    ["source_2_2026_09_15.csv", "2026-09-15"],
    ["source_2_2026_09.csv", "2026-09-01"],
    ["source_2_202609.csv", "2026-09-01"],
    ["source_2.2026.09.15.csv", "2026-09-15"],
    ["source_2 9-15-2026.csv", "2026-09-15"],
    ["source_2_20260915T103000.csv", "2026-09-15"],
    ["source_2_20260915103000.csv", "2026-09-15"],
    ["Providers September 2026.xlsx", "2026-09-01"],
    ["Providers_Sept_2026.xlsx", "2026-09-01"],
    ["Providers 2026 Sep.xlsx", "2026-09-01"],
    ["Providers 15 Sep 2026.xlsx", "2026-09-15"],
    ["Providers Sep 15, 2026.xlsx", "2026-09-15"],
    ["source_3_2026-09 (1).csv", "2026-09-01"],
    ["lists/2025-01/source_3_2026-09.csv", "2026-09-01"],
  ])("%s is %s", (name, day) => expect(leadFileDate(name)).toBe(day));

  it.each([
    "source_1.csv",
    "source_1_2026.csv",
    "source 1 2026.csv",
    "source-1-2026.csv",
    "source_1_2026-13.csv",
    "source_1_2026-09-31.csv",
    "source_1_20260931.csv",
    "source_1_202613.csv",
    "source_1_1758000000.csv",
    "source_1_19990915.csv",
    "export 7025550100.csv",
    "",
  ])("“%s” says none", (name) => expect(leadFileDate(name)).toBeNull());

  it("is found however it is written, and is a day", () => {
    const day = fc.integer({ min: 0, max: 36_000 }).map((days) => addDays("2000-01-01", days));
    fc.assert(
      fc.property(day, fc.constantFrom("-", "_", ".", ""), (said, mark) => {
        expect(leadFileDate(`source_1_${said.replaceAll("-", mark)}.csv`)).toBe(said);
        expect(leadFileDate(`${said.replaceAll("-", mark)} source 1.csv`)).toBe(said);
        expect(readListDate(said)).toBe(said);
        expect(dateAfterWords(`Monitoring since ${said}`)).toBe(said);
      }),
    );
  });
});

describe("any text read as a day", () => {
  it("is a day that exists, or none", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[0-9/. _-]{0,14}$/),
      fc.stringMatching(/^(?:20\d\d|[01]?\d)[-/._ ]?[0-3]?\d[-/._ ]?(?:20\d\d|\d\d)$/),
    );
    fc.assert(
      fc.property(text, (written) => {
        for (const read of [readListDate, dateAfterWords, leadFileDate]) {
          const day = read(written);
          if (day !== null) expect([isDay(day), read(day)]).toEqual([true, day]);
        }
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Calendar,
  hasGaps,
  isWithin,
  parsePeriod,
  parsePeriods,
  printDates,
  printWithin,
  readPeriods,
  schoolYear,
  schoolYearLabel,
  schoolYearOf,
  unionOf,
} from "../../src/domain/index.js";
import { PolarisError } from "../../src/runtime/index.js";

const calendar: Calendar = { today: "2026-02-18", schoolYearStartMonth: 8 };

function windowOf(words: string, against: Calendar = calendar): [string | null, string | null] {
  const { start, end } = parsePeriod(words, against);
  return [start, end];
}

function mistake(words: string): PolarisError {
  try {
    parsePeriod(words, calendar);
  } catch (thrown) {
    if (thrown instanceof PolarisError) return thrown;
    throw thrown;
  }
  throw new Error(`${words} was accepted`);
}

describe("a school year", () => {
  it.each([
    "SY24-25",
    "sy24/25",
    "SY 2024-25",
    "2024-25",
    "2024-2025",
    "24-25",
    "24/25",
    "2425",
    "2024–25",
    "2024 – 2025",
  ])("is read from %s", (words) => {
    expect(parsePeriod(words, calendar)).toMatchObject({
      start: "2024-08-01",
      end: "2025-07-31",
      label: "SY24-25",
      toDate: false,
      kind: "school_year",
    });
  });

  it("goes over the century", () => {
    expect(windowOf("SY99-00")).toEqual(["1999-08-01", "2000-07-31"]);
    expect(windowOf("1999-2000")).toEqual(["1999-08-01", "2000-07-31"]);
    expect(windowOf("2099-2100")).toEqual(["2099-08-01", "2100-07-31"]);
  });

  it("refuses years that do not follow one another, and shows what would do", () => {
    for (const words of ["24/27", "24-26", "SY24-26", "2024-2026", "2024-27", "SY2024"]) {
      expect(mistake(words)).toMatchObject({ code: "period_invalid" });
      expect(mistake(words).message).toMatch(/follow one another|2024-25/);
    }
  });

  it("asks about 11/12 and 2011-12, which could be dates", () => {
    expect(mistake("11/12").message).toContain("SY11-12");
    expect(mistake("14/15").message).toContain("SY14-15");
    expect(windowOf("15/16")).toEqual(["2015-08-01", "2016-07-31"]);
    expect(mistake("2011-12").message).toContain("December 2011");
    expect(windowOf("SY11-12")).toEqual(["2011-08-01", "2012-07-31"]);
    expect(windowOf("2011-2012")).toEqual(["2011-08-01", "2012-07-31"]);
  });

  it("is named by the first calendar year it falls in", () => {
    expect(schoolYearOf("2025-07-31", 8)).toBe(2024);
    expect(schoolYearOf("2025-08-01", 8)).toBe(2025);
    expect(schoolYearLabel(2008)).toBe("SY08-09");
  });

  it("is labelled to date while it is under way, and keeps its last day", () => {
    expect(parsePeriod("this year", calendar)).toMatchObject({
      start: "2025-08-01",
      end: "2026-07-31",
      label: "SY25-26 to date",
      toDate: true,
    });
    expect(parsePeriod("last year", calendar)).toMatchObject({
      start: "2024-08-01",
      end: "2025-07-31",
      label: "SY24-25",
      toDate: false,
    });
    expect(parsePeriod("SY25-26", { ...calendar, today: "2026-07-31" })).toMatchObject({
      label: "SY25-26",
      toDate: false,
    });
  });

  it("begins when the organisation says it does", () => {
    expect(windowOf("SY24-25", { ...calendar, schoolYearStartMonth: 7 })).toEqual(["2024-07-01", "2025-06-30"]);
    expect(windowOf("fall 2025", { ...calendar, schoolYearStartMonth: 7 })).toEqual(["2025-07-01", "2025-12-31"]);
  });
});

describe("other periods", () => {
  it.each([
    ["2025", "2025-01-01", "2025-12-31"],
    ["1998", "1998-01-01", "1998-12-31"],
    ["2023..2025", "2023-01-01", "2025-12-31"],
    ["2023 to 2025", "2023-01-01", "2025-12-31"],
    ["Q1 2026", "2026-01-01", "2026-03-31"],
    ["2025-Q4", "2025-10-01", "2025-12-31"],
    ["2026-03", "2026-03-01", "2026-03-31"],
    ["2024-02", "2024-02-01", "2024-02-29"],
    ["March 2026", "2026-03-01", "2026-03-31"],
    ["Sept 2025", "2025-09-01", "2025-09-30"],
    ["2026-01-01..2026-03-31", "2026-01-01", "2026-03-31"],
    ["2026-01-01 .. 2026-03-31", "2026-01-01", "2026-03-31"],
    ["2026-01-01 - 2026-03-31", "2026-01-01", "2026-03-31"],
    ["2026-01-01…2026-03-31", "2026-01-01", "2026-03-31"],
    ["2026-01-01..", "2026-01-01", null],
    ["..2026-03-31", null, "2026-03-31"],
    ["since 2026-01-01", "2026-01-01", null],
    ["2026-02-18", "2026-02-18", "2026-02-18"],
    ["SY22-23..SY24-25", "2022-08-01", "2025-07-31"],
    ["2025-11..2026-01", "2025-11-01", "2026-01-31"],
    ["fall 2025", "2025-08-01", "2025-12-31"],
    ["spring 2026", "2026-01-01", "2026-07-31"],
    ["1y", "2025-08-01", "2026-07-31"],
    ["3y", "2023-08-01", "2026-07-31"],
    ["last 3 years", "2023-08-01", "2026-07-31"],
    ["36mo", "2023-02-19", "2026-02-18"],
    ["6w", "2026-01-08", "2026-02-18"],
    ["90d", "2025-11-21", "2026-02-18"],
    ["last 1 day", "2026-02-18", "2026-02-18"],
    ["2q", "2025-08-19", "2026-02-18"],
    ["ytd", "2025-08-01", "2026-02-18"],
    ["this calendar year", "2026-01-01", "2026-12-31"],
    ["last calendar year", "2025-01-01", "2025-12-31"],
    ["today", "2026-02-18", "2026-02-18"],
    ["this week", "2026-02-16", "2026-02-22"],
    ["last week", "2026-02-09", "2026-02-15"],
    ["this month", "2026-02-01", "2026-02-28"],
    ["last month", "2026-01-01", "2026-01-31"],
    ["last quarter", "2025-10-01", "2025-12-31"],
    ["this semester", "2026-01-01", "2026-07-31"],
    ["last semester", "2025-08-01", "2025-12-31"],
    ["next semester", "2026-08-01", "2026-12-31"],
    ["all time", null, null],
  ])("%s is %s to %s", (words, start, end) => {
    expect(windowOf(words)).toEqual([start, end]);
  });

  it("take a rolling window from the end of a long month to the end of a short one", () => {
    expect(windowOf("1mo", { ...calendar, today: "2026-03-31" })).toEqual(["2026-03-01", "2026-03-31"]);
  });

  it.each(["2026-02-30", "2026-13", "0y", "2026-03-31..2026-01-01", "soon", "", "2527", "..", "1234"])(
    "refuse %j, and say what was expected",
    (words) => {
      expect(mistake(words).code).toBe("period_invalid");
      expect(mistake(words).message).toMatch(/[Ee]xpected/);
    },
  );

  it("offer the last full years in the first 60 days of a school year", () => {
    const early = parsePeriod("3y", { ...calendar, today: "2026-09-29" });
    expect(early).toMatchObject({
      start: "2024-08-01",
      end: "2027-07-31",
      offer: { label: "SY23-24 to SY25-26", words: "SY23-24..SY25-26" },
    });
    expect(parsePeriod("3y", { ...calendar, today: "2026-09-30" }).offer).toBeUndefined();
  });
});

describe("several periods", () => {
  it("are a comma list, each once", () => {
    expect(parsePeriods("SY23-24, 2024-25,24/25", calendar).map((each) => each.label)).toEqual(["SY23-24", "SY24-25"]);
  });

  it("have a union that leaves out the days between them", () => {
    const union = unionOf(parsePeriods("SY22-23, SY24-25", calendar));
    expect(union).toMatchObject({ start: "2022-08-01", end: "2025-07-31", kind: "union" });
    expect(union.windows).toEqual([
      { start: "2022-08-01", end: "2023-07-31" },
      { start: "2024-08-01", end: "2025-07-31" },
    ]);
    expect(hasGaps(union)).toBe(true);
  });

  it("join where they touch, overlap or lie within one another", () => {
    expect(unionOf(parsePeriods("SY24-25, SY23-24, 2024", calendar)).windows).toEqual([
      { start: "2023-08-01", end: "2025-07-31" },
    ]);
    expect(unionOf(parsePeriods("2026-01-01.., 2020", calendar)).windows).toEqual([
      { start: "2020-01-01", end: "2020-12-31" },
      { start: "2026-01-01", end: null },
    ]);
  });
});

describe("periods at the end of a line", () => {
  const read = (line: string) => {
    const { periods, taken } = readPeriods(line.split(" "), calendar);
    return [taken, periods.map((each) => printDates(each))];
  };

  it("leave the words before them alone", () => {
    expect(read("Hill's Pet Nutrition last 3 years")).toEqual([3, ["1 Aug 2023 – 31 Jul 2026"]]);
    expect(read("Hill's Pet Nutrition 3y")).toEqual([1, ["1 Aug 2023 – 31 Jul 2026"]]);
    expect(read("Hill's Pet Nutrition")).toEqual([0, []]);
    expect(read("Hill's SY23-24, SY24-25")).toEqual([2, ["1 Aug 2023 – 31 Jul 2024", "1 Aug 2024 – 31 Jul 2025"]]);
    expect(read("Hill's this year, last year")).toEqual([4, ["1 Aug 2025 – 31 Jul 2026", "1 Aug 2024 – 31 Jul 2025"]]);
    expect(read("Hill's from 2026-01-01 to 2026-03-31")).toEqual([4, ["1 Jan 2026 – 31 Mar 2026"]]);
    expect(readPeriods(["Hill's", "last 3 years"], calendar).taken).toBe(1);
    expect(readPeriods([], calendar)).toEqual({ periods: [], taken: 0 });
  });

  it("do not take a name for a period", () => {
    for (const name of ["3M", "Route 1234", "Pathway 24/7", "Next Level, Inc.", "Studio 5", "Spring"])
      expect(readPeriods(name.split(" "), calendar).taken).toBe(0);
  });

  it("complain about one that is meant but wrong", () => {
    expect(() => readPeriods(["Hill's", "24/27"], calendar)).toThrow(PolarisError);
    expect(() => readPeriods(["Hill's,", "11/12"], calendar)).toThrow(/SY11-12/);
  });
});

describe("any period", () => {
  const day = fc
    .date({ min: new Date("1990-01-01"), max: new Date("2090-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const words = fc.oneof(
    fc.integer({ min: 1990, max: 2098 }).map(schoolYearLabel),
    fc.integer({ min: 1990, max: 2098 }).map((year) => `${year}-${year + 1}`),
    fc.integer({ min: 1990, max: 2098 }).map(String),
    fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1990, max: 2098 }))
      .map(([quarter, year]) => `q${quarter} ${year}`),
    day,
    day.map((from) => `${from}..`),
    day.map((to) => `..${to}`),
    fc.tuple(day, day).map((pair) => pair.sort().join("..")),
    fc.tuple(fc.integer({ min: 1, max: 99 }), fc.constantFrom("y", "mo", "w", "d", "q")).map((pair) => pair.join("")),
    fc.constantFrom(
      "this week",
      "last month",
      "next quarter",
      "ytd",
      "this year",
      "last semester",
      "fall 2025",
      "all time",
      "this calendar year",
    ),
  );

  it("is asked for again by its own words", () => {
    fc.assert(
      fc.property(words, day, (asked, today) => {
        const against = { today, schoolYearStartMonth: 8 };
        const once = parsePeriod(asked, against);
        expect(parsePeriod(once.words, against)).toEqual(once);
      }),
    );
  });

  it("that is a month is not written as it would be asked about", () => {
    const against = { today: "2003-05-01", schoolYearStartMonth: 8 };
    const april = parsePeriod("last month", against);
    expect(april).toMatchObject({ start: "2003-04-01", end: "2003-04-30", words: "april 2003" });
    expect(parsePeriod(april.words, against)).toEqual(april);
  });

  it("is found at the end of any words, and begins no later than it ends", () => {
    fc.assert(
      fc.property(words, day, (asked, today) => {
        const tokens = ["hills", "pet", ...asked.split(" ")];
        const { periods, taken } = readPeriods(tokens, { today, schoolYearStartMonth: 8 });
        expect(taken).toBe(asked.split(" ").length);
        for (const { start, end } of periods) expect(start === null || end === null || start <= end).toBe(true);
      }),
    );
  });

  it("never throws anything but a sentence, whatever the words", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9 ./,a-zQSY-]{0,20}$/)), (asked) => {
        try {
          parsePeriods(asked, calendar);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(PolarisError);
        }
      }),
    );
  });

  it("holds a day in exactly one school year", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 12 }), (date, schoolYearStartMonth) => {
        const against = { today: date, schoolYearStartMonth };
        const year = schoolYearOf(date, schoolYearStartMonth);
        const holding = [year - 1, year, year + 1].filter((each) => isWithin(date, schoolYear(each, against)));
        expect(holding).toEqual([year]);
      }),
    );
  });
});

describe("exact dates", () => {
  it("are printed with both ends, or say which is open", () => {
    expect(printDates({ start: "2024-08-01", end: "2025-07-31" })).toBe("1 Aug 2024 – 31 Jul 2025");
    expect(printDates({ start: "2026-01-01", end: null })).toBe("from 1 Jan 2026");
    expect(printDates({ start: null, end: "2026-01-01" })).toBe("until 1 Jan 2026");
    expect(printDates({ start: null, end: null })).toBe("all time");
    expect(printDates({ start: "2026-01-01", end: "2026-01-01" })).toBe("1 Jan 2026");
  });
  it("are printed behind a verb", () => {
    expect(printWithin({ start: "2024-08-01", end: "2025-07-31" })).toBe("within 1 Aug 2024 – 31 Jul 2025");
    expect(printWithin({ start: "2026-01-01", end: "2026-01-01" })).toBe("on 1 Jan 2026");
    expect(printWithin({ start: "2026-01-01", end: null })).toBe("from 1 Jan 2026");
    expect(printWithin({ start: null, end: "2026-01-01" })).toBe("until 1 Jan 2026");
    expect(printWithin({ start: null, end: null })).toBe("at any time");
  });
});

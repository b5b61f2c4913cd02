import { describe, expect, it } from "vitest";
import { type Cell, column, filtered, isWhere, readConditions, redact, reply, table } from "../../src/reply/index.js";

const COLUMNS = [
  column("name", "Name", "text", "name"),
  column("status", "Status", "text", "open"),
  column("M30", "Volunteer hours", "hours", "open"),
  column("share", "Local share", "percent", "open"),
  column("last", "Last event", "date", "open"),
  column("seen", "Seen", "instant", "open"),
  column("new", "New", "boolean", "open"),
];
const ROWS: readonly Cell[][] = [
  ["Ann Smith", "Active", 12, 0.5, "2026-02-01", "2026-03-01T03:00:00.000Z", true],
  ["Ben Goldsmith", "Lapsed", 10, 0.333333, "2025-09-30", "2026-03-01T12:00:00.000Z", false],
  ["Cho Park", "lapsed, moved", 0, null, "2024-01-05", null, false],
  ["Dee", null, null, 1, null, null, null],
];
const HOLDS = ["open", "name"] as const;

const report = (rows = ROWS) =>
  reply({
    title: "People",
    text: "Four people.",
    sensitivity: "open",
    tables: [
      table({
        key: "people",
        title: "By person",
        columns: COLUMNS,
        rows,
        total: ["Total", null, 22, 0.6, null, null, null],
        empty: "Nobody.",
      }),
      table({
        key: "places",
        title: "By place",
        columns: [column("place", "Place", "text", "open"), column("M30", "Volunteer hours", "hours", "open")],
        rows: [
          ["Mill", 20],
          ["Port", 2],
        ],
        empty: "Nowhere.",
      }),
    ],
  });

const asked = (text: string, holds: readonly ("open" | "name")[] = HOLDS, of = report()) => {
  const where = readConditions(text);
  if (!isWhere(where)) throw new Error(where);
  const calendar = { today: "2026-02-15", schoolYearStartMonth: 8 };
  return filtered(of, where, { holds, calendar, timeZone: "America/Chicago" });
};
const left = (text: string) => asked(text).tables[0]?.rows.map(([name]) => String(name).split(" ")[0]);

describe("the rows of a table by what stands in a column", () => {
  it.each([
    ["volunteer hours>10", ["Ann"]],
    ["M30>=10", ["Ann", "Ben"]],
    ["hours<10", ["Cho"]],
    ["hours=10,0", ["Ben", "Cho"]],
    ["hours!=10", ["Ann", "Cho", "Dee"]],
    ["hours=", ["Dee"]],
    ["hours!=", ["Ann", "Ben", "Cho"]],
    ["share=33.3", ["Ben"]],
    ["local share>=50%", ["Ann", "Dee"]],
  ])("numbers as numbers, shares as they are shown: %s", (text, names) => {
    expect(left(text)).toEqual(names);
  });

  it.each([
    ["status=LAPSED", ["Ben"]],
    ["status=active,lapsed", ["Ann", "Ben"]],
    ["status!=lapsed", ["Ann", "Cho", "Dee"]],
    ["status~lapsed", ["Ben", "Cho"]],
    ["name~smith", ["Ann"]],
    ["name!~smith,park", ["Ben", "Dee"]],
    ["new=yes", ["Ann"]],
    ["new=no, hours>5", ["Ben"]],
  ])("words without case, and with ~ by the beginnings of words: %s", (text, names) => {
    expect(left(text)).toEqual(names);
  });

  it.each([
    ["last=2026-02-01", ["Ann"]],
    ["last event>2025-09", ["Ann"]],
    ["last>=2025-09", ["Ann", "Ben"]],
    ["last<SY25-26", ["Cho"]],
    ["last=SY25-26", ["Ann", "Ben"]],
    ["last≤2024", ["Cho"]],
    ["seen=2026-02-28", ["Ann"]],
  ])("days by day or period, instants by the organisation's day: %s", (text, names) => {
    expect(left(text)).toEqual(names);
  });

  it.each([
    ["month=2026-02", ["2026-02"]],
    ["month>=2025-10", ["2025-10", "2026-02"]],
    ["month<SY25-26", ["2025-07"]],
  ])("months by month or period: %s", (text, months) => {
    const columns = [column("month", "Month", "month", "open")];
    const rows = [["2025-07"], ["2025-10"], ["2026-02"]];
    const of = reply({
      title: "Months",
      text: "Months.",
      sensitivity: "open",
      tables: [table({ key: "by_month", title: "By month", columns, rows, empty: "" })],
    });
    expect(asked(text, HOLDS, of).tables[0]?.rows.flat()).toEqual(months);
  });

  it("leaves totals and other tables, and says how many rows of how many are shown, and by which filter", () => {
    const shown = asked("hours>10");
    expect(shown.tables[0]?.total).toEqual(["Total", null, 22, 0.6, null, null, null]);
    expect(shown.tables[1]?.rows).toEqual([["Mill", 20]]);
    expect(shown.notices[0]?.text).toBe(
      "Filter: hours>10. Shown are 1 of 4 rows of “By person”, 1 of 2 rows of “By place”. Figures, charts and totals are those of all rows.",
    );
    expect(asked("status=active").tables[1]?.rows).toHaveLength(2);
    expect(asked("hours>100").tables[0]?.empty).toBe("None of 4 rows is as the filter wants it.");
  });

  it("asks no column that the place does not show, and repeats its words only where it does", () => {
    expect(() => asked("name~smith", ["open"])).toThrow(
      /^No table here has a column “name”\. The columns are Status, /,
    );
    const told = JSON.stringify(redact(asked("name~smith"), ["open"]));
    expect(told).toContain("Shown are 1 of 4 rows");
    expect(told).not.toMatch(/smith/i);
  });

  it.each([
    [
      "colour=red",
      "No table here has a column “colour”. The columns are Name, Status, Volunteer hours, Local share, Last event, Seen, New, Place.",
    ],
    ["status=active, place=mill", "No table here has “status” and “place” together."],
    ["hours>many", "The column “Volunteer hours” expected a number, but got “>many”."],
    ["hours~1", "The column “Volunteer hours” expected a number, for which there are = and > and <, but got “~1”."],
    ["share>half", "The column “Local share” expected a percentage, such as 50, but got “>half”."],
    ["status>3", "The column “Status” expected words, for which there are =, !=, ~ and !~, but got “>3”."],
    [
      "last=soon",
      "The column “Last event” expected a day or period, such as 2026-03-01, 2026-03 or SY25-26, but got “=soon”.",
    ],
    ["hours>", "The column “Volunteer hours” expected a value behind it, but got “>”."],
  ])("refuses in words what cannot be asked: %s", (text, words) => {
    expect(() => asked(text)).toThrow(words);
  });

  it("asks for one of several columns that fit", () => {
    const two = reply({
      title: "T",
      text: "T.",
      sensitivity: "open",
      tables: [
        table({
          key: "t",
          title: "T",
          columns: [column("a", "Hours recorded", "hours", "open"), column("b", "Hours credited", "hours", "open")],
          rows: [],
          empty: "None.",
        }),
      ],
    });
    const where = readConditions("hours>1");
    if (!isWhere(where)) throw new Error(where);
    const filtering = { holds: HOLDS, calendar: { today: "2026-02-15", schoolYearStartMonth: 8 }, timeZone: "UTC" };
    expect(() => filtered(two, where, filtering)).toThrow(
      "Several columns fit “hours”: “Hours recorded”, “Hours credited”.",
    );
  });
});

describe("conditions", () => {
  it.each(["hours", "", "=3", "hours>1<2", "hours>3,", "hours>1,2"])("that cannot be read are said: %s", (text) => {
    expect(readConditions(text)).toBeTypeOf("string");
  });

  it("take a thousand's comma for what it is", () => {
    expect(readConditions("hours>1,000")).toBe("a number without commas, which part conditions: 1000 for 1,000");
  });

  it("hold together at commas, and take further values behind one without a new column", () => {
    expect(readConditions("hours => 10, status = a, b , name!~x y")).toEqual({
      text: "hours => 10, status = a, b , name!~x y",
      conditions: [
        { column: "hours", operator: ">=", values: ["10"] },
        { column: "status", operator: "=", values: ["a", "b"] },
        { column: "name", operator: "!~", values: ["x y"] },
      ],
    });
  });
});

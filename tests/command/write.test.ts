import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Command,
  formatLine,
  lineOf,
  lineOfWords,
  type Schema,
  type Token,
  tidy,
  tokensOfLine,
  tokensOfWords,
} from "../../src/command/index.js";
import { writeTokens } from "../../src/command/write.js";
import { parsePeriods } from "../../src/domain/index.js";
import { metric, registry, reportOrg, roles, volunteers } from "./commands.js";
import { CALENDAR, read } from "./reading.js";

/** Any text a person or a source may give: hostile letters, the grammar's own signs, words that mean something to it. */
const trap = fc.constantFrom(
  "3y",
  "2025",
  "never",
  "recent",
  "explain",
  "--full",
  "skill:python",
  "-skill:x",
  "<@U1|ann>",
  "&amp;",
  "<http://a.b|c>",
  "help",
  "a, b",
  "“”",
  '\\"',
  "24/27",
);
const anyText = fc
  .oneof(
    trap,
    fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
    fc.string({ unit: fc.constantFrom(..."\"“\\,:<>@#!|&;- –—a1'=()+"), minLength: 1, maxLength: 12 }),
  )
  .map(tidy)
  .filter((text) => text.trim() !== "");
const filterOf = <Value>(value: fc.Arbitrary<Value>) =>
  fc.record({
    all: fc.array(fc.array(value, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
    none: fc.array(value, { maxLength: 2 }),
  });
const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const reference = anyText
  .filter((text) => !/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(text))
  .map((text) => ({ text, id: null }));
const somePeriods = fc
  .subarray(["SY24-25", "3y", "fall 2025", "Q1 2026", "2026-01-01..2026-03-31", "36mo", "2023"])
  .map((words) => (words.length === 0 ? [] : parsePeriods(words.join(","), CALENDAR)));

/** The line is found as the same command again, and says the same. */
function readBack<S extends Schema>(command: Command<S>, line: string): Record<string, unknown> {
  const found = registry.find(tokensOfLine(line));
  expect(found?.command.name).toBe(command.name);
  return read(command, line.slice(command.name.length));
}

function isEmpty(value: unknown): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true;
  return (
    typeof value === "object" && "all" in value && "none" in value && JSON.stringify(value) === '{"all":[],"none":[]}'
  );
}
const withoutEmpty = (args: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(args).filter(([, value]) => !isEmpty(value)));

describe("a line written from arguments", () => {
  it("is read back as the same arguments: filters, ranges, choices, flags, periods, paging", () => {
    const args = fc.record({
      text: optional(anyText),
      skill: filterOf(anyText),
      org: filterOf(reference),
      local: filterOf(fc.constantFrom("local" as const, "partial" as const, "non_local" as const)),
      times: optional(
        fc.constantFrom({ from: 1, to: 1 }, { from: 10, to: null }, { from: null, to: 5 }, { from: 2, to: 5 }),
      ),
      last: optional(
        fc.constantFrom("never" as const, ...parsePeriods("3y, fall 2025, 2026-01-01..2026-03-31, 6w", CALENDAR)),
      ),
      connector: optional(fc.boolean()),
      sort: optional(fc.record({ key: fc.constantFrom("name" as const, "hours" as const), descending: fc.boolean() })),
      page: fc.integer({ min: 2, max: 99_999 }),
      as: optional(fc.constantFrom("xlsx" as const, "csv" as const)),
      asOf: optional(fc.constant("2026-02-15T16:00:00.000Z")),
    });
    fc.assert(
      fc.property(args, (given) => {
        expect(readBack(volunteers, formatLine(volunteers, given))).toEqual(withoutEmpty(given));
      }),
      { numRuns: 400 },
    );
  });

  it("is read back as the same name and periods", () => {
    const args = fc.record({ org: reference, periods: somePeriods });
    fc.assert(
      fc.property(args, (given) => {
        expect(readBack(reportOrg, formatLine(reportOrg, given))).toEqual(withoutEmpty(given));
      }),
      { numRuns: 400 },
    );
  });

  it("is read back as the same metric, flag and districts", () => {
    const args = fc.record({
      metric: reference,
      explain: optional(fc.boolean()),
      district: filterOf(reference),
      periods: somePeriods,
    });
    fc.assert(
      fc.property(args, (given) => {
        expect(readBack(metric, formatLine(metric, given))).toEqual(withoutEmpty(given));
      }),
      { numRuns: 400 },
    );
  });

  it("is what a person would type", () => {
    expect(
      formatLine(reportOrg, {
        org: { text: "Hill's Pet", id: null },
        periods: parsePeriods("SY22-23, 3y", CALENDAR),
        sort: { key: "hours", descending: true },
      }),
    ).toBe('report org "Hill\'s Pet" sort:-hours SY22-23, 3y');
    expect(formatLine(metric, { metric: { text: "M20", id: null } })).toBe("metric M20");
    expect(formatLine(roles, { who: { id: "U1", name: "anne" }, role: "staff" })).toBe('roles set <@U1|anne> "staff"');
    expect(formatLine(roles, { role: "staff" })).toBe("roles set role:staff");
    expect(formatLine(volunteers, { skill: { all: [["python", "data science"], ["sql"]], none: ["c,c++"] } })).toBe(
      'volunteers skill:python,"data science" skill:sql -skill:"c,c++"',
    );
  });
});

describe("a line of a command known by name", () => {
  it("gives every argument by its key", () => {
    expect(lineOf("report org", { org: "Hill's Pet", period: "3y", page: 2, as: null })).toBe(
      'report org org:"Hill\'s Pet" period:3y page:2',
    );
    expect(lineOf("volunteers", { skill: ["python", "a b"] })).toBe('volunteers skill:python,"a b"');
    expect(lineOf("help")).toBe("help");
  });

  it("is read back as the same text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(read(reportOrg, lineOf("", { org: text }))).toMatchObject({ org: { text } });
      }),
    );
  });
});

const said = ({ text, head, parts }: Token) => ({ text, head, values: parts.map((part) => [part.text, part.mention]) });

describe("words that are written again", () => {
  it("say the same", () => {
    const line = `org "Hill's \\" Pet" skill:"a b",c -local:yes <@U1|anne> <#C2> owner:<@U3> — "2024–25" &amp;amp; 6" x`;
    const once = tokensOfLine(line);
    const twice = tokensOfLine(writeTokens(once));
    expect(twice.map(said)).toEqual(once.map(said));
  });

  it("keep the comma of a list of periods as it was typed", () => {
    const line = "last year, this year, SY24-25";
    expect(writeTokens(tokensOfLine(line))).toBe(line);
  });

  it("of a shell make a line that says the same", () => {
    const words = ["report", "org", "Hill's Pet", "org:Black & Veatch", "skill:a,b", '6" pipe', "3y"];
    expect(lineOfWords(words)).toBe('report org "Hill\'s Pet" org:"Black & Veatch" skill:a,b "6\\" pipe" 3y');
    expect(tokensOfLine(lineOfWords(words)).map((token) => token.text)).toEqual(
      tokensOfWords(words).map((token) => token.text),
    );
  });
});

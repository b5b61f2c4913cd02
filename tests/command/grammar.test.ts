import { describe, expect, it } from "vitest";
import { defineCommand, take } from "../../src/command/index.js";
import { answer, metric, reportOrg, roles, sync, volunteers } from "./commands.js";
import { read, refusalOf, spoken } from "./reading.js";

const lines = (work: () => unknown): string[] => refusalOf(work).suggestions.map((each) => each.line);

/** What the periods of a report's line are called. */
const periodsOf = (line: string): unknown => {
  const { periods } = read(reportOrg, line) as { periods?: { words: string }[] };
  return periods?.map((period) => period.words) ?? [];
};

describe("filters", () => {
  it("take a list as any of, a repeated key as all of, a minus as none of", () => {
    expect(read(volunteers, "skill:python,sql skill:stem -skill:java,c")).toEqual({
      skill: { all: [["python", "sql"], ["stem"]], none: ["java", "c"] },
    });
  });

  it("stand anywhere among the words", () => {
    expect(read(volunteers, "ada skill:stem lovelace local:yes")).toEqual({
      text: "ada lovelace",
      skill: { all: [["stem"]], none: [] },
      local: { all: [["local"]], none: [] },
    });
  });

  it("tolerate a blank after the colon, unless a key follows", () => {
    expect(read(volunteers, "skill: stem")).toEqual({ skill: { all: [["stem"]], none: [] } });
    expect(read(volunteers, 'skill: "data science",sql')).toEqual({
      skill: { all: [["data science", "sql"]], none: [] },
    });
    expect(spoken(volunteers, "org: skill:stem")).toMatchObject({ unsaid: ["org"] });
    expect(spoken(volunteers, "skill:stem org:")).toMatchObject({ unsaid: ["org"] });
  });

  it("go on after a comma with a blank", () => {
    expect(read(volunteers, 'skill:python, "data science", sql ada')).toEqual({
      skill: { all: [["python", "data science", "sql"]], none: [] },
      text: "ada",
    });
  });

  it("skip empty places of a list", () => {
    expect(read(volunteers, "skill:,python,,sql,")).toEqual({ skill: { all: [["python", "sql"]], none: [] } });
  });

  it("answer to their other keys, in any case", () => {
    expect(read(volunteers, "SKILLS:python")).toEqual({ skill: { all: [["python"]], none: [] } });
  });

  it("are only the command's own keys: other words with a colon are text", () => {
    const match = defineCommand({
      name: "match",
      family: "events",
      summary: "Ranks candidates.",
      examples: ["match Career Day"],
      allow: ["staff"],
      effect: "read",
      args: { event: take.reference("event", { label: "Event", positional: "rest", required: true }) },
      run: async () => answer("matched"),
    });
    expect(read(match, "K-2: What does an engineer do")).toEqual({
      event: { text: "K-2: What does an engineer do", id: null },
    });
    expect(read(volunteers, "colour:red https://example.org")).toEqual({ text: "colour:red https://example.org" });
    expect(spoken(volunteers, "colour:red Note: x https://example.org").doubtful).toEqual(["colour:red"]);
  });

  it("one letter off are asked about, with the corrected line", () => {
    for (const typo of ["skil:python", "skilll:python", "sklil:python", "skipl:python"]) {
      expect(lines(() => read(volunteers, `ada ${typo} last:3y`))).toEqual(["volunteers ada skill:python last:3y"]);
      expect(refusalOf(() => read(volunteers, typo)).code).toBe("filter_unknown");
    }
    expect(lines(() => read(volunteers, "-skil:python"))).toEqual(["volunteers -skill:python"]);
    expect(read(volunteers, '"skil:python"')).toEqual({ text: "skil:python" });
  });

  it("cannot be turned round where that means nothing", () => {
    expect(lines(() => read(volunteers, "-times:3"))).toEqual(["volunteers times:3"]);
  });

  it("with two dashes are asked about, since a phone makes them of one", () => {
    expect(lines(() => read(volunteers, "—skill:python"))).toEqual([
      "volunteers skill:python",
      "volunteers -skill:python",
    ]);
  });

  it("that are single are taken once", () => {
    expect(refusalOf(() => read(volunteers, "times:3 times:4")).message).toContain("twice");
  });
});

describe("values", () => {
  it.each([
    ["times:7", { from: 7, to: 7 }],
    ["times:10+", { from: 10, to: null }],
    ["times:2..5", { from: 2, to: 5 }],
    ["times:2–5", { from: 2, to: 5 }],
    ["times:..5", { from: null, to: 5 }],
    ["times:2..", { from: 2, to: null }],
  ])("%s is a range of numbers", (line, times) => {
    expect(read(volunteers, line)).toEqual({ times });
  });

  it.each(["times:5..2", "times:many", "times:..", "times:-3", "times:1,2", "times:99999999999"])(
    "%s is refused with what was expected",
    (line) => {
      expect(refusalOf(() => read(volunteers, line))).toMatchObject({
        code: "argument_invalid",
        message: expect.stringMatching(/“times:” takes .+, but got/),
      });
    },
  );

  it("of a choice are matched by any of their words, and a typo is asked about", () => {
    expect(read(volunteers, 'local:"Not local",YES -local:partial')).toEqual({
      local: { all: [["non_local", "local"]], none: ["partial"] },
    });
    const refusal = refusalOf(() => read(volunteers, "ada local:locl"));
    expect(refusal.message).toBe(
      "“local:” takes one of local, partial, non_local, but got “locl”. Did you mean “local”?",
    );
    expect(refusal.suggestions.map((each) => each.line)).toEqual(['volunteers "ada" local:local']);
  });

  it("yes and no set a flag, and a bare word does where the command says so", () => {
    expect(read(volunteers, "connector:yes virtual-only:no")).toEqual({ connector: true, "virtual-only": false });
    expect(read(sync, "salesforce --full")).toEqual({ source: "salesforce", full: true });
    expect(read(sync, "—full salesforce")).toEqual({ source: "salesforce", full: true });
    expect(read(sync, "salesforce full")).toEqual({ source: "salesforce", full: true });
  });

  it("sort by a column, either way round", () => {
    expect(read(volunteers, "sort:hours")).toEqual({ sort: { key: "hours", descending: false } });
    expect(read(volunteers, "sort:-hours page:3 as:xlsx asOf:2026-02-15T16:00:00.000Z")).toEqual({
      sort: { key: "hours", descending: true },
      page: 3,
      as: "xlsx",
      asOf: "2026-02-15T16:00:00.000Z",
    });
    expect(lines(() => read(volunteers, "sort:huors"))).toEqual(["volunteers sort:hours"]);
    for (const bad of ["page:0", "page:x", "as:pdf", "asOf:today"])
      expect(refusalOf(() => read(volunteers, bad)).code).toBe("argument_invalid");
  });

  it("refer to a record by name or by id of either length", () => {
    expect(read(reportOrg, "0015g00000XyZ12AAB")).toEqual({
      org: { text: "0015g00000XyZ12AAB", id: "0015g00000XyZ12AAB" },
    });
    expect(read(reportOrg, "org:0015g00000XyZ12")).toMatchObject({
      org: { id: expect.stringMatching(/^0015g00000XyZ12[A-Z0-5]{3}$/) },
    });
    expect(read(reportOrg, 'org:"Hill\'s, Inc"')).toEqual({ org: { text: "Hill's, Inc", id: null } });
  });

  it("mention a person, or name the id", () => {
    expect(read(roles, "<@U42|anne> staff")).toEqual({ who: { id: "U42", name: "anne" }, role: "staff" });
    expect(read(roles, "role:staff who:U42")).toEqual({ who: { id: "U42", name: null }, role: "staff" });
    expect(refusalOf(() => read(roles, "anne staff")).message).toContain("a person in Slack");
  });
});

describe("periods", () => {
  it.each([
    ["Hill's 3y", "Hill's", ["3y"]],
    ["“Hill’s Pet” 3y", "Hill's Pet", ["3y"]],
    ["Hill's Pet Nutrition last 3 years", "Hill's Pet Nutrition", ["3y"]],
    ["Hill's fall 2025", "Hill's", ["fall 2025"]],
    ["Hill's SY22-23, SY23–24", "Hill's", ["SY22-23", "SY23-24"]],
    ["Hill's 2024-25,2025-26", "Hill's", ["SY24-25", "SY25-26"]],
    ["3M SY24-25", "3M", ["SY24-25"]],
    ['"Studio 2025"', "Studio 2025", []],
  ])("are read from the end of “%s”", (line, org, periods) => {
    expect(read(reportOrg, line)).toMatchObject({ org: { text: org } });
    expect(periodsOf(line)).toEqual(periods);
  });

  it("may be given by key, and then the end of the line is a name", () => {
    expect(read(reportOrg, "Studio 2025 period:3y")).toMatchObject({ org: { text: "Studio 2025" } });
    expect(periodsOf("Studio period:SY22-23, SY23-24 sort:hours")).toEqual(["SY22-23", "SY23-24"]);
    expect(periodsOf("Studio period: last year")).toHaveLength(1);
  });

  it("take as many words after a key as make a period, and no more", () => {
    expect(read(volunteers, "last:fall 2025 ada")).toMatchObject({ text: "ada", last: { words: "fall 2025" } });
    expect(read(volunteers, "last:3y ada")).toMatchObject({ text: "ada", last: { words: "3y" } });
    expect(read(volunteers, "last:never ada")).toEqual({ text: "ada", last: "never" });
  });

  it("that are meant but impossible are refused", () => {
    expect(refusalOf(() => read(reportOrg, "Hill's 24/27")).code).toBe("period_invalid");
    expect(refusalOf(() => read(volunteers, "last:soon")).code).toBe("period_invalid");
  });

  it("leave the words after them to flags and back", () => {
    for (const line of ["M20 SY24-25 explain", "M20 explain SY24-25", "explain:yes M20 SY24-25"]) {
      expect(read(metric, line)).toMatchObject({
        metric: { text: "M20" },
        explain: true,
        periods: [{ words: "SY24-25" }],
      });
    }
  });
});

describe("words that nothing takes", () => {
  it("are refused with what the command takes", () => {
    const refusal = refusalOf(() => read(sync, "salesforce now please"));
    expect(refusal.message).toBe("sync has no use for “now please”. It takes source: full:");
    expect(refusal.suggestions.map((each) => each.line)).toEqual(["sync salesforce"]);
  });

  it("are called an unknown filter when they look like one", () => {
    const refusal = refusalOf(() => read(sync, "salesforce object:Contact"));
    expect(refusal).toMatchObject({
      code: "filter_unknown",
      message: "“object:” is not a filter of sync. It takes source: full:",
    });
  });
});

describe("words that a shell has cut", () => {
  it("give names with blanks whole", () => {
    expect(read(reportOrg, ["Hill's Pet", "3y"])).toMatchObject({
      org: { text: "Hill's Pet" },
      periods: [{ words: "3y" }],
    });
    expect(read(reportOrg, ["org:Hill's Pet", "SY22-23,", "SY23-24"])).toMatchObject({
      org: { text: "Hill's Pet" },
      periods: { length: 2 },
    });
    expect(read(reportOrg, ["Hill's", "last year"])).toMatchObject({ org: { text: "Hill's" }, periods: { length: 1 } });
    expect(read(volunteers, ["skill:data science,sql"])).toEqual({
      skill: { all: [["data science", "sql"]], none: [] },
    });
  });
});

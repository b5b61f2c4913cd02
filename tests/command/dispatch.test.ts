import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Dispatch, Progress } from "../../src/command/index.js";
import { renderText } from "../../src/reply/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { type Asked, dispatchOver, failureIn, requestOf, words } from "./asking.js";

interface Audited {
  request_id: string;
  actor: string;
  role: string;
  door: string;
  command: string;
  kind: string;
  outcome: string;
  detail: string;
}

let empty: EmptyPool;
let dispatch: Dispatch;
let logged: Record<string, unknown>[];

const open = async (engine: "sqlite" | "postgresql" = "sqlite"): Promise<void> => {
  empty = await emptyPool(engine);
  ({ dispatch, logged } = dispatchOver(empty.pool));
};
const run = (line: string, asked: Asked = {}) => dispatch.run(requestOf(line, asked));
const suggestionsOf = async (line: string, asked: Asked = {}): Promise<string[]> =>
  failureIn(await run(line, asked)).suggestions.map((each) => each.line);
const audited = (): Promise<Audited[]> =>
  empty.pool.query<Audited>(
    sql`SELECT request_id, actor, role, door, command, kind, outcome, detail FROM audit_entry ORDER BY id`,
  );

afterEach(() => empty.drop());

describe("a line", () => {
  beforeEach(() => open());

  it("is answered, with what the place may hold", async () => {
    const outcome = await run("report org “Hill’s” 3y", { place: "trusted" });
    expect(outcome).toMatchObject({
      kind: "reply",
      holds: ["open", "name"],
      reply: { text: "Hill's over SY23-24 to SY25-26 to date" },
    });
  });

  it("may begin with the name it is called by in Slack, in any case", async () => {
    expect(words(await run("/polaris Report ORG Hills SY24-25"))).toBe("Hills over SY24-25");
  });

  it("finds the longest name", async () => {
    expect(words(await run("volunteers recent"))).toBe("recent");
    expect(words(await run('volunteers "recent"'))).toContain('"text":"recent"');
  });

  it("with nothing in it gives help", async () => {
    expect(await run("  \u200b ")).toMatchObject({ kind: "reply", reply: { title: "What you can ask Polaris" } });
    expect(await run("/polaris")).toMatchObject({ kind: "reply", reply: { title: "What you can ask Polaris" } });
  });

  it("gives the command its own line to build buttons with", async () => {
    const outcome = await run("volunteers ada page:2 skill:python,sql -skill:c");
    expect(outcome).toMatchObject({ kind: "reply", reply: { title: 'volunteers "ada" skill:python,sql -skill:c' } });
  });

  it.each([
    ["staff", "direct", ["Search", "Sync now"]],
    ["admin", "direct", ["Search", "Sync now", "Give a role"]],
    ["admin", "terminal", ["Search", "Sync now", "Give a role", "Bring back"]],
  ] as const)("offers %s (%s) only the buttons they may use", async (role, place, labels) => {
    const outcome = await run("volunteers recent", { role, place });
    if (outcome.kind !== "reply") throw new Error(words(outcome));
    expect(outcome.reply.actions.map(({ label }) => label)).toEqual(labels);
  });

  it("says whether it may be run again only to show its answer", async () => {
    expect(await run("volunteers recent")).toMatchObject({ kind: "reply", effect: "read" });
    expect(await run("sync salesforce")).toMatchObject({ kind: "reply", effect: "write" });
  });

  it("is answered with SAMPLE DATA in the sandbox, whatever it does", async () => {
    for (const line of ["volunteers recent", "sync salesforce", ""]) {
      const outcome = await run(line);
      if (outcome.kind !== "reply") throw new Error(words(outcome));
      expect(renderText(outcome.reply)).toMatch(/SAMPLE DATA$/);
    }
  });

  it("that changes something is refused to a button that shows an answer once more", async () => {
    const ada = { role: "admin", again: true } as const;
    expect(failureIn(await run("roles set <@U2|bo> staff", ada))).toMatchObject({
      code: "not_allowed",
      text: "“roles set” changes something each time it runs, so its answer cannot be shared, exported or turned by a button, and nothing was done. To run it again, type the command.",
    });
    expect(await empty.pool.db.roleAssignment.count()).toBe(0);
    expect(await audited()).toMatchObject([{ command: "roles set", kind: "refused", outcome: "not_allowed" }]);
    expect(words(await run("volunteers recent", ada))).toBe("recent");
  });

  it("says which words were searched although they look like filters", async () => {
    const outcome = await run("volunteers colour:red");
    expect(outcome).toMatchObject({
      kind: "reply",
      reply: {
        notices: [
          {
            level: "info",
            text: expect.stringMatching(/^“colour:red” was read as text\. The filters of volunteers are .*skill:/),
          },
        ],
      },
    });
  });

  it("reports progress and arrives at the terminal word by word", async () => {
    const seen: Progress[] = [];
    const request = {
      ...requestOf("sync salesforce --full", { place: "terminal" }),
      words: ["sync", "salesforce", "--full"],
    };
    expect(words(await dispatch.run(request, { progress: (progress) => void seen.push(progress) }))).toBe(
      "read everything",
    );
    expect(seen).toEqual([{ stage: "Contact", done: 1, total: 2, perSecond: 10, secondsLeft: 1 }]);
  });
});

describe("a mistake", () => {
  beforeEach(() => open());

  it("in the command is asked about, with the corrected line", async () => {
    expect(failureIn(await run("volunters skill:stem"))).toMatchObject({
      code: "command_unknown",
      status: 2,
      text: "There is no command “volunters”. Did you mean “volunteers”?",
    });
    expect(await suggestionsOf("volunters skill:stem")).toEqual(["volunteers skill:stem"]);
    expect(await suggestionsOf("reprot org “Hill’s” 3y")).toEqual(['report org "Hill\'s" 3y']);
    expect(await suggestionsOf("report ogr Hills")).toEqual(["report org Hills"]);
    expect(await suggestionsOf("report")).toEqual(["report org"]);
    expect(await suggestionsOf("xyzzy")).toEqual(["help"]);
  });

  it("in the command's quotation marks is named, where the words are a command's", async () => {
    for (const line of ["“report org” Hills", '"report" "org" Hills']) {
      expect(failureIn(await run(line)).text).toBe(
        "There is no command “report org”. In quotation marks it is text: write report org without them.",
      );
      expect(await suggestionsOf(line)).toEqual(["report org Hills"]);
    }
  });

  it("does not offer what the person may not run", async () => {
    expect(await suggestionsOf("volunters", { role: "district", districts: ["Olathe"] })).toEqual(["help"]);
    expect(await suggestionsOf("restor", { role: "admin" })).toEqual(["help"]);
    expect(await suggestionsOf("restor", { role: "admin", place: "terminal" })).toEqual(["restore"]);
  });

  it.each([
    ["skil:stem in a filter", "volunteers skil:stem", "filter_unknown"],
    ["a quote that is never closed", "report org \"Hill's 3y", "quote_unclosed"],
    ["an impossible period", "report org Hill's 24/27", "period_invalid"],
    ["an unknown organisation", "report org Nobody", "not_found"],
    ["10 kB of text", `volunteers ${"x".repeat(10_240)}`, "line_too_long"],
    ["a value of the wrong kind", "volunteers times:many", "argument_invalid"],
  ])("such as %s is a sentence and status 2", async (_, line, code) => {
    const failure = failureIn(await run(line));
    expect(failure).toMatchObject({ code, status: 2, requestId: expect.stringMatching(/^test-/) });
    expect(failure.text).toMatch(/^.{20,1500}$/s);
    expect(logged).toEqual([]);
  });

  it("hidden among control characters is not one", async () => {
    expect(words(await run("rep\u0000ort\u0007 o\u200brg Hills\u202e 3y"))).toBe(
      "Hills over SY23-24 to SY25-26 to date",
    );
  });

  it("of Polaris tells an id and no detail, and logs the cause", async () => {
    const failure = failureIn(await run("roles set <@U9|broken> staff", { role: "admin" }));
    expect(failure).toMatchObject({ code: "internal", status: 1, text: expect.not.stringContaining("disk") });
    expect(logged).toMatchObject([
      { request: failure.requestId, command: "roles set", code: "internal", error: { message: "the disk is full" } },
    ]);
  });
});

describe("a missing argument", () => {
  beforeEach(() => open());

  it("is asked for with choices where no form can be opened", async () => {
    const outcome = await run("report org 3y");
    expect(outcome).toMatchObject({
      kind: "ask",
      ask: {
        text: "“report org” still needs: organisation.",
        command: "report org",
        line: "report org 3y",
        missing: ["org"],
        choices: [
          { label: "Hill's Pet Nutrition", line: 'report org "Hill\'s Pet Nutrition" 3y' },
          { label: "Hill Street Bank", line: 'report org "Hill Street Bank" 3y' },
        ],
      },
    });
  });

  it("is left to the form where one can be opened", async () => {
    const outcome = await run("report org 3y", { place: "slash" });
    expect(outcome).toMatchObject({
      kind: "ask",
      ask: {
        line: "report org 3y",
        missing: ["org"],
        choices: [],
        text: expect.stringContaining("For example: report org"),
      },
    });
  });

  it("may be a filter that was begun", async () => {
    expect(await run("volunteers ada local:")).toMatchObject({
      kind: "ask",
      ask: { missing: ["local"], choices: { length: 3, 0: { line: 'volunteers "ada" local:local' } } },
    });
  });

  it("offers no names where they may not be shown", async () => {
    expect(await run("volunteers person:", { place: "direct" })).toMatchObject({
      kind: "ask",
      ask: { choices: [{ label: "Ada Lovelace" }], sensitivity: "name" },
    });
    expect(await run("volunteers person:", { place: "channel" })).toMatchObject({
      kind: "ask",
      ask: { choices: [], sensitivity: "open" },
    });
  });

  it("may also be one that names several records: the command asks which", async () => {
    expect(await run("report org Hill 3y")).toMatchObject({
      kind: "ask",
      ask: {
        text: "Which Hill?",
        command: "report org",
        line: 'report org "Hill" 3y',
        missing: ["org"],
        choices: { length: 1 },
      },
    });
  });
});

describe("a picture that was asked for", () => {
  beforeEach(() => open());

  it.each([
    ["as:chart", ["There is no chart of this: the answer holds nothing that a picture would compare."]],
    ["as:xlsx", []],
  ])("is missed in words where the answer has none: %s", async (as, texts) => {
    expect(await run(`report org "Hill's" 3y ${as}`)).toMatchObject({
      kind: "reply",
      reply: { charts: [], notices: texts.map((text) => ({ text })) },
    });
  });
});

describe("the gate", () => {
  beforeEach(() => open());

  it.each(["help", "volunteers", "xyzzy", "report org “Hill’s” 3y", "volunteers skil:x", "", 'x "'])(
    "gives a stranger one polite sentence for “%s”",
    async (line) => {
      const failure = failureIn(await run(line, { role: "none" }));
      expect(failure).toMatchObject({
        code: "not_allowed",
        status: 1,
        suggestions: [],
        text: "Polaris answers people who work with PREP-KC, and you have no role here yet. An administrator can give you one.",
      });
    },
  );

  it("refuses a role that the command does not name", async () => {
    expect(failureIn(await run("sync salesforce", { role: "coordinator" })).text).toBe(
      "“sync” is for administrators and staff. If you need it, ask an administrator.",
    );
    expect(failureIn(await run("volunteers", { role: "district", districts: ["Olathe"] })).code).toBe("not_allowed");
  });

  it("refuses a command of the terminal anywhere else", async () => {
    expect(failureIn(await run("restore", { role: "admin" })).text).toContain("terminal");
    expect(words(await run("restore", { role: "admin", place: "terminal" }))).toBe("restored");
  });

  it("refuses before it reads the arguments", async () => {
    expect(failureIn(await run("volunteers times:many", { role: "district", districts: ["Olathe"] })).code).toBe(
      "not_allowed",
    );
  });

  const asDistrict = { role: "district", districts: ["Kansas City Public Schools", "Center"] } as const;

  it("holds a district viewer to their districts", async () => {
    const said = async (line: string) => JSON.parse(words(await run(line, asDistrict)));
    expect((await said("metric M20")).districts).toEqual([["Kansas City Public Schools", "Center"]]);
    expect((await said("metric M20 -district:Center")).districts).toEqual([["Kansas City Public Schools", "Center"]]);
    expect((await said("metric M20 -district:Center")).not).toEqual(["Center"]);
    expect((await said("metric M20 district:center")).districts).toEqual([["Center"]]);
    expect((await said("metric M20 district:kcps")).districts).toEqual([["Kansas City Public Schools"]]);
  });

  it.each([
    "district:Olathe",
    "district:Center,Olathe",
    "district:Center district:Olathe",
    "district:0015g00000XyZ12AAB",
  ])("refuses a district viewer %s", async (filter) => {
    expect(failureIn(await run(`metric M20 ${filter}`, asDistrict))).toMatchObject({
      code: "not_allowed",
      text: expect.stringContaining("You can see Kansas City Public Schools, Center"),
    });
  });

  it("refuses a district viewer without districts", async () => {
    expect(failureIn(await run("metric M20", { role: "district" })).text).toContain("No district has been assigned");
  });

  it("leaves everyone else's districts as they are", async () => {
    expect(JSON.parse(words(await run("metric M20 district:Olathe"))).districts).toEqual([["Olathe"]]);
    expect(JSON.parse(words(await run("metric M20"))).districts).toEqual([]);
  });

  it("lets thirty commands a minute through, of one person in Slack", async () => {
    ({ dispatch } = dispatchOver(empty.pool, 3));
    const at = (second: number): string => `2026-02-15T16:00:${String(second).padStart(2, "0")}.000Z`;
    for (const second of [0, 10, 20]) expect((await run("help", { now: at(second) })).kind).toBe("reply");
    expect(failureIn(await run("help", { now: at(30) })).text).toBe(
      "That was more than 3 commands in a minute. Please try again in 30 seconds.",
    );
    expect(failureIn(await run("help", { now: at(59) })).text).toContain("Please try again in one second.");
    expect((await run("help", { now: at(30), who: "U2" })).kind).toBe("reply");
    expect((await run("help", { now: at(30), place: "terminal" })).kind).toBe("reply");
    expect((await run("help", { now: "2026-02-15T16:01:00.000Z" })).kind).toBe("reply");
  });
});

describe("type-ahead", () => {
  beforeEach(() => open());
  const labels = async (command: string, argument: string, query: string, asked: Asked = {}) =>
    (await dispatch.suggest(requestOf("", asked), command, argument, query)).map((option) => option.label);

  it("offers records and choices by what has been typed", async () => {
    expect(await labels("report org", "org", "HILL'")).toEqual(["Hill's Pet Nutrition"]);
    expect(await labels("volunteers", "local", "loc")).toEqual(["Local", "Partly local", "Not local"]);
    expect(await labels("help", "topic", "repo")).toEqual(["report org", "All about reports"]);
  });

  it("is authorised like the command", async () => {
    expect(await labels("report org", "org", "", { role: "none" })).toEqual([]);
    expect(await labels("report org", "org", "", { role: "district", districts: ["Olathe"] })).toEqual([]);
    expect(await labels("volunteers", "person", "ada", { place: "direct" })).toEqual(["Ada Lovelace"]);
    expect(await labels("volunteers", "person", "ada", { place: "channel" })).toEqual([]);
  });

  it("shows a district viewer their own districts only", async () => {
    expect(await labels("metric", "district", "", { role: "district", districts: ["Olathe"] })).toEqual(["Olathe"]);
    expect(await labels("metric", "metric", "M2", { role: "district", districts: ["Olathe"] })).toEqual(["M20"]);
    expect(await labels("metric", "district", "")).toHaveLength(3);
  });

  it("has nothing for what does not exist", async () => {
    expect(await labels("nothing", "org", "")).toEqual([]);
    expect(await labels("report org", "nothing", "")).toEqual([]);
    expect(logged).toEqual([]);
  });
});

describe("help", () => {
  beforeEach(() => open());
  const commandsIn = async (line: string, asked: Asked): Promise<unknown[]> => {
    const outcome = await run(line, asked);
    if (outcome.kind !== "reply") throw new Error(words(outcome));
    return outcome.reply.tables.flatMap((table) => table.rows.map((row) => row[0]));
  };

  it("names what this person may use here, by family", async () => {
    expect(await commandsIn("help", { role: "district", districts: ["Olathe"] })).toEqual(["metric", "help"]);
    expect(await commandsIn("help", { role: "coordinator" })).toEqual(["volunteers", "report org", "metric", "help"]);
    expect(await commandsIn("help", { role: "admin" })).not.toContain("restore");
    expect(await commandsIn("help", { role: "admin", place: "terminal" })).toContain("restore");
    expect(await commandsIn("help people", { role: "staff" })).toEqual(["volunteers", "volunteers recent"]);
    expect(await commandsIn("help report", { role: "staff" })).toEqual(["report org"]);
  });

  it("explains a command's arguments, and runs its examples", async () => {
    const outcome = await run("help report org");
    expect(outcome).toMatchObject({
      kind: "reply",
      reply: {
        text: "What one organisation gave.",
        tables: [
          {
            rows: expect.arrayContaining([["the words after the command, or org:", "Organisation (needed): a name."]]),
          },
        ],
        actions: [
          { line: 'report org "Hill\'s" 3y', does: "run" },
          { line: "report org", does: "form" },
        ],
      },
    });
  });

  it("explains filters and periods", async () => {
    expect(await commandsIn("help periods", {})).toContain("3y");
    expect(await commandsIn("help filters", {})).toContain("skill:python,sql");
  });

  it("asks about a topic it does not have", async () => {
    expect(await suggestionsOf("help voluntears")).toEqual(["help volunteers"]);
    expect(failureIn(await run("help sync", { role: "coordinator" })).code).toBe("argument_invalid");
  });
});

onBothEngines((engine) => {
  describe("the audit log", () => {
    beforeEach(() => open(engine));

    it("has a line for every run, question, refusal, mistake and export, without what was typed", async () => {
      await run("volunteers secretname skill:python page:2");
      await run("report org 3y");
      await run("report org Hills 3y as:xlsx");
      await run("sync salesforce", { role: "coordinator", who: "U7" });
      await run("volunteers skil:secretname");
      await run("secretname");
      await run("help", { role: "none", who: "U8" });
      const entries = await audited();
      expect(entries.map(({ actor, role, command, kind, outcome }) => [actor, role, command, kind, outcome])).toEqual([
        ["U1", "staff", "volunteers", "read", "replied"],
        ["U1", "staff", "report org", "read", "asked"],
        ["U1", "staff", "report org", "export", "replied"],
        ["U7", "coordinator", "sync", "refused", "not_allowed"],
        ["U1", "staff", "volunteers", "failed", "filter_unknown"],
        ["U1", "staff", "(none)", "failed", "command_unknown"],
        ["U8", "none", "(none)", "refused", "not_allowed"],
      ]);
      expect(JSON.stringify(entries)).not.toContain("secretname");
      expect(JSON.parse(entries[0]?.detail ?? "")).toEqual({
        filters: ["skill", "page", "text"],
        rows: 0,
        columns: [],
      });
      expect(JSON.parse(entries[2]?.detail ?? "")).toMatchObject({
        filters: ["as", "periods", "org"],
        files: ["xlsx"],
      });
      expect(entries[0]).toMatchObject({ door: "slack", request_id: expect.stringMatching(/^test-/) });
    });

    it("holds a change in the transaction of the change", async () => {
      expect(words(await run("roles set <@U42|anne> staff", { role: "admin", who: "UADMIN" }))).toBe("U42 is staff");
      expect(await audited()).toMatchObject([
        { actor: "UADMIN", command: "roles set", kind: "write", outcome: "done" },
      ]);
      expect(JSON.parse((await audited())[0]?.detail ?? "")).toEqual({
        filters: ["who", "role"],
        who: "U42",
        role: "staff",
      });
    });

    it("has no change that was rolled back, but the failure", async () => {
      await run("roles set <@U42|broken> staff", { role: "admin" });
      expect(await audited()).toMatchObject([{ command: "roles set", kind: "failed", outcome: "internal" }]);
      expect(await empty.pool.query(sql`SELECT user_id FROM role_assignment`)).toEqual([]);
    });

    it("is written for a change that does not write it itself", async () => {
      await run("sync salesforce");
      expect(await audited()).toMatchObject([{ command: "sync", kind: "write", outcome: "replied" }]);
    });
  });
});

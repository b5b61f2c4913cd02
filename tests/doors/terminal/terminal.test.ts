import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import ExcelJS from "exceljs";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDispatch, defineCommand, registryOf, take } from "../../../src/command/index.js";
import { runTerminal } from "../../../src/doors/terminal/index.js";
import { barChart, present } from "../../../src/reply/index.js";
import { NOW, organization } from "../../command/asking.js";
import { answer, registry } from "../../command/commands.js";
import { type EmptyPool, emptyPool } from "../../pool/engines.js";

/** A report with a name, an e-mail address, a chart, a file, and sometimes a part that failed. */
const people = defineCommand({
  name: "people",
  family: "people",
  summary: "Two people.",
  examples: ["people"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    partly: take.flag({ label: "Partly", bare: ["--partly"] }),
    as: take.choice(take.plainChoices(["xlsx", "csv", "chart"]), { label: "As" }),
  },
  run: async ({ partly }) =>
    answer("2 people.", {
      tables: [
        {
          key: "people",
          title: "People",
          columns: [
            { key: "name", label: "Name", type: "text", sensitivity: "name" },
            { key: "email", label: "E-mail", type: "text", sensitivity: "contact" },
            { key: "race", label: "Race", type: "text", sensitivity: "demographic" },
            { key: "hours", label: "Hours", type: "hours", sensitivity: "open" },
            { key: "student", label: "Student", type: "text", sensitivity: "student" },
          ],
          rows: [
            ["Ada", "ada@example.org", "white", 2.5, "Bo"],
            ["=cmd()", "g@example.org", null, 3, null],
          ],
          total: null,
          empty: "Nobody.",
        },
        {
          key: "towns",
          title: "Towns",
          columns: [{ key: "town", label: "Town", type: "text", sensitivity: "open" }],
          rows: [["Olathe"]],
          total: null,
          empty: "Nowhere.",
        },
      ],
      charts: present(
        barChart(
          {
            key: "hours",
            title: "Hours",
            measure: "Hours",
            takeaway: "Ada and G gave about the same.",
            altText: "Two bars.",
            sensitivity: "open",
          },
          [
            { label: "Ada", value: 2.5 },
            { label: "G", value: 3 },
          ],
        ),
      ),
      files: [
        { key: "report", kind: "xlsx", name: "people.xlsx" },
        { key: "report", kind: "csv", name: "people.csv" },
      ],
      notices:
        partly === true
          ? [
              { level: "error", text: "Half of it failed.", sensitivity: "open" },
              { level: "error", text: "It was Ada's half.", sensitivity: "student" },
            ]
          : [],
      provenance: {
        bible: "Metrics Bible v1.0 with rulings r1",
        period: { start: "2025-08-01", end: "2026-07-31", label: "SY25-26" },
        filters: { district: "Olathe" },
        freshness: { salesforce: "2026-02-15T12:00:00.000Z" },
        counts: {},
        deviations: [],
        asOf: NOW,
        sample: true,
      },
    }),
});

let empty: EmptyPool;
let folder: string;
let stdout: string;
let stderr: string;

beforeEach(async () => {
  empty = await emptyPool("sqlite");
  folder = mkdtempSync(path.join(os.tmpdir(), "polaris-terminal-"));
  stdout = "";
  stderr = "";
});
afterEach(async () => {
  await empty.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(argv: readonly string[], screen: { isTTY?: boolean } = {}): Promise<number> {
  const quiet = { error: () => undefined, warn: () => undefined };
  const services = {
    tell: async () => undefined,
    syncSalesforce: () => Promise.reject(new Error("not here")),
    openFile: () => Promise.reject(new Error("not here")),
    importFile: () => Promise.reject(new Error("not here")),
    rereadLeads: () => Promise.reject(new Error("not here")),
    exportSheet: () => Promise.reject(new Error("not here")),
    googleAccount: null,
    previewSheet: () => Promise.reject(new Error("not here")),
    syncSheets: () => Promise.reject(new Error("not here")),
    syncAnalytics: () => Promise.reject(new Error("not here")),
    reconcile: () => Promise.reject(new Error("not here")),
    compareSegments: () => Promise.reject(new Error("not here")),
    runJob: () => Promise.reject(new Error("not here")),
    jobs: async () => [],
    check: async () => [],
    runSalesforceReport: () => Promise.reject(new Error("not here")),
    channelTrouble: async () => null,
    colleague: async () => null,
    channelNames: async () => new Map(),
    backups: async () => [],
  };
  const parts = {
    registry: registryOf([...registry.commands, people]),
    pool: empty.pool,
    organization,
    services,
    sample: false,
    log: quiet,
  };
  return runTerminal(argv, {
    dispatch: createDispatch(parts),
    stdout: {
      write(text) {
        stdout += text;
      },
    },
    stderr: {
      write(text) {
        stderr += text;
      },
      ...screen,
    },
    timeZone: "America/Chicago",
    clock: { now: () => NOW },
    newRequestId: () => "test-0001",
  });
}

describe("a command line at the terminal", () => {
  it("is answered on stdout, as an admin, status 0", async () => {
    expect(await run(["report", "org", "Hill's Pet", "3y"])).toBe(0);
    expect(stdout).toBe("Hill's Pet over SY23-24 to SY25-26 to date\n");
    expect(stderr).toBe("");
    expect(await empty.pool.query(sql`SELECT actor, role, door, command, request_id FROM audit_entry`)).toEqual([
      { actor: "terminal", role: "admin", door: "terminal", command: "report org", request_id: "test-0001" },
    ]);
  });

  it("offers as lines to paste what the answer's buttons run, to whoever may run it", async () => {
    expect(await run(["volunteers", "recent"])).toBe(0);
    expect(stdout).toBe(
      "recent\n\nNext: Sync now    npx polaris 'sync salesforce'\n      Bring back  npx polaris 'restore'\n",
    );
    stdout = "";
    expect(await run(["--as", "staff", "volunteers", "recent"])).toBe(0);
    expect(stdout).toBe("recent\n\nNext: Sync now  npx polaris 'sync salesforce'\n");
    stdout = "";
    expect(await run(["--format", "json", "volunteers", "recent"])).toBe(0);
    expect(stdout).not.toContain("npx polaris");
  });

  it("has each word of the shell as one word", async () => {
    expect(await run(["report", "org", "org:Hill's Pet", "SY22-23,", "SY23-24"])).toBe(0);
    expect(stdout).toBe("Hill's Pet over SY22-23 and SY23-24\n");
  });

  it("may be one word that holds the whole line", async () => {
    expect(await run(['report org "Hill\'s Pet" 3y'])).toBe(0);
    expect(stdout).toContain("Hill's Pet over");
  });

  it("shows help when there is nothing, or --help", async () => {
    expect(await run([])).toBe(0);
    expect(stdout).toContain("report org");
    stdout = "";
    expect(await run(["report", "org", "--help"])).toBe(0);
    expect(stdout).toContain("What one organisation gave.");
  });

  it("leaves the command its own dashed words, and everything after a lone --", async () => {
    expect(await run(["sync", "salesforce", "--full"])).toBe(0);
    expect(stdout).toBe("read everything\n");
    stdout = "";
    expect(await run(["report", "org", "--", "--as"])).toBe(0);
    expect(stdout).toContain("--as over");
  });
});

describe("--format json", () => {
  it("gives the reply's data, anywhere in the line", async () => {
    expect(await run(["people", "--format", "json"])).toBe(0);
    const json = JSON.parse(stdout);
    expect(json.tables[0].columns.map((column: { key: string }) => column.key)).toEqual([
      "name",
      "email",
      "race",
      "hours",
    ]);
    expect(json.tables[0].rows[0]).toEqual(["Ada", "ada@example.org", "white", 2.5]);
  });

  it("gives mistakes and questions too", async () => {
    expect(await run(["--format=json", "volunters"])).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "command_unknown", suggestions: [{ line: "volunteers" }], requestId: "test-0001" },
    });
    stdout = "";
    expect(await run(["--format=json", "report", "org"])).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ask: { missing: ["org"], choices: { length: 2 } } });
  });
});

describe("--as", () => {
  it.each([
    [
      ["--as", "staff"],
      ["name", "email", "race", "hours"],
    ],
    [["--as=coordinator"], ["name", "email", "hours"]],
    [["--as=admin"], ["name", "email", "race", "hours"]],
    [
      ["--as", "students"],
      ["name", "email", "race", "hours", "student"],
    ],
  ])("%j shows what the role may see", async (as, columns) => {
    expect(await run([...as, "people", "--format", "json"])).toBe(0);
    expect(JSON.parse(stdout).tables[0].columns.map((column: { key: string }) => column.key)).toEqual(columns);
  });

  it("makes a viewer of districts", async () => {
    expect(await run(["--as", "district:Olathe", "people"])).toBe(1);
    expect(stderr).toContain("“people” is for administrators, staff and coordinators.");
    expect(await run(["--as", "district:Olathe", "--as", "district:Center", "metric", "M20"])).toBe(0);
    expect(JSON.parse(stdout).districts).toEqual([["Olathe", "Center"]]);
  });

  it.each([
    ["--as", "boss"],
    ["--as", "none"],
    ["--as", "students", "--as", "district:X"],
    ["--as", "district:"],
    ["--as", "staff", "--as", "district:X"],
    ["--as"],
    ["--format", "xml"],
    ["--out"],
  ])("%s %s … is refused, status 2", async (...words) => {
    expect(await run(["help", ...words])).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Reference test-0001");
  });
});

describe("the exit status", () => {
  it("is 2 for a mistake, with the corrected line to paste", async () => {
    expect(await run(["reprot", "org", "Hill's", "3y"])).toBe(2);
    expect(stderr).toContain("Did you mean “report org”?");
    expect(stderr).toContain(`npx polaris 'report org Hill'\\''s 3y'`);
    expect(stdout).toBe("");
  });

  it("is 2 for a question, with the choices", async () => {
    expect(await run(["report", "org", "3y"])).toBe(2);
    expect(stdout).toContain("still needs: organisation");
    expect(stdout).toContain(`npx polaris 'report org "Hill Street Bank" 3y'`);
  });

  it("is 1 for what failed, was refused, or was only partly done", async () => {
    expect(await run(["roles", "set", "<@U9|broken>", "staff"])).toBe(1);
    expect(stderr).toContain("Something went wrong inside Polaris");
    expect(await run(["--as", "coordinator", "sync", "salesforce"])).toBe(1);
    expect(await run(["people", "--partly"])).toBe(1);
    expect(stdout).toContain("Error: Half of it failed.");
    expect(stdout).not.toContain("Ada's half");
    expect(stderr).not.toContain("Ada's half");
  });
});

describe("files", () => {
  it("go to --out, which is made, and are named on stderr", async () => {
    const out = path.join(folder, "new", "folder");
    expect(await run(["people", "as:xlsx", "--out", out, "--format", "json"])).toBe(0);
    expect(stderr).toBe(`wrote ${path.join(out, "people.xlsx")}\n`);
    expect(JSON.parse(stdout).files).toEqual([
      { name: "people.xlsx", path: path.join(out, "people.xlsx") },
      { name: "people.csv", path: null },
    ]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(path.join(out, "people.xlsx"));
    const sheet = workbook.getWorksheet("People");
    expect(sheet?.getSheetValues().flat()).toEqual(expect.arrayContaining(["Ada", "ada@example.org", 2.5]));
  });

  it.each([
    ["as:xlsx", ["people.xlsx"]],
    ["as:csv", ["people-method.csv", "people-towns.csv", "people.csv"]],
    ["as:chart", ["hours.png"]],
    ["", ["hours.png", "people-method.csv", "people-towns.csv", "people.csv", "people.xlsx"]],
  ])("are those that %j asks for, every table among them", async (as, names) => {
    expect(await run(["people", ...(as === "" ? [] : [as]), "--out", folder])).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(names);
  });

  it("say how they were made: under the picture, and beside the data", async () => {
    expect(await run(["people", "--out", folder])).toBe(0);
    expect(readFileSync(path.join(folder, "people-towns.csv"), "utf8")).toBe("\ufeffTown\r\nOlathe\r\n");
    const method = readFileSync(path.join(folder, "people-method.csv"), "utf8").split("\r\n");
    expect(method).toEqual([
      "\ufeffDefinitions,Metrics Bible v1.0 with rulings r1",
      'Explained in,"docs/metrics.md, and by “metric … explain” for each figure"',
      "Period,1 Aug 2025 – 31 Jul 2026 (SY25-26)",
      "Filters,district Olathe",
      expect.stringMatching(/^Data,.*Salesforce as of 15 Feb 2026/),
      'Records,"none excluded, estimated, inferred or unknown"',
      "Settings,all at their defaults",
      expect.stringMatching(/^Computed,/),
      "Note,SAMPLE DATA: invented people and organisations",
      "",
    ]);
    expect(readFileSync(path.join(folder, "hours.png")).subarray(1, 4).toString()).toBe("PNG");
  });

  it.each([["as:csv"], [""]])("T65 are an export in the audit log, with the number of rows (%j)", async (as) => {
    await run(["people", ...(as === "" ? [] : [as]), "--out", folder]);
    await run(["people"]);
    const rows = await empty.pool.query<{ kind: string; detail: string }>(sql`SELECT kind, detail FROM audit_entry`);
    expect(rows.map(({ kind, detail }) => [kind, JSON.parse(detail).rows])).toEqual([
      ["export", 3],
      ["read", 3],
    ]);
  });

  it("hold no more than the role may see", async () => {
    expect(await run(["--as", "coordinator", "people", "as:csv", "--out", folder])).toBe(0);
    const csv = readFileSync(path.join(folder, "people.csv"), "utf8");
    expect(csv).toContain("ada@example.org");
    expect(csv).not.toContain("white");
    expect(csv).not.toMatch(/^=cmd/m);
  });

  it("are offered when no folder was given", async () => {
    expect(await run(["people", "as:csv"])).toBe(0);
    expect(stderr).toBe("Add --out DIR to get people.csv.\n");
  });

  it("that cannot be written are a failure", async () => {
    const file = path.join(folder, "people.csv");
    expect(await run(["people", "as:csv", "--out", folder])).toBe(0);
    expect(existsSync(file)).toBe(true);
    expect(await run(["people", "as:csv", "--out", path.join(file, "below")])).toBe(1);
    expect(stderr).toContain("could not be written");
  });
});

describe("progress", () => {
  it("stands on stderr: a line in a log, one changing line where a person looks", async () => {
    await run(["sync", "salesforce"]);
    expect(stderr).toBe("Contact: 1 of 2 · 10 a second · 1 s left\n");
    stderr = "";
    await run(["sync", "salesforce"], { isTTY: true });
    expect(stderr).toBe("\r\u001b[2KContact: 1 of 2 · 10 a second · 1 s left\r\u001b[2K");
    expect(stdout).toBe("read what changed\nread what changed\n");
  });
});

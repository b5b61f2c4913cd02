import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GoogleCloud } from "../../sandbox/google/index.js";
import {
  type Access,
  createDispatch,
  defineCommand,
  type Outcome,
  type Place,
  type Progress,
  registryOf,
  take,
} from "../../src/command/index.js";
import { googleServices } from "../../src/google-services.js";
import { openSuites } from "../../src/intake/index.js";
import { column, renderBlocks, renderJson, renderText, table } from "../../src/reply/index.js";
import { projectFile, systemClock } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { ACCOUNT, accessTo, listeningCloud, Time } from "../sources/google/cloud.js";
import { NOW, organization, services } from "./asking.js";
import { answer } from "./commands.js";

const FOLDER = "exports-of-polaris";
const STUDENT_ROWS = [
  ["Ana Lima", 7],
  ["Bo Chen", 8],
];

/** What it was asked to work out, and a table of students for those who may have it. */
const visits = defineCommand({
  name: "visits",
  family: "reports",
  summary: "Visits and who came.",
  examples: ["visits as:sheet"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: { ...take.listing({ sort: ["name"], as: ["xlsx", "sheet"] }) },
  run: async ({ page }, { holds, line }) =>
    answer("2 visits with 2 students.", {
      title: "Visits",
      tables: [
        table({
          key: "visits",
          title: "Visits",
          columns: [
            column("day", "Day", "date", "open"),
            column("host", "Host", "text", "name"),
            column("race", "Race", "text", "demographic"),
            column("students", "Students", "integer", "open"),
          ],
          rows: [
            ["2026-01-15", "Cam", "white", 1],
            ["2026-01-16", "=1+1", null, 1],
          ],
          empty: "None.",
        }),
        ...(holds.includes("student")
          ? [
              table({
                key: "students",
                title: "Students",
                columns: [column("name", "Name", "text", "student"), column("grade", "Grade", "integer", "student")],
                rows: STUDENT_ROWS,
                empty: "None.",
              }),
            ]
          : []),
      ],
      files: [{ key: "visits", kind: "xlsx", name: "visits.xlsx" }],
      page: { number: page, size: 1, line },
    }),
});

let pool: EmptyPool;
let cloud: GoogleCloud;
let data: string;
let exportFolder: string | null;
let progress: Progress[];

beforeEach(async () => {
  pool = await emptyPool("sqlite");
  cloud = await listeningCloud(new Time(), { folders: { [FOLDER]: [ACCOUNT.email] } });
  data = mkdtempSync(path.join(os.tmpdir(), "polaris-sheet-"));
  exportFolder = FOLDER;
  progress = [];
});
afterEach(async () => {
  await pool.drop();
  await cloud.close();
  rmSync(data, { recursive: true });
});

const PLACES = {
  slash: { kind: "slash", channel: "C1", isPrivate: true, isTrusted: false, canOpenForm: true },
  channel: { kind: "schedule", channel: "C1", isPrivate: false, isTrusted: false, canOpenForm: false },
  terminal: { kind: "terminal", channel: null, isPrivate: true, isTrusted: false, canOpenForm: false },
} satisfies Record<string, Place>;
const STAFF: Access = { role: "staff", districts: [] };
const READER: Access = { ...STAFF, readsStudents: true };

async function run(line: string, access: Access = STAFF, place: keyof typeof PLACES = "slash"): Promise<Outcome> {
  const google = { ...accessTo(cloud), exportFolder };
  const { exportSheet } = googleServices({
    settings: { google: exportFolder === "" ? null : google, dataFolder: data },
    organization,
    pool: pool.pool,
    clock: systemClock,
    expectations: openSuites(projectFile("config")),
  });
  const dispatch = createDispatch({
    registry: registryOf([visits]),
    pool: pool.pool,
    organization,
    services: { ...services, exportSheet },
    sample: true,
    log: { error: () => undefined, warn: () => undefined },
  });
  const actor = { id: "U1", name: "Ada", door: "slack" } as const;
  return dispatch.run(
    { id: "k7m2-x9qd", line, actor, access, place: PLACES[place], now: NOW },
    { progress: (each) => progress.push(each) },
  );
}

async function replied(line: string, access?: Access, place?: keyof typeof PLACES) {
  const outcome = await run(line, access, place);
  if (outcome.kind !== "reply") throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** The one sheet that was made. */
function sheetIn({ reply }: { reply: { files: readonly { kind: string; url?: string }[] } }) {
  const url = reply.files.find(({ kind }) => kind === "sheet")?.url ?? "";
  return { url, sheet: cloud.sheet(/\/d\/([\w-]+)\//.exec(url)?.[1] ?? "") };
}

const audit = async () => {
  const rows = await pool.pool.query<{ kind: string; detail: string }>(sql`SELECT kind, detail FROM audit_entry`);
  return rows.map(({ kind, detail }) => ({ kind, detail: JSON.parse(detail) }));
};

describe("as:sheet", () => {
  it("makes a Google Sheet with the title of the report and the day, and gives its address", async () => {
    const outcome = await replied("visits as:sheet");
    const { url, sheet } = sheetIn(outcome);
    expect(sheet.title).toBe("Visits – 15 Feb 2026");
    expect(sheet.tabs).toEqual(["Summary", "Visits", "Method"]);
    expect(sheet.rows("Visits").slice(1)).toEqual([
      [{ date: "2026-01-15" }, "Cam", "white", 1],
      [{ date: "2026-01-16" }, "'=1+1", null, 1],
    ]);
    expect(progress.map(({ stage }) => stage)).toEqual(["Making the Google Sheet"]);
    expect(readdirSync(path.join(data, "outgoing"))).toEqual([]);
    expect(renderText(outcome.reply)).toContain(`Google Sheet:\n    ${url}\n`);
    expect(renderJson(outcome.reply).files).toContainEqual({ name: "Visits – 15 Feb 2026", path: url });
    expect(renderBlocks(outcome.reply).blocks[1]).toMatchObject({ text: { text: `<${url}|Open the Google Sheet>` } });
  });

  it("T65 is an export in the audit log, with its rows, its columns and the sheet", async () => {
    const { url } = sheetIn(await replied("visits as:sheet"));
    expect(await audit()).toEqual([
      {
        kind: "export",
        detail: {
          filters: ["as"],
          rows: 2,
          columns: ["day", "host", "race", "students"],
          files: ["xlsx"],
          sheet: /\/d\/([\w-]+)\//.exec(url)?.[1],
        },
      },
    ]);
  });

  it("holds what the role may see, wherever it was asked for", async () => {
    const { sheet } = sheetIn(await replied("visits as:sheet", { role: "coordinator", districts: [] }, "channel"));
    expect(sheet.rows("Visits")[0]).toEqual(["Day", "Host", "Students"]);
  });

  it("makes no further sheet when a page is turned", async () => {
    const outcome = await replied("visits as:sheet");
    const buttons = JSON.stringify(renderBlocks(outcome.reply, { line: "visits as:sheet" }).blocks);
    expect(buttons).toContain('"visits page:2');
    expect(buttons).not.toContain("as:sheet");
  });

  it("says which settings are missing, and offers the workbook", async () => {
    exportFolder = null;
    const one = await run("visits as:sheet");
    exportFolder = "";
    const both = await run("visits as:sheet");
    expect([one, both]).toMatchObject([
      {
        kind: "failed",
        failure: {
          code: "configuration_invalid",
          text: expect.stringMatching(/^No Google Sheet can be made here: GOOGLE_EXPORT_FOLDER_ID .* is not set\./),
          suggestions: [{ label: "As a workbook instead", line: "visits as:xlsx" }],
        },
      },
      {
        failure: {
          text: expect.stringMatching(/GOOGLE_SERVICE_ACCOUNT_FILE .* and GOOGLE_EXPORT_FOLDER_ID .* are not set/),
        },
      },
    ]);
    expect((await audit()).map(({ kind }) => kind)).toEqual(["failed", "failed"]);
  });
});

describe("rows of students", () => {
  it("stand in the sheet of who may have them, and never in Slack", async () => {
    const outcome = await replied("visits as:sheet", READER);
    const { sheet } = sheetIn(outcome);
    expect(sheet.rows("Students")).toEqual([["Name", "Grade"], ...STUDENT_ROWS]);
    expect(outcome.holds).not.toContain("student");
    const said = JSON.stringify([outcome.reply, renderBlocks(outcome.reply, { holds: outcome.holds })]);
    expect(said).not.toContain("Ana Lima");
    expect(outcome.reply.notices.map(({ text }) => text)).toEqual([
      "2 rows of students stand in the Google Sheet alone.",
    ]);
  });

  it.each([
    ["staff who are not named as their readers", STAFF],
    ["an administrator", { role: "admin", districts: [] } as const],
  ])("are not in the sheet of %s", async (_, access) => {
    expect(sheetIn(await replied("visits as:sheet", access)).sheet.tabs).toEqual(["Summary", "Visits", "Method"]);
  });

  it("are offered in a sheet to who may have them", async () => {
    expect(await replied("visits", READER)).toHaveProperty("studentsInSheet", true);
    expect(await replied("visits", STAFF)).not.toHaveProperty("studentsInSheet");
  });

  it("are neither in the answer nor in the workbook that Slack gets", async () => {
    const { reply, holds } = await replied("visits as:xlsx", READER);
    expect(reply.tables.map(({ key }) => key)).toEqual(["visits"]);
    expect(holds).not.toContain("student");
  });

  it("are shown at the terminal, in the answer and in the sheet", async () => {
    const outcome = await replied("visits as:sheet", READER, "terminal");
    expect(outcome.holds).toContain("student");
    expect(outcome.reply.tables.map(({ key }) => key)).toEqual(["visits", "students"]);
    expect(sheetIn(outcome).sheet.tabs).toContain("Students");
  });
});

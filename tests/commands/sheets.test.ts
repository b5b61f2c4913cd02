import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GoogleCloud } from "../../sandbox/google/index.js";
import { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import type { Outcome, Role } from "../../src/command/index.js";
import { createHouse, type House } from "../../src/house.js";
import { type Reply, redact, renderJson } from "../../src/reply/index.js";
import { openLog, organizationSchema, readSettings } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ACCOUNT, listeningCloud, ROSTER, Time } from "../sources/google/cloud.js";
import { PLACES, rowsOf } from "./office.js";

const ADDRESS = `https://docs.google.com/spreadsheets/d/${ROSTER}/edit?gid=0#gid=0`;
const STUDENTS = "1StudentsStudentsStudents";
const CONNECT = `sheets connect ${ADDRESS} as:roster tab:KCK name:"Roster KCK"`;

onBothEngines((engine) => {
  let time: Time;
  let cloud: GoogleCloud;
  let org: SalesforceOrg;
  let empty: EmptyPool;
  let folder: string;
  let house: House;

  const open = (sheets: readonly object[] = [], isSetUp = true): House => {
    const keyFile = path.join(folder, "key.json");
    writeFileSync(keyFile, ACCOUNT.keyFile);
    const settings = readSettings({
      POLARIS_MODE: "sandbox",
      SLACK_BOT_TOKEN: "xoxb-sandbox",
      SLACK_APP_TOKEN: "xapp-sandbox",
      SALESFORCE_LOGIN_URL: org.url,
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
      ...(isSetUp ? { GOOGLE_SERVICE_ACCOUNT_FILE: keyFile, GOOGLE_API_ROOT_URL: cloud.url } : {}),
    });
    const organization = organizationSchema.parse({ sheets });
    return createHouse({ settings, organization, pool: empty.pool, log: openLog("silent"), clock: time });
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "polaris-sheets-"));
    time = new Time();
    empty = await emptyPool(engine);
    org = await new SalesforceOrg().listen();
    cloud = await listeningCloud(time, {
      sheets: [
        {
          id: ROSTER,
          title: "Teachers",
          sharedWith: [ACCOUNT.email],
          tabs: [
            {
              title: "KCK",
              rows: [
                ["Building", "Teacher's full name", "Email", "Room"],
                ["Wyandotte High", "Alice Achieved", "alice@kck.example.org", 12],
                [null, "Ian InProgress", "ian@kck.example.org", 14],
              ],
              merges: ["A2:A3"],
            },
            {
              title: "Turner",
              rows: [
                ["Building", "Name", "Email"],
                ["Turner High", "Evan Edgecase", "evan@turner.example.org"],
              ],
            },
          ],
        },
        {
          id: STUDENTS,
          title: "Pathway",
          sharedWith: [ACCOUNT.email],
          tabs: [
            {
              title: "One",
              rows: [
                ["Event", "Student ID", "Last Name"],
                ["Build a Future", "S-77", "Pupilson"],
              ],
            },
          ],
        },
      ],
    });
    house = open();
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cloud.close();
    await org.close();
    await empty.drop();
  });

  let serial = 0;
  const run = (
    line: string,
    as: Role = "staff",
    at: keyof typeof PLACES = "direct",
    words?: readonly string[],
  ): Promise<Outcome> => {
    serial += 1;
    const door = at === "terminal" ? "terminal" : "slack";
    const actor = { id: `U0ASKER${serial}`, name: "Ada", door } as const;
    const access = { role: as, districts: [] };
    const request = { id: `R${serial}`, line, actor, access, place: PLACES[at], now: time.now() };
    return house.dispatch.run({ ...request, ...(words === undefined ? {} : { words }) });
  };
  const answer = async (line: string, as?: Role, at?: keyof typeof PLACES): Promise<Reply> => {
    const outcome = await run(line, as, at);
    if (outcome.kind !== "reply") throw new Error(`expected a reply to “${line}”: ${JSON.stringify(outcome)}`);
    return redact(outcome.reply, outcome.holds);
  };
  const failure = async (line: string, as?: Role) => {
    const outcome = await run(line, as);
    if (outcome.kind !== "failed") throw new Error(`expected a failure of “${line}”`);
    return outcome.failure;
  };
  const action = (reply: Reply, label: string): string => {
    const found = reply.actions.find((each) => each.label === label);
    if (found === undefined) throw new Error(`no button ${label} among ${reply.actions.map((each) => each.label)}`);
    return found.line;
  };

  describe("sheets connect", () => {
    it("shows first how each column would be read, what is left over, what is merged, and connects nothing", async () => {
      const reply = await answer(CONNECT);
      expect(reply.text).toBe(
        "“Teachers”, tab “KCK” can be read as: Teacher roster. 3 of 7 columns found, 2 rows below row 1. Nothing is connected yet.",
      );
      expect(rowsOf(renderJson(reply), "columns").slice(0, 4)).toEqual([
        { ours: "Building", header: "Building", needed: true, sure: true, sample: "Wyandotte High" },
        { ours: "Name", header: "Teacher's full name", needed: true, sure: false, sample: "Alice Achieved" },
        { ours: "Email", header: "Email", needed: true, sure: true, sample: "alice@kck.example.org" },
        { ours: "Grade", header: null, needed: false, sure: null, sample: null },
      ]);
      expect(reply.notices.map(({ text }) => text)).toEqual([
        "Is “Teacher's full name” our “Name”? It looks like it.",
        "Nothing is taken from “Room”.",
        "Cells of “Building” are merged: only the first row of each has a value, unless they are filled.",
      ]);
      expect(await empty.pool.db.sheetConnection.count()).toBe(0);
    });

    it("connects by its button, reads at once, writes down who did it, and takes it back by another", async () => {
      const preview = await answer(`${CONNECT} set:"District=KCK"`);
      const connected = await answer(action(preview, "Connect, filling merged cells"));
      expect(connected.text).toBe("“Roster KCK” is connected and will be read from now on. 2 rows taken in.");
      const entries = await empty.pool.db.rosterEntry.findMany({ orderBy: { id: "asc" } });
      expect(entries.map(({ building_raw, name_raw, district_raw }) => [building_raw, name_raw, district_raw])).toEqual(
        [
          ["Wyandotte High", "Alice Achieved", "KCK"],
          ["Wyandotte High", "Ian InProgress", "KCK"],
        ],
      );
      const kept = await empty.pool.db.sheetConnection.findFirst();
      expect(kept).toMatchObject({ name: "Roster KCK", dataset: "roster", spreadsheet_id: ROSTER, tab: "KCK" });
      const entry = await empty.pool.db.auditEntry.findFirst({
        where: { command: "sheets connect" },
        orderBy: { id: "desc" },
      });
      expect(entry).toMatchObject({ kind: "write", outcome: "done", actor: kept?.created_by });

      expect((await failure(CONNECT)).text).toContain("is connected already");
      const removed = await answer(action(connected, "Undo"));
      expect(removed.text).toBe("“Roster KCK” is not read any more. 2 rows of it were taken out.");
      const left = await empty.pool.db.rosterEntry.count({ where: { deleted_at: null } });
      expect(left).toBe(0);
      const counted = await empty.pool.db.syncBatch.findFirst({ orderBy: { id: "desc" } });
      expect(counted).toMatchObject({ origin: "sheet:Roster KCK", read: 2, deleted: 2, state: "ok" });
      expect(
        await empty.pool.db.auditEntry.findFirst({ where: { command: "sheets remove" }, orderBy: { id: "desc" } }),
      ).toMatchObject({ kind: "write", outcome: "done" });
      expect((await answer("sheets")).text).toBe("No Google Sheet is connected yet.");
      const again = await answer(action(removed, "Connect it again"));
      expect(again.text).toContain("2 rows taken in");
      expect(await empty.pool.db.rosterEntry.count({ where: { deleted_at: null } })).toBe(2);
    });

    it("removed, keeps its rows until somebody wants them out too", async () => {
      await answer(action(await answer(`${CONNECT} set:"District=KCK"`), "Connect, filling merged cells"));
      const removed = await answer('sheets remove "Roster KCK"');
      expect(removed.text).toBe("“Roster KCK” is not read any more. What was read of it stays in the pool.");
      expect(await empty.pool.db.rosterEntry.count({ where: { deleted_at: null } })).toBe(2);
      expect((await answer(action(removed, "Take out its rows too"))).text).toContain("2 rows of it were taken out");
      expect(await empty.pool.db.rosterEntry.count({ where: { deleted_at: null } })).toBe(0);
      expect((await failure('sheets remove "Nothing" rows:yes')).code).toBe("not_found");
    });

    it("takes the columns as somebody says, a comma in a header and all, and refuses what is not there", async () => {
      cloud.sheet(ROSTER).set("KCK", 1, 2, "Last, First");
      const guessed = await answer(CONNECT);
      expect(guessed.text).toContain("cannot be read as: Teacher roster yet, because “Name” is missing");
      expect(guessed.actions.map(({ label, does }) => [label, does])).toEqual([["Change the mapping", "form"]]);
      expect(action(guessed, "Change the mapping")).toContain('map:"Building=Building,Email=Email"');
      expect((await failure(`${CONNECT} confirm:yes`)).code).toBe("columns_changed");
      const told = await answer(`${CONNECT} map:"Name=Last, First,Email=Email"`);
      expect(told.text).toContain("can be read");
      expect((await answer(action(told, "Connect"))).text).toContain("is connected");
      expect((await failure(`${CONNECT.replace('KCK"', 'B"')} map:"Name=Nobody"`)).text).toContain(
        "has no column “Nobody”",
      );
      expect((await failure(`${CONNECT} map:"Shoe size=Room"`)).text).toContain(
        "“Shoe size” is no column of “Teacher roster”",
      );
    });

    it("takes the address as the browser, Slack and a shell give it", async () => {
      for (const address of [ROSTER, ADDRESS, `<${ADDRESS}>`, `<${ADDRESS}|${ADDRESS.slice(8)}>`, `"${ADDRESS}"`])
        expect((await answer(`sheets connect ${address} as:roster tab:KCK`)).text, address).toContain("can be read");
      const words = ["sheets", "connect", ADDRESS, "as:roster", "tab:KCK", "name:Roster KCK"];
      expect((await run(words.join(" "), "admin", "terminal", words)).kind).toBe("reply");
    });

    it("asks which tab is meant, and names the address to share a closed sheet with", async () => {
      const asked = await run(`sheets connect ${ROSTER} as:roster`);
      if (asked.kind !== "ask") throw new Error("expected a question");
      expect(asked.ask.choices.map(({ label }) => label)).toEqual(["KCK", "Turner"]);
      expect((await answer(asked.ask.choices[1]?.line ?? "")).text).toContain("tab “Turner” can be read");
      cloud.sheet(ROSTER).unshare(ACCOUNT.email);
      const refused = await failure(CONNECT);
      expect(refused).toMatchObject({ code: "google_refused" });
      expect(refused.text).toContain(ACCOUNT.email);
    });

    it("shows values only where people may be named, and those of students to nobody in Slack", async () => {
      const shown = async (line: string, at: keyof typeof PLACES) => JSON.stringify(await answer(line, "staff", at));
      expect(await shown(CONNECT, "direct")).toContain("alice@kck.example.org");
      expect(await shown(CONNECT, "channel")).not.toContain("alice@kck.example.org");
      const students = `sheets connect ${STUDENTS} as:pathway-roster`;
      const told = await answer(students);
      expect(told.text).toContain("can be read");
      expect(JSON.stringify(told)).not.toMatch(/Pupilson|S-77/);
      expect((await failure(CONNECT, "coordinator")).code).toBe("not_allowed");
    });
  });

  describe("sheets", () => {
    it("lists what is connected, how it went, and whom to share sheets with", async () => {
      house = open([
        { name: "Turner", dataset: "roster", spreadsheet: ROSTER, tab: "Turner" },
        { name: "Lost", dataset: "roster", spreadsheet: "1NobodySharedThis", tab: "x" },
      ]);
      await answer("sync sheets");
      const reply = await answer("sheets", "coordinator");
      expect(reply.text).toBe("2 sheets are connected. 1 of them could not be read last time.");
      expect(rowsOf(renderJson(reply), "sheets")).toMatchObject([
        { sheet: "Turner", holds: "Teacher roster", state: "fine", rows: 1, connected_by: "organization.yml" },
        { sheet: "Lost", state: "failed", rows: null, read: null },
      ]);
      expect(reply.notices.map(({ text }) => text).join(" ")).toContain(`share them with that address`);
      expect((await failure("sheets remove Turner")).text).toContain("organization.yml");
    });
  });

  describe("sync", () => {
    it("reads the sheets that changed, one by name, or everything there is", async () => {
      await answer(action(await answer(CONNECT), "Connect, filling merged cells"));
      const still = await answer("sync sheets");
      expect(still.notices.map(({ text }) => text)).toContain("“Roster KCK” stands as it was and was not read again.");
      cloud.sheet(ROSTER).set("KCK", 3, 2, "Ian Done");
      const read = await answer('sync sheets only:"roster kck"');
      expect(rowsOf(renderJson(read), "objects")).toMatchObject([{ object: "Roster KCK", updated: 1, unchanged: 1 }]);
      org.refuseLogin({ error: "inactive_user", description: "user is inactive" });
      const all = await answer("sync all");
      expect(all.text).toMatch(/^The sync finished in part/);
      expect(all.notices.map(({ text }) => text).join(" ")).toMatch(/Salesforce: Salesforce refused the login/);
      expect((await failure("sync sheets only:Nobody")).code).toBe("not_found");
      expect((await failure("sync salesforce only:Nobody")).code).toBe("argument_invalid");
      expect((await failure("sync analytics")).text).toContain("analytics.property");
    });

    it("says what to set where Google is not set up, and the jobs end with a plain sentence", async () => {
      house = open([], false);
      expect((await failure("sync sheets")).text).toContain("GOOGLE_SERVICE_ACCOUNT_FILE");
      expect((await failure(CONNECT)).text).toContain("GOOGLE_SERVICE_ACCOUNT_FILE");
      expect((await answer("sheets")).notices.at(-1)?.text).toContain("Google is not set up here");
      for (const name of ["sync-sheets", "sync-analytics"]) {
        const outcome = await house.runJob({ name, dueAt: null, late: false, trigger: "command" });
        expect(outcome).toMatchObject({ ok: true, text: expect.stringContaining("Google is not set up here") });
      }
    });
  });

  describe("the nightly job", () => {
    it("fails when a sheet could not be read, although the others were", async () => {
      house = open([
        { name: "Lost", dataset: "roster", spreadsheet: "1NobodySharedThis", tab: "x" },
        { name: "Turner", dataset: "roster", spreadsheet: ROSTER, tab: "Turner" },
      ]);
      const outcome = await house.runJob({ name: "sync-sheets", dueAt: null, late: false, trigger: "command" });
      expect(outcome).toMatchObject({ ok: false, text: expect.stringContaining("Lost: Polaris may not read") });
      expect(await empty.pool.db.alert.count({ where: { state: "open" } })).toBe(1);
    });
  });

  describe("check", () => {
    it("has a line for each sheet", async () => {
      house = open([
        { name: "Turner", dataset: "roster", spreadsheet: ROSTER, tab: "Turner" },
        { name: "Lost", dataset: "roster", spreadsheet: "1NobodySharedThis", tab: "x" },
      ]);
      const checks = rowsOf(renderJson(await answer("check", "admin", "terminal")), "checks");
      const sheets = checks.filter(({ what }) => String(what).startsWith("Sheet "));
      expect(sheets).toMatchObject([
        { what: "Sheet “Turner”", ok: true, text: "1 row, read as “Teacher roster”: 3 of its 7 columns" },
        { what: "Sheet “Lost”", ok: false, text: expect.stringContaining(ACCOUNT.email) },
      ]);
    });
  });
});

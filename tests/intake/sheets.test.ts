import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GoogleCloud } from "../../sandbox/google/index.js";
import {
  connectedSheets,
  connectSheet,
  disconnectSheet,
  previewSheet,
  type SheetsOptions,
  syncAnalytics,
  syncSheets,
  takeLease,
} from "../../src/intake/index.js";
import { type Organization, organizationSchema } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ACCOUNT, listeningCloud, ROSTER, sourceOf, Time } from "../sources/google/cloud.js";

const REQUESTS = "1RequestsRequestsRequests";
const PROPERTY = "123456789";
const HEADER = ["Event", "Date", "School", "Students Requested", "Confirmed", "Notes"];
const roster = {
  name: "Roster KCK",
  dataset: "roster",
  spreadsheet: ROSTER,
  tab: "KCK",
  defaults: { district: "KCK" },
};
const requests = { name: "BFI", dataset: "event-requests", spreadsheet: REQUESTS, tab: "2026" };

const organizationWith = (...sheets: readonly object[]): Organization =>
  organizationSchema.parse({ sheets, analytics: { property: PROPERTY, measures: ["sessions"], days: 3 } });

onBothEngines((engine) => {
  let time: Time;
  let cloud: GoogleCloud;
  let empty: EmptyPool;

  beforeEach(async () => {
    time = new Time();
    empty = await emptyPool(engine);
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
                ["Building", "Name", "Email", "Academic Year"],
                ["Wyandotte High", "Alice Achieved", "alice@kck.example.org", "2025-26"],
                ["Harmon High", "Nora NotStarted", "nora@kck.example.org", "2025-26"],
              ],
            },
          ],
        },
        {
          id: REQUESTS,
          title: "BFI 2026",
          timeZone: "America/Denver",
          sharedWith: [ACCOUNT.email],
          tabs: [
            {
              title: "2026",
              rows: [
                ["Schools, please write below"],
                HEADER,
                ["Build a Future", { date: "2026-04-14" }, "Harmon High", 40, 38],
                [null, { date: "2026-04-14" }, "Wyandotte High", 25, { error: "#REF!" }],
                [],
                ["HealthStart", "4/21/26", "Harmon High", 12],
              ],
              merges: ["A3:A4"],
            },
          ],
        },
      ],
      analytics: [{ id: PROPERTY, sharedWith: [ACCOUNT.email], rows: [] }],
    });
  });
  afterEach(async () => {
    await cloud.close();
    await empty.drop();
  });

  const sync = (organization: Organization, options: Partial<SheetsOptions> = {}) =>
    syncSheets({
      pool: empty.pool,
      organization,
      clock: time,
      source: sourceOf(cloud, time, options.signal === undefined ? {} : { stop: options.signal }),
      trigger: "command",
      startedBy: "U1",
      ...options,
    });
  const wished = () =>
    empty.pool.query<{ title_raw: string; local_date: string | null; school_raw: string; requested_students: number }>(
      sql`SELECT title_raw, local_date, school_raw, requested_students FROM event_request WHERE deleted_at IS NULL ORDER BY id`,
    );
  const runs = () =>
    empty.pool.query<{ source: string; state: string; error_code: string | null }>(
      sql`SELECT source, state, error_code FROM sync_run ORDER BY id`,
    );
  const reads = () => cloud.log.filter(({ path }) => path.includes("/values/")).length;

  describe("sheets", () => {
    it("go through the one pipeline, every row in exactly one count", async () => {
      const result = await sync(organizationWith(roster, { ...requests, fillDown: ["event"] }));
      expect(result.sheets.map(({ name, state, error }) => [name, state, error])).toEqual([
        ["Roster KCK", "ok", null],
        ["BFI", "ok", null],
      ]);
      const [first, second] = result.sheets.map((sheet) => sheet.imported?.objects[0]?.counts);
      expect(first).toMatchObject({ read: 2, inserted: 2 });
      expect(second).toMatchObject({ read: 3, inserted: 3 });
      const entries = await empty.pool.db.rosterEntry.findMany({ orderBy: { id: "asc" } });
      expect(entries.map(({ name_raw, district_raw, origin }) => [name_raw, district_raw, origin])).toEqual([
        ["Alice Achieved", "KCK", "sheet:Roster KCK"],
        ["Nora NotStarted", "KCK", "sheet:Roster KCK"],
      ]);
    });

    it("have their header found, serial and written dates read, merged cells filled, errors and the zone told", async () => {
      const { sheets } = await sync(organizationWith({ ...requests, fillDown: ["Event"] }));
      expect(await wished()).toEqual([
        { title_raw: "Build a Future", local_date: "2026-04-14", school_raw: "Harmon High", requested_students: 40 },
        { title_raw: "Build a Future", local_date: "2026-04-14", school_raw: "Wyandotte High", requested_students: 25 },
        { title_raw: "HealthStart", local_date: "2026-04-21", school_raw: "Harmon High", requested_students: 12 },
      ]);
      expect(sheets[0]?.notices).toEqual([
        "Cells that show an error such as #REF! were taken as blank: E4.",
        "The sheet is set to America/Denver: its times are read as those of that zone.",
      ]);
    });

    it("leave merged cells blank where nobody asked for them to be filled", async () => {
      const { sheets } = await sync(organizationWith(requests));
      expect(sheets[0]).toMatchObject({ state: "partial" });
      expect(sheets[0]?.imported?.objects[0]?.counts).toMatchObject({ read: 3, inserted: 2, quarantined: 1 });
    });

    it("are not read again while they stand as they were", async () => {
      const organization = organizationWith(roster);
      await sync(organization);
      const before = reads();
      expect((await sync(organization)).sheets[0]?.state).toBe("same");
      expect(reads()).toBe(before);
      cloud.sheet(ROSTER).set("KCK", 2, 1, "Sumner Academy");
      const { sheets } = await sync(organization);
      expect(sheets[0]?.imported?.objects[0]?.counts).toMatchObject({ read: 2, updated: 1, unchanged: 1 });
      expect(await runs()).toEqual(Array(3).fill({ source: "roster", state: "ok", error_code: null }));
    });

    it("are read again when the mapping changed, when rows of them wait, after a week, and when somebody says so", async () => {
      await sync(organizationWith(roster));
      const other = await sync(organizationWith({ ...roster, defaults: { district: "Turner" } }));
      expect(other.sheets[0]?.state).not.toBe("same");
      await sync(organizationWith(requests));
      expect((await sync(organizationWith(requests))).sheets[0]?.state).toBe("partial");
      expect((await sync(organizationWith(roster))).sheets[0]?.state).not.toBe("same");
      expect((await sync(organizationWith(roster), { again: true })).sheets[0]?.state).not.toBe("same");
    });

    it("lose the rows that vanished from them, and change nothing else", async () => {
      const organization = organizationWith({ ...requests, fillDown: ["event"] });
      await sync(organization);
      cloud.sheet(REQUESTS).removeRow("2026", 6);
      const { sheets } = await sync(organization);
      expect(sheets[0]?.imported?.objects[0]?.counts).toMatchObject({ read: 3, unchanged: 2, deleted: 1 });
      expect((await wished()).map(({ title_raw }) => title_raw)).toEqual(["Build a Future", "Build a Future"]);
    });

    it("are understood after their header moved, and named with the likely rename when it changed", async () => {
      const organization = organizationWith(roster, { ...requests, fillDown: ["event"] });
      await sync(organization);
      cloud.sheet(REQUESTS).removeRow("2026", 1);
      cloud.sheet(ROSTER).set("KCK", 1, 3, "Teacher's mail address");
      const { state, sheets } = await sync(organization);
      expect(state).toBe("partial");
      expect(sheets[1]?.imported?.objects[0]?.counts).toMatchObject({ unchanged: 3, deleted: 0 });
      expect(sheets[0]).toMatchObject({ state: "failed", error: { code: "columns_changed" } });
      expect(sheets[0]?.error?.text).toContain("“Email”");
      expect(await empty.pool.db.rosterEntry.count({ where: { is_active: true } })).toBe(2);
      const failed = await empty.pool.db.syncBatch.findFirst({ where: { state: "failed" } });
      expect(failed).toMatchObject({ source: "roster", origin: "sheet:Roster KCK", way: "sheet" });
    });

    it("stop only themselves: one not shared, one of an unknown kind, one without its tab", async () => {
      const lost = { ...roster, name: "Lost", spreadsheet: "1NobodySharedThis" };
      const odd = { ...roster, name: "Odd", dataset: "rooster" };
      const tab = { ...roster, name: "Tab", tab: "Turner" };
      const { state, sheets } = await sync(organizationWith(lost, odd, tab, roster));
      expect(state).toBe("partial");
      expect(sheets.map(({ name, error }) => [name, error?.code ?? "ok"])).toEqual([
        ["Lost", "google_refused"],
        ["Odd", "configuration_invalid"],
        ["Tab", "not_found"],
        ["Roster KCK", "ok"],
      ]);
      expect(sheets[0]?.error?.text).toContain(ACCOUNT.email);
      expect(sheets[1]?.error?.text).toMatch(/Expected one of .*roster, attendance/);
      expect(sheets[2]?.error?.text).toContain("Its tabs: “KCK”");
      expect((await runs()).filter(({ state }) => state === "failed")).toHaveLength(3);
    });

    it("stop together when Google turns the account away: the others are not asked for", async () => {
      cloud.removeAccount(ACCOUNT.email);
      const { state, sheets } = await sync(organizationWith(roster, requests));
      expect(state).toBe("failed");
      expect(sheets.map(({ error }) => error?.code)).toEqual(["google_refused", "google_refused"]);
      expect(cloud.log.filter(({ path }) => path === "/token")).toHaveLength(1);
    });

    it("go on through a storm of 429s, a cut answer and an edit during the read", async () => {
      cloud.fault({ match: "GET /v4/", status: 429, body: "{}", times: 6 });
      cloud.fault({ match: "GET .*/values/", cutBodyAfterBytes: 30 });
      cloud.meanwhile("GET .*/values/", () => cloud.sheet(ROSTER).set("KCK", 3, 2, "Nora Done"), 1);
      const { state } = await sync(organizationWith(roster));
      expect(state).toBe("ok");
      const names = await empty.pool.db.rosterEntry.findMany({ orderBy: { id: "asc" } });
      expect(names.map(({ name_raw }) => name_raw)).toEqual(["Alice Achieved", "Nora Done"]);
    });

    it("can be read one by one, by name", async () => {
      const organization = organizationWith(roster, requests);
      expect((await sync(organization, { only: "roster kck" })).sheets.map(({ name }) => name)).toEqual(["Roster KCK"]);
      await expect(sync(organization, { only: "Turner" })).rejects.toThrow(
        "No sheet is called “Turner”. There are “Roster KCK”, “BFI”.",
      );
    });

    it("are left to the next sync while another takes in rows of their kind: nothing of that is a failure", async () => {
      const organization = organizationWith(roster, { ...requests, fillDown: ["event"] });
      const lease = await takeLease(empty.pool, roster.dataset, time);
      const { state, sheets } = await sync(organization);
      expect(state).toBe("ok");
      expect(sheets.map(({ name, state, error }) => [name, state, error])).toEqual([
        ["Roster KCK", "busy", null],
        ["BFI", "ok", null],
      ]);
      await lease.release(empty.pool);
      expect((await sync(organization)).sheets.map(({ state }) => state)).toEqual(["ok", "same"]);
      expect((await runs()).filter(({ state }) => state === "failed")).toEqual([]);
    });

    it("end when the run is stopped, and the next run reads what is left", async () => {
      const stop = new AbortController();
      cloud.meanwhile("GET .*/values/", () => stop.abort(new Error("stopped")));
      const organization = organizationWith(roster, { ...requests, fillDown: ["event"] });
      const { state, sheets } = await sync(organization, { signal: stop.signal });
      expect(state).toBe("failed");
      expect(sheets.every(({ error }) => error?.text.startsWith("The sync was stopped"))).toBe(true);
      expect((await sync(organization)).state).toBe("ok");
    });
  });

  describe("sheets that staff connect", () => {
    const connection = {
      name: "Turner",
      dataset: "roster",
      spreadsheet: ROSTER,
      tab: "KCK",
      columns: { email: "Email" },
      defaults: { district: "Turner" },
      fillDown: ["building"],
      connectedBy: "U1",
    };
    const connect = (name = "Turner") =>
      empty.pool.transaction((tx) => connectSheet(tx, { ...connection, name }, time.now()));

    it("are kept beside those of the configuration, whose names win", async () => {
      await connect();
      await connect("Roster KCK");
      const sheets = await connectedSheets(empty.pool, organizationWith(roster));
      expect(sheets.map(({ name, connectedBy }) => [name, connectedBy])).toEqual([
        ["Roster KCK", null],
        ["Turner", "U1"],
      ]);
      expect(sheets[1]).toEqual(connection);
    });

    it("bear a name of their own, and may be removed and connected again", async () => {
      await connect();
      await expect(connect()).rejects.toThrow("A sheet called “Turner” is connected already");
      const remove = () => empty.pool.transaction((tx) => disconnectSheet(tx, "Turner", time.now()));
      expect(await remove()).toBe(true);
      expect(await remove()).toBe(false);
      expect(await connectedSheets(empty.pool, organizationWith())).toEqual([]);
      await connect();
      expect(await connectedSheets(empty.pool, organizationWith())).toHaveLength(1);
    });

    it("are shown before: what each column would be, what is missing, what is left over", async () => {
      cloud.sheet(ROSTER).set("KCK", 1, 1, "School building");
      cloud.sheet(ROSTER).set("KCK", 1, 2, "Who");
      const asked = { spreadsheet: ROSTER, dataset: "roster", tab: null, columns: {} };
      const preview = await previewSheet(sourceOf(cloud, time), asked);
      if (preview.kind !== "preview") throw new Error("expected a preview");
      expect(preview.columns.slice(0, 3)).toEqual([
        {
          key: "building",
          name: "Building",
          isRequired: true,
          header: "School building",
          isSure: false,
          sample: "Wyandotte High",
          isMerged: false,
        },
        { key: "name", name: "Name", isRequired: true, header: null, isSure: false, sample: null, isMerged: false },
        {
          key: "email",
          name: "Email",
          isRequired: true,
          header: "Email",
          isSure: true,
          sample: "alice@kck.example.org",
          isMerged: false,
        },
      ]);
      expect(preview).toMatchObject({ tab: "KCK", rows: 2, missing: ["Name"], leftOver: ["Who"] });
      const said = await previewSheet(sourceOf(cloud, time), { ...asked, columns: { Name: "who" } });
      expect(said).toMatchObject({ missing: [], leftOver: [] });
      await expect(previewSheet(sourceOf(cloud, time), { ...asked, columns: { Name: "Teacher" } })).rejects.toThrow(
        "has no column “Teacher”",
      );
    });
  });

  it("a sheet is shown with its days as it shows them, and not as the numbers behind them", async () => {
    const asked = { spreadsheet: REQUESTS, dataset: "event-requests", tab: null, columns: {} };
    const preview = await previewSheet(sourceOf(cloud, time), asked);
    if (preview.kind !== "preview") throw new Error("expected a preview");
    const samples = new Map(preview.columns.map(({ key, sample }) => [key, sample]));
    expect([samples.get("date"), samples.get("requested")]).toEqual(["4/14/2026", 40]);
  });

  describe("Google Analytics", () => {
    const measured = (daysAgo: number, sessions: number) => ({
      date: new Date(time.milliseconds() - daysAgo * 86_400_000).toISOString().slice(0, 10),
      metrics: { sessions },
    });
    const analytics = (organization = organizationWith()) =>
      syncAnalytics({
        pool: empty.pool,
        organization,
        clock: time,
        source: sourceOf(cloud, time),
        trigger: "schedule",
        startedBy: null,
      });

    it("fills a year at first, and then reads the last days again", async () => {
      cloud.measure(PROPERTY, [measured(200, 7), measured(2, 5), measured(1, 6)]);
      const first = await analytics();
      expect(first?.objects[0]?.counts).toMatchObject({ read: 3, inserted: 3 });
      cloud.measure(PROPERTY, [measured(200, 99), measured(2, 5), measured(1, 8)]);
      const second = await analytics();
      expect(second?.objects[0]?.counts).toMatchObject({ read: 2, updated: 1, unchanged: 1, deleted: 0 });
      const figures = await empty.pool.query(
        sql`SELECT channel, measure, detail, value FROM engagement WHERE deleted_at IS NULL ORDER BY local_date`,
      );
      expect(figures).toEqual(
        [7, 5, 8].map((value) => ({ channel: "google_analytics", measure: "sessions", detail: "", value })),
      );
    });

    it("notes what Google refused, and does nothing without a property", async () => {
      cloud.measure(PROPERTY, []);
      await expect(analytics()).rejects.toMatchObject({ code: "google_refused" });
      expect(await runs()).toEqual([{ source: "engagement", state: "failed", error_code: "google_refused" }]);
      expect(await analytics(organizationSchema.parse(undefined))).toBeNull();
    });
  });
});

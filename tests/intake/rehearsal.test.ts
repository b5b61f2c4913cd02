import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { GoogleCloud } from "../../sandbox/google/index.js";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import {
  openSuites,
  rehearseAnalytics,
  rehearseSalesforce,
  rehearseSheets,
  type SyncOptions,
  type SyncResult,
  syncAnalytics,
  syncSheets,
  takeLease,
} from "../../src/intake/index.js";
import { sqliteFile } from "../../src/pool/index.js";
import { organizationSchema, projectFile, systemClock } from "../../src/runtime/index.js";
import { everythingIn } from "../pool/contents.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ACCOUNT, sourceOf as googleSourceOf, listeningCloud, ROSTER, Time } from "../sources/google/cloud.js";
import { bulkOnly, listeningOrg, organization, sampleOrg, sourceOf, sync } from "./setting.js";

const expectations = openSuites(projectFile("config"));

/** All that a sync reports of what it did: what the dry run has to say too. */
const reported = ({ state, objects, notices, error }: SyncResult) => ({ state, objects, notices, error });

const sumOf = ({ objects }: SyncResult, name: "inserted" | "updated" | "deleted" | "quarantined" | "unchanged") =>
  objects.reduce((sum, { counts }) => sum + counts[name], 0);

onBothEngines((engine) => {
  let home: EmptyPool;
  let org: SalesforceOrg;

  beforeEach(async () => {
    home = await emptyPool(engine);
  });
  afterEach(async () => {
    await home.drop();
    await org.close();
  });

  const dryRun = (options: Partial<SyncOptions> = {}) =>
    rehearseSalesforce({
      pool: home.pool,
      source: sourceOf(org),
      organization,
      clock: systemClock,
      trigger: "command",
      expectations,
      ...options,
    });
  const leftCopies = () =>
    engine === "sqlite"
      ? readdirSync(path.dirname(sqliteFile(home.url))).filter((name) => name.includes("rehearsal"))
      : [];

  /** Everything that can happen between two syncs. */
  async function changedOrg() {
    org = await listeningOrg();
    const person = (LastName: string) => org.insert("Contact", { LastName, Contact_Type__c: "Volunteer" });
    const company = org.insert("Account", { Name: "Acme", Type: "Business" });
    const becomesSchool = org.insert("Account", { Name: "Central High", Type: "Business" });
    const [changes, goes, winner, loser] = ["Changes", "Goes", "Winner", "Loser"].map(person);
    person("Stays");
    const session = org.insert("Session__c", {
      Name: "Career Day",
      Session_Type__c: "DIA",
      Session_Status__c: "Completed",
      Format__c: "In-Person",
      Start_Date_and_Time__c: "2026-02-15T16:00:00.000+0000",
    });
    const came = { Session__c: session, Participant_Type__c: "Volunteer", Status__c: "Attended" };
    org.insert("Session_Participant__c", { ...came, Contact__c: loser ?? "" });
    await sync(home.pool, org, { expectations });

    const comes = person("Comes");
    org.edit("Contact", changes ?? "", { LastName: "Changed", Email: "changed@example.org" });
    org.edit("Account", becomesSchool, { Type: "School" });
    org.delete("Contact", goes ?? "");
    org.merge("Contact", winner ?? "", loser ?? "");
    org.insert("npe5__Affiliation__c", { npe5__Contact__c: comes, npe5__Organization__c: company });
    org.insert("Session_Participant__c", { ...came, Contact__c: comes });
    // Nobody can have it, so it waits.
    org.insert("Session_Participant__c", { ...came, Contact__c: "003000000000000AAA" });
    return { changes: changes ?? "", comes, goes: goes ?? "" };
  }

  describe("a dry run", () => {
    it("leaves every table as it was, and says exactly what the sync after it does", async () => {
      const ids = await changedOrg();
      const before = await everythingIn(home.pool);
      const { result, changes } = await dryRun();
      expect(await everythingIn(home.pool)).toEqual(before);
      expect(leftCopies()).toEqual([]);

      const real = await sync(home.pool, org, { expectations });
      expect(reported(result)).toEqual(reported(real));
      for (const sort of ["inserted", "updated", "unchanged", "deleted", "quarantined"] as const)
        expect([sort, sumOf(result, sort)]).not.toEqual([sort, 0]);
      expect(changes).toContainEqual({ object: "Contact", change: "new", sourceId: ids.comes, why: null });
      expect(changes).toContainEqual({
        object: "Contact",
        change: "changed",
        sourceId: ids.changes,
        why: expect.stringMatching(/Email.*LastName/),
      });
      expect(changes).toContainEqual({ object: "Contact", change: "deleted", sourceId: ids.goes, why: null });
      expect(changes).toContainEqual({
        object: "Session_Participant__c",
        change: "set aside",
        sourceId: expect.any(String),
        why: "missing parent",
      });
    });

    it.each([
      ["by REST", organization],
      ["by Bulk", bulkOnly],
    ])("of a first load %s finds parents that it only would have stored, and leaves the pool empty", async (_, by) => {
      org = await sampleOrg();
      const before = await everythingIn(home.pool);
      const { result } = await dryRun({ organization: by });
      expect(await everythingIn(home.pool)).toEqual(before);
      const real = await sync(home.pool, org, { expectations, organization: by });
      expect(reported(result)).toEqual(reported(real));
      expect(sumOf(result, "inserted")).toBeGreaterThan(500);
    });

    it("that reads everything again finds what nothing tells of any more", async () => {
      const { comes } = await changedOrg();
      await sync(home.pool, org, { expectations });
      org.purge("Contact", comes, { forget: true });
      const before = await everythingIn(home.pool);
      const { result } = await dryRun({ full: true });
      expect(await everythingIn(home.pool)).toEqual(before);
      expect(reported(result)).toEqual(reported(await sync(home.pool, org, { expectations, full: true })));
      expect(sumOf(result, "deleted")).toBe(1);
    });

    it("says what would stop, as a sync would", async () => {
      await changedOrg();
      org.hideField("Session__c", "Session_Status__c");
      const before = await everythingIn(home.pool);
      const { result } = await dryRun({ full: true });
      expect(await everythingIn(home.pool)).toEqual(before);
      expect(result.state).toBe("partial");
      expect(reported(result)).toEqual(reported(await sync(home.pool, org, { expectations, full: true })));
    });

    it("and a sync do not meet, whichever began", async () => {
      await changedOrg();
      const meeting: unknown[] = [];
      await dryRun({
        progress: ({ stage }) => {
          if (stage === "organisations, districts and schools" && meeting.length === 0)
            meeting.push(sync(home.pool, org).catch((error: unknown) => error));
        },
      });
      expect(await meeting[0]).toMatchObject({ code: "already_running" });

      const lease = await takeLease(home.pool, "salesforce", systemClock);
      await expect(dryRun()).rejects.toMatchObject({ code: "already_running" });
      await lease.release(home.pool);
      expect((await dryRun()).result.error).toBeNull();
    });

    it("keeps nobody from writing meanwhile, and what they write stays", async () => {
      await changedOrg();
      const writes: Promise<number>[] = [];
      const write = () =>
        home.pool.transaction(async (tx) => {
          await tx.run(sql`UPDATE pool_fact SET value = '4711' WHERE key = 'pool_revision'`);
          return tx.run(sql`INSERT INTO seen_delivery (key, seen_at) VALUES (${`k${writes.length}`}, '2026-01-01')`);
        });
      let ended = 0;
      let endedBefore = 0;
      await dryRun({
        source: sourceOf(org),
        progress: ({ stage }) => {
          if (stage === "volunteers, teachers and students") writes.push(write().finally(() => (ended += 1)));
          endedBefore = ended;
        },
      });
      expect(endedBefore).toBeGreaterThan(0);
      await Promise.all(writes);
      expect(await home.pool.query(sql`SELECT value FROM pool_fact WHERE key = 'pool_revision'`)).toEqual([
        { value: "4711" },
      ]);
    });

    it("that is stopped leaves nothing, and the next sync does all", async () => {
      await changedOrg();
      const before = await everythingIn(home.pool);
      const stop = new AbortController();
      const { result } = await dryRun({
        signal: stop.signal,
        progress: ({ stage }) => {
          if (stage === "volunteers, teachers and students") stop.abort();
        },
      });
      expect(result.error).toMatchObject({ code: "run_stopped" });
      expect(await everythingIn(home.pool)).toEqual(before);
      expect(leftCopies()).toEqual([]);
      expect((await sync(home.pool, org, { expectations })).error).toBeNull();
    });

    it("that fails in the middle leaves nothing", async () => {
      await changedOrg();
      const before = await everythingIn(home.pool);
      org.fault({ match: "/query", status: 500, body: "{}", times: 1_000 });
      expect((await dryRun()).result).toMatchObject({
        state: "failed",
        error: { code: "salesforce_unreachable" },
      });
      expect(await everythingIn(home.pool)).toEqual(before);
    });

    it.runIf(engine === "sqlite")("removes the copy of one that was killed", async () => {
      await changedOrg();
      writeFileSync(`${sqliteFile(home.url)}.rehearsal-999999999-1`, "left");
      await dryRun();
      expect(leftCopies()).toEqual([]);
    });
  });

  describe("a dry run of Google", () => {
    const PROPERTY = "123456789";
    let time: Time;
    let cloud: GoogleCloud;
    const roster = {
      name: "Roster KCK",
      dataset: "roster",
      spreadsheet: ROSTER,
      tab: "KCK",
      defaults: { district: "KCK" },
    };
    const configured = organizationSchema.parse({
      sheets: [roster, { ...roster, name: "Wishes", dataset: "event-requests", tab: "Wishes", defaults: {} }],
      analytics: { property: PROPERTY, measures: ["sessions"], days: 3 },
    });

    beforeEach(async () => {
      org = await listeningOrg();
      time = new Time();
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
              {
                title: "Wishes",
                rows: [
                  ["Event", "Date", "School", "Students Requested"],
                  ["Build a Future", "4/14/26", "Harmon High", 40],
                  ["HealthStart", "4/21/26", "Harmon High", 12],
                ],
              },
            ],
          },
        ],
        analytics: [{ id: PROPERTY, sharedWith: [ACCOUNT.email], rows: [] }],
      });
    });
    afterEach(async () => cloud.close());

    const parts = () => ({
      pool: home.pool,
      organization: configured,
      clock: time,
      source: googleSourceOf(cloud, time),
      judge: expectations,
      trigger: "command" as const,
      startedBy: "U1",
    });

    it("says of sheets exactly what the sync after it does, and changes nothing", async () => {
      await syncSheets(parts());
      cloud.sheet(ROSTER).set("KCK", 2, 1, "Sumner Academy");
      cloud.sheet(ROSTER).set("Wishes", 2, 2, "one fine day");
      cloud.sheet(ROSTER).removeRow("Wishes", 3);
      const before = await everythingIn(home.pool);
      const { result, changes } = await rehearseSheets(parts());
      expect(await everythingIn(home.pool)).toEqual(before);
      const real = await syncSheets(parts());
      const counted = ({ sheets }: typeof real) =>
        sheets.map(({ name, state, imported, notices }) => [name, state, imported?.objects, notices]);
      expect(counted(result)).toEqual(counted(real));
      expect(changes.map(({ object, change, why }) => [object, change, why])).toEqual(
        expect.arrayContaining([["roster", "changed", expect.stringMatching(/building/i)]]),
      );
      expect(changes.map(({ change }) => change)).toContain("set aside");
    });

    it("is refused while one of the sheets is read", async () => {
      const lease = await takeLease(home.pool, "event-requests", time);
      await expect(rehearseSheets(parts())).rejects.toMatchObject({ code: "already_running" });
      await lease.release(home.pool);
      expect((await rehearseSheets(parts())).result.state).toBe("ok");
    });

    it("says of web figures what would come", async () => {
      const date = new Date(time.milliseconds() - 86_400_000).toISOString().slice(0, 10);
      cloud.measure(PROPERTY, [{ date, metrics: { sessions: 7 } }]);
      const before = await everythingIn(home.pool);
      const { result } = await rehearseAnalytics(parts());
      expect(await everythingIn(home.pool)).toEqual(before);
      expect(result?.objects).toEqual((await syncAnalytics(parts()))?.objects);
    });
  });
});

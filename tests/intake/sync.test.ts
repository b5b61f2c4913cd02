import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import type { SyncProgress, SyncResult } from "../../src/intake/index.js";
import { type Engine, openPool } from "../../src/pool/index.js";
import { OBJECTS } from "../../src/sources/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { bulkOnly, contentsOf, listeningOrg, sampleOrg, sampleRows, sync, wantedOf } from "./setting.js";

const countsOf = (result: SyncResult, object: string) => result.objects.find((each) => each.object === object)?.counts;
const sumOf = (result: SyncResult, name: "read" | "inserted" | "updated" | "deleted" | "quarantined") =>
  result.objects.reduce((sum, { counts }) => sum + counts[name], 0);

onBothEngines((engine: Engine) => {
  let home: EmptyPool;
  let org: SalesforceOrg;

  beforeEach(async () => {
    home = await emptyPool(engine);
  });
  afterEach(async () => {
    await home.drop();
    await org.close();
  });

  const rows = <Row>(query: ReturnType<typeof sql>) => home.pool.query<Row>(query);
  const flags = () =>
    rows<{ kind: string; entity: string }>(
      sql`SELECT kind, entity FROM flag WHERE resolved_at IS NULL ORDER BY kind, entity`,
    );
  const start = "2026-02-15T16:00:00.000+0000";

  /** A company, a district with a school, a volunteer, a student, a session, and the ties between them. */
  function smallOrg() {
    const company = org.insert("Account", { Name: "Acme, Inc.", Type: "Business" });
    const district = org.insert("Account", { Name: "Center School District", Type: "School District" });
    const school = org.insert("Account", { Name: "Central High", Type: "School", ParentId: district });
    const volunteer = org.insert("Contact", {
      FirstName: "Ada",
      LastName: "Byte",
      Contact_Type__c: "Volunteer",
      Email: "Ada@example.org",
    });
    const student = org.insert("Contact", {
      LastName: "Young",
      Contact_Type__c: "Student",
      npsp__Primary_Affiliation__c: school,
    });
    const session = org.insert("Session__c", {
      Name: "Career Day",
      Session_Type__c: "DIA",
      Session_Status__c: "Completed",
      Format__c: "In-Person",
      Start_Date_and_Time__c: start,
      School__c: school,
    });
    const tie = org.insert("npe5__Affiliation__c", {
      npe5__Contact__c: volunteer,
      npe5__Organization__c: company,
      npe5__Primary__c: true,
      npe5__Status__c: "Current",
    });
    const came = org.insert("Session_Participant__c", {
      Contact__c: volunteer,
      Session__c: session,
      Participant_Type__c: "Volunteer",
      Status__c: "Attended",
      Delivery_Hours__c: 2.5,
    });
    const learned = org.insert("Session_Participant__c", {
      Contact__c: student,
      Session__c: session,
      Participant_Type__c: "Student",
      Status__c: "Registered",
    });
    return { company, district, school, volunteer, student, session, tie, came, learned };
  }

  describe("the first sync", () => {
    it("puts every record into its table, tied to its parents", async () => {
      org = await listeningOrg();
      const ids = smallOrg();
      const result = await sync(home.pool, org);
      expect(result).toMatchObject({ state: "ok", error: null });
      expect(
        await rows(
          sql`SELECT o.name, a.account_kind, c.full_name FROM affiliation a JOIN organization o ON o.id = a.organization_id JOIN contact c ON c.id = a.contact_id`,
        ),
      ).toEqual([{ name: "Acme, Inc.", account_kind: "organization", full_name: "Ada Byte" }]);
      expect(
        await rows(sql`SELECT sc.name, d.name AS district FROM school sc JOIN district d ON d.id = sc.district_id`),
      ).toEqual([{ name: "Central High", district: "Center School District" }]);
      expect(
        await rows(sql`SELECT c.full_name, sc.name AS school FROM contact c JOIN school sc ON sc.id = c.school_id`),
      ).toEqual([{ full_name: "Young", school: "Central High" }]);
      expect(
        await rows(
          sql`SELECT p.role, p.status, p.hours_recorded FROM participation p JOIN event e ON e.id = p.event_id WHERE e.source_id = ${ids.session} ORDER BY p.role`,
        ),
      ).toEqual([
        { role: "student", status: "registered", hours_recorded: null },
        { role: "volunteer", status: "attended", hours_recorded: 2.5 },
      ]);
      expect(await rows(sql`SELECT address, raw FROM contact_email`)).toEqual([
        { address: "ada@example.org", raw: "Ada@example.org" },
      ]);
      const [copy] = await rows<{ payload: string }>(
        sql`SELECT payload FROM raw_record WHERE source_id = ${ids.company}`,
      );
      expect(JSON.parse(copy?.payload ?? "")).toMatchObject({ Id: ids.company, Name: "Acme, Inc.", Type: "Business" });
    });

    it("of the sample organisation counts every row once, the same in the batch as in the result", async () => {
      org = await sampleOrg();
      const result = await sync(home.pool, org);
      const wanted = wantedOf(sampleRows());
      for (const { object, counts } of result.objects) {
        const { read, inserted, updated, unchanged, deleted, quarantined, skipped } = counts;
        expect(read).toBe(wanted[object] ?? org.count(object));
        expect(read).toBe(inserted + updated + unchanged + deleted + quarantined + skipped);
        expect(Object.values(counts.skippedBy).reduce((sum, count) => sum + count, 0)).toBe(skipped);
        const [batch] = await rows(
          sql`SELECT read, inserted, updated, unchanged, deleted, quarantined, skipped, state FROM sync_batch WHERE object = ${object}`,
        );
        expect(batch).toEqual({ read, inserted, updated, unchanged, deleted, quarantined, skipped, state: "ok" });
      }
      const [fact] = await rows<{ value: string }>(sql`SELECT value FROM pool_fact WHERE key = 'derive'`);
      expect(fact?.value).toBe("clean");
    });

    it("gives the same pool by REST and by Bulk", async () => {
      org = await sampleOrg();
      const other = await emptyPool(engine);
      await sync(home.pool, org);
      const bulk = await sync(other.pool, org, { organization: bulkOnly });
      expect(bulk.objects.map(({ way }) => way)).toEqual(OBJECTS.map(() => "bulk"));
      expect(await contentsOf(other.pool)).toEqual(await contentsOf(home.pool));
      await other.drop();
    });

    it("tells how far it is", async () => {
      org = await listeningOrg();
      smallOrg();
      const told: SyncProgress[] = [];
      await sync(home.pool, org, { progress: (progress) => told.push(progress) });
      const contacts = told.filter(({ stage }) => stage === "volunteers, teachers and students").at(-1);
      expect(contacts).toMatchObject({ done: 2, total: 2, secondsLeft: 0 });
      expect(new Set(told.map(({ stage }) => stage)).size).toBe(OBJECTS.length + 1);
    });
  });

  describe("a later sync", () => {
    it("with nothing new changes nothing, succeeds, and costs two calls an object (T36)", async () => {
      org = await sampleOrg();
      await sync(home.pool, org);
      const before = await contentsOf(home.pool);
      const calls = org.apiCalls;
      const again = await sync(home.pool, org);
      expect(again.state).toBe("ok");
      expect(sumOf(again, "inserted") + sumOf(again, "updated") + sumOf(again, "deleted")).toBe(0);
      expect(await contentsOf(home.pool)).toEqual(before);
      // One more for the whole run: the clock and the limits.
      expect(org.apiCalls - calls).toBeLessThanOrEqual(2 * OBJECTS.length + 1);
    });

    it("has one row for a session that comes twice (T34)", async () => {
      org = await listeningOrg();
      const { session } = smallOrg();
      await sync(home.pool, org);
      await sync(home.pool, org, { full: true });
      expect(await rows(sql`SELECT source_id FROM event`)).toEqual([{ source_id: session }]);
    });

    it("brings a changed status (T41), and keeps the last three copies", async () => {
      org = await listeningOrg();
      const { learned } = smallOrg();
      await sync(home.pool, org);
      for (const status of ["Confirmed", "Cancelled", "Attended"]) {
        org.edit("Session_Participant__c", learned, { Status__c: status });
        const result = await sync(home.pool, org);
        expect(countsOf(result, "Session_Participant__c")).toMatchObject({ updated: 1, inserted: 0 });
      }
      const [row] = await rows<{ status: string; attended: boolean | number }>(
        sql`SELECT status, attended FROM participation WHERE source_id = ${learned}`,
      );
      expect([row?.status, Boolean(row?.attended)]).toEqual(["attended", true]);
      const copies = await rows<{ payload: string }>(
        sql`SELECT payload FROM raw_record WHERE source_id = ${learned} ORDER BY id`,
      );
      expect(copies.map(({ payload }) => JSON.parse(payload).Status__c)).toEqual([
        "Confirmed",
        "Cancelled",
        "Attended",
      ]);
    });

    it("brings a row that was written before its time was read, and became visible after (T38)", async () => {
      org = await listeningOrg();
      smallOrg();
      await sync(home.pool, org);
      org.commitLate(
        "Account",
        { Name: "Latecomer", Type: "Business" },
        new Date(Date.now() - 5 * 60_000).toISOString(),
      );
      await sync(home.pool, org);
      expect(await rows(sql`SELECT name FROM organization ORDER BY name`)).toEqual([
        { name: "Acme, Inc." },
        { name: "Latecomer" },
      ]);
    });

    it("takes away what Salesforce took away from a person", async () => {
      org = await listeningOrg();
      const { volunteer } = smallOrg();
      org.edit("Contact", volunteer, { Volunteer_Skills_Text__c: "Python; Data Analysis", Phone: "(816) 555-0100" });
      await sync(home.pool, org);
      org.edit("Contact", volunteer, { Volunteer_Skills_Text__c: "Python", Phone: null, Email: null });
      await sync(home.pool, org);
      expect(await rows(sql`SELECT skill FROM contact_skill`)).toEqual([{ skill: "Python" }]);
      expect(await rows(sql`SELECT raw FROM contact_phone UNION ALL SELECT raw FROM contact_email`)).toEqual([]);
    });

    it("moves an account that became a school, with what hangs on it", async () => {
      org = await listeningOrg();
      const { company, tie } = smallOrg();
      await sync(home.pool, org);
      org.edit("Account", company, { Type: "School" });
      expect(countsOf(await sync(home.pool, org), "Account")).toMatchObject({ updated: 1, deleted: 0 });
      expect(await rows(sql`SELECT account_kind, organization_id FROM affiliation WHERE source_id = ${tie}`)).toEqual([
        { account_kind: "school", organization_id: null },
      ]);
      expect(await rows(sql`SELECT name FROM organization WHERE deleted_at IS NULL`)).toEqual([]);
      org.edit("Account", company, { Type: "Business" });
      await sync(home.pool, org);
      expect(
        await rows(
          sql`SELECT a.account_kind, o.name FROM affiliation a JOIN organization o ON o.id = a.organization_id WHERE o.deleted_at IS NULL`,
        ),
      ).toEqual([{ account_kind: "organization", name: "Acme, Inc." }]);
    });

    it("points people and events at a school that came after them", async () => {
      org = await listeningOrg();
      const { session, student } = smallOrg();
      const late = "001PL0000000zzz";
      org.edit("Session__c", session, { School__c: late });
      org.edit("Contact", student, { npsp__Primary_Affiliation__c: late });
      await sync(home.pool, org);
      expect(
        await rows(sql`SELECT school_id FROM event UNION ALL SELECT school_id FROM contact WHERE kind = 'student'`),
      ).toEqual([{ school_id: null }, { school_id: null }]);
      org.insert("Account", { Id: late, Name: "New School", Type: "School" });
      await sync(home.pool, org);
      expect(
        await rows(
          sql`SELECT sc.name FROM event e JOIN school sc ON sc.id = e.school_id UNION ALL SELECT sc.name FROM contact c JOIN school sc ON sc.id = c.school_id`,
        ),
      ).toEqual([{ name: "New School" }, { name: "New School" }]);
    });
  });

  describe("a row that cannot be stored", () => {
    it("does not hold up the other nine of its batch (T35)", async () => {
      org = await listeningOrg();
      for (let n = 0; n < 10; n++)
        org.insert("Session__c", {
          Name: `Session ${n}`,
          Session_Status__c: "Completed",
          Session_Type__c: "DIA",
          Start_Date_and_Time__c: n === 4 ? null : start,
        });
      const result = await sync(home.pool, org);
      expect(result.state).toBe("partial");
      expect(countsOf(result, "Session__c")).toMatchObject({ read: 10, inserted: 9, quarantined: 1 });
      expect(await rows(sql`SELECT reason, detail, resolved_at FROM quarantine`)).toEqual([
        { reason: "missing_required", detail: "The session has no Start_Date_and_Time__c.", resolved_at: null },
      ]);
      expect(await flags()).toEqual([{ kind: "missing_required", entity: "event" }]);
    });

    it("is stored, and its flag closed, when it is mended in Salesforce", async () => {
      org = await listeningOrg();
      const id = org.insert("Session__c", { Name: "Undated", Session_Status__c: "Completed", Session_Type__c: "DIA" });
      await sync(home.pool, org);
      org.edit("Session__c", id, { Start_Date_and_Time__c: start });
      expect((await sync(home.pool, org)).state).toBe("ok");
      expect(await rows(sql`SELECT title FROM event`)).toEqual([{ title: "Undated" }]);
      expect(await rows(sql`SELECT resolution FROM quarantine WHERE resolved_at IS NOT NULL`)).toEqual([
        { resolution: "stored" },
      ]);
      expect(await flags()).toEqual([]);
    });

    it("waits for a contact that is unknown, and goes in by itself when it comes (T39)", async () => {
      org = await listeningOrg();
      const { session } = smallOrg();
      const stranger = "003PL0000000zzz";
      const waiting = org.insert("Session_Participant__c", {
        Contact__c: stranger,
        Session__c: session,
        Participant_Type__c: "Volunteer",
        Status__c: "Attended",
      });
      const first = await sync(home.pool, org);
      expect(countsOf(first, "Session_Participant__c")).toMatchObject({ read: 3, inserted: 2, quarantined: 1 });
      expect(first.notices).toContain("participations: 1 in quarantine, waiting for a record that is not there yet.");
      const [kept] = await rows<{ waits_for_object: string; waits_for_id: string }>(
        sql`SELECT waits_for_object, waits_for_id FROM quarantine`,
      );
      expect(kept).toEqual({ waits_for_object: "Contact", waits_for_id: expect.stringMatching(/^003PL0000000zzz/) });
      expect(await flags()).toEqual([{ kind: "missing_parent", entity: "participation" }]);

      org.edit("Session_Participant__c", waiting, { Status__c: "Attended" });
      await sync(home.pool, org);
      expect(await rows(sql`SELECT COUNT(*) AS n FROM quarantine`)).toEqual([{ n: 1 }]);

      org.insert("Contact", { Id: stranger, LastName: "Stranger", Contact_Type__c: "Volunteer" });
      const later = await sync(home.pool, org);
      expect(countsOf(later, "Session_Participant__c")).toMatchObject({ inserted: 1 });
      expect(
        await rows(
          sql`SELECT c.last_name FROM participation p JOIN contact c ON c.id = p.contact_id WHERE p.source_id = ${waiting}`,
        ),
      ).toEqual([{ last_name: "Stranger" }]);
      expect(await rows(sql`SELECT resolution FROM quarantine`)).toEqual([{ resolution: "stored" }]);
      expect(await flags()).toEqual([]);
    });

    it("is a likely orphan after eleven runs in vain, and goes on being listed (T40)", async () => {
      org = await listeningOrg();
      org.insert("npe5__Affiliation__c", {
        npe5__Contact__c: "003PL0000000zzz",
        npe5__Organization__c: "001PL0000000zzz",
      });
      await sync(home.pool, org);
      await home.pool.transaction((tx) => tx.run(sql`UPDATE quarantine SET attempts = 10, batch_id = 0`));
      await home.pool.transaction((tx) =>
        tx.run(sql`UPDATE sync_checkpoint SET high_water = '2099-01-01T00:00:00.000Z'`),
      );
      await sync(home.pool, org);
      expect(await rows(sql`SELECT attempts, detail, resolved_at FROM quarantine`)).toEqual([
        {
          attempts: 11,
          detail: expect.stringMatching(/^Likely an orphan: Contact 003PL0000000zzz/),
          resolved_at: null,
        },
      ]);
    });
  });

  describe("what the rules say about a row", () => {
    it("is flagged, and the flag closed when the cause is gone (T42)", async () => {
      org = await listeningOrg();
      const id = org.insert("Session__c", {
        Name: "Odd",
        Session_Type__c: "Career Day",
        Session_Status__c: "Completed",
        Start_Date_and_Time__c: start,
      });
      await sync(home.pool, org);
      expect(await rows(sql`SELECT type, type_raw FROM event`)).toEqual([{ type: "other", type_raw: "Career Day" }]);
      expect(await flags()).toContainEqual({ kind: "unmapped_session_type", entity: "event" });
      org.edit("Session__c", id, { Session_Type__c: "Career Fair" });
      await sync(home.pool, org);
      expect(await flags()).not.toContainEqual({ kind: "unmapped_session_type", entity: "event" });
    });
  });

  describe("two runs at once", () => {
    it("are refused: the second is told that one is running", async () => {
      org = await sampleOrg();
      const second = openPool(home.url);
      const ends = await Promise.allSettled([sync(home.pool, org), sync(second, org)]);
      expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(ends.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "already_running" } });
      await second.close();
    });

    it("are not, when the first has died: its run is closed and its lease taken over", async () => {
      org = await listeningOrg();
      smallOrg();
      const dead = JSON.stringify({
        token: "x",
        host: (await import("node:os")).hostname(),
        pid: 999_999_999,
        began: 1,
      });
      await home.pool.transaction(async (tx) => {
        await tx.run(sql`INSERT INTO pool_fact (key, value) VALUES ('sync_lease_salesforce', ${dead})`);
        await tx.run(
          sql`INSERT INTO sync_run (source, "trigger", state, started_at) VALUES ('salesforce', 'schedule', 'running', '2026-01-01T00:00:00.000Z')`,
        );
      });
      expect((await sync(home.pool, org)).state).toBe("ok");
      expect(await rows(sql`SELECT state FROM sync_run ORDER BY id`)).toEqual([{ state: "failed" }, { state: "ok" }]);
    });
  });

  it("is refused when the pool was filled from another org", async () => {
    org = await listeningOrg();
    await sync(home.pool, org);
    await org.close();
    org = await listeningOrg({ orgId: "00DPL0000000XYZ" });
    await expect(sync(home.pool, org)).rejects.toMatchObject({ code: "pool_of_another_source" });
    expect(await rows(sql`SELECT state, error_code FROM sync_run ORDER BY id DESC LIMIT 1`)).toEqual([
      { state: "failed", error_code: "pool_of_another_source" },
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { organizationSchema } from "../../src/runtime/index.js";
import { everythingIn } from "../pool/contents.js";
import { onBothEngines } from "../pool/engines.js";
import { type Office, rowsOf, withOffice } from "./office.js";

const ADMIN = { as: "admin", at: "terminal", who: "U1" } as const;

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);
  const auditOf = (it: Office, command: string) =>
    it.pool.db.auditEntry.findMany({ where: { command }, orderBy: { id: "desc" }, take: 1 });

  describe("status", () => {
    it("says when Salesforce was last read, object by object, what waits and when jobs run", async () => {
      const json = await office().json("status", { as: "coordinator", at: "terminal" });
      expect(json.tables.map(({ key }) => key)).toEqual(["objects", "sources", "jobs", "waiting"]);
      const objects = rowsOf(json, "objects");
      expect(objects.map(({ object }) => object)).toEqual([
        "organisations, districts and schools",
        "classes",
        "volunteers, teachers and students",
        "affiliations",
        "events",
        "participations",
        "pathways",
        "sessions of pathways",
        "people of pathways",
        "support cases",
        "tasks and calls",
        "e-mails",
        "Salesforce leads",
      ]);
      expect(objects.every(({ state }) => state === "ok")).toBe(true);
      const waiting = rowsOf(json, "waiting");
      const rows = await office().pool.db.quarantine.count({ where: { resolved_at: null } });
      expect(waiting.reduce((sum, row) => sum + Number(row.rows), 0)).toBe(rows);
      expect(rowsOf(json, "jobs").map(({ job }) => job)).toEqual(Object.keys(organizationSchema.parse(undefined).jobs));
      const { text } = await office().reply("status");
      expect(text).toMatch(/^Salesforce was last read 20 Nov 2026.* 13:00/);
      expect(text).toContain(`${rows} rows set aside.`);
    });
  });

  describe("status after trouble", () => {
    it("warns of each object that failed and of runs that were missed since", async () => {
      const at = "2026-11-20T12:00:00.000Z";
      const times = { started_at: at, finished_at: at };
      const { run, jobs } = await office().pool.write(async (db) => {
        const run = await db.syncRun.create({
          data: { source: "salesforce", trigger: "command", state: "partial", ...times },
        });
        const batch = { run_id: run.id, source: "salesforce", way: "rest", window_end: at, ...times };
        await db.syncBatch.create({ data: { ...batch, object: "Account", state: "ok" } });
        await db.syncBatch.create({
          data: { ...batch, object: "Session__c", state: "failed", error_text: "Salesforce did not answer." },
        });
        const missed = { trigger: "schedule", state: "missed", due_at: at, error_text: "switched off", ...times };
        const jobs = [
          await db.jobRun.create({ data: { name: "weekly-metrics", ...missed } }),
          await db.jobRun.create({ data: { name: "sync-salesforce", ...missed } }),
          await db.jobRun.create({ data: { name: "sync-salesforce", trigger: "schedule", state: "ok", ...times } }),
        ];
        return { run, jobs };
      });
      const { notices } = await office().reply("status");
      expect(notices.map(({ level, text }) => [level, text])).toEqual([
        ["warning", "events: Salesforce did not answer."],
        ["warning", expect.stringMatching(/^weekly-metrics was missed, due 20 Nov 2026.*: switched off\.$/)],
      ]);
      await office().pool.write(async (db) => {
        await db.syncBatch.deleteMany({ where: { run_id: run.id } });
        await db.syncRun.delete({ where: { id: run.id } });
        await db.jobRun.deleteMany({ where: { id: { in: jobs.map(({ id }) => id) } } });
      });
    });
  });

  describe("sync", () => {
    it("says as an error what it could not finish", async () => {
      office().world.org.hideField("Contact", "LastName");
      try {
        const { text, notices } = await office().reply("sync salesforce", ADMIN);
        expect(text).toMatch(/^The sync (finished in part|failed) in /);
        expect(notices[0]).toMatchObject({
          level: "error",
          text: expect.stringMatching(/^The sync (finished in part|failed): figures rest on what was read before\.$/),
        });
      } finally {
        office().world.org.hideField("Contact", "LastName", false);
      }
      await office().reply("sync salesforce", ADMIN);
    });

    it("says of rows set aside that all else was read", async () => {
      const { text, notices } = await office().reply("sync salesforce --full", ADMIN);
      expect(text).toMatch(/^The sync finished in part in /);
      expect(notices[0]).toMatchObject({
        level: "warning",
        text: "Everything was read. The rows set aside are in no figure until they go in; “quarantine” lists them.",
      });
    });

    it("reads what changed and counts it, once", async () => {
      const contact = await office().pool.db.contact.findFirst({ where: { kind: "volunteer", deleted_at: null } });
      office().world.org.edit("Contact", contact?.source_id ?? "", { Title: "Chief of Something" });
      const json = await office().json("sync salesforce", ADMIN);
      const changed = rowsOf(json, "objects").filter(
        (row) => row.inserted !== 0 || row.updated !== 0 || row.deleted !== 0,
      );
      expect(changed).toMatchObject([{ inserted: 0, updated: 1, deleted: 0 }]);
      const again = await office().reply("sync", ADMIN);
      expect(again.text).toMatch(/^The sync finished (in part )?in [\d.]+ s: 0 records changed/);
      const [entry] = await auditOf(office(), "sync");
      expect(entry).toMatchObject({ kind: "write", actor: "U1" });
    });

    it("can be tried: it says what would change, changes nothing, and shows no row's key where others read", async () => {
      const contact = await office().pool.db.contact.findFirst({ where: { kind: "volunteer", deleted_at: null } });
      const id = contact?.source_id ?? "";
      office().world.org.edit("Contact", id, { Title: "Chief of Something Else" });
      const contents = async () => {
        const { audit_entry: _, ...rest } = await everythingIn(office().pool);
        return rest;
      };
      const before = await contents();
      const tried = await office().reply("sync salesforce --dry-run", ADMIN);
      expect(tried.text).toMatch(
        /^A dry run of [\d.]+ s, which changed nothing\. A sync now would bring 0 new records, change 1, leave \d+ as they are, delete 0 and set \d+ aside\.$/,
      );
      const json = await office().json("sync salesforce dry-run:yes", ADMIN);
      const sample = rowsOf(json, "samples").find(({ row }) => row === id);
      expect(sample).toMatchObject({ object: "volunteers, teachers and students", change: "changed" });
      expect(sample?.why).toContain("Title");
      const shared = JSON.stringify(await office().json("sync salesforce --dry-run", { as: "admin", at: "channel" }));
      expect(shared).toContain("Title");
      expect(shared).not.toContain(id);
      expect(await contents()).toEqual(before);

      const real = await office().json("sync salesforce", ADMIN);
      expect(rowsOf(real, "objects")).toEqual(rowsOf(json, "objects"));
    });

    it("is for staff and administrators", async () => {
      expect((await office().failure("sync salesforce", { as: "coordinator" })).code).toBe("not_allowed");
    });
  });

  describe("check", () => {
    it("has a line for every thing checked, and all of them pass in the sandbox", async () => {
      const json = await office().json("check", ADMIN);
      const checks = rowsOf(json, "checks");
      expect(checks.filter(({ ok }) => ok !== true)).toEqual([]);
      expect(checks.map(({ what }) => what)).toEqual(
        expect.arrayContaining(["Configuration", "Administrators", "Pool", "Salesforce", "Salesforce Contact"]),
      );
      expect(checks.find(({ what }) => what === "Pages")?.text).toBe(
        "at http://127.0.0.1:4403: a teacher's own, and the public feed of sessions",
      );
    });

    it("says which object the integration user may not read", async () => {
      const { org } = office().world;
      org.hideField("Contact", "LastName");
      try {
        const bad = rowsOf(await office().json("check", ADMIN), "checks").filter(({ ok }) => ok !== true);
        expect(bad.map(({ what }) => what)).toEqual(["Salesforce Contact"]);
        expect(String(bad[0]?.text)).toContain("LastName");
      } finally {
        org.hideField("Contact", "LastName", false);
      }
    });
  });

  describe("job", () => {
    it("runs a job now, and knows no other", async () => {
      expect((await office().reply("job weekly-metrics", ADMIN)).text).toMatch(/^weekly-metrics: .* is on its way$/);
      expect((await office().failure("job make-coffee", ADMIN)).code).toBe("job_unknown");
    });
  });

  describe("alias", () => {
    it("refuses a name of nothing, and an organisation that nobody knows", async () => {
      expect((await office().failure('alias "!!" means:"Hill\'s Pet Nutrition"')).code).toBe("argument_invalid");
      expect((await office().failure("alias kumed means:Qwxyz")).code).toBe("not_found");
      expect(await office().pool.db.alias.count()).toBe(0);
    });

    it("refuses an organisation's own name, which would be led elsewhere", async () => {
      const failure = await office().failure('alias "Hill\'s Pet Nutrition" means:"Prairie Signal Software"');
      expect(failure.code).toBe("argument_invalid");
      expect((await office().failure('alias "hills pet nutrition" means:"Prairie Signal Software"')).code).toBe(
        "argument_invalid",
      );
      // Two organisations are called so but for the suffix: staff may say which, and either's exact name stays its own.
      await office().reply('alias "prairie signal software" means:"Prairie Signal Software, Inc."');
      expect((await office().reply("report org prairie signal software")).title).toContain("Software, Inc.:");
      expect((await office().reply("report org Prairie Signal Software")).title).toContain("Software:");
      await office().reply("alias remove prairie signal software");
      expect(await office().pool.db.alias.count()).toBe(0);
    });

    it("is taken back, written down, and said again by the button", async () => {
      await office().reply('alias doggerfood means:"Hill\'s Pet Nutrition"');
      const removed = await office().reply("alias remove doggerfood", { as: "coordinator", who: "U1" });
      expect(removed.text).toBe("“doggerfood” no longer means an organisation.");
      expect((await office().failure("report org doggerfood")).code).toBe("not_found");
      const [entry] = await auditOf(office(), "alias remove");
      expect(entry).toMatchObject({ kind: "write", outcome: "done", actor: "U1" });
      await office().reply(removed.actions[0]?.line ?? "");
      expect((await office().reply("report org doggerfood")).title).toContain("Hill's Pet Nutrition");
      await office().reply("alias remove doggerfood");
      expect((await office().failure("alias remove doggerfood")).code).toBe("not_found");
    });

    it("is written down with who said so", async () => {
      await office().reply('alias petfood means:"Hill\'s Pet Nutrition"', { as: "coordinator", who: "U1" });
      expect(await office().pool.db.alias.findMany()).toMatchObject([{ alias_key: "petfood", created_by: "U1" }]);
      const [entry] = await auditOf(office(), "alias");
      expect(entry).toMatchObject({ kind: "write", outcome: "done", role: "coordinator" });
      expect(JSON.parse(entry?.detail ?? "")).toMatchObject({ filters: expect.arrayContaining(["name", "means"]) });
    });
  });

  describe("data rebuild", () => {
    it("works out anew what follows from the configuration, says what moved, and nothing the second time", async () => {
      await office().reply("data rebuild", ADMIN);
      const found = await office().pool.db.event.findFirst({
        where: { source: "salesforce", deleted_at: null },
        orderBy: { id: "asc" },
      });
      const event = { id: 0, ...found };
      // As if it had been read in another time zone.
      await office().pool.write((db) =>
        db.event.update({ where: { id: event.id }, data: { local_date: "2001-01-01", school_year: 2000 } }),
      );
      const rebuilt = await office().json("data rebuild", ADMIN);
      expect(rebuilt.facts).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ key: "days", value: 1 }),
          expect.objectContaining({ key: "events", value: 1 }),
        ]),
      );
      const { local_date, local_time, school_year } = event;
      expect(await office().pool.db.event.findUnique({ where: { id: event.id } })).toMatchObject({
        local_date,
        local_time,
        school_year,
      });
      const [entry] = await auditOf(office(), "data rebuild");
      expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({ days: 1, events: 1 });
      expect((await office().reply("data rebuild", ADMIN)).text).toBe(
        "Everything that follows from the configuration was worked out anew, and nothing differed.",
      );
    });

    it("is for administrators alone", async () => {
      expect((await office().failure("data rebuild", { as: "staff" })).code).toBe("not_allowed");
    });
  });

  describe("roles", () => {
    it("gives a person a role and takes it away again", async () => {
      const given = await office().reply("roles set <@U0ANNE001|anne> staff", ADMIN);
      expect(given.text).toBe("anne now has the role staff.");
      const taken = await office().json("roles set @U0ANNE001 none", ADMIN);
      expect(rowsOf(taken, "roles")).toContainEqual({
        name: "U0ANNE001",
        person: "U0ANNE001",
        role: "none",
        districts: "",
        set_by: "you",
      });
      const [entry] = await auditOf(office(), "roles set");
      expect(JSON.parse(entry?.detail ?? "")).toMatchObject({ person: "U0ANNE001", role: "none" });
    });

    it("names the districts of a district viewer, and refuses one without any or with an unknown one", async () => {
      const line = "roles set @U0DREW001 district";
      expect((await office().failure(line, ADMIN)).code).toBe("argument_missing");
      expect((await office().failure(`${line} district:"Grandview Scool"`, ADMIN)).code).toBe("not_found");
      await office().reply(`${line} district:"Grandview School District"`, ADMIN);
      expect(rowsOf(await office().json("roles", ADMIN), "roles")).toContainEqual({
        name: "U0DREW001",
        person: "U0DREW001",
        role: "district",
        districts: "Grandview School District",
        set_by: "you",
      });
    });

    it("offers districts by a part of the name, whatever its case", async () => {
      const offered = (query: string) =>
        office().suggested("roles set", "district", query, { as: "admin", at: "slash" });
      expect(await offered("gRANDview")).toEqual(["Grandview School District"]);
      expect(await offered("qwxyz")).toEqual([]);
    });

    it("asks for what is missing", async () => {
      expect((await office().ask("roles set", ADMIN)).missing).toEqual(["person", "role"]);
    });

    it("is for administrators alone", async () => {
      for (const line of ["roles", "roles set @U0ANNE001 admin", "check", "job weekly-metrics"])
        expect((await office().failure(line, { as: "staff" })).code, line).toBe("not_allowed");
    });
  });
});

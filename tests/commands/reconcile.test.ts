import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/reply/index.js";
import { onBothEngines } from "../pool/engines.js";
import { type Office, rowsOf, withOffice } from "./office.js";

/** An answer's words beside what a script reads of it. */
const both = async (office: Office, line: string) => {
  const reply = await office.reply(line, TERMINAL);
  return { text: reply.text, json: renderJson(reply) };
};

const TERMINAL = { as: "admin", at: "terminal" } as const;
const MISSED = "2026-11-20T18:10:00.000Z";

onBothEngines((engine) => {
  const office = withOffice(engine, 0.1);
  const volunteer = async () => {
    const found = await office().pool.db.contact.findFirst({
      where: { kind: "volunteer", deleted_at: null },
      orderBy: { id: "asc" },
    });
    return { id: found?.source_id ?? "", name: found?.last_name ?? "?" };
  };

  describe("reconciliation, before anything was compared", () => {
    it("says so", async () => {
      expect((await office().reply("reconciliation", TERMINAL)).text).toBe("Nothing has been compared yet.");
    });
  });

  describe("reconcile", () => {
    it("says in a sentence that all agrees, with a line for every object", async () => {
      const { text, json } = await both(office(), "reconcile");
      expect(text).toMatch(/^All \d+ objects agree \([\d,]+ rows\)\.$/);
      expect(json.notices.filter(({ level }) => level === "error")).toEqual([]);
      expect(rowsOf(json, "objects").every(({ verdict }) => verdict === "ok")).toBe(true);
      expect(rowsOf(json, "fields")).toEqual([]);
      expect(rowsOf(json, "samples")).toEqual([]);
    });

    it("takes staff's words for an object, and the API's", async () => {
      for (const line of ["reconcile volunteers", "reconcile contacts light", "reconcile Contact light:yes"]) {
        const { text, json } = await both(office(), line);
        expect(
          rowsOf(json, "objects").map(({ name }) => name),
          line,
        ).toEqual(["Contact"]);
        expect(text).toMatch(/^Contact: [\d,]+ of [\d,]+ equal\.$/);
      }
      expect((await office().failure("reconcile unicorns", TERMINAL)).code).toBe("argument_invalid");
    });

    it("tells what differs as an error, by field, with masked samples", async () => {
      const { id, name } = await volunteer();
      office().world.org.edit("Contact", id, { LastName: `${name}berg` }, { stamp: MISSED });
      const { text, json } = await both(office(), "reconcile contacts");
      expect(text).toMatch(/^Contact: 1 of [\d,]+ differ\.$/);
      expect(json.notices.filter(({ level }) => level === "error")).toHaveLength(1);
      expect(rowsOf(json, "fields")).toMatchObject([{ object: "Contact", field: "LastName", different: 1 }]);
      const [sample] = rowsOf(json, "samples");
      expect(sample).toMatchObject({ object: "Contact", sort: "changed", cause: "not synced", id });
      expect(String(sample?.fields)).toMatch(/^LastName: \p{L}\*\*\*.* there, \p{L}\*\*\*.* here$/u);
      expect(JSON.stringify(json)).not.toContain(`${name}berg`);
    });

    it("shows no id and no value of a person in a channel", async () => {
      const { id } = await volunteer();
      const told = await office().everythingTold("reconcile contacts", { at: "channel" });
      expect(told).toContain("differ");
      expect(told).not.toContain(id);
      expect(told).not.toContain("LastName: ");
    });

    it("is shown again, and exported, without comparing anew", async () => {
      const before = await office().pool.db.reconciliation.count();
      const { text, json } = await both(office(), "reconciliation");
      expect(text).toMatch(/2026.*: Contact: 1 of [\d,]+ differ; the other \d+ objects agree/);
      expect(rowsOf(json, "fields")).toMatchObject([{ field: "LastName" }]);
      const outcome = await office().run("reconciliation as:xlsx", TERMINAL);
      expect(outcome).toMatchObject({ kind: "reply", as: "xlsx" });
      expect(await office().pool.db.reconciliation.count()).toBe(before);
    });

    it("counts by segment on both sides, in a channel too", async () => {
      const { text, json } = await both(office(), "reconcile events by:type");
      expect(text).toMatch(/^events: \d+ segments agree \([\d,]+ rows\)\.$/);
      const counted = rowsOf(json, "segments");
      expect(counted.every(({ difference }) => difference === 0)).toBe(true);
      expect(counted.map(({ segment }) => segment)).toContain("Career Speaker");
      expect((await both(office(), "reconcile by:status")).text).toMatch(/^affiliations: .*; events: .* agree .*\.$/);

      const { org } = office().world;
      const id = org.commitLate(
        "Session__c",
        { Name: "Late", Session_Type__c: "Career Speaker", Start_Date_and_Time__c: "2026-03-01T15:00:00.000+0000" },
        MISSED,
      );
      const late = await both(office(), "reconcile events by:type");
      expect(late.text).toMatch(/^events: 1 of \d+ segments differ \(Career Speaker 1 fewer here\)\.$/);
      expect(late.json.notices.filter(({ level }) => level === "error").map(({ text: words }) => words)).toEqual([
        "Which rows of events differ: reconcile Session__c",
      ]);
      expect(await office().everythingTold("reconcile events by:month", { at: "channel" })).toContain(
        "2026-03 1 fewer",
      );
      org.purge("Session__c", id, { forget: true });
    });

    it("says what it cannot count by", async () => {
      const refused = async (line: string) => (await office().failure(line, TERMINAL)).text;
      expect(await refused("reconcile contacts by:month")).toContain(
        "volunteers, teachers and students are counted by: type.",
      );
      expect(await refused("reconcile events by:type light")).toContain("leave “light” out");
      expect(await refused("reconcile roster by:type")).toContain("have no segments");
      expect((await office().failure("reconcile events by:colour", TERMINAL)).code).toBe("argument_invalid");
    });

    it("is for staff and administrators, and written down", async () => {
      expect((await office().failure("reconcile", { as: "coordinator" })).code).toBe("not_allowed");
      await office().reply("reconcile contacts", { as: "staff", who: "U1" });
      const [entry] = await office().pool.db.auditEntry.findMany({
        where: { command: "reconcile", actor: "U1" },
        orderBy: { id: "desc" },
      });
      expect(entry).toMatchObject({ kind: "write", actor: "U1" });
    });
  });

  describe("the job reconcile", () => {
    it("compares everything and keeps it; what differs is told by the quality job", async () => {
      const done = await office().reply("job reconcile", TERMINAL);
      expect(done.text).toMatch(/^reconcile: Contact: 1 of [\d,]+ differ; the other \d+ objects agree/);
      await office().reply("job quality", TERMINAL);
      const alerts = await office().pool.query<{ id: number; title: string; state: string }>(
        sql`SELECT id, title, state FROM alert WHERE check_name = 'reconcile'`,
      );
      expect(alerts).toEqual([
        { id: expect.any(Number), title: "Contact: 1 different from the source", state: "open" },
      ]);
      const told = await office().reply(`alerts ${alerts[0]?.id}`);
      const [details, samples] = told.tables.map(({ rows }) => rows.map((row) => row.join(": ")));
      expect(details).toContainEqual(expect.stringMatching(/^Fields: \w+ 1$/));
      expect(samples).toEqual([expect.stringMatching(/^003\w+ \([a-z ]+\): \w+ \S.* in the source, \S.* here$/)]);
    });

    it("lets the alert pass when the difference is gone", async () => {
      await office().reply("sync salesforce --full", TERMINAL);
      await office().reply("job reconcile", TERMINAL);
      await office().reply("job quality", TERMINAL);
      const alerts = await office().pool.query<{ state: string }>(
        sql`SELECT state FROM alert WHERE check_name = 'reconcile'`,
      );
      expect(alerts).toEqual([{ state: "resolved" }]);
    });
  });
});

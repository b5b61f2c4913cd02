import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { standardSchema } from "../../sandbox/salesforce/index.js";
import { contactHistory } from "../../src/people/index.js";
import type { Engine } from "../../src/pool/index.js";
import { onBothEngines } from "../pool/engines.js";
import { bulkOnly } from "./setting.js";
import { withOrg } from "./with-org.js";

const START = "2026-02-15T16:00:00.000+0000";
const TODAY = "2026-03-01";

onBothEngines((engine: Engine) => {
  const here = withOrg(engine);
  const { rows } = here;
  const person = (name: string, fields: Record<string, string | null> = {}) =>
    here.org.insert("Contact", {
      LastName: name,
      Contact_Type__c: "Volunteer",
      Email: `${name}@example.org`,
      ...fields,
    });
  const session = (fields: Record<string, string | null> = {}) =>
    here.org.insert("Session__c", {
      Name: "Career Day",
      Session_Type__c: "DIA",
      Session_Status__c: "Completed",
      Format__c: "In-Person",
      Start_Date_and_Time__c: START,
      ...fields,
    });
  const email = (fields: Record<string, string | boolean | null>) =>
    here.org.insert("EmailMessage", {
      Subject: "Hello",
      MessageDate: START,
      FromAddress: "team@y.org",
      Incoming: false,
      ...fields,
    });
  const ties = () =>
    rows<{ mail: string; who: string; basis: string }>(sql`
      SELECT m.source_id AS mail, c.last_name AS who, t.basis FROM communication_contact t
      JOIN communication m ON m.id = t.communication_id JOIN contact c ON c.id = t.contact_id ORDER BY 1, 2`);
  const historyOf = async (id: string) => {
    const [contact] = await rows<{ id: number }>(sql`SELECT id FROM contact WHERE source_id = ${id}`);
    return contactHistory(here.pool, contact?.id ?? 0, TODAY);
  };

  describe("tasks and e-mails", () => {
    it("belong to every known person they went to, not to the first alone", async () => {
      const [ada, ben, col] = [person("ada"), person("ben"), person("col")];
      const mail = email({
        ToAddress: "ADA@example.org, <ben@example.org>",
        CcAddress: "stranger@z.org",
        RelatedToId: col,
      });
      await here.sync();
      expect(await ties()).toEqual([
        { mail, who: "ada", basis: "to" },
        { mail, who: "ben", basis: "to" },
        { mail, who: "col", basis: "related" },
      ]);
      expect((await historyOf(ada)).latest).toEqual([
        {
          date: "2026-02-15",
          from: "salesforce",
          kind: "email",
          outcome: null,
          by: null,
          direction: "sent",
          subject: "Hello",
          event: null,
          isPlanned: false,
        },
      ]);
      expect(await historyOf(ben)).toMatchObject({ total: 1, lastOn: "2026-02-15", trouble: null });
    });

    it("find people by their case, and an address that many share among the people of its account", async () => {
      const company = here.org.insert("Account", { Name: "Acme", Type: "Business" });
      person("ada");
      for (const name of ["eve", "fay", "gus", "hal"]) person(name, { Email: "desk@acme.org" });
      const own = person("ivy", { Email: "desk@acme.org" });
      here.org.insert("npe5__Affiliation__c", { npe5__Contact__c: own, npe5__Organization__c: company });
      const ticket = here.org.insert("Case", { ContactId: person("zoe") });
      const asked = email({ ToAddress: "stranger@z.org", RelatedToId: ticket, ParentId: ticket });
      const told = email({ ToAddress: "desk@acme.org", RelatedToId: company });
      await here.sync();
      expect(await ties()).toEqual([
        { mail: asked, who: "zoe", basis: "case" },
        { mail: told, who: "ivy", basis: "account" },
      ]);
    });

    it("identify nobody by the address of a role, nor a student by any", async () => {
      person("ada", { Email: "info@example.org" });
      person("kid", { Contact_Type__c: "Student" });
      const company = here.org.insert("Account", { Name: "Acme", Type: "Business" });
      email({ ToAddress: "info@example.org, kid@example.org", RelatedToId: company });
      await here.sync();
      expect(await ties()).toEqual([]);
      expect(await rows(sql`SELECT address FROM communication_address WHERE role = 'to' ORDER BY 1`)).toHaveLength(2);
    });

    it("about a session hang on its event, also when the session comes later", async () => {
      const ada = person("ada");
      const event = session();
      const call = here.org.insert("Task", {
        Subject: "Call",
        Type: "Call",
        Status: "Completed",
        ActivityDate: "2026-02-10",
        WhoId: ada,
        WhatId: event,
      });
      here.org.delete("Session__c", event);
      await here.sync();
      expect((await historyOf(ada)).latest).toMatchObject([{ kind: "call", event: null }]);
      here.org.undelete("Session__c", event);
      await here.sync();
      expect((await historyOf(ada)).latest).toMatchObject([{ kind: "call", event: "Career Day" }]);
      here.org.delete("Task", call);
      await here.sync();
      expect(await historyOf(ada)).toMatchObject({ total: 0, lastOn: null });
    });

    it("follow a person who was merged, and leave one whose address changed", async () => {
      const [old, ada] = [person("old"), person("ada")];
      const call = here.org.insert("Task", {
        Subject: "Call",
        Status: "Completed",
        ActivityDate: "2026-02-10",
        WhoId: old,
      });
      const mail = email({ ToAddress: "ada@example.org", RelatedToId: here.org.insert("Account", { Name: "Acme" }) });
      await here.sync();
      here.org.merge("Contact", ada, old);
      here.org.edit("Contact", ada, { Email: "new@example.org" });
      await here.sync();
      expect(await ties()).toEqual([{ mail: call, who: "ada", basis: "related" }]);
      expect(await rows(sql`SELECT 1 AS one FROM communication WHERE source_id = ${mail}`)).toHaveLength(1);
    });

    it("of one kind are not missed when the other is compared id by id", async () => {
      const ada = person("ada");
      const calls = Array.from({ length: 3 }, () =>
        here.org.insert("Task", { Subject: "Call", Status: "Completed", ActivityDate: "2026-02-10", WhoId: ada }),
      );
      email({ ToAddress: "ada@example.org", RelatedToId: ada });
      await here.sync();
      here.org.purge("Task", String(calls[0]), { forget: true });
      await here.sync({ full: true });
      expect(
        await rows(
          sql`SELECT kind, COUNT(*) AS count FROM communication WHERE deleted_at IS NULL GROUP BY kind ORDER BY kind`,
        ),
      ).toEqual([
        { kind: "email", count: 1 },
        { kind: "task", count: 2 },
      ]);
    });

    it.each(["rest", "bulk"])(
      "about nobody are not asked for, by %s, and leave when they lose whom they were about",
      async (way) => {
        const ada = person("ada");
        const call = here.org.insert("Task", {
          Subject: "Call",
          Status: "Completed",
          ActivityDate: "2026-02-10",
          WhoId: ada,
        });
        here.org.insert("Task", { Subject: "Note", Status: "Completed", ActivityDate: "2026-02-10" });
        here.org.insert("Task", { Subject: "Call", Status: "Completed", ActivityDate: "2026-02-11", WhoId: ada });
        const organization = way === "bulk" ? { organization: bulkOnly } : {};
        const first = await here.sync(organization);
        expect(first.objects.find(({ object }) => object === "Task")).toMatchObject({
          way,
          counts: { read: 2, inserted: 2 },
        });
        here.org.edit("Task", call, { WhoId: null });
        const second = await here.sync(organization);
        expect(second.objects.find(({ object }) => object === "Task")?.counts).toMatchObject({ deleted: 1 });
        expect((await historyOf(ada)).total).toBe(1);
      },
    );
  });

  describe("an empty history", () => {
    it("T17: is nothing logged after a good sync, and unknown after one that failed", async () => {
      const ada = person("ada");
      await here.sync();
      const healthy = await historyOf(ada);
      expect(healthy).toMatchObject({ total: 0, trouble: null });
      expect(healthy.readAt).not.toBeNull();
      here.org.hideField("EmailMessage", "ToAddress");
      await here.sync({ full: true });
      expect(await historyOf(ada)).toMatchObject({
        readAt: expect.any(String),
        trouble: expect.stringContaining("ToAddress"),
      });
      here.org.hideField("EmailMessage", "ToAddress", false);
      await here.sync({ full: true });
      expect((await historyOf(ada)).trouble).toBeNull();
    });

    it("T17: is unknown too when the whole sync failed before it came to tasks, and before the first", async () => {
      const ada = person("ada");
      expect(await contactHistory(here.pool, 1, TODAY)).toMatchObject({
        readAt: null,
        trouble: "Tasks and e-mails have not been read to their end yet.",
      });
      await here.sync();
      here.org.refuseLogin({ error: "invalid_grant", description: "authentication failure" });
      const failed = await here.sync();
      expect(failed.state).toBe("failed");
      expect((await historyOf(ada)).trouble).toContain("refused the login");
    });

    it("T18: has no doubles when the same e-mails come again; last contacted is the newest", async () => {
      const ada = person("ada");
      email({ ToAddress: "ada@example.org", RelatedToId: ada, MessageDate: "2026-01-05T16:00:00.000+0000" });
      email({ ToAddress: "ada@example.org", RelatedToId: ada, MessageDate: "2026-02-05T16:00:00.000+0000" });
      here.org.insert("Task", { Subject: "Call back", Status: "Not Started", ActivityDate: "2026-02-20", WhoId: ada });
      await here.sync();
      const first = await historyOf(ada);
      await here.sync({ full: true });
      const second = await historyOf(ada);
      expect(second.latest).toEqual(first.latest);
      expect(second).toMatchObject({ total: 3, lastOn: "2026-02-05" });
      expect(second.latest.map(({ isPlanned }) => isPlanned)).toEqual([true, false, false]);
    });
  });

  describe("an org without some objects", () => {
    const without = (...names: string[]) => standardSchema.filter(({ name }) => !names.includes(name));

    it("is read all the same, with a notice for each, and asked again the next time", async () => {
      await here.anotherOrg({
        schema: without("EmailMessage", "Pathway__c", "Pathway_Session__c", "Pathway_Participant__c"),
      });
      const ada = person("ada");
      const result = await here.sync();
      expect(result).toMatchObject({ state: "ok", error: null });
      expect(result.objects.filter(({ state }) => state !== "ok").map(({ object, error }) => [object, error])).toEqual([
        ["Pathway__c", null],
        ["Pathway_Session__c", null],
        ["Pathway_Participant__c", null],
        ["EmailMessage", null],
      ]);
      expect(result.notices.join(" ")).toMatch(
        /does not show Pathway__c .*Give it "Read" and "View All" on Pathway__c/,
      );
      expect(await historyOf(ada)).toMatchObject({
        total: 0,
        trouble: expect.stringContaining("does not show EmailMessage"),
      });
      const calls = here.org.apiCalls;
      await here.sync();
      expect(here.org.apiCalls - calls).toBeLessThanOrEqual(2 * 12 + 1);
    });

    it("is not read past an object that is needed", async () => {
      here.org.hideField("Session__c", "Name");
      const result = await here.sync();
      expect(result.state).toBe("partial");
      expect(result.objects.find(({ object }) => object === "Session__c")?.state).toBe("failed");
    });
  });

  it("T49: people are local by the ZIP of their mailing address", async () => {
    for (const zip of ["64111", "66062", "66210", "64501", "10001", null])
      person(`zip ${zip}`, { MailingPostalCode: zip });
    await here.sync();
    const people = await rows<{ last_name: string; local_status: string }>(
      sql`SELECT last_name, local_status FROM contact ORDER BY last_name`,
    );
    expect(Object.fromEntries(people.map((row) => [row.last_name, row.local_status]))).toEqual({
      "zip 64111": "local",
      "zip 66062": "local",
      "zip 66210": "local",
      "zip 64501": "partial",
      "zip 10001": "non_local",
      "zip null": "unknown",
    });
  });

  describe("classes and pathways", () => {
    it("tie people to their class, also when the class comes after its people", async () => {
      const school = here.org.insert("Account", { Name: "Central High", Type: "School" });
      const algebra = here.org.insert("Class__c", { Name: "Algebra I", School__c: school, Class_Year_Number__c: 2025 });
      person("kid", { Contact_Type__c: "Student", Class__c: algebra, Email: null });
      here.org.delete("Class__c", algebra);
      await here.sync();
      expect(await rows(sql`SELECT class_source_id, class_id FROM contact`)).toEqual([
        { class_source_id: algebra, class_id: null },
      ]);
      here.org.undelete("Class__c", algebra);
      await here.sync();
      expect(
        await rows(
          sql`SELECT k.name, k.year, sc.name AS school FROM contact c JOIN school_class k ON k.id = c.class_id JOIN school sc ON sc.id = k.school_id`,
        ),
      ).toEqual([{ name: "Algebra I", year: 2025, school: "Central High" }]);
    });

    it("wait for the pathway, the session and the person they name, and go in when these come", async () => {
      const [ada, event, stem] = [person("ada"), session(), here.org.insert("Pathway__c", { Name: "STEM" })];
      here.org.insert("Pathway_Session__c", { Pathway__c: stem, Session__c: event });
      here.org.insert("Pathway_Participant__c", { Pathway__c: stem, Contact__c: ada, Status__c: "Active" });
      for (const [object, id] of [
        ["Pathway__c", stem],
        ["Session__c", event],
      ] as const)
        here.org.delete(object, id);
      const result = await here.sync();
      expect(result.objects.map(({ counts }) => counts.quarantined).reduce((a, b) => a + b)).toBe(2);
      here.org.undelete("Pathway__c", stem);
      await here.sync();
      expect(await rows(sql`SELECT object, waits_for_object FROM quarantine WHERE resolved_at IS NULL`)).toEqual([
        { object: "Pathway_Session__c", waits_for_object: "Session__c" },
      ]);
      here.org.undelete("Session__c", event);
      await here.sync();
      expect(await rows(sql`SELECT 1 AS one FROM quarantine WHERE resolved_at IS NULL`)).toEqual([]);
      expect(
        await rows(sql`SELECT p.name, e.title, c.last_name FROM pathway p JOIN pathway_session s ON s.pathway_id = p.id JOIN event e ON e.id = s.event_id
          JOIN pathway_participant x ON x.pathway_id = p.id JOIN contact c ON c.id = x.contact_id`),
      ).toEqual([{ name: "STEM", title: "Career Day", last_name: "ada" }]);
    });
  });

  describe("sessions with neither school, district nor parent account", () => {
    const districtsOf = (id: string) =>
      rows<{ name: string; basis: string }>(sql`
        SELECT d.name, x.basis FROM event_district x JOIN event e ON e.id = x.event_id JOIN district d ON d.id = x.district_id
        WHERE e.source_id = ${id} ORDER BY d.name`);
    const schoolIn = (name: string) => {
      const district = here.org.insert("Account", { Name: `${name} School District`, Type: "School District" });
      return here.org.insert("Account", { Name: `${name} High`, Type: "School", ParentId: district });
    };
    const came = (event: string, school: string, status = "Attended") =>
      here.org.insert("Session_Participant__c", {
        Contact__c: person(`pupil ${school} ${status}`, {
          Contact_Type__c: "Student",
          Email: null,
          npsp__Primary_Affiliation__c: school,
        }),
        Session__c: event,
        Participant_Type__c: "Student",
        Status__c: status,
      });

    it.each([
      ["BFI", "Completed"],
      ["HealthStart", "Completed"],
      ["BFI", "Draft"],
      ["HealthStart", "Draft"],
      ["Connector Session", "Completed"],
    ])(
      "E2: a %s event (%s) counts in the districts of the students who came, and so it is not missed",
      async (type, status) => {
        const [center, grandview, other] = [schoolIn("Center"), schoolIn("Grandview"), schoolIn("Other")];
        const event = session({ Name: `${type} day`, Session_Type__c: type, Session_Status__c: status });
        came(event, center);
        came(event, grandview);
        came(event, other, "Registered");
        await here.sync();
        expect(await districtsOf(event)).toEqual([
          { name: "Center School District", basis: "inferred" },
          { name: "Grandview School District", basis: "inferred" },
        ]);
      },
    );

    it("EV1: a connector session is marked legacy before SY24-25, and not after", async () => {
      const before = session({
        Session_Type__c: "Connector Session",
        Start_Date_and_Time__c: "2024-07-31T16:00:00.000+0000",
      });
      const after = session({
        Session_Type__c: "Connector Session",
        Start_Date_and_Time__c: "2024-08-01T16:00:00.000+0000",
      });
      await here.sync();
      const marks = await rows<{ source_id: string; is_legacy_connector: boolean | number }>(
        sql`SELECT source_id, is_legacy_connector FROM event ORDER BY starts_at`,
      );
      expect(marks.map((row) => [row.source_id, Boolean(row.is_legacy_connector)])).toEqual([
        [before, true],
        [after, false],
      ]);
    });

    it("T41: a student's status that changes to Attended brings the district in", async () => {
      const event = session({ Session_Type__c: "BFI" });
      const row = came(event, schoolIn("Center"), "Registered");
      await here.sync();
      expect(await districtsOf(event)).toEqual([]);
      here.org.edit("Session_Participant__c", row, { Status__c: "Attended" });
      await here.sync();
      expect(await districtsOf(event)).toEqual([{ name: "Center School District", basis: "inferred" }]);
    });
  });
});

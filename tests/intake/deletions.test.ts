import sql from "sql-template-tag";
import { beforeEach, describe, expect, it } from "vitest";
import type { SyncResult } from "../../src/intake/index.js";
import type { Engine } from "../../src/pool/index.js";
import { onBothEngines } from "../pool/engines.js";
import { withOrg } from "./with-org.js";

const countsOf = (result: SyncResult, object: string) => result.objects.find((each) => each.object === object)?.counts;

onBothEngines((engine: Engine) => {
  /** Milliseconds that Salesforce's clock has been moved on. */
  let ahead = 0;
  const here = withOrg(engine, { clock: () => Date.now() + ahead });
  beforeEach(() => {
    ahead = 0;
  });

  const { rows } = here;
  const isGone = async (table: "contact" | "organization", id: string) => {
    const found =
      table === "contact"
        ? await rows<{ deleted_at: string | null }>(sql`SELECT deleted_at FROM contact WHERE source_id = ${id}`)
        : await rows<{ deleted_at: string | null }>(sql`SELECT deleted_at FROM organization WHERE source_id = ${id}`);
    return found[0]?.deleted_at !== null;
  };
  const person = (LastName: string) => here.org.insert("Contact", { LastName, Contact_Type__c: "Volunteer" });
  const later = (seconds: number) => {
    ahead += seconds * 1_000;
  };
  const TWENTY_DAYS = 20 * 86_400;

  describe("a deletion in Salesforce", () => {
    it("reaches the pool, where the row stays and is marked", async () => {
      const [stays, goes] = [person("Stays"), person("Goes")];
      await here.sync();
      here.org.delete("Contact", goes);
      expect(countsOf(await here.sync(), "Contact")).toMatchObject({ deleted: 1, updated: 0 });
      expect([await isGone("contact", stays), await isGone("contact", goes)]).toEqual([false, true]);
    });

    it("is undone when it is undone there", async () => {
      const id = person("Back");
      await here.sync();
      here.org.delete("Contact", id);
      await here.sync();
      here.org.undelete("Contact", id);
      expect(countsOf(await here.sync(), "Contact")).toMatchObject({ updated: 1, deleted: 0 });
      expect(await isGone("contact", id)).toBe(false);
      expect(countsOf(await here.sync(), "Contact")).toMatchObject({ updated: 0, deleted: 0 });
    });

    it("is found when the recycle bin was emptied before it was seen", async () => {
      const id = person("Purged");
      await here.sync();
      here.org.purge("Contact", id);
      later(60);
      expect(countsOf(await here.sync(), "Contact")).toMatchObject({ read: 1, deleted: 1 });
      expect(await isGone("contact", id)).toBe(true);
    });

    it("that nothing in Salesforce tells of any more is found by comparing all ids after a long gap", async () => {
      const [stays, goes] = [person("Stays"), person("Forgotten")];
      await here.sync();
      here.org.purge("Contact", goes, { forget: true });
      await here.sync();
      expect(await isGone("contact", goes)).toBe(false);
      later(TWENTY_DAYS);
      expect(countsOf(await here.sync(), "Contact")).toMatchObject({ deleted: 1 });
      expect([await isGone("contact", stays), await isGone("contact", goes)]).toEqual([false, true]);
    });

    it("that nothing tells of is found by a full sync", async () => {
      const id = person("Forgotten");
      await here.sync();
      here.org.purge("Contact", id, { forget: true });
      await here.sync({ full: true });
      expect(await isGone("contact", id)).toBe(true);
    });

    it("of most of what is known is taken for a lost permission, and deletes nothing", async () => {
      const ids = Array.from({ length: 120 }, (_, n) => person(`Person ${n}`));
      await here.sync();
      for (const id of ids.slice(0, 100)) here.org.purge("Contact", id, { forget: true });
      later(TWENTY_DAYS);
      const result = await here.sync();
      expect(result.objects.find(({ object }) => object === "Contact")).toMatchObject({
        state: "failed",
        error: { code: "salesforce_permission_missing" },
      });
      expect(await rows(sql`SELECT COUNT(*) AS n FROM contact WHERE deleted_at IS NULL`)).toEqual([{ n: 120 }]);
    });

    it("of a row in quarantine lets it go", async () => {
      const id = here.org.insert("Session__c", { Name: "Undated", Session_Status__c: "Completed" });
      await here.sync();
      here.org.delete("Session__c", id);
      await here.sync();
      expect(await rows(sql`SELECT resolution FROM quarantine`)).toEqual([{ resolution: "deleted_in_source" }]);
      expect(await rows(sql`SELECT kind FROM flag WHERE resolved_at IS NULL`)).toEqual([]);
    });

    it("before the first sync is a row skipped for that reason", async () => {
      here.org.delete("Contact", person("Long gone"));
      expect(countsOf(await here.sync(), "Contact")).toMatchObject({
        read: 1,
        skipped: 1,
        skippedBy: { deleted_before_it_was_seen: 1 },
      });
    });
  });

  describe("a merge in Salesforce", () => {
    it("of two people moves what hangs on the loser, though it carries no new stamp", async () => {
      const [winner, loser] = [person("Winner"), person("Loser")];
      const company = here.org.insert("Account", { Name: "Acme", Type: "Business" });
      const session = here.org.insert("Session__c", {
        Name: "Day",
        Session_Status__c: "Completed",
        Start_Date_and_Time__c: "2026-02-15T16:00:00.000+0000",
      });
      const tie = here.org.insert("npe5__Affiliation__c", { npe5__Contact__c: loser, npe5__Organization__c: company });
      const came = here.org.insert("Session_Participant__c", {
        Contact__c: loser,
        Session__c: session,
        Participant_Type__c: "Volunteer",
        Status__c: "Attended",
      });
      const ago = new Date(Date.now() - 3 * 86_400_000).toISOString();
      here.org.edit("npe5__Affiliation__c", tie, {}, { stamp: ago });
      here.org.edit("Session_Participant__c", came, {}, { stamp: ago });
      await here.sync();
      here.org.merge("Contact", winner, loser);
      await here.sync();
      expect(await rows(sql`SELECT merged_into_source_id FROM contact WHERE deleted_at IS NOT NULL`)).toEqual([
        { merged_into_source_id: winner },
      ]);
      expect(
        await rows(sql`
        SELECT c.last_name FROM affiliation a JOIN contact c ON c.id = a.contact_id
        UNION ALL SELECT c.last_name FROM participation p JOIN contact c ON c.id = p.contact_id`),
      ).toEqual([{ last_name: "Winner" }, { last_name: "Winner" }]);
      expect(await rows(sql`SELECT key FROM pool_fact WHERE key LIKE 'salesforce_refetch%'`)).toEqual([]);
    });

    it("of two companies moves their people", async () => {
      const [winner, loser] = [
        here.org.insert("Account", { Name: "Acme", Type: "Business" }),
        here.org.insert("Account", { Name: "Acme Inc", Type: "Business" }),
      ];
      const tie = here.org.insert("npe5__Affiliation__c", {
        npe5__Contact__c: person("Ada"),
        npe5__Organization__c: loser,
      });
      here.org.edit("npe5__Affiliation__c", tie, {}, { stamp: new Date(Date.now() - 3 * 86_400_000).toISOString() });
      await here.sync();
      here.org.merge("Account", winner, loser);
      await here.sync();
      expect(await isGone("organization", loser)).toBe(true);
      expect(await rows(sql`SELECT o.name FROM affiliation a JOIN organization o ON o.id = a.organization_id`)).toEqual(
        [{ name: "Acme" }],
      );
    });

    it("of two companies moves the tasks and e-mails about them, so that a shared address still says who was meant", async () => {
      const longAgo = { stamp: new Date(Date.now() - 3 * 86_400_000).toISOString() };
      const [winner, loser] = [
        here.org.insert("Account", { Name: "Acme", Type: "Business" }),
        here.org.insert("Account", { Name: "Acme Inc", Type: "Business" }),
      ];
      const desk = ["Ada", "Eve", "Fay", "Gus"].map((LastName) =>
        here.org.insert("Contact", { LastName, Contact_Type__c: "Volunteer", Email: "desk@acme.org" }),
      );
      const ada = String(desk[0]);
      here.org.insert("npe5__Affiliation__c", { npe5__Contact__c: ada, npe5__Organization__c: loser });
      const mail = here.org.insert("EmailMessage", {
        Subject: "Hello",
        MessageDate: "2026-02-15T16:00:00.000+0000",
        ToAddress: "desk@acme.org",
        RelatedToId: loser,
        Incoming: false,
      });
      const call = here.org.insert("Task", { Subject: "Call", Status: "Completed", WhoId: ada, WhatId: loser });
      here.org.edit("EmailMessage", mail, {}, longAgo);
      here.org.edit("Task", call, {}, longAgo);
      const told = () =>
        rows(sql`
          SELECT m.kind, m.related_source_id AS about, c.last_name AS who, t.basis FROM communication_contact t
          JOIN communication m ON m.id = t.communication_id JOIN contact c ON c.id = t.contact_id ORDER BY m.kind`);
      await here.sync();
      here.org.merge("Account", winner, loser);
      await here.sync();
      expect(await told()).toEqual([
        { kind: "email", about: winner, who: "Ada", basis: "account" },
        { kind: "task", about: winner, who: "Ada", basis: "related" },
      ]);
    });
  });

  it("an account that is no school or district any more is nobody's, also when what named it is read again", async () => {
    const district = here.org.insert("Account", { Name: "Late District", Type: "School District" });
    const [school, other] = ["Late High", "Other High"].map((Name) =>
      here.org.insert("Account", { Name, Type: "School", ParentId: district }),
    ) as [string, string];
    const named: readonly (readonly [string, string])[] = [
      [
        "Session__c",
        here.org.insert("Session__c", {
          Name: "Career Day",
          Session_Type__c: "DIA",
          Session_Status__c: "Completed",
          Start_Date_and_Time__c: "2026-02-15T16:00:00.000+0000",
          School__c: school,
        }),
      ],
      [
        "Contact",
        here.org.insert("Contact", {
          LastName: "Kid",
          Contact_Type__c: "Student",
          npsp__Primary_Affiliation__c: school,
        }),
      ],
      ["Class__c", here.org.insert("Class__c", { Name: "Algebra", School__c: school })],
      ["Account", other],
    ];
    await here.sync();
    for (const each of [district, school]) here.org.edit("Account", each, { Type: "Business" });
    await here.sync();
    for (const [object, id] of named)
      here.org.edit(object, id, { [object === "Contact" ? "LastName" : "Name"]: "Another" });
    await here.sync();
    expect(
      await rows(sql`
        SELECT school_id AS place FROM event UNION ALL SELECT school_id FROM contact UNION ALL SELECT school_id FROM school_class
        UNION ALL SELECT district_id FROM school WHERE source_id = ${other}`),
    ).toEqual([{ place: null }, { place: null }, { place: null }, { place: null }]);
  });
});

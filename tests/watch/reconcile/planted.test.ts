import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { organizationSchema } from "../../../src/runtime/index.js";
import type { ObjectComparison } from "../../../src/watch/reconcile/index.js";
import { sync } from "../../intake/setting.js";
import { onBothEngines } from "../../pool/engines.js";
import { Setting, type smallOrg } from "./setting.js";

/** What was found, and nothing else. */
const found = ({ rows, causes, fields, drift, verdict }: ObjectComparison) => ({
  verdict,
  missing: rows.missing,
  extra: rows.extra,
  changed: rows.changed,
  tolerated: rows.tolerated,
  inFlight: rows.inFlight,
  causes,
  fields: fields.map(({ field }) => field),
  drift: drift.map(({ field, kind }) => `${field} ${kind}`),
});

const NOTHING = {
  verdict: "ok",
  missing: 0,
  extra: 0,
  changed: 0,
  tolerated: 0,
  inFlight: 0,
  causes: {},
  fields: [],
  drift: [],
};

onBothEngines((engine) => {
  let setting: Setting;
  let ids: ReturnType<typeof smallOrg>;
  beforeEach(async () => {
    ({ setting, ids } = await Setting.ofSmallOrg(engine));
  });
  afterEach(() => setting.close());

  const rest = async (object: string) => {
    for (const each of (await setting.reconcile()).objects.filter((one) => one.object !== object))
      expect(found(each), each.object).toEqual(NOTHING);
  };

  it("finds nothing where nothing was planted, and explains what was skipped by rule", async () => {
    for (const depth of ["deep", "light"] as const) {
      const { objects, verdict, unread } = await setting.reconcile({ depth });
      expect(verdict).toBe("ok");
      expect(unread).toEqual([]);
      for (const each of objects) expect(found(each), `${each.object} ${depth}`).toEqual(NOTHING);
      const account = objects.find(({ object }) => object === "Account");
      expect(account?.rows).toMatchObject({ source: 4, pool: 3, equal: 3, explained: 1, share: 1 });
      expect(account?.explainedBy).toEqual({ household: 1 });
    }
  });

  describe.each(["deep", "light"] as const)("by a %s comparison", (depth) => {
    it("a row that was committed late is missing", async () => {
      setting.org.commitLate("Contact", { LastName: "Late", Contact_Type__c: "Volunteer" }, setting.missed);
      expect(found(await setting.compare("Contact", { depth }))).toEqual({
        ...NOTHING,
        verdict: "different",
        missing: 1,
        causes: { not_here: 1 },
      });
      await rest("Contact");
    });

    it("a row that the pool lost is missing", async () => {
      await setting.pool.transaction((tx) => tx.run(sql`DELETE FROM contact WHERE source_id = ${ids.other}`));
      expect(found(await setting.compare("Contact", { depth }))).toEqual({
        ...NOTHING,
        verdict: "different",
        missing: 1,
        causes: { not_here: 1 },
      });
    });

    it("a row that is deleted here and alive there is missing, and says so", async () => {
      await setting.pool.transaction((tx) =>
        tx.run(sql`UPDATE contact SET deleted_at = ${setting.made} WHERE source_id = ${ids.other}`),
      );
      expect(found(await setting.compare("Contact", { depth }))).toEqual({
        ...NOTHING,
        verdict: "different",
        missing: 1,
        causes: { deleted_here: 1 },
      });
    });

    it("a row that lies in the bin there and is alive here is too much", async () => {
      setting.org.delete("Contact", ids.other);
      setting.org.edit("Contact", ids.other, {}, { stamp: setting.missed });
      expect(found(await setting.compare("Contact", { depth }))).toEqual({
        ...NOTHING,
        verdict: "different",
        extra: 1,
        causes: { deleted_there: 1 },
      });
    });

    it("a row that is gone there without a trace is too much", async () => {
      setting.org.purge("Contact", ids.other, { forget: true });
      expect(found(await setting.compare("Contact", { depth }))).toEqual({
        ...NOTHING,
        verdict: "different",
        extra: 1,
        causes: { deleted_there: 1 },
      });
    });

    it("a row that was deleted and came back there is missing", async () => {
      setting.org.delete("Contact", ids.other);
      await setting.sync();
      setting.org.undelete("Contact", ids.other);
      setting.org.edit("Contact", ids.other, {}, { stamp: setting.missed });
      expect(found(await setting.compare("Contact", { depth }))).toEqual({
        ...NOTHING,
        verdict: "different",
        missing: 1,
        causes: { deleted_here: 1 },
      });
    });

    it("a row that changed under a stamp that was read past is changed, with its field", async () => {
      setting.org.edit("Contact", ids.volunteer, { Title: "Engineer" }, { stamp: setting.missed });
      expect(found(await setting.compare("Contact", { depth }))).toEqual({
        ...NOTHING,
        verdict: "different",
        changed: 1,
        causes: { not_synced: 1 },
        fields: ["Title"],
      });
      await rest("Contact");
    });

    it("a row that is changed now is in flight, and so are a new one and a deleted one", async () => {
      setting.org.edit("Contact", ids.volunteer, { Title: "Engineer" });
      setting.org.delete("Contact", ids.other);
      setting.org.purge("Contact", ids.student);
      const { rows, verdict, causes } = await setting.compare("Contact", { depth });
      expect(verdict).toBe("ok");
      expect(causes).toEqual({});
      expect(rows).toMatchObject({ source: 0, pool: 0, equal: 0, inFlight: 3 });
    });

    it("a stored row that another hand changed does not fit its copy", async () => {
      await setting.pool.transaction(async (tx) => {
        await tx.run(sql`UPDATE contact SET last_name = 'Bite' WHERE source_id = ${ids.volunteer}`);
        await tx.run(sql`UPDATE contact SET record_hash = 'x' WHERE source_id = ${ids.student}`);
        await tx.run(sql`UPDATE raw_record SET record_hash = 'x' WHERE source_id = ${ids.other}`);
        await tx.run(sql`UPDATE raw_record SET payload = '{}' WHERE source_id = ${ids.session}`);
      });
      const contact = await setting.compare("Contact", { depth });
      expect(found(contact)).toEqual({
        ...NOTHING,
        verdict: "different",
        changed: 3,
        causes: { altered_here: 3 },
      });
      expect(contact.samples.find(({ id }) => id === ids.volunteer)?.fields.map(({ field }) => field)).toEqual([
        "last_name",
      ]);
      expect(found(await setting.compare("Session__c", { depth }))).toEqual({
        ...NOTHING,
        verdict: "different",
        changed: 1,
        causes: { altered_here: 1 },
      });
    });
  });

  it("a full sync puts right what another hand changed, and calls only that changed", async () => {
    await setting.pool.transaction(async (tx) => {
      await tx.run(
        sql`UPDATE contact SET last_name = 'Bite', do_not_call = NOT do_not_call WHERE source_id = ${ids.volunteer}`,
      );
      await tx.run(sql`UPDATE event SET title = 'Something else' WHERE source_id = ${ids.session}`);
    });
    expect((await setting.reconcile()).verdict).toBe("different");
    const { objects } = await sync(setting.pool, setting.org, { clock: setting.clock, full: true });
    const changed = objects.filter(({ counts }) => counts.updated > 0);
    expect(changed.map(({ object, counts }) => [object, counts.updated])).toEqual([
      ["Contact", 1],
      ["Session__c", 1],
    ]);
    setting.passMinutes(60);
    for (const each of (await setting.reconcile()).objects) expect(found(each), each.object).toEqual(NOTHING);
  });

  it("a row that changed without a new stamp is found by reading every row", async () => {
    setting.org.edit("Contact", ids.volunteer, { Title: "Engineer" }, { stamp: false });
    expect(found(await setting.compare("Contact"))).toEqual({
      ...NOTHING,
      verdict: "different",
      changed: 1,
      causes: { unstamped: 1 },
      fields: ["Title"],
    });
    expect(found(await setting.compare("Contact", { depth: "light" }))).toEqual(NOTHING);
  });

  describe("what is tolerated", () => {
    const TOLERATED = { ...NOTHING, verdict: "tolerated", tolerated: 1 };
    const CHANGED = { ...NOTHING, verdict: "different", changed: 1, causes: { unstamped: 1 } };
    const sessions = "Number_of_Attended_Volunteer_Sessions__c";
    const skills = "Volunteer_Skills_Text__c";
    const cases: readonly (readonly [string, string, unknown, typeof TOLERATED | typeof CHANGED])[] = [
      ["a number half a percent away", sessions, 1005, TOLERATED],
      ["a number further away", sessions, 1006, CHANGED],
      ["a day on", "Birthdate", "1990-05-05", CHANGED],
      // Of 73 letters two are 0.973, seven 0.904.
      [
        "a text that is 0.97 the same",
        skills,
        "Reads circuit diagrams and explains them to everyone who asks, at any tour!",
        TOLERATED,
      ],
      [
        "a text that is 0.90 the same",
        skills,
        "Reads circuit diagrams and explains them to everyone who asks, at anZZZZZZZ",
        CHANGED,
      ],
      ["choices in another order", "Volunteer_Interests__c", "Job Shadow;Mentoring", TOLERATED],
      ["another choice", "Volunteer_Interests__c", "Mentoring", CHANGED],
      ["another case and blanks", "FirstName", " ADA", TOLERATED],
      ["one letter of an address", "Email", "adb@example.org", CHANGED],
      ["nothing where something was", "Birthdate", null, CHANGED],
    ];

    it.each(cases)("%s", async (_, field, value, expected) => {
      setting.org.edit("Contact", ids.volunteer, { [field]: value as string | number | null }, { stamp: false });
      const comparison = await setting.compare("Contact");
      expect(found(comparison)).toEqual({ ...expected, fields: [field] });
      await rest("Contact");
    });

    it("says by how much a number is away at most", async () => {
      setting.org.edit("Contact", ids.volunteer, { [sessions]: 1250 }, { stamp: false });
      const [figures] = (await setting.compare("Contact")).fields;
      expect(figures).toMatchObject({ different: 1, tolerated: 0, largestAbsolute: 250, largestRelative: 0.2 });
    });

    it("is what organization.yml says, field by field", async () => {
      const strict = (fields: object) => organizationSchema.parse({ reconcile: { fields: { Contact: fields } } });
      setting.org.edit("Contact", ids.volunteer, { Birthdate: "1990-05-05", [sessions]: 1005 }, { stamp: false });
      const compared = async (fields: object) =>
        found(await setting.compare("Contact", { organization: strict(fields) }));
      expect(await compared({ Birthdate: { dateDays: 1 } })).toMatchObject({ verdict: "tolerated", tolerated: 1 });
      expect(await compared({ Birthdate: { dateDays: 1 }, [sessions]: { numeric: 0.001 } })).toMatchObject({
        changed: 1,
      });
      expect(await compared({ Birthdate: { ignore: true }, [sessions]: { ignore: true } })).toEqual(NOTHING);
    });
  });

  describe("a field that changed its nature", () => {
    it("renamed is named, with its likely new name, and makes no difference of every row", async () => {
      setting.org.renameField("Contact", "Volunteer_Interests__c", "Volunteer_Interest__c");
      const contact = await setting.compare("Contact");
      expect(found(contact)).toEqual({
        ...NOTHING,
        verdict: "different",
        drift: ["Volunteer_Interests__c removed"],
      });
      expect(contact.rows.equal).toBe(3);
    });

    it("needed and renamed fails that object alone, and is named", async () => {
      setting.org.renameField("Contact", "LastName", "Last_Name");
      const { objects, verdict } = await setting.reconcile();
      expect(verdict).toBe("failed");
      expect(objects.filter((each) => each.verdict !== "ok").map(({ object }) => object)).toEqual(["Contact"]);
      const contact = objects.find(({ object }) => object === "Contact");
      expect(contact?.error).toContain("LastName");
      expect(contact?.drift).toMatchObject([{ field: "LastName", kind: "removed" }]);
    });
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { type ObjectDefinition, standardSchema } from "../../../sandbox/salesforce/index.js";
import { problemsOf, sentenceOf } from "../../../src/watch/reconcile/index.js";
import { sync } from "../../intake/setting.js";
import { onBothEngines } from "../../pool/engines.js";
import { Setting, smallOrg } from "./setting.js";

const TIMES = "Number_of_Attended_Volunteer_Sessions__c";

/** The usual schema with one field of Contact replaced. */
const withField = (name: string, change: object): readonly ObjectDefinition[] =>
  standardSchema.map((object) =>
    object.name === "Contact"
      ? { ...object, fields: object.fields.map((field) => (field.name === name ? { ...field, ...change } : field)) }
      : object,
  );

onBothEngines((engine) => {
  let setting: Setting;
  afterEach(() => setting.close());

  describe("a formula", () => {
    it("that moved on without its row is told apart from a change, and fails nothing", async () => {
      setting = await Setting.open(engine, { schema: withField(TIMES, { calculated: true }) });
      const { volunteer } = smallOrg(setting);
      await setting.sync();
      setting.org.edit("Contact", volunteer, { [TIMES]: 2000 }, { stamp: false });
      const result = await setting.reconcile({ object: "Contact" });
      const [contact] = result.objects;
      expect(result.verdict).toBe("tolerated");
      expect(contact?.rows).toMatchObject({ changed: 0, tolerated: 1, missing: 0, extra: 0 });
      expect(contact?.causes).toEqual({});
      expect(contact?.samples).toMatchObject([{ sort: "tolerated", cause: "formula" }]);
      expect(contact?.fields).toMatchObject([{ field: TIMES, formula: 1, different: 0, largestAbsolute: 1000 }]);
      expect(problemsOf(result)).toMatchObject([{ class: "formula_drift", field: TIMES, severity: "info", count: 1 }]);
    });
  });

  describe("a pick-list", () => {
    it("with a new choice is named, and makes no difference", async () => {
      const picklistValues = ["Volunteer", "Teacher", "Student"];
      setting = await Setting.open(engine, { schema: withField("Contact_Type__c", { picklistValues }) });
      smallOrg(setting);
      await setting.sync();
      picklistValues.push("Board Member");
      const result = await setting.reconcile();
      expect(result.verdict).toBe("tolerated");
      expect(result.objects.filter(({ verdict }) => verdict !== "ok").map(({ object }) => object)).toEqual(["Contact"]);
      expect(problemsOf(result)).toMatchObject([
        { object: "Contact", field: "Contact_Type__c", class: "picklist_drift", severity: "info" },
      ]);
      expect(problemsOf(result)[0]?.text).toContain("Board Member");
    });

    it("that gained and lost a choice is one problem that says both, and is not counted twice", async () => {
      const picklistValues = ["Volunteer", "Teacher", "Student"];
      const schema = withField("Contact_Type__c", { picklistValues });
      setting = await Setting.open(engine, { schema });
      smallOrg(setting);
      await setting.sync();
      picklistValues.push("Board Member");
      picklistValues.shift();
      setting.org.hideField("Contact", "Department");
      const result = await setting.reconcile({ object: "Contact" });
      const [choices] = problemsOf(result).filter(({ class: sort }) => sort === "picklist_drift");
      expect(choices?.text).toBe(
        "Contact_Type__c of Contact has new choices: “Board Member”. Contact_Type__c of Contact has these choices no more: “Volunteer”.",
      );
      expect(problemsOf(result)).toHaveLength(2);
      expect(sentenceOf(result)).toMatch(/, but 2 of its fields changed\.$/);
    });
  });

  describe("before and during a sync", () => {
    it("nothing is compared while nothing was ever read, and nothing is kept", async () => {
      setting = await Setting.open(engine);
      smallOrg(setting);
      const { objects, unread, verdict } = await setting.reconcile();
      expect([objects, verdict]).toEqual([[], "ok"]);
      expect(unread).toContain("volunteers, teachers and students");
      expect(await setting.pool.db.reconciliation.count()).toBe(0);
    });

    it("what a sync brings while rows are read is looked at again, and is no difference", async () => {
      setting = await Setting.open(engine);
      const { volunteer, other } = smallOrg(setting);
      await setting.sync();
      setting.org.edit("Contact", volunteer, { Title: "Engineer" }, { stamp: setting.missed });
      setting.org.commitLate("Contact", { LastName: "Late", Contact_Type__c: "Volunteer" }, setting.missed);
      setting.org.purge("Contact", other, { forget: true });
      let isSynced = false;
      const { rows, causes, verdict } = await setting.compare("Contact", {
        beforeJudging: async () => {
          isSynced = true;
          await sync(setting.pool, setting.org, { clock: setting.clock, full: true });
        },
      });
      expect(isSynced).toBe(true);
      expect([verdict, causes]).toEqual(["ok", {}]);
      expect(rows).toMatchObject({ missing: 0, extra: 0, changed: 0 });
    });
  });
});

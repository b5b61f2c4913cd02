import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compareSegments, type SegmentName } from "../../../src/watch/reconcile/index.js";
import { organization, sourceOf } from "../../intake/setting.js";
import { onBothEngines } from "../../pool/engines.js";
import { Setting, smallOrg } from "./setting.js";

onBothEngines((engine) => {
  let setting: Setting;
  let ids: ReturnType<typeof smallOrg>;
  beforeEach(async () => {
    setting = await Setting.open(engine);
    ids = smallOrg(setting);
    await setting.sync();
  });
  afterEach(() => setting.close());

  const compare = (by: SegmentName, object?: string) => {
    const source = sourceOf(setting.org, setting.clock);
    return compareSegments({
      pool: setting.pool,
      source,
      organization,
      by,
      ...(object === undefined ? {} : { object }),
    });
  };
  const segments = async (object: string, by: SegmentName) => {
    const { comparisons } = await compare(by, object);
    expect(comparisons.map(({ error }) => error)).toEqual([null]);
    return Object.fromEntries(
      (comparisons[0]?.segments ?? []).map(({ segment, source, pool, explained, difference }) => [
        segment ?? "",
        [source, pool, explained, difference],
      ]),
    );
  };

  /** An event beside the small organisation's own. */
  const event = (fields: Record<string, string | null>, stamp = setting.missed) =>
    setting.org.commitLate(
      "Session__c",
      { Name: "Late", Start_Date_and_Time__c: "2026-03-01T05:30:00.000+0000", ...fields },
      stamp,
    );

  describe("counts by segment", () => {
    it("agree where nothing was planted; what is skipped by rule is explained", async () => {
      expect(await segments("Session__c", "type")).toEqual({ DIA: [1, 1, 0, 0] });
      expect(await segments("Contact", "type")).toEqual({ Student: [1, 1, 0, 0], Volunteer: [2, 2, 0, 0] });
      expect(await segments("Account", "type")).toEqual({
        Business: [1, 1, 0, 0],
        Household: [1, 0, 1, 0],
        School: [1, 1, 0, 0],
        "School District": [1, 1, 0, 0],
      });
      const { comparisons } = await compare("status");
      expect(comparisons.map(({ object }) => object)).toContain("Session_Participant__c");
      expect(comparisons.flatMap((each) => each.segments).every(({ difference }) => difference === 0)).toBe(true);
    });

    it("say in which segment rows are missing, and in which there are too many", async () => {
      event({ Session_Type__c: "Career Fair" });
      setting.org.edit("Contact", ids.other, { Contact_Type__c: "Teacher" }, { stamp: setting.missed });
      expect(await segments("Session__c", "type")).toEqual({ "Career Fair": [1, 0, 0, -1], DIA: [1, 1, 0, 0] });
      expect(await segments("Contact", "type")).toEqual({
        Student: [1, 1, 0, 0],
        Teacher: [1, 0, 0, -1],
        Volunteer: [1, 2, 0, 1],
      });
    });

    it("go by the month of the event in UTC, and by the school years that months make", async () => {
      event({ Session_Type__c: "DIA" });
      event({ Start_Date_and_Time__c: "2026-08-01T01:00:00.000+0000" });
      expect(await segments("Session__c", "month")).toEqual({
        "2026-02": [1, 1, 0, 0],
        "2026-03": [1, 0, 0, -1],
        "2026-08": [1, 0, 0, -1],
      });
      expect(await segments("Session__c", "school-year")).toEqual({
        "SY25-26": [2, 1, 0, -1],
        "SY26-27": [1, 0, 0, -1],
      });
    });

    it("count a row in flight on neither side, though the pool has it as it was", async () => {
      setting.org.edit("Session__c", ids.session, { Session_Type__c: "Career Fair" });
      event({ Session_Type__c: "DIA" }, setting.clock.now());
      const { comparisons } = await compare("type", "Session__c");
      expect(comparisons).toMatchObject([{ segments: [], inFlight: 2 }]);
    });

    it("count what was deleted there on neither side before the next sync reads it", async () => {
      setting.org.delete("Contact", ids.other);
      expect(await segments("Contact", "type")).toEqual({ Student: [1, 1, 0, 0], Volunteer: [1, 1, 0, 0] });
    });

    it("explain what waits in quarantine, also where an earlier version is here", async () => {
      const undated = { Session_Type__c: "Career Fair", Start_Date_and_Time__c: null };
      setting.org.insert("Session__c", { Name: "Some day", ...undated });
      setting.org.edit("Session__c", ids.session, undated);
      await setting.sync();
      expect(await segments("Session__c", "type")).toEqual({ "Career Fair": [2, 0, 2, 0] });
      expect(await segments("Session__c", "month")).toEqual({ "": [2, 0, 2, 0] });
    });

    it("put blanks together, and what differs in case or blanks alone", async () => {
      event({ Session_Type__c: " dia" });
      event({ Session_Type__c: null });
      expect(await segments("Session__c", "type")).toMatchObject({ "": [1, 0, 0, -1] });
      await setting.pool.transaction((tx) => tx.run(sql`UPDATE event SET type_raw = 'dia'`));
      const found = await segments("Session__c", "type");
      expect(Object.keys(found).filter((key) => key.trim().toLowerCase() === "dia")).toHaveLength(1);
    });
  });

  it("asks two questions an object beside login and limits, and keeps nothing", async () => {
    const source = sourceOf(setting.org, setting.clock);
    await source.open();
    const before = source.calls;
    await source.open();
    const opening = source.calls - before;
    const asked = sourceOf(setting.org, setting.clock);
    await compareSegments({ pool: setting.pool, source: asked, organization, by: "type", object: "Session__c" });
    expect(asked.calls).toBe(opening + 2);
    expect(await setting.pool.db.reconciliation.count()).toBe(0);
  });

  it("says which segments an object has, and that a field is not read", async () => {
    await expect(compare("format", "Contact")).rejects.toMatchObject({
      code: "argument_invalid",
      message: "volunteers, teachers and students are counted by: type.",
    });
    await expect(compare("type", "Class__c")).rejects.toMatchObject({
      message: "classes have no segments: compare them row by row, with `reconcile Class__c`.",
    });
    setting.org.hideField("Session__c", "Format__c");
    const { comparisons } = await compare("format", "Session__c");
    expect(comparisons[0]?.error).toMatch(/Format__c/);
  });
});

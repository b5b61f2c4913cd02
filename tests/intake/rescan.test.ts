import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type SalesforceOrg, standardSchema } from "../../sandbox/salesforce/index.js";
import type { SyncResult } from "../../src/intake/index.js";
import type { Engine } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { smallOrg, syncSmall } from "./small-org.js";

const HOUR = 3_600_000;

/** An org in which the free places of an event are worked out by a formula. */
const withFormula = standardSchema.map((object) => ({
  ...object,
  fields: object.fields.map((field) => (field.name === "Available_Slots__c" ? { ...field, calculated: true } : field)),
}));

onBothEngines((engine: Engine) => {
  let home: EmptyPool;
  let org: SalesforceOrg;
  let now = Date.parse("2026-03-10T08:00:00Z");
  const clock = { now: () => new Date(now).toISOString() };

  beforeEach(async () => {
    home = await emptyPool(engine);
    now = Date.parse("2026-03-10T08:00:00Z");
    org = await smallOrg({ clock: () => now, schema: withFormula });
    // Its rows are older than any look-back when they are read first.
    now += HOUR;
  });
  afterEach(async () => {
    await home.drop();
    await org.close();
  });

  const nightly = () => syncSmall(home.pool, org, { clock, trigger: "schedule" });
  const byHand = () => syncSmall(home.pool, org, { clock });
  const countsOf = ({ objects }: SyncResult, object: string) => objects.find((each) => each.object === object)?.counts;
  const late = (hours: number) =>
    org.commitLate(
      "Contact",
      { LastName: "Latecomer", Contact_Type__c: "Volunteer" },
      new Date(now - hours * HOUR).toISOString(),
    );
  const hasCome = async () =>
    (await home.pool.query(sql`SELECT 1 AS one FROM contact WHERE last_name = 'Latecomer'`)).length === 1;

  describe("the first scheduled run of a day", () => {
    it("reads the last 48 hours once more, and finds what was committed long after its stamp", async () => {
      await nightly();
      now += 24 * HOUR;
      await nightly();
      late(40);
      now += HOUR;
      await byHand();
      expect(await hasCome()).toBe(false);
      now += 22 * HOUR;
      expect(countsOf(await nightly(), "Contact")).toMatchObject({ inserted: 1, updated: 0 });
      expect(await hasCome()).toBe(true);
    });

    it("is the only one that does; a run by hand never does", async () => {
      await nightly();
      now += HOUR;
      // Everything is younger than 48 hours, and older than the look-back of a quarter of an hour.
      expect(countsOf(await nightly(), "Contact")).toMatchObject({ read: 0 });
      now += 24 * HOUR;
      expect(countsOf(await byHand(), "Contact")).toMatchObject({ read: 0 });
      expect(countsOf(await nightly(), "Contact")).toMatchObject({ read: 35, unchanged: 35 });
      now += HOUR;
      expect(countsOf(await nightly(), "Contact")).toMatchObject({ read: 0 });
    });

    it("leaves it to the next run when it could not end", async () => {
      await nightly();
      now += 24 * HOUR;
      org.fault({ match: "GET .*queryAll\\?q=SELECT%20Id.*%20FROM%20Contact%20", status: 500, times: 50 });
      expect((await nightly()).state).toBe("failed");
      org.clearFaults();
      expect(countsOf(await nightly(), "Contact")).toMatchObject({ read: 35 });
    });

    it("brings what a formula says now, though its row bears no new stamp, and says so", async () => {
      const [event] = await eventsOf();
      await nightly();
      org.edit("Session__c", event ?? "", { Available_Slots__c: 7 }, { stamp: false });
      now += HOUR;
      expect(countsOf(await nightly(), "Session__c")).toMatchObject({ read: 0 });
      now += 24 * HOUR;
      const result = await nightly();
      expect(countsOf(result, "Session__c")).toMatchObject({ updated: 1 });
      expect(result.notices).toContain("events: 1 changed in formula fields alone, which Salesforce does not date.");
      expect(await home.pool.query(sql`SELECT available_slots FROM event WHERE source_id = ${event}`)).toEqual([
        { available_slots: 7 },
      ]);
    });
  });

  it("a full run finds what formulas say now as well", async () => {
    const [event] = await eventsOf();
    await byHand();
    org.edit("Session__c", event ?? "", { Available_Slots__c: 9 }, { stamp: false });
    now += 72 * HOUR;
    const result = await syncSmall(home.pool, org, { clock, full: true });
    expect(countsOf(result, "Session__c")).toMatchObject({ updated: 1, unchanged: 1 });
  });

  async function eventsOf(): Promise<string[]> {
    const probe = await emptyPool("sqlite");
    await syncSmall(probe.pool, org, { clock });
    const rows = await probe.pool.query<{ source_id: string }>(sql`SELECT source_id FROM event ORDER BY source_id`);
    await probe.drop();
    return rows.map(({ source_id }) => source_id);
  }
});

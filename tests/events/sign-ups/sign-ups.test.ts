import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SignUpSite } from "../../../sandbox/sign-ups/index.js";
import { compareSignUps, probeSignUps } from "../../../src/events/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { SignUpService } from "../../../src/sources/index.js";
import { findProblems } from "../../../src/watch/index.js";
import { SmallOrganization } from "../../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const TODAY = "2026-02-15";
const ZONE = "America/Chicago";
const id = (letter: string): string => `a0B5f00000AbCdE${letter.repeat(3)}`;

onBothEngines((engine) => {
  let empty: EmptyPool;
  let site: SignUpSite;
  let now = "2026-02-15T18:00:00.000Z";
  const clock = { now: () => now };
  const read = () =>
    probeSignUps({
      pool: empty.pool,
      clock,
      service: new SignUpService({
        url: site.url,
        timeZone: ZONE,
        clock,
        patience: { deadline: 2_000, tries: 1, random: () => 0, pause: async () => undefined },
      }),
    });
  const compare = () => compareSignUps(empty.pool, { today: TODAY, zone: ZONE });
  const differences = async () =>
    (await compare()).differences.map(({ kind, title, ours, theirs }) => [kind, title, ours, theirs]);
  const problems = async () => {
    const organization = organizationSchema.parse({ signUps: { url: site.url } });
    return (await findProblems(empty.pool, organization, now)).filter(({ check }) => check === "sign_ups");
  };
  const listed = (letter: string, title: string, day = "2026-03-01", more = {}) =>
    site.list({ Id: id(letter), Name: title, Start_Date__c: `${day}T00:00:00`, Available_Slots__c: 5, ...more });

  beforeAll(async () => {
    empty = await emptyPool(engine);
    site = await new SignUpSite().listen();
    const small = new SmallOrganization(empty.pool);
    const events: [string, Parameters<SmallOrganization["event"]>[0]][] = [
      ["A", { date: "2026-03-01", title: "Same", status: "Confirmed" }],
      ["B", { date: "2026-03-02", title: "Moved", status: "Requested" }],
      ["C", { date: "2026-03-01", title: "Fuller", status: "Confirmed" }],
      ["D", { date: "2026-03-01", title: "Not listed", status: "Published" }],
      ["E", { date: "2026-03-01", title: "Called off", status: "Cancelled" }],
      ["F", { date: "2026-03-01", title: "Deleted", status: "Confirmed", deleted: true }],
      ["G", { date: "2026-03-01", title: "A draft", status: "Draft" }],
      ["H", { date: "2026-03-01", title: "Virtual", status: "Confirmed", format: "virtual" }],
      ["J", { date: TODAY, title: "Today", status: "Confirmed" }],
      ["K", { date: "2026-03-01", title: "Full", status: "Confirmed" }],
    ];
    const ids = events.map(([letter, given]) => [small.event(given), letter] as const);
    await small.write();
    await empty.pool.transaction(async (tx) => {
      for (const [event, letter] of ids)
        await tx.run(
          sql`UPDATE event SET source_id = ${id(letter)}, available_slots = ${letter === "K" ? 0 : 5} WHERE id = ${event}`,
        );
    });
    listed("A", "Same", "2026-03-01", { Date_and_Time_for_Cal__c: "03/01/2026 10:00 AM to 11:00 AM" });
    listed("B", "Moved");
    listed("C", "Fuller", "2026-03-01", { Available_Slots__c: 2, Date_and_Time_for_Cal__c: "03/01/2026 9:00 AM" });
    listed("E", "Called off");
    listed("F", "Deleted");
    listed("J", "Today", TODAY, { Available_Slots__c: 1 });
    listed("Z", "Unheard of");
  });
  afterAll(async () => {
    await site.close();
    await empty.drop();
  });

  describe("the sign-up service beside our events", () => {
    it("has not been read before its first reading", async () => {
      expect(await compare()).toMatchObject({ readAt: null, trouble: null, listed: 0, due: 4 });
      expect(await problems()).toEqual([]);
    });

    it("is read, kept, and compared: only here, only there, another day or time, other slots", async () => {
      expect(await read()).toEqual({ listed: 7, unreadable: 0, appeared: 7, gone: 0 });
      expect(await compare()).toMatchObject({ readAt: now, trouble: null, listed: 7, due: 4 });
      expect(new Set((await differences()).map(String))).toEqual(
        new Set(
          [
            ["listed_only", "Called off", "Cancelled in Salesforce", "listed for 2026-03-01"],
            ["listed_only", "Deleted", "deleted in Salesforce", "listed for 2026-03-01"],
            ["listed_only", "Unheard of", "not in the pool", "listed for 2026-03-01"],
            ["missing", "Not listed", "5 free", "not listed"],
            ["date", "Moved", "2026-03-02 10:00", "2026-03-01"],
            ["date", "Fuller", "2026-03-01 10:00", "2026-03-01 09:00"],
            ["slots", "Fuller", "5 free", "2 free"],
          ].map(String),
        ),
      );
    });

    it("tells a list without changes from one that could not be read", async () => {
      now = "2026-02-15T19:00:00.000Z";
      expect(await read()).toEqual({ listed: 7, unreadable: 0, appeared: 0, gone: 0 });
      const before = await differences();

      now = "2026-02-15T20:00:00.000Z";
      site.fail({ status: 500 });
      await expect(read()).rejects.toMatchObject({ code: "sign_ups_unavailable" });
      expect(await compare()).toMatchObject({
        readAt: "2026-02-15T19:00:00.000Z",
        trouble: expect.stringContaining("status 500"),
        listed: 7,
      });
      expect(await differences()).toEqual(before);
      expect(await problems()).toMatchObject([
        { class: "failed", severity: "warning", text: expect.stringContaining("status 500") },
      ]);
    });

    it("is a problem when it stays behind Salesforce for hours, until it has caught up", async () => {
      now = "2026-02-15T20:30:00.000Z";
      await read();
      expect(await problems()).toEqual([]);
      now = "2026-02-15T22:00:00.000Z";
      await read();
      // Unheard of is new in Salesforce, perhaps: it is not counted.
      expect(await problems()).toMatchObject([{ class: "behind", count: 4 }]);
      for (const letter of ["E", "F"]) site.unlist(id(letter));
      site.change(id("B"), { Start_Date__c: "2026-03-02T00:00:00" });
      site.change(id("C"), { Available_Slots__c: 5, Date_and_Time_for_Cal__c: null });
      expect(await read()).toEqual({ listed: 5, unreadable: 0, appeared: 0, gone: 2 });
      expect(await problems()).toEqual([]);
      expect((await differences()).map(([kind, title]) => [kind, title])).toEqual([
        ["listed_only", "Unheard of"],
        ["missing", "Not listed"],
      ]);
    });

    it("takes back what is listed again", async () => {
      listed("E", "Called off");
      expect(await read()).toMatchObject({ appeared: 1, gone: 0 });
      const kept = await empty.pool.query<{ first_seen_at: string; gone_at: string | null }>(
        sql`SELECT first_seen_at, gone_at FROM sign_up_listing WHERE source_id = ${id("E")}`,
      );
      expect(kept).toEqual([{ first_seen_at: "2026-02-15T18:00:00.000Z", gone_at: null }]);
    });
  });
});

import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linesOf, tableOf, wordsOf } from "../doors/slack/looking.js";
import { onBothEngines } from "../pool/engines.js";
import { Desk } from "./digesting.js";
import { ADMIN, DISTRICT_VIEWER, GENERAL, MANAGERS, OTHER_STAFF, STAFF } from "./setting.js";

/** Wednesday 18 Nov 2026, noon in Chicago, is when everything here is set up; Mondays at eight are at 14:00 UTC. */
const MONDAY = "2026-11-23T14:00:05.000Z";
const NEXT_MONDAY = "2026-11-30T14:00:05.000Z";

onBothEngines((engine) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open(engine);
    const { small } = desk;
    const grandview = small.district("Grandview School District");
    small.event({ date: "2026-09-10", districts: [grandview] });
    small.event({ date: "2026-10-12", districts: [grandview] });
    small.synced("salesforce", "2026-11-18T08:00:00.000Z");
    await small.write();
  });
  afterEach(() => desk.close());

  const runs = () =>
    desk.pool.query<{ state: string; late: number | boolean; error_text: string | null }>(
      sql`SELECT state, late, error_text FROM subscription_run ORDER BY id`,
    );
  const dueAt = async () => {
    const [row] = await desk.pool.query<{ due_at: string | null }>(sql`SELECT due_at FROM subscription ORDER BY id`);
    return row?.due_at;
  };
  const anEvent = async (date: string) => {
    desk.small.event({ date });
    await desk.small.write();
  };

  describe("a digest", () => {
    it("is posted when it is due, and opens with what changed since the last one", async () => {
      expect(await desk.told("subscribe metric M60 this year weekly mon 8:00 <#C0GENERAL1|general>")).toBe(
        "Digest 1: metric M60 this year\nFrom now on this comes every Monday at 8:00, in #general. Next: 23 Nov 2026 08:00 CST.",
      );
      await desk.tick("2026-11-23T13:59:59.000Z");
      expect(desk.posted(GENERAL)).toEqual([]);
      await desk.tick(MONDAY);
      const [first, ...none] = desk.posted(GENERAL);
      expect(none).toEqual([]);
      expect(first?.text).toMatch(/^The first digest of its kind.*\nTotal events and sessions: 2 /s);
      expect(wordsOf(first?.blocks)).toContain("Digest 1, every Monday at 8:00. Next: 30 Nov 2026 08:00 CST.");

      await anEvent("2026-11-24");
      await desk.tick(NEXT_MONDAY);
      expect(desk.posted(GENERAL)).toHaveLength(2);
      expect(desk.posted(GENERAL)[1]?.text).toMatch(
        /^Since Monday 23 Nov: total events and sessions 2 → 3 \(\+1, \+50%\).*\.\nTotal events and sessions: 3 /s,
      );
    });

    it("is short when nothing changed, and says since when", async () => {
      await desk.say("subscribe metric M60 this year by:month weekly mon 8:00 here");
      await desk.tick(MONDAY);
      await desk.tick(NEXT_MONDAY);
      const [first, second] = desk.posted(GENERAL);
      expect(tableOf(first ?? { blocks: [] }).length).toBeGreaterThan(1);
      expect(second?.text).toMatch(/^Since Monday 23 Nov: nothing changed\.\n/);
      expect(second?.blocks.some(({ type }) => type === "table")).toBe(false);
      expect((await runs()).map(({ state }) => state)).toEqual(["queued", "unchanged"]);
    });

    it("stays at its wall-clock time when the clocks change", async () => {
      desk.now = "2026-10-29T18:00:00.000Z";
      await desk.say("subscribe metric M60 daily 8:00 here");
      expect(await dueAt()).toBe("2026-10-30T13:00:00.000Z");
      await desk.tick("2026-10-31T13:00:01.000Z");
      expect(await dueAt()).toBe("2026-11-01T14:00:00.000Z");
      await desk.tick("2027-03-13T14:00:01.000Z");
      expect(await dueAt()).toBe("2027-03-14T13:00:00.000Z");
    });

    it("missed by some hours comes once, marked late; missed by more than twelve it is skipped, and shown", async () => {
      await desk.say("subscribe metric M60 weekly mon 8:00 here");
      await desk.tick("2026-11-23T20:00:00.000Z");
      expect(wordsOf(desk.posted(GENERAL)[0]?.blocks)).toContain("This comes late: it was due 23 Nov 2026 08:00");
      await desk.tick("2026-12-02T14:00:00.000Z");
      expect(desk.posted(GENERAL)).toHaveLength(1);
      expect((await runs()).map(({ state, late }) => [state, Boolean(late)])).toEqual([
        ["queued", true],
        ["skipped", true],
      ]);
      const outcome = await desk.say("subscriptions 1");
      expect(JSON.stringify(outcome)).toContain(
        "30 Nov 2026 08:00, skipped: Polaris was not running for more than 12 hours",
      );
    });

    it("is sent once though two processes look, and though one ends before it has sent it", async () => {
      await desk.say("subscribe metric M60 weekly mon 8:00 here");
      desk.now = MONDAY;
      const other = desk.replica();
      await Promise.all([desk.make(), other.make()]);
      expect(await runs()).toHaveLength(1);
      // The first process ends here; the message lies in the outbox, and whoever comes next sends it.
      await other.tick();
      await desk.tick();
      expect(desk.posted(GENERAL)).toHaveLength(1);
      await other.leave();
    });

    it("that a process left half made is made by the next one, once", async () => {
      await desk.say("subscribe metric M60 weekly mon 8:00 here");
      desk.now = MONDAY;
      const { claimDigests } = await import("../../src/schedule/index.js");
      expect(await claimDigests(desk.pool, desk.now)).toHaveLength(1);
      await desk.tick("2026-11-23T14:05:00.000Z");
      expect(desk.posted(GENERAL)).toEqual([]);
      const other = desk.replica();
      desk.now = other.now = "2026-11-23T14:11:00.000Z";
      await Promise.all([desk.make(), other.make()]);
      await Promise.all([desk.deliver(), other.deliver()]);
      expect(desk.posted(GENERAL)).toHaveLength(1);
      expect((await runs()).map(({ state }) => state)).toEqual(["queued"]);
      await other.leave();
    });

    it("has its chart and first table in the message, its other tables and its file in the thread", async () => {
      await desk.say("subscribe metric M60 this year by:month as:xlsx weekly mon 8:00 here");
      await desk.tick(MONDAY);
      const [message, ...thread] = desk.posted(GENERAL);
      expect(message?.blocks.filter(({ type }) => type === "table")).toHaveLength(1);
      expect(message?.blocks.some(({ type }) => type === "image")).toBe(true);
      expect(thread.length).toBeGreaterThan(0);
      expect(thread.every(({ threadTs }) => threadTs === message?.ts)).toBe(true);
      expect(thread.flatMap(({ files }) => files.map(({ name }) => name))).toEqual(["m60.xlsx"]);
    });

    it("goes into the thread it was set up in", async () => {
      await desk.slack.as(STAFF).say(GENERAL, "Our figures");
      const root = await desk.slack.awaitMessage(({ text }) => text === "Our figures");
      expect(await desk.told("subscribe metric M60 weekly mon 8:00 thread", { thread: root.ts })).toContain(
        "in this thread",
      );
      await desk.tick(MONDAY);
      expect(desk.posted(GENERAL).map(({ threadTs }) => threadTs)).toEqual([root.ts]);
    });

    it("goes to its creator alone when it is for them", async () => {
      await desk.say("subscribe metric M60 weekly mon 8:00 me");
      await desk.tick(MONDAY);
      expect(desk.posted(GENERAL)).toEqual([]);
      expect(desk.written(STAFF).map(({ text }) => text)).toEqual([expect.stringContaining("Total events")]);
      expect(desk.written(OTHER_STAFF)).toEqual([]);
    });
  });

  describe("what a place may not hold", () => {
    beforeEach(async () => {
      const volunteer = desk.small.person("Grace Hopper");
      desk.small.participation({ event: 1, contact: volunteer });
      await desk.small.write();
    });

    it("is left out and said; where names are trusted they stand", async () => {
      await desk.say("subscribe volunteers last:3y weekly mon 8:00 <#C0GENERAL1|general>");
      await desk.say("subscribe volunteers last:3y weekly mon 8:00 <#C0MANAGERS|managers>");
      await desk.tick(MONDAY);
      const [open] = desk.posted(GENERAL);
      const [trusted] = desk.posted(MANAGERS);
      expect(JSON.stringify(open)).not.toContain("Hopper");
      expect(wordsOf(open?.blocks)).toContain("shown privately only");
      expect(JSON.stringify(trusted)).toContain("Grace Hopper");
      expect(wordsOf(trusted?.blocks)).toContain("Set up by");
    });
  });

  describe("the creator's role", () => {
    it("is asked for anew each time: whose account is gone has none, the digest is paused and the admins are told", async () => {
      await desk.say("roles set <@U0DISTR01> staff", { who: ADMIN });
      expect(await desk.told("subscribe metric M60 weekly mon 8:00 here", { who: DISTRICT_VIEWER })).toContain(
        "Digest 1",
      );
      desk.slack.changeUser(DISTRICT_VIEWER, { deleted: true });
      await desk.tick(MONDAY);
      expect(desk.posted(GENERAL)).toEqual([]);
      expect(desk.written(DISTRICT_VIEWER)).toEqual([]);
      expect(desk.written(ADMIN).map(({ text }) => text)).toEqual([
        "The digest “metric M60” (number 1) was paused. Who set it up has no role in Polaris any more. An administrator can give the role back and resume it, or remove it.",
      ]);
      expect(await dueAt()).toBeNull();
      await desk.tick(NEXT_MONDAY);
      expect(await runs()).toEqual([
        { state: "refused", late: expect.anything(), error_text: "Who set it up has no role in Polaris any more." },
      ]);
      expect(await desk.told("subscriptions", { who: ADMIN })).toContain("Digest 1: metric M60");
    });

    it("decides what it may run: a lower one pauses it too", async () => {
      await desk.say("roles set <@U0NOBODY1> staff", { who: ADMIN });
      await desk.say("subscribe volunteers weekly mon 8:00 here", { who: "U0NOBODY1" });
      await desk.say('roles set <@U0NOBODY1> district district:"Grandview School District"', { who: ADMIN });
      await desk.tick(MONDAY);
      expect(desk.posted(GENERAL)).toEqual([]);
      expect((await runs()).map(({ state }) => state)).toEqual(["refused"]);
      expect(desk.written("U0NOBODY1")[0]?.text).toContain(
        "“volunteers” is for administrators, staff and coordinators.",
      );
    });
  });

  describe("what fails", () => {
    it("a channel that was archived is told to the owner, once, whatever was to follow in the thread", async () => {
      await desk.say("subscribe metric M60 this year by:month as:xlsx weekly mon 8:00 here");
      desk.slack.archive(GENERAL);
      await desk.tick(MONDAY);
      expect(desk.written(STAFF).map(({ text }) => text)).toEqual([
        "Digest 1 to <#C0GENERAL1> could not be delivered: The channel is archived.",
      ]);
      await desk.tick();
      expect(desk.written(STAFF)).toHaveLength(1);
      expect(JSON.stringify(await desk.say("subscriptions 1"))).toContain(
        "23 Nov 2026 08:00, could not be delivered: The channel is archived.",
      );
    });

    it("a line that broke while it was sent leaves it open whether it arrived: it is not sent again unless somebody says so", async () => {
      await desk.say("subscribe metric M60 weekly mon 8:00 here");
      desk.slack.addFault({ on: "chat.postMessage", channel: GENERAL, drop: true, times: 1 });
      await desk.tick(MONDAY);
      await desk.tick("2026-11-23T14:10:00.000Z");
      expect(desk.posted(GENERAL)).toEqual([]);
      const [told, ...others] = desk.written(STAFF);
      expect(told?.text).toBe("Digest 1 to <#C0GENERAL1> may not have arrived");
      expect(linesOf(told ?? { blocks: [] })).toEqual(["subscriptions run 1"]);
      expect(others).toEqual([]);
      await desk.say("subscriptions run 1");
      await desk.tick();
      expect(desk.posted(GENERAL)).toHaveLength(1);
    });

    it("Slack not saying who is in which group is no reason to pause", async () => {
      await desk.say("subscribe metric M60 weekly mon 8:00 here");
      const other = desk.replica();
      desk.slack.setUserGroupsPlan(false);
      await other.tick(MONDAY);
      expect((await runs()).map(({ state }) => state)).toEqual(["failed"]);
      expect(await dueAt()).toBe("2026-11-30T14:00:00.000Z");
      await other.leave();
    });

    it("a line that cannot be answered any more is told once, not each time", async () => {
      desk.small.organization("Acme");
      await desk.small.write();
      await desk.say('subscribe report org "Acme" 3y weekly mon 8:00 here');
      await desk.pool.transaction((tx) => tx.run(sql`UPDATE organization SET name = 'Zebra', name_key = 'zebra'`));
      await desk.tick(MONDAY);
      await desk.tick(NEXT_MONDAY);
      expect(desk.posted(GENERAL)).toEqual([]);
      expect((await runs()).map(({ state }) => state)).toEqual(["failed", "failed"]);
      const [told, ...again] = desk.written(STAFF);
      expect(told?.text).toMatch(/^The digest “report org "Acme" 3y” \(number 1\) could not be made\. /);
      expect(again).toEqual([]);
    });
  });
});

import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { redact, redactAsk } from "../../src/reply/index.js";
import { projectFile, readOrganization } from "../../src/runtime/index.js";
import { onBothEngines } from "../pool/engines.js";
import { Desk } from "./digesting.js";
import { ADMIN, COORDINATOR, DISTRICT_VIEWER, GENERAL, MANAGERS, STAFF } from "./setting.js";

/** Wednesday 18 Nov 2026, noon in Chicago, is when everything here is set up; Mondays at eight are at 14:00 UTC. */
const MONDAY = "2026-11-23T14:00:05.000Z";

onBothEngines((engine) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open(engine);
    const { small } = desk;
    small.event({ date: "2026-09-10" });
    small.event({ date: "2026-10-12" });
    await small.write();
  });
  afterEach(() => desk.close());

  const dueAt = async () => {
    const [row] = await desk.pool.query<{ due_at: string | null }>(sql`SELECT due_at FROM subscription ORDER BY id`);
    return row?.due_at;
  };

  describe("setting one up", () => {
    it.each([
      ["subscribe metrix M60 daily me", "argument_invalid: There is no command “metrix”. Did you mean “metric”?"],
      ["subscribe sync salesforce daily me", "argument_invalid: “sync” changes something each time it runs"],
      ["subscribe subscribe quality daily me", "argument_invalid: “subscribe” changes something each time it runs"],
      ["subscribe report org daily me", "argument_missing: A digest runs while nobody can be asked"],
      ["subscribe metric M9999 daily me", "argument_invalid: "],
      ["subscribe metric M60 daily 25:00 me", "argument_invalid: There is no time “25:00”."],
      ["subscribe metric M60 monthly 31 8:00 me", "argument_invalid: “31” is no day that every month has."],
      ["subscribe metric M60 weekly mom 8:00 me", "argument_invalid: There is no weekday “mom”."],
      ["subscribe metric M60 daily thread", "argument_invalid: There is no thread here"],
      ["subscribe metric M60", "“subscribe” still needs: how often."],
    ])("%s is refused: %s", async (line, words) => {
      expect(await desk.told(line)).toContain(words);
      expect(await desk.pool.query(sql`SELECT id FROM subscription`)).toEqual([]);
    });

    it("refuses a channel that Polaris is not in, and says how to invite it", async () => {
      desk.slack.addFault({ on: "conversations.info", error: "channel_not_found" });
      expect(await desk.told("subscribe metric M60 daily <#C0GENERAL1|general>")).toBe(
        "argument_invalid: Polaris does not see that channel. Invite it there first: /invite @Polaris",
      );
    });

    it("refuses a private channel that the person is not in, and does not say its name", async () => {
      const told = await desk.told(`subscribe metric M60 daily <#${MANAGERS}|x>`, { who: DISTRICT_VIEWER });
      expect(told).toContain("You are not in that private channel.");
      expect(told).not.toContain("managers");
    });

    it("refuses what the person may not run themselves", async () => {
      expect(await desk.told("subscribe roles daily me", { who: COORDINATOR })).toContain(
        "“roles” is for administrators.",
      );
    });
  });

  describe("managing them", () => {
    beforeEach(async () => {
      await desk.say("subscribe metric M60 weekly mon 8:00 here");
    });

    it("are listed with what, when, next, last and state: one's own, and all of them for an administrator", async () => {
      await desk.say("subscribe metric M61 daily me", { who: COORDINATOR });
      expect(await desk.told("subscriptions")).toContain("Digest 1: metric M60");
      expect(await desk.told("subscriptions 2")).toContain("not_found: There is no digest 2 among yours.");
      const all = await desk.say("subscriptions", { who: ADMIN });
      if (all.kind !== "reply") throw new Error("no list");
      expect(all.reply.text).toBe("2 digests are set up here.");
      expect(all.reply.tables[0]?.rows[0]).toEqual([
        1,
        "metric M60",
        "every Monday at 8:00",
        "#general",
        "sam",
        "2026-11-23T14:00:00.000Z",
        "not yet",
        "going on",
      ]);
    });

    it("paused it is not sent, resumed it goes on without making up for anything", async () => {
      expect(await desk.told("subscriptions pause 1")).toMatch(/\nIt is paused\.$/);
      await desk.tick(MONDAY);
      expect(desk.posted(GENERAL)).toEqual([]);
      expect(await desk.told("subscriptions resume 1")).toContain("It goes on. Next: 30 Nov 2026 08:00 CST.");
      await desk.tick();
      expect(desk.posted(GENERAL)).toEqual([]);
    });

    it("run now it is sent beside its schedule, once", async () => {
      await desk.say("subscriptions run 1");
      await desk.say("subscriptions run 1");
      await desk.tick();
      await desk.tick();
      expect(desk.posted(GENERAL)).toHaveLength(1);
      expect(await dueAt()).toBe("2026-11-23T14:00:00.000Z");
    });

    it("edited it comes at another time, to another place, with another line and nothing to compare with", async () => {
      await desk.tick(MONDAY);
      expect(await desk.told("subscriptions edit 1 daily 9:30 <#C0MANAGERS|managers>")).toContain(
        "It is changed, and comes every day at 9:30. Next: 23 Nov 2026 09:30 CST.",
      );
      expect(await desk.told('subscriptions edit 1 line:"metric M61"')).toContain("Digest 1: metric M61");
      await desk.tick("2026-11-23T15:30:10.000Z");
      expect(desk.posted(MANAGERS).map(({ text }) => text)).toEqual([expect.stringMatching(/^The first digest/)]);
      expect(await desk.told("subscriptions edit 1 line:sync")).toContain("changes something each time");
      expect(await desk.told("subscriptions edit 1 daily", { who: COORDINATOR })).toContain("not_found");
    });

    it("shows what its creator chose: an administrator may move it, and never has them run another line", async () => {
      expect(await desk.told('subscriptions edit 1 line:"metric M61"', { who: ADMIN })).toContain("not_allowed: ");
      expect(await desk.told("subscriptions edit 1 daily 9:30", { who: ADMIN })).toContain("every day at 9:30");
      const [kept] = await desk.pool.query<{ line: string }>(sql`SELECT line FROM subscription`);
      expect(kept?.line).toBe("metric M60");
    });

    it("are not offered by name where others read: a line may name a person", async () => {
      await desk.say('subscribe line:"metric M60" name:"About Alice Example" when:daily to:me');
      await desk.slack.as(STAFF).say(GENERAL, "Our figures");
      const root = await desk.slack.awaitMessage(({ text }) => text === "Our figures");
      const asked = await desk.say("subscriptions pause", { thread: root.ts });
      if (asked.kind !== "ask") throw new Error("no question");
      expect(JSON.stringify(redactAsk(asked.ask, asked.holds))).not.toContain("Alice Example");
      const privately = await desk.say("subscriptions pause");
      expect(JSON.stringify(privately)).toContain("Alice Example");
    });

    it("show a district viewer, privately, what they wrote themselves, and the form to change it", async () => {
      desk.small.district("Grandview School District");
      await desk.small.write();
      await desk.say("subscribe metric M61 daily me", { who: DISTRICT_VIEWER });
      const shown = await desk.say("subscriptions", { who: DISTRICT_VIEWER });
      if (shown.kind !== "reply") throw new Error("no reply");
      expect(shown.reply.facts.map(({ key, value }) => [key, value])).toContainEqual(["line", "metric M61"]);
      expect(redact(shown.reply, shown.holds)).toEqual(shown.reply);
      expect(shown.reply.actions.map(({ label }) => label)).toContain("Edit");
    });

    it("removed it is gone, and comes back by Undo", async () => {
      const removed = await desk.say("subscriptions remove 1");
      if (removed.kind !== "reply") throw new Error("no reply");
      expect(removed.reply.actions.map(({ label, line }) => [label, line])).toEqual([
        ["Undo", "subscriptions restore 1"],
      ]);
      await desk.tick(MONDAY);
      expect(desk.posted(GENERAL)).toEqual([]);
      expect(await desk.told("subscriptions restore 1", { who: COORDINATOR })).toContain("not_found");
      expect(await desk.told("subscriptions restore 1")).toContain("It is there again. Next: 30 Nov 2026 08:00 CST.");
    });

    it("everything that is changed stands in the audit log", async () => {
      for (const line of ["pause 1", "resume 1", "run 1", "edit 1 daily", "remove 1", "restore 1"])
        await desk.say(`subscriptions ${line}`);
      const entries = await desk.pool.query<{ command: string; actor: string }>(
        sql`SELECT command, actor FROM audit_entry WHERE kind = 'write' ORDER BY id`,
      );
      expect(entries.map(({ command }) => command.replace("subscriptions ", ""))).toEqual([
        "subscribe",
        "pause",
        "resume",
        "run",
        "edit",
        "remove",
        "restore",
      ]);
      expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set([STAFF]));
    });
  });

  describe("the organisation's own digests", () => {
    const weekly = { name: "Sessions", line: "metric M60", when: "weekly mon 8:00", to: "managers" };

    it("are kept in step with organization.yml: added once, changed, removed; a pause stays", async () => {
      const other = desk.replica();
      const both = await Promise.all([desk.keepInStep([weekly]), other.keepInStep([weekly])]);
      await other.leave();
      expect(both.flatMap(({ added }) => added)).toEqual(["Sessions"]);
      expect(await desk.told("subscriptions pause 1", { who: ADMIN })).toContain("It is paused.");
      expect(await desk.keepInStep([{ ...weekly, when: "daily 7:30" }])).toMatchObject({ changed: ["Sessions"] });
      expect(await dueAt()).toBeNull();
      expect(await desk.told("subscriptions resume 1", { who: ADMIN })).toContain("Next: 19 Nov 2026 07:30 CST.");
      expect(await desk.keepInStep([])).toMatchObject({ removed: ["Sessions"] });
      expect(await desk.told("subscriptions", { who: ADMIN })).toBe("No digest is set up here.");
    });

    it("run as staff, and cannot be changed or removed here", async () => {
      await desk.keepInStep([weekly]);
      await desk.tick(MONDAY);
      expect(desk.posted(MANAGERS)[0]?.text).toContain("Total events and sessions: 2");
      for (const line of ["subscriptions edit 1 daily", "subscriptions remove 1"])
        expect(await desk.told(line, { who: ADMIN })).toContain("not_allowed: “Sessions” stands in organization.yml");
      expect(await desk.told("subscriptions pause 1")).toContain("not_found");
    });

    it.each(["config", "sandbox"])("of %s/organization.yml can all be made", async (folder) => {
      const grandview = desk.small.district("Grandview School District");
      desk.small.event({ date: "2025-10-12", districts: [grandview] });
      await desk.small.write();
      const { digests } = readOrganization(projectFile(`${folder}/organization.yml`));
      expect((await desk.keepInStep(digests)).added).toEqual(digests.map(({ name }) => name));
      for (const id of digests.keys()) await desk.say(`subscriptions run ${id + 1}`, { who: ADMIN });
      await desk.make();
      expect(await desk.pool.query(sql`SELECT state, error_text FROM subscription_run ORDER BY id`)).toEqual(
        digests.map(() => ({ state: "queued", error_text: null })),
      );
    });

    it("that fail are told to the admins", async () => {
      await desk.keepInStep([{ ...weekly, line: "metric M9999" }]);
      await desk.tick(MONDAY);
      expect(desk.written(ADMIN)[0]?.text).toContain("The digest “Sessions” (number 1) could not be made.");
    });

    it.each([
      [[{ ...weekly, when: "now and then" }], "digests: “Sessions” has the schedule “now and then”."],
      [[weekly, weekly], "digests: “Sessions” is there twice."],
    ])("that cannot be understood stop the start", async (digests, words) => {
      await expect(desk.keepInStep(digests)).rejects.toThrow(words);
    });
  });
});

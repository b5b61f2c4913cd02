import sql from "sql-template-tag";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SAMPLE_PEOPLE } from "../../sandbox/sample/index.js";
import { POLARIS_APP, SANDBOX_TOKENS, SlackWorkspace } from "../../sandbox/slack/index.js";
import type { Reply } from "../../src/reply/index.js";
import { TODAY, World } from "../figures/world.js";
import { COORDINATOR, DISTRICT_VIEWER, FOREIGNER, GUEST, OTHER_STAFF, STAFF, STRANGER } from "../main/setting.js";
import { onBothEngines } from "../pool/engines.js";
import { Office } from "./office.js";

const CONNECTOR = "C0CONNECT1";
const CLEO = { who: COORDINATOR, as: "coordinator" } as const;
const SAM = { who: STAFF, as: "staff" } as const;

/** A Wednesday, twelve days ahead. */
const SOON = "2026-12-02";

interface Letter {
  readonly dedupe_key: string;
  readonly recipient: string;
  readonly replaces_key: string | null;
  readonly reply: Reply;
}

onBothEngines((engine) => {
  let slack: SlackWorkspace;
  let office: Office;
  let event: { id: number; source_id: string; title: string };

  beforeAll(async () => {
    slack = new SlackWorkspace({ data: SAMPLE_PEOPLE, app: POLARIS_APP, pageFolder: null });
    await slack.listen(0);
    const world = await World.open({ engine, seed: 4, size: 0.2, untouched: true });
    office = new Office(world, { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: SANDBOX_TOKENS.botToken });
  });
  afterAll(async () => {
    await office.world.close();
    await slack.close();
  });
  beforeEach(async () => {
    await office.pool.transaction(async (tx) => {
      for (const statement of [
        sql`DELETE FROM event_owner`,
        sql`DELETE FROM event_owner_change`,
        sql`DELETE FROM event_call`,
        sql`DELETE FROM event_task_reminder`,
        sql`DELETE FROM outbox_message`,
        sql`DELETE FROM audit_entry`,
        sql`UPDATE event SET deleted_at = NULL`,
      ])
        await tx.run(statement);
    });
    const [found] = await office.pool.query<typeof event>(sql`
      SELECT id, source_id, title FROM event WHERE deleted_at IS NULL AND format = 'in_person' ORDER BY local_date DESC, id LIMIT 1`);
    if (found === undefined) throw new Error("the sample has no event");
    await office.pool.transaction((tx) =>
      tx.run(sql`UPDATE event SET local_date = ${SOON}, status = 'Confirmed' WHERE id = ${found.id}`),
    );
    event = found;
  });

  const line = (command: string, more = "") => `${command} event:${event.source_id}${more}`;
  const changes = () =>
    office.pool.query<{ how: string; from_owner: string | null; to_owner: string | null; by: string }>(
      sql`SELECT how, from_owner, to_owner, "by" AS by FROM event_owner_change ORDER BY id`,
    );
  const owners = () =>
    office.pool.query<{ owner: string; due_on: string | null; note: string | null }>(
      sql`SELECT owner, due_on, note FROM event_owner`,
    );
  const audited = async () =>
    (
      await office.pool.query<{ command: string }>(
        sql`SELECT command FROM audit_entry WHERE kind = 'write' ORDER BY id`,
      )
    ).map(({ command }) => command);
  async function letters(): Promise<Letter[]> {
    const rows = await office.pool.query<Omit<Letter, "reply"> & { payload: string }>(
      sql`SELECT dedupe_key, recipient, replaces_key, payload FROM outbox_message ORDER BY id`,
    );
    return rows.map(({ payload, ...row }) => ({ ...row, reply: JSON.parse(payload) as Reply }));
  }
  const to = async (recipient: string) => (await letters()).filter((each) => each.recipient === recipient);
  const linesOf = ({ actions }: Reply) => actions.map((action) => action.line);

  describe("claim", () => {
    it("gives the event to whoever comes first, with an undo; the next hears kindly who was faster", async () => {
      const first = await office.reply(line("claim"), CLEO);
      expect(first.text).toContain(`It is yours: ${event.title}`);
      expect(linesOf(first)).toContain(`release event:${event.source_id}`);
      const second = await office.reply(line("claim"), SAM);
      expect(second.text).toMatch(/^Ada was faster: .* is theirs since .*\. Thank you for stepping up\.$/);
      expect((await office.reply(line("claim"), CLEO)).text).toContain("It is yours already");
      expect(await owners()).toEqual([{ owner: COORDINATOR, due_on: null, note: null }]);
      expect(await changes()).toEqual([{ how: "claimed", from_owner: null, to_owner: COORDINATOR, by: COORDINATOR }]);
      expect((await audited()).filter((command) => command === "claim")).toHaveLength(3);
    });

    it("gives it to one alone of many at once", async () => {
      const people = Array.from({ length: 20 }, (_, at) => `U0RACER${at}`);
      const told = await Promise.all(people.map((who) => office.reply(line("claim"), { who, as: "coordinator" })));
      expect(told.filter(({ text }) => text.startsWith("It is yours: "))).toHaveLength(1);
      expect(told.filter(({ text }) => text.includes("was faster"))).toHaveLength(19);
      expect(await changes()).toHaveLength(1);
    });

    it("is for those who do the daily work, and offers what nobody has", async () => {
      expect(
        (await office.failure(line("claim"), { as: "district", districts: ["Grandview School District"] })).code,
      ).toBe("not_allowed");
      expect(await office.suggested("claim", "event", "", CLEO)).toContain(event.source_id);
      await office.reply(line("claim"), CLEO);
      expect(await office.suggested("claim", "event", "", CLEO)).not.toContain(event.source_id);
    });

    it("has right words for a stale button: deleted in Salesforce, cancelled, past, unknown", async () => {
      const set = (change: ReturnType<typeof sql>) =>
        office.pool.transaction((tx) => tx.run(sql`UPDATE event SET ${change} WHERE id = ${event.id}`));
      await set(sql`deleted_at = ${office.world.now}`);
      const deleted = await office.failure(line("claim"), CLEO);
      expect(deleted.text).toContain("was deleted in Salesforce, so nobody has to take care of it");
      expect(deleted.suggestions.map((each) => each.line)).toEqual(["events unowned"]);
      await set(sql`deleted_at = NULL, status = 'Cancelled'`);
      expect((await office.failure(line("claim"), CLEO)).text).toContain(
        "was cancelled, so nobody has to take care of it",
      );
      await set(sql`status = 'Confirmed', local_date = '2026-11-02'`);
      expect((await office.failure(line("claim"), CLEO)).text).toContain("of Mon 2 Nov 2026 is over");
      await set(sql`local_date = ${SOON}`);
      expect((await office.failure("claim event:a0X000000000000AAA", CLEO)).code).toBe("not_found");
      expect(await owners()).toEqual([]);
    });
  });

  describe("assign", () => {
    it("puts a colleague in charge with a due day and a note, tells them by direct message, and can be undone", async () => {
      const said = await office.reply(line("assign", ` to:${COORDINATOR} due:${TODAY} note:"find a presenter"`), SAM);
      expect(said.text).toMatch(/^cleo is in charge of .* now\. They get a direct message\.$/);
      expect(await owners()).toEqual([{ owner: COORDINATOR, due_on: TODAY, note: "find a presenter" }]);
      const [letter, ...others] = await to(COORDINATOR);
      expect(others).toEqual([]);
      expect(letter?.reply.text).toMatch(/^Ada put you in charge of /);
      expect(letter?.reply.facts.map(({ key, value }) => [key, value])).toContainEqual(["note", "find a presenter"]);
      expect(letter?.reply.actions.map(({ label }) => label)).toEqual([
        "Match",
        "Log outreach",
        "Release",
        "Hand over",
      ]);
      await office.reply(said.actions.find(({ label }) => label === "Undo")?.line ?? "", SAM);
      expect(await owners()).toEqual([]);
    });

    it("hands an event over: both are told, and undo gives it back as it was", async () => {
      await office.reply(line("assign", ` to:${COORDINATOR} due:tomorrow note:"call the school"`), SAM);
      const said = await office.reply(line("assign", ` to:${OTHER_STAFF}`), { who: "U0OTHER", as: "admin" });
      expect(said.text).toContain("ruth is in charge");
      expect(said.text).toContain("in place of cleo");
      expect((await to(OTHER_STAFF)).map(({ reply }) => reply.title)).toEqual(["An event is yours"]);
      expect((await to(COORDINATOR)).map(({ reply }) => reply.title)).toEqual([
        "An event is yours",
        "An event is no longer yours",
      ]);
      await office.reply(said.actions.find(({ label }) => label === "Undo")?.line ?? "", {
        who: "U0OTHER",
        as: "admin",
      });
      expect(await owners()).toEqual([{ owner: COORDINATOR, due_on: "2026-11-21", note: "call the school" }]);
      expect((await changes()).map(({ how }) => how)).toEqual(["assigned", "handed_over", "handed_over"]);
    });

    it.each([
      [GUEST, "is a guest in this Slack"],
      [FOREIGNER, "belongs to another workspace"],
      [STRANGER, "has no role in Polaris yet"],
      [DISTRICT_VIEWER, "looks on for a district"],
      [POLARIS_APP.bot_user_id, "is a bot"],
      ["U0UNKNOWN", "Slack knows nobody by that id"],
    ])("refuses %s in right words, and changes nothing", async (id, words) => {
      const refused = await office.failure(line("assign", ` to:${id}`), SAM);
      expect(refused.text).toContain(words);
      expect(refused.text).toContain("Nothing was changed.");
      expect(await owners()).toEqual([]);
      expect(await letters()).toEqual([]);
    });

    it("refuses a due day that is past or after the event", async () => {
      expect((await office.failure(line("assign", ` to:${COORDINATOR} due:2026-11-01`), SAM)).text).toContain(
        "is past",
      );
      expect((await office.failure(line("assign", ` to:${COORDINATOR} due:2027-11-01`), SAM)).text).toContain(
        "is after the event",
      );
    });

    it("takes two at once one after the other: the second hands over what the first gave", async () => {
      await Promise.all([COORDINATOR, OTHER_STAFF].map((id) => office.reply(line("assign", ` to:${id}`), SAM)));
      const [first, second, ...others] = await changes();
      expect(others).toEqual([]);
      expect([first?.how, second?.how]).toEqual(["assigned", "handed_over"]);
      expect(second?.from_owner).toBe(first?.to_owner);
      expect((await owners()).map(({ owner }) => owner)).toEqual([second?.to_owner]);
    });

    it("says so when the event was deleted, or said to be another's double, while its form was open", async () => {
      await office.form(line("assign"), { ...SAM, at: "slash" });
      await office.pool.transaction((tx) =>
        tx.run(sql`UPDATE event SET deleted_at = ${office.world.now} WHERE id = ${event.id}`),
      );
      const refused = await office.failure(line("assign", ` to:${COORDINATOR} note:"find a presenter"`), SAM);
      expect(refused.text).toContain("Nothing was changed.");
      expect(await owners()).toEqual([]);

      const [other] = await office.pool.query<{ id: number; source_id: string }>(
        sql`SELECT id, source_id FROM event WHERE id <> ${event.id} ORDER BY id LIMIT 1`,
      );
      await office.pool.transaction(async (tx) => {
        await tx.run(sql`UPDATE event SET deleted_at = NULL WHERE id = ${event.id}`);
        await tx.run(sql`UPDATE event SET same_as_id = ${event.id} WHERE id = ${other?.id ?? 0}`);
      });
      await office.reply(`assign event:${other?.source_id} to:${COORDINATOR}`, SAM);
      const kept = await office.pool.query<{ source_id: string }>(sql`SELECT source_id FROM event_owner`);
      expect(kept).toEqual([{ source_id: event.source_id }]);
      await office.pool.transaction((tx) => tx.run(sql`UPDATE event SET same_as_id = NULL`));
    });

    it("opens its form with who has the event and what was noted", async () => {
      await office.reply(line("assign", ` to:${COORDINATOR} due:tomorrow note:"call the school"`), SAM);
      const { fields } = await office.form(line("assign"), { ...SAM, at: "slash" });
      expect(fields.map(({ key, values }) => [key, ...values])).toEqual([
        ["event", event.source_id],
        ["to", COORDINATOR],
        ["due", "2026-11-21"],
        ["note", "call the school"],
      ]);
    });
  });

  describe("release", () => {
    it("is for the owner, for who gave it, and for staff; its undo brings back who had it", async () => {
      await office.reply(line("claim"), CLEO);
      const refused = await office.reply(line("release"), { who: "U0COORD02", as: "coordinator" });
      expect(refused.text).toContain("and they, whoever gave it to them, or staff can give it up");
      expect(await owners()).toHaveLength(1);
      const done = await office.reply(line("release"), SAM);
      expect(done.text).toContain("is no longer Ada's: anybody can claim it now.");
      expect((await to(COORDINATOR)).map(({ reply }) => reply.openText)).toEqual([
        expect.stringContaining("is no longer yours"),
      ]);
      await office.reply(done.actions.find(({ label }) => label === "Undo")?.line ?? "", SAM);
      expect(await owners()).toMatchObject([{ owner: COORDINATOR }]);
    });

    it("is undone for whoever had it, without a due day that is past; not over somebody who claimed it meanwhile", async () => {
      await office.reply(line("assign", ` to:${COORDINATOR} note:"ring the school"`), SAM);
      await office.pool.transaction((tx) => tx.run(sql`UPDATE event_owner SET due_on = '2026-11-02'`));
      const undo = (await office.reply(line("release"), SAM)).actions.find(({ label }) => label === "Undo")?.line ?? "";
      await office.reply(line("claim"), { who: OTHER_STAFF, as: "staff" });
      const refused = await office.reply(undo, SAM);
      expect(refused.text).toMatch(/ is .*'s now, so nothing was changed\./);
      expect(await owners()).toMatchObject([{ owner: OTHER_STAFF }]);
      await office.reply(line("release"), { who: OTHER_STAFF, as: "staff" });
      await office.reply(undo, SAM);
      expect(await owners()).toEqual([{ owner: COORDINATOR, due_on: null, note: "ring the school" }]);
    });

    it("says so when nobody has it", async () => {
      expect((await office.reply(line("release"), CLEO)).text).toContain("Nobody is in charge of");
    });
  });

  describe("remind", () => {
    it("reminds whoever is in charge, once in an hour", async () => {
      await office.reply(line("claim"), CLEO);
      expect((await office.reply(line("remind"), SAM)).text).toMatch(/^Ada is reminded now, by direct message/);
      expect((await office.reply(line("remind"), SAM)).text).toContain("was reminded within this hour already");
      expect(await to(COORDINATOR)).toHaveLength(1);
    });

    it("says so when there is nobody to remind", async () => {
      expect((await office.reply(line("remind"), SAM)).text).toContain("so there is nobody to remind");
    });
  });

  describe("the job events-without-owner", () => {
    const post = () => office.reply("job events-without-owner", { as: "admin" });

    it("posts each event that lacks somebody once, with Claim and Assign, and puts it right when somebody takes it", async () => {
      await post();
      const posted = await to(CONNECTOR);
      const own = posted.find(
        ({ reply }) => reply.text.includes(`${event.title}, `) && linesOf(reply).includes(line("claim")),
      );
      expect(own?.reply.text).toMatch(/^○ Needs an owner/);
      expect(own?.reply.actions.map(({ label }) => label).slice(0, 2)).toEqual(["Claim", "Assign"]);
      await post();
      expect(await to(CONNECTOR)).toHaveLength(posted.length);

      await office.reply(line("claim"), CLEO);
      const changed = (await to(CONNECTOR)).slice(posted.length);
      expect(changed.map((each) => each.replaces_key)).toEqual([own?.dedupe_key]);
      expect(changed[0]?.reply.text).toMatch(/^✓ Taken: /);
      expect(changed[0]?.reply.mentions).toEqual([COORDINATOR]);
      expect(changed[0]?.reply.actions.map(({ label }) => label)).toEqual(
        expect.arrayContaining(["Undo", "Hand over"]),
      );

      await office.reply(line("release"), CLEO);
      const again = (await to(CONNECTOR)).at(-1);
      expect(again?.reply.text).toBe(own?.reply.text);
      expect(again?.replaces_key).toBe(own?.dedupe_key);
    });

    it("puts a message right when the event is called off, and says that nothing is needed", async () => {
      await post();
      const before = (await letters()).length;
      await office.pool.transaction((tx) =>
        tx.run(sql`UPDATE event SET deleted_at = ${office.world.now} WHERE id = ${event.id}`),
      );
      expect((await post()).text).toMatch(/1 message put right/);
      const [mended, ...others] = (await letters()).slice(before);
      expect(others).toEqual([]);
      expect(mended?.reply.text).toContain("is no longer in its source");
      expect(mended?.reply.actions).toEqual([]);
    });
  });

  describe("the job reminders", () => {
    const job = () => office.reply("job reminders", { as: "admin" });
    /** Of their tasks they are told beside it. */
    const reminded = async () =>
      (await to(COORDINATOR)).filter(({ dedupe_key }) => dedupe_key.startsWith("event-reminder:"));
    const inCharge = (owner: string, date: string, due: string | null = null) =>
      office.pool.transaction(async (tx) => {
        await tx.run(sql`UPDATE event SET local_date = ${date} WHERE id = ${event.id}`);
        await tx.run(sql`
          INSERT INTO event_owner (source, source_id, owner, owner_name, due_on, since, assigned_by)
          VALUES ('salesforce', ${event.source_id}, ${owner}, 'Cleo Marchetti', ${due}, '2026-11-02T15:00:00.000Z', ${owner})`);
      });
    beforeEach(async () => {
      await office.pool.transaction((tx) => tx.run(sql`DELETE FROM event_owner`));
    });

    it.each([
      ["seven days before", "2026-11-27", null, 1],
      ["two days before, a Sunday: on the Friday", "2026-11-24", null, 1],
      ["on the due day", "2026-12-03", TODAY, 1],
      ["not on other days", "2026-11-26", null, 0],
    ])("reminds %s", async (_, date, due, sent) => {
      await inCharge(COORDINATOR, date, due);
      await job();
      expect(await reminded()).toHaveLength(sent);
      await job();
      expect(await reminded()).toHaveLength(sent);
    });

    it.each([
      ["reminds of a day on which Polaris was down", "2026-11-26", "2026-11-18", "2026-11-02", 1],
      ["reminds of it however long that was", "2026-11-26", "2026-10-01", "2026-11-02", 1],
      ["does not where that day's reminders went out", "2026-11-26", "2026-11-19", "2026-11-02", 0],
      ["does not where the event is over", "2026-11-19", "2026-11-10", "2026-11-02", 0],
      ["does not who was given the event after that day", "2026-11-26", "2026-11-18", "2026-11-19", 0],
    ])("%s", async (_, date, until, since, sent) => {
      await inCharge(COORDINATOR, date);
      await office.pool.transaction(async (tx) => {
        await tx.run(sql`UPDATE event_owner SET since = ${`${since}T15:00:00.000Z`}`);
        await tx.run(sql`DELETE FROM pool_fact WHERE key = 'reminders_until'`);
        await tx.run(sql`INSERT INTO pool_fact (key, value) VALUES ('reminders_until', ${until})`);
      });
      await job();
      expect(await reminded()).toHaveLength(sent);
      // On Monday, and on the hours after, it is not said again.
      await office.pool.transaction((tx) => tx.run(sql`DELETE FROM outbox_message`));
      await job();
      expect(await reminded()).toEqual([]);
    });

    it("says days left and what is missing", async () => {
      await inCharge(COORDINATOR, "2026-11-27");
      await job();
      const [letter] = await reminded();
      expect(letter?.reply.text).toMatch(/ is in 7 days, and (nothing is missing|it still needs )/);
    });

    it("is one message for all events of a person", async () => {
      await inCharge(COORDINATOR, "2026-11-27");
      const [other] = await office.pool.query<{ id: number; source_id: string; title: string }>(
        sql`SELECT id, source_id, title FROM event WHERE id <> ${event.id} AND deleted_at IS NULL AND format = 'in_person' ORDER BY id LIMIT 1`,
      );
      if (other === undefined) throw new Error("the sample has no second event");
      const [before] = await office.pool.query<{ local_date: string; status: string }>(
        sql`SELECT local_date, status FROM event WHERE id = ${other.id}`,
      );
      await office.pool.transaction(async (tx) => {
        await tx.run(sql`UPDATE event SET local_date = '2026-11-27', status = 'Confirmed' WHERE id = ${other.id}`);
        await tx.run(sql`
          INSERT INTO event_owner (source, source_id, owner, owner_name, since, assigned_by)
          VALUES ('salesforce', ${other.source_id}, ${COORDINATOR}, 'Cleo Marchetti', '2026-11-02T15:00:00.000Z', ${COORDINATOR})`);
      });
      expect((await job()).text).toContain("1 person reminded");
      const [letter, ...others] = await reminded();
      expect(others).toEqual([]);
      const said = JSON.stringify(letter?.reply);
      for (const { title } of [event, other]) expect(said).toContain(title);
      await office.pool.transaction((tx) =>
        tx.run(
          sql`UPDATE event SET local_date = ${before?.local_date ?? ""}, status = ${before?.status ?? ""} WHERE id = ${other.id}`,
        ),
      );
    });

    it("frees the events of whoever left or lost their role, and asks the channel again", async () => {
      await inCharge(STRANGER, "2026-11-27");
      expect((await job()).text).toContain("1 event without an owner again, because who had them left");
      expect(await owners()).toEqual([]);
      expect(await changes()).toEqual([{ how: "owner_left", from_owner: STRANGER, to_owner: null, by: "polaris" }]);
      const asked = (await to(CONNECTOR)).at(-1);
      expect(asked?.reply.actions[0]?.label).toBe("Claim");
      expect(await to(STRANGER)).toEqual([]);
    });

    it("takes nothing from anybody while Slack does not say who they are", async () => {
      await inCharge(COORDINATOR, "2026-11-27");
      slack.addFault({ on: "users.info", error: "internal_error" });
      const said = await job();
      slack.clearFaults();
      expect(await owners()).toHaveLength(1);
      expect(said.text).not.toContain("without an owner");
    });
  });
});

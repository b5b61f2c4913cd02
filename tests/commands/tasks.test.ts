import sql from "sql-template-tag";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SAMPLE_PEOPLE } from "../../sandbox/sample/index.js";
import { POLARIS_APP, SANDBOX_TOKENS, SlackWorkspace } from "../../sandbox/slack/index.js";
import type { Reply } from "../../src/reply/index.js";
import { World } from "../figures/world.js";
import { COORDINATOR, GUEST, OTHER_STAFF, STAFF, STRANGER } from "../main/setting.js";
import { onBothEngines } from "../pool/engines.js";
import { Office, rowsOf } from "./office.js";

const CLEO = { who: COORDINATOR, as: "coordinator" } as const;
const SAM = { who: STAFF, as: "staff" } as const;

/** Twelve days ahead: a presenter was due two days before today, a Friday. */
const SOON = "2026-12-02";

onBothEngines((engine) => {
  let slack: SlackWorkspace;
  let office: Office;
  let session: { id: number; source_id: string; title: string };
  let fair: { id: number; source_id: string; title: string };

  beforeAll(async () => {
    slack = new SlackWorkspace({ data: SAMPLE_PEOPLE, app: POLARIS_APP, pageFolder: null });
    await slack.listen(0);
    const world = await World.open({ engine, seed: 4, size: 0.2, untouched: true });
    office = new Office(world, { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: SANDBOX_TOKENS.botToken });
    // Nothing is to come but a virtual session and a career fair, and nobody is at either.
    await change(sql`UPDATE event SET status = 'Completed' WHERE local_date >= '2026-11-20' AND status <> 'Cancelled'`);
    const ids = await office.pool.query<typeof fair & { format: string }>(
      sql`SELECT id, source_id, title, format FROM event WHERE deleted_at IS NULL AND same_as_id IS NULL ORDER BY id`,
    );
    const one = (format: string) => {
      const found = ids.find((each) => each.format === format);
      if (found === undefined) throw new Error(`the sample has no event of format ${format}`);
      return found;
    };
    session = one("virtual");
    fair = one("in_person");
    for (const { id } of [session, fair])
      await change(sql`UPDATE participation SET deleted_at = '2026-11-01T00:00:00.000Z' WHERE event_id = ${id}`);
    await change(
      sql`UPDATE event SET local_date = ${SOON}, status = 'Confirmed', type = 'connector_session' WHERE id = ${session.id}`,
    );
    await change(
      sql`UPDATE event SET local_date = '2026-12-20', status = 'Confirmed', type = 'career_fair' WHERE id = ${fair.id}`,
    );
  });
  afterAll(async () => {
    await office.world.close();
    await slack.close();
  });
  beforeEach(async () => {
    for (const statement of [
      sql`DELETE FROM event_task_change`,
      sql`DELETE FROM event_task_reminder`,
      sql`DELETE FROM event_owner`,
      sql`DELETE FROM outbox_message`,
      sql`DELETE FROM audit_entry`,
    ])
      await change(statement);
  });

  const change = (statement: ReturnType<typeof sql>) => office.pool.transaction((tx) => tx.run(statement));
  const owned = (by: string, { source_id } = session) =>
    change(sql`INSERT INTO event_owner (source, source_id, owner, owner_name, since, assigned_by)
      SELECT source, source_id, ${by}, 'Cleo', '2026-11-01T00:00:00.000Z', ${by} FROM event WHERE source_id = ${source_id}`);
  const line = (item: string, more = "", { source_id } = session) => `task event:${source_id} item:${item}${more}`;
  const lineOf = ({ actions }: Reply, label: string) => actions.find((action) => action.label === label)?.line ?? "";
  const listed = async (words: string, asked: Parameters<Office["json"]>[1] = SAM) =>
    rowsOf(await office.json(`tasks ${words}`, asked), "tasks").map(({ item, state, due }) => [item, state, due]);
  const onCard = async ({ source_id } = session) =>
    Object.fromEntries(
      rowsOf(await office.json(`event ${source_id}`, SAM), "tasks").map(({ item, state }) => [item, state]),
    );
  const letters = async (to: string) =>
    (
      await office.pool.query<{ payload: string }>(
        sql`SELECT payload FROM outbox_message WHERE recipient = ${to} ORDER BY id`,
      )
    ).map(({ payload }) => JSON.parse(payload) as Reply);
  const audited = () =>
    office.pool.query<{ command: string; detail: string }>(
      sql`SELECT command, detail FROM audit_entry WHERE kind = 'write' ORDER BY id`,
    );
  const presenter = (on: boolean) =>
    change(
      on
        ? sql`UPDATE participation SET deleted_at = NULL, role = 'volunteer', participant_type_raw = 'Presenter', status = 'confirmed'
            WHERE id = (SELECT MIN(p.id) FROM participation p JOIN contact c ON c.id = p.contact_id AND c.deleted_at IS NULL WHERE p.event_id = ${session.id})`
        : sql`UPDATE participation SET deleted_at = '2026-11-01T00:00:00.000Z' WHERE event_id = ${session.id}`,
    );

  describe("a checklist", () => {
    it("has the items of organization.yml that are for the event's format and type, each due so many days before it", async () => {
      expect(await listed(`event:${session.source_id}`)).toEqual([
        ["presenter", "‼ overdue by 2 days", "2026-11-18"],
        ["teacher", "○ open", "2026-11-25"],
        ["link", "○ open", "2026-11-30"],
      ]);
      expect(await listed(`event:${fair.source_id}`)).toEqual([
        ["presenter", "○ open", "2026-12-06"],
        ["material", "○ open", "2026-12-15"],
      ]);
    });

    it("settles by itself what the data shows, and opens it again when that is gone", async () => {
      await presenter(true);
      expect(await onCard()).toMatchObject({ presenter: "✓ done by itself: a presenter is there", link: "○ open" });
      expect(await listed("everyone")).not.toContainEqual(expect.arrayContaining(["‼ overdue by 2 days"]));
      await presenter(false);
      expect(await onCard()).toMatchObject({ presenter: "‼ overdue by 2 days" });
    });

    it("counts what was said of a record that was merged into the event", async () => {
      const [twin] = await office.pool.query<{ id: number; source: string; source_id: string }>(
        sql`SELECT id, source, source_id FROM event WHERE id NOT IN (${session.id}, ${fair.id}) AND deleted_at IS NULL AND same_as_id IS NULL ORDER BY id LIMIT 1`,
      );
      await change(sql`UPDATE event SET same_as_id = ${session.id} WHERE id = ${twin?.id ?? 0}`);
      await change(sql`INSERT INTO event_task_change (source, source_id, item, state, "by", by_name, at)
        VALUES (${twin?.source ?? ""}, ${twin?.source_id ?? ""}, 'link', 'done', ${STAFF}, 'Sam', '2026-11-19T00:00:00.000Z')`);
      expect(await onCard()).toMatchObject({ link: "✓ done" });
      await change(sql`UPDATE event SET same_as_id = NULL WHERE id = ${twin?.id ?? 0}`);
      expect(await onCard()).toMatchObject({ link: "○ open" });
    });
  });

  describe("task", () => {
    it("ticks an item by its word or its name; Undo takes that back, and that too, and each is in the audit", async () => {
      const done = await office.reply(line("link", " state:done"), CLEO);
      expect(done.text).toMatch(/^Send the link, for .*: ✓ done\.$/);
      expect(await onCard()).toMatchObject({ link: "✓ done", teacher: "○ open" });
      const undone = await office.reply(lineOf(done, "Undo"), CLEO);
      expect(undone.text).toContain("○ open again");
      await office.reply(lineOf(undone, "Undo"), CLEO);
      expect(await onCard()).toMatchObject({ link: "✓ done" });
      expect((await office.failure(lineOf(done, "Undo"), CLEO)).text).toContain("Something else was said of this task");
      expect((await audited()).map(({ command }) => command).filter((each) => each.startsWith("task"))).toEqual(
        expect.arrayContaining(["task", "task undo", "task undo"]),
      );
      await office.reply(line('"Confirm the teacher"', " state:not-needed"), CLEO);
      expect(await onCard()).toMatchObject({ teacher: "– not needed" });
    });

    it("says what stood already, and changes nothing twice", async () => {
      await office.reply(line("link", " state:done"), CLEO);
      const again = await office.reply(line("link", " state:done"), SAM);
      expect(again.text).toContain("That stood already");
      expect(lineOf(again, "Undo")).toBe("");
    });

    it("gives an item to a colleague with a due day of its own, who is told by direct message; ticked, it keeps who had it", async () => {
      const given = await office.reply(line("link", ` state:open to:${COORDINATOR} due:2026-11-24`), SAM);
      expect(given.facts.map(({ key, value }) => [key, value])).toEqual([
        ["charge", "cleo"],
        ["due", "2026-11-24"],
      ]);
      expect(given.text).toMatch(/They get a direct message\.$/);
      const [letter, ...others] = await letters(COORDINATOR);
      expect(others).toEqual([]);
      expect(letter?.text).toMatch(/^Ada gave you a task: Send the link, for /);
      expect(await listed("mine", CLEO)).toEqual([["link", "○ open", "2026-11-24"]]);
      expect(await listed("", SAM)).toEqual([]);
      const done = await office.reply(lineOf(letter as Reply, "Done: Send the link"), CLEO);
      expect(await listed("mine", CLEO)).toEqual([]);
      await office.reply(lineOf(done, "Undo"), CLEO);
      expect(await listed("mine", CLEO)).toEqual([["link", "○ open", "2026-11-24"]]);
    });

    it("refuses who cannot be in charge, a day that is past or after the event, and what is no item, and says what is expected", async () => {
      expect((await office.failure(line("link", ` state:open to:${GUEST}`), SAM)).text).toContain("is a guest");
      expect((await office.failure(line("link", " state:open due:2026-11-19"), SAM)).text).toContain("is past");
      expect((await office.failure(line("link", " state:open due:2026-12-03"), SAM)).text).toContain("after the event");
      expect((await office.failure(line("material", " state:done"), SAM)).text).toContain(
        "Expected one of presenter (Find a presenter), teacher (Confirm the teacher), link (Send the link).",
      );
      expect(
        (
          await office.failure(line("link", " state:done"), {
            as: "district",
            districts: ["Grandview School District"],
          })
        ).code,
      ).toBe("not_allowed");
      expect(await office.pool.query(sql`SELECT id FROM event_task_change`)).toEqual([]);
    });

    it("opens a form with what stands, and leaves alone what somebody changed while it was open", async () => {
      await office.reply(line("link", ` state:open to:${OTHER_STAFF} due:2026-11-24`), SAM);
      const { fields, line: opened } = await office.form(line("link"), { ...SAM, at: "slash" });
      expect(Object.fromEntries(fields.map(({ label, values }) => [label, values]))).toMatchObject({
        State: ["open"],
        Due: ["2026-11-24"],
      });
      expect(opened).toContain("standing:");
      await office.reply(line("link", " state:done"), CLEO);
      const stands = /standing:\S+/.exec(opened)?.[0] ?? "";
      const late = await office.reply(line("link", ` state:not_needed ${stands}`), SAM);
      expect(late.title).toBe("Changed meanwhile");
      expect(await onCard()).toMatchObject({ link: "✓ done" });
      expect(await office.suggested("task", "item", "teach", SAM)).toEqual(["teacher"]);
    });
  });

  describe("tasks", () => {
    it("lists one's own, those of one's events and those given by name; everyone's, nobody's and an event's; overdue first, in pages", async () => {
      await owned(COORDINATOR);
      await office.reply(line("teacher", ` state:open to:${OTHER_STAFF}`), SAM);
      expect(await listed("", CLEO)).toEqual([
        ["presenter", "‼ overdue by 2 days", "2026-11-18"],
        ["link", "○ open", "2026-11-30"],
      ]);
      expect((await listed("everyone", CLEO)).map(([item]) => item)).toEqual([
        "presenter",
        "teacher",
        "link",
        "presenter",
        "material",
      ]);
      expect((await listed("charge:none", CLEO)).map(([item]) => item)).toEqual(["presenter", "material"]);
      expect((await listed(`charge:${OTHER_STAFF}`, CLEO)).map(([item]) => item)).toEqual(["teacher"]);
      const { text, actions } = await office.reply("tasks", CLEO);
      expect(text).toBe("2 open tasks of yours for events to come: 1 is overdue.");
      expect(actions[0]?.line).toBe(line("presenter", " state:done"));
      expect((await office.reply("tasks", { as: "admin", at: "terminal" })).text).toContain("5 open tasks for");
      expect((await office.failure("tasks mine", { as: "admin", at: "terminal" })).text).toContain("charge:");
      expect((await office.failure("tasks mine charge:none", CLEO)).text).toContain("leave one out");
    });

    it("names nobody where names may not stand", async () => {
      await owned(COORDINATOR);
      expect(await office.everythingTold("tasks everyone", { ...SAM, at: "channel" })).not.toContain("Cleo");
      expect(await office.everythingTold("tasks everyone", { ...SAM, at: "direct" })).toContain("Cleo");
    });
  });

  it("stands on the event's card, with a button for what is open and the form", async () => {
    const { actions } = await office.reply(`event ${session.source_id}`, SAM);
    expect(actions.filter(({ line }) => line.startsWith("task ")).map(({ label, does }) => [label, does])).toEqual([
      ["Done: Find a presenter", "run"],
      ["Done: Confirm the teacher", "run"],
      ["Done: Send the link", "run"],
      ["Set a task", "form"],
    ]);
  });

  describe("the job reminders", () => {
    const job = () => office.reply("job reminders", { as: "admin" });
    const told = async (who: string) => (await letters(who)).filter(({ title }) => title === "Your tasks");

    it("reminds whoever is in charge of what is due, or was, by one message, and of each once", async () => {
      await owned(COORDINATOR);
      await owned(COORDINATOR, fair);
      await office.reply(line("link", ` state:open to:${OTHER_STAFF} due:2026-11-22`), SAM);
      await change(sql`UPDATE event_task_change SET at = '2026-11-18T00:00:00.000Z'`);
      expect((await job()).text).toContain("2 people reminded of tasks");
      const [letter] = await told(COORDINATOR);
      expect(letter?.text).toMatch(/^Find a presenter, due 18 Nov 2026, for .*: ‼ overdue by 2 days\.$/);
      // A Sunday is told of on the Friday before.
      expect((await told(OTHER_STAFF))[0]?.text).toContain("Send the link");
      await job();
      expect(await told(COORDINATOR)).toHaveLength(1);
      expect(await told(OTHER_STAFF)).toHaveLength(1);
      await change(sql`UPDATE event_task_change SET due_on = '2026-11-21'`);
      await job();
      expect(await told(OTHER_STAFF)).toHaveLength(2);
    });

    it("does not remind of what was given today, is settled or done", async () => {
      await owned(COORDINATOR);
      await office.reply(line("link", ` state:open to:${OTHER_STAFF} due:2026-11-20`), SAM);
      await presenter(true);
      await job();
      expect(await told(COORDINATOR)).toEqual([]);
      expect(await told(OTHER_STAFF)).toEqual([]);
      await presenter(false);
    });

    it("gives back to the event's owner what somebody had who left", async () => {
      await owned(COORDINATOR);
      await change(sql`INSERT INTO event_task_change (source, source_id, item, state, owner, owner_name, due_on, "by", by_name, at)
        SELECT source, source_id, 'link', 'open', ${STRANGER}, 'Gone', '2026-11-25', ${STAFF}, 'Sam', '2026-11-18T00:00:00.000Z'
        FROM event WHERE id = ${session.id}`);
      expect((await job()).text).toContain("1 task of who left given back");
      expect(await listed("", CLEO)).toContainEqual(["link", "○ open", "2026-11-25"]);
      expect(await told(STRANGER)).toEqual([]);
    });
  });
});

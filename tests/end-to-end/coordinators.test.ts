import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPool } from "../../src/pool/index.js";
import { missingBrowser } from "../sandbox/console/browser.js";
import { ADMIN, CONNECTOR, COORDINATOR, GENERAL, Stage } from "./stage.js";

const missing = missingBrowser();

describe.skipIf(missing !== null)(
  `a coordinator's day in the console${missing ? ` (skipped: ${missing})` : ""}`,
  () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await Stage.open();
    }, 120_000);
    afterAll(() => stage?.close());

    /** What the bot's pool says, read beside it. */
    const inPool = async <Row>(statement: ReturnType<typeof sql>): Promise<Row[]> => {
      const pool = openPool(stage.poolUrl, { readOnly: true });
      return pool.query<Row>(statement).finally(() => pool.close());
    };

    it("takes an event by one click under the channel's message, which then says who, and gives it up again", async () => {
      await stage.go(ADMIN, CONNECTOR);
      const call = await stage.say("/polaris job events-without-owner", /Needs an owner/);
      const title = /: (.*?), \w{3} \d/.exec((await call.textContent()) ?? "")?.[1] ?? "";
      await stage.go(COORDINATOR, CONNECTOR);
      const theirs = stage.messages.getByRole("article").filter({ hasText: title });
      await theirs.first().getByRole("button", { name: "Claim" }).click();
      const taken = theirs.filter({ hasText: /Taken:/ }).first();
      await taken.waitFor();
      await theirs.filter({ hasText: /It is yours/ }).waitFor();
      const [owner] = await inPool<{ owner: string }>(
        sql`SELECT o.owner FROM event_owner o JOIN event e ON e.source = o.source AND e.source_id = o.source_id WHERE e.title = ${title}`,
      );
      expect(owner?.owner).toBe(COORDINATOR);
      await taken.getByRole("button", { name: "Undo" }).click();
      await theirs
        .filter({ hasText: /Needs an owner/ })
        .first()
        .waitFor();
      expect(await inPool(sql`SELECT owner FROM event_owner`)).toEqual([]);
    });

    it("gives an event to a colleague in a form, by keyboard, and the colleague hears of it", async () => {
      await stage.go(COORDINATOR, CONNECTOR);
      const call = stage.messages
        .getByRole("article")
        .filter({ hasText: /Needs an owner/ })
        .first();
      await call.getByRole("button", { name: "Assign" }).focus();
      await stage.page.keyboard.press("Enter");
      await stage.dialog.waitFor();
      const who = stage.dialog.getByRole("combobox", { name: /In charge/ });
      await who.click();
      await who.pressSequentially("Ada");
      await stage.page
        .getByRole("option", { name: /Ada Castellan/ })
        .first()
        .click();
      await stage.dialog.getByRole("textbox", { name: /Note/ }).fill("Find a presenter");
      await stage.dialog.getByRole("button", { name: "Assign", exact: true }).press("Enter");
      await stage.dialog.waitFor({ state: "detached" });
      await stage.go(ADMIN, await stage.withPolaris(ADMIN));
      await stage.messages
        .getByText(/Find a presenter/)
        .first()
        .waitFor();
    });

    it("finds whom to ask, and why", async () => {
      await stage.go(COORDINATOR, GENERAL);
      const list = await stage.say('/polaris match "What does an engineer do" type:classroom_speaker', /may be asked/);
      await list.getByRole("table").first().waitFor();
      expect(await list.getByRole("table").first().textContent()).toMatch(/fits “engineer”/);
    });

    it("records attendance in a form that shows students per volunteer before it is saved", async () => {
      const [event] = await inPool<{ source_id: string }>(sql`
        SELECT e.source_id FROM event e WHERE e.format = 'in_person' AND e.status = 'Completed' AND e.deleted_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM attendance_detail a WHERE a.event_id = e.id) ORDER BY e.local_date DESC LIMIT 1`);
      await stage.go(COORDINATOR, GENERAL);
      const card = await stage.say(`/polaris event ${event?.source_id}`, /In charge|owner/i);
      await card.getByRole("button", { name: /Attendance/ }).click();
      await stage.dialog.waitFor();
      for (const [label, value] of [
        [/Total students/, "65"],
        [/Classrooms or tables/, "3"],
        [/Rotations/, "2"],
      ] as const)
        await stage.dialog.getByRole("textbox", { name: label }).fill(value);
      await stage.dialog.getByText(/= 43 students per volunteer/).waitFor();
      await stage.submit("Save", /43 students per volunteer/);
      const kept = await inPool(
        sql`SELECT total_students, rooms, rotations FROM attendance_detail WHERE entered_by = ${COORDINATOR}`,
      );
      expect(kept).toEqual([{ total_students: 65, rooms: 3, rotations: 2 }]);
    });

    it("records attendance by keyboard alone: the event, then each number, then Enter", async () => {
      const [event] = await inPool<{ title: string; source_id: string }>(sql`
        SELECT e.title, e.source_id FROM event e WHERE e.format = 'in_person' AND e.status = 'Completed' AND e.deleted_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM attendance_detail a WHERE a.event_id = e.id)
          AND NOT EXISTS (SELECT 1 FROM event o WHERE o.id <> e.id AND o.title LIKE e.title || '%') ORDER BY e.local_date DESC LIMIT 1`);
      await stage.go(COORDINATOR, GENERAL);
      await stage.openForm("attendance");
      await stage.pick(event?.title ?? "");
      for (const number of ["60", "4"]) await stage.fill(number);
      await stage.page.keyboard.type("2");
      await stage.dialog.getByText(/= 30 students per volunteer/).waitFor();
      await stage.send(/30 students per volunteer/);
      const kept = await inPool(sql`
        SELECT a.total_students, a.rooms, a.rotations FROM attendance_detail a JOIN event e ON e.id = a.event_id
        WHERE e.source_id = ${event?.source_id} AND a.entered_by = ${COORDINATOR}`);
      expect(kept).toEqual([{ total_students: 60, rooms: 4, rotations: 2 }]);
    });

    it("logs a call in a form that opens by itself, filled in by keyboard", async () => {
      const [person] = await inPool<{ full_name: string; source_id: string }>(sql`
        SELECT c.full_name, c.source_id FROM contact c WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND c.phone IS NOT NULL
          AND NOT c.do_not_contact AND NOT c.do_not_call AND NOT c.email_opt_out
          AND NOT EXISTS (SELECT 1 FROM contact o WHERE o.id <> c.id AND o.full_name = c.full_name) ORDER BY c.id LIMIT 1`);
      await stage.go(COORDINATOR, GENERAL);
      await stage.openForm("outreach");
      await stage.pick(person?.full_name ?? "");
      await stage.page.keyboard.press("Tab");
      await stage.pick("Call");
      await stage.pick("Interested");
      await stage.page.keyboard.type("Would come in the morning");
      await stage.send(/Logged: Call: interested/);
      const logged = await inPool(
        sql`SELECT contact_source_id, method, outcome, note FROM outreach_attempt WHERE "by" = ${COORDINATOR}`,
      );
      expect(logged).toEqual([
        {
          contact_source_id: person?.source_id,
          method: "call",
          outcome: "interested",
          note: "Would come in the morning",
        },
      ]);
    });

    it("keeps why an event was cancelled; what is too short is said beside the field, and nothing typed is lost", async () => {
      const [event] = await inPool<{ title: string; source_id: string }>(sql`
        SELECT e.title, e.source_id FROM event e WHERE e.source = 'salesforce' AND e.status = 'Cancelled' AND e.deleted_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM event o WHERE o.id <> e.id AND o.title LIKE e.title || '%') ORDER BY e.local_date DESC LIMIT 1`);
      await stage.go(COORDINATOR, GENERAL);
      await stage.openForm("cancel");
      await stage.pick(event?.title ?? "");
      await stage.pick("Other");
      await stage.page.keyboard.type("No power");
      await stage.page.keyboard.press("Enter");
      await stage.dialog.getByText(/needs a note of at least 10 characters/).waitFor();
      await stage.page.keyboard.type(" in the school");
      await stage.send(/was cancelled: Other \(No power in the school\)/);
      expect(
        await inPool(
          sql`SELECT value, reason FROM decision WHERE subject = 'event' AND source_id = ${event?.source_id} AND decided_by = ${COORDINATOR}`,
        ),
      ).toHaveLength(1);
    });

    it("shows two records that are probably one side by side; merging counts them as one, and undoing as two", async () => {
      await stage.go(ADMIN, GENERAL);
      await stage.say("/polaris job duplicates", /pair|record/i);
      await expect
        .poll(async () => (await inPool<{ n: number }>(sql`SELECT COUNT(*) AS n FROM duplicate_pair`))[0]?.n, {
          timeout: 20_000,
        })
        .toBeGreaterThan(0);
      const [pair] = await inPool<{ id: number }>(
        sql`SELECT id FROM duplicate_pair WHERE kind = 'volunteer' AND state = 'open' ORDER BY score DESC, id LIMIT 1`,
      );
      const shown = await stage.say(`/polaris duplicate ${pair?.id}`, /Side by side/);
      const merged = await stage.press(shown, /^Merge, keep A/, /count as one|are one|is one/i);
      expect(await inPool(sql`SELECT state FROM duplicate_pair WHERE id = ${pair?.id ?? 0}`)).toEqual([
        { state: "merged" },
      ]);
      await stage.press(merged, /^Undo/, /again|two/i);
      expect(await inPool(sql`SELECT state FROM duplicate_pair WHERE id = ${pair?.id ?? 0}`)).toEqual([
        { state: "open" },
      ]);
    });
  },
);

import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { proposedAssignments } from "../../src/events/index.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

interface Session {
  readonly id: number;
  readonly source_id: string;
  readonly title: string;
}
interface Person {
  readonly id: number;
  readonly source_id: string;
  readonly full_name: string;
}

onBothEngines((engine) => {
  const office = withOffice(engine);
  let session: Session;
  /** Volunteers with nothing against them and nothing on that day. */
  let people: readonly Person[];
  const change = (statement: ReturnType<typeof sql>) => office().pool.transaction((tx) => tx.run(statement));
  const person = (place: number): Person => {
    const found = people[place];
    if (found === undefined) throw new Error("the sample has too few volunteers");
    return found;
  };
  const attempts = () =>
    office().pool.query<{ id: number; outcome: string; reversed_by: string | null }>(
      sql`SELECT id, outcome, reversed_by FROM outreach_attempt ORDER BY id`,
    );
  const asked = async () =>
    rowsOf(await office().json(`outreach list event:${session.source_id}`, { at: "terminal" }), "asked");

  beforeAll(async () => {
    const [found] = await office().pool.query<Session>(sql`
      SELECT e.id, e.source_id, e.title FROM event e WHERE e.deleted_at IS NULL AND e.local_date > '2026-11-24' AND e.status <> 'Cancelled'
        AND NOT EXISTS (SELECT 1 FROM communication m WHERE m.event_id = e.id) ORDER BY e.local_date, e.id LIMIT 1`);
    if (found === undefined) throw new Error("the sample has nothing to come");
    session = found;
    await change(
      sql`UPDATE participation SET deleted_at = '2026-11-19T00:00:00.000Z' WHERE event_id = ${session.id} AND role = 'volunteer'`,
    );
    people = await office().pool.query<Person>(sql`
      SELECT c.id, c.source_id, c.full_name FROM contact c WHERE c.kind = 'volunteer' AND c.email IS NOT NULL AND c.deleted_at IS NULL AND NOT c.do_not_contact AND NOT c.excluded
        AND NOT c.email_opt_out AND c.email_bounced_on IS NULL AND NOT EXISTS (SELECT 1 FROM contact t WHERE t.person_id = c.person_id AND t.id <> c.id)
        AND NOT EXISTS (SELECT 1 FROM participation p JOIN event e ON e.id = p.event_id WHERE p.contact_id = c.id AND e.local_date > '2026-11-20')
        AND NOT EXISTS (SELECT 1 FROM communication_contact t WHERE t.contact_id = c.id)
      ORDER BY c.id LIMIT 8`);
  });

  describe("outreach", () => {
    it("says of an event whom nobody asked that nothing is known, and when the log was read (T17)", async () => {
      const quiet = await office().reply(`outreach event:${session.source_id}`);
      expect(quiet.text).toContain(
        "nobody is known to have been asked. Nothing is logged. Tasks and e-mails were last read",
      );
      const { world } = office();
      world.org.refuseLogin({ error: "invalid_grant", description: "authentication failure" });
      await expect(world.sync()).rejects.toThrow("refused the login");
      const failed = await office().reply(`outreach event:${session.source_id}`);
      expect(failed.text).toContain("The history could not be read since");
      expect(failed.text).not.toContain("Nothing is logged");
      world.org.refuseLogin(null);
      await world.sync();
    });

    it("logs who was called and what came of it, with who says so, an undo and an audit entry", async () => {
      const { source_id, full_name } = person(0);
      const reply = await office().reply(
        `outreach who:${source_id} event:${session.source_id} method:call outcome:interested note:"has a robot to show"`,
        { who: "U0KEVA", as: "coordinator" },
      );
      expect(reply.text).toContain(`Logged: Call: interested with ${full_name}, about ${session.title}`);
      expect(await asked()).toEqual([
        expect.objectContaining({
          name: full_name,
          answer: "interested",
          last: "2026-11-20",
          method: "Call",
          times: 1,
          by: "Ada",
          note: "has a robot to show",
        }),
      ]);
      const [entry] = await office().pool.query<{ actor: string; detail: string }>(
        sql`SELECT actor, detail FROM audit_entry WHERE command = 'outreach' AND kind = 'write' ORDER BY id DESC LIMIT 1`,
      );
      expect(entry?.actor).toBe("U0KEVA");
      expect(JSON.parse(entry?.detail ?? "{}")).toMatchObject({
        contact: source_id,
        event: session.source_id,
        method: "call",
        outcome: "interested",
      });
      expect(entry?.detail).not.toContain(full_name);

      const undo = reply.actions.find(({ label }) => label === "Undo")?.line ?? "";
      expect((await office().reply(undo)).text).toContain(`Taken back: Call: interested with ${full_name}`);
      expect(await asked()).toEqual([]);
      expect((await office().failure(undo)).text).toMatch(
        /^There is no logged contact \d+, or it was taken back before\./,
      );
    });

    it("keeps a second click of the same person from being a second entry, and tells what was said before", async () => {
      const line = `outreach who:${person(1).source_id} event:${session.source_id} outcome:no_answer`;
      await office().reply(line, { who: "U0ONE" });
      const before = (await attempts()).length;
      expect((await office().reply(line, { who: "U0ONE" })).title).toBe("Logged already");
      expect(await attempts()).toHaveLength(before);
      const other = await office().reply(
        `outreach who:${person(1).source_id} event:${session.source_id} outcome:declined`,
        { who: "U0TWO" },
      );
      expect(other.notices.map(({ text }) => text)).toContain(
        "Before that: E-mail: no answer yet, 20 Nov 2026, by Ada.",
      );
      expect((await asked()).find(({ name }) => name === person(1).full_name)).toMatchObject({
        answer: "declined",
        times: 2,
      });
    });

    it("by itself asks whom and what, in its form where one can be opened", async () => {
      const asked = await office().ask("outreach");
      expect(asked.text).toContain("Say who was written to or called, and what came of it.");
      expect([asked.missing, asked.line]).toEqual([["who", "outcome"], "outreach"]);
    });

    it("says what is missing or wrong, and keeps nothing", async () => {
      const before = (await attempts()).length;
      const who = person(2).source_id;
      expect((await office().failure(`outreach event:${session.source_id} outcome:interested`)).text).toContain(
        "Expected who:",
      );
      expect((await office().failure(`outreach who:${who} note:hello`)).text).toContain(
        "What came of it? Expected outcome: with one of no_answer",
      );
      expect((await office().failure(`outreach who:${who} outcome:interested date:2026-12-24`)).text).toContain(
        "24 Dec 2026 is still to come.",
      );
      expect((await office().failure(`outreach who:${who} event:a0XZZZZZZZZZZZZZZZ outcome:interested`)).code).toBe(
        "not_found",
      );
      expect((await office().failure(`outreach who:${who} outcome:delighted`)).text).toContain(
        "“outcome:” takes one of no_answer",
      );
      expect(await attempts()).toHaveLength(before);
    });

    it("asks for a reason where somebody must not be contacted or wants no e-mail, and keeps it", async () => {
      const { source_id, id } = person(3);
      const line = `outreach who:${source_id} event:${session.source_id} outcome:no_answer`;
      await change(sql`UPDATE contact SET email_opt_out = TRUE WHERE id = ${id}`);
      expect((await office().failure(line)).text).toContain("They want no e-mails.");
      expect((await office().reply(`${line} method:call`)).title).toBe("Logged");
      await change(sql`UPDATE contact SET do_not_contact = TRUE WHERE id = ${id}`);
      expect((await office().failure(`${line} method:call`)).text).toContain("They must not be contacted.");
      const all = await office().reply(`${line} method:text reason:"she wrote to us first"`);
      expect(all.notices.map(({ text }) => text)).toContain("Done against “do-not-contact”; the reason is kept.");
      const [kept] = await office().pool.query<{ note: string }>(
        sql`SELECT note FROM outreach_attempt ORDER BY id DESC LIMIT 1`,
      );
      expect(kept?.note).toBe("Why all the same: she wrote to us first");
    });

    it("proposes somebody, which counts nowhere; after three days it is to be entered in Salesforce, until the sign-up is there (W3)", async () => {
      const { source_id, id, full_name } = person(4);
      const reply = await office().reply(`outreach who:${source_id} event:${session.source_id} outcome:assigned`);
      expect(reply.title).toBe("Proposed");
      const later = (days: number) => new Date(office().world.time + days * 86_400_000).toISOString();
      const toEnter = async (days: number) =>
        (await proposedAssignments(office().pool, later(days))).map(({ contact, event }) => [
          contact.name,
          event?.title,
        ]);
      expect(await toEnter(2)).toEqual([]);
      expect(await toEnter(4)).toEqual([[full_name, session.title]]);
      await change(sql`UPDATE participation SET deleted_at = NULL, contact_id = ${id}, status = 'confirmed', attended = FALSE WHERE id = (
        SELECT MIN(id) FROM participation WHERE event_id = ${session.id} AND role = 'volunteer')`);
      if (
        (
          await office().pool.query(
            sql`SELECT 1 FROM participation WHERE event_id = ${session.id} AND contact_id = ${id}`,
          )
        ).length === 0
      )
        await change(sql`INSERT INTO participation (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, event_id, contact_id, role, status, attended, counts)
          VALUES ('salesforce', 'a0Pjoin', '0', 1, '2026-11-20T00:00:00.000Z', '2026-11-20T00:00:00.000Z', ${session.id}, ${id}, 'volunteer', 'confirmed', FALSE, FALSE)`);
      expect(await toEnter(4)).toEqual([]);
      expect((await asked()).find(({ name }) => name === full_name)).toMatchObject({
        answer: "proposed",
        participation: "confirmed",
      });
      expect(
        (await office().failure(`outreach who:${source_id} event:${session.source_id} outcome:assigned note:again`))
          .text,
      ).toBe("They are signed up for this event already.");
    });

    it("shows by itself the e-mails that Salesforce logged with a candidate, once however often they are read (T18)", async () => {
      const { source_id, full_name, id } = person(5);
      await office().reply(`outreach who:${source_id} event:${session.source_id} outcome:no_answer`);
      const [address] = await office().pool.query<{ address: string }>(
        sql`SELECT address FROM contact_email WHERE contact_id = ${id} LIMIT 1`,
      );
      office().world.org.insert("EmailMessage", {
        Subject: "Re: would you come?",
        MessageDate: "2026-11-20T20:00:00.000+0000",
        Incoming: true,
        FromAddress: address?.address ?? "",
        ToAddress: "staff@example.org",
        RelatedToId: office().world.org.insert("Account", { Name: "Somewhere Ltd" }),
      });
      await office().world.sync();
      await office().world.sync();
      const row = (await asked()).find(({ name }) => name === full_name);
      expect(row).toMatchObject({ answer: "wrote back", times: 2, note: "Re: would you come?" });
    });

    it("lists of one person what was logged, with a number to take it back by", async () => {
      const shown = await office().reply(`outreach list who:${person(1).source_id}`);
      expect(shown.text).toContain(`2 contacts with ${person(1).full_name}; the last on 20 Nov 2026: declined.`);
      expect(shown.actions.map(({ label }) => label)[1]).toMatch(/^Take back no\. \d+$/);
    });

    it("lists who is to be followed up, the longest wait first, and nobody who must not be asked any more", async () => {
      await office().reply(
        `outreach who:${person(6).source_id} event:${session.source_id} outcome:left_message date:2026-11-10`,
      );
      await office().reply(`outreach who:${person(7).source_id} outcome:follow_up`);
      const follow = async () =>
        rowsOf(await office().json("outreach follow-up", { at: "terminal" }), "attempts").map(({ name }) => name);
      const waiting = await follow();
      expect(waiting[0]).toBe(person(6).full_name);
      expect(waiting).toContain(person(7).full_name);
      expect(waiting).not.toContain(person(1).full_name);
      expect(waiting).not.toContain(person(3).full_name);
      await change(sql`UPDATE contact SET do_not_contact = TRUE WHERE id = ${person(6).id}`);
      expect(await follow()).not.toContain(person(6).full_name);
      const told = await office().reply("outreach follow-up");
      expect(told.notices.map(({ text }) => text).join()).toMatch(/^2 hidden \(do-not-contact 2\)\./);
    });

    it("has a form with labels, help and type-ahead for whom and what", async () => {
      const form = await office().form(`outreach event:${session.source_id}`, { at: "slash" });
      expect(form.fields.map(({ label }) => label).slice(0, 5)).toEqual([
        "Volunteer",
        "Event",
        "How",
        "What came of it",
        "Note",
      ]);
      expect(await office().suggested("outreach", "who", person(0).full_name.slice(0, 4))).toContain(
        person(0).source_id,
      );
    });
  });
});

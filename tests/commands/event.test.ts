import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const ids = { held: "", coming: "", cancelled: "" };
  const factsOf = async (id: string) => {
    const { facts } = await office().json(`event ${id}`);
    return Object.fromEntries(facts.map(({ key, value }) => [key, value]));
  };
  const pick = async (condition: ReturnType<typeof sql>): Promise<string> => {
    const [found] = await office().pool.query<{ source_id: string }>(
      sql`SELECT e.source_id FROM event e WHERE e.deleted_at IS NULL AND ${condition} ORDER BY e.local_date DESC, e.id LIMIT 1`,
    );
    if (found === undefined) throw new Error("the sample has no such event");
    return found.source_id;
  };
  const change = (statement: ReturnType<typeof sql>) => office().pool.transaction((tx) => tx.run(statement));

  beforeAll(async () => {
    ids.held = await pick(sql`e.status = 'Completed' AND e.format = 'in_person' AND e.school_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM participation p WHERE p.event_id = e.id AND p.role = 'student' AND p.attended = TRUE AND p.deleted_at IS NULL)
      AND EXISTS (SELECT 1 FROM participation p WHERE p.event_id = e.id AND p.role = 'volunteer' AND p.counts = TRUE AND p.deleted_at IS NULL)`);
    ids.coming = await pick(sql`e.status = 'Completed' AND e.source_id <> ${ids.held} AND e.format = 'in_person'`);
    ids.cancelled = await pick(sql`e.status = 'Cancelled'`);
    await change(sql`UPDATE event SET local_date = '2026-11-25', starts_at = '2026-11-25T16:00:00.000Z', ends_at = '2026-11-25T17:30:00.000Z',
      local_time = '10:00', status = 'Confirmed' WHERE source_id = ${ids.coming}`);
    await change(
      sql`UPDATE participation SET deleted_at = '2026-11-01T00:00:00.000Z' WHERE event_id = (SELECT id FROM event WHERE source_id = ${ids.coming})`,
    );
  });

  describe("event", () => {
    it("leads with what, when, where, status by mark and word, days left, and what it needs", async () => {
      const { text } = await office().reply(`event ${ids.coming}`);
      expect(text).toMatch(/25 Nov 2026 10:00.*: ● Confirmed, in 5 days; needs owner, presenter ‼ urgent/);
      const facts = await factsOf(ids.coming);
      expect(facts.when).toBe("Wed 25 Nov 2026, 10:00–11:30 CST");
      expect(facts).toMatchObject({
        status: "● Confirmed",
        days_left: 5,
        owner: "nobody yet",
        presenters: "nobody yet",
      });
      expect(String(facts.record)).toContain(ids.coming);
    });

    it("F8 names volunteers and teachers where names may stand, and only counts students", async () => {
      const told = await office().everythingTold(`event ${ids.held}`, { as: "admin", at: "terminal" });
      const pupils = await office().pool.query<{ full_name: string }>(sql`
        SELECT DISTINCT c.full_name FROM participation p JOIN contact c ON c.id = p.contact_id JOIN event e ON e.id = p.event_id
        WHERE e.source_id = ${ids.held} AND p.role = 'student' AND c.full_name NOT IN (SELECT full_name FROM contact WHERE kind <> 'student')`);
      expect(pupils.length).toBeGreaterThan(0);
      for (const { full_name } of pupils) expect(told).not.toContain(full_name);
      const json = await office().json(`event ${ids.held}`);
      expect(rowsOf(json, "volunteers").length).toBeGreaterThan(0);
      const students = json.facts.find(({ key }) => key === "students");
      expect(Number(students?.value)).toBeGreaterThanOrEqual(pupils.length);
      expect(json.facts.find(({ key }) => key === "X10")?.value).toBeGreaterThan(0);
      const volunteer = String(rowsOf(json, "volunteers")[0]?.name);
      expect(await office().everythingTold(`event ${ids.held}`, { at: "channel" })).not.toContain(volunteer);
    });

    it("gives the students per volunteer (M110) with the numbers behind it, and says where students come from", async () => {
      await change(sql`INSERT INTO attendance_detail (event_id, total_students, rooms, rotations, is_stem, entered_by_kind, entered_by, entered_at)
        SELECT id, 60, 3, 2, FALSE, 'human', 'U0KEVA', '2026-11-19T00:00:00.000Z' FROM event WHERE source_id = ${ids.held}`);
      const { facts } = await office().reply(`event ${ids.held}`);
      expect(facts.find(({ key }) => key === "M110")).toMatchObject({
        value: 40,
        note: expect.stringContaining("60 students ÷ 3 rooms × 2 rotations"),
      });
      expect(facts.find(({ key }) => key === "X10")).toMatchObject({ value: 60, note: "entered by hand" });
    });

    it("shows the owner with due date and note, and offers what can be done next", async () => {
      const before = await office().form(`event ${ids.coming}`);
      expect(before.fields.map(({ label }) => label)).toEqual(["Event"]);
      await change(sql`INSERT INTO event_owner (source, source_id, owner, owner_name, due_on, note, since, assigned_by)
        VALUES ('salesforce', ${ids.coming}, 'U0KEVA', 'Keva', '2026-11-22', 'ring the school', '2026-11-01T00:00:00.000Z', 'U0ADMIN')`);
      const { facts } = await office().reply(`event ${ids.coming}`);
      expect(facts.find(({ key }) => key === "owner")).toMatchObject({
        value: "Keva",
        note: "due 22 Nov 2026; ring the school",
      });
      const lines = (await office().reply(`event ${ids.coming}`)).actions.map(({ line }) => line);
      expect(lines.every((line) => line.includes(`event:${ids.coming}`))).toBe(true);
      expect(lines.some((line) => line.startsWith("claim "))).toBe(false);
      // What is in Salesforce is cancelled there (ruling W2).
      expect(lines.some((line) => line.startsWith("cancel "))).toBe(false);
    });

    it("shows who has been contacted, logged here or in Salesforce, and what was noted", async () => {
      await change(sql`INSERT INTO outreach_attempt (contact_source, contact_source_id, event_source, event_source_id, method, outcome, by, by_name, at, local_date)
        SELECT c.source, c.source_id, 'salesforce', ${ids.coming}, 'email', 'left_message', 'U0KEVA', 'Keva', '2026-11-19T15:00:00.000Z', '2026-11-19'
        FROM contact c WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND c.id = (SELECT MIN(id) FROM contact WHERE kind = 'volunteer' AND deleted_at IS NULL)`);
      await change(sql`INSERT INTO decision (kind, subject, source, source_id, value, reason, decided_by, decided_at)
        VALUES ('note', 'event', 'salesforce', ${ids.coming}, 'Park behind the gym.', NULL, 'U0KEVA', '2026-11-19T15:00:00.000Z')`);
      const json = await office().json(`event ${ids.coming}`);
      expect(rowsOf(json, "asked")).toMatchObject([
        { last: "2026-11-19", method: "E-mail", answer: "left a message", by: "Keva" },
      ]);
      expect(rowsOf(json, "decisions")).toMatchObject([{ what: "note", value: "Park behind the gym." }]);
    });

    it("says of a cancelled event that it is, and needs nothing", async () => {
      const facts = await factsOf(ids.cancelled);
      expect(facts).toMatchObject({ status: "✕ Cancelled", needs: "nothing" });
    });

    it("leads from a record that is the same event to the one that stands, and says of a deleted one that it was deleted", async () => {
      const twin = await pick(sql`e.status = 'Completed' AND e.source_id NOT IN (${ids.held}, ${ids.coming})`);
      await change(
        sql`UPDATE event SET same_as_id = (SELECT id FROM event WHERE source_id = ${ids.held}) WHERE source_id = ${twin}`,
      );
      const shown = await office().reply(`event ${twin}`);
      expect(shown.facts.find(({ key }) => key === "record")?.value).toContain(ids.held);
      expect(shown.notices.some(({ text }) => text.includes("was said to be this same event"))).toBe(true);
      expect((await office().reply(`event ${ids.held}`)).notices.some(({ text }) => text.includes(twin))).toBe(true);
      // Whoever cleans up in Salesforce deletes one of the two: the other still stands for it.
      await change(sql`UPDATE event SET deleted_at = '2026-11-19T00:00:00.000Z' WHERE source_id = ${twin}`);
      expect((await office().reply(`event ${twin}`)).facts).toEqual(shown.facts);

      await change(sql`UPDATE event SET deleted_at = '2026-11-19T00:00:00.000Z' WHERE source_id = ${ids.cancelled}`);
      const gone = await office().failure(`event ${ids.cancelled}`);
      expect([gone.code, gone.text]).toEqual(["not_found", expect.stringContaining("was deleted in Salesforce")]);
      expect((await office().failure("event zzyzx")).text).toContain("No event is called");
    });

    it("offers those that fit when several do", async () => {
      const ask = await office().ask("event career");
      expect(ask.choices.length).toBeGreaterThan(1);
      expect((await office().suggested("event", "event", "")).length).toBeGreaterThan(0);
    });
  });
});

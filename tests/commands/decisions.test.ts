import sql, { type Sql } from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

onBothEngines((engine) => {
  const office = withOffice(engine);
  const pick = async (condition: Sql, offset = 0) => {
    const [found] = await office().pool.query<{
      id: number;
      source_id: string;
      title: string;
      school: string | null;
    }>(sql`
      SELECT e.id, e.source_id, e.title, s.name AS school FROM event e LEFT JOIN school s ON s.id = e.school_id
      WHERE e.deleted_at IS NULL AND ${condition} ORDER BY e.local_date DESC, e.id LIMIT 1 OFFSET ${offset}`);
    if (!found) throw new Error("the sample has no such session");
    return found;
  };
  const lines = async (line: string, table: string) => rowsOf(await office().json(line), table);
  let cancelled: Awaited<ReturnType<typeof pick>>;
  let placed: Awaited<ReturnType<typeof pick>>;
  let counted: Awaited<ReturnType<typeof pick>>;
  let school: { name: string; source_id: string };

  beforeAll(async () => {
    cancelled = await pick(sql`e.status = 'Cancelled' AND e.cancellation_reason IS NULL`);
    placed = await pick(sql`e.format = 'in_person' AND e.status = 'Completed' AND e.school_id IS NOT NULL`);
    counted = await pick(sql`e.format = 'in_person' AND e.status = 'Completed' AND e.local_date < '2026-11-20'`, 5);
    const [other] = await office().pool.query<{ name: string; source_id: string }>(sql`
      SELECT name, source_id FROM school WHERE deleted_at IS NULL AND name <> ${placed.school}
        AND name IN (SELECT name FROM school GROUP BY name HAVING COUNT(*) = 1) ORDER BY id LIMIT 1`);
    if (!other) throw new Error("the sample has no other school");
    school = other;
    await office().reply(`cancel ${cancelled.source_id} reason:school`, { who: "U0KEVA" });
    await office().reply(`place ${placed.source_id} school:${school.source_id}`, { who: "U0LINDA" });
    await office().reply(`attendance ${counted.source_id} students:61 rooms:3 rotations:2`, { who: "U0LINDA" });
  });

  describe("decisions", () => {
    it("lists who decided what about which record, and offers Undo for each that stands", async () => {
      const answer = await office().reply("decisions");
      expect(answer.text).toBe("2 decisions: 2 stand, 0 taken back.");
      expect(answer.actions.filter(({ label }) => label.startsWith("Undo "))).toHaveLength(2);
      expect(await lines("decisions", "decisions")).toMatchObject([
        { kind: "School of an event", about: placed.title, by: "U0LINDA", state: "stands" },
        { kind: "Cancellation reason", about: cancelled.title, says: "was cancelled: School Conflict", by: "U0KEVA" },
      ]);
    });

    it("by kind, by whom and since when", async () => {
      expect(await lines("decisions kind:event_school", "decisions")).toHaveLength(1);
      expect(await lines("decisions by:<@U0KEVA>", "decisions")).toMatchObject([{ kind: "Cancellation reason" }]);
      expect(await lines("decisions since:tomorrow", "decisions")).toEqual([]);
      expect((await office().failure("decisions since:someday")).text).toContain(
        "“since:” takes a day such as 2026-11-30",
      );
    });

    it("shows what was taken back as such, and leaves it out where only those that stand are wanted", async () => {
      const kept = await office().reply(`cancel ${cancelled.source_id} reason:weather`);
      await office().reply(kept.actions[0]?.line ?? "");
      expect(await lines("decisions kind:cancellation_reason", "decisions")).toMatchObject([
        { says: "was cancelled: Weather/Snow Day", state: "taken back", undone_by: expect.stringMatching(/^U0ASKER/) },
        { says: "was cancelled: School Conflict", state: "stands" },
      ]);
      expect(await lines("decisions kind:cancellation_reason standing:yes", "decisions")).toHaveLength(1);
    });

    it("is nothing for a district viewer", async () => {
      for (const line of ["decisions", "decisions differs", "decisions enter"])
        expect(await office().failure(line, { as: "district", districts: ["KCK"] })).toMatchObject({
          code: "not_allowed",
        });
    });
  });

  describe("decisions differs, decisions enter", () => {
    const open = async (line: string, table: string) =>
      (await lines(line, table)).map(({ what, about }) => [what, about]).sort();

    it("says what stands here and what Salesforce says, with the way there", async () => {
      const differing = await lines("decisions differs", "differs");
      expect(differing).toHaveLength(3);
      for (const each of [
        { what: "Number of students", about: counted.title, ours: "61" },
        { what: "School of the event", ours: school.name, theirs: placed.school },
        { what: "Cancellation reason", ours: "School Conflict", theirs: "nothing" },
      ])
        expect(differing).toContainEqual(expect.objectContaining(each));
      const enter = await lines("decisions enter", "enter");
      expect(enter).toHaveLength(3);
      expect(enter.every(({ link }) => String(link).startsWith("https://"))).toBe(true);
      expect((await office().reply("decisions enter as:csv")).files.map(({ kind }) => kind)).toContain("csv");
    });

    it("no difference of it is what reconciliation finds", async () => {
      const answer = await office().json("reconcile Session__c", { at: "terminal" });
      expect(JSON.stringify(answer)).not.toContain(placed.source_id);
      expect(answer.tables.flatMap(({ rows }) => rows)).not.toContainEqual(expect.arrayContaining(["altered"]));
    });

    it("an entry leaves by itself once Salesforce says the same", async () => {
      const { org } = office().world;
      org.edit("Session__c", cancelled.source_id, { Cancellation_Reason__c: "School Conflict" });
      org.edit("Session__c", placed.source_id, { School__c: school.source_id });
      await office().world.sync();
      expect(await open("decisions enter", "enter")).toEqual([["Number of students", counted.title]]);
      org.edit("Session__c", counted.source_id, { Non_Scheduled_Students_Count__c: 61 });
      await office().world.sync();
      expect(await open("decisions enter", "enter")).toEqual([]);
      expect((await office().reply("decisions enter")).text).toBe("Nothing waits to be entered in Salesforce.");
      expect(await open("decisions differs", "differs")).toEqual([]);
    });

    it("lists whom somebody proposed more than three days ago and Salesforce does not have yet (ruling W3)", async () => {
      const event = await pick(sql`e.format = 'in_person' AND e.status = 'Confirmed' AND e.local_date > '2026-11-20'`);
      const [volunteer] = await office().pool.query<{ source_id: string; full_name: string }>(sql`
        SELECT source_id, full_name FROM contact WHERE kind = 'volunteer' AND deleted_at IS NULL
          AND id NOT IN (SELECT contact_id FROM participation WHERE event_id = ${event.id}) ORDER BY id LIMIT 1`);
      await office().pool.transaction((tx) =>
        tx.run(sql`INSERT INTO outreach_attempt (contact_source, contact_source_id, event_source, event_source_id, method, outcome, "by", by_name, "at", local_date)
          VALUES ('salesforce', ${volunteer?.source_id}, 'salesforce', ${event.source_id}, 'email', 'assigned', 'U1', 'Ada', '2026-11-10T15:00:00.000Z', '2026-11-10')`),
      );
      expect(await lines("decisions enter", "enter")).toMatchObject([
        { what: "Volunteer at the event", about: event.title, enter: volunteer?.full_name },
      ]);
    });
  });

  describe("skills that were taken away", () => {
    it("are each taken back by their own number, whatever was taken away after them", async () => {
      const [volunteer] = await office().pool.query<{ source_id: string }>(sql`
        SELECT c.source_id FROM contact c JOIN contact_skill k ON k.contact_id = c.id AND k.source LIKE 'salesforce%'
        WHERE c.kind = 'volunteer' AND c.deleted_at IS NULL AND NOT EXISTS (
          SELECT 1 FROM contact other WHERE other.person_id = c.person_id AND other.id <> c.id)
        GROUP BY c.id, c.source_id HAVING COUNT(*) > 1 ORDER BY c.id LIMIT 1`);
      const who = volunteer?.source_id ?? "";
      const theirs = async () => (await lines(`volunteer ${who}`, "skills")).map(({ skill }) => String(skill));
      const before = await theirs();
      const removed = before.slice(0, 2);
      for (const skill of removed) await office().reply(`skill ${who} remove:"${skill}"`);
      expect(await theirs()).toEqual(before.slice(2));
      const listed = await lines("decisions kind:skill_removed", "decisions");
      expect(listed.map(({ kind, says }) => [kind, says])).toEqual(
        removed.toReversed().map((skill) => ["Skill taken away", `does not have the skill ${skill}`]),
      );
      for (const { id } of listed.toReversed()) await office().reply(`undo ${id}`);
      expect(await theirs()).toEqual(before);
    });
  });
});

import sql, { type Sql } from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

interface Session {
  readonly id: number;
  readonly title: string;
  readonly source_id: string;
}

onBothEngines((engine) => {
  const office = withOffice(engine);
  let session: Session;
  const pick = async (condition: Sql, offset = 0): Promise<Session> => {
    const [found] = await office().pool.query<Session>(
      sql`SELECT e.id, e.title, e.source_id FROM event e WHERE e.deleted_at IS NULL AND ${condition} ORDER BY e.local_date DESC, e.id LIMIT 1 OFFSET ${offset}`,
    );
    if (!found) throw new Error("the sample has no such session");
    return found;
  };
  const HELD = sql`e.format = 'in_person' AND e.status = 'Completed' AND e.local_date < '2026-11-20'`;
  const line = (words: string, { source_id }: Session = session) => `attendance ${source_id} ${words}`;
  const standing = ({ id }: Session = session) =>
    office().pool.query<{ students: number | null; by: string }>(
      sql`SELECT total_students AS students, entered_by AS "by" FROM attendance_detail WHERE event_id = ${id} AND reversed_at IS NULL ORDER BY id`,
    );
  /** M110 of the event, as the metric has it. */
  const perVolunteer = async () => {
    const { tables } = await office().json("metric M110 3y", { at: "terminal" });
    const row = tables
      .flatMap(({ rows }) => rows)
      .find((cells) => cells.some((cell) => String(cell).includes(session.title)));
    return row ?? [];
  };
  const valuesIn = async (words: string, who?: string) => {
    const form = await office().form(words, who === undefined ? {} : { who });
    return { form, values: Object.fromEntries(form.fields.map(({ key, values }) => [key, values[0] ?? null])) };
  };

  beforeAll(async () => {
    session = await pick(HELD);
  });

  describe("attendance", () => {
    it("T30 60 students in 3 rooms with 2 rotations make 40 per volunteer; 65 make 43, rounded down; the metric says the same", async () => {
      const first = await office().reply(line("students:60 rooms:3 rotations:2"));
      expect(first.text).toContain("60 students ÷ 3 rooms × 2 rotations = 40 students per volunteer.");
      expect(first.facts.find(({ key }) => key === "M110")?.value).toBe(40);
      const second = await office().reply(line("students:65 rooms:3 rotations:2"));
      expect(second.text).toContain(
        "65 students ÷ 3 rooms × 2 rotations = 43 students per volunteer (rounded down), instead of 60 students, 3 rooms, 2 rotations.",
      );
      expect(await perVolunteer()).toContain(43);
    });

    it("keeps history; an undo brings back what stood, once, and offers the way back", async () => {
      const event = await pick(HELD, 1);
      const first = await office().reply(line("students:60 rooms:3 rotations:2", event), { who: "U0KEVA" });
      const second = await office().reply(line("students:80 rooms:4 rotations:2", event));
      const late = await office().failure(first.actions[0]?.line ?? "");
      expect(late.text).toMatch(/entered 80 students, 4 rooms, 2 rotations, which stands\. Nothing was done/);
      const undone = await office().reply(second.actions[0]?.line ?? "");
      expect(undone.text).toContain("was taken back, 60 students, 3 rooms, 2 rotations stands again.");
      expect(await standing(event)).toEqual([{ students: 60, by: "U0KEVA" }]);
      expect((await office().failure(second.actions[0]?.line ?? "")).text).toMatch(
        /was taken back by a colleague on .* already/,
      );
      expect(undone.actions[0]?.label).toBe("Enter it again");
      await office().reply(undone.actions[0]?.line ?? "");
      expect((await standing(event)).at(-1)?.students).toBe(80);
      const history = await office().json(`attendance history ${event.source_id}`);
      expect(rowsOf(history, "history").map(({ students, state }) => [students, state])).toMatchObject([
        [80, "counts"],
        [80, "taken back"],
        [60, "an earlier entry"],
      ]);
    });

    it("says what is an estimate, and why (ruling E6)", async () => {
      const event = await pick(HELD, 2);
      expect((await office().reply(line("students:60", event))).text).toContain(
        "60 students. An estimate: without rooms and rotations, a volunteer counts as meeting all of them",
      );
      expect((await office().reply(line("students:60 rooms:3", event))).text).toContain(
        "60 students, 20 in each room. An estimate: without rotations",
      );
    });

    it("warns where the count lies more than 10 % from Salesforce's headcount", async () => {
      const event = await pick(HELD, 3);
      await office().pool.transaction((tx) => tx.run(sql`UPDATE event SET headcount = 50 WHERE id = ${event.id}`));
      const far = await office().reply(line("students:60", event));
      expect(far.notices.map(({ text }) => text)).toEqual([
        "Salesforce's headcount says 50 students, more than 10 % from your 60. Yours is what counts.",
      ]);
      expect((await office().reply(line("students:55", event))).notices).toEqual([]);
    });

    it("opens a form with what stands, and shows students per volunteer before anything is saved", async () => {
      const event = await pick(HELD, 4);
      const fresh = await valuesIn(`attendance ${event.source_id}`);
      expect(fresh.values).toMatchObject({ event: event.source_id, students: null, rooms: null, rotations: null });
      expect([...(fresh.form.fields[0]?.labels?.values() ?? [])][0]).toContain(event.title);
      expect(fresh.form.fields.map(({ key }) => key)).not.toContain("standing");
      expect(fresh.form.line).toContain("standing:none");
      await office().reply(line('students:60 rooms:3 rotations:2 note:"at the door"', event));
      const again = await valuesIn(`attendance ${event.source_id}`);
      expect(again.values).toMatchObject({ students: "60", rooms: "3", rotations: "2", note: "at the door" });
      expect(again.form.preview).toContain("60 students ÷ 3 rooms × 2 rotations = 40 students per volunteer");
      expect(again.form.line).toMatch(/standing:\d+/);
    });

    it("shows the later of two people the other's numbers, and asks: nothing is lost", async () => {
      const event = await pick(HELD, 5);
      const mine = (await valuesIn(`attendance ${event.source_id}`)).form.line;
      const theirs = (await valuesIn(`attendance ${event.source_id}`)).form.line;
      await office().reply(`${theirs} students:70 rooms:7 rotations:1`, { who: "U0THEM" });
      const ask = await office().ask(`${mine} students:60 rooms:3 rotations:2`, { who: "U0ME" });
      expect(ask.text).toContain("70 students, 7 rooms, 1 rotation. Yours, not saved yet: 60 students, 3 rooms");
      expect(await standing(event)).toEqual([{ students: 70, by: "U0THEM" }]);
      const [own, other] = ask.choices;
      expect((await office().reply(other?.line ?? "")).title).toContain("Attendance:");
      const saved = await office().reply(own?.line ?? "", { who: "U0ME" });
      expect(saved.text).toContain("40 students per volunteer, instead of 70 students, 7 rooms, 1 rotation.");
      // Pressed twice, it stands already.
      expect((await office().reply(own?.line ?? "", { who: "U0ME" })).title).toBe("Attendance stands already");
    });

    it("lets one of two who save in the same moment win, and asks the other", async () => {
      const event = await pick(HELD, 6);
      const { form } = await valuesIn(`attendance ${event.source_id}`);
      const outcomes = await Promise.all([61, 62].map((students) => office().run(`${form.line} students:${students}`)));
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["ask", "reply"]);
      expect(await standing(event)).toHaveLength(1);
    });

    it("says kindly that the event was deleted while its form was open, with the numbers that were typed", async () => {
      const event = await pick(HELD, 7);
      const { form } = await valuesIn(`attendance ${event.source_id}`);
      await office().pool.transaction((tx) =>
        tx.run(sql`UPDATE event SET deleted_at = '2026-11-20T17:00:00.000Z' WHERE id = ${event.id}`),
      );
      const failure = await office().failure(`${form.line} students:60 rooms:3 rotations:2`);
      expect(failure.code).toBe("not_found");
      expect(failure.text).toContain(
        "was deleted in Salesforce, so nothing was kept. What you said: 60 students, 3 rooms, 2 rotations.",
      );
      expect(await standing(event)).toEqual([]);
    });

    it.each([
      ["students:-5", "“students:” takes a whole number from 0 to 100,000, but got “-5”."],
      ["students:60 rooms:10000", "“rooms:” takes a whole number from 1 to 500, but got “10000”."],
      ["students:many", "“students:” takes a whole number from 0 to 100,000, but got “many”."],
      ["students:12.5", "but got “12.5”."],
      ["students:60 rotations:2", "Rotations need the number of classrooms or tables beside them"],
      ["students:60 pathway:Wizardry", "“Wizardry” is no pathway. Expected one of "],
    ])("refuses %s in clear words", async (numbers, words) => {
      expect((await office().failure(line(numbers))).text).toContain(words);
    });

    it("refuses virtual, cancelled and coming events kindly", async () => {
      const cases = [
        [
          sql`e.format = 'virtual' AND e.status = 'Completed'`,
          "is virtual: its students are estimated from the teachers who came",
        ],
        [sql`e.format = 'in_person' AND e.status = 'Cancelled'`, "was cancelled"],
        [sql`e.format = 'in_person' AND e.status <> 'Cancelled' AND e.local_date > '2026-11-20'`, "is still to come"],
      ] as const;
      for (const [condition, words] of cases)
        expect((await office().failure(line("students:30", await pick(condition)))).text).toContain(words);
    });

    it("counts for the pathway it names, and no longer when it is taken back", async () => {
      const event = await pick(HELD, 8);
      const belongs = () =>
        office().pool.query<{ pathway: string }>(
          sql`SELECT pathway FROM event_pathway WHERE event_id = ${event.id} AND basis = 'attendance' ORDER BY pathway`,
        );
      const before = await belongs();
      const [name] = await office().suggested("attendance", "pathway", "");
      const kept = await office().reply(line(`students:30 pathway:"${name}"`, event));
      expect(await belongs()).toContainEqual({ pathway: name });
      await office().reply(kept.actions[0]?.line ?? "");
      expect(await belongs()).toEqual(before);
      // An entry without a pathway hides the one before it, until it is taken back.
      await office().reply(line(`students:30 pathway:"${name}"`, event));
      const later = await office().reply(line("students:31", event));
      expect(await belongs()).not.toContainEqual({ pathway: name });
      await office().reply(later.actions[0]?.line ?? "");
      expect(await belongs()).toContainEqual({ pathway: name });
    });

    it("survives syncs: the next one, and a whole one", async () => {
      const event = await pick(HELD, 9);
      await office().reply(line("students:60 rooms:3 rotations:2", event), { who: "U0KEVA" });
      office().world.org.edit("Session__c", event.source_id, { Non_Scheduled_Students_Count__c: 999 });
      await office().world.sync();
      await office().world.sync(true);
      expect(await standing(event)).toEqual([{ students: 60, by: "U0KEVA" }]);
      const history = await office().json(`attendance history ${event.source_id}`);
      expect(history.facts.map(({ key, value }) => [key, value])).toMatchObject([
        ["human", 60],
        ["sheet", null],
        ["roster", expect.anything()],
        ["headcount", 999],
      ]);
    });

    it("writes the audit log in the same transaction, and lets nobody but staff and coordinators enter", async () => {
      const event = await pick(HELD, 20);
      await office().reply(line("students:33", event), { who: "U0AUDITED" });
      const entries = await office().pool.query<{ detail: string }>(
        sql`SELECT detail FROM audit_entry WHERE actor = 'U0AUDITED' AND kind = 'write'`,
      );
      expect(entries.map(({ detail }) => JSON.parse(detail))).toMatchObject([
        { event: event.source_id, students: 33, before: null },
      ]);
      expect(await office().failure(line("students:33", event), { as: "district", districts: ["KCK"] })).toMatchObject({
        code: "not_allowed",
      });
    });
  });

  describe("spoke", () => {
    it("says what a volunteer spoke on at an event, as a count of its own, until it is taken back (ruling E8)", async () => {
      const [there] = await office().pool.query<{ who: string; name: string; event: string; other: string }>(sql`
        SELECT c.source_id AS who, c.full_name AS name, e.source_id AS event, (
          SELECT o.source_id FROM contact o WHERE o.kind = 'volunteer' AND o.deleted_at IS NULL AND o.id NOT IN (
            SELECT q.contact_id FROM participation q WHERE q.event_id = e.id) AND COALESCE(o.person_id, o.id) = o.id ORDER BY o.id DESC LIMIT 1) AS other
        FROM participation p JOIN contact c ON c.id = p.contact_id JOIN event e ON e.id = p.event_id
        WHERE p.role = 'volunteer' AND p.counts = TRUE AND e.format = 'in_person' AND c.kind = 'volunteer' AND e.deleted_at IS NULL ORDER BY p.id LIMIT 1`);
      const [pathway] = await office().suggested("spoke", "pathway", "");
      const line = `spoke ${there?.who} event:${there?.event} pathway:"${pathway}"`;
      const kept = await office().reply(line);
      expect(kept.text).toMatch(new RegExp(`^${there?.name} spoke on ${pathway} at `));
      expect((await office().reply(line)).title).toBe("So it stands already");
      const taken = await office().reply(kept.actions[0]?.line ?? "");
      expect(taken.text).toContain(`spoke on ${pathway} was taken back; that is not said any more.`);
      expect((await office().failure(line.replace(String(there?.who), String(there?.other)))).text).toContain(
        "has no part in",
      );
      expect((await office().failure(`spoke ${there?.who} event:${there?.event} pathway:Wizardry`)).text).toContain(
        "“Wizardry” is not one pathway.",
      );
    });
  });

  describe("attendance calc", () => {
    it("works out without an event, and saves nothing", async () => {
      const answer = await office().reply("attendance calc students:65 rooms:3 rotations:2 volunteers:5");
      expect(answer.text).toBe(
        "65 students ÷ 3 rooms × 2 rotations = 43 students per volunteer (rounded down). Nothing was saved.",
      );
      expect(Object.fromEntries(answer.facts.map(({ key, value }) => [key, value]))).toEqual({
        M110: 43,
        per_rotation: 21,
        X12: 215,
        X13: 65,
      });
      expect((await office().failure("attendance calc")).text).toContain("Expected numbers to work with");
    });
  });
});

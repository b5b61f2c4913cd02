import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { schoolYear } from "../../src/domain/index.js";
import { derive, takeBack } from "../../src/identity/index.js";
import { computeMetrics } from "../../src/metrics/index.js";
import { type Reply, renderJson } from "../../src/reply/index.js";
import { emailOf, writeRoster } from "../metrics/rosters.js";
import { TeacherOffice } from "../people/teacher-desk.js";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf } from "./office.js";

const PERIOD = schoolYear(2025, { today: "2026-02-15", schoolYearStartMonth: 8 });

onBothEngines((engine) => {
  let office: TeacherOffice;
  beforeAll(async () => {
    office = await TeacherOffice.open(engine);
    await office.pool.transaction(async (tx) => {
      // The rows of the fixture have ids of their own.
      if (engine === "postgresql")
        await tx.query(sql`SELECT setval(pg_get_serial_sequence('participation', 'id'), 1000)`);
      for (const [name, id] of Object.entries(office.f1.teachers))
        await tx.run(sql`INSERT INTO contact_email (contact_id, address, raw, kind)
          VALUES (CAST(${id} AS INTEGER), ${emailOf(name)}, ${emailOf(name)}, 'work')`);
    });
    await derive(office.pool, office.organization, office.now, { force: true });
  });
  afterAll(() => office.close());

  const idOf = async (name: string): Promise<string> => {
    const [row] = await office.pool.query<{ source_id: string }>(
      sql`SELECT source_id FROM contact WHERE full_name = ${name}`,
    );
    return row?.source_id ?? "";
  };
  const eventId = async (id: number): Promise<string> => {
    const [row] = await office.pool.query<{ source_id: string }>(sql`SELECT source_id FROM event WHERE id = ${id}`);
    return row?.source_id ?? "";
  };
  const figures = async (): Promise<readonly unknown[]> => {
    const { total } = await computeMetrics(office.pool, office.organization, {
      metrics: ["M70", "M71", "M72", "M73", "M80"],
      periods: [PERIOD],
      filters: [],
      today: "2026-02-15",
    });
    return ["M70", "M71", "M72", "M73", "M80"].map((id) => total.figures[id]?.[0]);
  };
  const card = async (name: string) => {
    const answer = await office.reply(`teacher ${name}`);
    return { ...renderJson(answer), sentence: answer.text };
  };
  const factOf = (json: Awaited<ReturnType<typeof card>>, key: string) =>
    json.facts.find((each) => each.key === key)?.value;
  const undoOf = (reply: Reply): string => reply.actions.find(({ label }) => label === "Undo")?.line ?? "";
  /** Takes a decision back as its Undo does. */
  const undo = async (reply: Reply): Promise<void> => {
    const id = Number(/^undo id:"?(\d+)"?$/.exec(undoOf(reply))?.[1]);
    await office.pool.transaction((tx) => takeBack(tx, id, { by: "U2", now: office.now }));
    await derive(office.pool, office.organization, office.now);
  };

  describe("teacher", () => {
    it("shows school, progress by ruling A5, sessions and how the roster row was linked", async () => {
      const json = await card("Evan");
      expect(json.sentence).toBe("Evan, School B, KCK: Achieved in SY25-26 to date, 1 of 1 attended.");
      expect(factOf(json, "status")).toBe("Achieved");
      expect([factOf(json, "M80"), factOf(json, "X70"), factOf(json, "upcoming")]).toEqual([1, 0, 1]);
      expect(rowsOf(json, "sessions").map(({ session, outcome }) => [session, outcome])).toEqual([
        ["Ask a nurse", "○ registered, still to come"],
        ["Ask an engineer", "✓ attended"],
      ]);
      expect(rowsOf(json, "roster")).toMatchObject([
        { year: "SY25-26", listed: "Evan", target: 1, attended: 1, status: "Achieved", linked: "by e-mail address" },
      ]);
    });
    it("gives a link to the teacher's own page", async () => {
      const reply = await office.reply("teacher Alice");
      const link = reply.actions.find(({ label }) => label === "Give a page link");
      expect((await office.reply(link?.line ?? "")).title).toBe("A page for Alice");
    });
    it("says who is on no roster, and which unlinked rows may be theirs", async () => {
      await writeRoster(office.pool, [
        { name: "Zack", district: office.f1.kck, school: office.f1.schools.B, email: "zack.one@example.org" },
        { name: "ZACK", district: office.f1.kck, school: office.f1.schools.A, email: "zack.two@example.org" },
      ]);
      await office.pool.transaction((tx) =>
        tx.run(sql`UPDATE roster_entry SET contact_id = NULL WHERE name_raw = 'Zack' AND email = 'zack@example.org'`),
      );
      const json = await card("Zack");
      expect(json.sentence).toBe(
        "Zack, School C, Center School District: on no roster of SY25-26 to date; 1 experience at held virtual sessions.",
      );
      expect(json.notices.map(({ text }) => text)).toContain(
        "On no roster of SY25-26. 3 unlinked rows of SY25-26 have this name or address: a person decides which is theirs.",
      );
      expect(rowsOf(json, "roster").map(({ linked }) => linked)).toEqual(
        Array.from({ length: 3 }, () => "not linked: same name or address"),
      );
    });
    it("shows nothing of it where anybody reads along", async () => {
      const open = JSON.stringify(await office.reply("teacher Alice", false));
      for (const secret of ["Alice", "School A", "Ask an engineer"]) expect(open).not.toContain(secret);
    });
    it("says what it searched when nobody fits", async () => {
      expect(await office.failure("teacher Nobody Known")).toMatch(/^not_found: No teacher fits “Nobody Known”\./);
    });
  });

  describe("override", () => {
    const REASON = 'reason:"She wrote to say so."';

    it("adds a teacher whom no source has, and figures and progress follow at once; Undo takes it back", async () => {
      const before = await figures();
      const line = `override add ${await idOf("Nora")} event:${await eventId(office.f1.events.past)} ${REASON}`;
      const reply = await office.reply(line);
      expect(reply.text).toMatch(
        /^Nora counts as attended: Ask an engineer, 7 Oct 2025, School A\. By Ada; figures and progress follow, and no import changes it\.$/,
      );
      const after = (await figures()).map(Number);
      const [, teachers = 0, , , experiences = 0] = before.map(Number);
      expect([after[1], after[4]]).toEqual([teachers + 1, experiences + 1]);
      const json = await card("Nora");
      expect(factOf(json, "status")).toBe("Achieved");
      expect(rowsOf(json, "sessions")[0]).toMatchObject({
        outcome: "✓ attended",
        put_right: "was there: She wrote to say so.",
      });
      await undo(reply);
      expect(await figures()).toEqual(before);
      const back = await card("Nora");
      expect(factOf(back, "status")).toBe("Not started");
      expect(rowsOf(back, "overrides")).toMatchObject([{ says: "was there", state: "taken back 2026-02-15" }]);
    });
    it("is called by the name of who said it", async () => {
      await office.pool.transaction((tx) => tx.run(sql`UPDATE decision SET decided_by = 'terminal'`));
      expect(rowsOf(await card("Nora"), "overrides")).toMatchObject([{ by: "the terminal" }]);
    });
    it("removes one whom the source has as attended, and adds them again", async () => {
      const before = await figures();
      const event = await eventId(office.f1.events.past);
      const removed = await office.reply(`override remove ${await idOf("Alice")} event:${event} ${REASON}`);
      const json = await card("Alice");
      expect([factOf(json, "status"), factOf(json, "M80"), factOf(json, "X70")]).toEqual(["Not started", 0, 1]);
      expect(json.sentence).toContain("0 of 1 attended, 1 no-show");
      const [first = 0, second = 0] = [Number((await figures())[4]), Number(before[4])];
      expect(first).toBe(second - 1);
      await undo(removed);
      expect(await figures()).toEqual(before);
      expect(factOf(await card("Alice"), "status")).toBe("Achieved");
    });
    it("takes an addition by a person back when it is removed", async () => {
      const before = await figures();
      const [who, event] = [await idOf("Nora"), await eventId(office.f1.events.past)];
      await office.reply(`override add ${who} event:${event} ${REASON}`);
      const removed = await office.reply(`override remove ${who} event:${event} ${REASON}`);
      expect(await figures()).toEqual(before);
      const [back] = removed.actions;
      expect(back).toMatchObject({ label: "Put it back", does: "form" });
      await undo(await office.reply(`${back?.line} ${REASON}`));
      expect(await figures()).toEqual(before);
    });
    it("is audited with ids and never with names", async () => {
      const entries = await office.pool.db.auditEntry.findMany({ where: { command: "override", outcome: "done" } });
      expect(entries.length).toBeGreaterThan(0);
      for (const { detail } of entries) {
        expect(JSON.parse(detail)).toMatchObject({ event: expect.any(String), teacher: expect.any(String) });
        expect(detail).not.toMatch(/Nora|Alice|wrote/);
      }
    });
    it.each([
      ["a reason of nine characters", "add", "Nora", "past", "ill today", "at least 10 characters"],
      ["a session that is still to come", "add", "Ian", "coming", "He told us so.", "has not taken place yet"],
      ["one who attended already", "add", "Evan", "past", "He told us so.", "is recorded as attended there already"],
      ["one who is not recorded", "remove", "Ian", "past", "He told us so.", "is not recorded as attended there"],
      ["a word that is neither", "maybe", "Ian", "past", "He told us so.", "add, remove"],
    ] as const)("refuses %s in words, and changes nothing", async (_, says, who, when, reason, said) => {
      const before = [await figures(), await office.pool.db.decision.count()];
      const event = await eventId(office.f1.events[when]);
      const failure = await office.failure(`override ${says} ${await idOf(who)} event:${event} reason:"${reason}"`);
      expect(failure).toContain(said);
      expect([await figures(), await office.pool.db.decision.count()]).toEqual(before);
    });
    it("may be done by coordinators, not by district viewers", async () => {
      const line = `override add ${await idOf("Nora")} event:${await eventId(office.f1.events.past)} ${REASON}`;
      expect((await office.run(line, "district")).kind).toBe("failed");
      const outcome = await office.run(line, "coordinator");
      if (outcome.kind !== "reply") throw new Error("expected a reply");
      await undo(outcome.reply);
    });
  });
});

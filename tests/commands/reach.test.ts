import sql from "sql-template-tag";
import { beforeAll, describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { rowsOf, withOffice } from "./office.js";

const HILLS = "Hill's Pet Nutrition";
interface Session {
  readonly title: string;
  readonly source_id: string;
}

onBothEngines((engine) => {
  const office = withOffice(engine);
  let session: Session;
  const pick = async (condition: ReturnType<typeof sql>): Promise<Session> => {
    const [found] = await office().pool.query<Session>(
      sql`SELECT e.title, e.source_id FROM event e WHERE e.deleted_at IS NULL AND ${condition} ORDER BY e.local_date DESC, e.id LIMIT 1`,
    );
    if (!found) throw new Error("the sample has no such session");
    return found;
  };
  const decisions = () =>
    office().pool.query<{ value: string; reason: string | null; decided_by: string; reversed_by: string | null }>(
      sql`SELECT value, reason, decided_by, reversed_by FROM decision WHERE kind = 'reach' AND source_id = ${session.source_id} ORDER BY id`,
    );
  /** Gives the newest sessions held in person another title. */
  const retitled = (title: string, sessions: number) =>
    office().pool.transaction((tx) =>
      tx.run(sql`UPDATE event SET title = ${title} WHERE id IN (
        SELECT id FROM event WHERE deleted_at IS NULL AND format = 'in_person' AND status = 'Completed' AND source_id <> ${session.source_id}
        ORDER BY local_date DESC, id LIMIT ${sessions})`),
    );
  /** Students of Hill's at the session, as its own report shows them, and where they come from. */
  const shown = async () => {
    const json = await office().json(`report org "${HILLS}" all`, { at: "terminal" });
    const row = rowsOf(json, "sessions").find(({ record }) => String(record).includes(session.source_id));
    return [row?.X13, row?.students_from];
  };

  beforeAll(async () => {
    session = await pick(sql`e.format = 'in_person' AND e.status = 'Completed' AND e.id IN (
      SELECT p.event_id FROM participation p JOIN organization o ON o.id = p.credited_organization_id
      WHERE o.name = ${HILLS} AND p.counts = TRUE)`);
  });

  describe("reach", () => {
    it("corrects a session's reach with a reason, in the report at once, with an undo that brings back what stood", async () => {
      const before = await shown();
      const first = await office().reply(`reach ${session.source_id} 77 reason:"counted at the door"`, {
        who: "U0KEVA",
      });
      expect(first.text).toContain(
        "reached 77 students from now on, instead of what was counted (counted at the door).",
      );
      expect(await shown()).toEqual([77, "corrected by hand"]);
      const second = await office().reply(`reach ${session.source_id} 88 reason:"the sheet was wrong"`);
      expect(second.text).toContain("reached 88 students from now on, instead of 77 students (the sheet was wrong).");
      expect(await shown()).toEqual([88, "corrected by hand"]);

      await office().reply(second.actions[0]?.line ?? "");
      expect(await shown()).toEqual([77, "corrected by hand"]);
      const taken = await office().reply(`reach ${session.source_id} remove`);
      expect(taken.text).toContain("is again what was counted, instead of 77 students.");
      expect(await shown()).toEqual(before);
      const kept = await decisions();
      expect(kept.map(({ value, reason }) => [value, reason])).toEqual([
        ["77", "counted at the door"],
        ["88", "the sheet was wrong"],
        ["77", "counted at the door"],
      ]);
      expect(kept[0]?.decided_by).toBe("U0KEVA");
      expect(kept.every(({ reversed_by }) => reversed_by !== null)).toBe(true);
    });

    it("writes it into the audit log in the same transaction, with the number before", async () => {
      await office().reply(`reach ${session.source_id} 55 reason:"counted again"`, { who: "U0AUDITED" });
      await office().reply(`reach ${session.source_id} remove`, { who: "U0AUDITED" });
      const entries = await office().pool.query<{ kind: string; detail: string }>(
        sql`SELECT kind, detail FROM audit_entry WHERE actor = 'U0AUDITED' ORDER BY id`,
      );
      expect(entries.map(({ kind, detail }) => [kind, JSON.parse(detail)])).toMatchObject([
        ["write", { event: session.source_id, before: null, students: 55 }],
        ["write", { event: session.source_id, before: 55, students: null }],
      ]);
    });

    it("undoes nothing where somebody has corrected again since", async () => {
      const mine = await office().reply(`reach ${session.source_id} 40 reason:"my count"`);
      await office().reply(`reach ${session.source_id} 41 reason:"their count"`);
      const late = await office().failure(mine.actions[0]?.line ?? "");
      expect(late.text).toContain("was changed since: now 41 students (their count) stands. Nothing was done");
      expect(await shown()).toEqual([41, "corrected by hand"]);
      await office().reply(`reach ${session.source_id} remove`);
    });

    it("takes the number behind a title; a year that ends the title is none", async () => {
      await retitled("Lonely Fair 2024", 1);
      expect((await office().reply('reach Lonely Fair 2024 30 reason:"by title"')).text).toMatch(
        /^Lonely Fair 2024, .* reached 30 students from now on/,
      );
      expect((await office().reply("reach Lonely Fair 2024 remove")).title).toBe("Correction taken back");
      expect((await office().ask('reach Lonely Fair 2024 reason:"by title"')).missing).toEqual(["students"]);
    });

    it("asks which where several sessions go by a title, and each choice is the whole line", async () => {
      await retitled("Twin Fair", 2);
      const ask = await office().ask('reach Twin Fair 30 reason:"by title"');
      expect(ask).toMatchObject({ missing: ["event"], text: "2 events fit “Twin Fair”. Which one?" });
      expect(ask.choices).toHaveLength(2);
      for (const { line } of ask.choices) expect((await office().reply(line)).title).toBe("Reach corrected");
    });

    it("asks for the session, then for the number", async () => {
      expect((await office().ask("reach")).missing).toEqual(["event"]);
      const ask = await office().ask(`reach ${session.source_id}`);
      expect(ask).toMatchObject({ missing: ["students"] });
      expect(ask.text).toContain("Say a number with a reason, or remove.");
    });

    it.each([
      ["-5", "a whole number from 0 to 100,000, but got “-5”"],
      ["12.5", "a whole number from 0 to 100,000, but got “12.5”"],
      ["250000", "a whole number from 0 to 100,000, but got “250000”"],
    ])("refuses %s in clear words", async (number, words) => {
      const failure = await office().failure(`reach ${session.source_id} ${number} reason:"a guess"`);
      expect(failure).toMatchObject({ code: "argument_invalid" });
      expect(failure.text).toContain(words);
    });

    it("refuses many as a word, a number without its reason, and nothing to take back", async () => {
      expect((await office().failure(`reach ${session.source_id} students:many reason:"a guess"`)).text).toContain(
        "but got “many”",
      );
      expect((await office().failure(`reach ${session.source_id} 30`)).text).toContain("A correction needs its reason");
      expect((await office().failure(`reach ${session.source_id} remove`)).text).toContain(
        "there is none to take back",
      );
      expect(await office().failure("reach Qwxyz 30 reason:guess")).toMatchObject({ code: "not_found" });
    });

    it("refuses sessions whose students are not counted so: virtual, cancelled, still to come", async () => {
      const cases = [
        [sql`e.format = 'virtual' AND e.status = 'Completed'`, "is virtual"],
        [sql`e.format = 'in_person' AND e.status = 'Cancelled'`, "was cancelled"],
        [sql`e.format = 'in_person' AND e.status <> 'Cancelled' AND e.local_date > '2026-11-20'`, "is still to come"],
      ] as const;
      for (const [condition, words] of cases) {
        const { source_id } = await pick(condition);
        const failure = await office().failure(`reach ${source_id} 30 reason:"a guess"`);
        expect(failure.text).toContain(words);
        expect(failure.text).toContain("Expected a session held in person.");
      }
    });

    it("lets nobody but staff and coordinators correct", async () => {
      const line = `reach ${session.source_id} 30 reason:"a guess"`;
      expect(await office().failure(line, { as: "district", districts: ["KCK"] })).toMatchObject({
        code: "not_allowed",
      });
      expect((await decisions()).filter(({ reversed_by }) => reversed_by === null)).toEqual([]);
    });
  });
});

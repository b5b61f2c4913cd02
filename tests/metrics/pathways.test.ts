import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordsBehind } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ask, EVER, figure, figuresBy, ORGANIZATION, TODAY, where, without, year } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

/** STEM in the autumn of two school years; a bank's visit of Business, and a session of none. */
function fill(small: SmallOrganization): void {
  const kck = small.district("KCK");
  const [elementary, high, other] = [
    small.school("E", kck, "Elementary"),
    small.school("H", kck, "High"),
    small.school("O", kck, "Other"),
  ];
  const pupil = (name: string, school: number, grade?: number): number =>
    small.person(name, { kind: "student", school, ...(grade === undefined ? {} : { grade }) });
  const [nina, kim, max, ida, zoe] = [
    pupil("Nina, in grade 9 today", high, 9),
    pupil("Kim, in kindergarten", elementary, 0),
    pupil("Max, of unknown grade", high),
    pupil("Ida, of unknown grade and level", other),
    pupil("Zoe, who left grade 12 a year ago", high, 12),
  ];
  const [ann, ben, eve] = [small.person("Ann"), small.person("Ben"), small.person("Eve", { excluded: true })];
  const anns = small.person("Ann again", { sameAs: ann });
  small.skill(anns, "Robotics");
  small.skill(ann, "Pwy-business & finance");
  small.skill(ben, "Robotics club");
  small.skill(eve, "Robotics");
  const before = small.event({ date: "2024-10-01", pathways: ["STEM"] });
  const now = small.event({ date: "2025-10-01", pathways: ["STEM", "Health"] });
  const bank = small.event({ date: "2025-11-01", pathways: ["Business"] });
  const none = small.event({ date: "2025-12-01" });
  const off = small.event({ date: "2025-12-05", status: "Cancelled", pathways: ["STEM"] });
  for (const event of [before, now]) for (const contact of [nina, kim]) sit(event, contact);
  for (const contact of [max, ida]) sit(now, contact);
  sit(before, zoe);
  sit(off, max);
  small.participation({ event: now, contact: max, role: "student", status: "registered" });
  for (const event of [before, now, none, off]) small.participation({ event, contact: ann });
  const speech = small.participation({ event: bank, contact: ben });
  small.spokeOn(speech, "STEM");
  small.spokeOn(speech, "Business", true);
  small.spokeOn(small.participation({ event: now, contact: eve }), "STEM");
  small.spokeOn(small.participation({ event: now, contact: ben, status: "no_show" }), "Health");
  small.attendance({ event: now, students: 65, rooms: 3, rotations: 2 });
  small.attendance({ event: bank, students: 40 });

  function sit(event: number, contact: number): void {
    small.participation({ event, contact, role: "student" });
  }
}

describe("figures of pathways and grade bands", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
    });
    afterAll(() => empty.drop());

    const bands = async (asking: object = {}) => {
      const { rows, total } = await ask(empty.pool, { metrics: ["X11"], ...asking });
      const said = rows.map(({ label, figures }) => [label, figures.X11?.at(-1)]);
      return { ...Object.fromEntries(said), total: total.figures.X11?.at(-1) };
    };

    it("X11 puts students in the band of the grade they had then, else of their school's level (E7)", async () => {
      // Nina was in grade 8 a year ago; Kim was not at school yet then, so the level of the school decides.
      expect(await bands()).toEqual({ "K-8": 2, "9-12": 3, "Level unknown": 1, total: 5 });
      expect(await bands({ periods: [year(2024)] })).toEqual({ "K-8": 2, "9-12": 1, total: 3 });
      expect(await bands({ periods: [year(2025)] })).toEqual({ "K-8": 1, "9-12": 2, "Level unknown": 1, total: 4 });
    });

    it("X11 moves with the school year of the day of asking", async () => {
      // A year on, today's grade 9 was grade 7 in the autumn of 2024 and 8 in that of 2025.
      expect(await bands({ today: "2026-09-01" })).toMatchObject({ "K-8": 2, "9-12": 2, total: 5 });
    });

    it("X11 can be cut by another dimension as well, and M10 by the band", async () => {
      const { rows } = await ask(empty.pool, { metrics: ["X11"], by: "pathway" });
      expect(rows.map(({ label, part, figures }) => [label, part?.label, figures.X11?.[0]])).toEqual(
        expect.arrayContaining([
          ["STEM", "9-12", 3],
          ["Health", "9-12", 2],
          ["Health", "Level unknown", 1],
        ]),
      );
      expect(await figuresBy(empty.pool, "M10", "band")).toEqual({ "9-12": 3, "K-8": 2, "Level unknown": 1 });
    });

    it("X114 counts attendances by name, each student once an event", async () => {
      expect(await figure(empty.pool, "X114")).toBe(7);
      expect(await figuresBy(empty.pool, "X114", "pathway")).toEqual({ STEM: 7, Health: 4, "No pathway": 0 });
    });

    it("T30 X115 divides students by rooms, rounded down, only where both are recorded", async () => {
      const { rows } = await ask(empty.pool, { metrics: ["X115"] });
      expect(rows.map(({ part, figures }) => [part?.key, figures.X115?.[0]])).toEqual([[2, 21]]);
    });

    it("X22 counts volunteers at a pathway's events, once over several", async () => {
      expect(await figuresBy(empty.pool, "X22", "pathway")).toEqual({
        STEM: 1,
        Health: 1,
        Business: 1,
        "No pathway": 0,
      });
      expect(await figure(empty.pool, "X22")).toBe(2);
    });

    it("X221 counts those who spoke on it, at whatever event; not who did not come, nor what was taken back", async () => {
      expect(await figuresBy(empty.pool, "X221", "pathway")).toEqual({ STEM: 1, "No pathway": 0 });
      expect(await figure(empty.pool, "X221", { filters: [where("pathway", "STEM")] })).toBe(1);
      expect(await figure(empty.pool, "X221", { filters: [where("pathway", "Health")] })).toBe(0);
      expect(await figure(empty.pool, "X221", { filters: [where("pathway", null)] })).toBe(0);
    });

    it("X222 counts those whose own skills carry it, over all records of a person, word for word", async () => {
      expect(await figuresBy(empty.pool, "X222", "pathway")).toEqual({ STEM: 1, Business: 1, "No pathway": 0 });
      expect(await figure(empty.pool, "X222", { filters: [where("pathway", "STEM", "Business")] })).toBe(1);
      expect(await figure(empty.pool, "X222", { filters: [without("pathway", null)] })).toBe(1);
      // "No pathway" among what is asked for lets records in that the figure itself must turn away.
      expect(await figure(empty.pool, "X222", { filters: [where("pathway", "STEM", null)] })).toBe(1);
      const none = { ...ORGANIZATION, pathways: { list: [], without: [] } };
      const asking = { metric: "X222", period: EVER, today: TODAY, page: 1, size: 10 };
      expect((await recordsBehind(empty.pool, none, asking)).rows).toEqual([]);
      expect((await recordsBehind(empty.pool, ORGANIZATION, asking)).rows).toHaveLength(3);
    });

    it("X222 goes by what staff say of a skill before the configured lists", async () => {
      const said = (skill: string, pathway: string) => ({ skill_key: skill.toLowerCase(), skill, pathway });
      const by = { set_by: "U1", set_at: "2026-02-01T00:00:00.000Z" };
      for (const each of [said("Robotics club", "Health"), said("Robotics", "Business")])
        await empty.pool.write((db) => db.skillPathway.create({ data: { ...each, ...by } }));
      expect(await figuresBy(empty.pool, "X222", "pathway")).toEqual({ Health: 1, Business: 1, "No pathway": 0 });
      expect(await figure(empty.pool, "X222", { filters: [where("pathway", "STEM")] })).toBe(0);
      await empty.pool.write((db) => db.skillPathway.deleteMany());
      expect(await figuresBy(empty.pool, "X222", "pathway")).toEqual({ STEM: 1, Business: 1, "No pathway": 0 });
    });
  });
});

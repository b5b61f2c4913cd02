import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { ask, figure, figuresBy, where } from "./asking.js";
import { inPool } from "./in-pool.js";

describe("schools, classrooms and averages (M100, M111, X14, X100)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const kck = small.district("KCK");
      const [a, b, c, d] = [
        small.school("A", kck, "High"),
        small.school("B", kck, "Middle"),
        small.school("C", kck),
        small.school("D", null),
      ];
      const sixty = small.event({ date: "2025-09-01", school: a, host: "PREP-KC" });
      const more = small.event({ date: "2025-09-02", school: a, host: "PREP-KC" });
      small.attendance({ event: sixty, students: 60, rooms: 3, rotations: 2 });
      small.attendance({ event: more, students: 65, rooms: 3, rotations: 2 });
      small.event({ date: "2026-04-01", school: b, status: "Confirmed", headcount: 90 });
      small.event({ date: "2025-09-03" });
      const cancelled = small.event({ date: "2025-09-04", school: c, status: "Cancelled" });
      small.attendance({ event: cancelled, students: 10, rooms: 1, rotations: 1 });
      const virtual = small.event({ date: "2025-09-05", school: d, format: "virtual" });
      small.attendance({ event: virtual, students: 10, rooms: 5, rotations: 1 });
    });

    it("counts schools of events that are not cancelled, and none for an event without one", async () => {
      const { total, counts } = await ask(given.pool(), { metrics: ["M100"] });
      expect(total.figures.M100).toEqual([3]);
      expect(total.notes.M100).toEqual({ still_to_come: 1, without: 1 });
      expect(counts["events of unknown school"]).toBe(1);
      expect(await figuresBy(given.pool(), "M100", "school_level")).toEqual({ High: 1, Middle: 1, Unknown: 1 });
    });

    it("averages the students per volunteer of the events that have it, unrounded", async () => {
      // 40 and 43.
      expect(await figure(given.pool(), "M111")).toBe(41.5);
      expect(await figure(given.pool(), "M111", { filters: [where("school_level", "Middle")] })).toBeNull();
    });

    it("averages the students of held sessions in person that have a number, and says how many have none", async () => {
      const { total } = await ask(given.pool(), { metrics: ["X14"] });
      expect(total.figures.X14).toEqual([62.5]);
      expect(total.notes.X14).toEqual({ uncounted: 1 });
    });

    it("adds up the classrooms of sessions in person, by host too", async () => {
      expect(await figure(given.pool(), "X100")).toBe(6);
      expect(await figuresBy(given.pool(), "X100", "host")).toEqual({ "PREP-KC": 6, Unknown: 0 });
    });
  });
});

describe("which entry stands for an event (E6)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [own, other, none] = [
        small.event({ title: "own", date: "2025-09-01" }),
        small.event({ title: "other", date: "2025-09-02", headcount: 99 }),
        small.event({ title: "none", date: "2025-09-03" }),
      ];
      small.attendance({ event: own, students: 1, at: "2026-01-01T00:00:00.000Z" });
      small.attendance({ event: own, students: 2, at: "2026-01-02T00:00:00.000Z" });
      small.attendance({ event: own, students: 3, at: "2026-01-03T00:00:00.000Z", by: "sheet" });
      small.attendance({ event: own, students: 4, at: "2026-01-04T00:00:00.000Z", reversed: true });
      const same = small.event({ date: "2025-09-01", sameAs: own });
      small.attendance({ event: same, students: 5, at: "2026-01-05T00:00:00.000Z" });
      const twin = small.event({ date: "2025-09-02", sameAs: other });
      small.attendance({ event: twin, students: 20, at: "2026-01-01T00:00:00.000Z", by: "sheet" });
      const triplet = small.event({ date: "2025-09-02", sameAs: other });
      small.attendance({ event: triplet, students: 10, at: "2026-01-01T00:00:00.000Z" });
      small.attendance({ event: small.event({ date: "2025-09-03", sameAs: none }), students: 7, reversed: true });
    });

    it("is a person's before the sheet's, then the newest, and one of another session that is the same only where it has none", async () => {
      expect(await figuresBy(given.pool(), "X10", "event")).toEqual({ own: 2, other: 10 });
    });
  });
});

describe("an event of two districts", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [one, two] = [small.district("One"), small.district("Two")];
      const school = small.school("Ours", one, "Elementary");
      const event = small.event({ date: "2025-10-01", districts: [one, two], pathways: ["STEM", "Health"] });
      small.attendance({ event, students: 80 });
      for (let place = 0; place < 12; place++)
        small.participation({
          event,
          contact: small.person(`S${place}`, { kind: "student", school }),
          role: "student",
        });
    });

    it("T29: has 80 students at it for both, and 12 from the schools of the one", async () => {
      expect(await figuresBy(given.pool(), "X10", "district")).toEqual({ One: 80, Two: 80, Unknown: 0 });
      expect(await figure(given.pool(), "X10")).toBe(80);
      expect(await figuresBy(given.pool(), "M10", "home_district")).toEqual({ One: 12, Unknown: 0 });
      expect(await figuresBy(given.pool(), "M10", "home_school")).toEqual({ Ours: 12, Unknown: 0 });
      expect(await figuresBy(given.pool(), "M10", "home_level")).toEqual({ Elementary: 12, Unknown: 0 });
    });

    it("counts in full in each of its pathways, and once in the total", async () => {
      const figures = await ask(given.pool(), { metrics: ["M60", "M10"], by: "pathway" });
      expect(figures.rows.map(({ label, figures: of }) => [label, of.M60, of.M10])).toEqual([
        ["Health", [1], [12]],
        ["STEM", [1], [12]],
        ["No pathway", [0], [0]],
      ]);
      expect(figures.total.figures).toEqual({ M60: [1], M10: [12] });
      expect(await figure(given.pool(), "M60", { filters: [where("pathway", "STEM", "Health")] })).toBe(1);
    });
  });
});

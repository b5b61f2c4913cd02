import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/reply/index.js";
import { type SchoolsAsked, schoolsReport } from "../../src/reports/index.js";
import { days, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { cells, factsOf, smallYear, tableOf } from "./district-world.js";

describe("schools by session", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let report: Reply;
    const ask = (more: Partial<SchoolsAsked> = {}) =>
      schoolsReport(empty.pool, ORGANIZATION, {
        periods: [year(2025)],
        today: TODAY,
        now: "2026-02-15T18:00:00.000Z",
        sample: false,
        ...more,
      });
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      smallYear(small);
      await small.write();
      report = await ask();
    });
    afterAll(() => empty.drop());

    it("answers in one sentence", () => {
      expect(report.text).toBe(
        "3 schools reached: 8 sessions held and 4 virtual experiences of 3 teachers, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
      expect(factsOf(report)).toMatchObject({ M100: 3, X60: 8, M80: 4, M70: 3, M10: 6, X10: 93 });
    });

    it("says unique and total beside each other, each by its name", () => {
      expect(tableOf(report, "by_school").columns.map(({ label }) => label)).toEqual([
        "School",
        "District",
        "Level",
        "Sessions held",
        "Held in person",
        "Held virtually",
        "Experiences, total",
        "Teachers, unique",
        "Students, unique",
        "Student attendances, total",
        "Volunteers, unique",
        "Engagements, total",
        "Volunteer hours",
      ]);
      expect(cells(report, "by_school")).toEqual([
        ["A High", "KCK", "High", 2, 2, 0, 3, 2, 2, 3, 2, 3, 4],
        ["B Elementary", "KCK", "Elementary", 1, 1, 0, 0, 0, 0, 0, 1, 1, 1.5],
        ["G High", "Grandview", "High", 1, 1, 0, 1, 1, 3, 3, 1, 1, 2],
        ["Unknown", null, null, 4, 2, 2, 0, 0, 5, 87, 2, 4, 5.5],
      ]);
    });

    it("has a total that was counted again: teachers and students once, however many schools", () => {
      expect(tableOf(report, "by_school").total).toEqual([
        "All, counted once",
        null,
        null,
        8,
        6,
        2,
        4,
        3,
        6,
        93,
        2,
        9,
        13,
      ]);
    });

    it("lists schools that no district has", () => {
      expect(cells(report, "without_district")).toEqual([["Paseo Middle", "Middle", 0, 0]]);
      expect(report.notices.map(({ text }) => text)).toContain(
        "1 school has no district: see “Schools without a district”.",
      );
    });

    it("keeps to its filters and is put in the order asked for", async () => {
      const high = await ask({
        filters: [where("school_level", "High")],
        sort: { key: "students", descending: false },
      });
      expect(cells(high, "by_school", ["school", "X60", "M10"])).toEqual([
        ["G High", 1, 3],
        ["A High", 2, 2],
        ["Unknown", 0, 0],
      ]);
    });

    it("is put in the order of virtual experiences or of teachers too", async () => {
      for (const [key, metric] of [
        ["experiences", "M80"],
        ["teachers", "M70"],
      ] as const) {
        const known = (rows: readonly (readonly unknown[])[]) =>
          rows.filter(([school]) => school !== "Unknown").map(([, figure]) => Number(figure));
        const busiest = known(cells(await ask({ sort: { key, descending: false } }), "by_school", ["school", metric]));
        expect(busiest).toEqual([...busiest].sort((a, b) => b - a));
        expect(new Set(busiest).size).toBeGreaterThan(1);
        const quietest = known(cells(await ask({ sort: { key, descending: true } }), "by_school", ["school", metric]));
        expect(quietest).toEqual([...busiest].reverse());
      }
    });

    it("has a row per period where several are asked for, and a last one counted again over all", async () => {
      const halves = await ask({ periods: [days("2025-08-01", "2025-11-30"), days("2025-12-01", "2026-02-15")] });
      expect(cells(halves, "by_period", ["M100", "X60", "M80", "M70", "M10"])).toEqual([
        [3, 5, 0, 0, 6],
        [1, 3, 4, 3, 0],
      ]);
      expect(tableOf(halves, "by_period").total?.slice(0, 3)).toEqual(["Together", 3, 8]);
    });

    it("says so when there is nothing", async () => {
      const nothing = await ask({ periods: [year(2010)] });
      expect(nothing.text).toMatch(/^No event is recorded in SY10-11 .* The events that are recorded fall within /);
      expect(nothing.charts).toEqual([]);
    });
  });
});

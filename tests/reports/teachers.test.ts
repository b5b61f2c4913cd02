import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilterValue } from "../../src/metrics/index.js";
import { type Reply, renderBlocks } from "../../src/reply/index.js";
import { type TeachersAsked, teachersReport } from "../../src/reports/index.js";
import { days, ORGANIZATION, year } from "../metrics/asking.js";
import { type F1, writeF1, writeRoster } from "../metrics/rosters.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";

/** A table's cells by column key. */
export function cellsOf(report: Reply, key: string) {
  const table = report.tables.find((each) => each.key === key);
  if (!table) throw new Error(`no table ${key} among ${report.tables.map((each) => each.key).join(", ")}`);
  return table.rows.map((row) => Object.fromEntries(table.columns.map((column, place) => [column.key, row[place]])));
}

onBothEngines((engine) => {
  describe("the report on a district's teachers", () => {
    let empty: EmptyPool;
    let f1: F1;
    let kck: FilterValue;
    const ask = (given: Partial<TeachersAsked> = {}) =>
      teachersReport(empty.pool, ORGANIZATION, {
        district: kck,
        schools: [],
        schoolYear: 2025,
        period: year(2025),
        by: "school",
        now: NOW,
        sample: false,
        ...given,
      });
    let report: Reply;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      f1 = await writeF1(empty.pool, small);
      kck = { key: f1.kck, label: "KCK" };
      await writeRoster(empty.pool, [{ name: "Yara", district: f1.kck, school: f1.schools.B, year: 2024 }]);
      small.synced("salesforce", "2026-02-15T08:00:00.000Z");
      await small.write();
      report = await ask();
    });
    afterAll(() => empty.drop());

    it("T1: answers in one sentence, with percent and exact dates", () => {
      expect(report.text).toBe(
        "KCK: 2 (50%) of 4 teachers on the roster have achieved the goal, 1 is in progress, 0 need review and 1 has not started, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
      expect(report.facts.map(({ key, value, note }) => [key, value, note])).toEqual([
        ["teachers", 4, undefined],
        ["schools", 2, undefined],
        ["achieved", 2, "50%"],
        ["in_progress", 1, "25%"],
        ["needs_review", 0, "0%"],
        ["not_started", 1, "25%"],
      ]);
    });

    it("T1: has a row per school and a total", () => {
      const [table] = report.tables;
      expect(table?.key).toBe("by_school");
      expect(table?.rows).toEqual([
        ["School A", 2, 1, 1, 0, 0, 0.5],
        ["School B", 2, 1, 0, 0, 1, 0.5],
      ]);
      expect(table?.total).toEqual(["Total", 4, 2, 1, 0, 1, 0.5]);
    });

    it("T1: lists the district's teachers, and nobody of another district", () => {
      expect(
        cellsOf(report, "by_teacher").map(({ school, teacher, status, attended, target, upcoming }) => [
          school,
          teacher,
          status,
          attended,
          target,
          upcoming,
        ]),
      ).toEqual([
        ["School A", "Alice", "Achieved", 1, 1, 0],
        ["School A", "Ian", "In progress", 0, 1, 1],
        ["School B", "Evan", "Achieved", 1, 1, 1],
        ["School B", "Nora", "Not started", 0, 1, 0],
      ]);
      expect(JSON.stringify(report)).not.toContain("Zack");
      expect(cellsOf(report, "by_teacher")[0]).toMatchObject({
        email: "alice@example.org",
        record: expect.stringContaining(`contact-${f1.teachers.Alice}`),
      });
    });

    it("T2: one school alone has its own teachers", async () => {
      const { text, tables, ...one } = await ask({ schools: [{ key: f1.schools.A, label: "School A" }] });
      expect(text).toMatch(/^School A of KCK: 1 \(50%\) of 2 teachers/);
      expect(cellsOf({ text, tables, ...one }, "by_teacher").map(({ teacher }) => teacher)).toEqual(["Alice", "Ian"]);
      expect(tables[0]?.total).toBeNull();
      expect(one.provenance?.filters).toEqual({ district: "KCK", school: "School A" });
    });

    it("draws teachers by school and progress, with words for who cannot see it", () => {
      const [chart] = report.charts;
      expect(chart?.takeaway).toBe("2 (50%) of 4 teachers have achieved the goal.");
      expect(chart?.altText).toContain("achieved 2, in progress 1, needs review 0 and not started 1");
    });

    it("puts teachers first or in another order on request", async () => {
      const sorted = await ask({ by: "teacher", sort: { key: "name", descending: true } });
      expect(sorted.tables.map(({ key }) => key)).toEqual(["by_teacher", "by_school", "not_on_roster"]);
      expect(cellsOf(sorted, "by_teacher").map(({ teacher }) => teacher)).toEqual(["Nora", "Ian", "Evan", "Alice"]);
    });

    it("shows names with `name`, addresses with `contact`, and figures of schools to everybody", () => {
      const sensitivities = (key: string) => [
        ...new Set(report.tables.find((table) => table.key === key)?.columns.map(({ sensitivity }) => sensitivity)),
      ];
      expect(sensitivities("by_school")).toEqual(["open"]);
      expect(sensitivities("by_teacher")).toEqual(["name", "contact"]);
      const open = JSON.stringify(
        renderBlocks(report, { holds: ["open"], timeZone: "America/Chicago", line: "report teachers kck" }),
      );
      for (const name of ["Alice", "Ian", "Evan", "Nora", "example.org"]) expect(open).not.toContain(name);
    });

    it("says which rosters there are where the year has none, and what to do", async () => {
      const earlier = await ask({ schoolYear: 2023, period: year(2023) });
      expect(earlier.text).toBe(
        "There is no roster of KCK for SY23-24. There is one for SY25-26 and SY24-25: try that year, or import this one.",
      );
      expect(earlier.facts).toEqual([]);
      expect(earlier.charts).toEqual([]);
      const nowhere = await ask({ district: { key: null, label: "Unknown" } });
      expect(nowhere.text).toMatch(/^There is no roster of Unknown for SY25-26, nor for any other year\./);
    });

    it("says that a part of the year is measured by the goal of the whole", async () => {
      const fall = await ask({ period: days("2025-08-01", "2025-12-31") });
      expect(fall.notices.map(({ text }) => text).join(" ")).toContain("The goal is that of the whole of SY25-26");
      expect(fall.facts.find(({ key }) => key === "achieved")?.value).toBe(2);
    });

    it("names who attended without being on a roster", async () => {
      const only = await ask({
        district: { key: f1.other, label: "Center School District" },
        schoolYear: 2024,
        period: year(2025),
      });
      expect(
        cellsOf(only, "not_on_roster").map(({ teacher, school, attended }) => [teacher, school, attended]),
      ).toEqual([["Zack", "School C", 1]]);
      expect(only.notices.map(({ text }) => text)).toContain(
        "1 teacher attended without being on a roster, and are not counted.",
      );
    });
  });
});

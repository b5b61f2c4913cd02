import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Reply, redact, type Table } from "../../src/reply/index.js";
import { studentsReport } from "../../src/reports/index.js";
import { days, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";
const THIS_YEAR = year(2025);

interface Story {
  readonly kck: number;
  readonly grandview: number;
  readonly a: number;
  readonly b: number;
  /** What says that S3 was absent at E1. */
  readonly absence: number;
}

/** S1–S3 at school A, S4–S5 at B; E1 at A: S1 and S2 attended, S3 was absent; E2 at B: S2, S4 and S5 attended. */
function f3(small: SmallOrganization): Story {
  const [kck, grandview] = [small.district("KCK"), small.district("Grandview")];
  const [a, b] = [small.school("School A", kck, "Elementary"), small.school("School B", kck, "High")];
  const [s1, s2, s3, s4, s5] = [
    small.person("S1 Una", { kind: "student", school: a, grade: 5 }),
    small.person("S2 Vic", { kind: "student", school: a }),
    small.person("S3 Wes", { kind: "student", school: a }),
    small.person("S4 Xia", { kind: "student", school: b }),
    small.person("S5 Yan", { kind: "student", school: b, grade: 10 }),
  ];
  const sit = (event: number, contact: number, status = "attended"): number =>
    small.participation({ event, contact, role: "student", status });
  const e1 = small.event({ date: "2025-10-01", title: "E1", school: a, districts: [kck], pathways: ["STEM"] });
  const e2 = small.event({
    date: "2025-11-03",
    title: "E2",
    type: "career_jumping",
    school: b,
    districts: [kck],
    pathways: ["STEM", "Health"],
  });
  sit(e1, s1);
  sit(e1, s2);
  const absence = sit(e1, s3, "absent");
  sit(e2, s2);
  sit(e2, s4);
  sit(e2, s5);
  small.event({ date: "2025-12-01", title: "Virtual", format: "virtual", districts: [kck] });
  return { kck, grandview, a, b, absence };
}

describe("the report on student participation", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let story: Story;
    const ask = (extra: object = {}) =>
      studentsReport(empty.pool, ORGANIZATION, {
        periods: [THIS_YEAR],
        today: TODAY,
        now: NOW,
        sample: false,
        students: true,
        ...extra,
      });
    const facts = (report: Reply) => Object.fromEntries(report.facts.map(({ key, value }) => [key, value]));
    const tableOf = (report: Reply, key: string): Table => {
      const found = report.tables.find((table) => table.key === key);
      if (!found) throw new Error(`no table ${key} among ${report.tables.map((table) => table.key).join(", ")}`);
      return found;
    };
    const rows = (report: Reply, key: string) => {
      const { rows, total } = tableOf(report, key);
      return [...rows, ...(total ? [total] : [])];
    };

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      story = f3(small);
      await small.write();
    });
    afterAll(() => empty.drop());

    it("T19 counts the unique students of F3: four in the district, two at School A, three at School B", async () => {
      const report = await ask();
      expect(facts(report)).toMatchObject({ M10: 4, X114: 5 });
      expect(rows(report, "by_school")).toEqual([
        ["School B", 3, 3],
        ["School A", 2, 2],
        ["Total", 4, 5],
      ]);
      expect(rows(await ask({ filters: [where("district", story.kck)] }), "by_district")).toEqual([
        ["KCK", 4, 5],
        ["Total", 4, 5],
      ]);
      expect(report.text).toBe(
        "4 unique students (2 in K-8, 2 in 9-12) came 5 times in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
    });

    it("tells students from a school from those at its events (E3)", async () => {
      const report = await ask();
      expect(rows(report, "by_home_school")).toEqual([
        ["School A", 2, 3],
        ["School B", 2, 2],
        ["Total", 4, 5],
      ]);
      expect(rows(report, "by_home_level")).toEqual([
        ["Elementary", 2, 3],
        ["High", 2, 2],
        ["Total", 4, 5],
      ]);
    });

    it("goes by grade band, event type and pathway; a session of two pathways counts in both", async () => {
      const report = await ask();
      expect(rows(report, "by_band")).toEqual([
        ["K-8", 2, 3],
        ["9-12", 2, 2],
        ["Total", 4, 5],
      ]);
      expect(rows(report, "by_event_type")).toEqual([
        ["Career Jumping", 3, 3],
        ["Career Fair", 2, 2],
        ["Total", 4, 5],
      ]);
      expect(rows(report, "by_pathway")).toEqual([
        ["STEM", 4, 5],
        ["Health", 3, 3],
        ["Total", 4, 5],
      ]);
    });

    it("T21 lets only the events of the format, dates and district asked for contribute", async () => {
      expect(facts(await ask({ filters: [where("format", "in_person")] }))).toMatchObject({ M10: 4 });
      expect(facts(await ask({ periods: [days("2025-10-01", "2025-10-31")] }))).toMatchObject({ M10: 2, X114: 2 });
      const other = await ask({ filters: [where("district", story.grandview)] });
      expect(facts(other)).toMatchObject({ M10: 0, X114: 0 });
      expect(other.text).toBe(
        `No student is recorded at an event in SY25-26 to date (1 Aug 2025 – 31 Jul 2026), district ${story.grandview}. Try a longer period or fewer filters.`,
      );
    });

    it("T22 gives a district viewer counts, and neither names nor ids", async () => {
      const homes = where("home_district", story.kck);
      const report = await ask({ filters: [where("district", story.kck)], homes });
      const seen = redact(report, ["open"]);
      expect(seen.facts.find(({ key }) => key === "M10")?.value).toBe(4);
      const told = JSON.stringify(seen);
      for (const name of ["Una", "Vic", "Wes", "Xia", "Yan"]) expect(told).not.toContain(name);
      expect(rows(report, "by_home_school").at(-1)).toEqual(["Total", 4, 5]);
      const elsewhere = await ask({ homes: where("home_district", story.grandview) });
      expect(rows(elsewhere, "by_home_school")).toEqual([]);
    });

    it("lists the students by name as rows of students alone", async () => {
      const { columns, rows: students } = tableOf(await ask(), "students");
      expect(columns.every(({ sensitivity }) => sensitivity === "student")).toBe(true);
      expect(students.map(([name, , school, , grade, times]) => [name, school, grade, times])).toEqual([
        ["S1 Una", "School A", 5, 1],
        ["S2 Vic", "School A", null, 2],
        ["S4 Xia", "School B", null, 1],
        ["S5 Yan", "School B", 10, 1],
      ]);
    });

    describe("once S3 turns out to have come", () => {
      beforeEach(async () => {
        await empty.pool.write((db) =>
          db.participation.update({
            where: { id: story.absence },
            data: { status: "attended", attended: true, counts: true },
          }),
        );
      });

      it("T20 counts five in the district and three at School A", async () => {
        const report = await ask();
        expect(facts(report)).toMatchObject({ M10: 5, X114: 6 });
        expect(rows(report, "by_school")).toEqual([
          ["School A", 3, 3],
          ["School B", 3, 3],
          ["Total", 5, 6],
        ]);
      });
    });
  });
});

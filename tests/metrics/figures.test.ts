import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { ask, days, figure, figuresBy, where, without, year } from "./asking.js";
import { inPool } from "./in-pool.js";

describe("students reached (M10)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const kck = small.district("KCK");
      const other = small.district("Grandview");
      const a = small.school("A", kck);
      const b = small.school("B", kck);
      const students = ["S1", "S2", "S3", "S4", "S5"].map((name) => small.person(name, { kind: "student" }));
      const [s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0] = students;
      const e1 = small.event({ date: "2025-09-10", school: a, districts: [kck] });
      const e2 = small.event({
        date: "2025-10-10",
        school: b,
        districts: [kck],
        format: "virtual",
        type: "virtual_session",
      });
      for (const contact of [s1, s2]) small.participation({ event: e1, contact, role: "student" });
      small.participation({ event: e1, contact: s3, role: "student", status: "no_show" });
      for (const contact of [s2, s4, s5]) small.participation({ event: e2, contact, role: "student" });
      return { kck, other, a, b, e1, s3 };
    });

    it("T19: counts a student once in the district and once in each school", async () => {
      const { kck } = given.ids();
      expect(await figure(given.pool(), "M10", { filters: [where("district", kck)] })).toBe(4);
      expect(await figuresBy(given.pool(), "M10", "school")).toEqual({ B: 3, A: 2, Unknown: 0 });
    });

    it("T21: lets only the events of the filter contribute", async () => {
      const { kck, other } = given.ids();
      const pool = given.pool();
      expect(await figure(pool, "M10", { filters: [where("format", "in_person")] })).toBe(2);
      expect(await figure(pool, "M10", { periods: [days("2025-10-01", "2025-10-31")] })).toBe(3);
      expect(await figure(pool, "M10", { filters: [where("district", other)] })).toBe(0);
      expect(
        await figure(pool, "M10", { filters: [where("district", kck), where("event_type", "virtual_session")] }),
      ).toBe(3);
    });

    it("T20: counts a student more when the absence becomes attendance", async () => {
      const { e1, s3, kck, a } = given.ids();
      await given.more((small) => small.participation({ event: e1, contact: s3, role: "student" }));
      expect(await figure(given.pool(), "M10", { filters: [where("district", kck)] })).toBe(5);
      expect(await figure(given.pool(), "M10", { filters: [where("school", a)] })).toBe(3);
    });
  });
});

describe("hours and volunteers (M20, M30)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const tech = small.organization("TechCorp");
      const [ann, bob, cy, out] = [
        small.person("Ann"),
        small.person("Bob"),
        small.person("Cy"),
        small.person("Excluded", { excluded: true }),
      ];
      const annToo = small.person("Ann's other record", { sameAs: ann });
      const recorded = small.event({ date: "2025-09-01", minutes: 600 });
      const zero = small.event({ date: "2025-09-02", minutes: 90 });
      const short = small.event({ date: "2025-09-03", span: 20 });
      const long = small.event({ date: "2025-09-04", span: 13 * 60 });
      const backwards = small.event({ date: "2025-09-05", span: -60 });
      const nothing = small.event({ date: "2025-09-06" });
      const cancelled = small.event({ date: "2025-09-07", status: "Cancelled" });
      const deleted = small.event({ date: "2025-09-08", deleted: true });
      small.participation({ event: recorded, contact: ann, hours: 2.5, organization: tech });
      small.participation({ event: zero, contact: annToo, organization: tech });
      small.participation({ event: short, contact: bob, organization: tech });
      small.participation({ event: long, contact: bob });
      small.participation({ event: backwards, contact: bob });
      small.participation({ event: nothing, contact: bob });
      small.participation({ event: recorded, contact: out, hours: 100, organization: tech });
      small.participation({ event: cancelled, contact: cy, hours: 5 });
      small.participation({ event: deleted, contact: cy, hours: 7 });
      small.participation({ event: recorded, contact: cy, hours: 3, status: "no_show" });
      small.participation({ event: recorded, contact: cy, hours: 9, deleted: true });
      return { ann };
    });

    it("T25: credits nothing for a cancelled event, however attended", async () => {
      expect(await figure(given.pool(), "M30", { periods: [days("2025-09-07", "2025-09-07")] })).toBe(0);
      expect(await figure(given.pool(), "M20", { periods: [days("2025-09-07", "2025-09-07")] })).toBe(0);
    });

    it("credits recorded hours, else duration, else at least one hour, never more than twelve (A2)", async () => {
      const byDay = async (day: string) => figure(given.pool(), "M30", { periods: [days(day, day)] });
      expect(await byDay("2025-09-01")).toBe(2.5);
      expect(await byDay("2025-09-02")).toBe(1.5);
      expect(await byDay("2025-09-03")).toBe(1);
      expect(await byDay("2025-09-04")).toBe(0);
      expect(await byDay("2025-09-05")).toBe(0);
      expect(await byDay("2025-09-06")).toBe(0);
    });

    it("sums the credited hours, says how many fell back, and keeps the recorded apart (X30)", async () => {
      const figures = await ask(given.pool(), { metrics: ["M30", "X30"] });
      expect(figures.total.figures).toEqual({ M30: [5], X30: [2.5] });
      expect(figures.total.notes.M30).toEqual({ fallback: 2, without: 3 });
      expect(figures.counts).toEqual({ excluded: 1, estimated: 2 });
    });

    it("counts two records of one person once, and nobody who is excluded, deleted or did not come", async () => {
      expect(await figure(given.pool(), "M20")).toBe(2);
      expect(await figure(given.pool(), "X20")).toBe(6);
    });

    it("changes nothing when a row that does not count is there twice", async () => {
      const before = await ask(given.pool(), { metrics: ["M20", "M30", "M40", "X20"] });
      await given.more((small) =>
        small.participation({ event: 1, contact: given.ids().ann, hours: 1, organization: 1, counts: false }),
      );
      expect(await ask(given.pool(), { metrics: ["M20", "M30", "M40", "X20"] })).toEqual(before);
    });
  });
});

describe("in person and virtual together", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const inPerson = small.event({ date: "2025-10-01" });
      const virtual = small.event({ date: "2025-10-02", format: "virtual" });
      for (const name of ["a", "b", "c", "d", "e"]) {
        small.participation({ event: inPerson, contact: small.person(name, { kind: "student" }), role: "student" });
      }
      const teacher = small.person("Teacher", { kind: "teacher" });
      small.participation({
        event: virtual,
        contact: teacher,
        role: "teacher",
        status: "registered",
        confirmedAt: "2025-10-02T17:00:00.000Z",
      });
      const absent = small.person("Absent", { kind: "teacher" });
      small.participation({ event: virtual, contact: absent, role: "teacher", status: "registered" });
      const [v1, v2, v3] = [small.person("V1"), small.person("V2"), small.person("V3")];
      small.participation({ event: inPerson, contact: v1, hours: 2 });
      small.participation({ event: inPerson, contact: v2, hours: 2 });
      small.participation({ event: virtual, contact: v3, hours: 1 });
    });

    it("T26: says in person 5 and virtual 25 apart, with 2 events, 3 volunteers and 5 hours", async () => {
      const { total } = await ask(given.pool(), { metrics: ["M60", "M10", "X10", "M73", "M20", "M30"] });
      expect(total.figures).toEqual({ M60: [2], M10: [5], X10: [5], M73: [25], M20: [3], M30: [5] });
    });

    it("T27: in person alone has 1 event, 5 students and 4 hours", async () => {
      const { total } = await ask(given.pool(), {
        metrics: ["M60", "M10", "M73", "M30"],
        filters: [where("format", "in_person")],
      });
      expect(total.figures).toEqual({ M60: [1], M10: [5], M73: [0], M30: [4] });
    });
  });
});

describe("students per volunteer and reach (M110, X12, X13)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [hills, twin] = [small.organization("Hill's"), small.organization("Other")];
      const sixty = small.event({ date: "2025-10-01", title: "Sixty" });
      const sixtyFive = small.event({ date: "2025-10-02", title: "Sixty-five" });
      const head = small.event({ date: "2025-10-03", title: "Headcount", headcount: 30 });
      const roster = small.event({ date: "2025-10-04", title: "Roster", headcount: 99 });
      const none = small.event({ date: "2025-10-05", title: "Nothing known" });
      const virtual = small.event({ date: "2025-10-06", title: "Virtual", format: "virtual", headcount: 40 });
      const override = small.event({ date: "2025-10-07", title: "Counted", headcount: 10 });
      small.attendance({
        event: sixty,
        students: 10,
        rooms: 1,
        rotations: 1,
        by: "sheet",
        at: "2026-02-01T00:00:00.000Z",
      });
      small.attendance({ event: sixty, students: 50, rooms: 3, rotations: 2, at: "2025-12-01T00:00:00.000Z" });
      small.attendance({ event: sixty, students: 60, rooms: 3, rotations: 2, at: "2025-12-02T00:00:00.000Z" });
      small.attendance({
        event: sixty,
        students: 999,
        rooms: 3,
        rotations: 2,
        at: "2025-12-03T00:00:00.000Z",
        reversed: true,
      });
      small.attendance({ event: sixtyFive, students: 65, rooms: 3, rotations: 2, by: "sheet" });
      small.participation({ event: roster, contact: small.person("S", { kind: "student" }), role: "student" });
      small.reachOverride(override, 17);
      const [a, b, c] = [small.person("A"), small.person("B"), small.person("C")];
      for (const event of [sixty, sixtyFive, head, roster, none, virtual, override])
        small.participation({ event, contact: a, organization: hills });
      small.participation({ event: sixty, contact: b, organization: hills });
      small.participation({ event: sixty, contact: c, organization: twin });
    });

    it("T30: is 40 for 60 students in 3 rooms with 2 rotations, and 43 for 65, rounded down", async () => {
      const figures = await ask(given.pool(), { metrics: ["M110"] });
      expect(figures.rows.map((row) => [row.label, row.figures.M110])).toEqual([
        ["Sixty-five", [43]],
        ["Sixty", [40]],
      ]);
      expect(figures.total.figures.M110).toEqual([null]);
    });

    it("adds an organisation's interactions and never reaches more students than were there (E6)", async () => {
      // Sixty: 2 volunteers × 40, of 60. Sixty-five: 43. Headcount 30, roster 1, nothing 0, counted 17.
      const figures = await ask(given.pool(), { metrics: ["X12", "X13"], by: "organisation" });
      expect(figures.rows.map((row) => [row.label, row.figures.X12, row.figures.X13])).toEqual([
        ["Hill's", [171], [151]],
        ["Other", [40], [40]],
        ["Independent", [0], [0]],
      ]);
      const alone = await ask(given.pool(), { metrics: ["X12", "X13"], filters: [where("organisation", "Hill's")] });
      expect(alone.total.figures).toEqual({ X12: [171], X13: [151] });
      expect(alone.total.notes.X13).toEqual({ estimated: 2, uncounted: 1 });
    });

    it("meets each student once in the total over organisations", async () => {
      // Sixty: 3 volunteers × 40 = 120 meetings, of 60 students.
      expect(await figure(given.pool(), "X12")).toBe(120 + 43 + 30 + 1 + 17);
      expect(await figure(given.pool(), "X13")).toBe(60 + 43 + 30 + 1 + 17);
    });

    it("counts students at events from the best source there is (X10)", async () => {
      expect(await figuresBy(given.pool(), "X10", "event")).toEqual({
        "Sixty-five": 65,
        Sixty: 60,
        Headcount: 30,
        Counted: 17,
        Roster: 1,
      });
    });
  });
});

describe("organisations (M40, E5)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [university, company, techA, techB] = [
        small.organization("University"),
        small.organization("Company"),
        small.organization("TechCorp"),
        small.organization("TechCorp"),
      ];
      const mover = small.person("Mover");
      const [t1, t2, free] = [small.person("T1"), small.person("T2"), small.person("Free")];
      const before = small.event({ date: "2024-10-01" });
      const after = small.event({ date: "2025-10-01" });
      small.participation({ event: before, contact: mover, hours: 1, organization: university });
      small.participation({ event: after, contact: mover, hours: 1, organization: company, startUnknown: true });
      const both = small.event({ date: "2025-11-01" });
      small.participation({ event: both, contact: t1, hours: 2, organization: techA });
      small.participation({ event: both, contact: t2, hours: 3, organization: techB });
      small.participation({ event: both, contact: free, hours: 4 });
      const cancelled = small.event({ date: "2025-12-01", status: "Cancelled" });
      small.participation({ event: cancelled, contact: t1, status: "registered", organization: techA });
      return { both };
    });

    it("credits the university before the move and the company after it", async () => {
      const pool = given.pool();
      expect(await figuresBy(pool, "M20", "organisation", { periods: [year(2024)] })).toEqual({
        University: 1,
        Independent: 0,
      });
      expect(await figuresBy(pool, "M20", "organisation", { periods: [year(2025)] })).toEqual({
        TechCorp: 2,
        Company: 1,
        Independent: 1,
      });
    });

    it("adds up over organisations, each participation being credited to one (E5)", async () => {
      const figures = await ask(given.pool(), { metrics: ["M30"], by: "organisation" });
      expect(figures.rows.map((row) => [row.label, row.figures.M30])).toEqual([
        ["TechCorp", [5]],
        ["Company", [1]],
        ["University", [1]],
        ["Independent", [4]],
      ]);
      expect(figures.total.figures.M30).toEqual([11]);
    });

    it("counts a name shared by two accounts as one organisation and Independent as none", async () => {
      expect(await figure(given.pool(), "M40")).toBe(3);
      expect(await figuresBy(given.pool(), "M40", "school_year")).toEqual({ "SY24-25": 1, "SY25-26": 2 });
    });

    it("counts an event of one organisation's two volunteers once, and tells cancelled ones by who had signed up", async () => {
      expect(await figuresBy(given.pool(), "X60", "organisation")).toEqual({
        Company: 1,
        TechCorp: 1,
        University: 1,
        Independent: 1,
      });
      expect(await figuresBy(given.pool(), "M63", "organisation")).toEqual({ TechCorp: 1, Independent: 0 });
    });

    it("keeps events at which no volunteer is recorded apart from those of independents", async () => {
      await given.more((small) => small.event({ date: "2023-10-01" }));
      const sy = [year(2023)];
      expect(await figuresBy(given.pool(), "M60", "organisation", { periods: sy })).toEqual({
        "No volunteer recorded": 1,
        Independent: 0,
      });
      expect(await figure(given.pool(), "M60", { periods: sy, filters: [where("organisation", "")] })).toBe(1);
      expect(await figure(given.pool(), "M60", { periods: sy, filters: [where("organisation", null)] })).toBe(0);
    });

    it("counts a no-show once however many rows say so, and apart from who came", async () => {
      await given.more((small) => {
        const missed = small.event({ date: "2022-10-01" });
        const late = small.person("Late");
        small.participation({ event: missed, contact: late, status: "no_show", organization: 1 });
        small.participation({ event: missed, contact: late, status: "no_show", organization: 1 });
        small.participation({ event: missed, contact: small.person("Ill"), status: "declined", organization: 1 });
      });
      const { total } = await ask(given.pool(), { metrics: ["X20", "X21", "X23", "X24"], periods: [year(2022)] });
      expect(total.figures).toEqual({ X20: [0], X21: [2], X23: [1], X24: [1] });
    });

    it("says how many sessions rest on an affiliation of unknown start", async () => {
      const company = await ask(given.pool(), { metrics: ["X60"], filters: [where("organisation", "Company")] });
      expect(company.total.notes.X60).toEqual({ start_unknown: 1 });
      const tech = await ask(given.pool(), { metrics: ["X60"], filters: [where("organisation", "TechCorp")] });
      expect(tech.total.notes.X60).toEqual({ start_unknown: 0 });
    });

    it("counts by volunteer only those of the organisation asked for", async () => {
      const filters = [where("organisation", "TechCorp")];
      expect(await figuresBy(given.pool(), "X60", "volunteer", { filters })).toEqual({ T1: 1, T2: 1 });
      expect(await figuresBy(given.pool(), "M30", "volunteer", { filters })).toEqual({ T2: 3, T1: 2 });
    });

    it("leaves out what -org: names, keeping those without an organisation", async () => {
      const asking = { periods: [days("2024-08-01", "2026-07-31")], filters: [without("organisation", "TechCorp")] };
      expect(await figure(given.pool(), "M30", asking)).toBe(6);
      expect(await figure(given.pool(), "M60", asking)).toBe(2);
    });
  });
});

describe("events (M60 to M63, M120) and districts (E2)", () => {
  onBothEngines((engine) => {
    const given = inPool(engine, (small) => {
      const [kck, gv] = [small.district("KCK"), small.district("Grandview")];
      const school = small.school("A", kck);
      small.event({ date: "2025-09-01", districts: [kck, gv], school });
      small.event({
        date: "2025-09-02",
        districts: [kck],
        format: "virtual",
        type: "virtual_session",
        status: "Simulcast",
      });
      small.event({ date: "2025-09-03", districts: [gv], inferred: true, status: "Confirmed" });
      small.event({ date: "2025-09-04", type: "other" });
      small.event({ date: "2026-05-01", districts: [kck], status: "Confirmed" });
      small.event({ date: "2025-09-05", districts: [kck], status: "Cancelled" });
      small.event({ date: "2026-05-02", districts: [kck], status: "Cancelled" });
      small.event({ date: "2024-09-05", districts: [kck] });
      small.event({ date: "2025-09-06", districts: [kck], deleted: true });
      return { kck, gv };
    });
    const sy = [year(2025)];

    it("counts every event that is not cancelled, and says what is still to come", async () => {
      const { total } = await ask(given.pool(), {
        metrics: ["M60", "M61", "M62", "M63", "X60", "X61", "X62"],
        periods: sy,
      });
      expect(total.figures).toEqual({ M60: [5], M61: [1], M62: [4], M63: [2], X60: [3], X61: [1], X62: [2] });
      expect(total.notes.M60).toEqual({ still_to_come: 1 });
      expect(total.notes.M61).toEqual({ still_to_come: 0 });
    });

    it("counts an event of two districts in full in each and once in the total", async () => {
      const figures = await ask(given.pool(), { metrics: ["M60"], by: "district", periods: sy });
      expect(figures.rows.map((row) => [row.label, row.figures.M60])).toEqual([
        ["KCK", [3]],
        ["Grandview", [2]],
        ["Unknown", [1]],
      ]);
      expect(figures.total.figures.M60).toEqual([5]);
      expect(figures.counts).toEqual({ "events of unknown district": 1, "events of inferred district": 1 });
    });

    it("finds any of several districts, all of them when repeated, and the unknown", async () => {
      const { kck, gv } = given.ids();
      const count = (...filters: ReturnType<typeof where>[]) => figure(given.pool(), "M60", { periods: sy, filters });
      expect(await count(where("district", kck, gv))).toBe(4);
      expect(await count(where("district", kck), where("district", gv))).toBe(1);
      expect(await count(where("district", null))).toBe(1);
      expect(await count(where("district", gv, null))).toBe(3);
      expect(await count(without("district", kck))).toBe(2);
      expect(await count(where("school", null))).toBe(4);
      expect(await count(without("school", 1))).toBe(4);
    });

    it("shows only the districts asked for, although their events have others", async () => {
      const filters = [where("district", given.ids().gv)];
      expect(await figuresBy(given.pool(), "M60", "district", { periods: sy, filters })).toEqual({ Grandview: 2 });
    });

    it("gives one column per period and one over their union, counted again", async () => {
      const figures = await ask(given.pool(), {
        metrics: ["M60", "M63"],
        periods: [year(2024), year(2025), days("2025-09-02", "2025-09-30")],
      });
      expect(figures.columns.map((column) => column.label)).toEqual([
        "SY24-25",
        "SY25-26 to date",
        "2025-09-02..2025-09-30",
        "Together",
      ]);
      expect(figures.total.figures).toEqual({ M60: [1, 5, 3, 6], M63: [0, 2, 1, 2] });
    });

    it("leaves the days between two periods out of their union", async () => {
      const figures = await ask(given.pool(), {
        metrics: ["M60"],
        periods: [days("2025-09-01", "2025-09-01"), days("2025-09-04", "2025-09-04")],
      });
      expect(figures.total.figures.M60).toEqual([1, 1, 2]);
    });

    it("gives a table of event types (M120), also by district", async () => {
      const figures = await ask(given.pool(), { metrics: ["M120"], periods: sy });
      expect(figures.rows.map((row) => [row.label, row.figures.M120])).toEqual([
        ["Career Fair", [3]],
        ["Other", [1]],
        ["Virtual Session", [1]],
      ]);
      expect(figures.total.figures.M120).toEqual([5]);
      const byDistrict = await ask(given.pool(), { metrics: ["M120"], by: "district", periods: sy });
      expect(byDistrict.rows.map((row) => [row.label, row.part?.label, row.figures.M120])).toEqual([
        ["Grandview", "Career Fair", [2]],
        ["KCK", "Career Fair", [2]],
        ["KCK", "Virtual Session", [1]],
        ["Unknown", "Other", [1]],
      ]);
      expect(byDistrict.total.figures.M120).toEqual([5]);
    });

    it("buckets by month and format", async () => {
      expect(await figuresBy(given.pool(), "M60", "month", { periods: sy })).toEqual({ "Sep 2025": 4, "May 2026": 1 });
      expect(await figuresBy(given.pool(), "M60", "format", { periods: sy })).toEqual({ "In person": 4, Virtual: 1 });
    });

    it("refuses a dimension that the metric does not declare, with the list", async () => {
      await expect(ask(given.pool(), { metrics: ["M10"], by: "volunteer" })).rejects.toThrow(
        /^M10 Unique students reached is not kept by volunteer\. Expected one of district, school, school_level, .*home_level/,
      );
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/reply/index.js";
import { type CollectiveAsked, collectiveReport, collectiveStatement } from "../../src/reports/index.js";
import { days, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { cells, factsOf, smallYear, tableOf } from "./district-world.js";

describe("the collective statement", () => {
  it("writes its numbers with thousands separators", () => {
    const figures = { M20: [1234], X61: [1000], X62: [999], M10: [12345], M73: [101000] };
    expect(collectiveStatement({ key: null, label: "Total", part: null, figures, notes: {} })).toBe(
      "1,234 unique volunteers engaged in 1,000 Connector sessions and 999 in-person sessions, reaching 12,345 unique students in person and approximately 101,000 virtually.",
    );
  });
});

describe("the collective report", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let small: SmallOrganization;
    let report: Reply;
    const ask = (more: Partial<CollectiveAsked> = {}) =>
      collectiveReport(empty.pool, ORGANIZATION, {
        periods: [year(2025)],
        today: TODAY,
        now: "2026-02-15T18:00:00.000Z",
        sample: false,
        ...more,
      });
    const texts = ({ notices }: Reply) => notices.map(({ text }) => text);
    beforeAll(async () => {
      empty = await emptyPool(engine);
      small = new SmallOrganization(empty.pool);
      smallYear(small);
      await small.write();
      report = await ask();
    });
    afterAll(() => empty.drop());

    it("says the statement word for word, ready to paste", () => {
      expect(report.text).toBe(
        "2 unique volunteers engaged in 2 Connector sessions and 6 in-person sessions, reaching 6 unique students in person and approximately 75 virtually.",
      );
      expect(report.openText).toBe(report.text);
      expect(report.title).toBe("Collective report in SY25-26 to date (1 Aug 2025 – 31 Jul 2026)");
    });

    it("has each of its figures as a fact under the metric's id, the estimate marked", () => {
      expect(factsOf(report)).toEqual({
        M20: 2,
        X61: 2,
        X62: 6,
        M10: 6,
        M73: 75,
        X60: 8,
        X10: 93,
        X20: 9,
        M30: 13,
        M40: 2,
        M70: 3,
        M80: 4,
        M100: 3,
        M63: 1,
      });
      expect(report.facts.filter(({ note }) => note === "estimate").map(({ key }) => key)).toEqual(["M73"]);
      expect(texts(report)).toContain(
        "Students reached virtually are an estimate: 3 confirmed teachers × 25. They are not added to those in person.",
      );
    });

    it("stands by district and month, the whole counted once", () => {
      expect(cells(report, "by_district", ["district", "M10", "X60", "M20", "M73"])).toEqual([
        ["KCK", 6, 6, 2, 50],
        ["Grandview", 6, 2, 2, 25],
        ["Unknown", 0, 1, 0, 0],
      ]);
      expect(tableOf(report, "by_district").total?.slice(0, 4)).toEqual(["All, counted once", 6, 8, 6]);
      expect(cells(report, "by_month", ["month", "X62", "X61"])[2]).toEqual(["2025-10", 2, 0]);
      expect(tableOf(report, "by_month").total?.slice(0, 4)).toEqual(["Total", 6, 2, 8]);
    });

    it("makes a statement per period and one together, whose people are counted again", async () => {
      const halves = await ask({ periods: [days("2025-08-01", "2025-11-30"), days("2025-12-01", "2026-02-15")] });
      expect(cells(halves, "by_period", ["M20", "X61", "X62", "M10", "M73", "statement"])).toEqual([
        [
          2,
          0,
          5,
          6,
          0,
          "2 unique volunteers engaged in 0 Connector sessions and 5 in-person sessions, reaching 6 unique students in person and approximately 0 virtually.",
        ],
        [
          2,
          2,
          1,
          0,
          75,
          "2 unique volunteers engaged in 2 Connector sessions and 1 in-person sessions, reaching 0 unique students in person and approximately 75 virtually.",
        ],
        [2, 2, 6, 6, 75, halves.text],
      ]);
    });

    it("keeps to its filters", async () => {
      const kck = await ask({ filters: [where("district", 1)] });
      expect(kck.text).toBe(
        "2 unique volunteers engaged in 2 Connector sessions and 4 in-person sessions, reaching 6 unique students in person and approximately 50 virtually.",
      );
    });

    it("says that virtual reach is not known where no teacher is confirmed, which is not 0", async () => {
      const only = small.event({ date: "2019-10-01", format: "virtual", title: "Nobody confirmed" });
      small.participation({ event: only, contact: small.person("Old"), hours: 1 });
      await small.write();
      const unknown = await ask({ periods: [year(2019)] });
      expect(unknown.text).toBe(
        "1 unique volunteers engaged in 1 Connector sessions and 0 in-person sessions, reaching 0 unique students in person and a number virtually that is not known yet.",
      );
      expect(unknown.facts.filter(({ value }) => value === null).map(({ key }) => key)).toEqual(["M73", "M70", "M80"]);
      expect(unknown.facts.find(({ key }) => key === "M73")?.note).toBeUndefined();
      expect(cells(unknown, "by_district", ["district", "M70", "M80", "M73"])).toEqual([["Unknown", null, null, null]]);
      expect(texts(unknown).filter((text) => text.includes("which is not 0"))).toEqual([
        "No teacher's attendance is confirmed at the one virtual session held: teachers, classrooms, experiences and students reached there are not known, which is not 0.",
      ]);
    });

    it("says how many may be too many, and at how many sessions nobody is confirmed (A3)", async () => {
      const crowded = small.event({ date: "2017-10-01", format: "virtual", pathful: { educators: 1 } });
      const silent = small.event({ date: "2017-10-02", format: "virtual" });
      small.tooManySignedUp(crowded);
      for (const name of ["U1", "U2"])
        small.participation({
          event: crowded,
          contact: small.person(name, { kind: "teacher" }),
          role: "teacher",
          status: "attended",
          confirmedAt: "2017-10-01T17:00:00.000Z",
        });
      small.participation({ event: silent, contact: small.person("Presenter"), hours: 1 });
      await small.write();
      const doubtful = await ask({ periods: [year(2017)] });
      expect(doubtful.text).toMatch(/and approximately 50 virtually\.$/);
      const noteOf = (id: string) => doubtful.facts.find(({ key }) => key === id)?.note;
      expect(noteOf("M70")).toBe("up to 1 too many, where more signed up than Pathful counted");
      expect(noteOf("M73")).toBe("estimate; up to 25 too many, where more signed up than Pathful counted");
      expect(texts(doubtful)).toContain(
        "No teacher is confirmed at 1 of the 2 Connector sessions held: whom those reached is in no estimate.",
      );
    });

    it("says so when there is nothing", async () => {
      const nothing = await ask({ periods: [year(2010)] });
      expect(nothing.text).toMatch(/^No event is recorded in SY10-11 \(1 Aug 2010 – 31 Jul 2011\)\. The events/);
      expect(nothing.charts).toEqual([]);
    });

    it("warns where a roster of a virtual session is among the students in person", async () => {
      const virtual = small.event({ date: "2018-10-01", format: "virtual" });
      small.participation({ event: virtual, contact: small.person("P", { kind: "student" }), role: "student" });
      await small.write();
      expect(texts(await ask({ periods: [year(2018)] }))).toContain(
        "1 student of the 1 is on the roster of a virtual session.",
      );
    });
  });
});

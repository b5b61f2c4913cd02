import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/reply/index.js";
import {
  allDistrictsReport,
  type DistrictAsked,
  districtCalled,
  districtMissing,
  districtReport,
  enterManualInput,
} from "../../src/reports/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { days, ORGANIZATION, TODAY, where, without, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { cells, factsOf, smallYear, tableOf } from "./district-world.js";

const NOW = "2026-02-15T18:00:00.000Z";
const YEAR = year(2025);

describe("a district's year-end", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let report: Reply;
    const district = (name: string) => districtCalled(empty.pool, ORGANIZATION, name);
    const ask = async (name: string, more: Partial<DistrictAsked> = {}, organization = ORGANIZATION) =>
      districtReport(empty.pool, organization, {
        district: await district(name),
        periods: [YEAR],
        today: TODAY,
        now: NOW,
        sample: false,
        ...more,
      });

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      smallYear(small);
      await small.write();
      report = await ask("KCK");
    });
    afterAll(() => empty.drop());

    it("answers in one sentence, with exact dates", () => {
      expect(report.text).toBe(
        "KCK: 6 sessions held (4 in person, 2 virtual), 6 unique students at their events and 4 from their schools, 2 volunteers giving 11 hours, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
    });

    it("gives each figure under its metric's id; students at their events and from their schools are two lines", () => {
      expect(factsOf(report)).toEqual({
        M10: 6,
        M10_home: 4,
        X10: 83,
        M20: 2,
        X20: 8,
        M30: 11,
        M40: 2,
        X60: 6,
        X62: 4,
        X61: 2,
        M63: 1,
        M100: 2,
        M70: 2,
        M71: 2,
        M72: 2,
        M80: 3,
        X70: 1,
      });
      expect(report.facts.slice(0, 2).map(({ label, metric }) => [label, metric])).toEqual([
        ["Unique students at their events", "M10"],
        ["Unique students from their schools", "M10"],
      ]);
    });

    it("T28: teachers who attended count, whoever signed up and did not come does not: 2 teachers are about 50 students", async () => {
      const estimated = await ask("KCK", { withVirtualEstimate: true });
      const fact = estimated.facts.find(({ key }) => key === "M73");
      expect([fact?.value, fact?.note]).toEqual([50, "estimate"]);
      expect(report.facts.some(({ key }) => key === "M73")).toBe(false);
    });

    it("puts virtual students beside those in person only as an estimate that says so", async () => {
      const estimated = await ask("KCK", { withVirtualEstimate: true });
      const fact = estimated.facts.find(({ key }) => key === "M10_and_M73");
      expect([fact?.value, fact?.note]).toEqual([56, "estimate: 6 unique in person + about 50 virtual"]);
    });

    it("has a line per program; a program of two event types counts each person once, and what is not kept is a gap", () => {
      expect(cells(report, "programs")).toEqual([
        ["All in person", 4, 83, 6, 2, 9.5, null, null],
        ["Career Jumping", 1, 2, 2, 1, 2, null, null],
        ["Career Speaker", 0, 0, 0, 0, 0, null, null],
        ["Career and college fairs (high-school students)", 1, null, 4, 2, 4, null, null],
        ["HealthStart", 0, 0, 0, 0, 0, null, null],
        ["BFI", 0, 0, 0, 0, 0, null, null],
        ["DIA (Data in Action)", 2, 1, 1, 2, 2.5, null, null],
        ["SLA", 0, 0, 0, 0, 0, null, null],
        ["Client Connected Project", 0, 0, 0, 0, 0, null, null],
        ["P2T", 0, 0, 0, 0, 0, null, null],
        ["P2GD", 0, 0, 0, 0, 0, null, null],
        ["Math Relays", 0, null, null, null, null, null, null],
        ["Mentoring", 0, 0, 0, 1, 1, null, null],
        ["Virtual sessions", 2, null, null, 2, 1.5, 2, 3],
      ]);
    });

    it("goes by month, also those in which nothing was, with a total that was counted again", () => {
      expect(cells(report, "by_month", ["month", "X62", "X61", "X60", "M10", "X10", "M20", "M30"])).toEqual([
        ["2025-08", 0, 0, 0, 0, 0, 0, 0],
        ["2025-09", 1, 0, 1, 2, 2, 1, 2],
        ["2025-10", 1, 0, 1, 5, 80, 2, 4],
        ["2025-11", 2, 0, 2, 1, 1, 2, 2.5],
        ["2025-12", 0, 1, 1, 0, 0, 1, 1],
        ["2026-01", 0, 1, 1, 0, 0, 1, 1.5],
        ["2026-02", 0, 0, 0, 0, 0, 0, 0],
      ]);
      expect(tableOf(report, "by_month").total).toEqual(["Total", 4, 2, 6, 6, 83, 2, 11]);
    });

    it("goes by level and school of the event, by organisation, and by the teachers' own school", () => {
      expect(cells(report, "by_school_level")).toEqual([
        ["Elementary", 1, 1],
        ["High", 1, 2],
        ["Unknown", 0, 3],
      ]);
      expect(cells(report, "by_school", ["school", "X60", "M70", "M72", "M80", "X70"])).toEqual([
        ["A High", 2, 2, 2, 3, 0],
        ["B Elementary", 1, 0, 0, 0, 1],
        ["Unknown", 3, 0, 0, 0, 0],
      ]);
      expect(tableOf(report, "by_school").total).toEqual(["Total", 6, 2, 2, 3, 1]);
      expect(cells(report, "by_organisation", ["organisation", "M30", "M20", "X20"])).toEqual([
        ["Other Co", 6, 1, 4],
        ["TechCorp", 5, 1, 4],
        ["Independent", 0, 0, 0],
      ]);
    });

    it("lists past events with what they need, to come and cancelled apart", () => {
      const columns = ["date", "session", "place", "status", "X10", "M10_home", "shared", "M20", "M30", "needs"];
      expect(cells(report, "events", columns)).toEqual([
        ["2026-01-20", "Never closed", "A High", "Confirmed", null, 0, false, 1, 1, "needs attendance"],
        ["2026-01-12", "Simulcast", null, "Simulcast", null, null, false, 1, 0.5, null],
        ["2025-12-02", "Ask an engineer", null, "Completed", null, null, false, 1, 1, null],
        ["2025-11-20", "Data day", "A High", "Completed", 1, 1, false, 1, 1, null],
        ["2025-11-05", "Nobody counted", "B Elementary", "Completed", null, 0, false, 1, 1.5, "needs attendance"],
        ["2025-10-15", "Fair of two districts", "Union Station", "Completed", 80, 3, true, 2, 4, null],
        ["2025-09-10", "Career Jumping", "A High", "Completed", 2, 2, false, 1, 2, null],
      ]);
      expect(cells(report, "upcoming", ["date", "session", "status"])).toEqual([
        ["2026-03-01", "To come", "Confirmed"],
      ]);
      expect(cells(report, "cancelled", ["date", "session", "reason"])).toEqual([
        ["2026-02-01", "Snow", "Weather/Snow Day"],
      ]);
    });

    it("says what the figures rest on", () => {
      expect(report.notices.map(({ text }) => text)).toEqual([
        "Salesforce is being read right now: figures may change in a moment.",
        "1 event is shared with other districts and counts here in full: a letter to KCK says students from their schools.",
        "Nobody counted the students at 2 in-person events: they are marked “needs attendance” and are in no number of students.",
        "1 past event is not marked Completed: who came counts, the event is not among the sessions held.",
        "1 event is still to come and not among the sessions held.",
        "Students at virtual sessions are not tracked, and their estimate is left out here.",
        "Hours of 1 engagement come from the length of the session, because none were recorded.",
        "1 event of the period has no known district and is in no district's report.",
        "The period is still under way: figures are to date.",
      ]);
      expect(report.provenance).toMatchObject({
        period: { start: "2025-08-01", end: "2026-07-31" },
        filters: { district: "KCK" },
      });
    });

    it("draws the sessions by month with a takeaway", () => {
      expect(report.charts.map(({ key, takeaway }) => [key, takeaway])).toEqual([
        ["sessions_by_month", "Most sessions were held in Nov 2025: 2 sessions."],
      ]);
    });

    it("T21: under a filter only the events that fit contribute: format, type, host and days", async () => {
      const inPerson = factsOf(await ask("KCK", { filters: [where("format", "in_person")] }));
      expect(inPerson).toMatchObject({ M10: 6, X60: 4, X61: 0, M30: 9.5, M70: 0 });
      const withoutVirtual = factsOf(await ask("KCK", { filters: [without("format", "virtual")] }));
      expect(withoutVirtual).toEqual(inPerson);
      const several = factsOf(await ask("KCK", { filters: [where("event_type", "career_jumping", "dia")] }));
      expect(several).toMatchObject({ M10: 2, M10_home: 2, X10: 3, X60: 2, M20: 1, M30: 3 });
      expect(factsOf(await ask("KCK", { filters: [where("host", "PREPKC")] }))).toMatchObject({ X60: 1, M10: 2 });
      const october = await ask("KCK", { periods: [days("2025-10-01", "2025-10-31")] });
      expect(factsOf(october)).toMatchObject({ X60: 1, M10: 5, M10_home: 4, X10: 80, M20: 2, M30: 4 });
      expect(factsOf(await ask("Grandview"))).toMatchObject({ X60: 2, M10: 6, M10_home: 2, X10: 83, M70: 1, M80: 1 });
    });

    it("counts the event types that the organisation's year-end names, and says which; types asked for go before them", async () => {
      const organization = organizationSchema.parse({ yearEnd: { eventTypes: ["career_jumping", "career_fair"] } });
      const named = await ask("KCK", {}, organization);
      expect(factsOf(named)).toMatchObject({ X60: 2, M10: 6 });
      expect(named.notices.map(({ text }) => text)).toContain(
        "Counted event types: Career Jumping and Career Fair. All others are left out.",
      );
      expect(named.provenance?.filters).toEqual({ district: "KCK", event_type: "Career Jumping or Career Fair" });
      const asked = await ask("KCK", { filters: [where("event_type", "dia")] }, organization);
      expect(factsOf(asked)).toMatchObject({ X60: 1, M10: 1 });
    });

    it("gives several periods a row each and one counted over all", async () => {
      const halves = [days("2025-08-01", "2025-10-31"), days("2025-11-01", "2026-02-15")];
      const several = await ask("KCK", { periods: halves });
      const columns = ["M10", "M10_home", "X60", "X10", "M20", "M30"];
      expect(cells(several, "by_period", columns)).toEqual([
        [6, 4, 2, 82, 2, 6],
        [1, 1, 4, 1, 2, 5],
      ]);
      const { total, columns: all } = tableOf(several, "by_period");
      expect(columns.map((key) => total?.[all.findIndex((each) => each.key === key)])).toEqual([6, 4, 6, 83, 2, 11]);
    });

    it("lists what is missing, event by event, and the numbers kept by hand that nobody entered", async () => {
      const kck = await district("KCK");
      const missing = await districtMissing(empty.pool, ORGANIZATION, {
        district: kck,
        periods: [YEAR],
        today: TODAY,
        now: NOW,
        sample: false,
      });
      expect(missing.text).toBe(
        "KCK: 3 past events lack something, and 14 numbers kept by hand are not entered, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
      expect(cells(missing, "blanks", ["missing", "date", "session"])).toEqual([
        ["number of students", "2026-01-20", "Never closed"],
        ["number of students", "2025-11-05", "Nobody counted"],
        ["status Completed", "2026-01-20", "Never closed"],
        ["school", "2025-10-15", "Fair of two districts"],
      ]);
      expect(cells(missing, "not_entered", ["what", "school_year"])[0]).toEqual([
        "Math Relays, high school",
        "SY25-26",
      ]);
      expect(cells(missing, "not_entered")).toHaveLength(14);
      const all = await districtMissing(empty.pool, ORGANIZATION, {
        district: null,
        periods: [YEAR],
        today: TODAY,
        now: NOW,
        sample: false,
      });
      expect(factsOf(all)).toEqual({ students: 2, teachers: 0, volunteers: 1, status: 1, school: 2 });
    });

    it("shows what is kept by hand beside the figures and in none of them", async () => {
      const kck = await district("KCK");
      const entry = { district: kck, schoolYear: 2025, host: null, note: null, by: "U1" };
      await empty.pool.transaction(async (tx) => {
        await enterManualInput(tx, { ...entry, kind: "math_relays_hs", value: 120, now: "2026-02-01T10:00:00.000Z" });
        await enterManualInput(tx, { ...entry, kind: "math_relays_hs", value: 125, now: "2026-02-02T10:00:00.000Z" });
        await enterManualInput(tx, {
          ...entry,
          schoolYear: 2024,
          kind: "sixth",
          value: 9,
          now: "2026-02-03T10:00:00.000Z",
        });
      });
      const beside = await ask("KCK");
      expect(cells(beside, "manual_inputs", ["kind", "value", "school_year", "host", "source"])).toEqual([
        ["Math Relays, high school", 125, "SY25-26", "every host", "manual"],
      ]);
      expect(beside.facts).toEqual(report.facts);
      expect(cells(beside, "programs")).toEqual(cells(report, "programs"));
    });

    it("says so when there is nothing, and when there was anything", async () => {
      const before = await ask("KCK", { periods: [year(2010)] });
      expect(before.text).toBe(
        "No event of KCK is recorded in SY10-11 (1 Aug 2010 – 31 Jul 2011). The events that are recorded fall within 10 Sep 2025 – 1 Mar 2026.",
      );
      expect(before.charts).toEqual([]);
      expect((await ask("Center")).text).toBe(
        "No event of Center is recorded in SY25-26 to date (1 Aug 2025 – 31 Jul 2026). No event is recorded in any year.",
      );
      await expect(district("Kck High")).rejects.toMatchObject({ code: "not_found" });
      await expect(district("unknown")).rejects.toMatchObject({ code: "argument_invalid" });
    });
  });
});

describe("the students of a shared event", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const [one, two] = [small.district("One"), small.district("Two")];
      const own = small.school("Own", one);
      const alone = small.event({ date: "2024-10-01", districts: [one] });
      small.attendance({ event: alone, students: 80 });
      const shared = small.event({ date: "2025-10-01", districts: [one, two] });
      small.attendance({ event: shared, students: 80 });
      for (const name of Array.from({ length: 12 }, (_, place) => `S${place}`)) {
        const contact = small.person(name, { kind: "student", school: own });
        small.participation({ event: shared, contact, role: "student" });
      }
      await small.write();
    });
    afterAll(() => empty.drop());

    const ask = async (name: string, first: number) =>
      districtReport(empty.pool, ORGANIZATION, {
        district: await districtCalled(empty.pool, ORGANIZATION, name),
        periods: [year(first)],
        today: TODAY,
        now: NOW,
        sample: false,
      });

    it("T29: an event of one district says its 80", async () => {
      const report = await ask("One", 2024);
      expect(factsOf(report)).toMatchObject({ X10: 80 });
      expect(cells(report, "events", ["X10", "letter", "shared"])).toEqual([[80, 80, false]]);
    });

    it("T29: shared by two it is 80 at the events of both, and 12 from the schools of one, which its letter says", async () => {
      const [one, two] = [await ask("One", 2025), await ask("Two", 2025)];
      expect(factsOf(one)).toMatchObject({ X10: 80, M10_home: 12 });
      expect(factsOf(two)).toMatchObject({ X10: 80, M10_home: 0 });
      expect(cells(one, "events", ["X10", "letter", "shared"])).toEqual([[80, 12, true]]);
    });
  });
});

describe("a district with one event in person and one virtual", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const one = small.district("One");
      const school = small.school("Own", one);
      const inPerson = small.event({ date: "2025-10-01", districts: [one], school });
      for (const name of ["S1", "S2", "S3", "S4", "S5"])
        small.participation({
          event: inPerson,
          contact: small.person(name, { kind: "student", school }),
          role: "student",
        });
      const virtual = small.event({ date: "2025-11-01", districts: [one], format: "virtual" });
      const teacher = small.person("T", { kind: "teacher", school });
      const confirmedAt = "2025-11-01T17:00:00.000Z";
      small.participation({ event: virtual, contact: teacher, role: "teacher", confirmedAt });
      small.participation({ event: inPerson, contact: small.person("Ann"), hours: 2.5 });
      small.participation({ event: inPerson, contact: small.person("Ben"), hours: 1.5 });
      small.participation({ event: virtual, contact: small.person("Cat"), hours: 1 });
      await small.write();
    });
    afterAll(() => empty.drop());

    const ask = async (more: Partial<DistrictAsked> = {}) =>
      districtReport(empty.pool, ORGANIZATION, {
        district: await districtCalled(empty.pool, ORGANIZATION, "One"),
        periods: [YEAR],
        withVirtualEstimate: true,
        today: TODAY,
        now: NOW,
        sample: false,
        ...more,
      });

    it("T26: 2 events, 5 students in person, about 25 virtual, about 30 together, 3 volunteers, 5 hours", async () => {
      expect(factsOf(await ask())).toMatchObject({ X60: 2, M10: 5, M73: 25, M10_and_M73: 30, M20: 3, M30: 5 });
    });

    it("T27: in person only, 1 event, 5 students, 4 hours", async () => {
      const inPerson = await ask({ filters: [where("format", "in_person")] });
      expect(factsOf(inPerson)).toMatchObject({ X60: 1, M10: 5, M10_and_M73: 5, M30: 4 });
    });
  });
});

describe("what a year-end does not know", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let report: Reply;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const one = small.district("One");
      const [high, unknown] = [small.school("High", one, "High"), small.school("Of no level", one)];
      const fair = small.event({ date: "2025-10-01", districts: [one], school: high });
      const college = small.event({ date: "2025-10-02", type: "college_application_fair", districts: [one] });
      for (const [name, school, event] of [
        ["S1", high, fair],
        ["S2", unknown, fair],
        ["S3", unknown, college],
      ] as const)
        small.participation({ event, contact: small.person(name, { kind: "student", school }), role: "student" });
      small.event({ date: "2025-11-01", title: "Nobody came", status: "No Show", districts: [one] });
      const connector = { type: "connector_session", format: "virtual" } as const;
      const virtual = small.event({ date: "2025-12-01", ...connector, districts: [one] });
      small.participation({ event: virtual, contact: small.person("Ann"), hours: 1 });
      await small.write();
      report = await districtReport(empty.pool, ORGANIZATION, {
        district: await districtCalled(empty.pool, ORGANIZATION, "One"),
        periods: [YEAR],
        withVirtualEstimate: true,
        today: TODAY,
        now: NOW,
        sample: false,
      });
    });
    afterAll(() => empty.drop());

    it("counts high-school students at fairs, and those whose school's level is not known on a line of their own", () => {
      const fairs = cells(report, "programs", ["program", "X60", "X10", "M10"]).filter(([program]) =>
        String(program).startsWith("Career and college fairs"),
      );
      expect(fairs).toEqual([
        ["Career and college fairs (high-school students)", 2, null, 1],
        ["Career and college fairs (high-school students): school level not known", null, null, 2],
      ]);
    });

    it("says once that virtual reach is not known, which is not 0, and gives no sum with it", () => {
      expect(report.facts.find(({ key }) => key === "M73")?.value).toBeNull();
      expect(report.facts.some(({ key }) => key === "M10_and_M73")).toBe(false);
      expect(report.notices.map(({ text }) => text).filter((text) => /virtual|teacher/i.test(text))).toEqual([
        "No teacher's attendance is confirmed at the one virtual session held: teachers, classrooms, experiences and students reached there are not known, which is not 0.",
        "No export of Pathful has been read yet, and only those say which teachers came: send one with import.",
      ]);
    });

    it("asks nothing more of an event that was closed as a no-show", () => {
      expect(cells(report, "events", ["session", "status", "needs"])).toContainEqual(["Nobody came", "No Show", null]);
      expect(report.notices.some(({ text }) => text.includes("not marked Completed"))).toBe(false);
    });

    it("leaves the estimate of a district whose teachers are not confirmed a gap, beside the others", async () => {
      const all = await allDistrictsReport(empty.pool, ORGANIZATION, {
        periods: [YEAR],
        withVirtualEstimate: true,
        today: TODAY,
        now: NOW,
        sample: false,
      });
      expect(cells(all, "by_district", ["district", "M73"])).toEqual([
        ["One", null],
        ["Unknown", 0],
      ]);
      expect(factsOf(all).M73).toBeNull();
    });
  });
});

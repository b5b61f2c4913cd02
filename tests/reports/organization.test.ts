import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Period, schoolYears } from "../../src/domain/index.js";
import type { Reply, Table } from "../../src/reply/index.js";
import { organizationReport } from "../../src/reports/index.js";
import { ORGANIZATION, TODAY, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const THREE_YEARS = schoolYears(2023, 2025, { today: TODAY, schoolYearStartMonth: 8 });
const NOW = "2026-02-15T18:00:00.000Z";

/** Hill's under two accounts of one name, with people who stay, leave, cancel and miss; and somebody of another organisation. */
function fill(small: SmallOrganization): void {
  const kck = small.district("KCK");
  const school = small.school("A", kck);
  const [hills, twin, other] = [
    small.organization("Hill's Pet Nutrition"),
    small.organization("Hill's Pet Nutrition"),
    small.organization("Other Co"),
  ];
  const [ann, ben, cat, dot, eve] = [
    small.person("Ann"),
    small.person("Ben"),
    small.person("Cat"),
    small.person("Dot"),
    small.person("Eve", { excluded: true }),
  ];
  small.affiliation({ contact: ann, organization: hills, start: "2020-01-01" });
  small.affiliation({ contact: ben, organization: twin, status: "past", start: "2020-01-01", end: "2025-06-30" });
  small.affiliation({ contact: cat, organization: hills });

  const shared = small.event({ date: "2023-10-05", title: "Career fair", school, districts: [kck] });
  small.attendance({ event: shared, students: 60, rooms: 3, rotations: 2 });
  small.participation({ event: shared, contact: ann, hours: 2, organization: hills });
  small.participation({ event: shared, contact: ben, hours: 3, organization: twin });
  small.participation({ event: shared, contact: dot, hours: 1, organization: other });
  small.participation({ event: shared, contact: eve, hours: 9, organization: hills });
  for (const pupil of ["Pat", "Quinn"])
    small.participation({ event: shared, contact: small.person(pupil, { kind: "student" }), role: "student" });
  const virtual = small.event({
    date: "2024-11-12",
    title: "Ask an engineer",
    format: "virtual",
    status: "Simulcast",
    minutes: 60,
  });
  small.participation({ event: virtual, contact: ben, organization: twin });
  const estimated = small.event({ date: "2025-09-10", title: "Headcount only", headcount: 25 });
  small.participation({ event: estimated, contact: cat, hours: 1.5, organization: hills, startUnknown: true });
  const uncounted = small.event({ date: "2025-10-01", title: "Nobody counted" });
  small.participation({ event: uncounted, contact: ann, hours: 2, organization: hills });
  const cancelled = small.event({ date: "2025-11-03", title: "Snow", status: "Cancelled", reason: "Weather/Snow Day" });
  small.participation({ event: cancelled, contact: ann, status: "registered", organization: hills });
  const missed = small.event({ date: "2025-12-04", title: "Missed" });
  small.participation({ event: missed, contact: ann, status: "no_show", organization: hills });
  small.participation({ event: missed, contact: dot, hours: 1, organization: other });
  const unmarked = small.event({ date: "2026-01-20", title: "Not marked", status: "Confirmed" });
  small.participation({ event: unmarked, contact: cat, hours: 1, organization: hills, startUnknown: true });
  const coming = small.event({ date: "2026-03-02", title: "To come", status: "Confirmed", format: "virtual" });
  small.participation({ event: coming, contact: ann, status: "confirmed", organization: hills });
  const before = small.event({ date: "2022-05-05", title: "Long ago" });
  small.participation({ event: before, contact: ann, hours: 5, organization: hills });
  small.synced("salesforce", "2026-02-15T08:00:00.000Z");
}

describe("the report on an organisation", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let report: Reply;
    const ask = (periods: readonly Period[], extra: object = {}) =>
      organizationReport(empty.pool, ORGANIZATION, {
        organizationIds: [1],
        periods,
        today: TODAY,
        now: NOW,
        sample: false,
        ...extra,
      });
    const tableOf = (key: string, reply = report): Table => {
      const found = reply.tables.find((table) => table.key === key);
      if (!found) throw new Error(`no table ${key} among ${reply.tables.map((table) => table.key).join(", ")}`);
      return found;
    };
    /** The rows' cells of the columns named. */
    const cells = (key: string, columns: readonly string[], reply = report) => {
      const table = tableOf(key, reply);
      const places = columns.map((column) => table.columns.findIndex((each) => each.key === column));
      return table.rows.map((row) => places.map((place) => row[place]));
    };

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
      await empty.pool.transaction((tx) =>
        tx.run(sql`UPDATE contact SET local_status = 'local', local_basis = 'address' WHERE full_name = 'Ann'`),
      );
      report = await ask([THREE_YEARS]);
    });
    afterAll(() => empty.drop());

    it("answers in one sentence, with exact dates", () => {
      expect(report.text).toBe(
        "Hill's Pet Nutrition: 3 volunteers gave 10.5 hours at 4 sessions (3 in person, 1 virtual) and reached about 85 students in person, in SY23-24 to SY25-26 to date (1 Aug 2023 – 31 Jul 2026). Local 1 of 3 (33%).",
      );
    });

    it("gives every figure under its metric's id, in person and virtual apart, cancelled and missed apart", () => {
      expect(Object.fromEntries(report.facts.map(({ key, value }) => [key, value]))).toEqual({
        X62: 3,
        X61: 1,
        X60: 4,
        M20: 3,
        M91: 1,
        M30: 10.5,
        X13: 85,
        M10: 2,
        M73: null,
        X12: 105,
        M63: 1,
        X23: 1,
        X24: 0,
        X26: "2022-05-05",
        X27: "2025-10-01",
        activity: "active",
      });
      const figures = report.facts.filter(({ key }) => key !== "activity");
      expect(figures.every(({ key, metric }) => key === metric)).toBe(true);
      // What the figures rest on stands in the notices; a fact has no more than a word, and its metric's unit.
      expect(report.facts.flatMap(({ key, note }) => (note === undefined ? [] : [[key, note]]))).toEqual([
        ["X62", "75% of 4"],
        ["X61", "25% of 4"],
        ["M91", "33% of 3"],
        ["X13", "estimate"],
      ]);
      expect(report.facts.find(({ key }) => key === "M20")?.unit).toBe("volunteers");
    });

    it("has a row per school year and a total counted again", () => {
      const table = tableOf("by_school_year");
      expect(table.columns.map(({ key }) => key)).toEqual([
        "school_year",
        "X62",
        "X61",
        "X60",
        "M20",
        "M30",
        "X13",
        "M10",
        "X12",
        "M73",
        "M63",
      ]);
      expect(table.rows).toEqual([
        ["SY23-24", 1, 0, 1, 2, 5, 60, 2, 80, 0, 0],
        ["SY24-25", 0, 1, 1, 1, 1, 0, 0, 0, null, 0],
        ["SY25-26 to date", 2, 0, 2, 2, 4.5, 25, null, 25, 0, 1],
      ]);
      expect(table.total).toEqual(["Total", 3, 1, 4, 3, 10.5, 85, 2, 105, null, 1]);
    });

    it("lists its volunteers with their status by date, and nobody who is excluded or of another organisation", () => {
      expect(cells("by_volunteer", ["volunteer", "status", "until", "M30", "X62", "X61", "X60", "X26", "X27"])).toEqual(
        [
          ["Ann", "Current", null, 4, 2, 0, 2, "2023-10-05", "2025-10-01"],
          ["Ben", "Former", "2025-06-30", 4, 1, 1, 2, "2023-10-05", "2024-11-12"],
          ["Cat", "Current", null, 2.5, 1, 0, 1, "2025-09-10", "2025-09-10"],
        ],
      );
      expect(tableOf("by_volunteer").columns.every(({ sensitivity }) => sensitivity === "name")).toBe(true);
    });

    it("lists the sessions held, newest first, with its own volunteers, hours and students there", () => {
      expect(
        cells("sessions", ["date", "session", "format", "school", "district", "M20", "M30", "X13", "students_from"]),
      ).toEqual([
        ["2025-10-01", "Nobody counted", "In person", null, null, 1, 2, null, "not counted"],
        ["2025-09-10", "Headcount only", "In person", null, null, 1, 1.5, 25, "estimate: all who were there"],
        ["2024-11-12", "Ask an engineer", "Virtual", null, null, 1, 1, null, "not tracked"],
        ["2023-10-05", "Career fair", "In person", "A", "KCK", 2, 5, 60, "attendance detail"],
      ]);
      expect(cells("sessions", ["record"])[0]).toEqual([
        "https://prep-kc.lightning.force.com/lightning/r/Session__c/event-4/view",
      ]);
    });

    it("shows cancelled, missed, unmarked and upcoming sessions apart", () => {
      expect(cells("cancelled", ["date", "session", "what", "reason", "X23", "X24"])).toEqual([
        ["2025-12-04", "Missed", "No-show", null, 1, 0],
        ["2025-11-03", "Snow", "Session cancelled", "Weather/Snow Day", 0, 0],
      ]);
      expect(cells("not_marked_held", ["date", "session", "status", "M20", "M30"])).toEqual([
        ["2026-01-20", "Not marked", "Confirmed", 1, 1],
      ]);
      expect(cells("missed_by_volunteer", ["volunteer", "X23", "X24"])).toEqual([["Ann", 1, 0]]);
      expect(cells("upcoming", ["date", "session", "time", "X25"])).toEqual([["2026-03-02", "To come", "10:00", 1]]);
    });

    it("says what the figures rest on", () => {
      expect(report.notices.map(({ text }) => text)).toEqual([
        "Salesforce is being read right now: figures may change in a moment.",
        "1 of 4 sessions rests on an affiliation whose start is not recorded.",
        "Students are an estimate at 1 in-person session: rooms or rotations are not recorded, so everyone there is counted.",
        "Nobody counted the students at 1 in-person session: they are not in the reach.",
        "Students reached virtually are not known: no teacher's attendance is recorded for these sessions yet.",
        "Hours of 1 engagement come from the length of the session, because none were recorded.",
        "1 session that their volunteers attended is not marked Completed: it counts in volunteers and hours, not as held.",
        "2 accounts share this name and are one organisation here.",
        'A wrong number of students is corrected by the session: reach "title or id" 80 reason:"counted at the door".',
        "The period is still under way: figures are to date.",
      ]);
      expect(report.provenance).toMatchObject({
        bible: "Metrics Bible v1.0 with rulings r1",
        period: { start: "2023-08-01", end: "2026-07-31" },
        filters: { organisation: "Hill's Pet Nutrition" },
        freshness: { salesforce: "2026-02-15T08:00:00.000Z" },
        counts: { excluded: 1 },
        asOf: NOW,
        sample: false,
      });
    });

    it("draws the sessions per school year with its takeaway and words for who cannot see it", () => {
      expect(report.charts.map(({ key, takeaway, altText }) => [key, takeaway, altText])).toEqual([
        [
          "sessions",
          "Most sessions were held in SY25-26 to date (2), fewest in SY23-24 (1).",
          "Stacked bars of sessions held with Hill's Pet Nutrition: SY23-24 1 in person and 0 virtual, SY24-25 0 in person and 1 virtual and SY25-26 to date 2 in person and 0 virtual.",
        ],
      ]);
    });

    it("is the same by either of the accounts that share the name", async () => {
      expect(await ask([THREE_YEARS], { organizationIds: [2] })).toEqual({ ...report });
    });

    it("has a row per period when several are asked for", async () => {
      const several = await ask([year(2024), year(2025)]);
      expect(tableOf("by_period", several).rows).toEqual([
        ["SY24-25", 0, 1, 1, 1, 1, 0, 0, 0, null, 0],
        ["SY25-26 to date", 2, 0, 2, 2, 4.5, 25, null, 25, 0, 1],
      ]);
      expect(tableOf("by_period", several).total).toEqual(["Total", 2, 1, 3, 3, 5.5, 25, null, 25, null, 1]);
    });

    it("says what changed from period to period, in number and in percent; nothing has no percent", async () => {
      const several = await ask([year(2023), year(2024)]);
      expect(
        cells("changes", ["figure", "from", "to", "before", "after", "change", "change_percent"], several),
      ).toEqual([
        ["In person", "SY23-24", "SY24-25", 1, 0, -1, -1],
        ["Virtual", "SY23-24", "SY24-25", 0, 1, 1, null],
        ["Sessions", "SY23-24", "SY24-25", 1, 1, 0, 0],
        ["Volunteers", "SY23-24", "SY24-25", 2, 1, -1, -0.5],
        ["Hours", "SY23-24", "SY24-25", 5, 1, -4, -0.8],
        ["Students reached", "SY23-24", "SY24-25", 60, 0, -60, -1],
        ["Unique students", "SY23-24", "SY24-25", 2, 0, -2, -1],
        ["Interactions", "SY23-24", "SY24-25", 80, 0, -80, -1],
        ["Virtual students (estimate)", "SY23-24", "SY24-25", 0, null, null, null],
        ["Cancelled", "SY23-24", "SY24-25", 0, 0, 0, null],
      ]);
      expect((await ask([year(2025)])).tables.map(({ key }) => key)).not.toContain("changes");
    });

    it("marks an organisation active, quiet or lapsed by the days since it was last there", async () => {
      const marked = async (today: string) => {
        const { facts } = await ask([THREE_YEARS], { today });
        return facts.find(({ key }) => key === "activity")?.value;
      };
      expect(await marked("2026-10-01")).toBe("active");
      expect(await marked("2026-10-02")).toBe("quiet");
      expect(await marked("2027-10-01")).toBe("quiet");
      expect(await marked("2027-10-02")).toBe("lapsed");
    });

    it("puts its tables in the order asked for", async () => {
      const byName = await ask([THREE_YEARS], { sort: { key: "name", descending: false } });
      expect(cells("sessions", ["session"], byName).flat()).toEqual([
        "Ask an engineer",
        "Career fair",
        "Headcount only",
        "Nobody counted",
      ]);
      const byLast = await ask([THREE_YEARS], { sort: { key: "last", descending: false } });
      expect(cells("by_volunteer", ["volunteer"], byLast).flat()).toEqual(["Ann", "Cat", "Ben"]);
      const turned = await ask([THREE_YEARS], { sort: { key: "last", descending: true } });
      expect(cells("by_volunteer", ["volunteer"], turned).flat()).toEqual(["Ben", "Cat", "Ann"]);
    });

    it("says so when nothing was held, and when they were last there", async () => {
      const none = await ask([year(2021)], { organizationIds: [3] });
      expect(none.text).toBe(
        "No session was held with Other Co in SY21-22 (1 Aug 2021 – 31 Jul 2022). They were last active on 4 Dec 2025.",
      );
      expect(none.charts).toEqual([]);
      expect(tableOf("sessions", none).empty).toBe(
        "No session of Other Co in SY21-22 (1 Aug 2021 – 31 Jul 2022). Try a longer period, such as 5y.",
      );
    });

    it("refuses an organisation that is gone", async () => {
      await expect(ask([THREE_YEARS], { organizationIds: [99] })).rejects.toMatchObject({ code: "not_found" });
    });
  });
});

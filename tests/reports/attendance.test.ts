import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply, Table } from "../../src/reply/index.js";
import { attendanceReport } from "../../src/reports/index.js";
import { ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";

/** Events counted in every way there is, one shared by two districts, one that nobody counted, and one to come. */
function fill(small: SmallOrganization): void {
  const [kck, center] = [small.district("KCK"), small.district("Center")];
  const a = small.school("A", kck, "High");
  const [ann, ben] = [small.person("Ann"), small.person("Ben")];
  const came = (event: number, ...people: number[]): void => {
    for (const contact of people) small.participation({ event, contact, hours: 1 });
  };
  const even = small.event({ date: "2025-10-01", title: "Even", school: a, districts: [kck] });
  small.attendance({ event: even, students: 60, rooms: 3, rotations: 2 });
  came(even, ann, ben);
  const odd = small.event({ date: "2025-10-20", title: "Odd", districts: [kck] });
  small.attendance({ event: odd, students: 65, rooms: 3, rotations: 2 });
  came(odd, ann);
  const shared = small.event({ date: "2025-11-03", title: "Shared", districts: [kck, center] });
  small.attendance({ event: shared, students: 80 });
  came(shared, ben);
  for (let own = 0; own < 12; own += 1) {
    const contact = small.person(`Pupil ${own}`, { kind: "student", school: a });
    small.participation({ event: shared, contact, role: "student" });
  }
  const uncounted = small.event({ date: "2025-12-02", title: "Uncounted", districts: [center] });
  came(uncounted, ann);
  const video = small.event({ date: "2026-01-12", title: "Video", format: "virtual" });
  came(video, ben);
  const off = small.event({ date: "2026-01-20", title: "Snow", status: "Cancelled" });
  small.attendance({ event: off, students: 30, rooms: 1, rotations: 1 });
  small.event({ date: "2026-03-02", title: "To come", status: "Confirmed", headcount: 40 });
}

describe("the report on attendance", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    const ask = (extra: object = {}) =>
      attendanceReport(empty.pool, ORGANIZATION, {
        periods: [year(2025)],
        today: TODAY,
        now: NOW,
        sample: false,
        ...extra,
      });
    const facts = (report: Reply) => Object.fromEntries(report.facts.map(({ key, value }) => [key, value]));
    const tableOf = (report: Reply, key: string): Table => {
      const found = report.tables.find((table) => table.key === key);
      if (!found) throw new Error(`no table ${key} among ${report.tables.map((table) => table.key).join(", ")}`);
      return found;
    };
    const cells = (report: Reply, key: string, columns: readonly string[]) => {
      const { columns: there, rows, total } = tableOf(report, key);
      const places = columns.map((column) => there.findIndex((each) => each.key === column));
      return [...rows, ...(total ? [total] : [])].map((row) => places.map((place) => row[place]));
    };

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
    });
    afterAll(() => empty.drop());

    it("T30 gives 60 students in 3 rooms with 2 rotations as 40 per volunteer, and 65 as 43, rounded down", async () => {
      const columns = ["event", "X10", "rooms", "rotations", "X115", "M110"];
      expect(cells(await ask(), "events", columns).filter(([event]) => event === "Even" || event === "Odd")).toEqual([
        ["Odd", 65, 3, 2, 21, 43],
        ["Even", 60, 3, 2, 20, 40],
      ]);
    });

    it("T29 counts 80 students at an event in each of its two districts, and once in the total", async () => {
      const report = await ask();
      expect(cells(report, "by_district", ["district", "X60", "X10"])).toEqual([
        ["KCK", 3, 205],
        ["Center", 2, 80],
        ["Unknown", 1, 0],
        ["Total", 5, 205],
      ]);
      expect(facts(await ask({ filters: [where("district", 2)] }))).toMatchObject({ X10: 80, M10: 12 });
    });

    it("lists every event until today that was held, newest first, with what is missing", async () => {
      expect(cells(await ask(), "events", ["date", "event", "districts", "M20", "X10", "M10", "missing"])).toEqual([
        ["2026-01-12", "Video", null, 1, null, null, null],
        ["2025-12-02", "Uncounted", "Center", 1, null, null, "students, rooms and rotations"],
        ["2025-11-03", "Shared", "Center, KCK", 1, 80, 12, "rooms and rotations"],
        ["2025-10-20", "Odd", "KCK", 1, 65, null, null],
        ["2025-10-01", "Even", "KCK", 2, 60, null, null],
        [null, "Total", null, 2, 205, 12, null],
      ]);
    });

    it("says totals, uniques and averages, and in words what nobody counted", async () => {
      const report = await ask();
      expect(facts(report)).toMatchObject({ X60: 5, X62: 4, X61: 1, M20: 2, X20: 6, M10: 12, X100: 6, M111: 41.5 });
      expect(report.text).toBe(
        "5 events with 2 volunteers and 205 student attendances in person, 41.5 students per volunteer on average, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
      expect(report.notices.map(({ text }) => text)).toEqual(
        expect.arrayContaining([
          "Nobody counted the students at 1 in-person event.",
          "Rooms or rotations are not recorded for 2 in-person events: they have no students per volunteer and are in no average.",
          "Students of 1 virtual event are not on any roster.",
        ]),
      );
    });

    it("T21 keeps to the format, dates and types asked for", async () => {
      const events = async (extra: object) => cells(await ask(extra), "events", ["event"]).flat();
      expect(await events({ filters: [where("format", "virtual")] })).toEqual(["Video", "Total"]);
      expect(await events({ filters: [where("event_type", "bfi")] })).toEqual(["Total"]);
    });

    it("says so where there is nothing", async () => {
      const report = await ask({ periods: [year(2015)] });
      expect(report.text).toBe(
        "No event was held or attended in SY15-16 (1 Aug 2015 – 31 Jul 2016). Try a longer period or fewer filters.",
      );
      expect(report.charts).toEqual([]);
    });

    it("can be put in order by students per volunteer", async () => {
      const report = await ask({ sort: { key: "ratio", descending: false } });
      expect(cells(report, "events", ["event"]).flat().slice(0, 2)).toEqual(["Odd", "Even"]);
    });
  });
});

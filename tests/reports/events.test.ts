import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/reply/index.js";
import { type EventsAsked, eventsReport, type UpcomingAsked, upcomingReport } from "../../src/reports/index.js";
import { days, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { cells, factsOf, smallYear, tableOf } from "./district-world.js";

const asked = { today: TODAY, now: "2026-02-15T18:00:00.000Z", sample: false };

describe("events by type, month and district", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let report: Reply;
    const ask = (more: Partial<EventsAsked> = {}) =>
      eventsReport(empty.pool, ORGANIZATION, { periods: [year(2025)], ...asked, ...more });
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      smallYear(small);
      await small.write();
      report = await ask();
    });
    afterAll(() => empty.drop());

    it("answers in one sentence; what is to come is said", () => {
      expect(report.text).toBe(
        "10 events, 8 of them held, and 1 cancelled event, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
      expect(factsOf(report)).toEqual({ M60: 10, M62: 8, M61: 2, X60: 8, X62: 6, X61: 2, M63: 1 });
      expect(report.facts[0]?.note).toBe("of which still to come: 1");
    });

    it("counts by the three: an event of two districts is in both and once in the total", () => {
      expect(cells(report, "by_event_type")).toEqual([
        ["Career Fair", 2, 2, 0, 2, 2, 0, 0],
        ["Connector Session", 2, 0, 2, 2, 0, 2, 0],
        ["Mentoring", 2, 2, 0, 0, 0, 0, 1],
        ["Career Jumping", 1, 1, 0, 1, 1, 0, 0],
        ["DIA (Data in Action)", 1, 1, 0, 1, 1, 0, 0],
        ["DIA - Classroom Speaker", 1, 1, 0, 1, 1, 0, 0],
        ["P2T", 1, 1, 0, 1, 1, 0, 0],
      ]);
      expect(cells(report, "by_month", ["month", "M60", "X60", "M63"])).toEqual([
        ["2025-08", 0, 0, 0],
        ["2025-09", 1, 1, 0],
        ["2025-10", 2, 2, 0],
        ["2025-11", 2, 2, 0],
        ["2025-12", 2, 2, 0],
        ["2026-01", 2, 1, 0],
        ["2026-02", 0, 0, 1],
        ["2026-03", 1, 0, 0],
      ]);
      expect(cells(report, "by_district", ["district", "M60", "X60", "M63"])).toEqual([
        ["KCK", 8, 6, 1],
        ["Grandview", 2, 2, 0],
        ["Unknown", 1, 1, 0],
      ]);
      expect(tableOf(report, "by_district").total).toEqual(["All, counted once", 10, 8, 2, 8, 6, 2, 1]);
    });

    it("lists every event, newest first; students that nobody counted are a gap", () => {
      expect(cells(report, "events", ["date", "session", "district", "status", "M20", "X10"])).toEqual([
        ["2026-03-01", "To come", "KCK", "Confirmed", 0, null],
        ["2026-02-01", "Snow", "KCK", "Cancelled", 0, null],
        ["2026-01-20", "Never closed", "KCK", "Confirmed", 1, null],
        ["2026-01-12", "Simulcast", "KCK", "Simulcast", 1, null],
        ["2025-12-10", "Of no district", null, "Completed", 0, 7],
        ["2025-12-02", "Ask an engineer", "KCK", "Completed", 1, null],
        ["2025-11-20", "Data day", "KCK", "Completed", 1, 1],
        ["2025-11-05", "Nobody counted", "KCK", "Completed", 1, null],
        ["2025-10-20", "Grandview's fair", "Grandview", "Completed", 1, 3],
        ["2025-10-15", "Fair of two districts", "Grandview, KCK", "Completed", 2, 80],
        ["2025-09-10", "Career Jumping", "KCK", "Completed", 1, 2],
      ]);
    });

    it("has a row per period where several are asked for", async () => {
      const halves = await ask({ periods: [days("2025-08-01", "2025-11-30"), days("2025-12-01", "2026-07-31")] });
      expect(cells(halves, "by_period", ["M60", "X60", "M63"])).toEqual([
        [5, 5, 0],
        [5, 3, 1],
      ]);
      expect(tableOf(halves, "by_period").total).toEqual(["Together", 10, 8, 2, 8, 6, 2, 1]);
    });

    it("shows one cut alone, keeps to its filters, and says so when there is nothing", async () => {
      const virtual = await ask({ by: "district", filters: [where("format", "virtual")] });
      expect(virtual.tables.map(({ key }) => key)).toEqual(["by_district", "events"]);
      expect(cells(virtual, "by_district", ["district", "M60"])).toEqual([
        ["KCK", 2],
        ["Unknown", 0],
      ]);
      const nothing = await ask({ periods: [year(2010)] });
      expect(nothing.text).toMatch(/^No event is recorded in SY10-11 /);
      expect(tableOf(nothing, "events").empty).toBe(
        "No event in SY10-11 (1 Aug 2010 – 31 Jul 2011). Try a longer period or fewer filters.",
      );
    });
  });
});

describe("upcoming events", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    const ask = (more: Partial<UpcomingAsked> = {}) =>
      upcomingReport(empty.pool, ORGANIZATION, { periods: [], ...asked, ...more });
    const own = (id: number, name: string) =>
      empty.pool.transaction((tx) =>
        tx.run(sql`INSERT INTO event_owner (source, source_id, owner, owner_name, since, assigned_by)
          VALUES ('salesforce', ${`event-${id}`}, 'U1', ${name}, '2026-02-01T10:00:00.000Z', 'U1')`),
      );
    let ids: { today: number; soon: number; last: number };
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const coming = (date: string, title: string, status = "Confirmed") => small.event({ date, title, status });
      ids = {
        today: coming(TODAY, "Today"),
        soon: coming("2026-02-20", "Soon"),
        last: coming("2026-03-16", "On the thirtieth day"),
      };
      coming("2026-03-17", "A day too late");
      coming(TODAY, "Held this morning", "Completed");
      coming("2026-02-21", "Called off", "Cancelled");
      coming("2026-02-14", "Yesterday");
      small.participation({ event: ids.soon, contact: small.person("Ann"), status: "confirmed" });
      small.participation({ event: ids.today, contact: small.person("Ben"), status: "no_show" });
      small.participation({ event: ids.last, contact: small.person("Eve", { excluded: true }), status: "confirmed" });
      const onVideo = (date: string, title: string) =>
        small.event({ date, title, status: "Confirmed", format: "virtual" });
      const [presented, joined] = [onVideo("2026-06-02", "On video, presented"), onVideo("2026-06-03", "On video")];
      small.participation({
        event: presented,
        contact: small.person("Pia"),
        status: "confirmed",
        type: "Presenter",
      });
      small.participation({ event: joined, contact: small.person("Jo"), status: "confirmed" });
      await small.write();
      await own(ids.soon, "Kim");
    });
    afterAll(() => empty.drop());

    it("lists the next thirty days from today, soonest first: neither cancelled nor held yet", async () => {
      const report = await ask();
      expect(report.text).toBe(
        "3 events coming up, 15 Feb 2026 – 16 Mar 2026: 1 without a presenter, 2 without an owner.",
      );
      expect(cells(report, "upcoming", ["date", "session", "X25", "needs", "owner"])).toEqual([
        ["2026-02-15", "Today", 0, "presenter, owner", null],
        ["2026-02-20", "Soon", 1, null, "Kim"],
        ["2026-03-16", "On the thirtieth day", 0, "owner", null],
      ]);
      expect(tableOf(report, "upcoming").columns.find(({ key }) => key === "owner")?.sensitivity).toBe("name");
    });

    it("names those that nobody owns, in one short message", async () => {
      const report = await ask({ unowned: true });
      expect(report.text).toBe("2 of 3 upcoming events are without an owner, 15 Feb 2026 – 16 Mar 2026.");
      expect(cells(report, "upcoming", ["session"]).flat()).toEqual(["Today", "On the thirtieth day"]);
      expect(report.tables).toHaveLength(1);
      expect(report.charts).toEqual([]);
    });

    it("names those without a presenter: whoever did not come is none, who is left out of figures is one (ruling P3)", async () => {
      const report = await ask({ needsPresenter: true, unowned: true });
      expect(report.text).toBe(
        "1 of 3 upcoming events is without an owner and without a presenter, 15 Feb 2026 – 16 Mar 2026.",
      );
    });

    it("takes nobody who only joins a virtual session for its presenter, as the list of events does not", async () => {
      const june = { periods: [days("2026-06-01", "2026-06-30")] };
      expect(cells(await ask(june), "upcoming", ["session", "X25", "needs"])).toEqual([
        ["On video, presented", 1, "owner"],
        ["On video", 1, "presenter, owner"],
      ]);
      expect((await ask({ ...june, needsPresenter: true })).text).toBe(
        "1 of 2 upcoming events is without a presenter, 1 Jun 2026 – 30 Jun 2026.",
      );
    });

    it("looks as far ahead as it is told, never back", async () => {
      const far = await ask({ periods: [year(2025)] });
      expect(far.provenance?.period).toMatchObject({ start: TODAY, end: "2026-07-31" });
      expect(cells(far, "upcoming", ["session"]).flat()).toContain("A day too late");
      await expect(ask({ periods: [year(2024)] })).rejects.toMatchObject({
        code: "period_invalid",
        message:
          "1 Aug 2024 – 31 Jul 2025 is over. Upcoming events are from today on: expected a period that reaches beyond 15 Feb 2026, or none for the next 30 days.",
      });
    });

    it("is kind about an empty list", async () => {
      const owned = await ask({ unowned: true, periods: [days("2026-02-18", "2026-02-22")] });
      expect(owned.text).toBe("All is well: the one upcoming event has an owner, 18 Feb 2026 – 22 Feb 2026.");
      expect(tableOf(owned, "upcoming").empty).toBe(owned.text);
      expect((await ask({ periods: [days("2026-05-01", "2026-05-31")] })).text).toBe(
        "Nothing is coming up, 1 May 2026 – 31 May 2026. A longer period looks further ahead.",
      );
    });
  });
});

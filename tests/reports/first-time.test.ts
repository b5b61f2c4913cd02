import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Period } from "../../src/domain/index.js";
import type { Cell, Reply } from "../../src/reply/index.js";
import { firstTimeReport, recentReport } from "../../src/reports/index.js";
import { days, EVER, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";

/**
 * Ann came in 2023 and again; Ben came first in October 2025, for Hill's, then for Other; Cat is two records with one address, the older of a snowed-off
 * event; Dot came first in January 2026; Eve is left out of reports; Fay signed up and stayed away.
 */
function fill(small: SmallOrganization): void {
  const [kck, north] = [small.district("KCK"), small.district("North")];
  const [hills, other] = [small.organization("Hill's"), small.organization("Other")];
  const ann = small.person("Ann");
  const ben = small.person("Ben");
  const cat = small.person("Cat");
  const kat = small.person("Kat", { sameAs: cat });
  const dot = small.person("Dot");
  const eve = small.person("Eve", { excluded: true });
  const fay = small.person("Fay");
  const before = small.event({ date: "2023-10-05", title: "Before", districts: [kck] });
  small.participation({ event: before, contact: ann, hours: 2, organization: hills });
  const snow = small.event({ date: "2024-12-01", title: "Snowed off", status: "Cancelled" });
  small.participation({ event: snow, contact: cat, hours: 1 });
  const gone = small.event({ date: "2024-11-01", title: "Deleted", deleted: true });
  small.participation({ event: gone, contact: dot, hours: 1 });
  const fair = small.event({ date: "2025-10-07", title: "Fair", districts: [kck] });
  small.participation({ event: fair, contact: ann, hours: 1, organization: hills });
  small.participation({ event: fair, contact: ben, hours: 1.5, organization: hills });
  small.participation({ event: fair, contact: eve, hours: 9, organization: hills });
  small.participation({ event: fair, contact: fay, status: "no_show", organization: hills });
  const talk = small.event({ date: "2025-11-04", title: "Talk", districts: [north] });
  small.participation({ event: talk, contact: ben, hours: 2, organization: other });
  small.participation({ event: talk, contact: kat, hours: 1 });
  const last = small.event({ date: "2026-01-20", title: "Last", districts: [kck, north], status: "Confirmed" });
  small.participation({ event: last, contact: cat, hours: 3 });
  small.participation({ event: last, contact: dot, hours: 0.5, organization: other });
  small.synced("salesforce", "2026-02-15T08:00:00.000Z");
}

const cells = (reply: Reply, key: string, columns: readonly string[]): Cell[][] => {
  const table = reply.tables.find((each) => each.key === key);
  if (!table) throw new Error(`no table ${key} among ${reply.tables.map((each) => each.key).join(", ")}`);
  const places = columns.map((column) => table.columns.findIndex((each) => each.key === column));
  return table.rows.map((row) => places.map((place) => row[place] ?? null));
};
const facts = (reply: Reply) => Object.fromEntries(reply.facts.map(({ key, value }) => [key, value]));
const notices = (reply: Reply) => reply.notices.map(({ text }) => text).join("\n");

describe("the reports on first-time and recent volunteers", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    const circumstances = { today: TODAY, now: NOW, sample: false };
    const first = (periods: readonly Period[], extra: object = {}) =>
      firstTimeReport(empty.pool, ORGANIZATION, { periods, ...circumstances, ...extra });
    const recent = (periods: readonly Period[], extra: object = {}) =>
      recentReport(empty.pool, ORGANIZATION, { periods, connector: null, ...circumstances, ...extra });

    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
      await empty.pool.transaction(async (tx) => {
        await tx.run(sql`UPDATE contact SET first_volunteer_on = '2025-10-07' WHERE full_name = 'Ben'`);
        await tx.run(sql`UPDATE contact SET first_volunteer_on = '2024-12-01' WHERE full_name = 'Kat'`);
        await tx.run(sql`UPDATE contact SET pathful_user_id = 'U7' WHERE full_name = 'Kat'`);
      });
    });
    afterAll(() => empty.drop());

    it("M92 names those whose first attended event, not cancelled or deleted, lies in the period", async () => {
      const report = await first([year(2025)]);
      expect(report.text).toBe(
        "3 people volunteered for the first time in SY25-26 to date (1 Aug 2025 – 31 Jul 2026), of 4 volunteers; together they gave 5 engagements and 8 hours.",
      );
      expect(facts(report)).toEqual({ M92: 3, M20: 4, X20: 5, M30: 8 });
      expect(report.facts[0]?.note).toBe("75% of all volunteers");
    });

    it("has one row per person, whatever records and organisations they have, the latest first", async () => {
      const report = await first([year(2025)]);
      expect(
        cells(report, "volunteers", ["volunteer", "organisation", "first_on", "first_event", "X20", "M30"]),
      ).toEqual([
        ["Dot", "Other", "2026-01-20", "Last", 1, 0.5],
        ["Cat", "Independent", "2025-11-04", "Talk", 2, 4],
        ["Ben", "Hill's", "2025-10-07", "Fair", 2, 3.5],
      ]);
    });

    it("shows Salesforce's own first date only where it says something else", async () => {
      const report = await first([year(2025)]);
      expect(cells(report, "volunteers", ["volunteer", "salesforce_first"])).toEqual([
        ["Dot", null],
        ["Cat", "2024-12-01"],
        ["Ben", null],
      ]);
      expect(notices(report)).toContain("One person has another first-volunteer date in Salesforce");
    });

    it("goes by month: who came, and who came first then, which adds up", async () => {
      expect(cells(await first([year(2025)]), "by_month", ["month", "M92", "first_event"])).toEqual([
        ["2025-10", 1, 1],
        ["2025-11", 2, 1],
        ["2026-01", 2, 1],
      ]);
    });

    it("goes by credited organisation, with a total counted again", async () => {
      const report = await first([year(2025)]);
      expect(cells(report, "by_organisation", ["organisation", "M92"])).toEqual([
        ["Other", 2],
        ["Hill's", 1],
        ["Independent", 1],
      ]);
      expect(report.tables.find(({ key }) => key === "by_organisation")?.total).toEqual(["Total", 3]);
    });

    it("keeps a filter's events, and still asks all events whether somebody had come before", async () => {
      const report = await first([year(2025)], { filters: [where("district", 2)] });
      expect(facts(report)).toEqual({ M92: 3, M20: 3, X20: 4, M30: 6.5 });
      expect(cells(report, "volunteers", ["volunteer", "first_on", "first_event"])).toEqual([
        ["Dot", "2026-01-20", "Last"],
        ["Cat", "2025-11-04", "Talk"],
        ["Ben", "2025-10-07", null],
      ]);
    });

    it("counts several periods apart and again together", async () => {
      const report = await first([year(2023), year(2025)]);
      expect(cells(report, "by_period", ["period", "M92", "M20"])).toEqual([
        ["SY23-24", 1, 1],
        ["SY25-26 to date", 3, 4],
      ]);
      expect(report.tables[0]?.total).toEqual(["Together", 4, 4]);
    });

    it("sorts as asked", async () => {
      const report = await first([year(2025)], { sort: { key: "hours", descending: false } });
      expect(cells(report, "volunteers", ["volunteer"]).flat()).toEqual(["Cat", "Ben", "Dot"]);
    });

    it("says where the data begin, and warns where the period reaches back as far", async () => {
      const within = await first([year(2025)]);
      expect(
        within.notices.find(({ text }) => text.startsWith("The data has no volunteer before 5 Oct 2023"))?.level,
      ).toBe("info");
      const ever = await first([EVER]);
      expect(
        ever.notices.find(({ text }) => text.startsWith("The data has no volunteer before 5 Oct 2023"))?.level,
      ).toBe("warning");
    });

    it("answers a period without anybody in words", async () => {
      const report = await first([days("2020-01-01", "2020-12-31")]);
      expect(report.text).toContain("Nobody is recorded as having volunteered");
      expect(report.tables.every(({ rows, empty: words }) => rows.length === 0 && words !== "")).toBe(true);
      expect(report.charts).toEqual([]);
    });

    it("lists active volunteers once each, with their last event in the range and whether it was their first time", async () => {
      const report = await recent([year(2025)]);
      expect(report.text).toBe(
        "4 volunteers came in SY25-26 to date (1 Aug 2025 – 31 Jul 2026), 3 of them for the first time; 6 engagements and 9 hours in all.",
      );
      expect(
        cells(report, "volunteers", ["volunteer", "organisation", "last_on", "last_event", "X20", "M30", "first_time"]),
      ).toEqual([
        ["Cat", "Independent", "2026-01-20", "Last", 2, 4, true],
        ["Dot", "Other", "2026-01-20", "Last", 1, 0.5, true],
        ["Ben", "Other", "2025-11-04", "Talk", 2, 3.5, true],
        ["Ann", "Hill's", "2025-10-07", "Fair", 1, 1, false],
      ]);
    });

    it("connector:yes keeps those whom Pathful knows by any of their records, connector:no the others", async () => {
      const known = await recent([year(2025)], { connector: true });
      expect(cells(known, "volunteers", ["volunteer", "connector"])).toEqual([["Cat", true]]);
      expect(facts(known)).toEqual({ M20: 1, M92: 1, X20: 2, M30: 4 });
      expect(known.provenance?.filters).toEqual({ connector: "yes" });
      const others = await recent([year(2025)], { connector: false });
      expect(cells(others, "volunteers", ["volunteer"]).flat()).toEqual(["Dot", "Ben", "Ann"]);
    });

    it("marks names as names", async () => {
      for (const report of [await first([year(2025)]), await recent([year(2025)])]) {
        const columns = report.tables.find(({ key }) => key === "volunteers")?.columns;
        expect(columns?.find(({ key }) => key === "volunteer")?.sensitivity).toBe("name");
      }
    });
  });
});

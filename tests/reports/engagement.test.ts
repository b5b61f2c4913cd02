import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell, Reply } from "../../src/reply/index.js";
import { engagementReport } from "../../src/reports/index.js";
import { days, EVER, ORGANIZATION } from "../metrics/asking.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const NOW = "2026-02-15T18:00:00.000Z";
const TODAY = "2026-02-15";
const TWO_WEEKS = days("2026-02-02", "2026-02-15");

/** Day, channel, measure, page, value. The weeks begin on Mondays: 19 and 26 January, 2 and 9 February. */
const FIGURES: readonly (readonly [string, string, string, string, number])[] = [
  ["2026-01-20", "instagram", "Views", "", 40],
  ["2026-01-27", "instagram", "Views", "", 60],
  ["2026-02-03", "instagram", "Views", "", 100],
  ["2026-02-08", "instagram", "Views", "", 50],
  ["2026-02-10", "instagram", "Views", "", 30],
  ["2026-01-30", "instagram", "Followers", "", 900],
  ["2026-02-03", "instagram", "Followers", "", 910],
  ["2026-02-10", "instagram", "Followers", "", 905],
  ["2026-02-03", "google_analytics", "engagementRate", "", 0.5],
  ["2026-02-04", "google_analytics", "engagementRate", "", 0.7],
  ["2026-02-03", "google_analytics", "activeUsers", "/volunteer", 7],
  ["2026-02-03", "google_analytics", "activeUsers", "/", 3],
  ["2026-02-04", "google_analytics", "activeUsers", "/volunteer", 5],
  ["2026-02-03", "facebook", "Views", "", 20],
  ["2026-02-03", "facebook", "Views", "/post", 15],
];

const cells = (reply: Reply, key: string, columns: readonly string[]): Cell[][] => {
  const table = reply.tables.find((each) => each.key === key);
  if (!table) throw new Error(`no table ${key} among ${reply.tables.map((each) => each.key).join(", ")}`);
  const places = columns.map((column) => table.columns.findIndex((each) => each.key === column));
  return table.rows.map((row) => places.map((place) => row[place] ?? null));
};

describe("the report on web and social figures", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    const ask = (extra: object = {}) =>
      engagementReport(empty.pool, ORGANIZATION, {
        period: TWO_WEEKS,
        channel: null,
        measure: null,
        by: "week",
        today: TODAY,
        now: NOW,
        sample: false,
        ...extra,
      });

    beforeAll(async () => {
      empty = await emptyPool(engine);
      await empty.pool.transaction(async (tx) => {
        for (const [day, channel, measure, page, value] of FIGURES)
          await tx.run(sql`
            INSERT INTO engagement (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, local_date, channel, measure, detail, value)
            VALUES ('engagement', ${`${day} ${channel} ${measure} ${page}`}, 'hash', 1, ${NOW}, ${NOW}, ${day}, ${channel}, ${measure}, ${page}, ${value})`);
        await tx.run(sql`
          INSERT INTO engagement (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, deleted_at, local_date, channel, measure, value)
          VALUES ('engagement', 'gone', 'hash', 1, ${NOW}, ${NOW}, ${NOW}, '2026-02-03', 'instagram', 'Views', 999)`);
      });
    });
    afterAll(() => empty.drop());

    it("adds flows, takes the last day of levels and the mean of rates, and compares with as many days before", async () => {
      const report = await ask();
      expect(
        cells(report, "measures", ["channel", "measure", "value", "before", "change", "change_share", "how"]),
      ).toEqual([
        ["Instagram", "Views", 180, 100, 80, 0.8, "added up"],
        ["Facebook", "Views", 20, null, null, null, "added up"],
        ["Google Analytics", "Active users", 15, null, null, null, "added up, by page"],
        ["Instagram", "Followers", 905, 900, 5, 5 / 900, "last day"],
        ["Google Analytics", "Engagement rate", 0.6, null, null, null, "mean of days"],
      ]);
      expect(report.text).toBe(
        "Figures of Facebook, Google Analytics and Instagram in 2026-02-02..2026-02-15 (2 Feb 2026 – 15 Feb 2026): Instagram, views 180.",
      );
      expect(report.notices[0]?.text).toBe("Changes are to as many days before: 19 Jan 2026 – 1 Feb 2026.");
    });

    it("has one table week by week, where a week without figures is a gap and not 0", async () => {
      const report = await ask({ channel: "instagram" });
      expect(cells(report, "by_week", ["from", "measure", "value", "change"])).toEqual([
        ["2026-02-09", "Views", 30, -120],
        ["2026-02-09", "Followers", 905, -5],
        ["2026-02-02", "Views", 150, null],
        ["2026-02-02", "Followers", 910, null],
      ]);
      const facebook = await ask({
        period: days("2026-01-19", "2026-02-15"),
        channel: "instagram",
        measure: "Followers",
      });
      expect(cells(facebook, "by_week", ["from", "value", "change"])).toEqual([
        ["2026-02-09", 905, -5],
        ["2026-02-02", 910, 10],
        ["2026-01-26", 900, null],
      ]);
    });

    it("goes by month when asked", async () => {
      const report = await ask({
        period: days("2026-01-01", null),
        by: "month",
        measure: "Views",
        channel: "instagram",
      });
      expect(cells(report, "by_month", ["from", "value", "change", "change_share"])).toEqual([
        ["2026-02-01", 180, 80, 0.8],
        ["2026-01-01", 100, null, null],
      ]);
    });

    it("names the top pages of each measure", async () => {
      expect(cells(await ask(), "pages", ["channel", "page", "value"])).toEqual([
        ["Facebook", "/post", 15],
        ["Google Analytics", "/volunteer", 12],
        ["Google Analytics", "/", 3],
      ]);
    });

    it("draws the largest measure, a line for each channel, with a takeaway", async () => {
      const [chart] = (await ask()).charts;
      expect(chart?.title).toBe("Views by week");
      expect(chart?.takeaway).toContain("Instagram: most in the week of 2 Feb 2026, 150.");
    });

    it("says what a figure of people by day cannot say, and which days are missing", async () => {
      const said = (await ask()).notices.map(({ text }) => text).join("\n");
      expect(said).toContain("Active users: daily figures added up, so a person of two days counts twice.");
      expect(said).toContain("kept by page alone");
      expect(said).toContain("The last recorded day is 10 Feb 2026");
    });

    it("answers where there is nothing with what there is, and where nothing comes before", async () => {
      const none = await ask({ period: days("2020-01-01", "2020-12-31") });
      expect(none.text).toContain(
        "There are figures of Facebook, Google Analytics and Instagram from 20 Jan 2026 to 10 Feb 2026.",
      );
      expect(none.charts).toEqual([]);
      const ever = await ask({ period: EVER });
      expect(ever.notices[0]?.text).toContain("nothing before it");
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Period } from "../../src/domain/index.js";
import { ANY } from "../../src/metrics/index.js";
import type { Cell, Reply } from "../../src/reply/index.js";
import { explainLeadFigure, leadFigureReply, leadsReport } from "../../src/reports/index.js";
import { days, EVER, ORGANIZATION } from "../metrics/asking.js";
import { fillLeads, NOW, spell, TODAY } from "../metrics/lead-world.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const SEPTEMBER = days("2026-09-01", "2026-09-30");
const OCTOBER = days("2026-10-01", "2026-10-31");
const NAMED = {
  ...ORGANIZATION,
  leadSources: ORGANIZATION.leadSources.map((source) =>
    source.name === "source_1"
      ? { ...source, label: "Register" }
      : source.name === "source_2"
        ? { ...source, label: "Directory" }
        : source,
  ),
};

const tableOf = (reply: Reply, key: string) => {
  const table = reply.tables.find((each) => each.key === key);
  if (!table) throw new Error(`no table ${key} among ${reply.tables.map((each) => each.key).join(", ")}`);
  return table;
};
const cells = (reply: Reply, key: string, columns: readonly string[]): Cell[][] => {
  const table = tableOf(reply, key);
  const places = columns.map((column) => table.columns.findIndex((each) => each.key === column));
  const rows = table.total === null ? table.rows : [...table.rows, table.total];
  return rows.map((row) => places.map((place) => row[place] ?? null));
};

describe("the report on prospective leads", () => {
  onBothEngines((engine) => {
    let home: EmptyPool;
    const ask = (periods: readonly Period[] = [EVER], extra: object = {}) =>
      leadsReport(home.pool, NAMED, {
        periods,
        sources: ANY,
        states: ANY,
        today: TODAY,
        now: NOW,
        sample: false,
        ...extra,
      });
    const figure = (id: string, extra: object = {}) =>
      leadFigureReply(home.pool, NAMED, {
        figure: id,
        periods: [EVER],
        by: null,
        sources: ANY,
        states: ANY,
        now: NOW,
        sample: false,
        ...extra,
      });

    describe("of six leads", () => {
      beforeAll(async () => {
        home = await emptyPool(engine);
        await fillLeads(home.pool);
        await home.pool.transaction(async (tx) => {
          // Weeks end on Sundays: 18 and 25 October, 1, 8 and 15 November.
          await spell(tx, "00Q1", "Open", "2026-10-20T07:00:00.000Z", "2026-10-30T07:00:00.000Z");
          await spell(tx, "00Q1", "Working", "2026-10-30T07:00:00.000Z", null);
          await spell(tx, "00Q3", "Open", "2026-10-20T07:00:00.000Z", "2026-11-03T07:00:00.000Z");
          await spell(tx, "00Q3", "Won", "2026-11-03T07:00:00.000Z", null);
          await spell(tx, "00Q9", "Open", "2026-11-01T07:00:00.000Z", null);
        });
      });
      afterAll(() => home.drop());

      it("begins with the answer, and has the six figures as facts", async () => {
        const report = await ask();
        expect(report.text).toBe(
          "6 prospective leads of all time: 6 net new, most from Register (4); 1 in two sources or more, 50% in Salesforce, 1 of them with something newer. 22.2% of the rows have no valid phone or no usable address.",
        );
        expect(report.facts.map(({ key, value, note }) => [key, value, note])).toEqual([
          ["L1", 6, undefined],
          ["L2", 6, undefined],
          ["L3", (2 / 9) * 100, "2 of 9 rows"],
          ["L4", 50, "3 of 6 leads"],
          ["L5", 1, undefined],
          ["L6", 1, undefined],
        ]);
        expect(report.sensitivity).toBe("open");
        expect(JSON.stringify(report)).not.toContain("Ada");
      });

      it("tells by source and by file what came, what is new and what cannot be used", async () => {
        const report = await ask();
        expect(cells(report, "sources", ["source", "L1", "L2", "L6", "L4", "L5", "unusable", "L3"])).toEqual([
          ["Register", 4, 4, 1, 0.5, 1, 1, 1 / 6],
          ["Directory", 3, 2, 1, 2 / 3, 0, 1, 1 / 3],
          ["Together, each lead once", 6, 6, 1, 0.5, 1, 2, 2 / 9],
        ]);
        expect(cells(report, "files", ["file", "rows", "phone", "leads", "L2", "net_new_share", "known"])).toEqual([
          ["source_1_2026-10-01.csv", 3, 0, 3, 1, 1 / 3, 2 / 3],
          ["source_1_2026-09-01.csv", 3, 1 / 3, 3, 3, 1, 2 / 3],
          ["source_2_2026-09-01.csv", 3, 0, 3, 2, 2 / 3, 2 / 3],
        ]);
        expect(report.notices.map(({ text }) => text)).toContain(
          "1 net new lead came first in files of several sources on one day; each counts for the file by which it is kept.",
        );
      });

      it("shows the overlap as a matrix and as bars, and what Salesforce knows", async () => {
        const report = await ask();
        expect(
          cells(report, "overlap", ["source", "leads", "source_1", "source_1_share", "source_2", "source_2_share"]),
        ).toEqual([
          ["Register", 4, null, null, 1, 0.25],
          ["Directory", 3, 1, 1 / 3, null, null],
        ]);
        const chart = report.charts.find(({ key }) => key === "overlap");
        expect(chart?.altText).toBe("Leads in both of two sources: Register and Directory 1.");
        expect(JSON.stringify(chart?.spec)).toContain("source_1 and source_2");
        expect(cells(report, "matched", ["leads", "share", "converted"])).toEqual([
          [1, 1 / 6, 0],
          [1, 1 / 6, 1],
          [1, 1 / 6, 0],
          [3, 0.5, 0],
          [6, 1, 1],
        ]);
      });

      it("tells how long the new leads of the lists wait, how many of them are gone, and what was sent and taken", async () => {
        const report = await ask();
        expect(cells(report, "ageing", ["source", "to_30", "to_60", "to_90", "over_90", "all"])).toEqual([
          ["Directory", 0, 0, 1, 0, 1],
          ["Together", 0, 0, 1, 0, 1],
        ]);
        expect(report.notices.map(({ text }) => text)).toContain(
          "1 new lead that nobody has taken is gone from the lists and left out of the ageing; “leads new current:no” shows what is gone.",
        );
        expect(cells(report, "sent", ["month", "new", "updated", "taken", "taken_share"])).toEqual([
          ["2026-10", 2, 1, 1, 1 / 3],
        ]);
      });

      it("tells time in status of spells that are over and of those that go on apart", async () => {
        expect(
          cells(await ask(), "time_in_status", [
            "status",
            "left",
            "left_median",
            "left_mean",
            "open",
            "open_median",
            "open_mean",
          ]),
        ).toEqual([
          ["Open", 2, 12, 12, 1, 17.5, 17.5],
          ["Won", null, null, null, 1, 15.5, 15.5],
          ["Working", null, null, null, 1, 19.5, 19.5],
        ]);
      });

      it("tells the share of each status at the end of each week, and what is not known before the first sync", async () => {
        const report = await ask();
        expect(tableOf(report, "status_weeks").columns.map(({ label }) => label)).toEqual([
          "Week to",
          "Leads",
          "Open",
          "Won",
          "Working",
        ]);
        expect(tableOf(report, "status_weeks").rows).toEqual([
          ["2026-11-15", 3, 1 / 3, 1 / 3, 1 / 3],
          ["2026-11-08", 3, 1 / 3, 1 / 3, 1 / 3],
          ["2026-11-01", 3, 2 / 3, 0, 1 / 3],
          ["2026-10-25", 2, 1, 0, 0],
        ]);
        expect(report.charts.find(({ key }) => key === "status_weeks")?.altText).toContain(
          "on 15 Nov 2026: Open 33.3%",
        );
        expect(report.notices.map(({ text }) => text)).toContain(
          "There is no status history before 20 Oct 2026, so 8 of the last 12 weeks are not known; a status that was there then counts from that day on.",
        );
      });

      it("tells where leads stand in outreach, of a source's alone too", async () => {
        expect(tableOf(await ask(), "funnel").rows).toEqual([
          ["Demo", 2, 0.5, 1, 0.5],
          ["Contacted", 1, 0.25, 0, 0],
          ["No stage", 1, 0.25, 0, 0],
        ]);
        const texas = await ask([EVER], { states: { all: [["TX"]], none: [] } });
        expect(tableOf(texas, "funnel").rows).toEqual([["Demo", 1, 1, 1, 1]]);
        expect(cells(texas, "time_in_status", ["status", "left", "open"])).toEqual([
          ["Open", 1, null],
          ["Won", null, 1],
        ]);
      });

      it("sets several periods side by side", async () => {
        const report = await ask([SEPTEMBER, OCTOBER]);
        expect(cells(report, "periods", ["L1", "L2", "L3", "L4", "L5", "L6"])).toEqual([
          [5, 5, 1 / 3, 0.6, 1, 1],
          [3, 1, 0, 2 / 3, 1, 1],
        ]);
        expect((await ask([OCTOBER])).tables.map(({ key }) => key)).not.toContain("periods");
      });

      it("orders its tables as asked", async () => {
        const report = await ask([EVER], { sort: { key: "new", descending: true } });
        expect(cells(report, "files", ["L2"])).toEqual([[1], [2], [3]]);
      });

      it("says what was searched where there is nothing, and what to do", async () => {
        const report = await ask([days("2025-01-01", "2025-01-31")], { sources: { all: [["source_3"]], none: [] } });
        expect(report.text).toMatch(
          /1 Jan 2025 – 31 Jan 2025\), source source_3\. A source's file comes in with “import”/,
        );
        expect(report.facts.find(({ key }) => key === "L4")).toMatchObject({ value: null, note: "no leads" });
      });

      it("gives one figure by a dimension, with its label, chart and share", async () => {
        const reply = await figure("L4", { by: "source" });
        expect(reply.text).toBe("Share of leads in Salesforce: 50% of all time (3 of 6 leads).");
        expect(cells(reply, "by_source", ["source", "L4", "of", "among"])).toEqual([
          ["Directory", (2 / 3) * 100, 2, 3],
          ["Register", 50, 2, 4],
          ["Total", 50, 3, 6],
        ]);
        expect(reply.charts.map(({ key }) => key)).toEqual(["l4_by_source"]);
        expect(reply.notices.map(({ text }) => text)).toContain("This figure is not in the Metrics Bible.");
        expect(cells(await figure("L2", { by: "file" }), "by_file", ["file", "L2"])[0]).toEqual([
          "source_1_2026-09-01.csv (2026-09-01)",
          3,
        ]);
        expect(cells(await figure("L1", { by: "state" }), "by_state", ["state", "L1"])).toEqual([
          ["NV", 3],
          ["TX", 2],
          ["State unknown", 1],
          ["Total", 6],
        ]);
      });

      it("gives one figure over several periods, and their union last", async () => {
        const reply = await figure("L2", { periods: [SEPTEMBER, OCTOBER], by: "month" });
        expect(tableOf(reply, "by_month").rows).toEqual([
          ["2026-09", 5, null, 5],
          ["2026-10", null, 1, 1],
        ]);
        expect(tableOf(reply, "by_month").total).toEqual(["Total", 5, 1, 6]);
      });
    });

    describe("of an empty pool", () => {
      beforeAll(async () => {
        home = await emptyPool(engine);
      });
      afterAll(() => home.drop());

      it("says that no status was kept yet, and draws nothing", async () => {
        const report = await ask();
        expect(report.charts).toEqual([]);
        expect(report.notices.map(({ text }) => text)).toContain(
          "There is no status history yet: it begins with the next sync of Salesforce.",
        );
      });
    });
  });

  it("explains a figure by its definition, its rulings and the SQL of the very question", () => {
    const reply = explainLeadFigure({
      figure: "L5",
      periods: [OCTOBER],
      by: "state",
      sources: { all: [["source_1"]], none: [] },
      states: ANY,
    });
    expect(reply.text).toContain("of whose important fields a newer file says something else");
    expect(tableOf(reply, "rulings").rows.map(([id]) => id)).toEqual(["L3"]);
    expect(tableOf(reply, "sql").rows.flat().join("\n")).toContain("l.standing = 'updated'");
    expect(tableOf(reply, "parameters").rows.map(([, value]) => value)).toEqual([
      "2026-10-31",
      "2026-10-01",
      "2026-10-01",
      "%,source!_1,%",
    ]);
  });
});

import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Period } from "../../src/domain/index.js";
import {
  ANY,
  findLeadFigure,
  inBoth,
  LEAD_FIGURES,
  type LeadCell,
  type LeadDimension,
  type LeadScope,
  leadCells,
  leadFiles,
  leadNumbers,
  leadSpells,
  leadsSent,
  leadTies,
  metricsDocument,
  unworkedLeads,
} from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { days, EVER } from "./asking.js";
import { fillLeads, NOW, spell } from "./lead-world.js";

const SEPTEMBER = days("2026-09-01", "2026-09-30");
const OCTOBER = days("2026-10-01", "2026-10-31");
const AFTER = days("2026-11-01", "2026-11-30");

describe("the figures of prospective leads", () => {
  it("are found by id, name and other words, and stand in the document of metrics with their rulings", () => {
    expect(findLeadFigure("l2")?.id).toBe("L2");
    expect(findLeadFigure("net-new leads")?.id).toBe("L2");
    expect(findLeadFigure("students")).toBeNull();
    for (const { id, name } of LEAD_FIGURES) expect(metricsDocument()).toContain(`### ${id} ${name}`);
    expect(metricsDocument()).toContain("- **L3** New is not in Salesforce");
  });

  onBothEngines((engine) => {
    let home: EmptyPool;
    const scope = (period: Period, asked: Partial<LeadScope> = {}): LeadScope => ({
      period,
      sources: ANY,
      states: ANY,
      ...asked,
    });
    const values = async (ids: readonly string[], asked: LeadScope): Promise<(number | null)[]> => {
      const { total } = await leadNumbers(home.pool, ids, asked);
      return ids.map((id) => total.figures[id]?.value ?? null);
    };
    const by = async (id: string, dimension: LeadDimension, asked: LeadScope): Promise<Record<string, unknown>> => {
      const { buckets } = await leadNumbers(home.pool, [id], asked, dimension);
      return Object.fromEntries(buckets.map(({ key, figures }) => [String(key), figures[id]?.value]));
    };

    const cellsOf = async (period: Period): Promise<readonly LeadCell[]> =>
      (await leadCells(home.pool, ["L1"], scope(period))).cells;

    beforeAll(async () => {
      home = await emptyPool(engine);
      await fillLeads(home.pool);
    });
    afterAll(() => home.drop());

    it("count leads by the files that had them: in a period, new in it, in Salesforce, updated, in several sources", async () => {
      const ids = LEAD_FIGURES.map(({ id }) => id);
      expect(ids).toEqual(["L1", "L2", "L3", "L4", "L5", "L6"]);
      expect(await values(ids, scope(EVER))).toEqual([6, 6, (2 / 9) * 100, 50, 1, 1]);
      expect(await values(ids, scope(SEPTEMBER))).toEqual([5, 5, (2 / 6) * 100, 60, 1, 1]);
      expect(await values(ids, scope(OCTOBER))).toEqual([3, 1, 0, (2 / 3) * 100, 1, 1]);
    });

    it("say nothing of a share of nothing", async () => {
      expect(await values(["L1", "L2", "L3", "L4"], scope(AFTER))).toEqual([0, 0, null, null]);
    });

    it("count a lead in each source that has it and once in the total, a net new one for the first alone", async () => {
      expect(await by("L1", "source", scope(EVER))).toEqual({ source_1: 4, source_2: 3 });
      expect(await by("L6", "source", scope(EVER))).toEqual({ source_1: 1, source_2: 1 });
      expect(await by("L2", "source", scope(EVER))).toEqual({ source_1: 4, source_2: 2 });
      expect((await leadNumbers(home.pool, ["L1"], scope(EVER), "source")).total.figures.L1?.value).toBe(6);
    });

    it("are cut by state, file, month and outreach stage, what is not known apart", async () => {
      expect(await by("L1", "state", scope(EVER))).toEqual({ NV: 3, TX: 2, null: 1 });
      expect(await by("L2", "file", scope(EVER))).toEqual({ 1: 3, 2: 2, 3: 1 });
      expect(await by("L2", "month", scope(EVER))).toEqual({ "2026-09": 5, "2026-10": 1 });
      expect(await by("L4", "outreach_stage", scope(EVER))).toEqual({ Contacted: 100, Demo: 100, null: 0 });
      expect(await by("L3", "file", scope(EVER))).toEqual({ 1: (1 / 3) * 100, 2: (1 / 3) * 100, 3: 0 });
      expect(await by("L3", "state", scope(EVER))).toEqual({ NV: 40, TX: 0, null: 0 });
    });

    it("are kept by no dimension that they have not", async () => {
      await expect(leadNumbers(home.pool, ["L3"], scope(EVER), "outreach_stage")).rejects.toThrow(
        "L3 Share of rows that cannot be used is not kept by outreach_stage. Expected one of source, state, file, month.",
      );
    });

    it("keep to the sources and states asked for: any of a list, all of several, none of those left out", async () => {
      const of = (...all: string[][]): Partial<LeadScope> => ({ sources: { all, none: [] } });
      expect(await values(["L1", "L2", "L3"], scope(EVER, of(["source_2"])))).toEqual([3, 2, (1 / 3) * 100]);
      expect(await values(["L1"], scope(EVER, of(["source_1", "source_2"])))).toEqual([6]);
      expect(await values(["L1"], scope(EVER, of(["source_1"], ["source_2"])))).toEqual([1]);
      expect(await values(["L1"], scope(EVER, { sources: { all: [], none: ["source_2"] } }))).toEqual([3]);
      expect(await values(["L1", "L3"], scope(EVER, { states: { all: [["TX", "unknown"]], none: [] } }))).toEqual([
        3, 0,
      ]);
      expect(await values(["L1"], scope(EVER, { states: { all: [], none: ["NV"] } }))).toEqual([3]);
      expect(await by("L1", "source", scope(EVER, of(["source_2"])))).toEqual({ source_2: 3 });
      expect(await values(["L1"], scope(EVER, of(["source%"])))).toEqual([0]);
    });

    it("tell of each standing file what it has and brought, the newest first", async () => {
      const files = await leadFiles(home.pool, scope(EVER), await cellsOf(EVER));
      expect(files.map(({ name: _, ...file }) => file)).toEqual([
        { id: 3, source: "source_1", date: "2026-10-01", rows: 3, phone: 0, address: 0, leads: 3, known: 2, netNew: 1 },
        { id: 1, source: "source_1", date: "2026-09-01", rows: 3, phone: 1, address: 0, leads: 3, known: 2, netNew: 3 },
        { id: 2, source: "source_2", date: "2026-09-01", rows: 3, phone: 0, address: 1, leads: 3, known: 2, netNew: 2 },
      ]);
      expect(await leadTies(home.pool, scope(EVER))).toBe(1);
      expect(await leadTies(home.pool, scope(OCTOBER))).toBe(0);
    });

    it("come to the same from leads that are alike, counted once for all of them", async () => {
      const ids = ["L1", "L4", "L5", "L6"];
      for (const asked of [
        scope(EVER),
        scope(SEPTEMBER),
        scope(OCTOBER),
        scope(AFTER),
        scope(EVER, { sources: { all: [["source_2"]], none: [] } }),
      ]) {
        const { numbers } = await leadCells(home.pool, ids, asked);
        const counted = await leadNumbers(home.pool, ids, asked, "source");
        expect(numbers.total).toEqual(counted.total);
        expect(numbers.buckets).toHaveLength(counted.buckets.length);
        expect(numbers.buckets).toEqual(expect.arrayContaining([...counted.buckets]));
      }
    });

    it("count a period among several as they count it alone", async () => {
      const ids = ["L1", "L4", "L5", "L6"];
      for (const extra of [{}, { sources: { all: [["source_2"]], none: [] } }, { states: { all: [["NV"]], none: [] } }])
        for (const period of [SEPTEMBER, OCTOBER, AFTER, EVER]) {
          const { within } = await leadCells(home.pool, ids, scope(EVER, extra));
          const { total } = await leadNumbers(home.pool, ids, scope(period, extra));
          expect(within(period).total).toEqual(total);
        }
    });

    it("know until when a lead was in the lists: by its source's newest file where it stands in one source alone, else by itself", async () => {
      const last = (await cellsOf(EVER)).map(({ sources, isCurrent, firstDate, lastDate }) =>
        [sources.join("+"), isCurrent ? "stands" : "gone", firstDate, lastDate].join(" "),
      );
      expect([...new Set(last)].sort()).toEqual([
        "source_1 gone 2026-09-01 2026-09-01",
        "source_1 stands 2026-09-01 2026-10-01",
        "source_1 stands 2026-10-01 2026-10-01",
        "source_1+source_2 stands 2026-09-01 2026-10-01",
        "source_2 stands 2026-09-01 2026-09-01",
      ]);
      expect((await cellsOf(OCTOBER)).reduce((sum, { leads }) => sum + leads, 0)).toBe(3);
    });

    it("leave out of what waits who is gone from the lists, and who was taken, whether gone or not", async () => {
      const taken = async (lead: number) => {
        await home.pool.transaction((tx) =>
          tx.run(sql`
            INSERT INTO lead_delivery_item (delivery_id, lead_key, lead_id, kind, what, taken_at)
            VALUES (1, ${`key ${lead}`}, CAST(${lead} AS INTEGER), 'new', 'later', ${NOW})`),
        );
        await home.pool.transaction((tx) =>
          tx.run(sql`
            INSERT INTO lead_key (key, lead_id, phone, address_key, first_date)
            VALUES (${`key ${lead}`}, CAST(${lead} AS INTEGER), NULL, NULL, '2026-09-01') ON CONFLICT (key) DO NOTHING`),
        );
      };
      try {
        await taken(2);
        await taken(5);
        expect(await unworkedLeads(home.pool, scope(EVER), await cellsOf(EVER))).toEqual({ waiting: [], gone: 0 });
      } finally {
        await home.pool.transaction((tx) => tx.run(sql`DELETE FROM lead_delivery_item WHERE what = 'later'`));
      }
    });

    it("tell sets of sources with match and conversion, what waits to be taken, and what was sent", async () => {
      const cells = await cellsOf(EVER);
      expect(inBoth(cells, "source_1", "source_2")).toBe(1);
      expect(cells).toContainEqual(
        expect.objectContaining({ sources: ["source_1"], matchedBy: "mobile", isConverted: true, leads: 1 }),
      );
      expect(cells).toContainEqual(
        expect.objectContaining({
          sources: ["source_1", "source_2"],
          matchedBy: "phone",
          isConverted: false,
          leads: 1,
        }),
      );
      expect(await unworkedLeads(home.pool, scope(EVER), cells)).toEqual({
        waiting: [{ source: "source_2", firstDate: "2026-09-01", leads: 1 }],
        gone: 1,
      });
      expect(await leadsSent(home.pool, scope(EVER), "UTC")).toEqual([
        { month: "2026-10", asNew: 2, asUpdated: 1, taken: 1 },
      ]);
      const texas = scope(EVER, { states: { all: [["TX"]], none: [] } });
      expect(await leadsSent(home.pool, texas, "UTC")).toEqual([
        { month: "2026-10", asNew: 1, asUpdated: 1, taken: 1 },
      ]);
      expect(await leadsSent(home.pool, scope(AFTER), "UTC")).toEqual([]);
    });

    it("count what was sent by the local day: an afternoon of London is the next day on Kiritimati", async () => {
      const sentOn = async (day: string) =>
        (await leadsSent(home.pool, scope(days(day, day)), "Pacific/Kiritimati")).map(({ month }) => month);
      expect(await sentOn("2026-10-05")).toEqual([]);
      expect(await sentOn("2026-10-06")).toEqual(["2026-10"]);
    });

    it("keep a lead in its status from stage to stage of outreach, and begin anew where it was gone", async () => {
      const at = (day: number): string => `2026-10-0${day}T07:00:00.000Z`;
      await home.pool.transaction(async (tx) => {
        await spell(tx, "00Q1", "Working", at(1), at(2), "Contacted");
        await spell(tx, "00Q1", "Working", at(2), at(3), "Demo");
        await spell(tx, "00Q1", "Working", at(3), at(4), "Offer");
        await spell(tx, "00Q1", "Won", at(4), null, "Offer");
        await spell(tx, "00Q3", "Working", at(1), at(2));
        await spell(tx, "00Q3", "Working", at(3), at(4));
        await spell(tx, "00Q6", "Working", at(1), at(4));
      });
      expect(await leadSpells(home.pool, { sources: ANY, states: ANY })).toEqual([
        { status: "Won", began: "2026-10-04T07:00", ended: null, leads: 1 },
        { status: "Working", began: "2026-10-01T07:00", ended: "2026-10-02T07:00", leads: 1 },
        { status: "Working", began: "2026-10-01T07:00", ended: "2026-10-04T07:00", leads: 2 },
        { status: "Working", began: "2026-10-03T07:00", ended: "2026-10-04T07:00", leads: 1 },
      ]);
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../src/reply/index.js";
import {
  type AllDistrictsAsked,
  allDistrictsReport,
  districtCalled,
  enterManualInput,
} from "../../src/reports/index.js";
import { days, ORGANIZATION, TODAY, where, year } from "../metrics/asking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { cells, factsOf, smallYear, tableOf } from "./district-world.js";

const COLUMNS = ["district", "M10", "M10_home", "X60", "X10", "M20", "X20", "M30", "M40", "M100", "M70", "M80"];

describe("all districts side by side", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let report: Reply;
    const ask = (more: Partial<AllDistrictsAsked> = {}) =>
      allDistrictsReport(empty.pool, ORGANIZATION, {
        periods: [year(2025)],
        today: TODAY,
        now: "2026-02-15T18:00:00.000Z",
        sample: false,
        ...more,
      });
    const cellsOfTotal = (columns: readonly string[]) => {
      const { total, columns: all } = tableOf(report, "by_district");
      return columns.map((key) => total?.[all.findIndex((each) => each.key === key)]);
    };
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      smallYear(small);
      await small.write();
      report = await ask();
    });
    afterAll(() => empty.drop());

    it("has a row per district and one for events of none", () => {
      expect(cells(report, "by_district", COLUMNS)).toEqual([
        ["KCK", 6, 4, 6, 83, 2, 8, 11, 2, 2, 2, 3],
        ["Grandview", 6, 2, 2, 83, 2, 3, 6, 2, 1, 1, 1],
        ["Unknown", 0, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0],
      ]);
    });

    it("T33: the overall row is counted once, over everything: whoever was in two districts does not double", () => {
      expect(cellsOfTotal(COLUMNS)).toEqual(["All, counted once", 6, 6, 8, 93, 2, 9, 13, 2, 3, 3, 4]);
      expect(report.notices.map(({ text }) => text)).toContain(
        "The last row is counted over everything, not added up: an event of several districts counts in full in each and once overall, and so does everybody who was there.",
      );
      expect(factsOf(report)).toMatchObject({ M10: 6, X10: 93, M20: 2, M30: 13, X60: 8, M63: 1, M70: 3, M80: 4 });
    });

    it("answers in one sentence, and shows virtual students only where they are asked for", async () => {
      expect(report.text).toBe(
        "2 districts: 8 sessions held, 6 unique students at events, 2 volunteers, each counted once, in SY25-26 to date (1 Aug 2025 – 31 Jul 2026).",
      );
      expect(tableOf(report, "by_district").columns.some(({ key }) => key === "M73")).toBe(false);
      const estimated = await ask({ withVirtualEstimate: true });
      expect(cells(estimated, "by_district", ["district", "M73"])).toEqual([
        ["KCK", 50],
        ["Grandview", 25],
        ["Unknown", 0],
      ]);
      expect(factsOf(estimated)).toMatchObject({ M73: 75 });
    });

    it("keeps to its filters, and is put in the order asked for, the unknown last", async () => {
      const virtual = await ask({ filters: [where("format", "virtual")] });
      expect(cells(virtual, "by_district", ["district", "X60", "M70"])).toEqual([
        ["KCK", 2, 2],
        ["Grandview", 0, 1],
        ["Unknown", 0, 0],
      ]);
      const byName = await ask({ sort: { key: "name", descending: false } });
      expect(cells(byName, "by_district", ["district"]).flat()).toEqual(["Grandview", "KCK", "Unknown"]);
    });

    it("lists what is kept by hand by district, without adding it up", async () => {
      const district = await districtCalled(empty.pool, ORGANIZATION, "Grandview");
      const entry = { district, schoolYear: 2025, note: null, by: "U1", now: "2026-02-01T10:00:00.000Z" };
      await empty.pool.transaction(async (tx) => {
        await enterManualInput(tx, { ...entry, host: null, kind: "cna_students", value: 11 });
        await enterManualInput(tx, { ...entry, host: "PREPKC", kind: "cna_students", value: 4 });
      });
      const beside = await ask();
      expect(cells(beside, "manual_inputs")).toEqual([
        ["Grandview", "CNA students", 11, "SY25-26", "every host", "manual"],
        ["Grandview", "CNA students", 4, "SY25-26", "PREPKC", "manual"],
      ]);
      expect(tableOf(beside, "manual_inputs").total).toBeNull();
      const ofAnother = await ask({ filters: [where("host", "Somebody")] });
      expect(cells(ofAnother, "manual_inputs", ["value"])).toEqual([[11]]);
    });

    it("has a row per period where several are asked for, and a last one counted again over all", async () => {
      const halves = await ask({ periods: [days("2025-08-01", "2025-11-30"), days("2025-12-01", "2026-02-15")] });
      const columns = ["M10", "X60", "X10", "M20", "M30"];
      expect(cells(halves, "by_period", columns)).toEqual([
        [6, 5, 86, 2, 10.5],
        [0, 3, 7, 2, 2.5],
      ]);
      const { total, columns: all } = tableOf(halves, "by_period");
      expect(columns.map((key) => total?.[all.findIndex((each) => each.key === key)])).toEqual([6, 8, 93, 2, 13]);
      expect(cells(halves, "by_district", ["district", "X60"])[0]).toEqual(["KCK", 6]);
    });

    it("says so when there is nothing", async () => {
      const nothing = await ask({ periods: [year(2010)] });
      expect(nothing.text).toBe(
        "No event is recorded in SY10-11 (1 Aug 2010 – 31 Jul 2011). The events that are recorded fall within 10 Sep 2025 – 1 Mar 2026.",
      );
    });
  });
});

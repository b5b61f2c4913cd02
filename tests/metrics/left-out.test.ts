import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unionOf } from "../../src/domain/index.js";
import { type FilterClause, leftOutOf, METRICS, recordsBehind } from "../../src/metrics/index.js";
import type { Pool } from "../../src/pool/index.js";
import { TODAY as WORLD_TODAY, World } from "../figures/world.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { days, ORGANIZATION, TODAY, where, without, year } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

describe("the records that one rule alone kept out of a number", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let center = 0;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      center = small.district("Center");
      const ann = small.person("Ann");
      const gone = small.person("Excluded", { excluded: true });
      const at = (date: string, given: Partial<Parameters<SmallOrganization["event"]>[0]> = {}) =>
        small.event({ date, districts: [center], ...given });
      small.participation({ event: at("2025-09-01"), contact: ann });
      small.participation({ event: at("2025-09-02", { status: "Cancelled" }), contact: ann });
      small.participation({ event: at("2025-09-03"), contact: ann, status: "no_show" });
      const twice = at("2025-09-04");
      small.participation({ event: twice, contact: ann });
      small.participation({ event: twice, contact: ann, counts: false });
      small.participation({ event: at("2025-09-05"), contact: gone });
      small.participation({ event: at("2025-07-15"), contact: ann });
      small.participation({ event: at("2025-06-15"), contact: ann });
      small.participation({ event: at("2025-09-06", { format: "virtual" }), contact: ann });
      small.participation({ event: at("2025-09-07", { type: "mentoring" }), contact: ann });
      small.participation({ event: at("2025-09-08", { districts: [] }), contact: ann });
      // Breaks two rules, and so is near nothing.
      small.participation({ event: at("2025-09-09", { status: "Cancelled" }), contact: gone });
      small.participation({ event: at("2025-09-10", { deleted: true }), contact: ann });
      await small.write();
    });
    afterAll(() => empty.drop());

    const left = async (
      metric: string,
      extra: { filters?: readonly FilterClause[]; period?: ReturnType<typeof year> } = {},
    ) => {
      const found = await leftOutOf(empty.pool, ORGANIZATION, { metric, period: year(2025), today: TODAY, ...extra });
      const date = found.columns.findIndex(({ key }) => key === "local_date");
      return found.rows.map((row) => [row[0], row[1], row[date]]);
    };

    it("are named with the rule and with what they have instead", async () => {
      expect(await left("M20")).toEqual([
        ["not attended (ruling A1)", "no_show", "2025-09-03"],
        ["another row counts for this person and event (small print)", "attended", "2025-09-04"],
        ["event cancelled (ruling E4)", "Cancelled", "2025-09-02"],
        ["person left out of reports (ruling P3)", "excluded", "2025-09-05"],
        ["outside the period by up to 30 days (ruling T1)", "2025-07-15", "2025-07-15"],
      ]);
    });
    it("are those of another format or type, and those whose district nobody knows, where a filter asks", async () => {
      const filters = [where("format", "in_person"), where("event_type", "career_fair"), where("district", center)];
      const found = await left("M20", { filters });
      expect(found.filter(([rule]) => String(rule).includes("filter") || String(rule).includes("not known"))).toEqual([
        ["other format than the filter's (ruling E1)", "Virtual", "2025-09-06"],
        ["other type than the filter's (ruling E1)", "Mentoring", "2025-09-07"],
        ["district not known (ruling E2)", "Unknown", "2025-09-08"],
      ]);
    });
    it("of a filter that rules something out are those ruled out", async () => {
      const found = await left("M60", { filters: [without("format", "virtual"), without("district", center)] });
      expect(found).toEqual([]);
      expect((await left("M60", { filters: [without("format", "virtual")] })).at(0)).toEqual([
        "event cancelled (ruling E4)",
        "Cancelled",
        "2025-09-09",
      ]);
      expect(await left("M60", { filters: [without("format", "virtual")] })).toContainEqual([
        "other format than the filter's (ruling E1)",
        "Virtual",
        "2025-09-06",
      ]);
    });
    it("around a period of several windows are those in its gaps, each once", async () => {
      const gap = unionOf([days("2025-09-01", "2025-09-02"), days("2025-09-05", "2025-09-06")]);
      const outside = (await left("M60", { period: gap })).filter(([rule]) => String(rule).startsWith("outside"));
      expect(outside.map(([, , date]) => date)).toEqual(["2025-09-08", "2025-09-07", "2025-09-04", "2025-09-03"]);
    });
    it("of all time none lie outside", async () => {
      const found = await left("M60", { period: days(null, null) });
      expect(found.filter(([rule]) => String(rule).startsWith("outside"))).toEqual([]);
    });
    it("are counted by rule", async () => {
      const { rules } = await leftOutOf(empty.pool, ORGANIZATION, { metric: "M60", period: year(2025), today: TODAY });
      expect(rules).toEqual([
        { rule: "event cancelled (ruling E4)", records: 2 },
        { rule: "outside the period by up to 30 days (ruling T1)", records: 1 },
      ]);
    });
    it("of students are students' records, every cell of them", async () => {
      const { columns } = await leftOutOf(empty.pool, ORGANIZATION, {
        metric: "M10",
        period: year(2025),
        today: TODAY,
      });
      expect(new Set(columns.map(({ sensitivity }) => sensitivity))).toEqual(new Set(["student"]));
    });
  });
});

describe("over the sample organisation, for every metric", () => {
  onBothEngines((engine) => {
    let world: World;
    beforeAll(async () => {
      world = await World.open({ engine, seed: 22, size: 0.2 });
    });
    afterAll(() => world.close());
    const keyed = (columns: readonly { readonly key: string }[], rows: readonly (readonly unknown[])[]) => {
      const places = ["event_source_id", "person_name"].map((key) => columns.findIndex((each) => each.key === key));
      return rows.map((row) => JSON.stringify(places.map((place) => row[place])));
    };

    it("every rule has words, and no record that is left out is among those that count", async () => {
      for (const { id, grain } of METRICS) {
        const asked = { metric: id, period: days("2025-01-01", "2025-12-31"), today: WORLD_TODAY };
        const { columns, rows, rules } = await leftOutOf(world.pool as Pool, ORGANIZATION, asked);
        expect(
          rules
            .map(({ rule }) => rule)
            .filter((rule) => rule.startsWith("another ") && !rule.startsWith("another row")),
          id,
        ).toEqual([]);
        expect(
          rows.every(([rule]) => rules.some((each) => each.rule === rule)),
          id,
        ).toBe(true);
        // One person may have several rows at one event; an event is one record.
        if (grain !== "event") continue;
        const counted = await recordsBehind(world.pool, ORGANIZATION, { ...asked, size: 5_000 });
        const behind = new Set(keyed(counted.columns, counted.rows));
        expect(
          keyed(columns, rows).filter((key) => behind.has(key)),
          id,
        ).toEqual([]);
      }
    });
  });
});

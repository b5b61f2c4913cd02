import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

const GRANDVIEW = "Grandview School District";

onBothEngines((engine) => {
  const office = withOffice(engine);

  describe("metric, by every dimension", () => {
    it("names volunteers and teachers where names may stand, and nobody elsewhere", async () => {
      const line = "metric M30 SY24-25 by:volunteer";
      const named = rowsOf(await office().json(line, { at: "terminal" }), "by_volunteer");
      expect(named.length).toBeGreaterThan(10);
      const told = await office().json(line, { at: "channel" });
      expect(told.tables).toEqual([]);
      expect(told.facts[0]?.key).toBe("M30");
      const everything = await office().everythingTold(line, { at: "channel" });
      for (const { volunteer } of named.slice(0, 10)) expect(everything).not.toContain(String(volunteer));
    });

    it.each(["pathway", "host", "level", "home-district", "school", "month"])("by:%s gives a table", async (by) => {
      const json = await office().json(`metric M10 3y by:${by}`, { at: "terminal" });
      expect(json.tables).toHaveLength(1);
      expect(columnsOf(json, json.tables[0]?.key ?? "")).toContain("M10");
    });

    it("T22: shows a district viewer counts of their district, no name, no id, no record", async () => {
      const viewer = { as: "district", districts: [GRANDVIEW], at: "direct" } as const;
      const json = await office().json("metric M10 3y by:school", viewer);
      expect(json.facts[0]?.value).toBeGreaterThan(0);
      expect(json.provenance?.filters).toEqual({ district: GRANDVIEW });
      expect(columnsOf(json, "by_school")).toEqual(["school", "M10", "share"]);
      for (const by of ["volunteer", "teacher"]) {
        const metric = by === "teacher" ? "M80" : "M20";
        expect((await office().failure(`metric ${metric} by:${by}`, viewer)).code).toBe("not_allowed");
      }
      expect((await office().failure("metric M10 records", viewer)).code).toBe("not_allowed");
    });
  });

  describe("metric, over several periods", () => {
    it("stands each beside the one before, with the change in number and percent, the union last", async () => {
      const json = await office().json("metric unique volunteers SY23-24, SY24-25", { at: "terminal" });
      const [row] = rowsOf(json, "by_period");
      const { sy23_24: before, sy24_25: now, sy24_25_change: change, sy24_25_change_percent: percent } = row ?? {};
      expect(columnsOf(json, "by_period").at(-1)).toBe("together");
      expect(change).toBe(Number(now) - Number(before));
      expect(percent).toBeCloseTo(Number(change) / Number(before), 9);
      expect(row?.together).toBe(json.facts[0]?.value);
      expect((await office().reply("metric M20 SY23-24, SY24-25")).charts).toHaveLength(1);
    });
  });

  describe("metric, of people's colour (P4)", () => {
    const line = "metric M90 SY24-25 by:organisation";
    const smallIn = (rows: readonly Record<string, unknown>[]) =>
      rows.filter(({ M90 }) => typeof M90 === "number" && M90 < 5);

    it("shows small groups to an administrator in private alone", async () => {
      const private_ = rowsOf(await office().json(line, { as: "admin", at: "direct" }), "by_organisation");
      expect(smallIn(private_).length).toBeGreaterThan(1);
      for (const asked of [
        { as: "staff", at: "direct" },
        { as: "staff", at: "terminal" },
        { as: "admin", at: "channel" },
        { as: "district", districts: [GRANDVIEW], at: "direct" },
      ] as const) {
        const rows = rowsOf(await office().json(line, asked), "by_organisation");
        expect(rows.length).toBeGreaterThan(1);
        expect(smallIn(rows)).toEqual([]);
        expect(rows.map(({ M90 }) => M90)).toContain("<5");
      }
    });

    it("lists whom it counts for nobody else", async () => {
      expect((await office().failure("metric M90 SY24-25 records", { as: "staff" })).code).toBe("not_allowed");
      expect((await office().failure("metric M82 why", { as: "admin", at: "channel" })).code).toBe("not_allowed");
      const json = await office().json("metric M90 SY24-25 records", { as: "admin", at: "direct" });
      expect(rowsOf(json, "records").length).toBeGreaterThan(0);
    });
  });

  describe("metric, of rules and bases", () => {
    it("explains M50 and M51, and says that they have no figure", async () => {
      expect((await office().reply("metric M50 explain")).text).toMatch(/^The district of an event, in this order:/);
      expect((await office().reply("metric M51")).text).toMatch(/^M51 is a rule and has no figure of its own\./);
    });

    it("leaves inferred locality out by basis:address (EX2), and says so in the footer", async () => {
      const [all, byAddress] = [
        await office().json("metric M91 3y"),
        await office().json("metric M91 3y basis:address"),
      ];
      expect(Number(byAddress.facts[0]?.value)).toBeLessThan(Number(all.facts[0]?.value));
      expect(byAddress.provenance?.filters).toEqual({ local_basis: "not inferred from an in-person event" });
      expect((await office().failure("metric M20 basis:address")).code).toBe("argument_invalid");
    });
  });
});

import { describe, expect, it } from "vitest";
import { onBothEngines } from "../pool/engines.js";
import { columnsOf, rowsOf, withOffice } from "./office.js";

const GRANDVIEW = "Grandview School District";
const viewer = { as: "district", districts: [GRANDVIEW] } as const;

onBothEngines((engine) => {
  const office = withOffice(engine, 0.15);

  describe("report virtual", () => {
    it("asks for its period where none is said", async () => {
      expect((await office().ask("report virtual")).missing).toEqual(["period"]);
      expect((await office().ask("report virtual Grandview")).missing).toEqual(["period"]);
    });

    it("takes a district as its first words or as a filter, by what staff call it", async () => {
      const spoken = await office().json("report virtual Grandview SY25-26", { at: "terminal" });
      const filtered = await office().json(`report virtual SY25-26 district:"${GRANDVIEW}"`, { at: "terminal" });
      expect(spoken.facts).toEqual(filtered.facts);
      expect(spoken.provenance).toMatchObject({
        period: { start: "2025-08-01", end: "2026-07-31" },
        filters: { format: "Virtual", district: GRANDVIEW },
      });
      expect(spoken.facts.map(({ key }) => key)).toEqual(expect.arrayContaining(["X61", "M80", "M73", "M83"]));
    });

    it("counts what the metric itself says, and puts the table asked for first", async () => {
      const report = await office().json("report virtual 3y by:district", { at: "terminal" });
      const metric = await office().json("metric X61 3y by:district", { at: "terminal" });
      expect(report.tables[0]?.key).toBe("by_district");
      const held = (json: typeof report) =>
        Object.fromEntries(
          rowsOf(json, "by_district")
            .filter(({ X61 }) => X61 !== 0)
            .map(({ district, X61 }) => [district, X61]),
        );
      expect(held(report)).toEqual(held(metric));
      expect(report.files.map(({ name }) => name)).toEqual(["virtual.xlsx", "virtual.csv"]);
    });

    it("T4: holds a district viewer to their own, and shows them nobody", async () => {
      const own = await office().json("report virtual 3y", { ...viewer, at: "terminal" });
      const named = await office().json(`report virtual 3y district:"${GRANDVIEW}"`, { at: "terminal" });
      expect(own.facts).toEqual(named.facts);
      for (const line of ["report virtual Center 3y", 'report virtual 3y district:"Center School District"'])
        expect((await office().failure(line, viewer)).code, line).toBe("not_allowed");
      for (const key of ["by_teacher", "by_presenter"]) expect(own.tables.map((table) => table.key)).not.toContain(key);
      expect(columnsOf(own, "by_session")).not.toContain("presenters");
    });

    it("says which district it does not know, and which table it cannot begin with", async () => {
      expect((await office().failure("report virtual Nowhere SY25-26")).text).toMatch(
        /^There is no district called “Nowhere”\./,
      );
      expect((await office().failure("report virtual SY25-26 by:colour")).text).toContain(
        "month, district, school, teacher, session",
      );
    });

    it("says what there is where the period lies before all data", async () => {
      const { text } = await office().reply("report virtual 1998");
      expect(text).toMatch(/^Virtual sessions: none in 1998 .*\. The events that are recorded fall within /);
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { derive } from "../../src/identity/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ask, days, figure, figuresBy, ORGANIZATION, where, year } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

/** Affiliations alone are given here; who is credited is worked out from them, as after a sync. */
describe("credit by affiliation (E5)", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      const [university, company, first, second] = [
        small.organization("University"),
        small.organization("Company"),
        small.organization("First"),
        small.organization("Second"),
      ];
      const mover = small.person("Mover");
      small.affiliation({
        contact: mover,
        organization: university,
        status: "past",
        start: "2019-01-01",
        end: "2025-08-01",
      });
      small.affiliation({ contact: mover, organization: company, start: "2025-08-02" });
      small.participation({ event: small.event({ date: "2024-10-01" }), contact: mover, hours: 1 });
      small.participation({ event: small.event({ date: "2025-10-01" }), contact: mover, hours: 1 });

      const gone = small.person("Gone");
      small.affiliation({ contact: gone, organization: university, status: "past" });
      small.participation({ event: small.event({ date: "2023-10-01" }), contact: gone, hours: 3 });

      const two = small.person("Two");
      small.affiliation({ contact: two, organization: first, isPrimary: true, start: "2019-01-01" });
      small.affiliation({ contact: two, organization: second, start: "2021-01-01" });
      small.participation({ event: small.event({ date: "2022-10-01" }), contact: two, hours: 2 });
      await small.write();
      await derive(empty.pool, ORGANIZATION, "2026-02-15T18:00:00.000Z", { force: true });
    });
    afterAll(() => empty.drop());

    it("T31: credits the university before the move and the company after it", async () => {
      expect(await figuresBy(empty.pool, "M20", "organisation", { periods: [year(2024)] })).toEqual({
        University: 1,
        Independent: 0,
      });
      expect(await figuresBy(empty.pool, "M20", "organisation", { periods: [year(2025)] })).toEqual({
        Company: 1,
        Independent: 0,
      });
    });

    it("says of the total alone what is asked of it alone", async () => {
      const asking = { metrics: ["M30", "M91", "M20"], periods: [year(2024)], by: "organisation" } as const;
      const whole = await ask(empty.pool, asking);
      const apart = await ask(empty.pool, { ...asking, totalOnly: ["M91"] });
      expect(apart.total).toEqual(whole.total);
      expect(apart.counts).toEqual(whole.counts);
      expect(apart.rows).toEqual(
        whole.rows.map(({ figures, notes, ...row }) => ({
          ...row,
          figures: { M30: figures.M30, M20: figures.M20 },
          notes: { M30: notes.M30, M20: notes.M20 },
        })),
      );
    });

    it("T32: does not credit a past membership without an end", async () => {
      const periods = [year(2023)];
      expect(await figuresBy(empty.pool, "M30", "organisation", { periods })).toEqual({ Independent: 3 });
      expect(await figure(empty.pool, "M40", { periods })).toBe(0);
      expect(await figure(empty.pool, "X60", { periods, filters: [where("organisation", "University")] })).toBe(0);
    });

    it("T33: credits the primary of two affiliations alone with the 2 hours, and the total does not double", async () => {
      const figures = await ask(empty.pool, {
        metrics: ["M30", "M20"],
        by: "organisation",
        periods: [days("2022-10-01", "2022-10-01")],
      });
      expect(figures.rows.map((row) => [row.label, row.figures.M30, row.figures.M20])).toEqual([
        ["First", [2], [1]],
        ["Independent", [0], [0]],
      ]);
      expect(figures.total.figures).toEqual({ M30: [2], M20: [1] });
    });
  });
});

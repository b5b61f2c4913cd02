import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computeCuts, cutBy, type DimensionId, type Figures, type Filters } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ask, days, EVER, ORGANIZATION, TODAY, where, without, year } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

/** Events of several districts and pathways and of none, students of two schools and of none, one with two records, a volunteer twice. */
function fill(small: SmallOrganization): void {
  const [kck, center] = [small.district("KCK"), small.district("Center")];
  const [a, b] = [small.school("A", kck, "Elementary"), small.school("B", center, "High")];
  const tech = small.organization("TechCorp");
  const [ann, ben, eve] = [small.person("Ann"), small.person("Ben"), small.person("Eve", { excluded: true })];
  const una = small.person("Una", { kind: "student", school: a, grade: 3 });
  const pupils = [
    una,
    small.person("Vic", { kind: "student", school: b, grade: 9 }),
    small.person("Wes", { kind: "student" }),
  ];
  const events = [
    small.event({ date: "2024-10-01", school: a, districts: [kck, center], pathways: ["STEM", "Health"] }),
    small.event({ date: "2025-10-01", type: "bfi", school: b, districts: [center], pathways: ["STEM"] }),
    small.event({ date: "2025-11-01", format: "virtual" }),
    small.event({ date: "2025-12-01", status: "Cancelled", districts: [kck] }),
  ];
  for (const event of events) {
    small.participation({ event, contact: ann, hours: 2, organization: tech });
    small.participation({ event, contact: eve });
    for (const contact of pupils) small.participation({ event, contact, role: "student" });
  }
  small.participation({ event: events[1] ?? 0, contact: ben });
  // Another record of Una's, of another school and at an event of its own.
  const again = small.person("Una", { kind: "student", school: b, grade: 4, sameAs: una });
  const alone = small.event({ date: "2025-10-02", type: "bfi", school: b, districts: [center], pathways: ["STEM"] });
  small.participation({ event: alone, contact: again, role: "student" });
}

const METRICS = ["X60", "X10", "M10", "M20", "M30"];
const STUDENTS = ["M10", "X114"];
const VOLUNTEERS = ["M20", "X20", "X22"];
const BY: readonly DimensionId[] = ["event", "event_type", "district", "school", "pathway", "school_year", "month"];
const HOMES: readonly DimensionId[] = ["home_school", "home_district", "home_level", "band", "student", "district"];

describe("figures cut many ways at once", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
      const small = new SmallOrganization(empty.pool);
      fill(small);
      await small.write();
    });
    afterAll(() => empty.drop());

    const asked: readonly {
      readonly filters: Filters;
      readonly periods: readonly ReturnType<typeof days>[];
      readonly ofStudents?: true;
    }[] = [
      { filters: [], periods: [EVER] },
      { filters: [where("district", 1)], periods: [year(2024), year(2025)] },
      { filters: [where("pathway", "STEM")], periods: [year(2025)] },
      { filters: [without("pathway", null), where("organisation", "TechCorp")], periods: [EVER] },
      { filters: [where("district", null)], periods: [days("2025-08-01", null)] },
      { filters: [where("home_level", "Elementary")], periods: [year(2024), year(2025)], ofStudents: true },
      { filters: [without("band", "K-8")], periods: [EVER], ofStudents: true },
      { filters: [where("home_school", 2)], periods: [year(2025)], ofStudents: true },
    ];

    it.each(asked)("are those of each by itself, %#", async ({ ofStudents = false, ...question }) => {
      const alike = async (metrics: readonly string[], by: readonly DimensionId[]) => {
        const cuts = await computeCuts(empty.pool, ORGANIZATION, { metrics, by, today: TODAY, ...question });
        for (const dimension of by) {
          const alone = await ask(empty.pool, { metrics, by: dimension, ...question });
          const { rows, total, columns } = cuts.get(dimension) ?? alone;
          expect(rows, dimension).toEqual(alone.rows);
          expect({ ...total, part: null }, dimension).toEqual(alone.total);
          expect(columns).toEqual(alone.columns);
          expect(cuts.get(dimension)?.counts.excluded).toBe(alone.counts.excluded);
        }
        expect(cuts.size).toBe(by.length);
      };
      if (!ofStudents) {
        await alike(METRICS, BY);
        await alike(VOLUNTEERS, BY);
        await alike(VOLUNTEERS, [...BY, "organisation", "volunteer"]);
      }
      await alike(STUDENTS, HOMES);
      await alike(STUDENTS, BY);
    });

    it("by the people's own buckets within those of events, are those of a figure that is always such a table", async () => {
      const asking = { metrics: [...METRICS, "X114"], today: TODAY };
      for (const periods of [[EVER], [year(2024), year(2025)]]) {
        const cuts = await computeCuts(empty.pool, ORGANIZATION, { ...asking, periods, by: ["pathway × band"] });
        const alone = await ask(empty.pool, { metrics: ["X11"], by: "pathway", periods });
        const shown = (rows: Figures["rows"], metric: string) =>
          new Map(rows.map(({ key, label, part, figures }) => [`${key} ${part?.key}`, [label, part, figures[metric]]]));
        expect(alone.rows.length).toBeGreaterThan(4);
        expect(shown(cutBy(cuts, "pathway × band").rows, "M10")).toEqual(shown(alone.rows, "X11"));
      }
      expect(() => cutBy(new Map(), "band")).toThrow("Nothing was cut by band.");
    });

    it("have the notes that are found apart", async () => {
      const asking = { metrics: ["X61", "M70"], periods: [EVER], by: "district" } as const;
      const cuts = await computeCuts(empty.pool, ORGANIZATION, { ...asking, by: ["district"], today: TODAY });
      const alone = await ask(empty.pool, asking);
      expect(alone.total.notes.M70).toHaveProperty("too_many");
      expect(cutBy(cuts, "district").total.notes).toEqual(alone.total.notes);
      expect(cutBy(cuts, "district").rows.map(({ notes }) => notes)).toEqual(alone.rows.map(({ notes }) => notes));
    });

    it("by a dimension that only some have, are those alone", async () => {
      const asking = { metrics: [...METRICS, "X114"], today: TODAY, periods: [EVER] };
      const cuts = await computeCuts(empty.pool, ORGANIZATION, { ...asking, by: ["district", "band"] });
      const alone = await ask(empty.pool, { metrics: STUDENTS, by: "band" });
      expect(cuts.get("band")?.rows).toEqual(alone.rows);
      expect(Object.keys(cuts.get("district")?.total.figures ?? {})).toEqual([...METRICS, "X114"]);
      await expect(
        computeCuts(empty.pool, ORGANIZATION, { ...asking, metrics: ["X60"], by: ["band"] }),
      ).rejects.toThrow("X60 Sessions held is not kept by band.");
    });

    it("read the records of a grain once, however many cuts there are", async () => {
      const statements: string[] = [];
      const reader: Pick<typeof empty.pool, "engine" | "query"> = {
        engine: empty.pool.engine,
        query: (statement) => {
          statements.push(statement.sql);
          return empty.pool.query(statement);
        },
      };
      await computeCuts(reader, ORGANIZATION, { metrics: STUDENTS, by: HOMES, today: TODAY, periods: [EVER] });
      expect(statements.filter((text) => text.includes("participation p"))).toHaveLength(1);
    });

    it("refuse what is a table or a share by itself", async () => {
      for (const metrics of [["X11"], ["M83"]])
        await expect(
          computeCuts(empty.pool, ORGANIZATION, { metrics, by: ["event_type"], today: TODAY, periods: [EVER] }),
        ).rejects.toThrow("is computed by itself, not among cuts");
    });
  });
});

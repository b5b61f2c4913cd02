import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod, parsePeriods } from "../../src/domain/index.js";
import { computeMetrics } from "../../src/metrics/index.js";
import { UNKNOWN } from "../plain/index.js";
import { onBothEngines } from "../pool/engines.js";
import { COMPARED, calculated, computed, DIMENSIONS, type Question } from "./compare.js";
import { CALENDAR, ORGANIZATION, SEEDS, TODAY, World } from "./world.js";

const LAST_DAY = "2025-07-31..2025-07-31";
const FIRST_DAY = "2025-08-01..2025-08-01";
const WINDOWS = [
  "SY24-25",
  "3y",
  "this year",
  "2025",
  "2025-10",
  "Q1 2026",
  "2025-07-31..2025-08-01",
  LAST_DAY,
  FIRST_DAY,
  "..2024-12-31",
];

/** Filters that staff would set, alone and together. */
const FILTERS: readonly (readonly [string, NonNullable<Question["where"]>])[] = [
  ["a district by its name", { district: ["Grandview School District"] }],
  ["two districts", { district: ["Grandview School District", "Center School District"] }],
  ["no known district", { district: [UNKNOWN] }],
  ["a school", { school: ["Kaw Point High School"] }],
  ["event types", { event_type: ["career_fair", "career_speaker"] }],
  ["the format", { format: ["virtual"] }],
  ["an organisation", { organization: ["Hill's Pet Nutrition"] }],
  ["two organisations or none", { organization: ["Hill's Pet Nutrition", "Brush Creek Engineering", "Independent"] }],
  ["a district and the format", { district: ["Kansas City Kansas Public Schools"], format: ["in_person"] }],
  ["a school year and an organisation", { school_year: ["2024"], organization: ["Hill's Pet Nutrition"] }],
];

const period = (words: string) => parsePeriod(words, CALENDAR);

describe("the figures of a whole organisation, against a plain calculation of their own", () => {
  onBothEngines((engine) => {
    describe.each(SEEDS)("from seed %i", (seed) => {
      let world: World;
      let rows: ReturnType<World["rows"]>;
      beforeAll(async () => {
        world = await World.open({ engine, seed, virtual: true });
        rows = world.rows();
      });
      afterAll(() => world.close());

      const agree = async (question: Question) => {
        const told = await computed(world, question);
        expect(told).toEqual(calculated(world, rows, question));
        return told;
      };

      it.each(WINDOWS)("agree over %s", async (words) => {
        const { Total } = await agree({ period: period(words) });
        expect(Total?.M60).toBeGreaterThan(0);
      });

      it("agree by every dimension", async () => {
        for (const by of DIMENSIONS) {
          const told = await agree({ period: period("4y"), by });
          expect(Object.keys(told).length, by[0]).toBeGreaterThan(2);
          await agree({ period: period("SY24-25"), by });
        }
      });

      it.each(FILTERS)("agree for %s", async (_, where) => {
        const { Total } = await agree({ period: period("3y"), where });
        expect(Total?.M60).toBeGreaterThan(0);
      });

      it("agree by a dimension under a filter of another", async () => {
        const where = { district: ["Grandview School District", "Kansas City Kansas Public Schools"] };
        for (const by of DIMENSIONS.filter(([dimension]) => dimension !== "district"))
          await agree({ period: period("3y"), where, by });
      });

      it("give several periods a column each, and count their union again", async () => {
        const periods = parsePeriods("SY23-24, SY24-25, SY25-26", CALENDAR);
        const { total, columns } = await computeMetrics(world.pool, ORGANIZATION, {
          metrics: COMPARED,
          periods,
          today: TODAY,
          smallGroups: "shown",
        });
        expect(columns).toHaveLength(4);
        const told = [...periods, period("2023-08-01..2026-07-31")].map(
          (each) => calculated(world, rows, { period: each }).Total ?? {},
        );
        for (const id of COMPARED) {
          const figures = (total.figures[id] ?? []).map((figure) => Number(Number(figure ?? 0).toFixed(6)));
          expect(figures, id).toEqual(told.map((column) => column[id] ?? 0));
        }
      });

      it("hold evenings of 31 July and 1 August apart, though both are August in UTC", async () => {
        const [last, first] = [await agree({ period: period(LAST_DAY) }), await agree({ period: period(FIRST_DAY) })];
        expect(last.Total).toMatchObject({ M61: 1, M62: 1 });
        expect(first.Total?.M60).toBeGreaterThan(0);
      });
    });
  });
});

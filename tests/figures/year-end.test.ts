import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventTypeLabel, parsePeriod } from "../../src/domain/index.js";
import type { Cell, Reply } from "../../src/reply/index.js";
import {
  allDistrictsReport,
  collectiveReport,
  districtCalled,
  districtReport,
  eventsReport,
  schoolsReport,
} from "../../src/reports/index.js";
import { plainFigures } from "../plain/index.js";
import { type PlainYearEnd, plainYearEnds } from "../plain/year-end.js";
import { onBothEngines } from "../pool/engines.js";
import { CALENDAR, ORGANIZATION, SEEDS, TODAY, World } from "./world.js";

const FIGURES = ["X60", "X61", "X62", "M10", "M10_home", "X10", "M20", "X20", "M30", "M40"] as const;
const exact = (cell: Cell | undefined): Cell => (typeof cell === "number" ? Number(cell.toFixed(6)) : (cell ?? null));

type Row = Readonly<Record<string, Cell>>;
function rowsOf(reply: Reply, key: string): Row[] {
  const table = reply.tables.find((each) => each.key === key);
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries(table?.columns.map((column, place) => [column.key, exact(row[place])]) ?? []),
  );
}
function totalOf(reply: Reply, key: string): Row {
  const table = reply.tables.find((each) => each.key === key);
  return Object.fromEntries(table?.columns.map((column, place) => [column.key, exact(table.total?.[place])]) ?? []);
}
const shown = (figures: PlainYearEnd): Row => Object.fromEntries(FIGURES.map((key) => [key, exact(figures[key])]));
const onlyShown = (row: Row): Row => Object.fromEntries(FIGURES.map((key) => [key, row[key] ?? null]));
const isAnything = (figures: Row): boolean => Object.values(figures).some((figure) => figure !== 0);

describe("year-ends, against a plain calculation", () => {
  onBothEngines((engine) => {
    describe.each(SEEDS)("seed %i", (seed) => {
      let world: World;
      beforeAll(async () => {
        world = await World.open({ engine, seed, size: 0.4 });
      });
      afterAll(() => world.close());

      const of = (words: string) => {
        const period = parsePeriod(words, CALENDAR);
        const window = { start: period.start ?? "", end: period.end ?? "" };
        const asked = { periods: [period], today: TODAY, now: world.now, sample: true };
        return { window, asked, plain: { ...world.rules, ...window } };
      };

      it.each(["SY25-26", "3y"])(
        "all districts side by side say the same in %s, and the whole is counted once",
        async (words) => {
          const { asked, plain } = of(words);
          const { total, districts } = plainYearEnds(world.rows(), plain);
          const report = await allDistrictsReport(world.pool, ORGANIZATION, asked);
          const told = new Map(rowsOf(report, "by_district").map((row) => [String(row.district), onlyShown(row)]));
          for (const [name, figures] of districts) {
            if (isAnything(shown(figures))) expect(told.get(name), name).toEqual(shown(figures));
          }
          expect([...told.values()].filter(isAnything)).toHaveLength(
            [...districts.values()].filter((figures) => isAnything(shown(figures))).length,
          );
          expect(onlyShown(totalOf(report, "by_district"))).toEqual(shown(total));
        },
      );

      it("a total over districts never exceeds their sum, and is less wherever somebody is in two of them", async () => {
        const report = await allDistrictsReport(world.pool, ORGANIZATION, of("3y").asked);
        const rows = rowsOf(report, "by_district");
        const total = totalOf(report, "by_district");
        const sums = Object.fromEntries(
          FIGURES.map((key) => [key, rows.reduce((sum, row) => sum + Number(row[key]), 0)]),
        );
        for (const key of FIGURES) expect(Number(total[key]), key).toBeLessThanOrEqual(Number(sums[key]) + 1e-6);
        for (const key of ["M10", "M20", "X60", "X10", "M30"])
          expect(Number(total[key]), key).toBeLessThan(Number(sums[key]));
        // Nobody goes to school in two districts.
        expect(total.M10_home).toBe(sums.M10_home);
      });

      it("a district's own report says the same as its row, in the whole and under filters", async () => {
        const { asked, plain } = of("SY25-26");
        const all = plainYearEnds(world.rows(), plain).districts;
        const busiest = [...all].sort(([, a], [, b]) => b.X60 - a.X60).filter(([name]) => name !== "Unknown");
        for (const [name, figures] of busiest.slice(0, 3)) {
          const district = await districtCalled(world.pool, ORGANIZATION, name);
          const facts = async (more = {}) => {
            const report = await districtReport(world.pool, ORGANIZATION, { ...asked, ...more, district });
            return onlyShown(Object.fromEntries(report.facts.map(({ key, value }) => [key, exact(value)])));
          };
          expect(await facts(), name).toEqual(shown(figures));
          const types = ["career_jumping", "career_fair", "bfi"];
          const values = types.map((key) => ({ key, label: eventTypeLabel(key) }));
          const some = plainYearEnds(world.rows(), { ...plain, types }).districts.get(name);
          expect(await facts({ filters: [{ dimension: "event_type", values }] }), name).toMatchObject(
            some ? shown(some) : { X60: 0, M10: 0 },
          );
          const virtual = { dimension: "format", values: [{ key: "virtual", label: "Virtual" }], exclude: true };
          const inPerson = plainYearEnds(world.rows(), { ...plain, format: "in_person" }).districts.get(name);
          expect(await facts({ filters: [virtual] }), name).toMatchObject(inPerson ? shown(inPerson) : { X60: 0 });
        }
      });

      it("months add up to the year where a figure is additive, and never to fewer people", async () => {
        const { asked } = of("SY25-26");
        const district = await districtCalled(world.pool, ORGANIZATION, "Kansas City Kansas Public Schools");
        const report = await districtReport(world.pool, ORGANIZATION, { ...asked, district });
        const months = rowsOf(report, "by_month");
        const total = totalOf(report, "by_month");
        const sum = (key: string) => exact(months.reduce((all, row) => all + Number(row[key]), 0));
        for (const key of ["X60", "X61", "X62", "X10", "M30"]) expect(sum(key), key).toBe(total[key]);
        for (const key of ["M10", "M20"]) expect(Number(sum(key)), key).toBeGreaterThanOrEqual(Number(total[key]));
      });

      it("the collective statement says the same", async () => {
        const { asked, plain } = of("3y");
        const { total } = plainYearEnds(world.rows(), plain);
        const report = await collectiveReport(world.pool, ORGANIZATION, asked);
        const number = (figure: number) => figure.toLocaleString("en-US");
        expect(report.text).toBe(
          `${number(total.M20)} unique volunteers engaged in ${number(total.X61)} Connector sessions and ${number(total.X62)} in-person sessions, reaching ${number(total.M10)} unique students in person and a number virtually that is not known yet.`,
        );
      });

      it("events by type, month and district, and sessions by school, say the same", async () => {
        const { asked, plain } = of("SY25-26");
        const report = await eventsReport(world.pool, ORGANIZATION, asked);
        for (const [key, column, by] of [
          ["by_event_type", "event_type", "event_type"],
          ["by_month", "month", "month"],
          ["by_district", "district", "district"],
        ] as const) {
          const { groups } = plainFigures(world.rows(), { ...plain, by });
          const told = rowsOf(report, key)
            .filter(({ M60, M63 }) => M60 !== 0 || M63 !== 0)
            .map((row) => [row[column], [row.M60, row.M61, row.M62, row.M63]]);
          const expected = [...groups].map(([bucket, { M60, M61, M62, M63 }]) => [
            by === "event_type" ? eventTypeLabel(bucket) : bucket,
            [M60, M61, M62, M63],
          ]);
          expect(Object.fromEntries(told), key).toEqual(Object.fromEntries(expected));
        }
        const schools = await schoolsReport(world.pool, ORGANIZATION, asked);
        const { groups } = plainFigures(world.rows(), { ...plain, by: "school" });
        const told = rowsOf(schools, "by_school").filter(({ M10, M20 }) => M10 !== 0 || M20 !== 0);
        const expected = [...groups].filter(([, { M10, M20 }]) => M10 !== 0 || M20 !== 0);
        expect(told.map(({ school, M10, M20, M30 }) => [school, M10, M20, M30]).sort()).toEqual(
          expected.map(([school, { M10, M20, M30 }]) => [school, M10, M20, exact(M30)]).sort(),
        );
      });
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parsePeriod } from "../../src/domain/index.js";
import type { Cell, Reply } from "../../src/reply/index.js";
import { firstTimeReport, recentReport } from "../../src/reports/index.js";
import { plainComings } from "../plain/first-time.js";
import { whoIsWho } from "../plain/index.js";
import { onBothEngines } from "../pool/engines.js";
import { CALENDAR, ORGANIZATION, SEEDS, TODAY, World } from "./world.js";

type Row = Readonly<Record<string, Cell>>;
const rowsOf = (reply: Reply, key: string): Row[] => {
  const table = reply.tables.find((each) => each.key === key);
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries(table?.columns.map((column, place) => [column.key, row[place] ?? null]) ?? []),
  );
};
const idIn = (link: Cell | undefined): string => /\/([0-9A-Za-z]{18})\//.exec(String(link))?.[1] ?? "";
const exact = (hours: number): number => Number(hours.toFixed(6));

describe("first-time and recent volunteers, against a plain calculation", () => {
  onBothEngines((engine) => {
    describe.each(SEEDS)("seed %i", (seed) => {
      let world: World;
      let keyOf: (link: Cell | undefined) => string;
      beforeAll(async () => {
        world = await World.open({ engine, seed, size: 0.3 });
        const people = whoIsWho(world.rows(), world.rules);
        keyOf = (link) => people.get(idIn(link))?.key ?? "";
      });
      afterAll(() => world.close());

      it.each(["SY25-26", "2026", "ytd"])("says the same of everybody in %s, each person once", async (words) => {
        const period = parsePeriod(words, CALENDAR);
        const window = { start: period.start ?? "", end: period.end ?? "" };
        const comings = plainComings(world.rows(), { ...world.rules, ...window });
        const firsts = new Map([...comings].filter(([, { firstEver }]) => firstEver >= window.start));
        const asked = { periods: [period], today: TODAY, now: world.now, sample: true };
        const first = await firstTimeReport(world.pool, ORGANIZATION, asked);
        const recent = await recentReport(world.pool, ORGANIZATION, { ...asked, connector: null });
        expect(firsts.size).toBeGreaterThan(0);
        expect(first.facts.map(({ key, value }) => [key, typeof value === "number" ? exact(value) : value])).toEqual([
          ["M92", firsts.size],
          ["M20", comings.size],
          ["X20", [...firsts.values()].reduce((sum, { events }) => sum + events, 0)],
          ["M30", exact([...firsts.values()].reduce((sum, { hours }) => sum + hours, 0))],
        ]);
        const told = rowsOf(first, "volunteers").map(
          ({ record, first_on, X20, M30 }) => [keyOf(record), { first_on, X20, M30: exact(Number(M30)) }] as const,
        );
        expect(told).toHaveLength(firsts.size);
        expect(Object.fromEntries(told)).toEqual(
          Object.fromEntries(
            [...firsts].map(([key, one]) => [key, { first_on: one.firstEver, X20: one.events, M30: exact(one.hours) }]),
          ),
        );
        const active = rowsOf(recent, "volunteers").map(
          ({ record, last_on, X20, M30, first_time }) =>
            [keyOf(record), { last_on, X20, M30: exact(Number(M30)), first_time }] as const,
        );
        expect(active).toHaveLength(comings.size);
        expect(Object.fromEntries(active)).toEqual(
          Object.fromEntries(
            [...comings].map(([key, one]) => [
              key,
              { last_on: one.last, X20: one.events, M30: exact(one.hours), first_time: firsts.has(key) },
            ]),
          ),
        );
      });

      it("adds up by the month of the first event, and by organisation names those who stood for it", async () => {
        const period = parsePeriod("SY25-26", CALENDAR);
        const window = { start: period.start ?? "", end: period.end ?? "" };
        const comings = plainComings(world.rows(), { ...world.rules, ...window });
        const firsts = [...comings.values()].filter(({ firstEver }) => firstEver >= window.start);
        const asked = { periods: [period], today: TODAY, now: world.now, sample: true };
        const report = await firstTimeReport(world.pool, ORGANIZATION, asked);
        const months = rowsOf(report, "by_month");
        expect(months.reduce((sum, { first_event }) => sum + Number(first_event), 0)).toBe(firsts.length);
        for (const { month, first_event } of months)
          expect(first_event, String(month)).toBe(
            firsts.filter(({ firstEver }) => firstEver.startsWith(String(month))).length,
          );
        for (const { organisation, M92 } of rowsOf(report, "by_organisation"))
          expect(M92, String(organisation)).toBe(
            firsts.filter(({ organizations }) => organizations.has(String(organisation))).length,
          );
      });
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HILLS } from "../../sandbox/sample/index.js";
import { parsePeriod } from "../../src/domain/index.js";
import { findOrganization } from "../../src/identity/index.js";
import type { Cell, Reply } from "../../src/reply/index.js";
import { organizationReport, thankYouReport } from "../../src/reports/index.js";
import {
  type PlainCompany,
  type PlainRows,
  plainCompany,
  plainFigures,
  plainThanks,
  whoIsWho,
} from "../plain/index.js";
import { onBothEngines } from "../pool/engines.js";
import { CALENDAR, ORGANIZATION, SEEDS, TODAY, World } from "./world.js";

const PERIOD = parsePeriod("3y", CALENDAR);
const WINDOW = { start: PERIOD.start ?? "", end: PERIOD.end ?? "" };

type Row = Readonly<Record<string, Cell>>;

function rowsOf(report: Reply, key: string): Row[] {
  const table = report.tables.find((each) => each.key === key);
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries(table?.columns.map((column, place) => [column.key, row[place] ?? null]) ?? []),
  );
}

const exact = (hours: number): number => Number(hours.toFixed(9));
const idIn = (link: Cell | undefined): string => /\/([0-9A-Za-z]{18})\//.exec(String(link))?.[1] ?? "";

/** What is compared of an organisation; a roster that names nobody is not known. */
const toldOf = (plain: PlainCompany): Row => ({
  X60: plain.sessions,
  X62: plain.inPerson,
  X61: plain.virtual,
  M20: plain.M20,
  M30: exact(plain.M30),
  X13: plain.studentsReached,
  X12: plain.interactions,
  M10: plain.rosterStudents === 0 && plain.inPerson > 0 ? null : plain.rosterStudents,
  M63: plain.cancelled,
});

describe("organisations side by side, everybody ever linked, and whom to thank, against a plain calculation", () => {
  onBothEngines((engine) => {
    describe.each(SEEDS)("of sample %i", (seed) => {
      let world: World;
      let rows: PlainRows;
      let names: readonly string[];
      const plain = (organization: string | readonly string[], full = false) =>
        plainCompany(rows, { ...world.rules, ...WINDOW, organization, full });
      const report = async (asked: readonly string[], full = false) => {
        const found = [];
        for (const name of asked) found.push(...((await findOrganization(world.pool, {}, name)).found?.ids ?? []));
        return organizationReport(world.pool, ORGANIZATION, {
          organizationIds: found,
          periods: [PERIOD],
          today: TODAY,
          now: world.now,
          sample: true,
          full,
        });
      };
      const thanks = (of: "orgs" | "volunteers", by: "hours" | "sessions") =>
        thankYouReport(world.pool, ORGANIZATION, {
          of,
          periods: [PERIOD],
          today: TODAY,
          now: world.now,
          sample: true,
          sort: { key: by, descending: false },
        });

      beforeAll(async () => {
        world = await World.open({ engine, seed, size: 0.2 });
        rows = world.rows();
        const { groups } = plainFigures(rows, { ...world.rules, ...WINDOW, by: "organization" });
        const others = [...groups].filter(([name, { M40 }]) => M40 === 1 && name !== HILLS);
        names = [HILLS, ...others.sort(([, a], [, b]) => b.M30 - a.M30).map(([name]) => name)].slice(0, 4);
      });
      afterAll(() => world.close());

      it.each([false, true])("says the same of each and of all together, full %s", async (full) => {
        const told = await report(names, full);
        const each = rowsOf(told, "by_organisation");
        expect(each).toHaveLength(4);
        for (const [place, name] of names.entries()) expect(each[place], name).toMatchObject(toldOf(plain(name, full)));
        const facts = Object.fromEntries(told.facts.map(({ key, value }) => [key, value]));
        expect(facts).toMatchObject(toldOf(plain(names, full)));
      });

      it("never has more together than the sum, and in full mode never less of each", async () => {
        const [credited, everybody] = [await report(names), await report(names, true)];
        for (const told of [credited, everybody])
          for (const id of ["X60", "M20", "M30"]) {
            const sum = rowsOf(told, "by_organisation").reduce((all, row) => all + Number(row[id]), 0);
            expect(Number(told.facts.find(({ key }) => key === id)?.value)).toBeLessThanOrEqual(exact(sum));
          }
        rowsOf(everybody, "by_organisation").forEach((row, place) => {
          const less = rowsOf(credited, "by_organisation")[place];
          expect(Number(row.M30), String(row.organisation)).toBeGreaterThanOrEqual(Number(less?.M30));
        });
      });

      it.each(["hours", "sessions"] as const)("thanks the same volunteers at the same places by %s", async (by) => {
        const people = whoIsWho(rows, world.rules);
        const told = rowsOf(await thanks("volunteers", by), "volunteers_to_thank").map((row) => [
          people.get(idIn(row.record))?.key,
          { place: row.place, sessions: row.X60, hours: row.M30 },
        ]);
        const expected = plainThanks(rows, { ...world.rules, ...WINDOW, of: "volunteers", by });
        expect(told).toHaveLength(expected.length);
        expect(Object.fromEntries(told)).toEqual(
          Object.fromEntries(expected.map(({ whom, place, sessions, hours }) => [whom, { place, sessions, hours }])),
        );
      });

      it.each(["hours", "sessions"] as const)("thanks the same organisations at the same places by %s", async (by) => {
        const told = rowsOf(await thanks("orgs", by), "organisations_to_thank").map((row) => [
          row.organisation,
          { place: row.place, sessions: row.X60, hours: row.M30 },
        ]);
        const expected = plainThanks(rows, { ...world.rules, ...WINDOW, of: "orgs", by });
        expect(told).toHaveLength(expected.length);
        expect(Object.fromEntries(told)).toEqual(
          Object.fromEntries(expected.map(({ whom, place, sessions, hours }) => [whom, { place, sessions, hours }])),
        );
      });
    });
  });
});

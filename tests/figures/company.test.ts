import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HILLS } from "../../sandbox/sample/index.js";
import { parsePeriod, schoolYearLabel } from "../../src/domain/index.js";
import { findOrganization } from "../../src/identity/index.js";
import type { Cell, Reply } from "../../src/reply/index.js";
import { organizationReport } from "../../src/reports/index.js";
import {
  type PlainCompany,
  type PlainCompanyFigures,
  type PlainRows,
  plainCompany,
  plainFigures,
  whoIsWho,
} from "../plain/index.js";
import { onBothEngines } from "../pool/engines.js";
import { CALENDAR, ORGANIZATION, TODAY, World } from "./world.js";

const PERIOD = parsePeriod("3y", CALENDAR);
const WHOLE = { start: PERIOD.start ?? "", end: PERIOD.end ?? "" };
const FOR_EVER = { start: "0001-01-01", end: "9999-12-31" };

/** Hill's, and the ten others with the most hours. */
function companiesOf(world: World, rows: PlainRows): string[] {
  const { groups } = plainFigures(rows, { ...world.rules, ...WHOLE, by: "organization" });
  const others = [...groups].filter(([name, { M40 }]) => M40 === 1 && name !== HILLS);
  const busiest = others.sort(([, a], [, b]) => b.M30 - a.M30).slice(0, 10);
  return [HILLS, ...busiest.map(([name]) => name)];
}

type Row = Readonly<Record<string, Cell>>;

/** A table's rows as records, by column key; a table that is not there has none. */
function rowsOf(report: Reply, key: string): Row[] {
  const table = report.tables.find((each) => each.key === key);
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries(table?.columns.map((column, place) => [column.key, row[place] ?? null]) ?? []),
  );
}

const idIn = (link: Cell | undefined): string => /\/([0-9A-Za-z]{18})\//.exec(String(link))?.[1] ?? "";
const exact = (hours: number): number => Number(hours.toFixed(9));

/** The columns of the table by school year, as the plain report has them. */
const perYear = (figures: PlainCompanyFigures) => ({
  X62: figures.inPerson,
  X61: figures.virtual,
  X60: figures.sessions,
  M20: figures.M20,
  M30: exact(figures.M30),
  X13: figures.studentsReached,
  X12: figures.interactions,
  M63: figures.cancelled,
});

describe("the report on an organisation, against a plain one", () => {
  onBothEngines((engine) => {
    let world: World;
    let told: { readonly name: string; readonly report: Reply; readonly plain: PlainCompany }[];
    let people: ReturnType<typeof whoIsWho>;
    beforeAll(async () => {
      world = await World.open({ engine, seed: 7, size: 0.4 });
      const rows = world.rows();
      people = whoIsWho(rows, world.rules);
      told = [];
      for (const name of companiesOf(world, rows)) told.push({ name, ...(await both(name, rows)) });
    });
    afterAll(() => world.close());

    async function both(name: string, rows: PlainRows) {
      const { found } = await findOrganization(world.pool, {}, name);
      expect(found?.name).toBe(name);
      const asked = {
        organizationIds: found?.ids ?? [],
        periods: [PERIOD],
        today: TODAY,
        now: world.now,
        sample: true,
      };
      const report = await organizationReport(world.pool, ORGANIZATION, asked);
      const options = { ...world.rules, ...WHOLE, organization: name };
      const { lastActive } = plainCompany(rows, { ...options, ...FOR_EVER });
      return { report, plain: { ...plainCompany(rows, options), lastActive } };
    }

    it("says the same facts of Hill's and of ten others", () => {
      expect(told).toHaveLength(11);
      for (const { name, report, plain } of told) {
        const facts = Object.fromEntries(report.facts.map((fact) => [fact.key, fact.value]));
        expect(facts, name).toMatchObject({
          ...perYear(plain),
          X23: plain.noShows,
          X24: plain.volunteerCancellations,
          X27: plain.lastActive,
        });
      }
    });

    it("has Hill's meet every rule at least once", () => {
      const hills = told[0]?.plain;
      expect(hills?.estimated).toBeGreaterThan(0);
      expect(hills?.uncounted).toBeGreaterThan(0);
      expect(hills?.onUnknownStart).toBeGreaterThan(0);
      expect(hills?.cancelled).toBeGreaterThan(0);
      expect(hills?.noShows).toBeGreaterThan(0);
      expect(hills?.virtual).toBeGreaterThan(0);
    });

    it("notes as many sessions as estimated, uncounted and resting on an unknown start", () => {
      for (const { name, report, plain } of told) {
        const texts = report.notices.map(({ text }) => text).join("\n");
        const said = (pattern: RegExp): number => Number(pattern.exec(texts)?.[1] ?? 0);
        expect(said(/estimate at (\d+) in-person session/), name).toBe(plain.estimated);
        expect(said(/Nobody counted the students at (\d+) in-person session/), name).toBe(plain.uncounted);
        expect(said(/(\d+) of \d+ sessions? rests? on an affiliation/), name).toBe(plain.onUnknownStart);
      }
    });

    it("says the same by school year, and a year without anything is a row of nothing", () => {
      for (const { name, report, plain } of told) {
        const years = rowsOf(report, "by_school_year");
        expect(
          years.map((row) => row.school_year),
          name,
        ).toEqual(["SY24-25", "SY25-26", "SY26-27 to date"]);
        for (const first of [2024, 2025, 2026]) {
          const row = years.find((each) => String(each.school_year).startsWith(schoolYearLabel(first)));
          const figures = plain.byYear.get(String(first));
          const nothing = Object.fromEntries(Object.keys(perYear(plain)).map((id) => [id, 0]));
          expect(row, `${name} ${first}`).toMatchObject(figures ? perYear(figures) : nothing);
        }
      }
    });

    it("says the same of every volunteer, each person once", () => {
      for (const { name, report, plain } of told) {
        const volunteers = rowsOf(report, "by_volunteer").map(({ record, ...row }): [string, Row] => [
          people.get(idIn(record))?.key ?? "",
          { X60: row.X60 ?? null, M30: row.M30 ?? null },
        ]);
        const expected = [...plain.byVolunteer].map(([key, { sessions, M30 }]) => [
          key,
          { X60: sessions, M30: exact(M30) },
        ]);
        expect(Object.fromEntries(volunteers), name).toEqual(Object.fromEntries(expected));
        expect(volunteers, name).toHaveLength(plain.byVolunteer.size);
      }
    });

    it("lists the same sessions with the same people, hours and students", () => {
      for (const { name, report, plain } of told) {
        const sessions = rowsOf(report, "sessions").map((row): [string, Row] => [
          idIn(row.record),
          { M20: row.M20 ?? null, M30: row.M30 ?? null, students: row.X13 ?? 0 },
        ]);
        const expected = [...plain.bySession].map(([id, one]) => [
          id,
          { M20: one.M20, M30: exact(one.M30), students: one.studentsReached },
        ]);
        expect(Object.fromEntries(sessions), name).toEqual(Object.fromEntries(expected));
      }
    });
  });
});

import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateOrganization } from "../../sandbox/sample/index.js";
import { parsePeriod } from "../../src/domain/index.js";
import { derive } from "../../src/identity/index.js";
import type { Reply } from "../../src/reply/index.js";
import { allPathwaysReport, attendanceReport, pathwayReport, studentsReport } from "../../src/reports/index.js";
import { plainFigures } from "../plain/index.js";
import { PLAIN_PATHWAYS, type PlainPathway, type PlainPathwayOptions, plainPathways } from "../plain/pathways.js";
import { onBothEngines } from "../pool/engines.js";
import { CALENDAR, ORGANIZATION, SEEDS, TODAY, World } from "./world.js";

const SIZE = 0.3;
const PERIOD = parsePeriod("3y", CALENDAR);
const WINDOW = { start: PERIOD.start ?? "", end: PERIOD.end ?? "" };
const ENTERED = ["STEM", "Business", "Construction/ Trades", "BFI", null];

type Entered = Pick<PlainPathwayOptions, "links" | "details" | "spoken">;

/** Links as the sample has them; and for some sessions and participations what people entered in Polaris. */
async function enter(world: World, seed: number): Promise<Entered> {
  const { Pathway__c, Pathway_Session__c } = generateOrganization({ seed, size: SIZE, today: TODAY });
  const names = new Map(Pathway__c.map(({ Id, Name }) => [Id, String(Name)]));
  const links: Record<string, string[]> = {};
  for (const { Session__c, Pathway__c: pathway, IsDeleted } of Pathway_Session__c) {
    const name = names.get(String(pathway));
    if (name !== undefined && !IsDeleted) links[String(Session__c)] = [...(links[String(Session__c)] ?? []), name];
  }
  const { Session__c, Session_Participant__c } = world.rows();
  const details: Record<string, { pathway: string | null; isStem: boolean }> = {};
  for (const [place, id] of Object.keys(world.rules.attendance ?? {}).entries())
    if (place % 2 === 0) details[id] = { pathway: ENTERED[place % ENTERED.length] ?? null, isStem: place % 6 === 0 };
  const spoken: Record<string, string> = {};
  for (const [place, row] of Session_Participant__c.entries())
    if (row.Participant_Type__c === "Volunteer" && place % 9 === 4)
      spoken[String(row.Id)] = PLAIN_PATHWAYS[Math.floor(place / 9) % 3] ?? "STEM";
  expect(Session__c.length).toBeGreaterThan(100);
  await world.pool.transaction(async (tx) => {
    for (const [id, { pathway, isStem }] of Object.entries(details))
      await tx.run(sql`UPDATE attendance_detail SET pathway = ${pathway}, is_stem = (${isStem ? 1 : 0} = 1)
        WHERE event_id = (SELECT e.id FROM event e WHERE e.source_id = ${id})`);
    for (const [id, pathway] of Object.entries(spoken))
      await tx.run(sql`INSERT INTO decision (kind, subject, source, source_id, value, decided_by, decided_at)
        VALUES ('pathway', 'participation', 'salesforce', ${id}, ${pathway}, 'U1', ${world.now})`);
  });
  await derive(world.pool, ORGANIZATION, world.now, { force: true });
  return { links, details, spoken };
}

const toldOf = (plain: PlainPathway | undefined) => ({
  X60: plain?.sessions,
  X62: plain?.inPerson,
  X61: plain?.virtual,
  X10: plain?.attendances,
  M10: plain?.students,
  X11_k8: plain?.k8,
  X11_high: plain?.high,
  X11_unknown: plain?.unknown,
  X22: plain?.atEvents,
  X221: plain?.speaking,
  X222: plain?.skilled,
  M40: plain?.organizations,
});

describe("the reports on pathways, attendance and students, against plain ones", () => {
  onBothEngines((engine) => {
    describe.each(SEEDS.map((seed) => ({ seed })))("seed $seed", ({ seed }) => {
      let world: World;
      let plain: ReadonlyMap<string, PlainPathway>;
      const asked = () => ({ periods: [PERIOD], today: TODAY, now: world.now, sample: true });
      const facts = (report: Reply) => Object.fromEntries(report.facts.map(({ key, value }) => [key, value]));
      beforeAll(async () => {
        world = await World.open({ engine, seed, size: SIZE });
        const entered = await enter(world, seed);
        plain = plainPathways(world.rows(), { ...world.rules, ...WINDOW, ...entered, today: TODAY });
      });
      afterAll(() => world.close());

      it("has something for every count to meet", () => {
        for (const [what, figure] of Object.entries(plain.get("Total") ?? {})) expect(figure, what).toBeGreaterThan(0);
        expect([...plain.values()].filter(({ speaking, sessions }) => speaking > 0 && sessions > 0)).toHaveLength(4);
      });

      it("says the same of all pathways side by side, and of the whole", async () => {
        const report = await allPathwaysReport(world.pool, ORGANIZATION, asked());
        const [students, volunteers] = report.tables.map(({ columns, rows, total }) =>
          [...rows, ...(total ? [total] : [])].map((row) =>
            Object.fromEntries(columns.map(({ key }, place) => [key, row[place]])),
          ),
        );
        const rows = (students ?? []).map((row, place) => ({ ...row, ...volunteers?.[place] }));
        expect(rows.map((row) => row.pathway).sort()).toEqual([...plain.keys()].sort());
        for (const { pathway, ...row } of rows)
          expect(row, String(pathway)).toEqual(toldOf(plain.get(String(pathway))));
      });

      it.each(PLAIN_PATHWAYS)("says the same of %s alone", async (pathway) => {
        const report = await pathwayReport(world.pool, ORGANIZATION, { ...asked(), pathway, students: true });
        expect(facts(report)).toMatchObject(toldOf(plain.get(pathway)));
        const students = report.tables.find(({ key }) => key === "students");
        expect(students?.rows).toHaveLength(plain.get(pathway)?.students ?? -1);
      });

      it("says the same of all students and of attendance as the plain figures of the days until today", async () => {
        const { total } = plainFigures(world.rows(), { ...world.rules, start: WINDOW.start, end: TODAY });
        const students = facts(await studentsReport(world.pool, ORGANIZATION, asked()));
        const attendance = facts(await attendanceReport(world.pool, ORGANIZATION, asked()));
        expect(students.M10).toBe(total.M10);
        expect(attendance).toMatchObject({ M10: total.M10, M20: total.M20 });
        expect(students.X10).toBe(attendance.X10);
      });
    });
  });
});

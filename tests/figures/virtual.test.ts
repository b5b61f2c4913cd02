import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bytesOf, generateFiles, generateOrganization, type SampleFile } from "../../sandbox/sample/index.js";
import { parsePeriod } from "../../src/domain/index.js";
import { derive } from "../../src/identity/index.js";
import { importDataset } from "../../src/intake/index.js";
import { teacherProgress, virtualOutcomes } from "../../src/metrics/index.js";
import { teachersReport, virtualReport } from "../../src/reports/index.js";
import { DATASETS, readTables, recognise } from "../../src/sources/index.js";
import { type PlainEntry, type PlainSeat, type PlainSession, plainProgress, plainVirtual } from "../plain/virtual.js";
import { onBothEngines } from "../pool/engines.js";
import { CALENDAR, ORGANIZATION, SEEDS, TODAY, World } from "./world.js";

const SIZE = 0.15;
const YEAR = parsePeriod("this year", CALENDAR);
const WHOLE = { start: YEAR.start ?? "", end: YEAR.end ?? "" };
const PERIODS = ["this year", "fall 2026", "last year", "3y", "2026"];

/** Reads Pathful's reports and the rosters of the sample, as staff import them; a building stands once for several teachers. */
async function importAll(world: World, seed: number): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-virtual-"));
  const { uploads, sheets } = generateFiles(generateOrganization({ seed, size: SIZE, today: TODAY }), {
    seed,
    today: TODAY,
  });
  const rosters = sheets
    .filter(({ title }) => title.startsWith("Teacher roster"))
    .map(
      ({ title, rows }, place): SampleFile => ({ name: `roster-${place}.csv`, said: title, rows: filledDown(rows) }),
    );
  const reports = uploads.filter(({ name }) => /session|user/i.test(name));
  for (const sample of [...reports, ...rosters]) {
    const file = { name: sample.name, path: path.join(folder, sample.name) };
    writeFileSync(file.path, await bytesOf(sample));
    const { dataset, grid, places } = recognise(await readTables(file), DATASETS);
    const { error } = await importDataset({
      pool: world.pool,
      organization: ORGANIZATION,
      clock: { now: () => world.now },
      dataset,
      grid,
      places,
      origin: `file:${file.name}`,
      defaults: {},
      whole: false,
      trigger: "command",
      startedBy: "U1",
    });
    if (error !== null) throw new Error(error.text);
  }
  rmSync(folder, { recursive: true, force: true });
  await derive(world.pool, ORGANIZATION, world.now, { force: true });
}

function filledDown(rows: SampleFile["rows"]): SampleFile["rows"] {
  let building: SampleFile["rows"][number][number] = null;
  return rows.map(([first = null, ...others], place) => {
    if (place > 2 && first !== null) building = first;
    return place > 2 && others.length > 1 ? [building, ...others] : [first, ...others];
  });
}

/** What lies in the pool, row by row, for the plain calculation. */
async function readPlain({ pool: { db } }: World) {
  const [seats, events, places, schools, contacts, entries] = [
    await db.participation.findMany({ where: { role: "teacher", deleted_at: null } }),
    await db.event.findMany({ where: { deleted_at: null } }),
    await db.eventDistrict.findMany(),
    new Map((await db.school.findMany()).map((school) => [school.id, school])),
    new Map((await db.contact.findMany({ where: { deleted_at: null } })).map((contact) => [contact.id, contact])),
    await db.rosterEntry.findMany({ where: { deleted_at: null, is_active: true, school_year: 2026 } }),
  ];
  const sessions = new Map<number, PlainSession>();
  for (const { id, local_date: day, starts_at: startsAt, status, format } of events) {
    const districts = places.filter(({ event_id }) => event_id === id).map(({ district_id }) => district_id);
    sessions.set(id, { id, day, startsAt, status, isVirtual: format === "virtual", districts });
  }
  const plainSeats: PlainSeat[] = [];
  for (const seat of seats) {
    const contact = contacts.get(seat.contact_id);
    if (contact === undefined) continue;
    plainSeats.push({
      event: seat.event_id,
      person: contact.person_id ?? contact.id,
      isExcluded: contact.excluded,
      isConfirmed: seat.attendance_confirmed_at !== null,
      status: seat.status,
      school: contact.school_id,
      district: schools.get(contact.school_id ?? 0)?.district_id ?? null,
    });
  }
  const plainEntries = entries.map((entry): PlainEntry => {
    const contact = contacts.get(entry.contact_id ?? 0);
    return {
      id: entry.id,
      person: contact ? (contact.person_id ?? contact.id) : null,
      isExcluded: contact?.excluded ?? false,
      target: entry.target_sessions,
      district: entry.district_id,
      school: schools.get(entry.school_id ?? 0)?.name ?? entry.building_raw,
    };
  });
  return { sessions, seats: plainSeats, entries: plainEntries };
}

describe("teachers and virtual sessions of a whole organisation, against a plain calculation of their own", () => {
  onBothEngines((engine) => {
    describe.each(SEEDS)("from seed %i", (seed) => {
      let world: World;
      let plain: Awaited<ReturnType<typeof readPlain>>;
      beforeAll(async () => {
        world = await World.open({ engine, seed, size: SIZE });
        await importAll(world, seed);
        // Somebody is excluded who attended, and somebody's word took an attendance away.
        await world.pool.write(async (db) => {
          const [first] = await db.participation.findMany({
            where: { role: "teacher", attendance_confirmed_at: { not: null } },
            take: 1,
            orderBy: { id: "asc" },
          });
          if (first) await db.contact.update({ where: { id: first.contact_id }, data: { excluded: true } });
          const [last] = await db.participation.findMany({
            where: { role: "teacher", attendance_confirmed_at: { not: null } },
            take: 1,
            orderBy: { id: "desc" },
          });
          if (last) await db.participation.update({ where: { id: last.id }, data: { attendance_confirmed_at: null } });
        });
        plain = await readPlain(world);
      });
      afterAll(() => world.close());

      it("has something of everything to compare", () => {
        expect(plain.entries.length).toBeGreaterThan(5);
        expect(plain.seats.some(({ isConfirmed }) => isConfirmed)).toBe(true);
        expect(new Set(plain.seats.map(({ status }) => status)).size).toBeGreaterThan(2);
      });

      it("agree on each teacher's progress", async () => {
        const { teachers, schools, total } = await teacherProgress(world.pool, {
          schoolYear: 2026,
          period: YEAR,
          now: world.now,
        });
        const expected = plainProgress(plain.entries, plain.seats, plain.sessions, WHOLE, world.now);
        expect(new Map(teachers.map(({ entry, status }) => [entry, status] as const))).toEqual(expected);
        expect(total.teachers).toBe(expected.size);
        expect(schools.reduce((sum, school) => sum + school.teachers, 0)).toBe(expected.size);
      });

      it("agree on the report of each district that has a roster", async () => {
        for (const district of new Set(plain.entries.map((entry) => entry.district))) {
          const report = await teachersReport(world.pool, ORGANIZATION, {
            district: { key: district, label: "District" },
            schools: [],
            schoolYear: 2026,
            period: YEAR,
            by: "school",
            now: world.now,
            sample: true,
          });
          const own = plain.entries.filter((entry) => entry.district === district);
          const told = [...plainProgress(own, plain.seats, plain.sessions, WHOLE, world.now).values()];
          const facts = Object.fromEntries(report.facts.map(({ key, value }) => [key, value]));
          for (const status of ["achieved", "in_progress", "needs_review", "not_started"])
            expect(facts[status], status).toBe(told.filter((each) => each === status).length);
          expect(facts.schools).toBe(
            new Set(own.filter(({ isExcluded }) => !isExcluded).map(({ school }) => school)).size,
          );
        }
      });

      const virtual = async (words: string, district: number | null = null) => {
        const period = parsePeriod(words, CALENDAR);
        const filters =
          district === null ? [] : [{ dimension: "district" as const, values: [{ key: district, label: "District" }] }];
        const asked = { periods: [period], filters, today: TODAY, now: world.now };
        const report = await virtualReport(world.pool, ORGANIZATION, { ...asked, by: "month", sample: true });
        const outcomes = await virtualOutcomes(world.pool, { period, filters, now: world.now });
        const count = (outcome: "completed" | "simulcast") =>
          outcomes.reduce((sum, { counts }) => sum + counts[outcome], 0);
        const facts = Object.fromEntries(report.facts.map(({ key, value }) => [key, value]));
        const expected = plainVirtual(
          plain.seats,
          plain.sessions,
          { start: period.start ?? "", end: period.end ?? "" },
          district,
        );
        // Whom sessions reached at which nobody is confirmed is not known.
        const unknown = expected.M73 === null ? { M71: null, M80: null } : {};
        expect(facts, words).toMatchObject({ ...expected, ...unknown });
        // Every experience is one place that came to an end as it should, and no other is.
        expect(count("completed") + count("simulcast"), words).toBe(expected.M80);
        return expected;
      };

      it.each(PERIODS)("agree on virtual sessions over %s", async (words) => {
        await virtual(words);
      });

      it("agree on virtual sessions of each district, and count each once in all", async () => {
        const all = await virtual("3y");
        const districts = [...new Set(plain.seats.flatMap(({ district }) => district ?? []))];
        const each: Awaited<ReturnType<typeof virtual>>[] = [];
        for (const district of districts) each.push(await virtual("3y", district));
        expect(all.M80).toBeGreaterThan(0);
        expect(each.reduce((sum, { M71 }) => sum + M71, 0)).toBeLessThanOrEqual(all.M71);
      });

      it("count every teacher in every session once, whatever became of it", async () => {
        const period = parsePeriod("3y", CALENDAR);
        const outcomes = await virtualOutcomes(world.pool, { period, now: world.now });
        const told = outcomes.flatMap(({ counts }) => Object.values(counts)).reduce((sum, each) => sum + each, 0);
        const inside = [...plain.sessions.values()].filter(
          ({ isVirtual, day }) => isVirtual && (period.start ?? "") <= day && day <= (period.end ?? ""),
        );
        const ids = new Set(inside.map(({ id }) => id));
        const places = new Set(
          plain.seats
            .filter(({ event, isExcluded }) => ids.has(event) && !isExcluded)
            .map(({ event, person }) => `${event} ${person}`),
        );
        const withTeachers = new Set(plain.seats.map(({ event }) => event));
        expect(told).toBe(places.size + inside.filter(({ id }) => !withTeachers.has(id)).length);
      });
    });
  });
});

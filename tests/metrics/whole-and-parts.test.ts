import fc from "fast-check";
import sql, { raw } from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Period } from "../../src/domain/index.js";
import { type Asking, DIMENSION, METRICS, type Metric } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ask, days, where } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

const DATES = ["2023-09-01", "2024-09-01", "2025-01-15", "2025-09-01", "2025-10-01", "2026-04-01"] as const;
const EVENTS = fc.record({
  date: fc.constantFrom(...DATES),
  format: fc.constantFrom("in_person" as const, "virtual" as const),
  status: fc.constantFrom("Completed", "Simulcast", "Confirmed", "Cancelled"),
  type: fc.constantFrom("dia", "virtual_session"),
  districts: fc.subarray([1, 2, 3]),
  pathways: fc.subarray(["STEM", "Health"]),
  school: fc.option(fc.constantFrom(1, 2, 3), { nil: undefined }),
  host: fc.option(fc.constant("PREP-KC"), { nil: undefined }),
  headcount: fc.option(fc.constantFrom(10, 25), { nil: undefined }),
  rooms: fc.option(fc.constantFrom(2, 3), { nil: undefined }),
});
const COMINGS = fc.record({
  event: fc.nat(),
  role: fc.constantFrom("volunteer" as const, "volunteer" as const, "teacher" as const, "student" as const),
  person: fc.nat({ max: 4 }),
  status: fc.constantFrom("attended", "attended", "no_show", "registered"),
  isPresenter: fc.boolean(),
  organization: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
  hours: fc.option(fc.constantFrom(0.5, 2), { nil: undefined }),
});
const ORGANIZATIONS = fc.record({
  events: fc.array(EVENTS, { minLength: 3, maxLength: 9 }),
  comings: fc.array(COMINGS, { minLength: 4, maxLength: 24 }),
});
type Given = typeof ORGANIZATIONS extends fc.Arbitrary<infer G> ? G : never;

const TABLES =
  "participation attendance_detail event_district event_pathway event contact school district organization";

async function fill({ pool }: EmptyPool, given: Given): Promise<void> {
  await pool.transaction(async (tx) => {
    for (const table of TABLES.split(" ")) await tx.run(sql`DELETE FROM ${raw(table)}`);
  });
  const small = new SmallOrganization(pool);
  for (const name of ["KCK", "Grandview", "Center"]) small.district(name);
  small.school("One", 1, "High");
  small.school("Two", 2, "Middle");
  small.school("Three", null);
  for (const name of ["Hill's", "TechCorp"]) small.organization(name);
  const people = {
    volunteer: [
      small.person("Ann", { local: "local", race: "black" }),
      small.person("Bob", { local: "local", basis: "inferred" }),
      small.person("Cy", { race: "asian" }),
      small.person("Di", { local: "non_local", race: "white" }),
      small.person("Out", { excluded: true, race: "black", local: "local" }),
    ],
    teacher: [1, 1, 2, 3, undefined].map((school, place) =>
      small.person(`T${place}`, { kind: "teacher", ...(school === undefined ? {} : { school }) }),
    ),
    student: [1, 2, 2, 3, undefined].map((school, place) =>
      small.person(`S${place}`, { kind: "student", ...(school === undefined ? {} : { school }) }),
    ),
  };
  const events = given.events.map(({ school, host, headcount, rooms, ...event }) => {
    const id = small.event({
      ...event,
      ...(school === undefined ? {} : { school }),
      ...(host === undefined ? {} : { host }),
      ...(headcount === undefined ? {} : { headcount }),
    });
    if (rooms !== undefined) small.attendance({ event: id, students: 20 * rooms, rooms, rotations: 2 });
    return id;
  });
  const seen = new Set<string>();
  for (const { event, role, person, status, isPresenter, organization, hours } of given.comings) {
    const [at, contact] = [events[event % events.length] ?? 0, people[role][person] ?? 0];
    const pair = `${at} ${contact}`;
    const isAttended = status === "attended";
    small.participation({
      event: at,
      contact,
      role,
      status,
      counts: isAttended && !seen.has(pair),
      ...(role === "volunteer" && isPresenter ? { type: "Presenter" } : {}),
      ...(role === "volunteer" && organization !== undefined ? { organization } : {}),
      ...(role === "volunteer" && hours !== undefined ? { hours } : {}),
      ...(role === "teacher" && isAttended ? { confirmedAt: "2025-10-01T17:00:00.000Z" } : {}),
    });
    if (isAttended) seen.add(pair);
  }
  await small.write();
}

/** Those that count something, so that parts can be compared with the whole. */
const COUNTS: readonly Metric[] = METRICS.filter(
  ({ type, hasTotal, split }) => (type === "integer" || type === "hours") && hasTotal !== false && split === undefined,
);
const numberOf = (figure: unknown): number => (typeof figure === "number" ? figure : 0);
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

describe("the whole and its parts, over any organisation and every metric", { timeout: 120_000 }, () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
    });
    afterAll(() => empty.drop());
    const always = (numRuns: number, property: () => Promise<void>) =>
      fc.assert(
        fc.asyncProperty(ORGANIZATIONS, async (given) => {
          await fill(empty, given);
          await property();
        }),
        { numRuns, seed: 20261121, endOnFailure: true },
      );
    const asked = (asking: Partial<Asking> & Pick<Asking, "metrics">) =>
      ask(empty.pool, { ...asking, smallGroups: "shown" });
    /** The metrics that are kept by a dimension, with what each gives in all. */
    const keptBy = (dimension: Metric["dimensions"][number]) =>
      COUNTS.filter(({ dimensions }) => dimensions.includes(dimension)).map(({ id }) => id);
    const DIMENSIONS = [...new Set(COUNTS.flatMap(({ dimensions }) => dimensions))];

    it("no total exceeds the sum of its rows, and none is less than a row; additive ones are that sum where rows do not overlap", () =>
      always(2, async () => {
        const overlapping = new Set(["district", "pathway", "organisation", "volunteer", "teacher"]);
        for (const by of DIMENSIONS) {
          const ids = keptBy(by);
          const { rows, total, metrics } = await asked({ metrics: ids, by });
          for (const metric of metrics) {
            const parts = rows.map((row) => numberOf(row.figures[metric.id]?.[0]));
            const whole = numberOf(total.figures[metric.id]?.[0]);
            expect(whole, `${metric.id} by ${by}`).toBeGreaterThanOrEqual(Math.max(0, ...parts) - 1e-9);
            // What is no volunteer's own pathway or skill is in no row.
            if (!DIMENSION[by].many || DIMENSION[by].unknown !== null)
              expect(whole, `${metric.id} by ${by}`).toBeLessThanOrEqual(sumOf(parts) + 1e-9);
            if (metric.additive && !overlapping.has(by) && !DIMENSION[by].many)
              expect(sumOf(parts), `${metric.id} by ${by}`).toBeCloseTo(whole, 9);
          }
        }
      }));

    it("a filter on every value that there is, and on the unknown, leaves the whole", () =>
      always(2, async () => {
        for (const by of DIMENSIONS) {
          const ids = keptBy(by);
          const { rows, total } = await asked({ metrics: ids, by });
          const keys = new Set([...rows.map(({ key }) => key), null]);
          const left = await asked({ metrics: ids, filters: [where(by, ...keys)] });
          expect(left.total.figures, by).toEqual(total.figures);
        }
      }));

    it("a period split in two gives additive counts, and never more unique people than both together", () =>
      always(4, async () => {
        const halves: Period[] = [days("2023-08-01", "2025-01-31"), days("2025-02-01", "2026-07-31")];
        const ids = COUNTS.map(({ id }) => id);
        const { total } = await asked({ metrics: ids, periods: halves });
        for (const { id, additive } of COUNTS) {
          const [first = 0, second = 0, whole = 0] = (total.figures[id] ?? []).map(numberOf);
          if (additive) expect(whole, id).toBeCloseTo(first + second, 9);
          expect(whole, id).toBeLessThanOrEqual(first + second + 1e-9);
          expect(whole, id).toBeGreaterThanOrEqual(Math.max(first, second) - 1e-9);
        }
      }));

    it("asked together, metrics say what each says alone", () =>
      always(2, async () => {
        const ids = METRICS.filter(({ split }) => split === undefined).map(({ id }) => id);
        const { total } = await asked({ metrics: ids });
        for (const id of ids) {
          const alone = await asked({ metrics: [id] });
          expect(alone.total.figures[id], id).toEqual(total.figures[id]);
          expect(alone.total.notes[id], id).toEqual(total.notes[id]);
        }
      }));
  });
});

import fc from "fast-check";
import sql, { raw } from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Filters, METRICS, metricOf } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ask, where, without } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

const EVENTS = fc.record({
  date: fc.constantFrom("2024-09-01", "2025-09-01", "2025-10-01", "2026-04-01"),
  format: fc.constantFrom("in_person" as const, "virtual" as const),
  status: fc.constantFrom("Completed", "Simulcast", "Confirmed", "Cancelled"),
  type: fc.constantFrom("dia", "bfi", "other"),
  districts: fc.subarray([1, 2, 3]),
  school: fc.option(fc.constantFrom(1, 2), { nil: undefined }),
  minutes: fc.option(fc.constantFrom(30, 90, 900), { nil: undefined }),
});
const PARTICIPATIONS = fc.record({
  event: fc.nat(),
  person: fc.nat({ max: 5 }),
  status: fc.constantFrom("attended", "completed", "no_show", "registered"),
  hours: fc.option(fc.constantFrom(0.5, 2, 3.25), { nil: undefined }),
  organization: fc.option(fc.constantFrom(1, 2, 3), { nil: undefined }),
});
const ORGANIZATIONS = fc.record({
  events: fc.array(EVENTS, { minLength: 1, maxLength: 8 }),
  participations: fc.array(PARTICIPATIONS, { maxLength: 16 }),
});
type Given = typeof ORGANIZATIONS extends fc.Arbitrary<infer G> ? G : never;

const TABLES = ["participation", "event_district", "event", "contact", "school", "district", "organization"];

/** Puts one generated organisation in the place of the last; `twice` adds every participation again as one that does not count. */
async function fill({ pool }: EmptyPool, given: Given, twice = false): Promise<void> {
  await pool.transaction(async (tx) => {
    for (const table of TABLES) await tx.run(sql`DELETE FROM ${raw(table)}`);
  });
  const small = new SmallOrganization(pool);
  for (const name of ["KCK", "Grandview", "Center"]) small.district(name);
  for (const district of [1, 2]) small.school(`School ${district}`, district);
  for (const name of ["Hill's", "TechCorp", "TechCorp"]) small.organization(name);
  const people = ["A", "B", "C", "D", "E", "Out"].map((name) => small.person(name, { excluded: name === "Out" }));
  const events = given.events.map(({ school, minutes, ...event }) =>
    small.event({
      ...event,
      ...(school === undefined ? {} : { school }),
      ...(minutes === undefined ? {} : { minutes }),
    }),
  );
  const seen = new Set<string>();
  for (const { event, person, status, hours, organization } of given.participations) {
    const row = {
      event: events[event % events.length] ?? 0,
      contact: people[person] ?? 0,
      status,
      ...(hours === undefined ? {} : { hours }),
      ...(organization === undefined ? {} : { organization }),
    };
    const pair = `${row.event} ${row.contact}`;
    const isAttended = status === "attended" || status === "completed";
    small.participation({ ...row, counts: isAttended && !seen.has(pair) });
    if (isAttended) seen.add(pair);
    if (twice) small.participation({ ...row, counts: false });
  }
  await small.write();
}

const sumOf = (figures: readonly (number | string | null | undefined)[]): number =>
  figures.reduce<number>((sum, figure) => sum + (typeof figure === "number" ? figure : 0), 0);

describe("metrics over any organisation", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    beforeAll(async () => {
      empty = await emptyPool(engine);
    });
    afterAll(() => empty.drop());
    const always = (property: (given: Given) => Promise<void>) =>
      fc.assert(fc.asyncProperty(ORGANIZATIONS, property), { numRuns: 12, seed: 20260215 });
    const total = async (metric: string, filters: Filters = []) =>
      (await ask(empty.pool, { metrics: [metric], filters })).total.figures[metric]?.[0];

    it("parts that do not overlap add up to the computed total", () =>
      always(async (given) => {
        await fill(empty, given);
        const cuts = [
          ["M60", "school"],
          ["M60", "month"],
          ["M63", "event_type"],
          ["X60", "format"],
          ["M30", "organisation"],
          ["M30", "volunteer"],
          ["X20", "school_year"],
          ["X20", "event"],
        ] as const;
        for (const [metric, by] of cuts) {
          const { rows, total } = await ask(empty.pool, { metrics: [metric], by });
          expect(sumOf(rows.map((row) => row.figures[metric]?.[0]))).toBeCloseTo(Number(total.figures[metric]?.[0]), 9);
        }
      }));

    it("an event of several districts is in each, and once in the total", () =>
      always(async (given) => {
        await fill(empty, given);
        const open = given.events.filter((event) => event.status !== "Cancelled");
        const { rows, total } = await ask(empty.pool, { metrics: ["M60"], by: "district" });
        expect(total.figures.M60).toEqual([open.length]);
        expect(sumOf(rows.map((row) => row.figures.M60?.[0]))).toBe(
          sumOf(open.map((event) => Math.max(1, event.districts.length))),
        );
      }));

    it("a filter on every value and on Unknown leaves the whole, and with its opposite makes it", () =>
      always(async (given) => {
        await fill(empty, given);
        for (const metric of ["M60", "M30", "X20"]) {
          const whole = await total(metric);
          expect(await total(metric, [where("district", 1, 2, 3, null)])).toBe(whole);
          expect(await total(metric, [where("organisation", "Hill's", "TechCorp", null, "")])).toBe(whole);
          for (const [dimension, key] of [
            ["district", 1],
            ["school", 2],
            ["organisation", "TechCorp"],
            ["school", null],
          ] as const) {
            const parts = [
              await total(metric, [where(dimension, key)]),
              await total(metric, [without(dimension, key)]),
            ];
            expect(sumOf(parts)).toBeCloseTo(Number(whole), 9);
          }
        }
      }));

    it("people are counted once: never fewer than the largest part, never more than the parts together", () =>
      always(async (given) => {
        await fill(empty, given);
        for (const by of ["district", "organisation", "event", "month"] as const) {
          const { rows, total } = await ask(empty.pool, { metrics: ["M20"], by });
          const parts = rows.map((row) => Number(row.figures.M20?.[0]));
          expect(total.figures.M20?.[0]).toBeGreaterThanOrEqual(Math.max(0, ...parts));
          expect(total.figures.M20?.[0]).toBeLessThanOrEqual(sumOf(parts));
        }
      }));

    it("rows that do not count change no figure of who came", () =>
      always(async (given) => {
        const figures = METRICS.filter(({ split, grain }) => !split && grain !== "teacher participation").map(
          ({ id }) => id,
        );
        await fill(empty, given);
        const once = await ask(empty.pool, { metrics: figures, by: "organisation" });
        await fill(empty, given, true);
        expect(await ask(empty.pool, { metrics: figures, by: "organisation" })).toEqual(once);
      }));

    it("asked together or one by one, metrics say the same", () =>
      always(async (given) => {
        await fill(empty, given);
        const ids = ["M20", "M30", "M40", "M60", "M63", "X13", "X21", "X27", "X60"];
        const together = await ask(empty.pool, { metrics: ids, filters: [where("organisation", "TechCorp")] });
        for (const id of ids) {
          expect(metricOf(id).id).toBe(id);
          expect(await total(id, [where("organisation", "TechCorp")])).toEqual(together.total.figures[id]?.[0]);
        }
      }));
  });
});

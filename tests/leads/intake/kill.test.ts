import sql from "sql-template-tag";
import { expect, it } from "vitest";
import type { Pool } from "../../../src/pool/index.js";
import { FilledPools, onBothEngines } from "../../pool/engines.js";
import { importSmall, layersOf, REGISTER, type SmallFile } from "./setting.js";

const rows = (count: number, word: string) =>
  Array.from(
    { length: count },
    (_, n) => `L${n}|Company ${n} ${n % 3 === 0 ? word : ""}|702-555-0${100 + n}|${n}0 Main St|89001`,
  );

const september: SmallFile = { source: REGISTER, date: "2026-09-01", rows: rows(80, "School") };
const october: SmallFile = { source: REGISTER, date: "2026-10-01", rows: rows(81, "Academy").slice(1) };

class Killed extends Error {}

/** A pool whose process dies at one transaction: before what it does is kept, or right after. What comes then finds no pool any more. */
function dyingAt(pool: Pool, place: number, when: "before" | "after"): Pool {
  let count = 0;
  const die = () => Promise.reject(new Killed("killed"));
  return {
    ...pool,
    engine: pool.engine,
    query: (statement) => (count >= place ? die() : pool.query(statement)),
    async transaction(work) {
      count += 1;
      if (count > place) return die();
      if (count < place) return pool.transaction(work);
      await pool.transaction(async (tx) => {
        await work(tx);
        if (when === "before") throw new Killed("killed");
      });
      return die();
    },
  };
}

const pools = new FilledPools<void>();

const LISTS: readonly [which: string, before: readonly SmallFile[], list: SmallFile][] = [
  ["a first list", [], september],
  ["a later list", [september], october],
];

onBothEngines((engine) => {
  it.each(LISTS)(
    "%s killed at any transaction comes to the same when it is imported next",
    { timeout: 120_000 },
    async (which, earlier, list) => {
      const poolBefore = () =>
        pools.copy(engine, `before ${which}`, async (pool) => {
          for (const each of earlier) await importSmall(pool, each);
        });
      const whole = await poolBefore();
      let steps = 0;
      const counting: Pool = {
        ...whole.pool,
        engine,
        query: (statement) => whole.pool.query(statement),
        transaction: (work) => {
          steps += 1;
          return whole.pool.transaction(work);
        },
      };
      await importSmall(counting, list);
      const expected = await layersOf(whole.pool);
      await whole.drop();
      // The lease, the run, the batch, the file, three times ten pages, the promotion, the lease's end.
      expect(steps).toBeGreaterThanOrEqual(9);

      for (let place = 1; place <= steps; place++)
        // A database of its own takes PostgreSQL long: there, one of both is enough.
        for (const when of engine === "sqlite" ? (["before", "after"] as const) : (["before"] as const)) {
          const { pool, drop } = await poolBefore();
          const before = await layersOf(pool);
          await expect(importSmall(dyingAt(pool, place, when), list)).rejects.toThrow();
          const meanwhile = await layersOf(pool);
          // Either nothing of the file is seen, or all.
          expect([
            place,
            when,
            [before, expected].some((state) => JSON.stringify(state) === JSON.stringify(meanwhile)),
          ]).toEqual([place, when, true]);
          await pool.transaction((tx) => tx.run(sql`DELETE FROM pool_fact WHERE key = 'sync_lease_lead:register'`));
          await importSmall(pool, list);
          expect([place, when, await layersOf(pool)]).toEqual([place, when, expected]);
          const running = await pool.query(sql`SELECT id FROM sync_run WHERE state = 'running'`);
          const left = await pool.query(sql`SELECT id FROM lead_file WHERE state = 'reading'`);
          const putOff = await pool.query(sql`SELECT name FROM index_put_off`);
          expect([place, when, running, left, putOff]).toEqual([place, when, place >= steps ? running : [], [], []]);
          await drop();
        }
    },
  );
});

import sql from "sql-template-tag";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readBoard } from "../../../src/watch/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const NOW = "2026-02-16T08:00:00.000Z";

onBothEngines((engine) => {
  let home: EmptyPool;
  beforeEach(async () => {
    home = await emptyPool(engine);
  });
  afterEach(() => home.drop());

  /** A run over the old log, whose rows came in batches of so many read and new ones. */
  const run = (batches: readonly (readonly [read: number, inserted: number])[]) =>
    home.pool.transaction(async (tx) => {
      const [begun] = await tx.query<{ id: number }>(sql`
        INSERT INTO sync_run (source, "trigger", state, started_at, finished_at) VALUES ('virtual-log', 'schedule', 'ok', ${NOW}, ${NOW}) RETURNING id`);
      for (const [read, inserted] of batches)
        await tx.run(sql`
          INSERT INTO sync_batch (run_id, source, object, way, window_end, state, started_at, finished_at, read, inserted, unchanged)
          VALUES (${begun?.id ?? 0}, 'virtual-log', 'participation', 'sheet', ${NOW}, 'ok', ${NOW}, ${NOW}, ${read}, ${inserted}, ${read - inserted})`);
    });

  it("counts all that the last run read of an object, though what waited was looked through after it", async () => {
    await run([[80, 80]]);
    await run([
      [62, 4],
      [0, 0],
    ]);
    expect(await readBoard(home.pool)).toMatchObject([{ object: "participation", read: 62, changed: 4 }]);
  });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import sql from "sql-template-tag";
import { expect, it } from "vitest";
import type { Engine } from "../../src/pool/index.js";
import { emptyPool, onBothEngines } from "../pool/engines.js";
import { contentsOf, sampleOrg, sync } from "./setting.js";

const program = fileURLToPath(new URL("./run-sync.mjs", import.meta.url));

/** Runs a sync in a process of its own and kills it at its `step`th word. @returns whether it had ended before */
async function runUntil(step: number, parts: { poolUrl: string; orgUrl: string; bulkAbove: number }): Promise<boolean> {
  const child = spawn(process.execPath, [program, JSON.stringify(parts)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  let words = 0;
  let isFinished = false;
  for await (const line of createInterface({ input: child.stdout })) {
    words += 1;
    isFinished ||= line === "finished";
    if (words === step) child.kill("SIGKILL");
  }
  await ended;
  return isFinished;
}

it("left alone, a sync by Bulk goes on to its end, though an answer keeps it waiting that was asked for before another ended", {
  timeout: 120_000,
}, async () => {
  const [org, pool] = [await sampleOrg(), await emptyPool("sqlite")];
  org.fault({ match: "GET .*/results", delayMs: 1 });
  org.fault({ match: "GET .*/results", delayMs: 3_000, times: 2 });
  expect(await runUntil(Number.POSITIVE_INFINITY, { poolUrl: pool.url, orgUrl: org.url, bulkAbove: 1 })).toBe(true);
  await Promise.all([pool.drop(), org.close()]);
});

onBothEngines((engine: Engine) => {
  for (const [way, bulkAbove] of [
    ["REST", 1_000_000],
    ["Bulk", 1],
  ] as const) {
    it(`killed again and again, and run again, a sync by ${way} loses and doubles nothing`, {
      timeout: 120_000,
    }, async () => {
      const org = await sampleOrg();
      org.setPaging({ restPageRows: 100 });
      const [killed, whole] = [await emptyPool(engine), await emptyPool(engine)];
      await sync(whole.pool, org);
      const parts = { poolUrl: killed.url, orgUrl: org.url, bulkAbove };
      for (const step of [3, 5, 7, 9]) expect(await runUntil(step, parts)).toBe(false);
      const last = await sync(killed.pool, org);
      expect(last.error).toBeNull();
      expect(await contentsOf(killed.pool)).toEqual(await contentsOf(whole.pool));
      expect(await killed.pool.query(sql`SELECT name FROM index_put_off`)).toEqual([]);
      const states = await killed.pool.query<{ state: string }>(
        sql`SELECT DISTINCT state FROM sync_run WHERE id < ${last.runId}`,
      );
      expect(states).toEqual([{ state: "failed" }]);
      const uneven = await killed.pool.query(sql`
        SELECT object FROM sync_batch WHERE read <> inserted + updated + unchanged + deleted + quarantined + skipped`);
      expect(uneven).toEqual([]);
      await Promise.all([killed.drop(), whole.drop(), org.close()]);
    });
  }
});

import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { openPool, type Pool } from "../../src/pool/index.js";
import { emptyPool } from "../pool/engines.js";
import { contentsOf, organization } from "./setting.js";
import { contactsByBulk, smallOrg, syncSmall } from "./small-org.js";

// A process that is killed leaves the files of its pool as the last commit made them, and a lease that nobody holds. Such files are kept
// after each commit of one run; kill.test.ts kills real processes, on both engines, at a few steps.

/** A pool that keeps a copy of its files after each commit. */
function keeping(pool: Pool, file: string, folder: string, images: string[]): Pool {
  return {
    ...pool,
    engine: pool.engine,
    query: (statement) => pool.query(statement),
    async transaction(work) {
      const result = await pool.transaction(work);
      const image = path.join(folder, `${images.length + 1}.db`);
      for (const part of ["", "-wal"]) if (existsSync(file + part)) copyFileSync(file + part, image + part);
      images.push(image);
      return result;
    },
  };
}

/** What a lease says whose process is gone. */
const dead = JSON.stringify({ token: "x", host: os.hostname(), pid: 999_999_999, began: 1 });

describe("killed after each commit of a run", () => {
  for (const [way, rules] of [
    ["REST", organization],
    ["Bulk", contactsByBulk],
  ] as const)
    it(`by ${way}, the next run makes the pool whole`, { timeout: 60_000 }, async () => {
      const [home, org] = [await emptyPool("sqlite"), await smallOrg()];
      const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-images-"));
      const images: string[] = [];
      const pool = keeping(home.pool, home.url.replace(/^file:/, ""), folder, images);
      expect((await syncSmall(pool, org, { organization: rules })).state).toBe("ok");
      const expected = await contentsOf(home.pool);

      for (const [place, image] of images.entries()) {
        const left = openPool(`file:${image}`);
        await left.transaction((tx) =>
          tx.run(sql`UPDATE pool_fact SET value = ${dead} WHERE key = 'sync_lease_salesforce'`),
        );
        const next = await syncSmall(left, org, { organization: rules });
        const commit = place + 1;
        expect([commit, next.error]).toEqual([commit, null]);
        expect([commit, await contentsOf(left)]).toEqual([commit, expected]);
        const uneven = await left.query(sql`
          SELECT object FROM sync_batch WHERE read <> inserted + updated + unchanged + deleted + quarantined + skipped`);
        expect([commit, uneven]).toEqual([commit, []]);
        const running = await left.query(sql`SELECT id FROM sync_run WHERE state = 'running'`);
        expect([commit, running]).toEqual([commit, []]);
        await left.close();
      }
      // Fewer would mean that a step was not looked at.
      expect(images.length).toBeGreaterThan(50);
      rmSync(folder, { recursive: true, force: true });
      await Promise.all([home.drop(), org.close()]);
    });
});

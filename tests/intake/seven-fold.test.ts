import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import { generateOrganization } from "../../sandbox/sample/index.js";
import { derive } from "../../src/identity/index.js";
import type { Engine } from "../../src/pool/index.js";
import { systemClock } from "../../src/runtime/index.js";
import { emptyPool, onBothEngines } from "../pool/engines.js";
import { organization, sync } from "./setting.js";

const TIMEOUT = 180_000;
let org: SalesforceOrg;

beforeAll(async () => {
  org = new SalesforceOrg();
  org.load(generateOrganization({ seed: 7, size: 7, today: "2026-03-31" }));
  await org.listen();
}, TIMEOUT);
afterAll(() => org.close());

onBothEngines((engine: Engine) => {
  it("the sample organisation at seven times its size comes in whole, and what follows from it stands", {
    timeout: TIMEOUT,
  }, async () => {
    const home = await emptyPool(engine);
    const { error, objects } = await sync(home.pool, org);
    expect(error).toBeNull();
    for (const { object, state, counts } of objects) {
      const { read, inserted, updated, unchanged, deleted, quarantined, skipped } = counts;
      expect([object, state]).toEqual([object, "ok"]);
      expect([object, inserted + updated + unchanged + deleted + quarantined + skipped]).toEqual([object, read]);
      expect([object, read > 0]).toEqual([object, true]);
    }
    expect(objects.reduce((sum, { counts }) => sum + counts.read, 0)).toBeGreaterThan(70_000);
    // What was counted as stored is there, and what as set aside is in quarantine.
    const [{ copies, waiting } = { copies: 0, waiting: 0 }] = await home.pool.query<{
      copies: number;
      waiting: number;
    }>(sql`
      SELECT (SELECT COUNT(*) FROM raw_record) AS copies, (SELECT COUNT(*) FROM quarantine) AS waiting`);
    expect(copies).toBe(objects.reduce((sum, { counts }) => sum + counts.inserted, 0));
    expect(waiting).toBe(objects.reduce((sum, { counts }) => sum + counts.quarantined, 0));
    // What follows from the rows stands at once, in full: worked out anew, nothing of it changes.
    const { isSettled, ...written } = await derive(home.pool, organization, systemClock.now(), { force: true });
    expect(isSettled).toBe(true);
    expect(Object.entries(written).filter(([, rows]) => rows !== 0)).toEqual([]);
    await home.drop();
  });
});

import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import type { Engine } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { Intake } from "./datasets/setting.js";
import { bulkOnly, contentsOf, organization, sampleOrg, sync } from "./setting.js";

const PEOPLE = 3_000;
const partners = ["First Name,Last Name,Email"]
  .concat(Array.from({ length: PEOPLE }, (_, n) => `First ${n},Last ${n},partner${n}@example.org`))
  .join("\n");

onBothEngines((engine: Engine) => {
  let home: EmptyPool;
  let apart: EmptyPool;
  let org: SalesforceOrg;

  beforeEach(async () => {
    [home, apart] = [await emptyPool(engine), await emptyPool(engine)];
    org = await sampleOrg();
    org.setPaging({ restPageRows: 200 });
  });
  afterEach(async () => {
    await Promise.all([home.drop(), apart.drop(), org.close()]);
  });

  const listOf = (where: EmptyPool) =>
    where.pool.query(sql`SELECT source_id, first_name, last_name, email FROM partner_person ORDER BY source_id`);

  describe("two sources at once on one pool", () => {
    for (const [way, rules] of [
      ["REST", organization],
      ["Bulk", bulkOnly],
    ] as const)
      it(`lose and double nothing: Salesforce by ${way} and a list of people`, async () => {
        await sync(apart.pool, org, { organization: rules });
        await new Intake(apart).import(partners, { name: "partners.csv" });
        const beside = new Intake(home);
        let imported: ReturnType<Intake["import"]> | undefined;
        // The list begins when the sync is in the middle of its work, and both go on together.
        const synced = await sync(home.pool, org, {
          organization: rules,
          progress: ({ stage, done }) => {
            if (stage === "volunteers, teachers and students" && done > 0)
              imported ??= beside.import(partners, { name: "partners.csv" });
          },
        });
        expect(synced.error).toBeNull();
        const result = await imported;
        expect(result?.error).toBeNull();
        expect(result?.objects.reduce((sum, { counts }) => sum + counts.inserted, 0)).toBe(PEOPLE);
        // Whichever ended first: what the other changed after it is derived by the next run.
        expect((await sync(home.pool, org, { organization: rules })).error).toBeNull();
        expect(await listOf(home)).toEqual(await listOf(apart));
        const [found, expected] = [await contentsOf(home.pool), await contentsOf(apart.pool)];
        expect(found).toEqual(expected);
        const uneven = await home.pool.query(sql`
          SELECT object FROM sync_batch WHERE read <> inserted + updated + unchanged + deleted + quarantined + skipped`);
        expect(uneven).toEqual([]);
      });
  });
});

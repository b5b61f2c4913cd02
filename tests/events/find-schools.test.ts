import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSchools } from "../../src/events/index.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";

const GOES = "001000000000001AAA";
const STAYS = "001000000000002AAA";

onBothEngines((engine) => {
  let empty: EmptyPool;
  const found = async (text: string) => (await findSchools(empty.pool, text)).map(({ name }) => name);

  beforeAll(async () => {
    empty = await emptyPool(engine);
    const small = new SmallOrganization(empty.pool);
    const [goes, stays] = [small.school("Old Central High", null), small.school("Central High", null)];
    await small.write();
    await empty.pool.transaction(async (tx) => {
      await tx.run(sql`UPDATE school SET source_id = ${STAYS} WHERE id = ${stays}`);
      await tx.run(sql`
        UPDATE school SET source_id = ${GOES}, deleted_at = '2026-01-01T00:00:00.000Z', merged_into_source_id = ${STAYS} WHERE id = ${goes}`);
    });
  });
  afterAll(() => empty.drop());

  describe("a school", () => {
    it("is found by its id, and by that of one that was merged into it", async () => {
      expect(await found(STAYS)).toEqual(["Central High"]);
      expect(await found(GOES)).toEqual(["Central High"]);
    });

    it("that was merged away leads to the one that stays by its name letter for letter, and by no part of it", async () => {
      expect(await found("Central")).toEqual(["Central High"]);
      expect(await found("Old Central High")).toEqual(["Central High"]);
      expect(await found("Old Central")).toEqual([]);
    });
  });
});

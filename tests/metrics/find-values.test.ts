import sql, { raw } from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DimensionId, findValue } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ORGANIZATION } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

const GOES = "001000000000001AAA";
const STAYS = "001000000000002AAA";

/** What a filter means by a name, an id, or what a record was called before Salesforce merged it. */
onBothEngines((engine) => {
  let empty: EmptyPool;
  const means = async (dimension: DimensionId, text: string) =>
    (await findValue(empty.pool, ORGANIZATION, dimension, text)).label;

  beforeAll(async () => {
    empty = await emptyPool(engine);
    const small = new SmallOrganization(empty.pool);
    const merged = [
      ["organization", small.organization("Old Works"), small.organization("New Works")],
      ["school", small.school("Old Central High", null), small.school("Central High", null)],
      ["district", small.district("Old Valley Schools"), small.district("Valley Schools")],
    ] as const;
    await small.write();
    await empty.pool.transaction(async (tx) => {
      for (const [table, goes, stays] of merged) {
        await tx.run(sql`UPDATE ${raw(table)} SET source = 'salesforce', source_id = ${STAYS} WHERE id = ${stays}`);
        await tx.run(sql`
          UPDATE ${raw(table)} SET source = 'salesforce', source_id = ${GOES}, deleted_at = '2026-01-01T00:00:00.000Z', merged_into_source_id = ${STAYS}
          WHERE id = ${goes}`);
      }
    });
  });
  afterAll(() => empty.drop());

  describe.each([
    ["organisation", "Old Works", "New Works"],
    ["school", "Old Central High", "Central High"],
    ["home_school", "Old Central High", "Central High"],
    ["district", "Old Valley Schools", "Valley Schools"],
    ["home_district", "Old Valley Schools", "Valley Schools"],
  ] as const)("a filter by %s", (dimension, goes, stays) => {
    it("takes a name, but for case and punctuation, and an id of fifteen or eighteen characters", async () => {
      expect(await means(dimension, stays)).toBe(stays);
      expect(await means(dimension, stays.toUpperCase())).toBe(stays);
      expect(await means(dimension, STAYS)).toBe(stays);
      expect(await means(dimension, STAYS.slice(0, 15))).toBe(stays);
    });

    it("takes the id of one that was merged, and its name letter for letter", async () => {
      expect(await means(dimension, GOES)).toBe(stays);
      expect(await means(dimension, goes)).toBe(stays);
      await expect(means(dimension, goes.toLowerCase())).rejects.toThrow(`called “${goes.toLowerCase()}”`);
    });

    it("takes no part of a name", async () => {
      await expect(means(dimension, stays.split(" ")[0] ?? "")).rejects.toThrow("There is no");
    });
  });
});

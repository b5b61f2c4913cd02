import sql, { raw } from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DimensionId, findValue } from "../../src/metrics/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { ORGANIZATION } from "./asking.js";
import { SmallOrganization } from "./small-organization.js";

const GOES = "001000000000001AAA";
const STAYS = "001000000000002AAA";
const ONE = "001000000000003AAA";
const TWO = "001000000000004AAA";
const EAST = "001000000000005AAA";
const WEST = "001000000000006AAA";

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
    const [valley, hills] = [small.district("Lower Valley"), small.district("Green Hills")];
    const [one, two] = [small.school("Lincoln Middle", valley), small.school("Lincoln Middle", hills)];
    const [east, west] = [small.district("Center Schools"), small.district("Center Schools")];
    for (const name of ["Adams High", "Baker High", "Clark High"]) small.school(name, east);
    await small.write();
    await empty.pool.transaction(async (tx) => {
      await tx.run(sql`UPDATE school SET source_id = ${ONE}, other_name = 'Lincoln MS (Valley)' WHERE id = ${one}`);
      for (const [id, place] of [
        [EAST, east],
        [WEST, west],
      ] as const)
        await tx.run(sql`UPDATE district SET source = 'salesforce', source_id = ${id} WHERE id = ${place}`);
      await tx.run(sql`UPDATE school SET source_id = ${TWO} WHERE id = ${two}`);
      await tx.run(sql`
        INSERT INTO alias (kind, alias_key, alias_text, source, source_id, created_by, created_at)
        SELECT 'school', 'abe', 'Abe', source, source_id, 'U1', '2026-01-01T00:00:00.000Z' FROM school WHERE id = ${two}`);
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

  describe("a filter by school", () => {
    const keyOf = async (text: string) => {
      const { key } = await findValue(empty.pool, ORGANIZATION, "school", text);
      const [school] = await empty.pool.query<{ source_id: string }>(
        sql`SELECT source_id FROM school WHERE id = ${Number(key)}`,
      );
      return school?.source_id;
    };

    it("takes what staff call it, and what Pathful calls it", async () => {
      expect(await keyOf("abe")).toBe(TWO);
      expect(await keyOf("lincoln ms valley")).toBe(ONE);
    });

    it("names all of one name, with their districts, and takes the id of one", async () => {
      await expect(keyOf("Lincoln Middle")).rejects.toMatchObject({
        message: `Several fit “Lincoln Middle”: “Lincoln Middle, Lower Valley” (${ONE}), “Lincoln Middle, Green Hills” (${TWO}). Expected one of them, by its id.`,
        offered: [
          { label: "Lincoln Middle, Lower Valley", value: ONE },
          { label: "Lincoln Middle, Green Hills", value: TWO },
        ],
      });
      expect(await keyOf(TWO)).toBe(TWO);
    });

    it("means the one of a district that is named beside it, where one of them is there", async () => {
      const inside = async (district: string) => {
        const within = await findValue(empty.pool, ORGANIZATION, "district", district);
        return (await findValue(empty.pool, ORGANIZATION, "school", "lincoln middle", within)).key;
      };
      const keys = [await inside("Lower Valley"), await inside("Green Hills")];
      const rows = await empty.pool.query<{ id: number }>(
        sql`SELECT id FROM school WHERE name = 'Lincoln Middle' ORDER BY source_id`,
      );
      expect(keys).toEqual(rows.map(({ id }) => id));
      await expect(inside("Valley Schools")).rejects.toThrow("Several fit “lincoln middle”");
    });
  });

  describe("a filter by district", () => {
    it("names all of one name, with their schools, and takes the id of one", async () => {
      await expect(means("district", "Center Schools")).rejects.toMatchObject({
        message: `Several fit “Center Schools”: “Center Schools, with Adams High and 2 more schools” (${EAST}), “Center Schools, without schools” (${WEST}). Expected one of them, by its id.`,
        offered: [
          { label: "Center Schools, with Adams High and 2 more schools", value: EAST },
          { label: "Center Schools, without schools", value: WEST },
        ],
      });
      await expect(means("home_district", "center schools")).rejects.toThrow(EAST);
      const { key } = await findValue(empty.pool, ORGANIZATION, "district", WEST);
      const [west] = await empty.pool.query<{ id: number }>(sql`SELECT id FROM district WHERE source_id = ${WEST}`);
      expect(key).toBe(west?.id);
    });
  });
});

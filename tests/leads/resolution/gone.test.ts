import sql from "sql-template-tag";
import { expect, it } from "vitest";
import { findLeads, leadApart, sameLead } from "../../../src/leads/index.js";
import { amongLeads, type LeadsWorld, NOW } from "./leads-world.js";

const HOME = "7025550100|150 n some st|89027";
const OTHER = "7025550142|150 n some st|89027";
const by = { by: "U1", now: NOW };

const found = async ({ pool }: LeadsWorld, id: number) => (await findLeads(pool, `#${id}`)).map((lead) => lead.id);

async function twoPhones(world: LeadsWorld): Promise<readonly [number, number]> {
  await world.list("source_1", "2026-01-01", [{ licence: "A" }]);
  await world.list("source_3", "2026-01-02", [{ licence: "77", phone: "702-555-0142" }]);
  return [(await world.lead(HOME)).id, (await world.lead(OTHER)).id];
}

/** Every row of a list is read by other rules: one key is written otherwise, and everything is staged anew. */
async function reread({ pool }: LeadsWorld, was: string, now: string): Promise<void> {
  await pool.transaction(async (tx) => {
    await tx.run(
      sql`UPDATE lead_version SET lead_key = ${now}, address_key = '150 north some st|89027' WHERE lead_key = ${was}`,
    );
    await tx.run(sql`UPDATE staged_lead SET lead_key = ${now} WHERE lead_key = ${was}`);
  });
}

amongLeads((world) => {
  it("finds by the number of a lead that is gone what it became, and by the same number what it is once that is taken back", async () => {
    const [kept, gone] = await twoPhones(world());
    const { pool, organization } = world();
    const sides = { one: { kind: "lead", key: HOME }, other: { kind: "lead", key: OTHER }, ...by } as const;
    const decision = await pool.transaction((tx) => sameLead(tx, organization, sides));
    expect(await found(world(), gone)).toEqual([kept]);
    await pool.transaction((tx) => leadApart(tx, organization, { id: decision, ...by }));
    expect(await found(world(), kept)).toEqual([kept]);
    expect(await found(world(), gone)).toEqual([(await world().lead(OTHER)).id]);
    expect(await found(world(), 999)).toEqual([]);
  });

  it("keeps a lead's number, and what was sent of it, when its key is written otherwise after reading everything anew", async () => {
    const [id, other] = await twoPhones(world());
    const { pool } = world();
    await pool.transaction((tx) =>
      tx.run(
        sql`INSERT INTO lead_delivery_item (delivery_id, lead_key, lead_id, kind, what) VALUES (1, ${HOME}, ${id}, 'new', '')`,
      ),
    );
    const north = "7025550100|150 north some st|89027";
    await reread(world(), HOME, north);
    await world().settleAll();
    expect(await world().leads()).toMatchObject([{ id, key: north }, { id: other }]);
    expect(await pool.db.leadDeliveryItem.findMany()).toMatchObject([{ lead_key: north, lead_id: id }]);
    expect(await pool.db.leadKey.findMany({ orderBy: { key: "asc" } })).toMatchObject([
      { key: north, lead_id: id, address_key: "150 north some st|89027" },
      { key: OTHER },
    ]);
  });

  it("keeps a lead that moved one, with its number, when both of its keys are written otherwise", async () => {
    await world().list("source_1", "2026-01-01", [{ licence: "A" }]);
    await world().list("source_1", "2026-02-01", [{ licence: "A", phone: "702-555-0142" }]);
    const [{ id } = { id: 0 }] = await world().leads();
    await reread(world(), HOME, "7025550100|150 north some st|89027");
    await reread(world(), OTHER, "7025550142|150 north some st|89027");
    await world().settleAll();
    expect(await world().leads()).toMatchObject([{ id, key: "7025550142|150 north some st|89027" }]);
  });

  it("makes two leads one that are written alike by the new rules, and finds it by both numbers", async () => {
    const [kept, gone] = await twoPhones(world());
    await reread(world(), OTHER, HOME);
    await world().settleAll();
    expect((await world().leads()).map(({ id }) => id)).toEqual([kept]);
    expect(await found(world(), gone)).toEqual([kept]);
  });
});

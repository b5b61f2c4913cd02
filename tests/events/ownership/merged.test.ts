import sql, { type Sql } from "sql-template-tag";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  assignEvent,
  claimEvent,
  myEvents,
  ownedEvent,
  ownerOf,
  ownersOf,
  releaseEvent,
} from "../../../src/events/index.js";
import { SmallOrganization } from "../../metrics/small-organization.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const TODAY = "2026-02-15";
const NOW = "2026-02-15T16:00:00.000Z";
const ANNE = { id: "U0ANNE", name: "Anne" };
const BEN = { id: "U0BEN", name: "Ben" };

onBothEngines((engine) => {
  let empty: EmptyPool | undefined;
  let stays: { id: number; source: string; sourceId: string };
  let gone: typeof stays;

  const pool = () => {
    if (empty === undefined) throw new Error("the pool is not open");
    return empty.pool;
  };
  const run = (statement: Sql) => pool().transaction((tx) => tx.run(statement));
  const claimed = (event: typeof stays, by: typeof ANNE, now = NOW) =>
    pool().transaction((tx) => claimEvent(tx, event, by, now));
  const released = (owner: string) =>
    pool().transaction((tx) => releaseEvent(tx, stays, { by: BEN, now: NOW, how: "released", owner }));
  const merge = () => run(sql`UPDATE event SET same_as_id = ${stays.id} WHERE id = ${gone.id}`);
  const unmerge = () => run(sql`UPDATE event SET same_as_id = NULL WHERE id = ${gone.id}`);
  const named = async (event: typeof stays) => (await ownerOf(pool(), event))?.name ?? null;

  beforeEach(async () => {
    await empty?.drop();
    empty = await emptyPool(engine);
    const small = new SmallOrganization(empty.pool);
    const ids = ["Stays", "Goes"].map((title) => small.event({ date: "2026-02-20", title, status: "Confirmed" }));
    await small.write();
    [stays, gone] = ids.map((id) => ({ id, source: "salesforce", sourceId: `event-${id}` })) as [
      typeof stays,
      typeof stays,
    ];
  });
  afterAll(() => empty?.drop());

  describe("an event that another one was merged into", () => {
    it("has the owner of the other where it has none, wherever owners are read, and gives it back with the merge", async () => {
      await claimed(gone, ANNE);
      await merge();
      expect(await named(stays)).toBe("Anne");
      expect((await ownedEvent(pool(), stays.id, TODAY))?.owner?.userId).toBe(ANNE.id);
      expect((await ownersOf(pool(), [stays])).get(stays.id)?.name).toBe("Anne");
      expect((await myEvents(pool(), ANNE.id, { today: TODAY })).map(({ title }) => title)).toEqual(["Stays"]);
      await unmerge();
      expect([await named(stays), await named(gone)]).toEqual([null, "Anne"]);
    });

    it("keeps its own owner", async () => {
      await claimed(gone, ANNE, "2026-02-01T16:00:00.000Z");
      await claimed(stays, BEN);
      await merge();
      expect(await named(stays)).toBe("Ben");
      expect((await claimed(stays, ANNE)).owner.name).toBe("Ben");
    });

    it("is not free to be claimed by a second one", async () => {
      await claimed(gone, ANNE);
      await merge();
      expect(await claimed(stays, BEN)).toMatchObject({ won: false, owner: { name: "Anne" }, change: null });
      expect(await named(stays)).toBe("Anne");
    });

    it("is free once it is released: the other's owner does not come back", async () => {
      await claimed(gone, ANNE);
      await claimed(stays, BEN);
      await merge();
      expect((await released(BEN.id))?.before.name).toBe("Ben");
      expect(await named(stays)).toBeNull();
      expect((await claimed(stays, BEN)).won).toBe(true);
    });

    it("can be released and handed over by whoever came with the merge", async () => {
      await claimed(gone, ANNE);
      await merge();
      const given = await pool().transaction((tx) =>
        assignEvent(tx, stays, { to: BEN, dueOn: null, note: null }, ANNE, NOW),
      );
      expect([given?.before?.name, given?.owner.name]).toEqual(["Anne", "Ben"]);
      expect((await released(BEN.id))?.before.name).toBe("Ben");
      expect(await named(stays)).toBeNull();
    });

    it("is given up once of two who do it at once", async () => {
      await claimed(gone, ANNE);
      await merge();
      const done = await Promise.all([released(ANNE.id), released(ANNE.id)]);
      expect(done.filter((each) => each !== null)).toHaveLength(1);
      expect(await named(stays)).toBeNull();
    });
  });
});

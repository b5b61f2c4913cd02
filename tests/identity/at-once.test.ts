import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { decide, decideAtOnce, type Following, isDirty, markDirty, poolRevision } from "../../src/identity/index.js";
import { inAWorld, later, now, organization } from "./world.js";

const ID = "003000000000001AAA";

inAWorld((world) => {
  const said = (kind: string, value: string, follows: Following, at = later, meanwhile?: () => Promise<unknown>) =>
    decideAtOnce(world.pool, { organization, now: at, follows }, async (tx) => {
      const id = await decide(tx, {
        kind,
        subject: "contact",
        source: "salesforce",
        sourceId: ID,
        value,
        by: "U1",
        now,
      });
      await meanwhile?.();
      return id;
    });
  const person = () => world.pool.db.contact.findFirst({ where: { source_id: ID } });

  describe("a decision from which little follows", () => {
    it("leaves the pool as clean as it was", async () => {
      await world.rows.contact({ source_id: ID });
      await world.run();
      await said("note", "tall", "nothing");
      expect(await isDirty(world.pool)).toBe(false);
    });

    it("works out at once who is left out, and who is local, over all records of the person", async () => {
      const [first, second] = [
        await world.rows.contact({ source_id: ID, emails: ["a@example.org"], last_name: "Lane" }),
        await world.rows.contact({ emails: ["a@example.org"], last_name: "Lane" }),
      ];
      await world.run();
      await said("exclude", "yes", "exclusions");
      await said("local_status", "partial", "locality");
      const both = await world.pool.db.contact.findMany({ where: { id: { in: [first, second] } } });
      expect(both.map(({ excluded, local_status }) => [excluded, local_status])).toEqual([
        [true, "partial"],
        [true, "partial"],
      ]);
      expect(await isDirty(world.pool)).toBe(false);
    });

    it("moves the revision once more when what follows is written, for whoever read in between", async () => {
      await world.rows.contact({ source_id: ID });
      await world.run();
      const before = Number(await poolRevision(world.pool));
      await said("exclude", "yes", "exclusions");
      expect(Number(await poolRevision(world.pool))).toBe(before + 2);
    });

    it("leaves a pool dirty that was so, with what follows worked out all the same", async () => {
      await world.rows.contact({ source_id: ID });
      await world.run();
      await world.pool.transaction((tx) => markDirty(tx));
      await said("exclude", "yes", "exclusions");
      expect(Boolean((await person())?.excluded)).toBe(true);
      expect(await isDirty(world.pool)).toBe(true);
    });

    it("keeps nothing when the decision fails, and the pool is as it was", async () => {
      await world.rows.contact({ source_id: ID });
      await world.run();
      await expect(said("exclude", "yes", "exclusions", later, () => Promise.reject(new Error("no")))).rejects.toThrow(
        "no",
      );
      expect(await isDirty(world.pool)).toBe(false);
      expect(await world.pool.query(sql`SELECT id FROM decision`)).toEqual([]);
    });
  });
});

import sql, { type Sql } from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { World } from "../figures/world.js";
import { onBothEngines } from "../pool/engines.js";
import { Office } from "./office.js";

interface Session {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly title: string;
}

onBothEngines((engine) => {
  let office: Office;
  beforeAll(async () => {
    office = new Office(await World.open({ engine, seed: 4, size: 0.2, untouched: true, virtual: true }));
  });
  afterAll(() => office.world.close());

  const pick = async (condition: Sql): Promise<Session> => {
    const [found] = await office.pool.query<Session>(
      sql`SELECT e.id, e.source, e.source_id, e.title FROM event e WHERE e.deleted_at IS NULL AND ${condition} ORDER BY e.local_date DESC, e.id LIMIT 1`,
    );
    if (!found) throw new Error("the sample has no such session");
    return found;
  };
  /** Everything that any decision may change about an event, and what follows from it. */
  const standing = async ({ id }: Session) => {
    const [event] = await office.pool.query<{
      status: string;
      status_raw: string | null;
      school_id: number | null;
      school_source_id: string | null;
    }>(sql`SELECT status, status_raw, school_id, school_source_id FROM event WHERE id = ${id}`);
    const districts = await office.pool.query(
      sql`SELECT district_id, basis FROM event_district WHERE event_id = ${id} ORDER BY district_id`,
    );
    return { ...event, districts };
  };
  const metric = async (name: string) =>
    (await office.json(`metric ${name} 5y`, { at: "terminal" })).facts.find(({ key }) => key === name)?.value;
  const undo = (reply: { readonly actions: readonly { readonly label: string; readonly line: string }[] }) =>
    reply.actions.find(({ label }) => label === "Undo")?.line ?? "";
  const OURS = sql`e.source <> 'salesforce' AND e.format = 'virtual' AND e.same_as_id IS NULL`;

  describe("cancel", () => {
    it('T66 refuses the reason Other with the note "bad", beside its field', async () => {
      const session = await pick(sql`e.source = 'salesforce' AND e.status = 'Cancelled'`);
      const failure = await office.failure(`cancel ${session.source_id} reason:other note:bad`);
      expect(failure).toMatchObject({ code: "argument_invalid" });
      expect(failure.text).toBe(
        "“Other” needs a note of at least 10 characters that says what happened; this one has 3.",
      );
      expect((await office.failure(`cancel ${session.source_id} reason:other`)).text).toContain("there is none.");
    });

    it("keeps why an event was cancelled that Salesforce has as Cancelled, and takes it back once", async () => {
      const session = await pick(
        sql`e.source = 'salesforce' AND e.status = 'Cancelled' AND e.cancellation_reason IS NULL`,
      );
      const kept = await office.reply(`cancel ${session.source_id} reason:weather`, { who: "U0KEVA" });
      expect(kept.text).toMatch(/ was cancelled: Weather\/Snow Day\.$/);
      expect((await office.reply(`cancel ${session.source_id} reason:weather`)).title).toBe("So it stands already");
      const taken = await office.reply(undo(kept));
      expect(taken.text).toContain(
        "the decision that it was cancelled: Weather/Snow Day was taken back; no reason is kept here.",
      );
      expect((await office.failure(undo(kept))).text).toMatch(
        /was taken back by a colleague on .* already\. Nothing was done\./,
      );
      const again = await office.reply(taken.actions[0]?.line ?? "");
      expect(again.text).toMatch(/ was cancelled: Weather\/Snow Day again\.$/);
      await office.reply(undo(again));
    });

    it("leads to Salesforce where its event is not Cancelled there, and keeps nothing (ruling W2)", async () => {
      const session = await pick(sql`e.source = 'salesforce' AND e.status = 'Confirmed'`);
      const before = await standing(session);
      const answer = await office.reply(`cancel ${session.source_id} reason:weather`);
      expect(answer.title).toBe("Cancel it in Salesforce first");
      expect(answer.facts).toMatchObject([
        { label: "Cancel in Salesforce", type: "link", value: expect.stringContaining(session.source_id) },
      ]);
      expect(await standing(session)).toEqual(before);
      expect(await office.pool.query(sql`SELECT id FROM decision WHERE source_id = ${session.source_id}`)).toEqual([]);
    });

    it("cancels a virtual session of Pathful with its reason; figures move, one undo brings both back", async () => {
      const session = await pick(sql`${OURS} AND e.status NOT IN ('Cancelled', 'Completed', 'Simulcast')`);
      const before = [await standing(session), await metric("M63"), await metric("M61")];
      const answer = await office.reply(`cancel ${session.source_id} reason:presenter note:"ill at home"`);
      expect(answer.text).toMatch(/ is cancelled: Presenter Cancelled \(ill at home\)\.$/);
      expect((await standing(session)).status).toBe("Cancelled");
      expect(await metric("M63")).toBe(Number(before[1]) + 1);
      expect(await metric("M61")).toBe(Number(before[2]) - 1);
      const taken = await office.reply(undo(answer));
      expect([await standing(session), await metric("M63"), await metric("M61")]).toEqual(before);
      expect(
        await office.pool.query(
          sql`SELECT id FROM decision WHERE source_id = ${session.source_id} AND reversed_at IS NULL`,
        ),
      ).toEqual([]);
      // And the way back brings back both.
      await office.reply(taken.actions[0]?.line ?? "");
      expect(
        await office.pool.query(
          sql`SELECT kind FROM decision WHERE source_id = ${session.source_id} AND reversed_at IS NULL ORDER BY kind`,
        ),
      ).toEqual([{ kind: "cancellation_reason" }, { kind: "event_status" }]);
    });

    it("keeps a cancellation through another import of the same file, and a held session is not cancelled", async () => {
      const [cancelled] = await office.pool.query<Session>(
        sql`SELECT e.id, e.source, e.source_id, e.title FROM event e JOIN decision d ON d.source = e.source AND d.source_id = e.source_id
          WHERE d.kind = 'event_status' AND d.reversed_at IS NULL`,
      );
      if (cancelled === undefined) throw new Error("nothing is cancelled");
      const raw = (await standing(cancelled)).status_raw;
      await office.world.importVirtual();
      expect(await standing(cancelled)).toMatchObject({ status: "Cancelled", status_raw: raw });
      const held = await pick(sql`${OURS} AND e.status = 'Completed'`);
      expect((await office.failure(`cancel ${held.source_id} reason:weather`)).text).toContain(
        "was held (Completed), so it cannot be cancelled.",
      );
    });
  });

  describe("promote", () => {
    let drafts: readonly Session[];
    beforeAll(async () => {
      await office.pool.transaction((tx) =>
        tx.run(sql`UPDATE event SET status = 'Draft', status_raw = 'Draft' WHERE id IN (
          SELECT id FROM event WHERE source <> 'salesforce' AND status = 'Completed' AND same_as_id IS NULL AND deleted_at IS NULL ORDER BY id LIMIT 3)`),
      );
      drafts = await office.pool.query<Session>(
        sql`SELECT id, source, source_id, title FROM event WHERE source <> 'salesforce' AND status = 'Draft' AND local_date < '2026-11-20' ORDER BY id LIMIT 3`,
      );
    });

    it("lists past drafts with how sure it is that they took place, and a form for a whole batch", async () => {
      const list = await office.reply("promote");
      expect(list.text).toMatch(/^\d+ drafts of the past: \d+ virtual sessions to promote here/);
      expect(list.actions[0]).toMatchObject({ does: "form", line: expect.stringContaining("promote events:") });
    });

    it("promotes a batch, which counts from then on, and one undo takes all of it back", async () => {
      const before = [await metric("X61"), await Promise.all(drafts.map(standing))];
      const answer = await office.reply(`promote events:${drafts.map(({ source_id }) => `"${source_id}"`).join(",")}`);
      expect(answer.text).toBe("3 sessions count as Completed from now on.");
      expect(await metric("X61")).toBe(Number(before[0]) + 3);
      await office.reply(undo(answer));
      expect([await metric("X61"), await Promise.all(drafts.map(standing))]).toEqual(before);
    });

    it("of two people who say at once what became of one, one decides and one is told so", async () => {
      const [session] = drafts;
      const line = `promote "${session?.source_id}"`;
      const outcomes = await Promise.all([
        office.run(`${line} to:completed`, { who: "U0KEVA" }),
        office.run(`${line} to:noshow`, { who: "U0LINDA" }),
      ]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["failed", "reply"]);
      const [refused] = outcomes.flatMap((each) => (each.kind === "failed" ? [each.failure] : []));
      expect(refused?.code).toBe("argument_invalid");
      expect(refused?.text).toMatch(/^Meanwhile a colleague said that .* counts as |is no draft any more/);
      const decisions = await office.pool.query<{ id: number }>(
        sql`SELECT id FROM decision WHERE source_id = ${session?.source_id} AND kind = 'event_status' AND reversed_at IS NULL`,
      );
      expect(decisions).toHaveLength(1);
      await office.reply(`undo ${decisions[0]?.id}`);
    });

    it("refuses what is no past draft, and leads to Salesforce for its own", async () => {
      const held = await pick(sql`${OURS} AND e.status = 'Completed'`);
      expect((await office.failure(`promote "${held.source_id}"`)).text).toContain(
        "is no draft any more: it counts as Completed.",
      );
      const own = await pick(sql`e.source = 'salesforce' AND e.format = 'in_person'`);
      await office.pool.transaction((tx) => tx.run(sql`UPDATE event SET status = 'Draft' WHERE id = ${own.id}`));
      expect((await office.reply(`promote ${own.source_id}`)).title).toBe("Change it in Salesforce");
    });
  });

  describe("place", () => {
    const schools = () =>
      office.pool.query<{ id: number; source_id: string; name: string; district: string }>(sql`
        SELECT s.id, s.source_id, s.name, d.name AS district FROM school s JOIN district d ON d.id = s.district_id
        WHERE s.deleted_at IS NULL AND s.name IN (SELECT name FROM school GROUP BY name HAVING COUNT(*) = 1) ORDER BY s.id`);

    it("gives an event its school: its district follows, syncs leave it, and an undo restores what the source says", async () => {
      const session = await pick(sql`e.source = 'salesforce' AND e.format = 'in_person' AND e.school_id IS NOT NULL
        AND e.district_raw IS NULL AND e.parent_source_id IS NULL`).catch(() =>
        pick(sql`e.source = 'salesforce' AND e.format = 'in_person' AND e.school_id IS NOT NULL`),
      );
      const before = await standing(session);
      const other = (await schools()).find(({ id }) => id !== before.school_id);
      const answer = await office.reply(`place ${session.source_id} school:"${other?.name}"`);
      expect(answer.text).toContain(`counts at ${other?.name}, ${other?.district} from now on, instead of `);
      expect((await standing(session)).school_id).toBe(other?.id);
      await office.world.sync(true);
      expect((await standing(session)).school_id).toBe(other?.id);
      expect((await office.reply(`place ${session.source_id} school:${other?.source_id}`)).title).toBe(
        "So it stands already",
      );
      await office.reply(undo(answer));
      expect(await standing(session)).toEqual(before);
    });

    it("does the same for a session of Pathful, whatever is imported meanwhile", async () => {
      for (const condition of [sql`e.school_id IS NOT NULL`, sql`e.school_id IS NULL`]) {
        const session = await pick(sql`${OURS} AND e.status = 'Completed' AND ${condition}`);
        const before = await standing(session);
        const [one, two] = (await schools()).filter(({ id }) => id !== before.school_id);
        const first = await office.reply(`place "${session.source_id}" school:${one?.source_id}`);
        await office.world.importVirtual();
        expect((await standing(session)).school_id).toBe(one?.id);
        const second = await office.reply(`place "${session.source_id}" school:${two?.source_id}`);
        expect((await standing(session)).school_id).toBe(two?.id);
        expect((await office.failure(undo(first))).text).toMatch(
          /^Decision \d+ does not stand any more: since .* the record counts at the school that was named \(decision \d+\)\. Nothing was done\.$/,
        );
        await office.reply(undo(second));
        expect((await standing(session)).school_id).toBe(one?.id);
        await office.world.importVirtual();
        await office.reply(undo(first));
        expect(await standing(session)).toEqual(before);
      }
    });

    it("gives a school its district, and takes it back", async () => {
      const [school] = await schools();
      const other = (await schools()).find(({ district }) => district !== school?.district)?.district;
      const districtOf = async () =>
        (
          await office.pool.query<{ name: string }>(
            sql`SELECT d.name FROM school s JOIN district d ON d.id = s.district_id WHERE s.source_id = ${school?.source_id}`,
          )
        )[0]?.name;
      const answer = await office.reply(`place school:${school?.source_id} district:"${other}"`);
      expect(answer.text).toBe(`${school?.name} counts in ${other} from now on, instead of ${school?.district}.`);
      expect(await districtOf()).toBe(other);
      await office.reply(undo(answer));
      expect(await districtOf()).toBe(school?.district);
    });

    it("asks for one thing at a time", async () => {
      expect((await office.failure("place school:Central")).text).toContain("Say the event whose school it is");
      expect((await office.failure("place school:Qwxyz district:KCK")).text).toContain("No school is called “Qwxyz”.");
    });
  });

  describe("undo", () => {
    it("says what it needs, and that there is no such decision", async () => {
      expect((await office.failure("undo many")).text).toContain("Expected the number of a decision");
      expect((await office.failure("undo 999999")).text).toContain("There is no decision 999999.");
      expect(await office.failure("undo 1", { as: "district", districts: ["KCK"] })).toMatchObject({
        code: "not_allowed",
      });
    });

    it("leaves who is one with whom to staff and administrators", async () => {
      const id = await office.pool.transaction(async (tx) => {
        const [row] = await tx.query<{ id: number }>(sql`
          INSERT INTO decision (kind, subject, source, source_id, value, decided_by, decided_at)
          VALUES ('same_person', 'contact', 'salesforce', 'nobody', 'salesforce:nobody', 'U1', '2026-11-01T00:00:00.000Z') RETURNING id`);
        return row?.id;
      });
      expect((await office.failure(`undo ${id}`, { as: "coordinator" })).text).toContain("Ask one of them.");
      expect((await office.reply(`undo ${id}`)).text).toContain("the records stand for themselves again");
    });
  });
});

import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { enqueueInside } from "../../../src/delivery/index.js";
import {
  countSent,
  deliverLeads,
  dueContents,
  EVERY_LEAD,
  giveBackLeads,
  listLeads,
  sentLeads,
  takeLeads,
  withFewNamed,
} from "../../../src/leads/index.js";
import type { Reply } from "../../../src/reply/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import { fillFiles, fillLeads, keyOf, MONTHS } from "../list/filled.js";
import { CAPACITY, CHANGED_HOUSE, deliverMonth, LITTLE_STARS, NOV, PHONE, SUNNY_DAYS } from "./month.js";

const ORGANIZATION = organizationSchema.parse(undefined);
const DEC = "2026-12-01T15:00:00.000Z";

onBothEngines((engine) => {
  let empty: EmptyPool;
  beforeEach(async () => {
    empty = await emptyPool(engine);
    await fillFiles(empty.pool, [{ id: 1, source: "source_1", date: MONTHS[0] }]);
    await fillLeads(empty.pool, [
      LITTLE_STARS,
      SUNNY_DAYS,
      { id: 3, company: "Gone House", isCurrent: false },
      { id: 4, company: "Known House", standing: "known" },
      CHANGED_HOUSE,
    ]);
  });
  afterEach(() => empty.drop());

  const deliver = (now = NOV, again = false) => deliverMonth(empty.pool, now, again);
  const messages = () =>
    empty.pool.query<{ dedupe_key: string; recipient: string; payload: string; replaces_key: string | null }>(
      sql`SELECT dedupe_key, recipient, payload, replaces_key FROM outbox_message ORDER BY id`,
    );
  const change = (statement: ReturnType<typeof sql>) => empty.pool.transaction((tx) => tx.run(statement));
  const lastCard = async (): Promise<Reply> => JSON.parse((await messages()).at(-1)?.payload ?? "null");

  describe("a month's delivery", () => {
    it("holds the new leads that are in the lists and the known ones that changed, in one message without contacts", async () => {
      expect(await deliver()).toMatchObject({ kind: "sent", delivery: { month: "2026-11", new: 2, updated: 1 } });
      const [message, ...others] = await messages();
      expect(others).toEqual([]);
      expect(message).toMatchObject({ dedupe_key: "leads:2026-11", recipient: "C0SALES" });
      const card = await lastCard();
      expect(card.text).toBe("2 new leads and 1 updated lead for Sales (November 2026).");
      expect(card.tables[0]?.rows).toEqual([
        ["NV", 1, 1],
        ["TX", 1, 1],
      ]);
      expect(card.tables[0]?.total).toEqual([null, 2, 2]);
      expect(card.facts.map(({ label, value }) => [label, value])).toEqual([
        ["Taken", "0 of 3"],
        ["What changed", "capacity 1"],
      ]);
      expect(card.actions.map(({ label, line }) => [label, line])).toEqual([
        ["Open the list", "leads sent 2026-11"],
        ["Get the workbook", "leads sent 2026-11 as:xlsx"],
      ]);
      expect(message?.payload).not.toMatch(/Maria|example\.org|Little Stars|209555/);
    });

    it("is shown before as it will be", async () => {
      expect(await dueContents(empty.pool)).toMatchObject({ new: 2, updated: 1, withoutPhone: 1 });
    });

    it("is sent once a month; what comes later waits, or goes as one more message", async () => {
      await deliver();
      await fillLeads(empty.pool, [{ id: 6 }]);
      expect(await deliver()).toMatchObject({ kind: "already", delivery: { month: "2026-11", new: 2 } });
      expect(await messages()).toHaveLength(1);
      expect(await deliver(NOV, true)).toMatchObject({
        kind: "sent",
        delivery: { new: 1, updated: 0, messageKey: "leads:2026-11:2" },
      });
      expect((await lastCard()).text).toContain("This is message 2 of the month.");
    });

    it("is nothing at all where nothing is due", async () => {
      await deliver();
      expect(await deliver(DEC)).toEqual({ kind: "nothing" });
      expect(await messages()).toHaveLength(1);
      expect(await empty.pool.query(sql`SELECT id FROM lead_delivery`)).toHaveLength(1);
    });

    it("is made once, however many send it at the same time", async () => {
      const all = await Promise.all([deliver(), deliver(), deliver()]);
      expect(all.filter(({ kind }) => kind === "sent")).toHaveLength(1);
      expect(await messages()).toHaveLength(1);
      expect(await empty.pool.query(sql`SELECT id FROM lead_delivery_item`)).toHaveLength(3);
    });

    it("leaves nothing behind when it is broken off", async () => {
      const broken = empty.pool.transaction(async (tx) => {
        await deliverLeads(tx, ORGANIZATION, {
          channel: "C0SALES",
          month: "2026-11",
          by: "U1",
          now: NOV,
          again: false,
          sample: false,
          post: enqueueInside,
        });
        throw new Error("killed");
      });
      await expect(broken).rejects.toThrow("killed");
      expect(await messages()).toEqual([]);
      expect(await deliver()).toMatchObject({ kind: "sent", delivery: { new: 2, updated: 1 } });
    });
  });

  describe("a lead", () => {
    it("is not sent again when its key has come to another lead", async () => {
      await deliver();
      // Leads 1 and 2 came to be one, at a third key.
      await change(sql`UPDATE lead_key SET lead_id = 2 WHERE lead_id = 1`);
      await change(sql`DELETE FROM lead WHERE id = 1`);
      await change(sql`UPDATE lead SET key = 'third' WHERE id = 2`);
      await change(sql`INSERT INTO lead_key (key, lead_id, first_date) VALUES ('third', 2, ${MONTHS[2]})`);
      expect(await deliver(DEC)).toEqual({ kind: "nothing" });
    });

    it("is sent as updated once for each difference, whatever Salesforce says by then", async () => {
      await deliver();
      const differs = (...differences: object[]) =>
        change(sql`UPDATE lead SET differences = ${JSON.stringify(differences)} WHERE id = 5`);
      await differs({ ...CAPACITY, was: "21", file_id: 9, file_date: "2026-12-01" });
      expect(await deliver(DEC)).toEqual({ kind: "nothing" });
      await differs(CAPACITY, PHONE);
      expect(await deliver(DEC)).toMatchObject({ kind: "sent", delivery: { new: 0, updated: 1 } });
      const [sent] = await sentLeads(
        empty.pool,
        { month: "2026-12", kind: null, isTaken: null },
        { skip: 0, most: 10 },
      );
      expect(sent?.told).toEqual([PHONE]);
      // One of the two was entered into Salesforce: the other is no news.
      await differs(CAPACITY);
      expect(await deliver("2027-01-01T15:00:00.000Z")).toEqual({ kind: "nothing" });
    });

    it("is told of with all that the messages of a month said of it", async () => {
      await deliver();
      await change(sql`UPDATE lead SET differences = ${JSON.stringify([CAPACITY, PHONE])} WHERE id = 5`);
      expect(await deliver(NOV, true)).toMatchObject({ kind: "sent", delivery: { updated: 1 } });
      const [sent] = await sentLeads(
        empty.pool,
        { month: "2026-11", kind: "updated", isTaken: null },
        { skip: 0, most: 10 },
      );
      expect(sent?.told).toEqual([CAPACITY, PHONE]);
    });

    it("is sent when its list has it again", async () => {
      await deliver();
      await change(sql`UPDATE lead SET is_current = TRUE WHERE id = 3`);
      expect(await deliver(DEC)).toMatchObject({ kind: "sent", delivery: { new: 1 } });
    });
  });

  describe("taking leads", () => {
    const take = (ids: number[], by: string, occasion = `${by}:${ids}`) =>
      empty.pool.transaction((tx) => takeLeads(tx, ids, { by, now: NOV, occasion, post: enqueueInside }));

    it("gives each to whoever comes first, and the message says how many are taken", async () => {
      await deliver();
      expect(await take([1, 2, 3], "U1")).toEqual({ now: [1, 2], before: [], others: [], unsent: [3] });
      expect(await take([2, 5], "U2")).toEqual({
        now: [5],
        before: [],
        others: [{ leadId: 2, by: "U1", at: NOV }],
        unsent: [],
      });
      expect(await take([1], "U1", "again")).toEqual({ now: [], before: [1], others: [], unsent: [] });
      const [, ...later] = await messages();
      expect(later.map(({ replaces_key }) => replaces_key)).toEqual(["leads:2026-11", "leads:2026-11"]);
      expect((await lastCard()).facts[0]).toMatchObject({ label: "Taken", value: "3 of 3" });
      expect(await countSent(empty.pool, { month: "2026-11", kind: null, isTaken: true })).toEqual({
        leads: 3,
        taken: 3,
      });
    });

    it("gives a lead to one of two who press at the same time", async () => {
      await deliver();
      const [one, other] = await Promise.all([take([1, 2], "U1"), take([2, 1], "U2")]);
      expect([...one.now, ...other.now].sort()).toEqual([1, 2]);
      const [winner, loser, loserIs] = one.now.length > 0 ? [one, other, "U1"] : [other, one, "U2"];
      expect(winner.now).toHaveLength(2);
      expect(loser.others.map(({ by }) => by)).toEqual([loserIs, loserIs]);
      expect((await lastCard()).facts[0]?.value).toBe("2 of 3");
    });

    it("counts both of two who take different leads at the same time", async () => {
      await deliver();
      await Promise.all([take([1], "U1"), take([2], "U2"), take([5], "U3")]);
      expect((await lastCard()).facts[0]?.value).toBe("3 of 3");
    });

    it("follows a lead whose key has come to another", async () => {
      await deliver();
      await change(sql`UPDATE lead_key SET lead_id = 2 WHERE key = ${keyOf({ id: 1 })}`);
      expect((await take([2], "U1")).now).toEqual([2]);
      expect((await lastCard()).facts[0]?.value).toBe("2 of 3");
    });

    it("is open again for what is told of a lead later, and of the first message it stays taken", async () => {
      await deliver();
      await take([5], "U1");
      await change(sql`UPDATE lead SET differences = ${JSON.stringify([CAPACITY, PHONE])} WHERE id = 5`);
      await deliver(DEC);
      const takers = async (month: string) =>
        (await sentLeads(empty.pool, { month, kind: "updated", isTaken: null }, { skip: 0, most: 10 })).map(
          ({ lead }) => lead.taken?.by ?? null,
        );
      expect([await takers("2026-11"), await takers("2026-12")]).toEqual([["U1"], [null]]);
      const listed = async (isTaken: boolean) => {
        const filter = { ...EVERY_LEAD, isTaken };
        const leads = await listLeads(empty.pool, filter, { skip: 0, most: 10 });
        const named = await withFewNamed(empty.pool, filter);
        expect(await listLeads(empty.pool, named, { skip: 0, most: 10 })).toEqual(leads);
        return leads.map(({ id }) => id);
      };
      expect(await listed(true)).toEqual([]);
      expect(await listed(false)).toContain(5);
      expect((await take([5], "U2", "later")).now).toEqual([5]);
      expect(await listed(true)).toEqual([5]);
    });

    it("is taken back by giving them back; others' stay theirs", async () => {
      await deliver();
      await take([1], "U1");
      await take([2], "U2");
      const given = await empty.pool.transaction((tx) =>
        giveBackLeads(tx, [1, 2], { of: "U1", now: NOV, occasion: "back", post: enqueueInside }),
      );
      expect(given).toEqual([1]);
      expect((await lastCard()).facts[0]?.value).toBe("1 of 3");
      expect((await take([1], "U2")).now).toEqual([1]);
    });
  });
});

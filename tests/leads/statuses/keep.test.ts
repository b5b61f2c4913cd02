import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { followSalesforceLeads, keepLeadStatuses } from "../../../src/leads/index.js";
import { organizationSchema } from "../../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

const organization = organizationSchema.parse(undefined);
const at = (day: string, time = "05:00"): string => `2026-${day}T${time}:00.000Z`;

onBothEngines((engine) => {
  describe("the history of statuses", () => {
    let home: EmptyPool;
    beforeEach(async () => {
      home = await emptyPool(engine);
    });
    afterEach(() => home.drop());

    async function lead(
      id: string,
      fields: { status?: string | null; stage?: string | null; modified?: string; deleted?: string | null },
    ): Promise<void> {
      const { status = "New", stage = null, modified = at("01-05"), deleted = null } = fields;
      await home.pool.transaction((tx) =>
        tx.run(sql`
          INSERT INTO salesforce_lead (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, modified_at, deleted_at, status, outreach_stage)
          VALUES ('salesforce', ${id}, 'h', 1, ${at("01-01")}, ${at("01-01")}, ${modified}, ${deleted}, ${status}, ${stage})
          ON CONFLICT (source, source_id) DO UPDATE SET modified_at = excluded.modified_at, deleted_at = excluded.deleted_at,
            status = excluded.status, outreach_stage = excluded.outreach_stage`),
      );
    }
    const look = (now: string) => home.pool.transaction((tx) => keepLeadStatuses(tx, now));
    const history = () =>
      home.pool.query<{ id: string }>(sql`
        SELECT source_id AS id, status, outreach_stage AS stage, from_at, to_at FROM lead_status ORDER BY source_id, from_at`);

    it("begins with the last change of each lead: before it nothing is known", async () => {
      await lead("a", { status: "New", modified: at("01-05") });
      await lead("b", { status: "Nurturing", stage: "First call", modified: at("01-07") });
      expect(await look(at("01-11"))).toEqual({ opened: 2, closed: 0 });
      expect(await history()).toEqual([
        { id: "a", status: "New", stage: null, from_at: at("01-05"), to_at: null },
        { id: "b", status: "Nurturing", stage: "First call", from_at: at("01-07"), to_at: null },
      ]);
    });

    it("stays as it is while nothing changes, whatever else of a lead does", async () => {
      await lead("a", {});
      await look(at("01-11"));
      await lead("a", { modified: at("01-12") });
      expect(await look(at("01-18"))).toEqual({ opened: 0, closed: 0 });
      expect(await history()).toMatchObject([{ from_at: at("01-05"), to_at: null }]);
    });

    it("has another row for another status, from when the lead was touched", async () => {
      await lead("a", { status: "New" });
      await look(at("01-11"));
      await lead("a", { status: "Qualified", modified: at("01-14") });
      expect(await look(at("01-18"))).toEqual({ opened: 1, closed: 1 });
      expect(await history()).toEqual([
        { id: "a", status: "New", stage: null, from_at: at("01-05"), to_at: at("01-14") },
        { id: "a", status: "Qualified", stage: null, from_at: at("01-14"), to_at: null },
      ]);
    });

    it("has another row for another outreach stage, and for none", async () => {
      await lead("a", { stage: "First call" });
      await look(at("01-11"));
      await lead("a", { stage: null, modified: at("01-14") });
      await look(at("01-18"));
      expect(await history()).toMatchObject([
        { stage: "First call", to_at: at("01-14") },
        { stage: null, from_at: at("01-14"), to_at: null },
      ]);
    });

    it("takes the moment of the look where the stamp cannot be the change's", async () => {
      await lead("old", { status: "New", modified: at("01-05") });
      await lead("ahead", { status: "New", modified: at("01-05") });
      await look(at("01-11"));
      // A stamp that did not move with the change, and one of a clock that is ahead.
      await lead("old", { status: "Qualified", modified: at("01-05") });
      await lead("ahead", { status: "Qualified", modified: at("01-30") });
      await look(at("01-18"));
      expect((await history()).filter(({ id }) => id === "old")).toMatchObject([
        { to_at: at("01-18") },
        { from_at: at("01-18"), to_at: null },
      ]);
      expect((await history()).filter(({ id }) => id === "ahead")).toMatchObject([
        { to_at: at("01-18") },
        { from_at: at("01-18"), to_at: null },
      ]);
    });

    it("corrects the open row when no time lies between two looks", async () => {
      await lead("a", { status: "New", modified: at("01-11") });
      await look(at("01-11"));
      await lead("a", { status: "Qualified", modified: at("01-11") });
      await look(at("01-11"));
      expect(await history()).toEqual([
        { id: "a", status: "Qualified", stage: null, from_at: at("01-11"), to_at: null },
      ]);
    });

    it("ends with a lead's deletion, and begins again when it is restored", async () => {
      await lead("a", {});
      await lead("b", {});
      await look(at("01-11"));
      await lead("a", { deleted: at("01-13") });
      expect(await look(at("01-18"))).toEqual({ opened: 0, closed: 1 });
      await lead("a", { modified: at("01-20") });
      expect(await look(at("01-25"))).toEqual({ opened: 1, closed: 0 });
      expect((await history()).filter(({ id }) => id === "a")).toEqual([
        { id: "a", status: "New", stage: null, from_at: at("01-05"), to_at: at("01-13") },
        { id: "a", status: "New", stage: null, from_at: at("01-20"), to_at: null },
      ]);
    });

    it("leaves out a lead without a status, and ends where one loses it", async () => {
      await lead("a", { status: null });
      await lead("b", { status: "New" });
      await look(at("01-11"));
      await lead("b", { status: null, modified: at("01-14") });
      await look(at("01-18"));
      expect(await history()).toMatchObject([{ id: "b", to_at: at("01-18") }]);
    });

    it("has at every moment one row at most of a lead, whatever the order of stamps and looks", async () => {
      const statuses = ["New", "Nurturing", "Qualified", null];
      for (let step = 0; step < 40; step++) {
        const day = (number: number): string => String(1 + (number % 28)).padStart(2, "0");
        const status = statuses[(step * 7) % 4] ?? null;
        const deleted = step % 11 === 10 ? at(`02-${day(step)}`) : null;
        await lead("a", { status, modified: at(`02-${day(step * 5)}`), deleted });
        await look(at(`02-${day(step)}`));
        const rows = await home.pool.query<{ from_at: string; to_at: string | null }>(
          sql`SELECT from_at, to_at FROM lead_status ORDER BY from_at`,
        );
        expect(rows.filter(({ to_at }) => to_at === null).length).toBe(deleted === null && status !== null ? 1 : 0);
        for (const [place, { from_at, to_at }] of rows.entries()) {
          const next = rows[place + 1];
          expect((to_at ?? "9999") >= from_at).toBe(true);
          if (next !== undefined) expect((to_at ?? "9999") <= next.from_at).toBe(true);
        }
      }
    });
  });

  describe("following Salesforce", () => {
    let home: EmptyPool;
    beforeEach(async () => {
      home = await emptyPool(engine);
    });
    afterEach(() => home.drop());

    const batch = (object: string, inserted: number) =>
      home.pool.transaction(async (tx) => {
        await tx.run(
          sql`INSERT INTO sync_run (source, started_at, state, trigger) VALUES ('salesforce', ${at("01-11")}, 'ok', 'command')`,
        );
        await tx.run(sql`
          INSERT INTO sync_batch (run_id, source, object, way, window_end, started_at, state, inserted)
          SELECT MAX(id), 'salesforce', ${object}, 'rest', ${at("01-11")}, ${at("01-11")}, 'ok', CAST(${inserted} AS INTEGER) FROM sync_run`);
      });
    const follow = () => followSalesforceLeads(home.pool, organization, at("01-11"));

    it("looks once at what came, and not where nothing did", async () => {
      expect(await follow()).toBe(false);
      await batch("Contact", 3);
      await batch("Lead", 0);
      expect(await follow()).toBe(false);
      await batch("Lead", 2);
      expect(await follow()).toBe(true);
      expect(await follow()).toBe(false);
    });
  });
});

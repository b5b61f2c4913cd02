import sql from "sql-template-tag";
import { expect, it } from "vitest";
import { ANY, type LeadScope, leadCells, leadNumbers } from "../../src/metrics/index.js";
import { amongLeads, type LeadsWorld } from "../leads/resolution/leads-world.js";
import { days } from "./asking.js";

const row = (licence: string, phone: string) => ({ licence, phone: `702-555-01${phone}` });

/** Months of two lists, one of which comes late: leads of both, of one, gone, back again, and gone from one of two. */
async function months(world: LeadsWorld): Promise<void> {
  await world.list("source_1", "2026-02-01", [row("A", "01"), row("B", "02"), row("C", "03")]);
  await world.list("source_3", "2026-02-15", [row("71", "01"), row("74", "04"), row("75", "05")]);
  await world.list("source_1", "2026-03-01", [row("A", "01"), row("C", "03"), row("D", "06")]);
  await world.list("source_1", "2026-01-01", [row("B", "02"), row("E", "07")]);
  await world.list("source_3", "2026-03-15", [row("74", "04"), row("78", "08")]);
  await world.list("source_1", "2026-04-01", [row("A", "01"), row("B", "02"), row("D", "06")]);
}

const since = (start: string): LeadScope => ({ period: days(start, "2026-12-31"), sources: ANY, states: ANY });

amongLeads((world) => {
  it("are the same leads since a day as by what each of them keeps, whichever file came late", async () => {
    await months(world());
    const { pool } = world();
    for (const start of [
      "2026-01-01",
      "2026-02-01",
      "2026-02-16",
      "2026-03-01",
      "2026-03-16",
      "2026-04-01",
      "2026-04-02",
    ]) {
      const [kept] = await pool.query<{ n: number }>(
        sql`SELECT COUNT(*) AS n FROM lead l WHERE l.last_date >= ${start}`,
      );
      const { total } = await leadNumbers(pool, ["L1"], since(start));
      const { numbers } = await leadCells(pool, ["L1"], since(start));
      expect([start, total.figures.L1?.value]).toEqual([start, kept?.n]);
      expect([start, numbers.total.figures.L1?.value]).toEqual([start, kept?.n]);
      const { within } = await leadCells(pool, ["L1"], since("2026-01-01"));
      expect([start, within(since(start).period).total.figures.L1?.value]).toEqual([start, kept?.n]);
    }
  });

  it("are last in a list on the day that each of them keeps", async () => {
    await months(world());
    const { pool } = world();
    const kept = await pool.query<{ day: string; n: number }>(
      sql`SELECT l.last_date AS day, COUNT(*) AS n FROM lead l GROUP BY l.last_date ORDER BY l.last_date`,
    );
    const { cells } = await leadCells(pool, ["L1"], since("2026-01-01"));
    const told = new Map<string, number>();
    for (const { lastDate, leads } of cells) told.set(lastDate, (told.get(lastDate) ?? 0) + leads);
    expect([...told].sort()).toEqual(kept.map(({ day, n }) => [day, n]));
    expect(kept.map(({ day }) => day)).toEqual(["2026-01-01", "2026-02-15", "2026-03-01", "2026-03-15", "2026-04-01"]);
  });
});

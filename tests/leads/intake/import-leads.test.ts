import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeLease } from "../../../src/intake/index.js";
import { holdLayers } from "../../../src/leads/intake/hold-layers.js";
import type { Pool } from "../../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";
import {
  checksumOf,
  DIRECTORY,
  importSmall,
  layersOf,
  REGISTER,
  type SmallFile,
  tableOf,
  tickingClock,
} from "./setting.js";

const SUN = "L1|Sunny Days LLC|702-555-0101|10 N Main St|89001";
const SUN_BIGGER = "L1|Sunny Days Group LLC|702-555-0101|10 N Main St|89001";
const SUN_MOVED = "L1|Sunny Days LLC|702-555-0101|99 Elm Ave|89002";
const OAK = "L2|Oak Tree School|702-555-0102|20 Oak Rd|89003";
const BEE = "L3|Busy Bees|702-555-0103|30 Hive Ln|89004";
const FOX = "L4|Fox Den|702-555-0104|40 Fox Ct|89005";
const OAK_LISTED = "D9|Oak Tree School|(702) 555-0102|20 Oak Road|89003";
const OWL_LISTED = "D8|Owl House|(702) 555-0108|80 Owl Way|89008";

const september: SmallFile = { source: REGISTER, date: "2026-09-01", rows: [SUN, OAK, BEE] };
const october: SmallFile = { source: REGISTER, date: "2026-10-01", rows: [SUN_BIGGER, OAK, FOX, OAK] };
const november: SmallFile = { source: REGISTER, date: "2026-11-01", rows: [SUN_MOVED, BEE, FOX] };
const listed: SmallFile = { source: DIRECTORY, date: "2026-10-15", rows: [OAK_LISTED, OWL_LISTED] };
const MONTHS = [september, october, listed, november];

onBothEngines((engine) => {
  let empty: EmptyPool;
  beforeEach(async () => {
    empty = await emptyPool(engine);
  });
  afterEach(() => empty.drop());

  const baseOf = async (pool: Pool) => ({
    rows: await pool.query(sql`SELECT file_id, line, version_id FROM lead_row ORDER BY file_id, line`),
    wordings: await pool.query(sql`SELECT id, hash FROM lead_version ORDER BY id`),
  });

  async function importAll(files: readonly SmallFile[]): Promise<void> {
    for (const file of files) await importSmall(empty.pool, file);
  }

  describe("the layers of prospective leads", () => {
    it("keep every row of every file in base, each wording once", async () => {
      await importAll(MONTHS);
      const base = await empty.pool.query(sql`SELECT file_name, line, row_key FROM lead_base ORDER BY file_date, line`);
      expect(base.map((row) => Object.values(row as object).join(" "))).toEqual([
        "register_2026-09-01.csv 2 L1",
        "register_2026-09-01.csv 3 L2",
        "register_2026-09-01.csv 4 L3",
        "register_2026-10-01.csv 2 L1",
        "register_2026-10-01.csv 3 L2",
        "register_2026-10-01.csv 4 L4",
        "register_2026-10-01.csv 5 L2",
        "directory_2026-10-15.csv 2 D9",
        "directory_2026-10-15.csv 3 D8",
        "register_2026-11-01.csv 2 L1",
        "register_2026-11-01.csv 3 L3",
        "register_2026-11-01.csv 4 L4",
      ]);
      const [{ n }] = (await empty.pool.query(sql`SELECT COUNT(*) AS n FROM lead_version`)) as [{ n: number }];
      expect(n).toBe(8);
    });

    it("keep in staging the latest of each row of a source, and the first file that had it", async () => {
      await importAll(MONTHS);
      const { staging } = await layersOf(empty.pool);
      expect(
        staging.map((row) => {
          const { row_key, line1, first_date, last_date, is_current } = row as unknown as Record<string, string>;
          return [row_key, line1, first_date, last_date, is_current];
        }),
      ).toEqual([
        ["D8", expect.any(String), "2026-10-15", "2026-10-15", true],
        ["D9", expect.any(String), "2026-10-15", "2026-10-15", true],
        ["L1", expect.stringContaining("99"), "2026-09-01", "2026-11-01", true],
        ["L2", expect.stringContaining("20"), "2026-09-01", "2026-10-01", false],
        ["L3", expect.stringContaining("30"), "2026-09-01", "2026-11-01", true],
        ["L4", expect.stringContaining("40"), "2026-10-01", "2026-11-01", true],
      ]);
    });

    it("take of a row that comes twice in a file the later line", async () => {
      const twice = { ...september, rows: [SUN, OAK, SUN_BIGGER] };
      const told = await importSmall(empty.pool, twice);
      expect(told).toMatchObject({ state: "standing", rows: 3, inserted: 3 });
      const { staging } = await layersOf(empty.pool);
      expect(staging).toMatchObject([{ row_key: "L1", company: "Sunny Days Group LLC" }, { row_key: "L2" }]);
    });

    it("have one row a lead and source, and one a lead", async () => {
      await importAll(MONTHS);
      const { sourceLeads, leads } = await layersOf(empty.pool);
      const oak = leads.filter(({ phone }) => phone === "7025550102");
      expect(oak).toMatchObject([{ sources: ",directory,register,", source_count: 2, first_source: "register" }]);
      expect(sourceLeads.filter(({ key }) => key === oak[0]?.key)).toMatchObject([
        { source: "directory", is_current: true },
        { source: "register", is_current: false },
      ]);
    });
  });

  describe("an import of leads", () => {
    it("says what is new among its rows, and notes its run as other imports do", async () => {
      await importSmall(empty.pool, september);
      const told = await importSmall(empty.pool, october);
      expect(told).toMatchObject({ state: "standing", why: null, rows: 4, inserted: 2, unchanged: 2 });
      expect(told.leads.after).toBe(told.leads.before + 1);
      const runs = await empty.pool.query(sql`
        SELECT r.source, r.state, b.object, b.state AS batch, b.read, b.inserted, b.updated, b.unchanged, b.origin
        FROM sync_run r JOIN sync_batch b ON b.run_id = r.id ORDER BY r.id`);
      expect(runs).toMatchObject([
        {
          source: "lead:register",
          state: "ok",
          object: "lead-register",
          batch: "ok",
          read: 3,
          inserted: 3,
          unchanged: 0,
        },
        { read: 4, inserted: 2, unchanged: 2, origin: "file:register_2026-10-01.csv" },
      ]);
    });

    it("changes nothing when the same month comes again, and says so", async () => {
      await importAll(MONTHS);
      const before = await layersOf(empty.pool);
      const told = await importSmall(empty.pool, october);
      expect(told).toMatchObject({ state: "unchanged", inserted: 0, unchanged: 4 });
      expect(told.notices).toEqual([
        "“register_2026-10-01.csv” of 2026-10-01 was imported before, byte for byte. Nothing was changed.",
      ]);
      expect(await layersOf(empty.pool)).toEqual(before);
    });

    it("takes in a file far smaller than usual, and says it", async () => {
      await importAll([september, october]);
      const told = await importSmall(empty.pool, { ...november, rows: [SUN] });
      expect(told.state).toBe("standing");
      expect(told.notices).toEqual([
        "The file has 1 row, where this source usually has 3. It was taken in, and leads that it lacks count as gone from the list. If it was cut off, ask for the whole one and import it with a later day (date:2026-11-02).",
      ]);
    });

    it("says which of two lists of one day counts as the newer, and how to correct one", async () => {
      const other = { ...september, rows: [SUN, OAK], name: "register_corrected.csv" };
      await importSmall(empty.pool, september);
      const told = await importSmall(empty.pool, other);
      const newer = checksumOf(other) > checksumOf(september) ? "this one counts" : "“register_2026-09-01.csv” counts";
      expect(told.notices.join(" ")).toContain(`${newer} as the newer of the two`);
      expect(told.notices.join(" ")).toContain("(date:2026-09-02)");
      const corrected = await importSmall(empty.pool, { ...other, date: "2026-09-02" });
      expect(corrected).toMatchObject({ state: "standing", fileDate: "2026-09-02" });
      expect(corrected.notices.join(" ")).not.toContain("as the newer of the two");
      const { staging } = await layersOf(empty.pool);
      expect(staging.map(({ row_key, is_current }) => [row_key, is_current])).toEqual([
        ["L1", true],
        ["L2", true],
        ["L3", false],
      ]);
    });

    it("does not let a file stand of which base lacks a row, or staging has one of no lead", async () => {
      const { fileId } = await importSmall(empty.pool, september);
      const held = (rows: number) => empty.pool.transaction((tx) => holdLayers(tx, fileId, rows));
      await expect(held(3)).resolves.toBeUndefined();
      await expect(held(4)).rejects.toThrow("base has 3 rows of the file, of 4");
      await empty.pool.transaction((tx) => tx.run(sql`UPDATE staged_lead SET lead_id = NULL WHERE row_key = 'L2'`));
      await expect(held(3)).rejects.toThrow("1 rows of the file belong to no lead");
    });

    it("waits for no other import of its source: it says that one goes on", async () => {
      const lease = await takeLease(empty.pool, "lead:register", tickingClock());
      await expect(importSmall(empty.pool, september)).rejects.toMatchObject({ code: "already_running" });
      expect((await importSmall(empty.pool, listed)).state).toBe("standing");
      await lease.release(empty.pool);
      expect((await importSmall(empty.pool, september)).state).toBe("standing");
    });

    it("ends at once when it is stopped from outside, and goes on the next time", async () => {
      const stop = new AbortController();
      const progress = ({ done }: { done: number }) => {
        if (done > 0) stop.abort();
      };
      const broken = importSmall(empty.pool, october, { signal: stop.signal, progress });
      await expect(broken).rejects.toMatchObject({ code: "run_stopped" });
      expect(await layersOf(empty.pool)).toMatchObject({ files: [], staging: [], leads: [] });
      expect((await importSmall(empty.pool, october)).state).toBe("standing");
    });
  });

  describe("a file that may not go on", () => {
    const emptyFile = { ...october, rows: [] };

    it("is listed with its reason, and leaves the leads as they were", async () => {
      await importAll([september]);
      const before = await layersOf(empty.pool);
      const told = await importSmall(empty.pool, emptyFile);
      expect(told).toMatchObject({ state: "stopped", code: "file_unreadable", rows: 0 });
      expect(told.why).toContain("no rows below them");
      expect(await layersOf(empty.pool)).toEqual(before);
      const files = await empty.pool.query(sql`SELECT state, stopped_why FROM lead_file ORDER BY id`);
      expect(files).toEqual([
        { state: "standing", stopped_why: null },
        { state: "stopped", stopped_why: told.why },
      ]);
      const [run] = await empty.pool.query(sql`SELECT state, error_code FROM sync_run ORDER BY id DESC LIMIT 1`);
      expect(run).toEqual({ state: "failed", error_code: "file_unreadable" });
    });

    const shifted = (file: SmallFile) => ({ ...tableOf(file), stop: () => "The columns seem shifted." });

    it("leaves no row in base, nor what its rows alone said", async () => {
      await importAll([september]);
      const before = await baseOf(empty.pool);
      const told = await importSmall(empty.pool, october, { table: shifted(october) });
      expect(told).toMatchObject({ state: "stopped", code: "columns_changed", rows: october.rows.length });
      expect(await baseOf(empty.pool)).toEqual(before);
    });

    it("leaves none either, when its import was cut off before", async () => {
      const rows = Array.from(
        { length: 40 },
        (_, at) => `C-${at}|Company ${at}|20955501${10 + at}|${at} Main St|89027`,
      );
      const long = { ...october, rows };
      const stop = new AbortController();
      const progress = ({ done }: { done: number }) => {
        if (done > 30) stop.abort();
      };
      await expect(importSmall(empty.pool, long, { signal: stop.signal, progress })).rejects.toThrow();
      expect((await baseOf(empty.pool)).rows).not.toEqual([]);
      expect(await importSmall(empty.pool, long, { table: shifted(long) })).toMatchObject({ state: "stopped" });
      expect(await baseOf(empty.pool)).toEqual({ rows: [], wordings: [] });
    });

    it("is tried again when the same bytes come again", async () => {
      await importSmall(empty.pool, emptyFile);
      await importSmall(empty.pool, emptyFile);
      const files = await empty.pool.query(sql`SELECT state FROM lead_file`);
      expect(files).toEqual([{ state: "stopped" }]);
    });
  });
});

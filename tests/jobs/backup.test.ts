import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { organizationSchema } from "../../src/runtime/index.js";
import { findProblems } from "../../src/watch/index.js";
import { Office, rowsOf } from "../commands/office.js";
import { World } from "../figures/world.js";
import { onBothEngines } from "../pool/engines.js";

const ADMIN = { as: "admin", at: "terminal", who: "U1" } as const;
const HOUR = 3_600_000;

onBothEngines((engine) => {
  let office: Office;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "polaris-backup-job-"));
    const world = await World.open({ engine, seed: 4, size: 0.1, untouched: true });
    office = new Office(world, { POLARIS_DATA_DIR: folder });
  });
  afterAll(async () => {
    await office.world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inFolder = () => readdirSync(path.join(folder, "backups"));
  const checked = async () => {
    const rows = rowsOf(await office.json("check", ADMIN), "checks");
    return rows.find(({ what }) => what === "Backup");
  };
  const told = (state: string) =>
    office.pool.db.alert.findMany({ where: { check_name: { contains: "backup" }, state }, select: { title: true } });
  const missing = async (hours: number) => {
    const later = new Date(Date.parse(office.world.now) + hours * HOUR).toISOString();
    const organization = organizationSchema.parse({ backup: { missingAfterHours: 48 } });
    const found = await findProblems(office.pool, organization, later);
    return found.filter(({ check }) => check === "backups").map(({ title }) => title);
  };

  describe("the command backup", () => {
    it("makes one now, and lists those there are", async () => {
      expect(await checked()).toMatchObject({ ok: true, text: `none yet in ${path.join(folder, "backups")}` });
      expect((await office.reply("backup", ADMIN)).text).toMatch(
        /^polaris-.+Z\.(db|dump) is whole and checked, [\d.,]+ [kM]B\.$/,
      );
      const listed = rowsOf(await office.json("backup", ADMIN), "backups");
      expect(listed.map(({ file }) => file)).toEqual(inFolder());
      expect((await checked())?.text).toMatch(/^last made 20 Nov 2026 .*, 1 backup in /);
      const runs = await office.pool.query(sql`SELECT name, state FROM job_run WHERE name = 'backup'`);
      expect(runs).toEqual([1, 2].map(() => ({ name: "backup", state: "ok" })));
    });

    it("is for administrators", async () => {
      expect((await office.failure("backup", { as: "staff" })).code).toBe("not_allowed");
    });
  });

  describe("a backup that is not made", () => {
    it("is an alert, which passes with the next one", async () => {
      rmSync(path.join(folder, "backups"), { recursive: true });
      writeFileSync(path.join(folder, "backups"), "");
      expect((await office.failure("backup", ADMIN)).text).toMatch(/^No backup was made: .* cannot be written to /);
      expect(await told("open")).toEqual([{ title: "The job backup failed" }]);
      rmSync(path.join(folder, "backups"));
      await office.reply("backup", ADMIN);
      expect(await told("open")).toEqual([]);
      expect(await told("resolved")).toHaveLength(1);
    });

    it("is missed after two days", async () => {
      expect(await missing(47)).toEqual([]);
      expect(await missing(49)).toEqual(["No backup of the pool for 49 hours"]);
    });
  });
});

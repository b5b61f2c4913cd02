import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { backUp, listBackups, sqliteFile } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "./engines.js";

const DAY = 86_400_000;
const NOW = "2026-11-22T07:15:00.000Z";
const daysBefore = (days: number) => new Date(Date.parse(NOW) - days * DAY).toISOString();

let home: EmptyPool;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "polaris-backups-"));
});
afterEach(async () => {
  await home.drop();
  rmSync(folder, { recursive: true, force: true });
});

const made = (now = NOW, into = folder) => backUp(home.pool, { folder: into, before: daysBefore(14), now });
const note = (value: string) =>
  home.pool.transaction((tx) => tx.run(sql`INSERT INTO pool_fact (key, value) VALUES (${value}, ${value})`));

describe("a backup", () => {
  onBothEngines((engine) => {
    const ending = engine === "sqlite" ? "db" : "dump";
    beforeEach(async () => {
      home = await emptyPool(engine);
    });

    it("is one file, named by its time, that nobody else may read", async () => {
      const into = path.join(folder, "kept");
      const { made: backup, removed } = await made(NOW, into);
      expect(path.basename(backup.file)).toBe(`polaris-2026-11-22T07-15-00Z.${ending}`);
      expect(readdirSync(into)).toEqual([path.basename(backup.file)]);
      expect([statSync(into).mode & 0o777, statSync(backup.file).mode & 0o777]).toEqual([0o700, 0o600]);
      expect({ ...backup, removed }).toMatchObject({ at: NOW, bytes: statSync(backup.file).size, removed: 0 });
    });

    it("is made while others write", async () => {
      const writing = Promise.all(Array.from({ length: 50 }, (_, at) => note(`fact ${at}`)));
      await Promise.all([made(), writing]);
      expect(await home.pool.query(sql`SELECT key FROM pool_fact`)).toHaveLength(50);
      expect(await listBackups(folder)).toHaveLength(1);
    });

    it("removes those that have outlived their use, and nothing else", async () => {
      const names = [15, 14, 1].map((days) => `polaris-${daysBefore(days).slice(0, 10)}T07-15-00Z.${ending}`);
      const others = ["notes.txt", "replaced-2020-01-01T00-00-00Z.dump"];
      for (const name of [...names, ...others]) writeFileSync(path.join(folder, name), "x");
      expect((await made()).removed).toBe(1);
      const left = [...names.slice(1), ...others, `polaris-2026-11-22T07-15-00Z.${ending}`];
      expect(readdirSync(folder).sort()).toEqual(left.sort());
    });

    it("leaves nothing behind when it is stopped", async () => {
      const stopping = new AbortController();
      const stopped = backUp(home.pool, { folder, before: daysBefore(14), now: NOW, signal: stopping.signal });
      stopping.abort();
      await expect(stopped).rejects.toMatchObject({ code: "run_stopped" });
      expect(readdirSync(folder)).toEqual([]);
    });

    it("says where it cannot be written", async () => {
      const file = path.join(folder, "file");
      writeFileSync(file, "");
      await expect(made(NOW, path.join(file, "backups"))).rejects.toMatchObject({
        code: "backup_failed",
        message: expect.stringMatching(/cannot be written to \(.*\)\. Expected a folder that Polaris may write to/),
      });
    });
  });

  it("keeps the last good one, however old, and takes away what was left half written long ago", async () => {
    home = await emptyPool("sqlite");
    const { made: last } = await made(daysBefore(100));
    const unfinished = path.join(folder, "polaris-2026-08-14T07-15-00Z.db.unfinished-1-1");
    writeFileSync(unfinished, "half");
    damage(sqliteFile(home.url));
    await expect(made()).rejects.toMatchObject({
      code: "backup_failed",
      message: expect.stringMatching(/^The backup is not sound, and so the pool may not be: SQLite says “.+”\. /),
    });
    expect(readdirSync(folder).sort()).toEqual([path.basename(last.file), path.basename(unfinished)].sort());
    await home.drop();
    home = await emptyPool("sqlite");
    utimesSync(unfinished, new Date(0), new Date(0));
    expect((await made()).removed).toBe(1);
    expect(readdirSync(folder)).toEqual(["polaris-2026-11-22T07-15-00Z.db"]);
  });

  it.skipIf(inject("postgres") === null)("says which program is missing", async () => {
    home = await emptyPool("postgresql");
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      await expect(made()).rejects.toMatchObject({
        code: "backup_failed",
        message: expect.stringMatching(/^pg_dump is not on this machine.* apt-get install postgresql-client\.$/),
      });
    } finally {
      process.env.PATH = PATH;
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** Overwrites the middle of a SQLite file, whose beginning stays as it is. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, Math.floor(bytes.length / 2));
  writeFileSync(file, bytes);
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  backUp,
  type Engine,
  openPool,
  type Pool,
  type RestoreAsked,
  restore,
  sqliteFile,
} from "../../src/pool/index.js";
import { everythingIn } from "./contents.js";
import { type EmptyPool, emptyPool, onBothEngines } from "./engines.js";

const MADE = "2026-11-20T07:15:00.000Z";
const NOW = "2026-11-22T12:40:11.000Z";
const ORG = { salesforce_org_id: "00D000000000001", mode: "production" };

let home: EmptyPool;
let folder: string;
/** What the backup was made of. */
let before: Record<string, string[]>;
let file: string;

/** The pool of a test is open only while something is done to it, as it is restored while nobody has it open. */
async function inPool<T>(work: (pool: Pool) => Promise<T>, url = home.url): Promise<T> {
  const pool = openPool(url);
  return work(pool).finally(() => pool.close());
}

const keep = (facts: Readonly<Record<string, string>>, url = home.url) =>
  inPool(
    (pool) =>
      pool.transaction(async (tx) => {
        for (const [key, value] of Object.entries(facts))
          await tx.run(sql`
            INSERT INTO pool_fact (key, value) VALUES (${key}, ${value}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
      }),
    url,
  );
const now = () => inPool(everythingIn);
const backUpHere = () => inPool((pool) => backUp(pool, { folder, before: "2020", now: MADE }));
const asked = (change: Partial<RestoreAsked> = {}): RestoreAsked => ({
  file,
  url: home.url,
  mode: "production",
  prismaFolder: "prisma",
  folder,
  now: NOW,
  ...change,
});
/** What a restore is refused with; the pool is as it was. */
async function refused(change: Partial<RestoreAsked> = {}): Promise<string> {
  const there = await now();
  const words = await restore(asked(change)).then(
    () => "restored",
    (error: Error) => error.message,
  );
  expect(await now()).toEqual(there);
  return words;
}

const opened = async (engine: Engine) => {
  folder = mkdtempSync(path.join(os.tmpdir(), "polaris-restore-"));
  home = await emptyPool(engine);
  await keep({ ...ORG, note: "as it was" });
  before = await now();
  file = (await backUpHere()).made.file;
  await keep({ note: "changed since" });
};
afterEach(async () => {
  await home.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a restore", () => {
  onBothEngines((engine) => {
    beforeEach(() => opened(engine));

    it("puts the pool back as it was, keeps what was there, and leaves the backup where it is", async () => {
      const after = await now();
      const { pool, replaced, contacts } = await restore(asked());
      expect(contacts).toBe(0);
      expect(pool).toBe(engine === "sqlite" ? sqliteFile(home.url) : home.url);
      expect(await now()).toEqual(before);
      expect(replaced).toMatch(/(^|[./])replaced-2026-11-22T12-40-11Z(\.dump)?$/);
      expect(statSync(replaced ?? "").mode & 0o777).toBe(
        engine === "sqlite" ? statSync(replaced ?? "").mode & 0o777 : 0o600,
      );
      await restore(asked({ file: replaced ?? "", now: "2026-11-22T12:41:00.000Z" }));
      expect(await now()).toEqual(after);
      expect(statSync(file).size).toBeGreaterThan(0);
    });

    it("takes the place of nothing where there is no pool yet", async () => {
      const { replaced, drop } = await intoNothing(engine);
      expect(replaced).toBeNull();
      await drop();
    });

    it("is refused while Polaris runs", async () => {
      const running = openPool(home.url);
      await running.query(sql`SELECT key FROM pool_fact`);
      expect(await refused()).toMatch(/ is in use: Polaris is running on it\. Stop Polaris, then try again\.$/);
      await running.close();
    });

    it("is refused when the backup is of another organisation, or of sample data", async () => {
      await keep({ salesforce_org_id: "00D000000000002" });
      expect(await refused()).toMatch(
        /^The backup belongs to another Salesforce org: it is of 00D000000000001, and here is 00D000000000002\. /,
      );
      expect(await refused({ mode: "sandbox" })).toMatch(
        /^The backup belongs to another mode \(sandbox or production\)/,
      );
    });

    it("is refused when the backup is newer than this Polaris", async () => {
      await inPool((pool) =>
        pool.transaction((tx) =>
          tx.run(
            sql`INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES ('1', '2', CURRENT_TIMESTAMP, '2999_later')`,
          ),
        ),
      );
      const { made: newer } = await backUpHere();
      expect(await refused({ file: newer.file })).toBe(
        "The backup is newer than this Polaris: it holds migration 2999_later. Start the newer version.",
      );
    });

    it("is refused when the file is none that was backed up here", async () => {
      const text = path.join(folder, "notes.txt");
      writeFileSync(text, "not a backup");
      expect(await refused({ file: text })).toMatch(/notes\.txt is no backup of Polaris, or it is damaged\./);
      expect(await refused({ file: path.join(folder, "gone.db") })).toMatch(/gone\.db cannot be read\./);
      const half = path.join(folder, "half");
      writeFileSync(half, readFileSync(file).subarray(0, 5_000));
      expect(await refused({ file: half })).toMatch(/damaged|failed/);
    });

    it("leaves the pool as it was when the backup ends before its end", async () => {
      const cut = path.join(folder, "cut");
      const bytes = readFileSync(file);
      writeFileSync(cut, bytes.subarray(0, bytes.length - 3_000));
      expect(await refused({ file: cut })).toMatch(/damaged|failed/);
    });
  });

  it("of one engine is refused on the other", async () => {
    await opened("sqlite");
    await expect(restore(asked({ url: "postgresql://polaris@127.0.0.1:1/polaris" }))).rejects.toThrow(
      / is a backup of SQLite, and DATABASE_URL names PostgreSQL\. /,
    );
  });

  it("takes the place of a pool that is damaged", async () => {
    await opened("sqlite");
    const live = sqliteFile(home.url);
    writeFileSync(live, "no database");
    writeFileSync(`${live}-wal`, "nor this");
    const { replaced } = await restore(asked());
    expect(await now()).toEqual(before);
    expect(readFileSync(replaced ?? "", "utf8")).toBe("no database");
    expect(readdirSync(path.dirname(live)).filter((name) => name.includes("unfinished"))).toEqual([]);
  });
});

/** Restores into a place where no pool is. */
async function intoNothing(engine: Engine) {
  const other = await emptyPool(engine);
  if (engine === "sqlite") rmSync(sqliteFile(other.url));
  else await inPool((pool) => pool.transaction((tx) => tx.run(sql`DROP SCHEMA public CASCADE`)), other.url);
  if (engine === "postgresql")
    await inPool((pool) => pool.transaction((tx) => tx.run(sql`CREATE SCHEMA public`)), other.url);
  const { replaced } = await restore(asked({ url: other.url }));
  expect(await inPool(everythingIn, other.url)).toEqual(before);
  return { replaced, drop: () => other.drop() };
}

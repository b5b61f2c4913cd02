import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { createHouse } from "../../src/house.js";
import { movePool, openPool, type Pool, sqliteFile } from "../../src/pool/index.js";
import { redact, renderJson } from "../../src/reply/index.js";
import { openLog, projectFile, readOrganization, readSettings } from "../../src/runtime/index.js";
import { PLACES } from "../commands/office.js";
import { World } from "../figures/world.js";
import { everythingIn } from "./contents.js";
import { type EmptyPool, emptyPool } from "./engines.js";

const move = (from: string, to: string) => movePool({ from, to, prismaFolder: "prisma" });
const inPool = <T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> => {
  const pool = openPool(url);
  return work(pool).finally(() => pool.close());
};
/** SQLite has no yes and no of its own, and the columns of an engine stand in an order of its own. */
function alike(row: string): string {
  const cells = Object.entries(JSON.parse(row) as Record<string, unknown>);
  const told = cells.map(([name, value]) => `${name}: ${typeof value === "boolean" ? Number(value) : String(value)}`);
  return told.sort().join("\n");
}
const contents = async (url: string) => {
  const { _prisma_migrations: _, ...tables } = await inPool(url, everythingIn);
  return Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.map(alike).sort()]));
};

describe.skipIf(inject("postgres") === null)("a pool that is moved to PostgreSQL", () => {
  let target: EmptyPool;
  beforeEach(async () => {
    target = await emptyPool("postgresql");
  });
  afterEach(() => target.drop());

  describe("with the sample organisation", () => {
    let world: World;
    beforeAll(async () => {
      world = await World.open({ engine: "sqlite", seed: 4, size: 0.2 });
      await world.pool.transaction(async (tx) => {
        await tx.run(sql`INSERT INTO alias (kind, alias_key, alias_text, source, source_id, created_by, created_at)
          VALUES ('organization', 'gone', 'gone', 's', '1', 'U1', '2026')`);
        await tx.run(sql`DELETE FROM alias`);
        await tx.run(sql`INSERT INTO alias (kind, alias_key, alias_text, source, source_id, created_by, created_at)
          VALUES ('organization', 'tab', ${'tab\t line\n back \\ "quote" é'}, 's', '1', 'U1', '2026')`);
        // As a process leaves it that dies while it fills a table.
        await tx.run(sql`INSERT INTO index_put_off (name, table_name, definition)
          SELECT name, tbl_name, sql FROM sqlite_schema WHERE name = 'raw_record_source_object_source_id_idx'`);
        await tx.run(sql`DROP INDEX raw_record_source_object_source_id_idx`);
      });
      await world.pool.close();
    });
    afterAll(() => world.close());

    const answers = (url: string, lines: readonly string[]) =>
      inPool(url, async (pool) => {
        const settings = readSettings({
          POLARIS_MODE: "sandbox",
          SLACK_BOT_TOKEN: "xoxb-sandbox",
          SLACK_APP_TOKEN: "xapp-sandbox",
          SALESFORCE_LOGIN_URL: world.org.url,
          SALESFORCE_CLIENT_ID: "polaris-sandbox",
          SALESFORCE_CLIENT_SECRET: "sandbox-secret",
        });
        const organization = readOrganization(projectFile("sandbox/organization.yml"));
        const clock = { now: () => world.now };
        const { dispatch } = createHouse({ settings, organization, pool, log: openLog("silent"), clock });
        const told: unknown[] = [];
        for (const line of lines) {
          const outcome = await dispatch.run({
            id: line,
            line,
            actor: { id: "terminal", name: "terminal", door: "terminal" },
            access: { role: "admin", districts: [] },
            place: PLACES.terminal,
            now: world.now,
          });
          if (outcome.kind !== "reply") throw new Error(`“${line}” was not answered`);
          told.push(renderJson(redact(outcome.reply, outcome.holds)));
        }
        return told;
      });

    it("has every row under its id, and answers as it did", async () => {
      const { url } = world.pool;
      const moved = await move(url, target.url);
      const before = await contents(url);
      expect(await contents(target.url)).toEqual(before);
      expect(before.index_put_off).toEqual([]);
      expect(moved).toEqual({
        tables: Object.keys(before).length,
        rows: Object.values(before).flat().length,
      });
      const lines = ["metric M20 4y by:district", "metric M30 4y", "report district all 4y", "volunteers", "decisions"];
      expect(await answers(target.url, lines)).toEqual(await answers(url, lines));
    });

    it("goes on counting where it was, also after rows that were taken away", async () => {
      await move(world.pool.url, target.url);
      const put = (pool: Pool) =>
        pool.transaction((tx) =>
          tx.query<{ id: number }>(sql`
            INSERT INTO alias (kind, alias_key, alias_text, source, source_id, created_by, created_at)
            VALUES ('organization', 'next', 'next', 's', '1', 'U1', '2026') RETURNING id`),
        );
      expect(await inPool(target.url, put)).toEqual([{ id: 3 }]);
    });

    it("is refused while Polaris runs on it, or on the database", async () => {
      const running = openPool(world.pool.url);
      await running.query(sql`SELECT key FROM pool_fact`);
      await expect(move(world.pool.url, target.url)).rejects.toThrow(/ is in use: Polaris is running on it\. /);
      await running.close();
      await target.pool.query(sql`SELECT 1 AS one`);
      await expect(move(world.pool.url, target.url)).rejects.toThrow(/^The database postgresql:.* is in use: /);
    });

    it("that cannot be held whole is not moved at all", async () => {
      const source = openPool(world.pool.url);
      const put = (value: string) =>
        source.transaction((tx) => tx.run(sql`INSERT INTO pool_fact (key, value) VALUES ('odd', ${value})`));
      await put("a\u0000b");
      await source.close();
      await expect(move(world.pool.url, target.url)).rejects.toThrow(
        /^The table pool_fact could not be moved: invalid byte sequence for encoding "UTF8"?.*\. Nothing was moved\.$/,
      );
      expect(Object.values(await contents(target.url)).flat()).toEqual([]);
      await inPool(world.pool.url, (pool) =>
        pool.transaction((tx) => tx.run(sql`DELETE FROM pool_fact WHERE key = 'odd'`)),
      );
    });
  });

  it("takes only a database that is empty", async () => {
    const source = await emptyPool("sqlite");
    const put = (statement: ReturnType<typeof sql>) =>
      inPool(target.url, (pool) => pool.transaction((tx) => tx.run(statement)));
    await put(sql`INSERT INTO pool_fact (key, value) VALUES ('mode', 'production')`);
    await expect(move(source.url, target.url)).rejects.toThrow(
      / holds rows already \(pool_fact\)\. Expected an empty database\. Nothing was moved\.$/,
    );
    await put(sql`DROP SCHEMA public CASCADE`);
    await put(sql`CREATE SCHEMA public`);
    await put(sql`CREATE TABLE invoice (id INTEGER)`);
    await expect(move(source.url, target.url)).rejects.toThrow(/ holds tables that are not of Polaris\. /);
    await source.drop();
  });

  it("says which of the two addresses is wrong", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-moving-"));
    const source = await emptyPool("sqlite");
    const text = path.join(folder, "notes.db");
    writeFileSync(text, "not a database, and long enough to be read as one ".repeat(50));
    await expect(move(target.url, source.url)).rejects.toThrow(/^A pool is moved from SQLite to PostgreSQL\. /);
    await expect(move(`file:${folder}/none.db`, target.url)).rejects.toThrow(
      /none\.db is no SQLite pool of Polaris\. /,
    );
    await expect(move(`file:${text}`, target.url)).rejects.toThrow(/notes\.db is no SQLite pool of Polaris\. /);
    await expect(move(source.url, "postgresql://polaris:secret@127.0.0.1:1/polaris")).rejects.toThrow(
      /^PostgreSQL does not answer at postgresql:\/\/polaris@127\.0\.0\.1:1\/polaris \(/,
    );
    expect(sqliteFile(source.url)).not.toBe("");
    await source.drop();
    rmSync(folder, { recursive: true, force: true });
  });
});

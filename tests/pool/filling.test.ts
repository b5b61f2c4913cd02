import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Engine, fill, fillEmpty, migrate, openPool, type Pool, type Reader } from "../../src/pool/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "./engines.js";

const KEYS = {
  name: "lead_key",
  columns: [
    { name: "key", type: "text" },
    { name: "lead_id", type: "integer" },
    { name: "phone", type: "text" },
    { name: "first_date", type: "text" },
  ],
} as const;

const COPIES = {
  name: "raw_record",
  columns: [
    ...["source", "object", "source_id", "record_hash", "payload", "seen_at"].map((name) => ({
      name,
      type: "text" as const,
    })),
    { name: "batch_id", type: "integer" as const },
  ],
};

/** Names of a table's indexes that a migration made, in order. */
async function indexesOf(reader: Reader, engine: Engine, table: string): Promise<string[]> {
  const rows = await reader.query<{ name: string }>(
    engine === "sqlite"
      ? sql`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ${table} AND sql IS NOT NULL ORDER BY name`
      : sql`SELECT indexname AS name FROM pg_indexes WHERE tablename = ${table} AND indexname NOT LIKE '%_pkey' ORDER BY indexname`,
  );
  return rows.map(({ name }) => name);
}

/** The project's migrations for SQLite, and one after them. */
function copyWithOneMore(to: string, statement: string): void {
  const migrations = path.join(to, "sqlite", "migrations");
  cpSync("prisma/sqlite/migrations", migrations, { recursive: true });
  const one = path.join(migrations, "29990101000000_without");
  mkdirSync(one);
  writeFileSync(path.join(one, "migration.sql"), statement);
}

function* keys(from: number, count: number) {
  for (let at = from; at < from + count; at += 1) yield [`key-${at}`, 1, `816555${at}`, "2026-09-01"];
}

async function lead(pool: Pool): Promise<void> {
  await pool.transaction(async (tx) => {
    await tx.run(sql`
      INSERT INTO lead (id, key, sources, source_count, first_source, first_file_id, first_date, last_date, standing)
      VALUES (1, 'one', '', 0, '', 0, '', '', 'new')`);
  });
}

describe("a table filled in one transaction", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let pool: Pool;
    const all = ["lead_key_address_key_idx", "lead_key_lead_id_idx", "lead_key_phone_idx"];
    /** What is left of them while a table is being filled: SQLite puts them off, PostgreSQL would keep its readers waiting. */
    const meanwhile = engine === "sqlite" ? [] : all;
    beforeEach(async () => {
      empty = await emptyPool(engine);
      pool = empty.pool;
      await lead(pool);
    });
    afterEach(() => empty.drop());

    /** Fills lead_key in a transaction. @returns the indexes it had meanwhile */
    const filled = (from: number, coming: number) =>
      pool.transaction((tx) =>
        fill(tx, "lead_key", coming, async () => {
          await tx.append(KEYS, keys(from, coming));
          return indexesOf(tx, engine, "lead_key");
        }),
      );

    it("many rows into a table that has few are indexed when all are there", async () => {
      expect(await filled(0, 10_000)).toEqual(meanwhile);
      expect(await indexesOf(pool, engine, "lead_key")).toEqual(all);
      const found = await pool.query(sql`SELECT key FROM lead_key WHERE phone = '8165559999'`);
      expect(found).toEqual([{ key: "key-9999" }]);
    });

    it("few rows, or as many as are there, are indexed one by one", async () => {
      expect(await filled(0, 9_999)).toEqual(all);
      expect(await filled(9_999, 1)).toEqual(all);
      expect(await filled(10_000, 10_000)).toEqual(all);
      expect(await filled(20_000, 20_001)).toEqual(meanwhile);
    });

    it("what fails leaves the indexes as they were", async () => {
      const twice = pool.transaction((tx) =>
        fill(tx, "lead_key", 10_000, async () => {
          await tx.append(KEYS, keys(0, 2));
          await tx.append(KEYS, keys(1, 1));
        }),
      );
      await expect(twice).rejects.toThrow();
      expect(await indexesOf(pool, engine, "lead_key")).toEqual(all);
      expect(await pool.query(sql`SELECT key FROM lead_key`)).toEqual([]);
    });
  });
});

describe("empty tables filled by many transactions", () => {
  onBothEngines((engine) => {
    let empty: EmptyPool;
    let pool: Pool;
    const all = ["raw_record_source_object_source_id_idx"];
    const meanwhile = engine === "sqlite" ? [] : all;
    beforeEach(async () => {
      empty = await emptyPool(engine);
      pool = empty.pool;
    });
    afterEach(() => empty.drop());

    const copy = () =>
      pool.transaction((tx) => tx.append(COPIES, [["salesforce", "Contact", "003", "h", "{}", "now", 1]]));
    const indexes = () => indexesOf(pool, engine, "raw_record");
    const putOff = () => pool.query(sql`SELECT name FROM index_put_off`);

    it("an empty table that many transactions fill is indexed behind them", async () => {
      const seen = await fillEmpty(pool, ["raw_record"], async () => {
        await copy();
        return indexes();
      });
      expect(seen).toEqual(meanwhile);
      expect(await indexes()).toEqual(all);
      expect(await putOff()).toEqual([]);
    });

    it("work that asks for the indexes has them from then on", async () => {
      const seen = await fillEmpty(pool, ["raw_record"], async (buildIndexes) => {
        await copy();
        await buildIndexes();
        return indexes();
      });
      expect(seen).toEqual(all);
      expect(await putOff()).toEqual([]);
    });

    it("what keeps rows apart stays", async () => {
      const seen = await fillEmpty(pool, ["participation"], () => indexesOf(pool, engine, "participation"));
      expect(seen).toContain("participation_source_source_id_key");
    });

    it("a table with rows keeps its indexes", async () => {
      await copy();
      expect(await fillEmpty(pool, ["raw_record"], indexes)).toEqual(all);
    });

    it("work that fails is told, and what it stored is indexed", async () => {
      const failing = fillEmpty(pool, ["raw_record"], async () => {
        await copy();
        throw new Error("Salesforce does not answer");
      });
      await expect(failing).rejects.toThrow("Salesforce does not answer");
      expect(await indexes()).toEqual(all);
      expect(await putOff()).toEqual([]);
    });

    it("whoever fills the table next builds what a process that died had put off", async () => {
      let begin = () => {};
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      // Of a process that was killed nothing is heard any more.
      const dead = openPool(empty.url);
      void fillEmpty(dead, ["raw_record"], () => {
        begin();
        return new Promise(() => {});
      });
      await begun;
      await copy();
      expect(await indexes()).toEqual(meanwhile);
      expect(await fillEmpty(pool, ["raw_record"], indexes)).toEqual(all);
      expect(await putOff()).toEqual([]);
      await dead.close();
    });
  });

  it("a migration finds the indexes that were put off", async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-filling-"));
    const url = `file:${path.join(folder, "pool.db")}`;
    const migrations = path.join(folder, "prisma");
    await migrate(url, "prisma");
    const pool = openPool(url);
    await pool.transaction(async (tx) => {
      await tx.run(sql`INSERT INTO index_put_off (name, table_name, definition)
        SELECT name, tbl_name, sql FROM sqlite_schema WHERE name = 'raw_record_source_object_source_id_idx'`);
      await tx.run(sql`DROP INDEX raw_record_source_object_source_id_idx`);
    });
    copyWithOneMore(migrations, "DROP INDEX raw_record_source_object_source_id_idx;");
    expect(await migrate(url, migrations)).toEqual(["29990101000000_without"]);
    expect(await pool.query(sql`SELECT name FROM index_put_off`)).toEqual([]);
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

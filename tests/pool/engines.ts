import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { describe, inject } from "vitest";
import { type Engine, openPool, type Pool } from "../../src/pool/index.js";

export interface EmptyPool {
  readonly url: string;
  readonly pool: Pool;
  /** Closes the pool and throws its data away. */
  drop(): Promise<void>;
}

let serial = 0;

/** A migrated, empty pool of its own on the given engine. */
export async function emptyPool(engine: Engine): Promise<EmptyPool> {
  return engine === "sqlite" ? emptySqlite() : emptyPostgres();
}

function emptySqlite(): EmptyPool {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-pool-"));
  const file = path.join(folder, "pool.db");
  copyFileSync(inject("sqliteTemplate"), file);
  const url = `file:${file}`;
  const pool = openPool(url);
  return {
    url,
    pool,
    async drop() {
      await pool.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function emptyPostgres(): Promise<EmptyPool> {
  const maintenance = inject("postgres");
  if (maintenance === null) throw new Error("no PostgreSQL in this run");
  serial += 1;
  const name = `pool_${process.pid}_${serial}_${Date.now()}`;
  const ask = async (statement: string) => {
    const client = new pg.Client({ connectionString: maintenance });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await ask(`CREATE DATABASE ${name} TEMPLATE polaris_template`);
  const url = maintenance.replace(/postgres$/, name);
  const pool = openPool(url);
  return {
    url,
    pool,
    async drop() {
      await pool.close();
      await ask(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The same specification on SQLite and on PostgreSQL. */
export function onBothEngines(specification: (engine: Engine) => void): void {
  describe("on sqlite", () => specification("sqlite"));
  describe.skipIf(inject("postgres") === null)("on postgresql", () => specification("postgresql"));
}

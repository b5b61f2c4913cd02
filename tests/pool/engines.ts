import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
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

/** How pools lie on an engine: as files, or as databases by their names. */
interface Ground {
  /** The migrated, empty one that the run made. */
  empty(): string;
  copy(from: string): Promise<string>;
  urlOf(place: string): string;
  discard(place: string): Promise<void>;
}

const files: Ground = {
  empty: () => inject("sqliteTemplate"),
  async copy(from) {
    const file = path.join(mkdtempSync(path.join(path.dirname(inject("sqliteTemplate")), "pool-")), "pool.db");
    copyFileSync(from, file);
    return file;
  },
  urlOf: (file) => `file:${file}`,
  async discard(file) {
    rmSync(path.dirname(file), { recursive: true, force: true });
  },
};

let serial = 0;

const databases: Ground = {
  empty: () => "polaris_template",
  async copy(from) {
    serial += 1;
    const name = `pool_${process.pid}_${serial}_${Date.now()}`;
    await askServer(`CREATE DATABASE ${name} TEMPLATE ${from}`);
    return name;
  },
  urlOf: (name) => serverUrl().replace(/postgres$/, name),
  discard: (name) => askServer(`DROP DATABASE ${name} WITH (FORCE)`),
};

const GROUNDS: Readonly<Record<Engine, Ground>> = { sqlite: files, postgresql: databases };

function serverUrl(): string {
  const url = inject("postgres");
  if (url === null) throw new Error("no PostgreSQL in this run");
  return url;
}

async function askServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A migrated, empty pool of its own on the given engine. */
export const emptyPool = (engine: Engine): Promise<EmptyPool> => copyOf(engine, GROUNDS[engine].empty());

async function copyOf(engine: Engine, original: string): Promise<EmptyPool> {
  const ground = GROUNDS[engine];
  const place = await ground.copy(original);
  const url = ground.urlOf(place);
  const pool = openPool(url);
  return {
    url,
    pool,
    async drop() {
      await pool.close();
      await ground.discard(place);
    },
  };
}

/** A filled pool that others are copied from, and what its filling came to. */
interface Original<Result> {
  readonly place: string;
  readonly result: Result;
}

/** Fills a pool when one is first wanted, and gives a copy of it, to be used and dropped, whenever one is. */
export class FilledPools<Result> {
  readonly #originals = new Map<string, Promise<Original<Result>>>();

  /** @param name pools of the same name hold the same: `fill` is called for the first of them alone */
  async copy(
    engine: Engine,
    name: string,
    fill: (pool: Pool) => Promise<Result>,
  ): Promise<EmptyPool & { readonly result: Result }> {
    const key = `${engine} ${name}`;
    const known = this.#originals.get(key) ?? originalOf(engine, fill);
    this.#originals.set(key, known);
    const { place, result } = await known;
    return { ...(await copyOf(engine, place)), result };
  }
}

/** Nobody opens it once it is filled; it goes with the folder or the server of the run. */
async function originalOf<Result>(engine: Engine, fill: (pool: Pool) => Promise<Result>): Promise<Original<Result>> {
  const { empty, copy, urlOf } = GROUNDS[engine];
  const place = await copy(empty());
  const pool = openPool(urlOf(place));
  try {
    return { place, result: await fill(pool) };
  } finally {
    await pool.close();
  }
}

/** The same specification on SQLite and on PostgreSQL. */
export function onBothEngines(specification: (engine: Engine) => void): void {
  describe("on sqlite", () => specification("sqlite"));
  describe.skipIf(inject("postgres") === null)("on postgresql", () => specification("postgresql"));
}

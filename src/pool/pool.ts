import { raw, type Sql } from "sql-template-tag";
import { engineOf, sqliteFile } from "./address.js";
import type { Engine, Reader, Transaction } from "./model.js";
import { PostgresEngine } from "./postgres.js";
import { openPrisma, type ReadDb, type WriteDb } from "./prisma.js";
import { SqliteEngine } from "./sqlite.js";

/** The one pool of data. Reads are free; writes take turns, each in one transaction. */
export interface Pool extends Reader {
  readonly engine: Engine;
  readonly url: string;
  /** Everyday reads, by Prisma. */
  readonly db: ReadDb;
  /** Everyday writes, by Prisma, in one transaction. */
  write<T>(work: (db: WriteDb) => Promise<T>): Promise<T>;
  /** SQL and staged bulk, in one transaction. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * After many rows came or were written at once: PostgreSQL counts its tables anew, or it plans as if they were still empty; and it notes which of their
   * pages everybody may see, or it looks into the rows for what stands in an index.
   */
  countAnew(): Promise<void>;
  close(): Promise<void>;
}

export interface PoolOptions {
  /** Refuses every write: for threads that answer questions. */
  readonly readOnly?: boolean;
  /** Connections to PostgreSQL, per kind of client. */
  readonly connections?: number;
}

const VACUUM = raw("VACUUM (ANALYZE)");

/** Opens the pool at DATABASE_URL. Its migrations have been applied by `migrate`. */
export function openPool(url: string, options: PoolOptions = {}): Pool {
  const connections = options.connections ?? 4;
  const readOnly = options.readOnly ?? false;
  const engine = engineOf(url);
  let prisma: ReturnType<typeof openPrisma> | undefined;
  const client = () => {
    prisma ??= openPrisma(url, connections);
    return prisma;
  };
  const sqlite = engine === "sqlite" ? new SqliteEngine(sqliteFile(url), readOnly) : null;
  const sql = sqlite ?? new PostgresEngine(url, readOnly, connections);
  return {
    engine,
    url,
    get db() {
      return client();
    },
    query: <Row>(statement: Sql) => sql.query<Row>(statement),
    transaction: (work) => sql.transaction(work),
    async countAnew() {
      if (sqlite === null) await sql.query(VACUUM);
    },
    write(work) {
      if (readOnly) return Promise.reject(new Error("this pool was opened for reading only"));
      const everyday = () => client().$transaction(work, { maxWait: 10_000, timeout: 30_000 });
      return sqlite ? sqlite.turns.take(everyday) : everyday();
    },
    async close() {
      await prisma?.$disconnect();
      await sql.close();
    },
  };
}

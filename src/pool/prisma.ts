import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import { engineOf, sqliteFile } from "./address.js";
import { PrismaClient as PostgresClient } from "./generated/postgresql/client.js";
import { type Prisma, PrismaClient as SqliteClient } from "./generated/sqlite/client.js";

type Delegates = Prisma.TransactionClient;
type Reads = "findMany" | "findFirst" | "findUnique" | "count" | "aggregate" | "groupBy";

/** Every model with its reading methods only: what code outside `write` may use. */
export type ReadDb = {
  readonly [Model in keyof Delegates as Delegates[Model] extends { findMany: unknown } ? Model : never]: Pick<
    Delegates[Model],
    Reads & keyof Delegates[Model]
  >;
};
/** Every model, inside one transaction. */
export type WriteDb = Prisma.TransactionClient;

/** The Prisma client for everyday reads and writes. SQLite's API is the part that both engines share. */
export function openPrisma(url: string, connections: number): SqliteClient {
  if (engineOf(url) === "sqlite") {
    return new SqliteClient({ adapter: new PrismaBetterSqlite3({ url: `file:${sqliteFile(url)}`, timeout: 10_000 }) });
  }
  const adapter = new PrismaPg({ connectionString: url, max: connections });
  // Both clients are generated from the same models; only the provider differs.
  return new PostgresClient({ adapter }) as unknown as SqliteClient;
}

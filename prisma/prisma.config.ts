import path from "node:path";
import { defineConfig } from "prisma/config";

// Prisma's own schema engine is a download; this is the same engine, as WebAssembly from npm.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, "schema-engine.mjs");

const provider = process.env.DB_PROVIDER === "postgresql" ? "postgresql" : "sqlite";

export default defineConfig({
  schema: provider,
  migrations: { path: `${provider}/migrations` },
  datasource: { url: process.env.DATABASE_URL ?? "file:./data/migration.db" },
});

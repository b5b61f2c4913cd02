import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { postgresFolder, startPostgres } from "../bin/ephemeral-postgres.mjs";
import { migrate } from "../src/pool/index.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** A migrated, empty SQLite pool to copy. */
    sqliteTemplate: string;
    /** Maintenance address of a real PostgreSQL with a migrated database "polaris_template"; null when none is installed. */
    postgres: string | null;
  }
}

/** One PostgreSQL cluster for the whole run, with a migrated template that each test copies. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-tests-"));
  const sqliteTemplate = path.join(folder, "template.db");
  await migrate(`file:${sqliteTemplate}`, "prisma");
  project.provide("sqliteTemplate", sqliteTemplate);

  const cluster = postgresFolder() === null ? null : await startPostgres();
  if (cluster === null) {
    if (process.env.CI)
      throw new Error("CI runs every test on PostgreSQL too: install it (apt-get install postgresql).");
    console.warn("skipped: every test on PostgreSQL, because no PostgreSQL is installed (apt-get install postgresql)");
  } else {
    const client = new pg.Client({ connectionString: cluster.url });
    await client.connect();
    await client.query("CREATE DATABASE polaris_template");
    await client.end();
    await migrate(cluster.url.replace(/postgres$/, "polaris_template"), "prisma");
  }
  project.provide("postgres", cluster?.url ?? null);

  return () => {
    cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

// npm run db:migrate -- NAME: writes the migration that brings both engines from the last one to prisma/models.
// Each engine gets a scratch database with every migration so far; Prisma says what it lacks. (`prisma migrate dev` would
// want a shadow database of its own, which its engine cannot make on SQLite here.)
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { startPostgres } from "./ephemeral-postgres.mjs";
import { prepare, root } from "./prepare.mjs";

const name = process.argv[2];
if (!/^[a-z0-9_]+$/.test(name ?? "")) {
  console.error("Say what the migration does in a word: npm run db:migrate -- add_surveys");
  process.exit(2);
}
prepare();
const { migrate } = await import("../dist/src/pool/index.js");
const folder = `${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`;
const scratch = mkdtempSync(path.join(os.tmpdir(), "polaris-migration-"));
const postgres = await startPostgres();
try {
  const databases = { sqlite: `file:${path.join(scratch, "migration.db")}`, postgresql: postgres.url };
  for (const [provider, url] of Object.entries(databases)) {
    await migrate(url, path.join(root, "prisma"));
    if (provider === "sqlite") withoutPartialIndexes(url);
    const statements = whatIsMissing(provider, url);
    if (statements === null) {
      console.log(`${provider}: nothing has changed since the last migration`);
      continue;
    }
    const target = path.join(root, "prisma", provider, "migrations", folder);
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, "migration.sql"), statements);
    console.log(`${provider}: prisma/${provider}/migrations/${folder}/migration.sql`);
  }
} finally {
  postgres.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** Prisma's models have no index of some rows alone, and its engine cannot describe one on SQLite: the scratch database forgets them. */
function withoutPartialIndexes(url) {
  const scratched = new Database(url.slice("file:".length));
  const partial = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'";
  for (const { name } of scratched.prepare(partial).all()) scratched.exec(`DROP INDEX "${name}"`);
  scratched.close();
}

/** The statements that bring a database to the models; null when there are none. */
function whatIsMissing(provider, url) {
  const program = path.join(root, "node_modules/prisma/build/index.js");
  const from = ["migrate", "diff", "--config", "prisma/prisma.config.ts", "--from-config-datasource"];
  const done = spawnSync(process.execPath, [program, ...from, "--to-schema", `prisma/${provider}`, "--script"], {
    cwd: root,
    env: { ...process.env, DB_PROVIDER: provider, DATABASE_URL: url },
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return /^\s*(-- This is an empty migration\.)?\s*$/.test(done.stdout) ? null : done.stdout;
}

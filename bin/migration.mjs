// npm run db:migrate -- NAME: writes the migration that brings both engines from the last one to prisma/models.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { startPostgres } from "./ephemeral-postgres.mjs";

const name = process.argv[2];
if (!/^[a-z0-9_]+$/.test(name ?? "")) {
  console.error("Say what the migration does in a word: npm run db:migrate -- add_surveys");
  process.exit(2);
}
const scratch = "data/migration.db";
const postgres = await startPostgres();
try {
  for (const [provider, url] of [
    ["sqlite", `file:./${scratch}`],
    ["postgresql", postgres.url.replace(/postgres$/, "migration")],
  ]) {
    const env = { ...process.env, DB_PROVIDER: provider, DATABASE_URL: url };
    const args = ["prisma", "migrate", "dev", "--create-only", "--name", name, "--config", "prisma/prisma.config.ts"];
    execFileSync("npx", args, { stdio: "inherit", env });
  }
} finally {
  postgres.stop();
  for (const tail of ["", "-wal", "-shm", "-journal"]) rmSync(scratch + tail, { force: true });
}

// Pools of a year-end's size, on both engines: at scale 1 3,000 volunteers, 20,000 students, 3,000 events, 27,000 and 160,000 participations.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { postgresFolder, startPostgres } from "../../bin/ephemeral-postgres.mjs";
import { thousands } from "./figures.mjs";
import { runBeside, startBeside } from "./processes.mjs";

/** Times the scale, the sample organisation has as many events, and fewer of everything else. */
const SAMPLE = 6;

/** Everything that a bench goes over: pools by scale and engine; `node metrics.mjs 1 sqlite` goes over one of them. */
export function wanted(scales = [1, 10], argv = process.argv.slice(2)) {
  const engines = ["sqlite", ...(postgresFolder() === null ? [] : ["postgresql"])];
  return scales
    .flatMap((scale) => engines.map((engine) => ({ scale, engine })))
    .filter(({ scale, engine }) => argv.every((word) => word === String(scale) || word === engine));
}

/** Calls `work` with the address of each pool in turn, and gathers the figures. */
export async function overPools(pools, work) {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
  const postgres = pools.some(({ engine }) => engine === "postgresql") ? await startPostgres() : null;
  const figures = [];
  try {
    for (const { scale, engine } of pools) {
      const url =
        engine === "sqlite"
          ? `file:${path.join(folder, `${scale}.db`)}`
          : await newDatabase(postgres.url, `bench_${scale}`);
      const size = await fill(url, scale);
      console.log(
        `  scale ${scale} on ${engine}: ${thousands(size.volunteers)} volunteers, ${thousands(size.students)} students, ${thousands(size.events)} events, ` +
          `${thousands(size.volunteerParticipations)} and ${thousands(size.studentParticipations)} participations`,
      );
      figures.push(...(await work({ url, scale, engine })));
    }
    return figures;
  } finally {
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fill(url, scale) {
  const salesforce = await startBeside("outside/salesforce.mjs", SAMPLE * scale);
  try {
    await runBeside("syncing.mjs", url, salesforce.url);
  } finally {
    salesforce.stop();
  }
  return runBeside("enlarging.mjs", url, scale);
}

async function newDatabase(maintenance, name) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: maintenance });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return maintenance.replace(/\/postgres$/, `/${name}`);
}

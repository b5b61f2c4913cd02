// Two hundred thousand rows of Salesforce compared with the pool that was synced from them, beside reading the very same pages and doing
// nothing with them. Nothing differs but ten rows that were changed behind the sync's back: they are to be found.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { postgresFolder, startPostgres } from "../../bin/ephemeral-postgres.mjs";
import { below, figure, median, percent, thousands } from "./figures.mjs";
import { runBeside, startBeside } from "./processes.mjs";

const SIZE = 20;
/** Medians of so many: what else the machine does must not decide. */
const ROUNDS = 3;
const PLANTED = 10;
const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
const salesforce = await startBeside("outside/salesforce.mjs", SIZE);
const postgres = postgresFolder() === null ? null : await startPostgres();
try {
  const figures = [...(await on("SQLite", `file:${path.join(folder, "polaris.db")}`))];
  if (postgres === null) figures.push(figure("PostgreSQL", "skipped: not installed (apt-get install postgresql)"));
  else figures.push(...(await on("PostgreSQL", postgres.url)));
  process.send(figures);
} finally {
  salesforce.stop();
  postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
  process.disconnect();
}

async function on(engine, pool) {
  const synced = await runBeside("syncing.mjs", pool, salesforce.url);
  if (synced.error !== null) throw new Error(synced.error);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    // The first sight of rows that were tampered with is taken of rows that nothing else touches.
    const deep = await runBeside("reconciling.mjs", pool, salesforce.url, "deep", round === 0 ? PLANTED : 0);
    const floor = await runBeside("reconciling.mjs", pool, salesforce.url, "floor", 0);
    if (deep.changed !== PLANTED || deep.found !== PLANTED)
      throw new Error(`${PLANTED} rows were changed by hand, and ${deep.found} differences found`);
    rounds.push({ deep, floor });
  }
  const light = await runBeside("reconciling.mjs", pool, salesforce.url, "light", 0);
  const seconds = median(rounds.map(({ deep }) => deep.seconds));
  const floor = median(rounds.map(({ floor }) => floor.seconds));
  const work = median(rounds.map(({ deep }) => deep.processorSeconds));
  const peak = Math.max(...rounds.map(({ deep }) => deep.peakMegabytes));
  const [{ deep }] = rounds;
  return [
    figure(
      `${engine}: ${thousands(deep.rows)} rows compared`,
      `${seconds.toFixed(2)} s, ${deep.calls} calls; reading them alone ${floor.toFixed(2)} s (${percent(seconds / floor)})`,
      below(seconds, (5 * deep.rows) / 200_000, "5 s for 200,000 rows"),
    ),
    figure("… processor time", `${work.toFixed(2)} s`),
    figure("… peak memory", `${thousands(peak)} MB`, below(peak, 350, "350 MB")),
    figure("… lightly, by days", `${light.seconds.toFixed(2)} s, ${light.calls} calls`),
  ];
}

// Two hundred thousand rows of Salesforce into an empty pool, beside a plain prepared insert of the very same rows.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { postgresFolder, startPostgres } from "../../bin/ephemeral-postgres.mjs";
import { atLeast, below, figure, median, percent, thousands } from "./figures.mjs";
import { runBeside, startBeside } from "./processes.mjs";

/** Times the sample organisation: a little over 200,000 rows. */
const SIZE = 20;
/** Medians of so many: what else the machine does must not decide. */
const ROUNDS = 3;
const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
const salesforce = await startBeside("outside/salesforce.mjs", SIZE);
const postgres = postgresFolder() === null ? null : await startPostgres();
try {
  const figures = [...(await onSqlite()), ...(await onPostgres())];
  process.send(figures);
} finally {
  salesforce.stop();
  postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
  process.disconnect();
}

async function onSqlite() {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const file = path.join(folder, `synced-${round}.db`);
    const first = await sync(`file:${file}`);
    const raw = await runBeside("raw-insert.mjs", file, path.join(folder, `raw-${round}.db`));
    rounds.push({ file, first, raw });
  }
  const [{ file, first }] = rounds;
  const speed = median(rounds.map(({ first }) => first.rows / first.seconds));
  const storing = median(rounds.map(({ first }) => first.rows / first.storingSeconds));
  const floor = median(rounds.map(({ first, raw }) => first.rows / raw.seconds));
  const work = median(rounds.map(({ first, raw }) => first.processorSeconds / raw.processorSeconds));
  const peak = Math.max(...rounds.map(({ first }) => first.peakMegabytes));
  return [
    figure(
      `SQLite: ${thousands(first.rows)} rows by ${first.ways.join(" and ")}`,
      `${thousands(speed)} rows/s, ${percent(speed / floor)} of the raw insert's ${thousands(floor)}`,
      atLeast(speed / floor, 0.6, "60 % of the raw insert"),
    ),
    figure("… until they were stored", `${thousands(storing)} rows/s, ${percent(storing / floor)}`),
    figure("… processor time", `${work.toFixed(1)} times the raw insert's`),
    figure("… peak memory", `${thousands(peak)} MB`, below(peak, 350, "350 MB")),
    whole(first),
    ...unchanged(await sync(`file:${file}`)),
  ];
}

/** Every row that was read ended in one count, object by object. */
function whole({ uneven, objects }) {
  const text = uneven.length === 0 ? `all ${objects} objects` : `not ${uneven.join(", ")}`;
  return figure("… read = the sum of all counts", text, { text: "of every object", isMet: uneven.length === 0 });
}

async function onPostgres() {
  if (postgres === null) return [figure("PostgreSQL", "skipped: not installed (apt-get install postgresql)")];
  const first = await sync(postgres.url);
  const again = await sync(postgres.url);
  return [
    figure("PostgreSQL: the same", `${thousands(first.rows / first.seconds)} rows/s`),
    figure("… peak memory", `${thousands(first.peakMegabytes)} MB`, below(first.peakMegabytes, 350, "350 MB")),
    whole(first),
    ...unchanged(again),
  ];
}

/** A second sync, when nothing has changed: it may ask two questions of each object. */
function unchanged({ seconds, calls, objects, changed }) {
  const most = objects * 2;
  return [
    figure(
      "… again, unchanged",
      `${seconds.toFixed(2)} s, ${calls} calls to the API for ${objects} objects, ${changed} rows changed`,
      {
        text: `under 2 s, at most ${most} calls beyond the one for the limits`,
        isMet: changed === 0 && calls - 1 <= most && seconds < 2,
      },
    ),
  ];
}

async function sync(pool) {
  const run = await runBeside("syncing.mjs", pool, salesforce.url);
  if (run.error !== null) throw new Error(run.error);
  return run;
}

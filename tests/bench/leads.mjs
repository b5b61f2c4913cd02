// Monthly lists of two hundred thousand rows through all layers (base, staging, leads): the first of a source, and two that refresh it. Beside it
// the floor: the same file read, and what the import wrote inserted plainly. `node leads.mjs 20000` takes smaller lists.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { postgresFolder, startPostgres } from "../../bin/ephemeral-postgres.mjs";
import { below, figure, thousands } from "./figures.mjs";
import { writeLeadList } from "./leads-file.mjs";
import { runBeside } from "./processes.mjs";

const ROWS = Number(process.argv[2] ?? 200_000);
const MONTHS = ["2026-09-01", "2026-10-01", "2026-11-01"];
const tell = process.send === undefined ? (figures) => console.log(figures) : (figures) => process.send(figures);

const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
const postgres = postgresFolder() === null ? null : await startPostgres();
try {
  const files = [];
  for (const [place, date] of MONTHS.entries()) {
    const file = path.join(folder, `source_1_${date}.csv`);
    await writeLeadList(file, ROWS, place + 1);
    files.push({ file, date });
  }
  const pool = path.join(folder, "pool.db");
  const figures = await importedInto("SQLite", `file:${pool}`, files);
  const raw = await runBeside("leads-raw.mjs", pool, path.join(folder, "raw.db"), files.at(-1).file);
  const speed = thousands(raw.rows / raw.seconds);
  figures.push(figure("… reading and plain inserts of the same", `${raw.seconds.toFixed(1)} s, ${speed} rows/s`));
  if (postgres !== null) figures.push(...(await importedInto("PostgreSQL", postgres.url, files)));
  figures.push(...(await runBeside("leads-commands.mjs")));
  tell(figures);
} finally {
  postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
  if (process.send !== undefined) process.disconnect();
}

async function importedInto(engine, url, files) {
  const months = [];
  for (const { file, date } of files) {
    const told = await runBeside("leads-import.mjs", url, file, date);
    months.push(told);
    const { stages, seconds, inserted, leads, state, peakMegabytes } = told;
    const spent = stages.map(
      ({ stage, at }, place) => `${stage} ${((stages[place + 1]?.at ?? seconds) - at).toFixed(1)} s`,
    );
    console.log(
      `  ${engine}, ${date}: ${state}, ${thousands(inserted)} wordings new, ${thousands(leads.after)} leads, ${seconds.toFixed(1)} s (${spent.join(", ")}), ${thousands(peakMegabytes)} MB`,
    );
  }
  return [
    ["first", months.at(0)],
    ["third", months.at(-1)],
  ].flatMap(([which, { rows, seconds, peakMegabytes }]) => [
    figure(
      `${engine}: a ${which} month of ${thousands(rows)} rows`,
      `${seconds.toFixed(1)} s, ${thousands(rows / seconds)} rows/s`,
      below(seconds, 20, "20 s"),
    ),
    figure("… peak memory", `${thousands(peakMegabytes)} MB`, below(peakMegabytes, 350, "350 MB")),
  ]);
}

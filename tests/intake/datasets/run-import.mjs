// An import as a process of its own, from the built code, which tells each step on stdout: to be killed at any of them.
import { readFileSync } from "node:fs";
import { importDataset } from "../../../dist/src/intake/index.js";
import { openPool } from "../../../dist/src/pool/index.js";
import { organizationSchema, systemClock } from "../../../dist/src/runtime/index.js";
import { datasetNamed, placesOf } from "../../../dist/src/sources/index.js";

const { poolUrl, gridFile, dataset, whole } = JSON.parse(process.argv[2]);
const grid = JSON.parse(readFileSync(gridFile, "utf8"));
const found = datasetNamed(dataset);
const pool = openPool(poolUrl);
const say = (word) => process.stdout.write(`${word}\n`);
await importDataset({
  pool,
  organization: organizationSchema.parse({}),
  clock: systemClock,
  dataset: found,
  grid,
  places: placesOf(grid, found.columns),
  origin: "file:file.xlsx",
  defaults: {},
  whole,
  trigger: "command",
  startedBy: "terminal",
  progress: ({ stage, done }) => say(`${stage} ${done}`),
});
await pool.close();
say("finished");

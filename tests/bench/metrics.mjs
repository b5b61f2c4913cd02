// Metrics and the organisation report over the sample organisation, beside hand-written SQL that says the same.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parsePeriod } from "../../dist/src/domain/index.js";
import { findOrganization } from "../../dist/src/identity/index.js";
import { computeMetrics } from "../../dist/src/metrics/index.js";
import { openPool } from "../../dist/src/pool/index.js";
import { openSqlite } from "../../dist/src/pool/sqlite.js";
import { organizationReport } from "../../dist/src/reports/index.js";
import { organizationSchema } from "../../dist/src/runtime/index.js";
import { figure, milliseconds, quantile } from "./figures.mjs";
import { METRICS, REPORT } from "./hand-written.mjs";
import { runBeside, startBeside } from "./processes.mjs";

const REPEATS = 61;
/** The first rounds are slower for reasons that have nothing to do with SQL. */
const WARM_UP = 20;
const MOST = 1.5;
const NAME = "Hill's Pet Nutrition";

const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
const file = path.join(folder, "polaris.db");
const salesforce = await startBeside("outside/salesforce.mjs", 1);
await runBeside("syncing.mjs", `file:${file}`, salesforce.url);
salesforce.stop();

const now = new Date().toISOString();
const today = now.slice(0, 10);
const organization = organizationSchema.parse(undefined);
const period = parsePeriod("3y", { today, schoolYearStartMonth: organization.schoolYearStartMonth });
const asked = { start: period.start, end: period.end, today, name: NAME };
const database = openSqlite(file, { readOnly: true });
const pool = openPool(`file:${file}`, { readOnly: true });
let inDatabase = 0;
/** The pool, and how long it took to answer. */
const reader = {
  engine: pool.engine,
  async query(statement) {
    const began = performance.now();
    const rows = await pool.query(statement);
    inDatabase += performance.now() - began;
    return rows;
  },
};

try {
  const figures = [];
  for (const metric of METRICS) figures.push(await compareMetric(metric));
  figures.push(...(await compareReport()));
  process.send(figures);
} finally {
  database.close();
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
  process.disconnect();
}

async function compareMetric({ name, metric, by, statements, total }) {
  const byHand = prepared(statements);
  const asking = { metrics: [metric], periods: [period], by, today };
  const { ours, theirs, answer } = await alternately(() => computeMetrics(reader, organization, asking), byHand);
  agree(name, answer.total.figures[metric][0], total(byHand()[0][0]));
  return compared(name, ours, theirs, "by hand");
}

async function compareReport() {
  const byHand = prepared(REPORT);
  const { found } = await findOrganization(pool, {}, NAME);
  const asking = { organizationIds: found.ids, periods: [period], today, now, sample: true };
  const parts = [];
  const make = async () => {
    inDatabase = 0;
    const report = await organizationReport(reader, organization, asking);
    parts.push(inDatabase);
    return report;
  };
  const { ours, theirs, answer } = await alternately(make, byHand);
  const said = Object.fromEntries(answer.facts.map(({ key, value }) => [key, value]));
  const [[headline], [reach], [missed]] = byHand();
  agree("sessions", said.X60, headline.sessions);
  agree("volunteers", said.M20, headline.volunteers);
  agree("hours", said.M30, headline.hours);
  agree("students", said.X13, reach.students);
  agree("interactions", said.X12, reach.interactions);
  agree("no-shows", said.X23, missed.no_shows);
  agree("cancelled sessions", said.M63, missed.sessions_cancelled);
  return [
    compared("report org, time in the database", undisturbed(parts.slice(WARM_UP)), theirs, "by hand"),
    figure("… with all that is made of it", milliseconds(ours)),
  ];
}

function prepared(statements) {
  const known = statements.map((text) => database.prepare(text));
  return () => known.map((statement) => statement.all(asked));
}

/** Runs both in turn, so that what else the machine does meets both alike. */
async function alternately(work, byHand) {
  const ours = [];
  const theirs = [];
  let answer;
  for (let count = 0; count < WARM_UP + REPEATS; count++) {
    const began = performance.now();
    answer = await work();
    const between = performance.now();
    byHand();
    if (count < WARM_UP) continue;
    ours.push(between - began);
    theirs.push(performance.now() - between);
  }
  return { ours: undisturbed(ours), theirs: undisturbed(theirs), answer };
}

/** What a round takes when the machine has nothing else to do: the fastest tenth. */
function undisturbed(times) {
  return quantile(times, 0.1);
}

function compared(name, ours, theirs, what) {
  const ratio = ours / theirs;
  const text = `${milliseconds(ours)}, ${what} ${milliseconds(theirs)}: ${ratio.toFixed(2)} times`;
  return figure(name, text, { text: `at most ${MOST} times the time by hand`, isMet: ratio <= MOST });
}

/** A comparison is worth something only between equal answers. */
function agree(name, ours, theirs) {
  if (Math.abs(ours - theirs) > 1e-6)
    throw new Error(`${name}: the metric says ${ours}, the hand-written SQL ${theirs}`);
}

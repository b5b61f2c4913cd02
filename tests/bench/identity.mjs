// How well duplicates are found, and how fast. A labelled set is generated with a seed and put into a pool; what the nightly look finds there is held
// against what is true. `npm run bench -- identity --data FILE` does the same with any labelled CSV.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { findDuplicates } from "../../dist/src/identity/index.js";
import { likeness } from "../../dist/src/identity/likeness/index.js";
import { migrate, openPool } from "../../dist/src/pool/index.js";
import { organizationSchema } from "../../dist/src/runtime/index.js";
import { readLabelled } from "../labelled/csv.mjs";
import { luckOf } from "../labelled/luck.mjs";
import { organizationsOf } from "../labelled/organizations.mjs";
import { studentsOf, volunteersOf } from "../labelled/people.mjs";
import { fillWith } from "../labelled/pool.mjs";
import { atLeast, below, figure, milliseconds, thousands } from "./figures.mjs";

const SEED = 2026;
const NOW = "2026-02-18T12:00:00.000Z";
const SIZE = { volunteers: 13_200, teachers: 1_000, students: 4_000, organizations: 800, employers: 600, schools: 60 };
/** Least precision of what is proposed, and of what is called certain; least share of the true pairs that is found. */
const FLOORS = { proposed: 0.9, certain: 0.99, found: 0.85 };
const LEAST_F1 = 0.99;
const MOST_SECONDS = 20;

const organization = organizationSchema.parse(undefined);
const [, file] = process.argv.slice(process.argv.indexOf("--data"));
const figures = process.argv.includes("--data") ? await overFile(named(file)) : await overPool();
process.send(figures);
process.disconnect();

/** The file as it was named where the command was typed. */
function named(name) {
  const at = path.resolve(process.env.INIT_CWD ?? process.cwd(), name ?? "");
  if (name !== undefined && existsSync(at)) return at;
  console.error(`There is no file ${name ?? "named"}. Expected the path of a labelled CSV, as in --data people.csv.`);
  process.exit(2);
}

async function overFile(name) {
  const { rows, clusters, plan } = readLabelled(name);
  const began = performance.now();
  const { pairs, compared, leftOut } = await likeness(rows, plan, { ...organization.identity, seed: SEED });
  const seconds = (performance.now() - began) / 1000;
  const judged = quality(pairs, (place) => clusters[place], truePairs(clusters));
  return [
    figure(
      `${thousands(rows.length)} records, ${thousands(judged.proposed.there)} true pairs`,
      `${thousands(compared)} pairs compared in ${seconds.toFixed(1)} s`,
    ),
    figure("… proposed", inWords(judged.proposed), atLeast(judged.proposed.f1, LEAST_F1, `F1 ${LEAST_F1}`)),
    figure("… of these certain", inWords(judged.certain)),
    figure("… blocks left out", leftOutInWords(leftOut)),
  ];
}

async function overPool() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
  const url = `file:${path.join(folder, "polaris.db")}`;
  await migrate(url, "prisma");
  const pool = openPool(url);
  try {
    return await onPool(pool);
  } finally {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onPool(pool) {
  const luck = luckOf(SEED);
  const { volunteers, teachers, students, organizations, employers, schools } = SIZE;
  const clusters = await fillWith(pool, {
    volunteers: volunteersOf(luck, { people: volunteers, employers }),
    teachers: volunteersOf(luck, { people: teachers, employers, cluster: "t" }),
    students: studentsOf(luck, { people: students, schools }),
    organizations: organizationsOf(luck, organizations),
    employers,
    schools,
  });
  const kinds = ["volunteer", "teacher", "student", "organization"];
  const figures = [];
  for (const kind of kinds) {
    const waits = watchWaits();
    const began = performance.now();
    const before = process.cpuUsage();
    const found = (await findDuplicates(pool, organization, { kinds: [kind], now: NOW, seed: SEED })).get(kind);
    const seconds = (performance.now() - began) / 1000;
    const longest = waits.stop();
    const { user, system } = process.cpuUsage(before);
    const pairs = await pool.query(
      sql`SELECT a_source_id AS a, b_source_id AS b, zone FROM duplicate_pair WHERE kind = ${kind}`,
    );
    const labels = [...clusters].flatMap(([key, cluster]) => (key.startsWith(`${kind} `) ? [cluster] : []));
    const judged = quality(pairs, (id) => clusters.get(`${kind} ${id}`), truePairs(labels));
    const { proposed, certain } = judged;
    figures.push(
      figure(
        `${kind}: ${thousands(found.records)} records, ${thousands(proposed.there)} true pairs`,
        `${thousands(found.compared)} pairs compared in ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of a processor`,
        kind === "volunteer" ? below(seconds, MOST_SECONDS, `${MOST_SECONDS} s for 15,000`) : null,
      ),
      figure(
        "… proposed",
        inWords(proposed),
        atLeast(proposed.precision, FLOORS.proposed, `precision ${FLOORS.proposed}`),
      ),
      figure(
        "… found of the true pairs",
        proposed.recall.toFixed(3),
        atLeast(proposed.recall, FLOORS.found, `${FLOORS.found}`),
      ),
      figure(
        "… of these certain",
        inWords(certain),
        atLeast(certain.precision, FLOORS.certain, `precision ${FLOORS.certain}`),
      ),
      figure("… longest that the thread's other tasks waited", milliseconds(longest)),
      figure("… blocks left out", leftOutInWords(found.leftOut)),
    );
  }
  return figures;
}

function truePairs(clusters) {
  const sizes = new Map();
  for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

function quality(pairs, clusterOf, there) {
  const of = (chosen) => {
    const right = chosen.filter(({ a, b }) => clusterOf(a) === clusterOf(b)).length;
    const [precision, recall] = [chosen.length === 0 ? 1 : right / chosen.length, there === 0 ? 1 : right / there];
    return {
      pairs: chosen.length,
      there,
      precision,
      recall,
      f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    };
  };
  return { proposed: of(pairs), certain: of(pairs.filter(({ zone }) => zone === "certain")) };
}

function inWords({ pairs, precision, recall, f1 }) {
  return `${thousands(pairs)} pairs: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}`;
}

function leftOutInWords([largest, ...others]) {
  if (largest === undefined) return "none";
  return `${others.length + 1}, the largest ${largest.block} with ${thousands(largest.size)} records`;
}

/** How long a task that is due every few milliseconds waited at most. */
function watchWaits() {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 5);
    last = now;
  }, 5);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(longest, performance.now() - last - 5);
    },
  };
}

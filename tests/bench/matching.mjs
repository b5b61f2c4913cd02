// Candidates for an event among 13,000 volunteers, on both engines: how long the matching takes, and its line to its reply; and how good the lists are:
// nDCG@10 over the judged asks, beside that of a simple score of keywords. node matching.mjs [sqlite|postgresql]
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sql from "sql-template-tag";
import { parse } from "yaml";
import { commands } from "../../dist/commands/index.js";
import { createDispatch, registryOf } from "../../dist/src/command/index.js";
import { askOfEvent, matchVolunteers, readTopics, readVocabulary } from "../../dist/src/people/index.js";
import { migrate, openPool } from "../../dist/src/pool/index.js";
import { organizationSchema, PolarisError } from "../../dist/src/runtime/index.js";
import { forbiddenOf, gainOf, gradesOf, localOf, readJudged, settle, sourceIdOf, TODAY } from "../judged/judged.mjs";
import { atLeast, below, figure, median, milliseconds, quantile, thousands } from "./figures.mjs";
import { baselineList } from "./matching-baseline.mjs";
import { overPools, wanted } from "./pools.mjs";
import { runBeside } from "./processes.mjs";

const VOLUNTEERS = 13_000;
const MOST = 100;
const ROUNDS = 6;
const LEAST_GAIN = 0.88;
const NOW = "2026-11-20T18:00:00.000Z";

const organization = organizationSchema.parse(parse(readFileSync("sandbox/organization.yml", "utf8")));
const rules = {
  matching: organization.matching,
  pathways: organization.pathways,
  topics: readTopics("config/matching.yml"),
  vocabulary: readVocabulary("config/skills.yml"),
  today: TODAY,
};
/** What the sample's titles seldom say. */
const TITLES = [
  "A Day in the Life of a Nurse",
  "Coding for Beginners",
  "Financial Literacy: Budgets and Credit",
  "Meet a Mechanical Engineer",
  "Career Fair",
];
const nobody = () => Promise.reject(new PolarisError("configuration_invalid", "Nothing outside is asked in a bench."));

const quality = await judged();
const speed = await overPools(wanted([1]), async ({ url, engine }) => {
  const { volunteers } = await runBeside("crowding.mjs", url, VOLUNTEERS);
  const pool = openPool(url);
  try {
    return await measured(pool, engine === "sqlite" ? "" : "pg ", volunteers);
  } finally {
    await pool.close();
  }
});
process.send?.([...quality, ...speed]);
if (process.send === undefined) for (const { name, text } of [...quality, ...speed]) console.log(name.padEnd(50), text);
process.disconnect?.();

async function judged() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-judged-"));
  const url = `file:${path.join(folder, "judged.db")}`;
  await migrate(url, "prisma");
  const pool = openPool(url);
  try {
    const set = readJudged();
    const ids = await settle(pool, set);
    const keys = new Map(Object.keys(set.volunteers).map((key) => [sourceIdOf(key), key]));
    const gains = { own: [], simple: [] };
    let forbidden = 0;
    for (const ask of set.asks) {
      const { candidates } = await matchVolunteers(pool, await askOfEvent(pool, ids.get(ask.key)), rules);
      const list = candidates.map(({ sourceId }) => keys.get(sourceId));
      const never = forbiddenOf(ask, set.volunteers);
      forbidden += list.filter((key) => never.has(key)).length;
      gains.own.push(gainOf(list, gradesOf(ask)));
      gains.simple.push(gainOf(baselineList(ask, set.volunteers, { today: TODAY, localOf }), gradesOf(ask)));
    }
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return [
      figure(
        `nDCG@10 over ${set.asks.length} judged asks`,
        `${mean(gains.own).toFixed(3)}; worst ask ${Math.min(...gains.own).toFixed(3)}; people listed who must not be: ${forbidden}`,
        atLeast(mean(gains.own), LEAST_GAIN, LEAST_GAIN.toFixed(2)),
      ),
      figure("nDCG@10 of a simple score of keywords", mean(gains.simple).toFixed(3)),
    ];
  } finally {
    await pool.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measured(pool, mark, volunteers) {
  const events = await pool.query(sql`
    SELECT id, source_id FROM event WHERE deleted_at IS NULL AND status <> 'Cancelled' AND local_date > ${TODAY} ORDER BY local_date, id LIMIT 20`);
  const asks = [];
  for (const { id } of events) asks.push(await askOfEvent(pool, id));
  const [first] = asks;
  for (const title of TITLES) asks.push({ ...first, title });
  const times = [];
  let slowest = { taken: 0, title: "" };
  let listed = 0;
  for (let round = 0; round < ROUNDS; round++)
    for (const ask of asks) {
      const began = performance.now();
      const { candidates } = await matchVolunteers(pool, ask, rules);
      const taken = performance.now() - began;
      if (round === 0) continue;
      times.push(taken);
      listed = Math.max(listed, candidates.length);
      if (taken > slowest.taken) slowest = { taken, title: ask.title };
    }
  const lines = await lineTimes(pool, events.slice(0, 8));
  return [
    figure(
      `${mark}match among ${thousands(volunteers)} volunteers`,
      `p50 ${milliseconds(median(times))}, p95 ${milliseconds(quantile(times, 0.95))}, up to ${thousands(listed)} candidates; slowest ${milliseconds(slowest.taken)}: ${slowest.title}`,
      below(quantile(times, 0.95), MOST, `${milliseconds(MOST)} in 95 of 100`),
    ),
    figure(
      `${mark}match, from its line to its reply`,
      `p50 ${milliseconds(median(lines))}, p95 ${milliseconds(quantile(lines, 0.95))}`,
    ),
  ];
}

async function lineTimes(pool, events) {
  const dispatch = createDispatch({
    registry: registryOf(commands),
    pool,
    organization,
    services: new Proxy({}, { get: () => nobody }),
    log: { error: (fields) => console.error(fields), warn: () => undefined },
    sample: true,
    record: async () => undefined,
    limit: null,
  });
  const times = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const { source_id } of events) {
      const began = performance.now();
      const outcome = await dispatch.run({
        id: "bench",
        line: `match ${source_id}`,
        actor: { id: "U0BENCH", name: "Ada", door: "slack" },
        access: { role: "coordinator", districts: [] },
        place: { kind: "direct", channel: "D1", isPrivate: true, isTrusted: false, canOpenForm: true },
        now: NOW,
      });
      if (outcome.kind !== "reply") throw new Error(`no reply to match ${source_id}: ${JSON.stringify(outcome)}`);
      if (round > 0) times.push(performance.now() - began);
    }
  return times;
}

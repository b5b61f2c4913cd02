// Searches of volunteers and type-ahead over 13,000 volunteers, on both engines: how long a search takes, and how long an answer to what somebody has
// typed so far, who may see it included. node people.mjs [sqlite|postgresql]
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { commands } from "../../dist/commands/index.js";
import { createDispatch, registryOf } from "../../dist/src/command/index.js";
import { EVERYBODY, readVocabulary, searchVolunteers } from "../../dist/src/people/index.js";
import { openPool } from "../../dist/src/pool/index.js";
import { organizationSchema, PolarisError, standardPathways } from "../../dist/src/runtime/index.js";
import { below, figure, median, milliseconds, quantile, thousands } from "./figures.mjs";
import { overPools, wanted } from "./pools.mjs";
import { runBeside } from "./processes.mjs";

const VOLUNTEERS = 13_000;
const SEARCH_MOST = 30;
const TYPING_MOST = 50;
const ROUNDS = 20;
const TODAY = "2026-11-20";
const NOW = "2026-11-20T18:00:00.000Z";

const any = (...values) => ({ all: [values], none: [] });
const none = (...values) => ({ all: [], none: values });
const since = (start) => ({ start, end: null });

/** What coordinators ask for. */
const SEARCHES = {
  everybody: {},
  "a name": { words: ["vict"] },
  "a word": { words: ["engineer"] },
  "two words": { words: ["software", "engineer"] },
  "tech edu, wide": { words: ["tech", "edu"], isWide: true },
  "skill:stem": { skill: any("stem") },
  "skill:stem local:yes": { skill: any("stem"), local: any("local") },
  "skill:python,sql -skill:sales": { skill: { all: [["python", "sql"]], none: ["sales"] } },
  "skill:health last:2y sort:last": { skill: any("health"), last: since("2025-08-01"), sort: "last" },
  "org:hill": { org: any("hill") },
  "org:hill at:2024-10-01": { org: any("hill"), at: { start: "2024-10-01", end: "2024-10-01" } },
  "org-ever:bank -org:bank": { orgEver: any("bank"), org: none("bank") },
  "title:engineer": { title: any("engineer") },
  "pathway:STEM local:yes,partial": { pathway: any("STEM"), local: any("local", "partial") },
  "type:career_fair times:2+": { type: any("career_fair"), times: { from: 2, to: null } },
  "-type:career_fair last:1y sort:times": { type: none("career_fair"), last: since("2026-08-01"), sort: "times" },
  "last:never consent:email": { last: "never", consent: any("email") },
  "virtual-only connector": { virtualOnly: true, connector: true },
  "last-email:never local:yes sort:organisation": { lastEmail: "never", local: any("local"), sort: "organisation" },
  "skill:business consent:call sort:title": { skill: any("business"), consent: any("call"), sort: "title" },
};

const LINES = ["volunteers skill:stem local:yes", "volunteers engineer", "volunteers org:hill", "volunteers recent"];

/** What somebody has typed so far, of which argument. */
const TYPED = [
  ["volunteer", "who", ["an", "mar", "vict", "delia v", "chase", "o'br"]],
  ["volunteers", "org", ["hi", "hill", "bank", "city of"]],
  ["teacher", "who", ["an", "mar", "smi"]],
  ["override", "event", ["ca", "career fair"]],
];

const nobody = () => Promise.reject(new PolarisError("configuration_invalid", "Nothing outside is asked in a bench."));
let serial = 0;
const words = { vocabulary: readVocabulary("config/skills.yml"), pathways: standardPathways() };

process.send(
  await overPools(wanted([1]), async ({ url, engine }) => {
    const { volunteers } = await runBeside("crowding.mjs", url, VOLUNTEERS);
    const pool = openPool(url);
    try {
      return await measured(pool, engine === "sqlite" ? "" : "pg ", volunteers);
    } finally {
      await pool.close();
    }
  }),
);
process.disconnect();

async function measured(pool, mark, volunteers) {
  const [first] = await timed(() => searchVolunteers(pool, words, { ...EVERYBODY, today: TODAY }));
  const times = [];
  const slowest = { name: "", taken: 0 };
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, asked] of Object.entries(SEARCHES)) {
      const [taken] = await timed(() => searchVolunteers(pool, words, { ...EVERYBODY, today: TODAY, ...asked }));
      if (round === 0) continue;
      times.push(taken);
      if (taken > slowest.taken) Object.assign(slowest, { name, taken });
    }
  const search = `p50 ${milliseconds(median(times))}, p95 ${milliseconds(quantile(times, 0.95))}; slowest ${milliseconds(slowest.taken)}: ${slowest.name}`;
  const dispatch = dispatchOver(pool);
  const lines = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const line of LINES) {
      const [taken, outcome] = await timed(() => dispatch.run(request(line)));
      if (outcome.kind !== "reply") throw new Error(`no reply to ${line}: ${JSON.stringify(outcome)}`);
      if (round > 0) lines.push(taken);
    }
  const typing = [];
  let slowestTyped = { taken: 0, what: "" };
  for (let round = 0; round < ROUNDS; round++)
    for (const [command, argument, typed] of TYPED)
      for (const query of typed) {
        const [taken] = await timed(() => dispatch.suggest(request(command), command, argument, query));
        if (round === 0) continue;
        typing.push(taken);
        if (taken > slowestTyped.taken) slowestTyped = { taken, what: `${command} ${argument}:${query}` };
      }
  const typed = `p50 ${milliseconds(median(typing))}, p95 ${milliseconds(quantile(typing, 0.95))}; slowest ${milliseconds(slowestTyped.taken)}: ${slowestTyped.what}`;
  return [
    figure(`${mark}search, first after a change`, `${milliseconds(first)} over ${thousands(volunteers)} volunteers`),
    figure(
      `${mark}search`,
      search,
      below(quantile(times, 0.95), SEARCH_MOST, `${milliseconds(SEARCH_MOST)} in 95 of 100 searches`),
    ),
    figure(
      `${mark}search, from its line to its reply`,
      `p50 ${milliseconds(median(lines))}, p95 ${milliseconds(quantile(lines, 0.95))}`,
    ),
    figure(
      `${mark}type-ahead`,
      typed,
      below(quantile(typing, 0.95), TYPING_MOST, `${milliseconds(TYPING_MOST)} in 95 of 100 answers`),
    ),
  ];
}

async function timed(work) {
  const began = performance.now();
  const result = await work();
  return [performance.now() - began, result];
}

function dispatchOver(pool) {
  return createDispatch({
    registry: registryOf(commands),
    pool,
    organization: organizationSchema.parse(parse(readFileSync("sandbox/organization.yml", "utf8"))),
    services: new Proxy({}, { get: () => nobody }),
    log: { error: (fields) => console.error(fields), warn: () => undefined },
    sample: true,
    record: async () => undefined,
    limit: null,
  });
}

function request(line) {
  serial += 1;
  return {
    id: `R${serial}`,
    line,
    actor: { id: "U0BENCH", name: "Ada", door: "slack" },
    access: { role: "coordinator", districts: [] },
    place: { kind: "direct", channel: "D1", isPrivate: true, isTrusted: false, canOpenForm: true },
    now: NOW,
  };
}

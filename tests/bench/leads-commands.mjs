// What people ask of 300,000 leads and a million base rows, from line to reply, on both engines. On SQLite the processor's time of the process is told,
// which nothing else on the machine makes longer; on PostgreSQL, whose work is done elsewhere, the time until the reply.
// `node leads-commands.mjs POOL` asks a pool that leads-pool.mjs has made.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { postgresFolder, startPostgres } from "../../bin/ephemeral-postgres.mjs";
import { commands } from "../../dist/commands/index.js";
import { createDispatch, registryOf } from "../../dist/src/command/index.js";
import { openPool } from "../../dist/src/pool/index.js";
import { organizationSchema, PolarisError } from "../../dist/src/runtime/index.js";
import { below, figure, milliseconds, thousands } from "./figures.mjs";
import { runBeside } from "./processes.mjs";

const ROUNDS = 5;
const NOW = "2026-11-21T18:00:00.000Z";
const LIST = 100;
const PREVIEW = 300;
const REPORT = 1_000;
const LINES = [
  ["leads", LIST],
  ["leads page:200", LIST],
  ["leads new", LIST],
  ["leads updated", LIST],
  ["leads overlap", LIST],
  ["leads invalid", LIST],
  ["leads unmatched", LIST],
  ["leads source:source_2", LIST],
  ["leads state:NV", LIST],
  ["leads county:Clark", LIST],
  ["leads since:2026-10", LIST],
  ["leads updated since:2026-10", LIST],
  ["leads taken:no", LIST],
  ["leads sort:company", LIST],
  ["leads little stars", LIST],
  ["leads (200) 000-0123", LIST],
  ["lead sunny meadows care 123", LIST],
  ['lead "#124"', LIST],
  ["leads sent", LIST],
  ["leads send", PREVIEW],
  ["metric L1", REPORT],
  ["report leads SY26-27", REPORT],
  ["report leads 2026-09, 2026-10", REPORT],
];

const nobody = () => Promise.reject(new PolarisError("configuration_invalid", "Nothing outside is asked in a bench."));

async function measured(url, engine) {
  const pool = openPool(url, { readOnly: true });
  const dispatch = createDispatch({
    registry: registryOf(commands),
    pool,
    organization: organizationSchema.parse(parse(readFileSync("sandbox/organization.yml", "utf8"))),
    services: new Proxy({}, { get: () => nobody }),
    log: { error: (fields) => console.error(fields), warn: () => undefined },
    sample: true,
    record: async () => undefined,
    limit: null,
  });
  try {
    const figures = [];
    for (const [line, most] of LINES) figures.push(await asked(dispatch, line, most, engine));
    return figures;
  } finally {
    await pool.close();
  }
}

async function asked(dispatch, line, most, engine) {
  const name = `${engine === "sqlite" ? "" : "pg "}${line}`;
  const times = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const began = engine === "sqlite" ? spent() : performance.now();
    const outcome = await dispatch.run(request(line));
    times.push((engine === "sqlite" ? spent() : performance.now()) - began);
    if (outcome.kind === "failed")
      return figure(name, `fails: ${outcome.failure.text}`, { text: "an answer", isMet: false });
  }
  // What it takes when nothing else has to be done, the first time aside.
  const taken = Math.min(...times.slice(1));
  const made = figure(name, milliseconds(taken), below(taken, most, milliseconds(most)));
  if (process.send === undefined) console.log(`${made.isMet ? "  " : "✗ "}${name.padEnd(40)} ${made.text}`);
  return made;
}

/** Milliseconds of processor time of this process. */
function spent() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const request = (line) => ({
  id: "bench",
  line,
  actor: { id: "U1", name: "Ada", door: "slack" },
  access: { role: "admin", districts: [] },
  place: { kind: "direct", channel: "D1", isPrivate: true, isTrusted: false, canOpenForm: false },
  now: NOW,
});

async function over(engine, url) {
  const { leads, rows } = await runBeside("leads-pool.mjs", url);
  console.log(`  ${engine}: ${thousands(leads)} leads of ${thousands(rows)} base rows`);
  return measured(url, engine);
}

async function onBoth() {
  const folder = mkdtempSync(path.join(os.tmpdir(), "polaris-bench-"));
  const postgres = postgresFolder() === null ? null : await startPostgres();
  try {
    const figures = await over("sqlite", `file:${path.join(folder, "pool.db")}`);
    return postgres === null ? figures : [...figures, ...(await over("postgresql", postgres.url))];
  } finally {
    postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const [made] = process.argv.slice(2);
const figures =
  made === undefined ? await onBoth() : await measured(made, made.startsWith("file:") ? "sqlite" : "postgresql");
process.send?.(figures);
process.disconnect?.();

// Every report there is, from its line to its reply, over pools of a year-end's size and of ten times that, on both engines. A report that is added
// is measured by its own examples. node reports.mjs [1|10] [sqlite|postgresql] [words of its name]
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { commands } from "../../dist/commands/index.js";
import { createDispatch, registryOf } from "../../dist/src/command/index.js";
import { openPool } from "../../dist/src/pool/index.js";
import { organizationSchema, PolarisError } from "../../dist/src/runtime/index.js";
import { below, figure, milliseconds } from "./figures.mjs";
import { overPools, wanted } from "./pools.mjs";

const MOST = { 1: 100, 10: 1_000 };
const ROUNDS = { 1: 5, 10: 3 };
/** What takes long is not asked again and again. */
const LONGEST = 5_000;
/** Lines besides a command's own examples: the whole organisation, and what a year-end asks for. */
const FURTHER = {
  "report org": ['report org "Hill\'s Pet Nutrition" 3y'],
};
/** A list whose figures are those of reports. */
const LISTS = new Set(["orgs"]);
/** What can only be asked where Salesforce or Google answers. */
const OUTSIDE = new Set(["report salesforce"]);

const UNKNOWN = new Set(["not_found", "argument_invalid"]);

const engines = ["sqlite", "postgresql"];
const argv = process.argv.slice(2);
const named = argv.filter((word) => !["1", "10", ...engines].includes(word));
const reports = commands
  .filter(
    ({ name, effect }) => (name.startsWith("report ") || LISTS.has(name)) && effect === "read" && !OUTSIDE.has(name),
  )
  .filter(({ name }) => named.every((word) => name.includes(word)));
const nobody = () => Promise.reject(new PolarisError("configuration_invalid", "Nothing outside is asked in a bench."));

class Bench {
  #scale;
  #engine;
  #dispatch;
  #slowest = { milliseconds: 0, text: "" };
  #statements = 0;

  constructor(pool, scale, engine) {
    this.#scale = scale;
    this.#engine = engine;
    this.#dispatch = createDispatch({
      registry: registryOf(commands),
      pool: Object.create(pool, { query: { value: (statement) => this.#timed(pool, statement) } }),
      organization: organizationSchema.parse(parse(readFileSync("sandbox/organization.yml", "utf8"))),
      services: new Proxy({}, { get: () => nobody }),
      log: { error: (fields) => console.error(fields), warn: () => undefined },
      sample: true,
      record: async () => undefined,
      limit: null,
    });
  }

  async report(name, line) {
    const times = [];
    let outcome;
    const start = performance.now();
    for (let round = 0; round <= ROUNDS[this.#scale]; round++) {
      if (round > 1 && performance.now() - start > LONGEST) break;
      this.#slowest = { milliseconds: 0, text: "" };
      this.#statements = 0;
      const began = performance.now();
      outcome = await this.#dispatch.run(this.#request(line));
      if (round > 0) times.push(performance.now() - began);
    }
    const mark = `${this.#scale === 1 ? "" : `×${this.#scale} `}${this.#engine === "sqlite" ? "" : "pg "}`;
    // An example may name what nobody has saved or uploaded here, or what several are called: that is said, not measured.
    if (outcome.kind === "ask" || UNKNOWN.has(outcome.failure?.code))
      return figure(`${mark}${line}`, unanswered(outcome));
    if (outcome.kind === "failed")
      return figure(`${mark}${line}`, unanswered(outcome), { text: `${name} answers`, isMet: false });
    // What it takes when the machine has nothing else to do.
    const taken = Math.min(...times);
    const most = MOST[this.#scale];
    const slow =
      taken < most ? "" : `; slowest statement ${milliseconds(this.#slowest.milliseconds)}: ${this.#slowest.text}`;
    const rows = outcome.reply.tables.reduce((sum, table) => sum + table.rows.length, 0);
    const text = `${milliseconds(taken)}, ${this.#statements} statements, ${rows} rows${slow}`;
    return figure(`${mark}${line}`, text, below(taken, most, milliseconds(most)));
  }

  async #timed(pool, statement) {
    const began = performance.now();
    const asked = pool.query(statement);
    // SQLite has answered by now; what others take that were asked at once is not this one's.
    const answered = performance.now();
    const rows = await asked;
    const taken = (pool.engine === "sqlite" ? answered : performance.now()) - began;
    this.#statements += 1;
    if (taken > this.#slowest.milliseconds)
      this.#slowest = { milliseconds: taken, text: statement.sql.replace(/\s+/g, " ").slice(0, 400) };
    return rows;
  }

  #request(line) {
    return {
      id: "bench",
      line,
      actor: { id: "terminal", name: "terminal", door: "terminal" },
      access: { role: "admin", districts: [] },
      place: { kind: "terminal", channel: null, isPrivate: true, isTrusted: false, canOpenForm: false },
      now: new Date().toISOString(),
    };
  }
}

function unanswered(outcome) {
  return outcome.kind === "ask" ? `asks: ${outcome.ask.text}` : `fails: ${outcome.failure.text}`;
}

/** By itself the bench says each figure as it comes. */
function said(made) {
  if (process.send === undefined)
    console.log(`${made.isMet === false ? "✗ " : "  "}${made.name.padEnd(70)} ${made.text}`);
  return made;
}

const pools = wanted(
  [1, 10],
  argv.filter((word) => !named.includes(word)),
);
const figures = await overPools(pools, async ({ url, scale, engine }) => {
  const pool = openPool(url, { readOnly: true });
  try {
    const bench = new Bench(pool, scale, engine);
    const made = [];
    for (const { name, examples } of reports)
      for (const line of new Set([...examples, ...(FURTHER[name] ?? [])]))
        made.push(said(await bench.report(name, line)));
    return made;
  } finally {
    await pool.close();
  }
});
process.send?.(figures);
process.disconnect?.();

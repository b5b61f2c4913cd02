// Every figure of the Metrics Bible, and the organisation report, beside hand-written SQL that says the same: over pools of a year-end's size and of ten
// times that, on both engines. node metrics.mjs [1|10] [sqlite|postgresql]
import sql from "sql-template-tag";
import { parsePeriod } from "../../dist/src/domain/index.js";
import { findOrganization } from "../../dist/src/identity/index.js";
import { computeMetrics } from "../../dist/src/metrics/index.js";
import { openPool } from "../../dist/src/pool/index.js";
import { organizationReport } from "../../dist/src/reports/index.js";
import { organizationSchema } from "../../dist/src/runtime/index.js";
import { figure, milliseconds, quantile } from "./figures.mjs";
import { METRICS, REPORT } from "./hand-written.mjs";
import { overPools, wanted } from "./pools.mjs";

/** The first rounds are slower for reasons that have nothing to do with SQL; a figure that takes long is asked for less often. */
const WARM_UP = { 1: 2, 10: 1 };
const FEWEST = 3;
const MOST_ROUNDS = 15;
const MOST_MILLISECONDS = 800;
const MOST = 1.5;
/** Below this the clock and the drivers decide, not the SQL. */
const SHORTEST = 1;
const NAME = "Hill's Pet Nutrition";

const now = new Date().toISOString();
const today = now.slice(0, 10);
const organization = organizationSchema.parse(undefined);
const period = parsePeriod("3y", { today, schoolYearStartMonth: organization.schoolYearStartMonth });
const asked = { start: period.start, end: period.end, today, name: NAME };

/** Compares on one pool. */
class Bench {
  #pool;
  #warmUp;
  #mark;
  #inDatabase = 0;
  /** Statements that the database has not answered yet, and when the first of them began. */
  #underWay = 0;
  #began = 0;

  constructor(pool, warmUp, mark) {
    this.#pool = pool;
    this.#warmUp = warmUp;
    this.#mark = mark;
  }

  async metric({ name, metric, by, statements, hasTotal }) {
    const asking = { metrics: [metric], periods: [period], by, today, smallGroups: "shown" };
    const { ours, theirs, answer, answers } = await this.#alternately(
      () => computeMetrics(this.#reader, organization, asking),
      statements,
    );
    if (hasTotal) agree(name, answer.total.figures[metric][0] ?? 0, Object.values(answers[0][0])[0] ?? 0);
    return compared(`${this.#mark}${name}`, ours, theirs);
  }

  async report() {
    const { found } = await findOrganization(this.#pool, {}, NAME);
    const asking = { organizationIds: found.ids, periods: [period], today, now, sample: true };
    const parts = [];
    const make = async () => {
      this.#inDatabase = 0;
      const report = await organizationReport(this.#reader, organization, asking);
      parts.push(this.#inDatabase);
      return report;
    };
    const { ours, theirs, answer, answers } = await this.#alternately(make, REPORT);
    const said = Object.fromEntries(answer.facts.map(({ key, value }) => [key, value]));
    const [[headline], [reach], [missed]] = answers;
    agree("sessions", said.X60, headline.sessions);
    agree("volunteers", said.M20, headline.volunteers);
    agree("hours", said.M30, headline.hours);
    agree("students", said.X13, reach.students);
    agree("interactions", said.X12, reach.interactions);
    agree("no-shows", said.X23, missed.no_shows);
    agree("cancelled sessions", said.M63, missed.sessions_cancelled);
    return [
      compared(`${this.#mark}report org, in the database`, undisturbed(parts.slice(this.#warmUp)), theirs),
      figure("… with all that is made of it", milliseconds(ours)),
    ];
  }

  /** The pool, and how long it took to answer. */
  get #reader() {
    return {
      engine: this.#pool.engine,
      query: async (statement) => {
        if (this.#underWay++ === 0) this.#began = performance.now();
        const asked = this.#pool.query(statement);
        // SQLite has answered by now; PostgreSQL answers several at once, and what they take together counts once.
        if (this.#pool.engine === "sqlite") this.#ended();
        const rows = await asked;
        if (this.#pool.engine !== "sqlite") this.#ended();
        return rows;
      },
    };
  }

  #ended() {
    if (--this.#underWay === 0) this.#inDatabase += performance.now() - this.#began;
  }

  /** Runs both in turn, so that what else the machine does meets both alike. */
  async #alternately(work, statements) {
    const written = statements.map(withValues);
    const ours = [];
    const theirs = [];
    let answer;
    let answers;
    const start = performance.now();
    for (let count = -this.#warmUp; count < MOST_ROUNDS; count++) {
      const began = performance.now();
      if (count >= FEWEST && began - start > MOST_MILLISECONDS) break;
      answer = await work();
      const between = performance.now();
      answers = [];
      for (const statement of written) answers.push(await this.#pool.query(statement));
      if (count < 0) continue;
      ours.push(between - began);
      theirs.push(performance.now() - between);
    }
    return { ours: undisturbed(ours), theirs: undisturbed(theirs), answer, answers };
  }
}

/** A statement with its values in place of their names. */
function withValues(text) {
  const [first, ...rest] = text.split("@");
  const names = rest.map((piece) => /^\w+/.exec(piece)[0]);
  const strings = [first, ...rest.map((piece, index) => piece.slice(names[index].length))];
  return sql(Object.assign(strings, { raw: strings }), ...names.map((name) => asked[name]));
}

/** What a round takes when the machine has nothing else to do: the fastest tenth. */
function undisturbed(times) {
  return quantile(times, 0.1);
}

function compared(name, ours, theirs) {
  const ratio = ours / theirs;
  const text = `${milliseconds(ours)}, by hand ${milliseconds(theirs)}: ${ratio.toFixed(2)} times`;
  const isMet = ratio <= MOST || ours - theirs < SHORTEST;
  return figure(name, text, { text: `at most ${MOST} times the time by hand`, isMet });
}

/** By itself the bench says each figure as it comes. */
function said(made) {
  if (process.send === undefined)
    console.log(`${made.isMet === false ? "✗ " : "  "}${made.name.padEnd(36)} ${made.text}`);
  return made;
}

/** A comparison is worth something only between equal answers. */
function agree(name, ours, theirs) {
  if (Math.abs(ours - theirs) > 1e-6)
    throw new Error(`${name}: the metric says ${ours}, the hand-written SQL ${theirs}`);
}

const figures = await overPools(wanted(), async ({ url, scale, engine }) => {
  const pool = openPool(url, { readOnly: true });
  try {
    const bench = new Bench(
      pool,
      WARM_UP[scale],
      `${scale === 1 ? "" : `×${scale} `}${engine === "sqlite" ? "" : "pg "}`,
    );
    const metrics = [];
    for (const metric of METRICS) metrics.push(said(await bench.metric(metric)));
    return [...metrics, ...(await bench.report())];
  } finally {
    await pool.close();
  }
});
process.send?.(figures);
if (process.send === undefined)
  for (const { name, text, isMet } of figures) console.log(isMet === false ? "✗" : " ", name, text);
process.disconnect?.();

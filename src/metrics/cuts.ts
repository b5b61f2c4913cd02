import type { Sql } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import type { Asking } from "./asked.js";
import { type Asked, askedBy, columnsOf, type Question } from "./asked.js";
import { Builder } from "./builder.js";
import { apartStatements, together } from "./compile.js";
import { type Answered, Assembly, questionOf } from "./compute.js";
import { isOfExcluded } from "./conditions.js";
import type { Context } from "./context.js";
import { EventBuckets } from "./event-buckets.js";
import { throughPeople } from "./filters.js";
import { Ledger } from "./ledger.js";
import { LedgerCount } from "./ledger-count.js";
import type { DimensionId, Figures, Metric } from "./model.js";
import { Reading } from "./reading.js";
import { Roll } from "./roll.js";
import { type Cut, RollCall } from "./roll-call.js";
import type { Row } from "./row.js";
import { countScope } from "./scope.js";

/** The people's own buckets within those of their events. */
export type Pair = "pathway × band";
export type CutId = DimensionId | Pair;

/** What a report asks for by several dimensions at once. */
export interface CutsAsked extends Omit<Asking, "by" | "rowsOnly" | "smallGroups"> {
  readonly by: readonly CutId[];
}

/** What can be counted of what was read. */
interface Count {
  total(): Row;
  /** Each period's figures where that is wanted. */
  rows(cut: Cut, withPeriods: boolean): readonly Row[];
}

/** The total, and the rows of each cut. */
interface Counted {
  readonly total: readonly Row[];
  readonly rows: readonly (readonly Row[])[];
}

/** The answer of all metrics that share a grain: rows by each cut that all of them have, the total before them. */
interface Answer {
  readonly metrics: readonly Metric[];
  readonly statement: Omit<Answered, "split">;
  readonly rows: ReadonlyMap<CutId, readonly Row[]>;
}

const PAIRS: Readonly<Record<Pair, Cut>> = { "pathway × band": { by: "pathway", part: "band" } };
const isPair = (id: CutId): id is Pair => id in PAIRS;
const cutOf = (id: CutId): Cut => (isPair(id) ? PAIRS[id] : { by: id, part: null });
const hasCut = ({ dimensions }: Metric, id: CutId): boolean => {
  const { by, part } = cutOf(id);
  return dimensions.includes(by) && (part === null || dimensions.includes(part));
};

/** Buckets of these are known by a number; keys come back from the pool as text. */
const NUMBERED: ReadonlySet<DimensionId> = new Set([
  "district",
  "school",
  "home_district",
  "home_school",
  "school_year",
  "volunteer",
  "teacher",
  "student",
  "event",
]);

/**
 * The figures of `computeMetrics` by each of several dimensions, each with the total, out of one reading of the records per grain: for a report that cuts the
 * same figures many ways. By a dimension that only some of the metrics have (a student's own school), those alone.
 * @throws PolarisError argument_invalid when no metric can be cut by a dimension asked for
 */
export async function computeCuts(
  reader: Reader,
  organization: Organization,
  { by, ...asking }: CutsAsked,
): Promise<ReadonlyMap<CutId, Figures>> {
  const context: Context = { organization, today: asking.today };
  const whole = questionOf(asking);
  for (const { id, split, demographic, ratio } of whole.metrics)
    if (split !== undefined || demographic !== undefined || ratio !== undefined)
      throw new Error(`${id} is computed by itself, not among cuts.`);
  const asked = by.map((id) => {
    const having = whole.metrics.filter((metric) => hasCut(metric, id)).map((metric) => metric.id);
    // None has it: refused with the words of the one that was asked for first.
    const metrics = having.length === 0 ? asking.metrics.slice(0, 1) : having;
    return { id, cut: cutOf(id), question: questionOf({ ...asking, metrics, by: cutOf(id).by }) };
  });
  const once = readingOnce(reader);
  const ofPlace = asked.find(({ id }) => id === "district") ?? asked.find(({ id }) => id === "school");
  const [answers, scope] = await Promise.all([
    Promise.all(together(whole.metrics).map((metrics) => answer(reader, once, metrics, whole, by, context))),
    countScope(reader, ofPlace?.question ?? whole),
  ]);
  const figures = new Map<CutId, Figures>();
  for (const { id, cut, question } of asked) {
    const own = answers.flatMap(({ metrics, statement, rows }) => {
      const found = rows.get(id);
      return found ? [{ metrics, statement: { ...statement, split: cut.part }, found }] : [];
    });
    const assembly = new Assembly(
      question,
      own.map(({ statement }) => statement),
      question.metrics,
    );
    for (const { metrics, statement, found } of own) {
      assembly.take(statement, found);
      for (const apart of apartStatements(metrics, question, context))
        assembly.take(apart, await reader.query<Row>(apart.sql));
    }
    figures.set(id, {
      metrics: question.metrics,
      by: cut.by,
      columns: columnsOf(whole.periods),
      rows: assembly.rows(),
      total: assembly.total(),
      showsSmallGroups: false,
      counts: { ...assembly.counts(), ...scope },
    });
  }
  return figures;
}

/** The rolls of one computation ask alike which events are in which buckets. */
function readingOnce(reader: Reader): Reader {
  const read = new Map<string, Promise<unknown[]>>();
  return {
    engine: reader.engine,
    query<Row>(statement: Sql) {
      const key = JSON.stringify([statement.sql, statement.values]);
      const rows = read.get(key) ?? reader.query<Row>(statement);
      read.set(key, rows);
      return rows as Promise<Row[]>;
    },
  };
}

/** What was cut by one of them. */
export function cutBy(cuts: ReadonlyMap<CutId, Figures>, id: CutId): Figures {
  const figures = cuts.get(id);
  if (figures === undefined) throw new Error(`Nothing was cut by ${id}.`);
  return figures;
}

async function answer(
  reader: Reader,
  once: Reader,
  metrics: readonly Metric[],
  whole: Question,
  by: readonly CutId[],
  context: Context,
): Promise<Answer> {
  const reading = Reading.of(metrics, whole, context, (question) => askedBy(metrics, question));
  const { grain, link } = reading;
  const ids = by.filter((id) => metrics.every((metric) => hasCut(metric, id)));
  const cuts = ids.map(cutOf).map((cut): Cut => ({ ...cut, by: reading.nameOf(cut.by) }));
  const counts = await countsOver(reader, once, reading, cuts);
  const { total, rows } = counts === null ? await inPool(reader, reading, cuts) : inCode(counts, reading, cuts);
  const found = ids.map((id, place) => [id, [...total, ...(rows[place] ?? []).map(inCut(cutOf(id)))]] as const);
  return { metrics, statement: { grain, link, part: "figures", metrics }, rows: new Map(found) };
}

/** Volunteers are counted over the ledger of their events, and where people and times are all that is counted, over the rolls of who came; else, null, in the pool. */
async function countsOver(
  reader: Reader,
  once: Reader,
  reading: Reading,
  cuts: readonly Cut[],
): Promise<readonly Count[] | null> {
  const dimensions = [...new Set(cuts.flatMap(({ by, part }) => (part === null ? [by] : [by, part])))];
  const buckets = (ids: readonly DimensionId[]) => EventBuckets.read(once, reading, ids);
  const ledgers = excludedApart(reading.asked).map((asked) => new Ledger(reading.only(asked)));
  if (cuts.every(({ part }) => part === null) && ledgers.every((ledger) => ledger.isEnoughFor(dimensions))) {
    const read = buckets(dimensions);
    return Promise.all(ledgers.map((ledger) => LedgerCount.read(reader, once, ledger, read)));
  }
  const rolls = calledApart(reading.asked).map((asked) => new Roll(reading.only(asked)));
  if (!rolls.every((roll) => roll.isEnoughFor(dimensions))) return null;
  const read = buckets(dimensions.filter((id) => reading.dimension(id).of === "event"));
  return Promise.all(rolls.map((roll) => RollCall.read(reader, once, roll, cuts, read)));
}

function inCode(counts: readonly Count[], { question }: Reading, cuts: readonly Cut[]): Counted {
  const withPeriods = question.rowsTogether !== true;
  return {
    total: [Object.assign({ is_total: 1 }, ...counts.map((count) => count.total()))],
    rows: cuts.map((cut) => sideBySide(counts.map((count) => count.rows(cut, withPeriods)))),
  };
}

async function inPool(reader: Reader, reading: Reading, cuts: readonly Cut[]): Promise<Counted> {
  const refused = cuts.find(({ by, part }) => part !== null || throughPeople(reading.grain, by));
  if (refused) throw new Error(`No ${reading.grain} is cut by ${refused.by} among other dimensions.`);
  const rows = await reader.query<Row>(new Builder(reading).cuts(cuts.map(({ by }) => by)));
  return {
    total: rows.filter(({ is_total }) => is_total === 1),
    rows: cuts.map((_, place) => rows.filter(({ cut }) => cut === place)),
  };
}

/** Those who are excluded are few and found by an index; what is asked of all others need not be asked with every figure then. */
function excludedApart(asked: readonly Asked[]): readonly (readonly Asked[])[] {
  const isApart = ({ where }: Asked) => where.some(isOfExcluded);
  return [asked.filter((each) => !isApart(each)), asked.filter(isApart)].filter((group) => group.length > 0);
}

/** Figures that ask different things of a record (volunteers, and those who are excluded) are called apart. */
function calledApart(asked: readonly Asked[]): readonly (readonly Asked[])[] {
  const groups = new Map<string, Asked[]>();
  for (const each of asked) {
    const key = JSON.stringify(each.where);
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** The rows of several counts, one of each bucket. */
function sideBySide(counts: readonly (readonly Row[])[]): readonly Row[] {
  const [first = [], ...others] = counts;
  if (others.every((rows) => rows.length === 0)) return first;
  const rows = new Map<string, Row>();
  for (const row of counts.flat()) {
    const key = JSON.stringify([row.bucket_key, row.part_key]);
    rows.set(key, { ...rows.get(key), ...row });
  }
  return [...rows.values()];
}

const inCut =
  ({ by }: Cut) =>
  (row: Row): Row =>
    NUMBERED.has(by) && typeof row.bucket_key === "string" ? { ...row, bucket_key: Number(row.bucket_key) } : row;

import sql, { type Sql } from "sql-template-tag";
import { type Period, unionOf } from "../domain/index.js";
import { asRead } from "./as-read.js";
import type { Asked, Question } from "./asked.js";
import { beyond, isOfExcluded, isTrue } from "./conditions.js";
import type { Context } from "./context.js";
import type { Dimension } from "./dimension.js";
import { DIMENSION, dimensionIn } from "./dimensions.js";
import { Expressions } from "./expressions.js";
import { filtered, tablesOf } from "./filters.js";
import { GRAIN, type Link, OF_EXCLUDED } from "./grains.js";
import type { Condition, DimensionId, Filters, GrainId, Metric } from "./model.js";
import { readsContact } from "./persons.js";
import { inPeriod } from "./window.js";

type Read = Omit<Question, "metrics">;

/** The question as metrics of these places read it. */
export const readBy = <Q extends Read>(metric: Pick<Metric, "places" | "pathways">, question: Q): Q => ({
  ...question,
  by: question.by === null ? null : asRead(question.by, metric),
  filters: question.filters.map((clause) => ({ ...clause, dimension: asRead(clause.dimension, metric) })),
});

/** The figures without what the filters leave nothing else of. */
function unsaid(asked: readonly Asked[], filters: Filters): readonly Asked[] {
  const clauses = filters.filter(({ exclude, values }) => !exclude && values.every(({ key }) => key !== null));
  const said = new Set(clauses.map(({ dimension }) => DIMENSION[dimension].implies));
  const isSaid = (condition: Condition) => isTrue(condition) && said.has(condition.column);
  return asked.map((each) => ({ ...each, where: each.where.filter((condition) => !isSaid(condition)) }));
}

/** What is asked of the records of one grain, whether a statement counts them or they are read as a ledger or a roll and counted over that. */
export class Reading {
  readonly question: Read;
  readonly asked: readonly Asked[];
  readonly columns: Expressions;
  readonly context: Expressions["context"];
  /** One of the metrics, which are alike in grain, link and places. */
  readonly #metric: Metric;

  private constructor(
    metric: Metric,
    question: Read,
    context: Context,
    asked: readonly Asked[],
    listed: readonly string[],
  ) {
    this.#metric = metric;
    this.question = question;
    this.asked = asked;
    this.columns = new Expressions(metric.grain, context, this.within, asked, listed);
    this.context = this.columns.context;
  }

  /** Of metrics that one statement can answer: `ask` says what figures are wanted, `listed` what columns besides those that they need. */
  static of(
    [first]: readonly Metric[],
    question: Question,
    context: Context,
    ask: (question: Question) => readonly Asked[],
    listed: readonly string[] = [],
  ): Reading {
    if (!first) throw new Error("A reading without a metric.");
    const read = readBy(first, question);
    return new Reading(first, read, context, unsaid(ask(read), read.filters), listed);
  }

  /** The same for some of the figures. */
  only(asked: readonly Asked[]): Reading {
    return new Reading(this.#metric, this.question, this.context, asked, []);
  }

  get grain(): GrainId {
    return this.#metric.grain;
  }

  get link(): Link {
    return this.#metric.link ?? "came";
  }

  get within(): Period {
    return unionOf(this.question.periods);
  }

  get tables(): Sql {
    return this.#isOfExcluded ? OF_EXCLUDED.tables : tablesOf(this.grain, this.question.filters);
  }

  /** What makes a record one of the grain. */
  get ofGrain(): readonly Sql[] {
    const { where } = GRAIN[this.grain];
    return this.#isOfExcluded ? [OF_EXCLUDED.where, ...where] : where;
  }

  get #isOfExcluded(): boolean {
    return this.isOfPeople && this.columns.common.some((condition) => isOfExcluded(condition));
  }

  get isOfPeople(): boolean {
    return GRAIN[this.grain].ofPeople !== null;
  }

  get windowed(): Sql {
    return inPeriod(sql`e.local_date`, this.within);
  }

  get filtered(): readonly Sql[] {
    return filtered(this.grain, this.link, this.question.filters, this.context);
  }

  /** A dimension, by the name it has for these metrics. */
  dimension(id: DimensionId): Dimension {
    return dimensionIn(id, this.context);
  }

  /** What is asked for by this name, as these metrics read it. */
  nameOf(id: DimensionId): DimensionId {
    return asRead(id, this.#metric);
  }

  /** What every figure asks where people and times are all that is counted, of what says itself whose it is, and no contact need be read for it; else null. */
  get ofPeopleAndTimes(): readonly Sql[] | null {
    const isPlain = ({ measure, where }: Asked): boolean =>
      (measure.kind === "records" || (measure.kind === "distinct" && measure.column === "person")) &&
      beyond(where, this.columns.common).length === 0;
    if (!this.context.counts || !this.asked.every(isPlain)) return null;
    const conditions = this.columns.commonOfCounted();
    return conditions !== null && !readsContact(conditions) ? conditions : null;
  }
}

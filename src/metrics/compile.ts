import type { Sql } from "sql-template-tag";
import { asRead } from "./as-read.js";
import { askedApart, askedBy, type Part, type Question } from "./asked.js";
import { Builder } from "./builder.js";
import type { Context } from "./columns.js";
import { throughPeople } from "./filters.js";
import type { Link } from "./grains.js";
import type { DimensionId, GrainId, Metric } from "./model.js";

/** One statement for all metrics that share grain, link and split. */
export interface Statement {
  readonly grain: GrainId;
  readonly link: Link;
  readonly split: DimensionId | null;
  readonly part: Part;
  readonly metrics: readonly Metric[];
  readonly sql: Sql;
}

/** Metrics in the order asked, in statements for all that share a grain. */
export function compile(question: Question, context: Context): Statement[] {
  return together(question.metrics).flatMap((metrics) => [
    statementOf(metrics, question, context, "figures"),
    ...apartStatements(metrics, question, context),
  ]);
}

/** What of the metrics' notes is quicker to find by itself. */
export function apartStatements(metrics: readonly Metric[], question: Question, context: Context): Statement[] {
  const apart = metrics.filter(({ notes }) => notes.some((note) => note.apart));
  return apart.length > 0 ? [statementOf(apart, question, context, "apart")] : [];
}

/** The question as metrics of these places read it. */
export const readBy = <Q extends Omit<Question, "metrics">>(
  metric: Pick<Metric, "places" | "pathways">,
  question: Q,
): Q => ({
  ...question,
  by: question.by === null ? null : asRead(question.by, metric),
  filters: question.filters.map((clause) => ({ ...clause, dimension: asRead(clause.dimension, metric) })),
});

function statementOf(metrics: readonly Metric[], asked: Question, context: Context, part: Part): Statement {
  const [first] = metrics;
  if (!first) throw new Error("A statement without a metric.");
  const { grain, link = "came", split = null } = first;
  const question = readBy(first, asked);
  const wanted = part === "figures" ? askedBy(metrics, question) : askedApart(metrics, question);
  const builder = new Builder(grain, link, question, context, wanted);
  return { grain, link, split, part, metrics, sql: builder.whole(split) };
}

/** One statement for metrics that share a grain, by each of several dimensions at once. */
export function cutStatement(
  metrics: readonly Metric[],
  asked: Question,
  dimensions: readonly DimensionId[],
  context: Context,
): Statement {
  const [first] = metrics;
  if (!first) throw new Error("A statement without a metric.");
  const { grain, link = "came" } = first;
  const question = readBy(first, asked);
  const read = dimensions.map((dimension) => asRead(dimension, first));
  const through = read.find((dimension) => throughPeople(grain, dimension));
  if (through !== undefined) throw new Error(`${first.id} cannot be cut by ${through} among others.`);
  const builder = new Builder(grain, link, question, context, askedBy(metrics, question));
  return { grain, link, split: null, part: "figures", metrics, sql: builder.cuts(read) };
}

/** Metrics in the order asked, put together where one statement can answer them. */
export function together(metrics: readonly Metric[]): readonly (readonly Metric[])[] {
  const groups = new Map<string, Metric[]>();
  for (const metric of metrics) {
    const key = `${metric.grain}|${metric.link ?? "came"}|${metric.split ?? ""}|${metric.places ?? ""}|${metric.pathways ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), metric]);
  }
  return [...groups.values()];
}

import type { Sql } from "sql-template-tag";
import { askedApart, askedBy, type Part, type Question } from "./asked.js";
import { Builder, type ListPart } from "./builder.js";
import type { Context } from "./context.js";
import type { Link } from "./grains.js";
import type { Condition, DimensionId, GrainId, Metric } from "./model.js";
import { Reading } from "./reading.js";

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

function statementOf(metrics: readonly Metric[], question: Question, context: Context, part: Part): Statement {
  const split = metrics[0]?.split ?? null;
  const reading = Reading.of(metrics, question, context, (read) =>
    part === "figures" ? askedBy(metrics, read) : askedApart(metrics, read),
  );
  const { grain, link } = reading;
  return { grain, link, split, part, metrics, sql: new Builder(reading).whole(split) };
}

/** The records of a metric, newest first, with columns of theirs; those that it counts, unless others are wanted. */
export function recordsStatement(
  metric: Metric,
  question: Question,
  context: Context,
  columns: readonly string[],
  part: ListPart,
  where: readonly Condition[] = metric.where,
): Sql {
  const one = { alias: "value", measure: metric.measure, where, period: null };
  const reading = Reading.of([metric], question, context, () => [one], [...columns, "record"]);
  return new Builder(reading).listing(columns, part);
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

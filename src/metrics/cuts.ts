import type { Reader, Value } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { columnsOf } from "./asked.js";
import type { Context } from "./columns.js";
import { cutStatement, together } from "./compile.js";
import { type Asking, Assembly, questionOf } from "./compute.js";
import type { DimensionId, Figures } from "./model.js";
import { countScope } from "./scope.js";

/** What a report asks for by several dimensions at once. */
export interface CutsAsked extends Omit<Asking, "by" | "rowsOnly" | "smallGroups"> {
  readonly by: readonly DimensionId[];
}

type Row = Readonly<Record<string, Value>>;

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
): Promise<ReadonlyMap<DimensionId, Figures>> {
  const context: Context = { organization, today: asking.today };
  const whole = questionOf(asking);
  for (const { id, split, demographic, ratio } of whole.metrics)
    if (split !== undefined || demographic !== undefined || ratio !== undefined)
      throw new Error(`${id} is computed by itself, not among cuts.`);
  const having = (dimension: DimensionId) => whole.metrics.filter(({ dimensions }) => dimensions.includes(dimension));
  const groups = together(whole.metrics).map((metrics) => {
    const dimensions = by.filter((dimension) => metrics.every((metric) => metric.dimensions.includes(dimension)));
    return { dimensions, statement: cutStatement(metrics, whole, dimensions, context) };
  });
  const cuts = by.map((dimension) => {
    const metrics = having(dimension);
    // None has it: refused with the words of the one that was asked for first.
    const ids = metrics.length === 0 ? asking.metrics.slice(0, 1) : metrics.map(({ id }) => id);
    const question = questionOf({ ...asking, metrics: ids, by: dimension });
    const own = groups.filter(({ dimensions }) => dimensions.includes(dimension)).map(({ statement }) => statement);
    return { dimension, question, assembly: new Assembly(question, own, question.metrics) };
  });
  for (const { dimensions, statement } of groups) {
    const rows = await reader.query<Row>(statement.sql);
    const total = rows.filter(({ is_total }) => is_total === 1);
    for (const { dimension, assembly } of cuts) {
      const place = dimensions.indexOf(dimension);
      if (place === -1) continue;
      assembly.take(statement, [
        ...total,
        ...rows.filter(({ cut }) => cut === place).map((row) => keyed(row, dimension)),
      ]);
    }
  }
  const scope = await countScope(reader, cuts.find(({ dimension }) => dimension === "district")?.question ?? whole);
  return new Map(
    cuts.map(({ dimension, question, assembly }) => [
      dimension,
      {
        metrics: question.metrics,
        by: dimension,
        columns: columnsOf(whole.periods),
        rows: assembly.rows(),
        total: assembly.total(),
        showsSmallGroups: false,
        counts: { ...assembly.counts(), ...scope },
      },
    ]),
  );
}

function keyed(row: Row, dimension: DimensionId): Row {
  if (!NUMBERED.has(dimension) || typeof row.bucket_key !== "string") return row;
  return { ...row, bucket_key: Number(row.bucket_key) };
}

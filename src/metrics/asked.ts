import type { Period } from "../domain/index.js";
import { unionOf } from "../domain/index.js";
import { beyond, shared } from "./conditions.js";
import { GRAIN } from "./grains.js";
import type { Condition, DimensionId, Filters, Measure, Metric } from "./model.js";

/** What a report asks: metrics by their ids. */
export interface Asking {
  /** Ids of metrics. */
  readonly metrics: readonly string[];
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  readonly by?: DimensionId;
  /** For a table without a total: the rows by dimension, and neither total nor counts. */
  readonly rowsOnly?: true;
  /** For a report that says of each period only the total: the rows over all of them together. */
  readonly rowsTogether?: boolean;
  /** Ids among the metrics that are said of the total alone. */
  readonly totalOnly?: readonly string[];
  /** Says people's colour of the smallest groups too: for an administrator in a private reply alone (ruling P4). */
  readonly smallGroups?: "shown";
  /** The local day on which it is asked: what is later is still to come. */
  readonly today: string;
}

/** What is asked of the pool: several metrics over several periods, under the same filters, by one dimension or none. */
export interface Question {
  readonly metrics: readonly Metric[];
  readonly periods: readonly Period[];
  readonly filters: Filters;
  readonly by: DimensionId | null;
  /** Without the total, which is otherwise counted over all records. */
  readonly rowsOnly: boolean;
  /** The rows over all periods together: each period's figures are those of the total alone. */
  readonly rowsTogether?: boolean;
  /** Ids of metrics that the total alone says. */
  readonly totalOnly?: readonly string[];
}

/** The figures with what is said beside them, or notes that are quicker to find by themselves. */
export type Part = "figures" | "apart";

/** One figure of a statement: a metric in a column, or a note over all periods. */
export interface Asked {
  readonly alias: string;
  readonly measure: Measure;
  readonly where: readonly Condition[];
  /** Null: the whole window, which the statement is limited to. */
  readonly period: Period | null;
  /** Whether rows do not say it. */
  readonly isOfTotal?: boolean;
}

export const columnsOf = (periods: readonly Period[]): readonly Period[] =>
  periods.length > 1 ? [...periods, unionOf(periods)] : periods;

export const figureAlias = (metric: Metric, column: number): string => `${metric.id.toLowerCase()}_${column + 1}`;
export const noteAlias = (metric: Metric, note: string): string => `${metric.id.toLowerCase()}_${note}`;
export const EXCLUDED_ALIAS = "excluded_people";

/** All that metrics are asked for in one statement. */
export function askedBy(metrics: readonly Metric[], question: Question): Asked[] {
  const columns = columnsOf(question.periods);
  const asked = metrics.flatMap((metric): Asked[] => [
    ...columns.map((each, column) => {
      // The last of several columns is the union, and nothing outside it is read.
      const period = column === columns.length - 1 ? null : each;
      return {
        alias: figureAlias(metric, column),
        measure: metric.measure,
        where: metric.where,
        period,
        isOfTotal: isOfTotal(metric, question) || (period !== null && question.rowsTogether === true),
      };
    }),
    ...notesOf(metric, question, "figures"),
  ]);
  return [...asked, ...excludedBy(metrics)];
}

const isOfTotal = ({ id }: Metric, { totalOnly = [] }: Question): boolean => totalOnly.includes(id);

export const askedApart = (metrics: readonly Metric[], question: Question): Asked[] =>
  metrics.flatMap((metric) => notesOf(metric, question, "apart"));

function notesOf(metric: Metric, question: Question, part: Part): Asked[] {
  const { filters, by } = question;
  const dimensions = new Set([by, ...filters.map((clause) => clause.dimension)]);
  return metric.notes
    .filter((note) => (note.apart === true) === (part === "apart"))
    .filter((note) => note.only === undefined || dimensions.has(note.only))
    .map((note) => ({
      alias: noteAlias(metric, note.key),
      measure: note.measure,
      where: note.instead ? note.where : [...metric.where, ...note.where],
      period: null,
      isOfTotal: isOfTotal(metric, question),
    }));
}

/** Who would have counted in all of the metrics but is excluded from reports (ruling P3); of what colour they are is left out of it (P4). */
function excludedBy(metrics: readonly Metric[]): Asked[] {
  const people = metrics[0] && GRAIN[metrics[0].grain].ofPeople;
  const concerned = metrics.filter(({ where }) => where.some(({ column }) => column === "excluded"));
  if (!people || concerned.length === 0) return [];
  const common = shared(concerned.map(({ where }) => where));
  const kept = common.filter(({ column }) => column !== "excluded" && column !== "of_colour");
  const where: Condition[] = [...kept, ...beyond(people, kept), { column: "excluded", is: [true] }];
  const measure = { kind: "distinct", column: "person" } as const;
  return [{ alias: EXCLUDED_ALIAS, measure, where, period: null, isOfTotal: true }];
}

import type { Period } from "../domain/index.js";
import type { Reader, Value } from "../pool/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import type { Context } from "./columns.js";
import {
  columnsOf,
  compile,
  EXCLUDED_ALIAS,
  figureAlias,
  noteAlias,
  type Question,
  type Statement,
} from "./compile.js";
import { DIMENSION, NOBODY } from "./dimensions.js";
import { buckets } from "./filters.js";
import type { DimensionId, Figure, FigureRow, Figures, Filters, GrainId, Key, Metric } from "./model.js";
import { metricOf } from "./registry.js";
import { countScope } from "./scope.js";

export interface Asking {
  /** Ids of metrics. */
  readonly metrics: readonly string[];
  readonly periods: readonly Period[];
  readonly filters?: Filters;
  readonly by?: DimensionId;
  /** For a table without a total: the rows by dimension, and neither total nor counts. */
  readonly rowsOnly?: true;
  /** The local day on which it is asked: what is later is still to come. */
  readonly today: string;
}

type Row = Readonly<Record<string, Value>>;

/**
 * Computes metrics from the pool: one statement for all that share a grain. Totals are computed over the records, never added up (ruling E2).
 * @throws PolarisError argument_invalid when a metric cannot be cut by a dimension asked for
 */
export async function computeMetrics(reader: Reader, organization: Organization, asking: Asking): Promise<Figures> {
  const question = questionOf(asking);
  const context: Context = { organization, today: asking.today };
  const statements = compile(question, context);
  const answers: { statement: Statement; rows: readonly Row[] }[] = [];
  for (const statement of statements) answers.push({ statement, rows: await reader.query<Row>(statement.sql) });
  const assembly = new Assembly(question, statements);
  for (const { statement, rows } of answers) assembly.take(statement, rows);
  return {
    metrics: question.metrics,
    by: question.by,
    columns: columnsOf(question.periods),
    rows: assembly.rows(),
    total: assembly.total(),
    counts: question.rowsOnly ? {} : { ...assembly.counts(), ...(await countScope(reader, question)) },
  };
}

/** The question in the compiler's terms; every dimension it names must be declared by every metric. */
export function questionOf({ metrics, periods, filters = [], by, rowsOnly }: Asking): Question {
  if (periods.length === 0)
    throw new PolarisError("argument_missing", "A metric needs a period, such as SY24-25 or 3y.");
  const found = metrics.map(metricOf);
  const named = new Set([...(by ? [by] : []), ...filters.map((clause) => clause.dimension)]);
  for (const metric of found) {
    for (const dimension of named) requireDimension(metric, dimension);
  }
  return {
    metrics: found,
    periods,
    filters: filters.filter((clause) => clause.values.length > 0),
    by: by ?? null,
    rowsOnly: rowsOnly === true && by !== undefined,
  };
}

/** The dimensions that commands offer for a metric. */
export const dimensionsOffered = (metric: Metric): readonly DimensionId[] =>
  metric.dimensions.filter((id) => DIMENSION[id].offered);

function requireDimension(metric: Metric, dimension: DimensionId): void {
  if (metric.dimensions.includes(dimension)) return;
  throw new PolarisError(
    "argument_invalid",
    `${metric.id} ${metric.name} is not kept by ${dimension}. Expected one of ${dimensionsOffered(metric).join(", ")}.`,
  );
}

const nothing = (metric: Metric): Figure => (metric.type === "date" ? null : 0);
const ofBinary = (value: number): number => (Number.isInteger(value) ? value : Number(value.toFixed(9)));
const isNothing = (figure: Figure): boolean => figure === null || figure === 0;
const asCount = (value: Value | undefined): number => (typeof value === "number" ? value : 0);

function figureOf(metric: Metric, value: Value | undefined): Figure {
  if (value === null || value === undefined || typeof value === "boolean") return nothing(metric);
  return typeof value === "number" ? ofBinary(value) : value;
}

interface Draft {
  readonly key: Key;
  readonly keyLabel: string | null;
  readonly part: { readonly key: Key; readonly label: string } | null;
  readonly figures: Map<string, readonly Figure[]>;
  readonly notes: Map<string, Readonly<Record<string, number>>>;
}

const keyOf = (value: Value | undefined): Key =>
  typeof value === "string" || typeof value === "number" ? value : null;
const textOf = (value: Value | undefined): string | null => (typeof value === "string" ? value : null);

/** Puts the rows of several statements together by their keys. */
class Assembly {
  readonly #question: Question;
  readonly #width: number;
  readonly #drafts = new Map<string, Draft>();
  readonly #total: Draft = { key: null, keyLabel: "Total", part: null, figures: new Map(), notes: new Map() };
  readonly #excluded = new Map<GrainId, number>();
  readonly #estimated = new Map<GrainId, number>();

  constructor(question: Question, statements: readonly Statement[]) {
    this.#question = question;
    this.#width = columnsOf(question.periods).length;
    if (this.#showsUnknown(statements)) this.#draft(null, null, null);
  }

  take(statement: Statement, rows: readonly Row[]): void {
    for (const row of rows) {
      const isTotal = row.is_total === 1;
      const draft = isTotal
        ? this.#total
        : this.#draft(keyOf(row.bucket_key), textOf(row.bucket_label), this.#part(statement, row));
      for (const metric of statement.metrics) {
        const figures = Array.from({ length: this.#width }, (_, column) =>
          isTotal && metric.hasTotal === false ? null : figureOf(metric, row[figureAlias(metric, column)]),
        );
        draft.figures.set(metric.id, figures);
        draft.notes.set(metric.id, this.#notesOf(metric, row));
      }
      if (isTotal) this.#count(statement, row);
    }
  }

  rows(): FigureRow[] {
    const { by, metrics } = this.#question;
    const rows = [...this.#drafts.values()].map((draft) => this.#finished(draft));
    const kept = rows.filter(
      (row) => row.key === null || metrics.some(({ id }) => row.figures[id]?.some((figure) => !isNothing(figure))),
    );
    const dimension = by ?? metrics.find((metric) => metric.split)?.split ?? null;
    return dimension === null ? [] : kept.sort(DIMENSION[dimension].order === "key" ? byKey : this.#bySize());
  }

  total(): FigureRow {
    return { ...this.#finished(this.#total), label: "Total" };
  }

  counts(): Record<string, number> {
    const sum = (counts: ReadonlyMap<GrainId, number>) =>
      [...counts.values()].reduce((total, count) => total + count, 0);
    return {
      ...(this.#excluded.size > 0 ? { excluded: sum(this.#excluded) } : {}),
      ...(this.#estimated.size > 0 ? { estimated: sum(this.#estimated) } : {}),
    };
  }

  /** Aggregates always show their Unknown bucket (Bible C5), unless the filters rule it out. */
  #showsUnknown(statements: readonly Statement[]): boolean {
    const { by, filters } = this.#question;
    if (by === null || DIMENSION[by].unknown === null || statements.some(({ split }) => split !== null)) return false;
    const { wanted, unwanted } = buckets(by, filters);
    return (wanted === null || wanted.includes(null)) && !unwanted.includes(null);
  }

  #part({ split }: Statement, row: Row): Draft["part"] {
    const { by } = this.#question;
    if (split === null || split === by) return null;
    const key = keyOf(row.part_key);
    return { key, label: key === null ? "Unknown" : DIMENSION[split].name(key, textOf(row.part_label)) };
  }

  #draft(key: Key, keyLabel: string | null, part: Draft["part"]): Draft {
    const id = JSON.stringify([key, part?.key]);
    const known = this.#drafts.get(id);
    if (known) return known;
    const made: Draft = { key, keyLabel, part, figures: new Map(), notes: new Map() };
    this.#drafts.set(id, made);
    return made;
  }

  #notesOf(metric: Metric, row: Row): Record<string, number> {
    const said = metric.notes.filter((note) => row[noteAlias(metric, note.key)] !== undefined);
    return Object.fromEntries(said.map((note) => [note.key, asCount(row[noteAlias(metric, note.key)])]));
  }

  #count({ grain, metrics }: Statement, row: Row): void {
    const excluded = row[EXCLUDED_ALIAS];
    if (excluded !== undefined) this.#excluded.set(grain, Math.max(asCount(excluded), this.#excluded.get(grain) ?? 0));
    for (const metric of metrics) {
      for (const note of metric.notes.filter((each) => each.counts === "estimated")) {
        const count = asCount(row[noteAlias(metric, note.key)]);
        this.#estimated.set(grain, Math.max(count, this.#estimated.get(grain) ?? 0));
      }
    }
  }

  #finished({ key, keyLabel, part, figures, notes }: Draft): FigureRow {
    const { metrics } = this.#question;
    const empty = (metric: Metric) => Array.from({ length: this.#width }, () => nothing(metric));
    return {
      key,
      label: this.#label(key, keyLabel, part),
      part,
      figures: Object.fromEntries(metrics.map((metric) => [metric.id, figures.get(metric.id) ?? empty(metric)])),
      notes: Object.fromEntries(metrics.map((metric) => [metric.id, notes.get(metric.id) ?? {}])),
    };
  }

  #label(key: Key, text: string | null, part: Draft["part"]): string {
    const { by } = this.#question;
    if (by === null) return part?.label ?? "Total";
    const { name, unknown } = DIMENSION[by];
    return key === null ? (unknown ?? "Unknown") : name(key, text);
  }

  #bySize(): (a: FigureRow, b: FigureRow) => number {
    const id = this.#question.metrics[0]?.id ?? "";
    const size = (row: FigureRow): number => {
      const figure = row.figures[id]?.at(-1);
      return typeof figure === "number" ? figure : 0;
    };
    const isByDimension = this.#question.by !== null;
    const isUnknown = (row: FigureRow) => (isByDimension ? (row.key === null ? 1 : row.key === NOBODY ? 2 : 0) : 0);
    return (a, b) =>
      isUnknown(a) - isUnknown(b) ||
      size(b) - size(a) ||
      compare(a.label, b.label) ||
      compare(a.part?.label ?? "", b.part?.label ?? "");
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function byKey(a: FigureRow, b: FigureRow): number {
  if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
  if (typeof a.key === "number" && typeof b.key === "number") return a.key - b.key;
  return compare(String(a.key), String(b.key));
}

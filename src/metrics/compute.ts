import type { Reader, Value } from "../pool/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import { type Asking, columnsOf, EXCLUDED_ALIAS, figureAlias, noteAlias, type Question } from "./asked.js";
import { compile, type Statement } from "./compile.js";
import type { Context } from "./context.js";
import { DIMENSION, NOBODY } from "./dimensions.js";
import { buckets } from "./filters.js";
import { givenAwayBy } from "./given-away.js";
import type { DimensionId, Figure, FigureRow, Figures, GrainId, Key, Metric } from "./model.js";
import { metricOf } from "./registry.js";
import { keyOf, type Row, textOf } from "./row.js";
import { countScope } from "./scope.js";
import { type PeopleOf, withoutSmallGroups } from "./small-groups.js";

/** What a set of rows answers. */
export type Answered = Omit<Statement, "sql">;

/**
 * Computes metrics from the pool: one statement for all that share a grain, all of them at once. Totals are computed over the records, never added up (ruling E2).
 * @throws PolarisError argument_invalid when a metric cannot be cut by a dimension asked for
 */
export async function computeMetrics(reader: Reader, organization: Organization, asking: Asking): Promise<Figures> {
  const question = questionOf({ ...asking, metrics: withParts(asking.metrics) });
  const context: Context = { organization, today: asking.today };
  const statements = compile(question, context);
  const metrics = asking.metrics.map(metricOf);
  const showsAll = asking.smallGroups === "shown";
  const compute = (other: Asking) => computeMetrics(reader, organization, other);
  const [answers, scope, givenAway] = await Promise.all([
    Promise.all(statements.map(({ sql }) => reader.query<Row>(sql))),
    question.rowsOnly ? {} : countScope(reader, question),
    showsAll ? undefined : givenAwayBy(asking, metrics, organization, compute),
  ]);
  const assembly = new Assembly(question, statements, metrics);
  statements.forEach((statement, place) => {
    assembly.take(statement, answers[place] ?? []);
  });
  const whole = { rows: assembly.rows(), total: assembly.total() };
  const guarded = withoutSmallGroups(whole, metrics, organization, assembly.peopleOf, givenAway);
  return {
    metrics,
    by: question.by,
    columns: columnsOf(question.periods),
    rows: showsAll || guarded.rows === whole.rows ? whole.rows : assembly.inOrder(guarded.rows),
    total: showsAll ? whole.total : guarded.total,
    showsSmallGroups: showsAll && guarded.hasSmallGroups,
    counts: question.rowsOnly ? {} : { ...assembly.counts(), ...scope },
  };
}

/** Ids with those that they rest on: the two of a quotient, which itself is not asked of the pool, and who stands behind what is said of people. */
function withParts(ids: readonly string[]): string[] {
  const parts = ids
    .map(metricOf)
    .flatMap(({ id, ratio, people, demographic }) => [
      ...(ratio ? [ratio.of, ratio.to] : [id]),
      ...(people === undefined ? [] : [people]),
      ...(demographic === undefined ? [] : [demographic.among]),
    ]);
  return [...new Set(parts)];
}

/** The share in percent; nothing of nothing is 0 (Bible M83). */
function share(of: Figure | undefined, to: Figure | undefined): Figure {
  return typeof of === "number" && typeof to === "number" && to > 0 ? ofBinary((of / to) * 100) : 0;
}

/** The question in the compiler's terms; every dimension it names must be declared by every metric. */
export function questionOf(asking: Asking): Question {
  const { metrics, periods, filters = [], by, rowsOnly, rowsTogether = false, totalOnly = [] } = asking;
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
    rowsTogether,
    totalOnly,
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

/** What stands where there is no record: an average of none and a day of none are not known. */
const nothing = ({ type, measure }: Metric): Figure => (type === "date" || measure.kind === "average" ? null : 0);
const ofBinary = (value: number): number => (Number.isInteger(value) ? value : Number(value.toFixed(9)));
const isNothing = (figure: Figure): boolean => figure === null || figure === 0;
const asCount = (value: Value | undefined): number => (typeof value === "number" ? value : 0);

function figureOf(metric: Metric, value: Value | undefined): Figure {
  if (value === null || value === undefined || typeof value === "boolean") return nothing(metric);
  return typeof value === "number" ? ofBinary(value) : value;
}

const TOTAL = "Total";
const keyText = (key: Key, part: { readonly key: Key } | null): string => JSON.stringify([key, part?.key]);

/**
 * Whether a bucket has a row: a quotient where there is something to divide by, and what is said of people's colour wherever there could be somebody, so that
 * no row tells by standing there (ruling P4).
 */
function saysSomething({ id, ratio, demographic }: Metric, { figures }: Draft): boolean {
  return (figures[demographic?.among ?? ratio?.to ?? id] ?? []).some((figure) => !isNothing(figure));
}

interface Draft {
  readonly key: Key;
  readonly keyLabel: string | null;
  readonly part: { readonly key: Key; readonly label: string } | null;
  readonly figures: Record<string, readonly Figure[]>;
  readonly notes: Record<string, Readonly<Record<string, number>>>;
}

/** Puts the rows of several statements together by their keys. */
export class Assembly {
  readonly #question: Question;
  readonly #metrics: readonly Metric[];
  /** Those that rows say too. */
  readonly #ofRows: readonly Metric[];
  readonly #width: number;
  readonly #drafts = new Map<string, Draft>();
  readonly #total: Draft = { key: null, keyLabel: "Total", part: null, figures: {}, notes: {} };
  readonly #excluded = new Map<GrainId, number>();
  /** Footer's word → grain → count. */
  readonly #noted = new Map<string, Map<GrainId, number>>();

  constructor(question: Question, statements: readonly Answered[], metrics: readonly Metric[]) {
    this.#question = question;
    this.#metrics = metrics;
    this.#ofRows = metrics.filter((metric) => this.#isOfRows(metric));
    this.#width = columnsOf(question.periods).length;
    if (this.#showsUnknown(statements)) this.#draft(null, null, null);
  }

  take(statement: Answered, rows: readonly Row[]): void {
    const asked = statement.metrics.map((metric) => ({
      metric,
      figures: Array.from({ length: this.#width }, (_, column) => figureAlias(metric, column)),
      notes: metric.notes
        .map(({ key }) => ({ key, alias: noteAlias(metric, key) }))
        .filter(({ alias }) => rows[0]?.[alias] !== undefined),
    }));
    const ofRows = asked.filter(({ metric }) => this.#isOfRows(metric));
    for (const row of rows) {
      const isTotal = row.is_total === 1;
      const draft = isTotal
        ? this.#total
        : this.#draft(keyOf(row.bucket_key), textOf(row.bucket_label), this.#part(statement, row));
      for (const { metric, figures, notes } of isTotal ? asked : ofRows) {
        const hasFigure = !isTotal || metric.hasTotal !== false;
        if (statement.part === "figures")
          draft.figures[metric.id] = figures.map((alias) => (hasFigure ? figureOf(metric, row[alias]) : null));
        if (notes.length === 0) continue;
        const said: Record<string, number> = { ...draft.notes[metric.id] };
        for (const { key, alias } of notes) said[key] = asCount(row[alias]);
        draft.notes[metric.id] = said;
      }
      if (isTotal) this.#count(statement, row);
    }
  }

  rows(): FigureRow[] {
    const rows = [...this.#drafts.values()]
      .filter((draft) => draft.key === null || this.#ofRows.some((metric) => saysSomething(metric, draft)))
      .map((draft) => this.#finished(draft, this.#ofRows));
    return this.inOrder(rows);
  }

  inOrder(rows: readonly FigureRow[]): FigureRow[] {
    const dimension = this.#question.by ?? this.#metrics.find((metric) => metric.split)?.split ?? null;
    if (dimension === null) return [];
    return DIMENSION[dimension].order === "key" ? [...rows].sort(byKey) : this.#bySize(rows);
  }

  /** How many people stand behind the figures of a row. */
  readonly peopleOf: PeopleOf = (row, { id, people = id }) => {
    const draft = row.label === TOTAL && row.key === null ? this.#total : this.#drafts.get(keyText(row.key, row.part));
    const counts = draft?.figures[people] ?? [];
    return Array.from({ length: this.#width }, (_, column) => asCount(counts[column]));
  };

  total(): FigureRow {
    return { ...this.#finished(this.#total, this.#metrics), label: TOTAL };
  }

  counts(): Record<string, number> {
    const sum = (counts: ReadonlyMap<GrainId, number>) =>
      [...counts.values()].reduce((total, count) => total + count, 0);
    return {
      ...(this.#excluded.size > 0 ? { excluded: sum(this.#excluded) } : {}),
      ...Object.fromEntries([...this.#noted].map(([what, counts]) => [what, sum(counts)])),
    };
  }

  /** Aggregates always show their Unknown bucket (Bible C5), unless the filters rule it out. */
  #showsUnknown(statements: readonly Answered[]): boolean {
    const { by, filters } = this.#question;
    if (by === null || DIMENSION[by].unknown === null || statements.some(({ split }) => split !== null)) return false;
    const { wanted, unwanted } = buckets(by, filters);
    return (wanted === null || wanted.includes(null)) && !unwanted.includes(null);
  }

  #isOfRows({ id }: Metric): boolean {
    return this.#question.totalOnly?.includes(id) !== true;
  }

  #part({ split }: Answered, row: Row): Draft["part"] {
    const { by } = this.#question;
    if (split === null || split === by) return null;
    const key = keyOf(row.part_key);
    return {
      key,
      label:
        key === null ? (DIMENSION[split].unknown ?? "Unknown") : DIMENSION[split].name(key, textOf(row.part_label)),
    };
  }

  #draft(key: Key, keyLabel: string | null, part: Draft["part"]): Draft {
    const id = keyText(key, part);
    const known = this.#drafts.get(id);
    if (known) return known;
    const made: Draft = { key, keyLabel, part, figures: {}, notes: {} };
    this.#drafts.set(id, made);
    return made;
  }

  #count({ grain, metrics }: Answered, row: Row): void {
    const excluded = row[EXCLUDED_ALIAS];
    // Presenters are among the volunteers: nobody is said twice.
    const whose = grain === "presenter" ? "volunteer participation" : grain;
    if (excluded !== undefined) this.#excluded.set(whose, Math.max(asCount(excluded), this.#excluded.get(whose) ?? 0));
    for (const metric of metrics) {
      for (const note of metric.notes) {
        if (note.counts === undefined || row[noteAlias(metric, note.key)] === undefined) continue;
        const counts = this.#noted.get(note.counts) ?? new Map<GrainId, number>();
        counts.set(grain, Math.max(asCount(row[noteAlias(metric, note.key)]), counts.get(grain) ?? 0));
        this.#noted.set(note.counts, counts);
      }
    }
  }

  #finished({ key, keyLabel, part, figures, notes }: Draft, metrics: readonly Metric[]): FigureRow {
    const given = (metric: Metric): readonly Figure[] =>
      figures[metric.id] ?? Array.from({ length: this.#width }, () => nothing(metric));
    const quotient = ({ of, to }: { readonly of: string; readonly to: string }): readonly Figure[] =>
      Array.from({ length: this.#width }, (_, column) => share(figures[of]?.[column], figures[to]?.[column]));
    const shown: Record<string, readonly Figure[]> = {};
    for (const metric of metrics) shown[metric.id] = metric.ratio ? quotient(metric.ratio) : given(metric);
    return { key, label: this.#label(key, keyLabel, part), part, figures: shown, notes };
  }

  #label(key: Key, text: string | null, part: Draft["part"]): string {
    const { by } = this.#question;
    if (by === null) return part?.label ?? "Total";
    const { name, unknown } = DIMENSION[by];
    return key === null ? (unknown ?? "Unknown") : name(key, text);
  }

  /** The largest first, by the first of the figures, and by name; namesakes as they were read first. What is not known, and nobody, come last. */
  #bySize(rows: readonly FigureRow[]): FigureRow[] {
    const id = this.#metrics[0]?.id ?? "";
    const isByDimension = this.#question.by !== null;
    const sized = rows.map((row) => {
      const figure = row.figures[id]?.at(-1);
      const last = isByDimension ? (row.key === null ? 1 : row.key === NOBODY ? 2 : 0) : 0;
      return { row, last, size: typeof figure === "number" ? figure : 0 };
    });
    sized.sort(
      (a, b) =>
        a.last - b.last ||
        b.size - a.size ||
        compare(a.row.label, b.row.label) ||
        compare(a.row.part?.label ?? "", b.row.part?.label ?? "") ||
        byKey(a.row, b.row),
    );
    return sized.map(({ row }) => row);
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function byKey(a: FigureRow, b: FigureRow): number {
  if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
  if (typeof a.key === "number" && typeof b.key === "number") return a.key - b.key;
  return compare(String(a.key), String(b.key));
}

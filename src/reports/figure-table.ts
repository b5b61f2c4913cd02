import { type FigureRow, type Figures, type Key, metricOf } from "../metrics/index.js";
import { type Cell, type Column, column, type Fact, metricFact, type Table, table } from "../reply/index.js";
import { isKnown } from "./known.js";
import { type Sort, sorted } from "./sorting.js";
import { noteOf, unitOf } from "./words.js";

/** What a metric's column is called where it stands among others. */
const SHORT: Readonly<Record<string, string>> = {
  M10: "Students, unique",
  M20: "Volunteers",
  M30: "Hours",
  M40: "Organisations",
  M60: "Events",
  M61: "Virtual sessions",
  M62: "In-person sessions",
  M63: "Cancelled",
  M70: "Teachers, unique",
  M72: "Confirmed teachers",
  M73: "Students virtually, estimated",
  M80: "Experiences",
  M100: "Schools",
  X10: "Student attendances",
  X20: "Engagements",
  X25: "Signed up",
  X60: "Sessions held",
  X61: "Held virtually",
  X62: "Held in person",
  X70: "No-shows of teachers",
};

/** One figure of a report: a metric, and which of the report's answers it is read from. */
export interface Shown {
  readonly metric: string;
  /** The metric's id, unless the same metric is shown twice. */
  readonly key?: string;
  readonly label?: string;
  readonly from?: Figures;
  /** Where it does not hold, the figure is not known, which is not 0; else what is said of every figure of its kind. */
  readonly isKnown?: (row: FigureRow) => boolean;
}

/** A row's figure over all periods asked for; null where it is not known. */
export const figure = (row: FigureRow | undefined, metric: string): Cell =>
  row === undefined || !isKnown(row, metric) ? null : (row.figures[metric]?.at(-1) ?? null);
export const count = (row: FigureRow | undefined, metric: string): number => Number(figure(row, metric) ?? 0);
export const noted = (row: FigureRow | undefined, metric: string, note: string): number =>
  row?.notes[metric]?.[note] ?? 0;

/** Where an answer has no row there was nothing, which is 0; only a day or an average is not known then. */
function figureOrNothing(row: FigureRow | undefined, { metric, isKnown: isIt }: Shown): Cell {
  const { type, measure } = metricOf(metric);
  if (row !== undefined && !(isIt?.(row) ?? isKnown(row, metric))) return null;
  return row?.figures[metric]?.at(-1) ?? (type === "date" || measure.kind === "average" ? null : 0);
}

export function shownColumn({ metric, key = metric, label }: Shown): Column {
  return column(key, label ?? SHORT[metric] ?? metricOf(metric).name, metricOf(metric).type, "open");
}

/** The fact of a figure; its key is the metric's id, unless the same metric is shown twice. */
export function shownFact(
  { metric, key = metric, label }: Shown,
  row: FigureRow,
  extra: { readonly note?: string; readonly unit?: string } = {},
): Fact {
  const { name, type } = metricOf(metric);
  const note = [extra.note, tooMany(row, metric)].filter((each) => each !== undefined).join("; ");
  const made = metricFact(metric, label ?? name, figure(row, metric), type, "open", {
    ...unitOf(metricOf(metric)),
    ...extra,
    ...(note === "" ? {} : { note }),
  });
  return { ...made, key };
}

/** What must stand beside figures of teachers wherever they are shown: more signed up than Pathful counted (ruling A3). */
function tooMany(row: FigureRow, metric: string): string | undefined {
  const { id, notes } = metricOf(metric);
  return noteOf({ id, notes: notes.filter(({ key }) => key === "too_many") }, row);
}

export interface FigureTable {
  readonly key: string;
  readonly title: string;
  /** What a row is. */
  readonly first: Column;
  /** Its rows, in its order; where other answers have more, those follow. The unknown is last. */
  readonly figures: Figures;
  readonly shown: readonly Shown[];
  /** What else is said of a row, behind its name. */
  readonly beside?: {
    readonly columns: readonly Column[];
    readonly of: (key: Key) => readonly Cell[];
  };
  /** The total's label and figures; left out where the rows are the whole. */
  readonly total?: { readonly label: string; readonly row: FigureRow };
  readonly sort?: Sort | undefined;
  readonly empty: string;
}

/** Figures by one dimension, of several answers side by side: a row per bucket, a column per figure, a total that was counted again. */
export function figureTable({ key, title, first, figures, shown, beside, total, sort, empty }: FigureTable): Table {
  const answers = [...new Set([figures, ...shown.map(({ from }) => from ?? figures)])];
  const rowsOf = new Map(answers.map((answer) => [answer, new Map(answer.rows.map((row) => [row.key, row]))]));
  const labels = new Map<Key, string>();
  for (const { rows } of answers) for (const row of rows) if (!labels.has(row.key)) labels.set(row.key, row.label);
  const keys = [...labels.keys()].filter((each) => each !== null);
  const columns = [first, ...(beside?.columns ?? []), ...shown.map(shownColumn)];
  const rowOf = (each: Key): Cell[] => [
    // A month stands as it is, to be shown and sorted as one.
    first.type === "month" ? each : (labels.get(each) ?? null),
    ...(beside?.of(each) ?? []),
    ...shown.map((one) => figureOrNothing(rowsOf.get(one.from ?? figures)?.get(each), one)),
  ];
  return table({
    key,
    title,
    columns,
    rows: [...sorted(columns, keys.map(rowOf), sort), ...(labels.has(null) ? [rowOf(null)] : [])],
    total:
      total && labels.size > 0
        ? [
            total.label,
            ...(beside?.columns.map(() => null) ?? []),
            ...shown.map((each) => figureOrNothing(total.row, each)),
          ]
        : null,
    empty,
  });
}

/** One of several periods' figures, as a row of its own. */
export const inColumn = (row: FigureRow, column: number, label: string): FigureRow => ({
  ...row,
  label,
  figures: Object.fromEntries(Object.entries(row.figures).map(([id, each]) => [id, [each[column] ?? null]])),
});

/** A row per period where several were asked for, and a last one over all of them that was counted again; no table for a single period. */
export function periodsTable(figures: Figures, shown: readonly Shown[]): Table[] {
  const { columns } = figures;
  if (columns.length < 2) return [];
  const rows = columns.map(({ label }, place): Cell[] => [
    label,
    ...shown.map((one) => figureOrNothing(inColumn((one.from ?? figures).total, place, label), one)),
  ]);
  return [
    table({
      key: "by_period",
      title: "By period",
      columns: [column("period", "Period", "text", "open"), ...shown.map(shownColumn)],
      rows: rows.slice(0, -1),
      total: rows.at(-1) ?? null,
      empty: "",
    }),
  ];
}

import { type Period, unionOf } from "../../src/domain/index.js";
import {
  computeMetrics,
  type DimensionId,
  type FigureRow,
  type FilterClause,
  type Filters,
  type FilterValue,
  findValue,
} from "../../src/metrics/index.js";
import { INDEPENDENT, type PlainDimension, type PlainFigures, plainFigures, UNKNOWN } from "../plain/index.js";
import { ORGANIZATION, TODAY, type World } from "./world.js";

export const COMPARED = ["M10", "M20", "M30", "M40", "M60", "M61", "M62", "M63"] as const;

/** Dimensions of the metrics and what the plain calculation calls them. */
export const DIMENSIONS = [
  ["district", "district"],
  ["school", "school"],
  ["school_year", "school_year"],
  ["month", "month"],
  ["event_type", "event_type"],
  ["format", "format"],
  ["organisation", "organization"],
] as const satisfies readonly (readonly [DimensionId, PlainDimension])[];

/** Metric, or "M120 type" → figure. What is nothing is not there, so that both sides say as little. */
export type Told = Readonly<Record<string, number>>;
/** "Total" and each bucket → figures. */
export type Everything = Readonly<Record<string, Told>>;

export interface Question {
  readonly period: Period;
  readonly by?: (typeof DIMENSIONS)[number];
  /** Values by name, as people write them. */
  readonly where?: { readonly [dimension in PlainDimension]?: readonly string[] };
}

/** What the metrics say, by real SQL over the pool. */
export async function computed(world: World, { period, by, where = {} }: Question): Promise<Everything> {
  const asking = {
    periods: [period],
    filters: await filtersOf(world, where),
    today: TODAY,
    ...(by ? { by: by[0] } : {}),
  };
  const plain = await computeMetrics(world.pool, ORGANIZATION, { ...asking, metrics: COMPARED });
  const types = await computeMetrics(world.pool, ORGANIZATION, { ...asking, metrics: ["M120"] });
  const told = new Map<string, Record<string, number>>();
  const tell = (bucket: string, metric: string, figure: unknown): void => {
    if (typeof figure === "number" && figure !== 0) told.set(bucket, { ...told.get(bucket), [metric]: figure });
  };
  for (const id of COMPARED) {
    tell("Total", id, plain.total.figures[id]?.at(-1));
    for (const row of plain.rows) tell(bucketOf(row, by?.[0]), id, row.figures[id]?.at(-1));
  }
  for (const row of types.rows)
    tell(by ? bucketOf(row, by[0]) : "Total", `M120 ${row.part?.key ?? row.key}`, row.figures.M120?.at(-1));
  return Object.fromEntries(told);
}

/** What the plain calculation says of the same rows. */
export function calculated(
  world: World,
  rows: ReturnType<World["rows"]>,
  { period, by, where = {} }: Question,
): Everything {
  const { start, end } = unionOf([period]);
  const { total, groups } = plainFigures(rows, {
    ...world.rules,
    start: start ?? "0001-01-01",
    end: end ?? "9999-12-31",
    where,
    ...(by ? { by: by[1] } : {}),
  });
  // Cut by a dimension, types are told in its rows alone.
  const whole = by === undefined ? total : { ...total, M120: {} };
  const all = [["Total", whole] as const, ...groups].map(([bucket, figures]) => [bucket, toldOf(figures)] as const);
  return Object.fromEntries(all.filter(([, told]) => Object.keys(told).length > 0));
}

function toldOf({ M120, ...figures }: PlainFigures): Told {
  const types = Object.entries(M120);
  return Object.fromEntries(
    [
      ...Object.entries(figures).map(([id, figure]): [string, number] => [id, Number(figure.toFixed(9))]),
      ...types.map(([type, events]): [string, number] => [`M120 ${type}`, events]),
    ].filter(([, figure]) => figure !== 0),
  );
}

/** A bucket as the plain calculation names it: places and organisations by name, all else by key. */
function bucketOf(row: FigureRow, by: DimensionId | undefined): string {
  return by === "school_year" || by === "month" || by === "event_type" || by === "format" ? String(row.key) : row.label;
}

/** Filters of the metrics from names. */
async function filtersOf(world: World, where: NonNullable<Question["where"]>): Promise<Filters> {
  const clauses: FilterClause[] = [];
  for (const [dimension, plain] of DIMENSIONS) {
    const names = where[plain];
    if (names === undefined) continue;
    const values = await Promise.all(names.map((name) => namedValue(world, dimension, name)));
    clauses.push({ dimension, values });
  }
  return clauses;
}

async function namedValue(world: World, dimension: DimensionId, name: string): Promise<FilterValue> {
  if (dimension === "school_year") return { key: Number(name), label: name };
  if (dimension === "month") return { key: name, label: name };
  if (name === UNKNOWN || name === INDEPENDENT) return { key: null, label: name };
  return findValue(world.pool, ORGANIZATION, dimension, name);
}

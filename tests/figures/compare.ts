import { type Period, unionOf } from "../../src/domain/index.js";
import {
  computeMetrics,
  type DimensionId,
  type FigureRow,
  type FilterClause,
  type Filters,
  type FilterValue,
  findValue,
  metricOf,
} from "../../src/metrics/index.js";
import {
  INDEPENDENT,
  NO_PATHWAY,
  NOBODY,
  PLAIN_METRICS,
  type PlainDimension,
  type PlainFigures,
  type PlainMetric,
  plainFigures,
  UNKNOWN,
} from "../plain/index.js";
import { ORGANIZATION, TODAY, type World } from "./world.js";

export const COMPARED = PLAIN_METRICS;

/** Dimensions of the metrics and what the plain calculation calls them. */
export const DIMENSIONS = [
  ["district", "district"],
  ["school", "school"],
  ["school_level", "level"],
  ["home_district", "home_district"],
  ["home_school", "home_school"],
  ["home_level", "home_level"],
  ["pathway", "pathway"],
  ["school_year", "school_year"],
  ["month", "month"],
  ["event_type", "event_type"],
  ["format", "format"],
  ["host", "host"],
  ["organisation", "organization"],
  ["volunteer", "volunteer"],
  ["teacher", "teacher"],
] as const satisfies readonly (readonly [DimensionId, PlainDimension])[];

/** Those of the metrics that are kept by all dimensions that a question names. */
export function comparedBy({ by, where = {} }: Omit<Question, "period">): PlainMetric[] {
  const named = DIMENSIONS.filter((each) => each === by || where[each[1]] !== undefined).map(([id]) => id);
  return COMPARED.filter((id) => named.every((dimension) => metricOf(id).dimensions.includes(dimension)));
}

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
  const metrics = comparedBy({ where, ...(by ? { by } : {}) });
  const plain = await computeMetrics(world.pool, ORGANIZATION, { ...asking, metrics, smallGroups: "shown" });
  const hasTypes = metrics.includes("M60");
  const types = hasTypes ? await computeMetrics(world.pool, ORGANIZATION, { ...asking, metrics: ["M120"] }) : null;
  const told = new Map<string, Record<string, number>>();
  const tell = (bucket: string, metric: string, figure: unknown): void => {
    if (typeof figure === "number" && figure !== 0) told.set(bucket, { ...told.get(bucket), [metric]: figure });
  };
  const bucketOf = await bucketsOf(world, by?.[0]);
  for (const id of metrics) {
    tell("Total", id, rounded(plain.total.figures[id]?.at(-1)));
    for (const row of plain.rows) tell(bucketOf(row), id, rounded(row.figures[id]?.at(-1)));
  }
  for (const row of types?.rows ?? [])
    tell(by ? bucketOf(row) : "Total", `M120 ${row.part?.key ?? row.key}`, row.figures.M120?.at(-1));
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
  const metrics = comparedBy({ where, ...(by ? { by } : {}) });
  const hasTypes = metrics.includes("M60");
  // Cut by a dimension, types are told in its rows alone.
  const whole = by === undefined ? total : { ...total, M120: {} };
  const all = [["Total", whole] as const, ...groups].map(
    ([bucket, figures]) => [bucket, toldOf(figures, metrics, hasTypes)] as const,
  );
  return Object.fromEntries(all.filter(([, told]) => Object.keys(told).length > 0));
}

const rounded = (figure: unknown): unknown => (typeof figure === "number" ? Number(figure.toFixed(6)) : figure);

function toldOf(figures: PlainFigures, metrics: readonly PlainMetric[], hasTypes: boolean): Told {
  const types = hasTypes ? Object.entries(figures.M120) : [];
  return Object.fromEntries(
    [
      ...metrics.map((id): [string, number] => [id, Number(figures[id].toFixed(6))]),
      ...types.map(([type, events]): [string, number] => [`M120 ${type}`, events]),
    ].filter(([, figure]) => figure !== 0),
  );
}

const BY_KEY: readonly (DimensionId | undefined)[] = ["school_year", "month", "event_type", "format"];

/** A bucket as the plain calculation names it: people by their smallest contact's id, what has only a key by it, all else by name. */
async function bucketsOf(world: World, by: DimensionId | undefined): Promise<(row: FigureRow) => string> {
  if (BY_KEY.includes(by)) return ({ key }) => String(key);
  if (by !== "volunteer" && by !== "teacher") return ({ label }) => label;
  const people = await world.people();
  return ({ key }) => (key === null ? NOBODY : (people.get(Number(key)) ?? `nobody's id ${key}`));
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
  if (name === UNKNOWN || name === INDEPENDENT || name === NO_PATHWAY) return { key: null, label: name };
  return findValue(world.pool, ORGANIZATION, dimension, name);
}

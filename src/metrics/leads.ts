import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { PolarisError } from "../runtime/index.js";
import {
  type LeadDimension,
  type LeadFigure,
  type LeadGrainId,
  leadFigureOf,
  UNUSABLE_ADDRESS,
  UNUSABLE_PHONE,
} from "./leads-figures.js";
import { wasListedSince } from "./leads-last-day.js";
import { isInSource, sourcesIn } from "./leads-sources.js";
import { all, inPeriod } from "./window.js";

/** Values that are wanted, any of each list, and values that are not. */
export interface Wanted {
  readonly all: readonly (readonly string[])[];
  readonly none: readonly string[];
}

/** Which leads, rows and files are meant. */
export interface LeadScope {
  readonly period: Period;
  /** By the names of sources. */
  readonly sources: Wanted;
  /** By the two letters of states; "unknown" is none. */
  readonly states: Wanted;
}

export const ANY: Wanted = { all: [], none: [] };

type Key = string | number | null;

/** A count, or a share with what it is made of. */
export interface LeadNumber {
  /** A share is of 0 to 100; null where there is nothing to have a share of. */
  readonly value: number | null;
  readonly of: number;
  readonly among: number;
}

export interface LeadBucket {
  /** A source's name, a state, the id of a file, a month, a stage; null is not known. */
  readonly key: Key;
  /** Id of the figure → its number. */
  readonly figures: Readonly<Record<string, LeadNumber>>;
}

export interface LeadNumbers {
  readonly total: LeadBucket;
  /** Empty without a dimension. */
  readonly buckets: readonly LeadBucket[];
}

interface Grain {
  readonly tables: Sql;
  readonly where: readonly Sql[];
  readonly keys: Readonly<Record<LeadDimension, Sql>>;
  within(period: Period): Sql;
  hasSource(name: string): Sql;
  readonly state: Sql;
}

const LEAD_KEYS: Grain["keys"] = {
  // All sources of the lead together: they are told apart afterwards, so that each lead is read once.
  source: sql`l.sources`,
  state: sql`l.state`,
  file: sql`l.first_file_id`,
  month: sql`substr(l.first_date, 1, 7)`,
  outreach_stage: sql`l.outreach_stage`,
};

const GRAIN: Readonly<Record<LeadGrainId, Grain>> = {
  lead: {
    tables: sql`lead l`,
    where: [],
    keys: LEAD_KEYS,
    within: ({ start, end }) =>
      all([...(end === null ? [] : [sql`l.first_date <= ${end}`]), ...(start === null ? [] : [wasListedSince(start)])]),
    hasSource: isInSource,
    state: sql`l.state`,
  },
  arrival: {
    tables: sql`lead l`,
    where: [],
    keys: { ...LEAD_KEYS, source: sql`l.first_source` },
    within: (period) => inPeriod(sql`l.first_date`, period),
    hasSource: (name) => sql`l.first_source = ${name}`,
    state: sql`l.state`,
  },
  row: {
    tables: sql`lead_row r JOIN lead_file f ON f.id = r.file_id JOIN lead_version v ON v.id = r.version_id`,
    where: [sql`f.state = 'standing'`],
    keys: {
      source: sql`f.source`,
      state: sql`v.state`,
      file: sql`f.id`,
      month: sql`substr(f.file_date, 1, 7)`,
      outreach_stage: sql`NULL`,
    },
    within: (period) => inPeriod(sql`f.file_date`, period),
    hasSource: (name) => sql`f.source = ${name}`,
    state: sql`v.state`,
  },
};

/** By file, how many of its rows have no valid phone, no usable address, and one of both: found from the few wordings that have a problem. */
export const UNUSABLE_BY_FILE: Sql = sql`SELECT r.file_id,
    SUM(CASE WHEN ${UNUSABLE_PHONE} THEN 1 ELSE 0 END) AS phone,
    SUM(CASE WHEN ${UNUSABLE_ADDRESS} THEN 1 ELSE 0 END) AS address,
    SUM(CASE WHEN ${UNUSABLE_PHONE} OR ${UNUSABLE_ADDRESS} THEN 1 ELSE 0 END) AS either
  FROM lead_version v CROSS JOIN lead_row r
  WHERE r.version_id = v.id AND v.problem_count > 0
  GROUP BY r.file_id`;

/** What the sources and states asked for mean for a record of a grain. */
export function askedOf(grain: LeadGrainId, { sources, states }: Omit<LeadScope, "period">): Sql[] {
  const { hasSource, state } = GRAIN[grain];
  const hasState = (name: string): Sql =>
    name === "unknown" ? sql`${state} IS NULL` : sql`COALESCE(${state}, '') = ${name}`;
  return [...conditions(sources, hasSource), ...conditions(states, hasState)];
}

function conditions({ all: lists, none }: Wanted, has: (name: string) => Sql): Sql[] {
  const any = (names: readonly string[]): Sql => sql`(${join(names.map(has), " OR ")})`;
  return [...lists.filter(({ length }) => length > 0).map(any), ...(none.length > 0 ? [sql`NOT ${any(none)}`] : [])];
}

/** The conditions of a scope on a record of a grain, its period among them. */
export const scopeOf = (grain: LeadGrainId, scope: LeadScope): Sql =>
  all([...GRAIN[grain].where, GRAIN[grain].within(scope.period), ...askedOf(grain, scope)]);

/** Figures that one statement answers, as they count the same records. */
export interface LeadStatement {
  readonly figures: readonly LeadFigure[];
  readonly sql: Sql;
}

/** As few statements as the figures allow. @throws PolarisError argument_invalid for a figure that is not kept by the dimension */
export function leadStatements(ids: readonly string[], scope: LeadScope, by: LeadDimension | null): LeadStatement[] {
  const figures = ids.map(leadFigureOf);
  const without = figures.find(({ dimensions }) => by !== null && !dimensions.includes(by));
  if (without !== undefined)
    throw new PolarisError(
      "argument_invalid",
      `${without.id} ${without.name} is not kept by ${by}. Expected one of ${without.dimensions.join(", ")}.`,
    );
  return [...new Set(figures.map(({ grain }) => grain))].map((grain) => {
    const own = figures.filter((figure) => figure.grain === grain);
    const ofFiles = grain === "row" && by !== "state" && isAny(scope.states);
    return { figures: own, sql: ofFiles ? unusableRows(scope, by) : statementOf(grain, own, scope, by) };
  });
}

function statementOf(
  grain: LeadGrainId,
  figures: readonly LeadFigure[],
  scope: LeadScope,
  by: LeadDimension | null,
): Sql {
  const { tables, keys } = GRAIN[grain];
  const key = by === null ? sql`NULL` : keys[by];
  const counts = figures.map(({ counts }, place) => {
    const alias = raw(`n${place}`);
    return counts === null ? sql`COUNT(*) AS ${alias}` : sql`SUM(CASE WHEN ${counts} THEN 1 ELSE 0 END) AS ${alias}`;
  });
  return sql`SELECT ${key} AS bucket, COUNT(*) AS among,
  ${join(counts, ",\n  ")}
FROM ${tables}
WHERE ${scopeOf(grain, scope)}${by === null ? empty : sql`\nGROUP BY ${key}`}`;
}

const isAny = ({ all: lists, none }: Wanted): boolean => lists.every(({ length }) => length === 0) && none.length === 0;

/** L3 where no row needs to be looked at for its state: files with the rows they have, and the few that cannot be used. */
function unusableRows(scope: LeadScope, by: LeadDimension | null): Sql {
  const key = by === null ? sql`NULL` : GRAIN.row.keys[by];
  return sql`SELECT ${key} AS bucket, SUM(f.rows) AS among, SUM(COALESCE(u.either, 0)) AS n0
FROM lead_file f LEFT JOIN (
  ${UNUSABLE_BY_FILE}
) u ON u.file_id = f.id
WHERE ${scopeOf("row", scope)}${by === null ? empty : sql`\nGROUP BY ${key}`}`;
}

export type Row = Readonly<Record<string, Key>>;

/** The figures over a scope and, by a dimension, of each of its buckets; totals are of the records, so a lead of two sources counts once in them. */
export async function leadNumbers(
  reader: Reader,
  ids: readonly string[],
  scope: LeadScope,
  by: LeadDimension | null = null,
): Promise<LeadNumbers> {
  const answers: Answer[] = [];
  for (const { figures, sql: statement } of leadStatements(ids, scope, by))
    answers.push({ figures, rows: await reader.query<Row>(statement) });
  return numbersOf(answers, ids, scope, by);
}

/** What a statement said of the figures it answers. */
interface Answer {
  readonly figures: readonly LeadFigure[];
  readonly rows: readonly Row[];
}

/** Adds up what statements said: of all records, and of each bucket. */
export function numbersOf(
  answers: readonly Answer[],
  ids: readonly string[],
  scope: LeadScope,
  by: LeadDimension | null,
): LeadNumbers {
  const total = new Tallies();
  const buckets = new Map<Key, Tallies>();
  for (const { figures, rows } of answers)
    for (const row of rows) {
      total.add(figures, row);
      if (by === null) continue;
      for (const key of keysOf(row.bucket ?? null, by, scope)) {
        const bucket = buckets.get(key) ?? new Tallies();
        buckets.set(key, bucket);
        bucket.add(figures, row);
      }
    }
  const figures = ids.map(leadFigureOf);
  return {
    total: { key: null, figures: total.of(figures) },
    buckets: [...buckets].map(([key, tallies]) => ({ key, figures: tallies.of(figures) })),
  };
}

/** ",source_1,source_3," is both sources; of those asked for, where some were. */
function keysOf(bucket: Key, by: LeadDimension, { sources }: LeadScope): readonly Key[] {
  if (by !== "source" || typeof bucket !== "string") return [bucket];
  const wanted = sources.all.flat();
  return sourcesIn(bucket).filter((name) => wanted.length === 0 || wanted.includes(name));
}

/** Adds up what the statements say of one bucket. */
class Tallies {
  readonly #of = new Map<string, { of: number; among: number }>();

  add(figures: readonly LeadFigure[], row: Row): void {
    for (const [place, { id }] of figures.entries()) {
      const sum = this.#of.get(id) ?? { of: 0, among: 0 };
      this.#of.set(id, sum);
      sum.of += Number(row[`n${place}`] ?? 0);
      sum.among += Number(row.among ?? 0);
    }
  }

  of(figures: readonly LeadFigure[]): LeadBucket["figures"] {
    return Object.fromEntries(
      figures.map(({ id, type }): [string, LeadNumber] => {
        const { of, among } = this.#of.get(id) ?? { of: 0, among: 0 };
        if (type === "integer") return [id, { value: of, of, among }];
        return [id, { value: among === 0 ? null : (of / among) * 100, of, among }];
      }),
    );
  }
}

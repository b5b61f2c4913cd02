import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Asked } from "./asked.js";
import type { Expressions } from "./expressions.js";
import { throughPeople } from "./filters.js";
import { listed } from "./listed.js";
import type { Condition, DimensionId } from "./model.js";
import { readsContact } from "./persons.js";
import type { Reading } from "./reading.js";
import { all } from "./window.js";

/** What is written down of each event: a number that adds up, or the ids of those who are counted once among several events. */
export interface Entry {
  readonly name: string;
  readonly of: "numbers" | "people" | "organisations";
  readonly value: Sql;
}

/** A figure, and what it is counted over. */
export interface Drawn {
  readonly alias: string;
  readonly entry: Entry;
  readonly period: Period | null;
}

/** Organisations stand by their ids, and are looked up where several have one name. */
const ORGANISATION = sql`p.credited_organization_id`;

/**
 * What volunteers gave at each event, read once: who they were, for whom they came, and what adds up. By whatever is told by the event, figures are then
 * sums and counts of different ids over its rows; the engines would go over all participations again for every dimension.
 */
export class Ledger {
  readonly #reading: Reading;
  readonly #columns: Expressions;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#columns = reading.columns;
  }

  /** Whether all that is asked can be drawn from it: of participations that say themselves whose they are. */
  isEnoughFor(dimensions: readonly DimensionId[]): boolean {
    const { grain, context, asked, filtered } = this.#reading;
    if (grain !== "volunteer participation" || !context.counts) return false;
    return (
      asked.every(isDrawn) &&
      this.#columns.names.every((name) => this.#isPlain(name)) &&
      !readsContact([...this.#read(), ...filtered]) &&
      dimensions.every((id) => this.#reading.dimension(id).of === "event" && !throughPeople(grain, id))
    );
  }

  /** The figures, each entry once however many are drawn from it. */
  drawn(): Drawn[] {
    const entries = new Map<string, Entry>();
    return this.#reading.asked.map((asked) => {
      const key = JSON.stringify([asked.measure, asked.where]);
      const entry = entries.get(key) ?? this.#entry({ ...asked, period: null }, `entry_${entries.size}`);
      entries.set(key, entry);
      return { alias: asked.alias, entry, period: asked.period };
    });
  }

  /** The entries at each event where there is anything to enter. */
  byEvent(entries: readonly Entry[]): Sql {
    const { tables, windowed, filtered, ofGrain } = this.#reading;
    return sql`SELECT
  ${join([sql`f.event`, ...entries.map(({ name, value }) => sql`${value} AS ${raw(name)}`)], ",\n  ")}
FROM (
    SELECT
      ${join(this.#read(), ",\n      ")}
    FROM ${tables}
    WHERE ${all([windowed, ...filtered, ...ofGrain])}
) f
WHERE ${all(this.#columns.common.map((condition) => this.#columns.condition(condition)))}
GROUP BY f.event`;
  }

  #entry(asked: Asked, name: string): Entry {
    const { measure } = asked;
    if (measure.kind !== "distinct") return { name, of: "numbers", value: this.#columns.figure(asked) };
    const of = measure.column === "person" ? "people" : "organisations";
    return { name, of, value: listed(this.#columns.value(asked)) };
  }

  #read(): Sql[] {
    return this.#columns.names.map((name) =>
      name === "organisation" ? sql`${ORGANISATION} AS organisation` : this.#columns.countedAs(name, []),
    );
  }

  #isPlain(name: string): boolean {
    const { needs, limit, isOnce = false } = this.#columns.read(name);
    return limit === undefined && !isOnce && (needs === undefined || name === "organisation");
  }
}

/** Of one name may be several organisations: each but the first of them, with the first. */
export const SAME_NAMES = sql`SELECT o.id, named.first
FROM (SELECT name, MIN(id) AS first FROM organization GROUP BY name HAVING COUNT(*) > 1) named
  JOIN organization o ON o.name = named.name
WHERE o.id <> named.first`;

function isDrawn({ measure, where }: Asked): boolean {
  const isAdded = measure.kind === "sum" || (measure.kind === "records" && measure.times === undefined);
  const isListed =
    measure.kind === "distinct" &&
    measure.times === undefined &&
    (measure.column === "person" || measure.column === "organisation");
  return (isAdded || isListed) && where.every(isToldOnce);
}

/** Whether it holds of a record whatever the period, and asks no organisation's name. */
const isToldOnce = (condition: Condition): boolean =>
  !("day" in condition && condition.day === "within the period") &&
  !("fails" in condition && !isToldOnce(condition.fails)) &&
  (condition.column !== "organisation" || "recorded" in condition);

import sql, { join, raw, type Sql } from "sql-template-tag";
import { type Period, unionOf } from "../domain/index.js";
import type { Asked, Question } from "./asked.js";
import type { Context } from "./columns.js";
import { beyond, isCounted } from "./conditions.js";
import { dimensionIn } from "./dimensions.js";
import { Expressions } from "./expressions.js";
import { filtered, tablesOf, throughPeople } from "./filters.js";
import { GRAIN, type Link } from "./grains.js";
import { listed } from "./listed.js";
import type { Condition, DimensionId, GrainId } from "./model.js";
import { readsContact } from "./persons.js";
import { all, inPeriod } from "./window.js";

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
  readonly #grain: GrainId;
  readonly #link: Link;
  readonly #question: Omit<Question, "metrics">;
  readonly #context: Context;
  readonly #asked: readonly Asked[];
  readonly #columns: Expressions;

  constructor(
    grain: GrainId,
    link: Link,
    question: Omit<Question, "metrics">,
    context: Context,
    asked: readonly Asked[],
  ) {
    this.#grain = grain;
    this.#link = link;
    this.#question = question;
    this.#asked = asked;
    this.#columns = new Expressions(grain, context, question.periods, asked, []);
    this.#context = this.#columns.context;
  }

  /** Whether all that is asked can be drawn from it: of participations that say themselves whose they are. */
  isEnoughFor(dimensions: readonly DimensionId[]): boolean {
    if (this.#grain !== "volunteer participation" || !this.#columns.common.some(isCounted)) return false;
    return (
      this.#asked.every(isDrawn) &&
      this.#columns.names.every((name) => this.#isPlain(name)) &&
      !readsContact([...this.#read(), ...this.#filtered()]) &&
      dimensions.every((id) => dimensionIn(id, this.#context).of === "event" && !throughPeople(this.#grain, id))
    );
  }

  /** The figures, each entry once however many are drawn from it. */
  drawn(): Drawn[] {
    const entries = new Map<string, Entry>();
    return this.#asked.map((asked) => {
      const key = JSON.stringify([asked.measure, asked.where]);
      const entry = entries.get(key) ?? this.#entry(asked, `entry_${entries.size}`);
      entries.set(key, entry);
      return { alias: asked.alias, entry, period: asked.period };
    });
  }

  /** The entries at each event where there is anything to enter. */
  byEvent(entries: readonly Entry[]): Sql {
    return sql`SELECT
  ${join([sql`f.event`, ...entries.map(({ name, value }) => sql`${value} AS ${raw(name)}`)], ",\n  ")}
FROM (
    SELECT
      ${join(this.#read(), ",\n      ")}
    FROM ${tablesOf(this.#grain, this.#question.filters)}
    WHERE ${all([inPeriod(sql`e.local_date`, unionOf(this.#question.periods)), ...this.#filtered(), ...GRAIN[this.#grain].where])}
) f
WHERE ${all(this.#columns.common.map((condition) => this.#columns.condition(condition)))}
GROUP BY f.event`;
  }

  #entry(asked: Asked, name: string): Entry {
    const { measure } = asked;
    if (measure.kind !== "distinct")
      return { name, of: "numbers", value: this.#columns.figure({ ...asked, period: null }, false) };
    const own = beyond(asked.where, this.#columns.common).map((condition) => this.#columns.condition(condition));
    const id = this.#columns.expression(measure.column);
    const kept = own.length === 0 ? id : sql`CASE WHEN ${join(own, " AND ")} THEN ${id} END`;
    return { name, of: measure.column === "person" ? "people" : "organisations", value: listed(kept) };
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

  #filtered(): Sql[] {
    return filtered(this.#grain, this.#link, this.#question.filters, this.#context);
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

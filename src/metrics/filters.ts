import sql, { type Sql } from "sql-template-tag";
import type { Context } from "./context.js";
import { DIMENSION, dimensionIn, NOBODY } from "./dimensions.js";
import { GRAIN, type Link, linked } from "./grains.js";
import type { DimensionId, FilterClause, Filters, GrainId, Key } from "./model.js";
import { all } from "./window.js";

/** A volunteer participation has its own organisation and volunteer; an event or student has those of who was there. */
export const throughPeople = (grain: GrainId, dimension: DimensionId): boolean =>
  grain !== "volunteer participation" && DIMENSION[dimension].of === "volunteer participation";

/** The grain's tables. Where no filter leads to few participations, SQLite is held to begin with the events of the window. */
export const tablesOf = (grain: GrainId, filters: Filters): Sql =>
  filters.some(({ dimension }) => DIMENSION[dimension].leads) ? GRAIN[grain].tables : GRAIN[grain].held;

/** The bucket of a record without anyone there: of its own among organisations, where null is Independent. */
export const nobodyIn = (dimension: DimensionId): Key => (dimension === "organisation" ? NOBODY : null);

export const keysOf = (clause: FilterClause): Key[] => clause.values.map((value) => value.key);

/** Event e is one of those at which a linked participation holds: found from the few participations, not from each event. */
const someoneAt = (link: Link, conditions: readonly Sql[]): Sql => sql`e.id IN (
      SELECT p.event_id FROM participation p JOIN contact c ON c.id = p.contact_id
      WHERE ${all([...linked(link), ...conditions])}
    )`;

/** The conditions that filters put on a record of a grain; without a context, dimensions that depend on none. */
export function filtered(grain: GrainId, link: Link, filters: Filters, context: Context | null = null): Sql[] {
  return filters.flatMap((clause): Sql[] => {
    const { has } = context === null ? DIMENSION[clause.dimension] : dimensionIn(clause.dimension, context);
    const keys = keysOf(clause);
    if (!throughPeople(grain, clause.dimension)) return [clause.exclude ? sql`NOT ${braced(has(keys))}` : has(keys)];
    const someone = someoneAt(link, [has(keys)]);
    const holds = keys.includes(nobodyIn(clause.dimension)) ? sql`(${someone} OR NOT ${someoneAt(link, [])})` : someone;
    return [clause.exclude ? sql`NOT ${braced(holds)}` : holds];
  });
}

const braced = (condition: Sql): Sql => sql`COALESCE(${condition}, FALSE)`;

/**
 * Conditions on the bucket itself: a district filter leaves an event in its other districts too, but its rows are those asked for.
 * Repeated clauses on one dimension allow each other's values.
 */
export function buckets(
  dimension: DimensionId,
  filters: Filters,
): { wanted: readonly Key[] | null; unwanted: readonly Key[] } {
  const clauses = filters.filter((clause) => clause.dimension === dimension);
  const wanted = clauses.filter((clause) => !clause.exclude).flatMap(keysOf);
  return {
    wanted: wanted.length > 0 ? wanted : null,
    unwanted: clauses.filter((clause) => clause.exclude).flatMap(keysOf),
  };
}

/** Whose participations are looked at when organisations or volunteers are asked about: those that any clause wants, per dimension. */
export function peopleAsked(filters: Filters): Sql[] {
  const asked = filters.filter((clause) => DIMENSION[clause.dimension].of === "volunteer participation");
  const dimensions = [...new Set(asked.map((clause) => clause.dimension))];
  return dimensions.flatMap((dimension) => {
    const { wanted, unwanted } = buckets(dimension, filters);
    const { has } = DIMENSION[dimension];
    return [...(wanted ? [has(wanted)] : []), ...(unwanted.length > 0 ? [sql`NOT ${braced(has(unwanted))}`] : [])];
  });
}

import sql, { empty, join, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import { PERSON } from "./columns.js";
import { DIMENSION } from "./dimensions.js";
import { keysOf, peopleAsked } from "./filters.js";
import { CONTACT, COUNTED_LINK, type Link, linked } from "./grains.js";
import type { DimensionId, Filters } from "./model.js";
import { COUNTED_PERSON, isOf, personIn, readsContact } from "./persons.js";
import { all, inPeriod } from "./window.js";

/** The entry that stands for an event by `of`: human before sheet, then the newest (ruling E6). */
const entryOf = (from: Sql, of: Sql): Sql => sql`(
        SELECT a.id FROM ${from} WHERE ${of} AND a.reversed_at IS NULL
        ORDER BY CASE a.entered_by_kind WHEN 'human' THEN 0 ELSE 1 END, a.entered_at DESC, a.id DESC LIMIT 1
      )`;

/** Its own entry; where people said that another session is this one, an entry there stands for an event that has none. Looked up for each: few are asked about. */
export const detailJoin: Sql = sql`LEFT JOIN attendance_detail detail ON detail.id = COALESCE(${entryOf(
  sql`attendance_detail a`,
  sql`a.event_id = e.id`,
)}, ${entryOf(sql`event ae JOIN attendance_detail a ON a.event_id = ae.id`, sql`ae.same_as_id = e.id`)})`;

/**
 * Who was at an event with what is read of them, one row per event, or per event and bucket: the organisations and volunteers asked about, counted as people.
 * `start_unknown` is 1 when any of them is credited to an affiliation without a known start (ruling E5).
 */
export function presentJoin(
  link: Link,
  period: Period,
  filters: Filters,
  by: DimensionId | null,
  reads: ReadonlySet<string>,
): Sql {
  const dimension = by === null ? null : DIMENSION[by];
  const asked = peopleAsked(filters);
  const isCounted = link === "came" && !readsContact([...asked, dimension?.joins ?? empty]);
  const person = isCounted ? COUNTED_PERSON : PERSON;
  const key = dimension?.key === PERSON ? person : dimension?.key;
  const columns = [
    sql`p.event_id`,
    ...(reads.has("volunteers") ? [sql`COUNT(DISTINCT ${person}) AS volunteers`] : []),
    ...(reads.has("credit_start_unknown")
      ? [sql`MAX(CASE WHEN p.credit_start_unknown = TRUE THEN 1 ELSE 0 END) AS start_unknown`]
      : []),
    ...(key ? [sql`${key} AS bucket_key`] : []),
  ];
  const where = [
    sql`p.event_id = pe.id`,
    inPeriod(sql`pe.local_date`, period),
    ...(isCounted ? COUNTED_LINK : linked(link)),
    ...asked,
  ];
  const first =
    asked.length > 0
      ? sql`event pe JOIN participation p ON p.event_id = pe.id`
      : sql`event pe CROSS JOIN participation p`;
  return sql`LEFT JOIN (
        SELECT ${join(columns, ", ")}
        FROM ${first} ${isCounted ? empty : CONTACT.join} ${dimension?.joins ?? empty}
        WHERE ${all(where)}
        GROUP BY ${join([sql`p.event_id`, ...(key ? [key] : [])], ", ")}
      ) present ON present.event_id = e.id`;
}

/** The organisation a participation is credited to (ruling E5). */
export const creditedJoin: Sql = sql`LEFT JOIN organization credited ON credited.id = p.credited_organization_id`;

/**
 * The first day on which each volunteer attended anything that was not cancelled: all history, not the window alone (Bible M92). SQLite begins with the
 * events, whose days it needs, and finds the rest in the index of participations; where volunteers are named, with theirs.
 */
export function firstJoin(person: Sql, filters: Filters): Sql {
  const named = filters.filter(({ dimension, exclude }) => dimension === "volunteer" && !exclude);
  const theirs = named.map((clause) => isOf("fp", keysOf(clause)));
  const first =
    named.length > 0 ? sql`event fe JOIN participation fp ON TRUE` : sql`event fe CROSS JOIN participation fp`;
  return sql`LEFT JOIN (
        SELECT ${personIn("fp")} AS person, MIN(fe.local_date) AS first_on
        FROM ${first}
        WHERE ${all([
          sql`fp.event_id = fe.id AND fp.role = 'volunteer' AND fp.counts = TRUE AND fp.deleted_at IS NULL`,
          sql`fe.deleted_at IS NULL AND fe.status <> 'Cancelled'`,
          ...theirs,
        ])}
        GROUP BY ${personIn("fp")}
      ) first ON first.person = ${person}`;
}

/** Joins without those that another one begins with: the dimensions of a person's own school share theirs. */
export const eachOnce = (joins: readonly Sql[]): Sql[] =>
  joins.filter((each, place) => {
    const isBegun = (other: Sql, at: number): boolean =>
      at !== place && other.sql.startsWith(each.sql) && (other.sql !== each.sql || at < place);
    return !joins.some(isBegun);
  });

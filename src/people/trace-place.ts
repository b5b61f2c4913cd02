import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import { mayHold } from "./narrow.js";
import { isIn, MOST, NOTHING, type Tracer, type Traces, type Tracing } from "./trace-model.js";
import { cameJoin, clauses, many, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";

interface Row extends Sourced {
  readonly id: number;
  readonly name: string;
  readonly other_name: string | null;
  readonly merged_into_source_id: string | null;
}

interface School extends Row {
  readonly district: string | null;
  readonly level: string | null;
  readonly events: number;
}

interface District extends Row {
  readonly schools: number;
  readonly events: number;
}

interface SchoolClass extends Row {
  readonly school: string | null;
  readonly year: number | null;
  readonly students: number;
}

/** Schools by id, name or the name that Pathful has for them. */
export const traceSchools: Tracer = (tracing) =>
  tracePlaces<School>(tracing, {
    table: "school",
    what: "School",
    otherName: sql`t.other_name`,
    mergedInto: sql`t.merged_into_source_id`,
    columns: sql`t.level, (SELECT d.name FROM district d WHERE d.id = t.district_id) AS district,
      (SELECT count(*) FROM event e WHERE e.school_id = t.id AND e.deleted_at IS NULL) AS events`,
    whyOf: ({ district, level, events }) =>
      clauses(
        district === null ? "its district is not known, so its events count under Unknown" : `of ${district}`,
        level === null ? "its level is not known" : level,
        many(events, "event"),
      ),
  });

/** Districts by id or name. */
export const traceDistricts: Tracer = (tracing) =>
  tracePlaces<District>(tracing, {
    table: "district",
    what: "District",
    mergedInto: sql`t.merged_into_source_id`,
    columns: sql`(SELECT count(*) FROM school s WHERE s.district_id = t.id AND s.deleted_at IS NULL) AS schools,
      (SELECT count(*) FROM event_district x JOIN event e ON e.id = x.event_id WHERE x.district_id = t.id AND e.deleted_at IS NULL) AS events`,
    whyOf: ({ schools, events }) => clauses(many(schools, "school"), many(events, "event")),
  });

/** Classes of schools by id or name. Their students are counted in one pass: no index leads from a class to them. */
export const traceClasses: Tracer = (tracing) =>
  tracePlaces<SchoolClass>(tracing, {
    table: "school_class",
    what: "Class",
    columns: sql`t.year, (SELECT s.name FROM school s WHERE s.id = t.school_id) AS school, COALESCE(n.students, 0) AS students`,
    joins: sql`LEFT JOIN (
      SELECT class_id, COUNT(*) AS students FROM contact WHERE class_id IS NOT NULL AND deleted_at IS NULL GROUP BY class_id
    ) n ON n.class_id = t.id`,
    whyOf: ({ school, year, students }) =>
      clauses(
        school === null ? "its school is not known" : `of ${school}`,
        year !== null && `graduates in ${year}`,
        many(students, "student"),
      ),
  });

interface Kind<R extends Row> {
  readonly table: "school" | "district" | "school_class";
  readonly what: string;
  /** What else it is called. */
  readonly otherName?: Sql;
  readonly mergedInto?: Sql;
  readonly columns: Sql;
  readonly joins?: Sql;
  readonly whyOf: (row: R) => string;
}

const NO_TEXT = sql`CAST(NULL AS TEXT)`;

async function tracePlaces<R extends Row>(tracing: Tracing, kind: Kind<R>): Promise<Traces> {
  const { reader, asked } = tracing;
  const { table, what, otherName, mergedInto = NO_TEXT, columns, joins = empty, whyOf } = kind;
  if (asked.text === "") return NOTHING;
  const key = asked.id ?? asked.text;
  const named = await reader.query<Pick<Row, "id" | "source_id" | "name" | "other_name">>(sql`
    SELECT t.id, t.source_id, t.name, ${otherName ?? NO_TEXT} AS other_name FROM ${raw(table)} t
    WHERE t.source_id = ${key} OR ${mayHold(sql`t.name`, asked.text)} ${otherName === undefined ? empty : sql`OR ${mayHold(otherName, asked.text)}`}
    ORDER BY t.name, t.id`);
  const isCalled = (name: string | null) => asked.id === null && isIn(name, asked);
  const ids = named
    .filter((row) => row.source_id === key || isCalled(row.name) || isCalled(row.other_name))
    .map(({ id }) => id);
  if (ids.length === 0) return NOTHING;
  const rows = await reader.query<R>(sql`
    SELECT t.id, ${sourced("t")}, t.name, ${otherName ?? NO_TEXT} AS other_name, ${mergedInto} AS merged_into_source_id, ${columns}
    FROM ${raw(table)} t ${joins} ${cameJoin("t")} WHERE t.id IN (${join(ids.slice(0, MOST))}) ORDER BY t.name, t.id`);
  const found = rows.map((row) => ({
    what,
    name: row.name,
    ...placeOf(row, tracing),
    why:
      row.deleted_at === null
        ? clauses(!isCalled(row.name) && isCalled(row.other_name) && `Pathful calls it “${row.other_name}”`, whyOf(row))
        : goneOf(row),
    isStudent: false,
  }));
  return { found, total: ids.length };
}

const goneOf = ({ source, merged_into_source_id }: Row): string =>
  merged_into_source_id === null ? whyGone(source) : `merged into ${merged_into_source_id}; counts there`;

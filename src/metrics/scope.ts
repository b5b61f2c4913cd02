import sql, { type Sql } from "sql-template-tag";
import { unionOf } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { Question } from "./asked.js";
import { PERSON } from "./columns.js";
import { DIMENSION } from "./dimensions.js";
import { filtered } from "./filters.js";
import { ALIVE_EVENT } from "./grains.js";
import type { FilterClause } from "./model.js";
import { readBy } from "./reading.js";
import { all, inPeriod } from "./window.js";

const PLACES = ["district", "school"] as const;
type Place = (typeof PLACES)[number];

/**
 * How many events of the window have no known district or school, or an inferred district, when that is asked about (Bible C5, ruling F1). Of metrics of
 * teachers: how many teachers.
 */
export async function countScope(reader: Reader, question: Question): Promise<Record<string, number>> {
  const { periods, filters, by, metrics } = question;
  const named = new Set([by, ...filters.map((clause) => clause.dimension)]);
  const asked = PLACES.filter((place) => named.has(place));
  const ofPlaces = asked.flatMap((place) => {
    const others = filters.filter((clause) => clause.dimension !== place);
    return [
      ...(metrics.some(({ places }) => places === undefined) ? [countEvents(reader, question, place, others)] : []),
      ...(metrics.some(({ places }) => places === "home") ? [countTeachers(reader, question, place, others)] : []),
    ];
  });
  const legacy = reachesLegacy(unionOf(periods)) ? [countLegacy(reader, question)] : [];
  return Object.assign({}, ...(await Promise.all([...ofPlaces, ...legacy])));
}

async function countEvents(
  reader: Reader,
  { periods }: Question,
  place: Place,
  others: readonly FilterClause[],
): Promise<Record<string, number>> {
  const where = all([
    inPeriod(sql`e.local_date`, unionOf(periods)),
    ALIVE_EVENT,
    sql`e.status <> 'Cancelled'`,
    ...eventFilters(others),
  ]);
  const [unknown, inferred] =
    place === "school"
      ? [sql`e.school_id IS NULL`, sql`FALSE`]
      : [
          sql`NOT EXISTS (SELECT 1 FROM event_district u WHERE u.event_id = e.id)`,
          sql`EXISTS (SELECT 1 FROM event_district u WHERE u.event_id = e.id AND u.basis = 'inferred')`,
        ];
  const [row] = await reader.query<{ unknown: number; inferred: number }>(
    sql`SELECT COUNT(CASE WHEN ${unknown} THEN 1 END) AS unknown, COUNT(CASE WHEN ${inferred} THEN 1 END) AS inferred FROM event e WHERE ${where}`,
  );
  return {
    [`events of unknown ${place}`]: row?.unknown ?? 0,
    ...(place === "district" ? { "events of inferred district": row?.inferred ?? 0 } : {}),
  };
}

/** Of whom some virtual session of the window was confirmed (ruling A3). */
async function countTeachers(
  reader: Reader,
  question: Question,
  place: Place,
  others: readonly FilterClause[],
): Promise<Record<string, number>> {
  const read = readBy({ places: "home" }, { ...question, filters: others });
  // Written so that SQLite begins with the few sessions, not with the many contacts without a school.
  const unknown: Sql = place === "school" ? sql`COALESCE(c.school_id, 0) = 0` : sql`hs.district_id IS NULL`;
  const [row] = await reader.query<{ teachers: number }>(sql`
    SELECT COUNT(DISTINCT ${PERSON}) AS teachers
    FROM event e JOIN participation p ON p.event_id = e.id JOIN contact c ON c.id = p.contact_id
    LEFT JOIN school hs ON hs.id = c.school_id
    WHERE ${all([
      inPeriod(sql`e.local_date`, unionOf(question.periods)),
      sql`p.role = 'teacher' AND p.attendance_confirmed_at IS NOT NULL AND e.format = 'virtual' AND e.status <> 'Cancelled'`,
      sql`${ALIVE_EVENT} AND p.deleted_at IS NULL AND c.deleted_at IS NULL AND c.excluded = FALSE`,
      unknown,
      ...filtered("teacher participation", "came", read.filters),
    ])}`);
  return { [`teachers of unknown ${place}`]: row?.teachers ?? 0 };
}

/** Connector sessions were kept in Salesforce until then; every window that touches them says so (ruling EV1). */
const LAST_LEGACY_DAY = "2024-07-31";
const reachesLegacy = ({ start }: { readonly start: string | null }): boolean =>
  start === null || start <= LAST_LEGACY_DAY;

async function countLegacy(reader: Reader, { periods, filters }: Question): Promise<Record<string, number>> {
  const where = all([
    inPeriod(sql`e.local_date`, unionOf(periods)),
    sql`e.is_legacy_connector = TRUE`,
    ALIVE_EVENT,
    sql`e.status <> 'Cancelled'`,
    ...eventFilters(filters),
  ]);
  const [row] = await reader.query<{ sessions: number }>(sql`SELECT COUNT(*) AS sessions FROM event e WHERE ${where}`);
  return row?.sessions ? { "legacy Connector sessions": row.sessions } : {};
}

/** What is asked of whosever record it is says nothing about an event. */
const eventFilters = (filters: readonly FilterClause[]): Sql[] =>
  filtered(
    "event",
    "came",
    filters.filter(({ dimension }) => DIMENSION[dimension].of !== "person"),
  );

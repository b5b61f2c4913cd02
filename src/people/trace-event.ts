import sql, { join } from "sql-template-tag";
import { printDay } from "../domain/index.js";
import { openQuestions, type Ticket } from "../intake/index.js";
import type { Reader } from "../pool/index.js";
import { sourceLabel } from "../sources/index.js";
import { mayHold } from "./narrow.js";
import { type Asked, isIn, MOST, NOTHING, type Tracer, type Tracing } from "./trace-model.js";
import { cameJoin, clauses, many, otherYear, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";

/** Events by title, Salesforce id, Pathful's session id: where and as what they count, and why not. */
export const traceEvents: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  const ids = await eventsCalled(reader, asked);
  if (ids.length === 0) return NOTHING;
  const rows = await reader.query<Row>(sql`
    SELECT e.id, ${sourced("e")}, e.title, e.local_date, e.school_year, e.status, e.type, e.type_raw, e.format, e.pathful_session_id,
      e.registered_students, e.attended_students, e.registered_educators, e.attended_educators, e.is_legacy_connector,
      (SELECT stays.source_id FROM event stays WHERE stays.id = e.same_as_id) AS same_as,
      (SELECT count(*) FROM participation p WHERE p.event_id = e.id AND p.deleted_at IS NULL) AS participations,
      (SELECT count(*) FROM participation p WHERE p.event_id = e.id AND p.deleted_at IS NULL AND p.counts) AS attended
    FROM event e ${cameJoin("e")}
    WHERE e.id IN (${join(ids.slice(0, MOST))})
    ORDER BY e.local_date DESC, e.id DESC`);
  const shown = rows.map(({ id }) => id);
  const districts = await districtsOf(reader, shown);
  const twins = await openQuestions(reader, "session_twin");
  const waiting = await waitingIn(reader);
  const found = rows.map((row) => ({
    what: "Event",
    name: row.title,
    ...placeOf(row, tracing),
    why:
      row.deleted_at === null
        ? whyOf(
            row,
            {
              districts: districts.get(row.id) ?? [],
              twins,
              waiting: waiting.get(`${row.source} ${row.source_id}`) ?? 0,
            },
            tracing,
          )
        : whyGone(row.source),
    isStudent: false,
  }));
  return { found, total: ids.length };
};

interface Row extends Sourced {
  readonly id: number;
  readonly title: string;
  readonly local_date: string;
  readonly school_year: number;
  readonly status: string;
  readonly type: string;
  readonly type_raw: string | null;
  readonly format: string;
  readonly pathful_session_id: string | null;
  readonly registered_students: number | null;
  readonly attended_students: number | null;
  readonly registered_educators: number | null;
  readonly attended_educators: number | null;
  readonly is_legacy_connector: boolean | number;
  /** The event that a person said this one is. */
  readonly same_as: string | null;
  readonly participations: number;
  readonly attended: number;
}

/** Titles are folded here rather than in SQL, where the engines fold accents differently. */
async function eventsCalled(reader: Reader, asked: Asked): Promise<number[]> {
  const { id, text } = asked;
  if (text === "") return [];
  const rows = await reader.query<{ id: number; title: string; is_key: number }>(sql`
    SELECT e.id, e.title, CASE WHEN e.source_id = ${id ?? text} OR e.pathful_session_id = ${text} THEN 1 ELSE 0 END AS is_key FROM event e
    WHERE e.source_id = ${id ?? text} OR e.pathful_session_id = ${text} OR ${mayHold(sql`e.title`, text)}
    ORDER BY e.local_date DESC, e.id DESC`);
  return rows.filter(({ title, is_key }) => is_key === 1 || (id === null && isIn(title, asked))).map((row) => row.id);
}

interface Place {
  readonly name: string;
  readonly basis: string;
}

async function districtsOf(reader: Reader, events: readonly number[]): Promise<Map<number, Place[]>> {
  const rows = await reader.query<Place & { event_id: number }>(sql`
    SELECT x.event_id, d.name, x.basis FROM event_district x JOIN district d ON d.id = x.district_id
    WHERE x.event_id IN (${join([...events])}) ORDER BY d.name`);
  const places = new Map<number, Place[]>();
  for (const { event_id, ...place } of rows) places.set(event_id, [...(places.get(event_id) ?? []), place]);
  return places;
}

/** Rows of people in virtual sessions that wait, by source and session: a row's key is its session's and the person's. */
async function waitingIn(reader: Reader): Promise<Map<string, number>> {
  const rows = await reader.query<{ source: string; source_id: string }>(sql`
    SELECT source, source_id FROM quarantine WHERE resolved_at IS NULL AND object = 'participation' AND source IN ('pathful', 'virtual-log')`);
  const counts = new Map<string, number>();
  for (const { source, source_id } of rows) {
    const session = `${source} ${source_id.slice(0, source_id.lastIndexOf("#"))}`;
    counts.set(session, (counts.get(session) ?? 0) + 1);
  }
  return counts;
}

interface Surroundings {
  readonly districts: readonly Place[];
  readonly twins: readonly Ticket[];
  /** Rows of people in it that wait. */
  readonly waiting: number;
}

function whyOf(row: Row, { districts, twins, waiting }: Surroundings, tracing: Tracing): string {
  return clauses(
    row.local_date,
    row.same_as !== null && `counts as ${row.same_as}, because a person decided that they are one`,
    row.format.replace("_", " "),
    `status ${row.status}`,
    row.status === "Cancelled" && "counts only as cancelled (M63)",
    row.status !== "Cancelled" && row.local_date > tracing.calendar.today && "still to come",
    otherYear(row.school_year, tracing),
    row.type === "other" && `type "${row.type_raw ?? "none"}" is not mapped and counts under other (ruling E1)`,
    districts.length === 0
      ? "district Unknown (ruling E2)"
      : `district ${districts.map(({ name, basis }) => `${name} (${basis})`).join(", ")}`,
    `${many(row.participations, "participation")}${row.participations === 0 ? "" : `, ${row.attended} counted`}`,
    pathfulWords(row),
    waiting > 0 && `${many(waiting, "row")} of people in it wait${waiting === 1 ? "s" : ""} for an answer`,
    Boolean(row.is_legacy_connector) && "a Connector session that Salesforce kept (ruling EV1)",
    twinWords(row, twins),
  );
}

/** The largest counts that Pathful gave of a session. */
function pathfulWords(row: Row): string | null {
  const counts = [
    row.registered_students !== null && `${many(row.registered_students, "student")} registered`,
    row.attended_students !== null && `${many(row.attended_students, "student")} attended`,
    row.registered_educators !== null && `${many(row.registered_educators, "educator")} registered`,
    row.attended_educators !== null && `${many(row.attended_educators, "educator")} attended`,
  ].filter((each) => each !== false);
  const session = row.pathful_session_id === null ? "" : `Pathful session ${row.pathful_session_id}`;
  if (counts.length === 0) return session === "" ? null : session;
  return `${session === "" ? sourceLabel(row.source) : session}: ${counts.join(", ")}`;
}

/** The open question whether it is the same session as another, asked from either side. */
function twinWords({ source, source_id }: Row, twins: readonly Ticket[]): string | null {
  const asked = twins.find(
    (twin) =>
      (twin.source === source && twin.key.replace(/^rows:/, "") === source_id) ||
      twin.suggestions.some((other) => other.source === source && other.source_id === source_id),
  );
  if (asked === undefined) return null;
  const isOwn = asked.source === source && asked.key.replace(/^rows:/, "") === source_id;
  const others = isOwn
    ? asked.suggestions.map(({ label }) => `“${label}”`).join(" or ")
    : `“${asked.asked}” (${sourceLabel(asked.source)})`;
  const day = asked.detail.date;
  return `perhaps the same session as ${others}${typeof day === "string" ? ` of ${printDay(day)}` : ""}: question ${asked.id} is open (ruling EV1), and both count until it is answered`;
}

import sql from "sql-template-tag";
import { NOTHING, type Tracer, type Tracing, traced } from "./trace-model.js";
import { cameJoin, clauses, otherYear, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";

/** One person at one event, by the row's id: whether it counts, and if not, by which rule. */
export const traceParticipations: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  const key = asked.id ?? asked.text;
  if (!/\d/.test(key)) return NOTHING;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("p")}, p.role, p.status, p.status_raw, p.attended, p.counts, c.full_name, c.excluded, c.deleted_at AS person_deleted_at,
      e.title, e.local_date, e.school_year, e.status AS event_status, e.deleted_at AS event_deleted_at,
      (SELECT own.source_id FROM event own WHERE own.id = p.recorded_event_id) AS recorded_at
    FROM participation p JOIN contact c ON c.id = p.contact_id JOIN event e ON e.id = p.event_id ${cameJoin("p")}
    WHERE p.source_id = ${key}`);
  return traced(rows, (row) => ({
    what: "Participation",
    name: row.full_name,
    ...placeOf(row, tracing),
    why: clauses(
      `${row.role} at "${row.title}" on ${row.local_date}`,
      row.recorded_at !== null && `its source says ${row.recorded_at}, which a person decided is this one`,
      `status "${row.status_raw ?? "none"}" is ${row.status.replaceAll("_", " ")}`,
      ...fateOf(row, tracing),
    ),
    isStudent: row.role === "student",
  }));
};

interface Row extends Sourced {
  readonly role: string;
  readonly status: string;
  readonly status_raw: string | null;
  readonly attended: boolean | number;
  readonly counts: boolean | number;
  readonly full_name: string;
  readonly excluded: boolean | number;
  readonly person_deleted_at: string | null;
  readonly title: string;
  readonly local_date: string;
  readonly school_year: number;
  readonly event_status: string;
  readonly event_deleted_at: string | null;
  /** The session that its source says, where a person decided that this is another one. */
  readonly recorded_at: string | null;
}

/** Every rule that keeps it out of figures; "counted" when none does. */
function fateOf(row: Row, tracing: Tracing): readonly (string | null)[] {
  if (row.deleted_at !== null) return [whyGone(row.source)];
  const kept = [
    row.event_deleted_at !== null && "not counted, because the event is deleted",
    row.person_deleted_at !== null && "not counted, because the person's record is deleted",
    row.event_status === "Cancelled" && "not counted, because the event was cancelled",
    !row.attended && "not attended, so not counted (ruling A1)",
    Boolean(row.attended) && !row.counts && "attended, but another row counts for this person and event",
    Boolean(row.excluded) && "the person is left out of reports (ruling P3)",
  ].filter((each) => each !== false);
  return [...(kept.length === 0 ? ["counted"] : kept), otherYear(row.school_year, tracing)];
}

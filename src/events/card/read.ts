import sql from "sql-template-tag";
import { isSalesforceId, to18 } from "../../domain/index.js";
import { type Decision, decisionsAbout } from "../../identity/index.js";
import { presents } from "../../metrics/index.js";
import type { Reader } from "../../pool/index.js";
import { type CalendarEvent, calendarEvents } from "../calendar/index.js";

/** Somebody at an event, by their record. */
export interface Participant {
  readonly sourceId: string;
  readonly name: string;
  /** As in registered, attended, no_show (ruling A1). */
  readonly status: string;
  /** Presents it (ruling A6). */
  readonly presents: boolean;
  readonly organization: string | null;
}

export interface Based {
  readonly name: string;
  /** Why, as in linked, text, school, inferred (ruling E2), or link, cluster, skill … (ruling E8). */
  readonly basis: string;
}

/** All that is known of one event. Students are counted, never named. */
export interface EventCard {
  readonly event: CalendarEvent;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly location: string | null;
  readonly host: string | null;
  readonly series: string | null;
  readonly requestedJobs: number | null;
  readonly availableSlots: number | null;
  readonly registeredStudents: number | null;
  readonly attendedStudents: number | null;
  readonly cancellationReason: string | null;
  readonly registrationLink: string | null;
  readonly sessionLink: string | null;
  readonly isLegacyConnector: boolean;
  readonly districts: readonly Based[];
  readonly pathways: readonly Based[];
  readonly volunteers: readonly Participant[];
  readonly teachers: readonly Participant[];
  readonly students: { readonly listed: number; readonly attended: number };
  readonly decisions: readonly Decision[];
  readonly flags: readonly { readonly kind: string; readonly severity: string; readonly detail: string }[];
  /** Records that people said are this event as well. */
  readonly twins: readonly { readonly source: string; readonly sourceId: string; readonly title: string }[];
}

interface Row {
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly location: string | null;
  readonly host: string | null;
  readonly series: string | null;
  readonly requested_jobs: number | null;
  readonly available_slots: number | null;
  readonly registered_students: number | null;
  readonly attended_students: number | null;
  readonly cancellation_reason: string | null;
  readonly registration_link: string | null;
  readonly session_link: string | null;
  readonly is_legacy_connector: boolean | number;
}

/** The card of the event with this id; null when it was deleted, or is another event as people decided. */
export async function eventCard(reader: Reader, id: number, today: string): Promise<EventCard | null> {
  const [event] = await calendarEvents(reader, {
    start: null,
    end: null,
    filters: [{ dimension: "event", values: [{ key: id, label: "" }] }],
    status: { all: [], none: [] },
    owner: null,
    words: [],
    today,
  });
  const [row] = await reader.query<Row>(sql`
    SELECT starts_at, ends_at, location, host, series, requested_jobs, available_slots, registered_students, attended_students,
      cancellation_reason, registration_link, session_link, is_legacy_connector FROM event WHERE id = ${id}`);
  if (event === undefined || row === undefined) return null;
  const { source, sourceId } = event;
  const about = { subject: "event", source, sourceId } as const;
  return {
    event,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    location: row.location,
    host: row.host,
    series: row.series,
    requestedJobs: row.requested_jobs,
    availableSlots: row.available_slots,
    registeredStudents: row.registered_students,
    attendedStudents: row.attended_students,
    cancellationReason: row.cancellation_reason,
    registrationLink: row.registration_link,
    sessionLink: row.session_link,
    isLegacyConnector: Boolean(row.is_legacy_connector),
    districts: await reader.query<Based>(sql`
      SELECT d.name, ed.basis FROM event_district ed JOIN district d ON d.id = ed.district_id WHERE ed.event_id = ${id} ORDER BY d.name`),
    pathways: await reader.query<Based>(
      sql`SELECT pathway AS name, basis FROM event_pathway WHERE event_id = ${id} ORDER BY pathway`,
    ),
    ...(await participantsAt(reader, id)),
    students: await studentsAt(reader, id),
    decisions: await decisionsAbout(reader, about),
    flags: await reader.query(sql`
      SELECT kind, severity, detail FROM flag
      WHERE entity = 'event' AND source = ${source} AND source_id = ${sourceId} AND resolved_at IS NULL ORDER BY kind`),
    twins: (
      await reader.query<{ source: string; source_id: string; title: string }>(
        sql`SELECT source, source_id, title FROM event WHERE same_as_id = ${id} AND deleted_at IS NULL ORDER BY id`,
      )
    ).map((twin) => ({ source: twin.source, sourceId: twin.source_id, title: twin.title })),
  };
}

async function participantsAt(reader: Reader, id: number): Promise<Pick<EventCard, "volunteers" | "teachers">> {
  const rows = await reader.query<{
    source_id: string;
    name: string;
    role: string;
    status: string;
    presents: number;
    organization: string | null;
  }>(sql`
    SELECT c.source_id, c.full_name AS name, p.role, p.status, CASE WHEN ${presents("p")} THEN 1 ELSE 0 END AS presents,
      CASE WHEN p.role = 'teacher' THEN s.name ELSE o.name END AS organization
    FROM event e JOIN participation p ON p.event_id = e.id JOIN contact c ON c.id = p.contact_id
    LEFT JOIN organization o ON o.id = p.credited_organization_id
    LEFT JOIN school s ON s.id = c.school_id
    WHERE e.id = ${id} AND p.role IN ('volunteer', 'teacher') AND p.deleted_at IS NULL AND c.deleted_at IS NULL
    ORDER BY p.status, c.full_name, p.id`);
  const of = (role: string): Participant[] =>
    rows
      .filter((row) => row.role === role)
      .map(({ source_id, name, status, presents: isPresenter, organization }) => ({
        sourceId: source_id,
        name,
        status,
        presents: role === "volunteer" && isPresenter === 1,
        organization,
      }));
  return { volunteers: of("volunteer"), teachers: of("teacher") };
}

async function studentsAt(reader: Reader, id: number): Promise<EventCard["students"]> {
  const [row] = await reader.query<{ listed: number; attended: number }>(sql`
    SELECT COUNT(DISTINCT p.contact_id) AS listed, COUNT(DISTINCT CASE WHEN p.attended = TRUE THEN p.contact_id END) AS attended
    FROM participation p JOIN contact c ON c.id = p.contact_id
    WHERE p.event_id = ${id} AND p.role = 'student' AND p.deleted_at IS NULL AND c.deleted_at IS NULL`);
  return { listed: Number(row?.listed ?? 0), attended: Number(row?.attended ?? 0) };
}

/** Where people decided that the record of this id is another event: that event's id, and what the record is called. It may be gone from its source. */
export async function keptInstead(
  reader: Reader,
  text: string,
): Promise<{ readonly id: number; readonly title: string } | null> {
  const asked = text.trim();
  const key = isSalesforceId(asked) ? to18(asked) : asked;
  const [row] = await reader.query<{ id: number; title: string }>(sql`
    SELECT e.id, merged.title FROM event merged JOIN event e ON e.id = merged.same_as_id
    WHERE (merged.source_id = ${key} OR merged.pathful_session_id = ${key}) AND e.deleted_at IS NULL LIMIT 1`);
  return row ?? null;
}

import { type EventStatus, foldText, instantOf, readEventStatus, schoolYearOf } from "../../domain/index.js";
import type { Organization } from "../../runtime/index.js";
import type { SignUp } from "../../sources/index.js";
import { type KnownSession, type SessionRows, titleOf } from "./sessions.js";

/** Later stages take the place of earlier ones, and an outcome that of another outcome; nothing goes back (T56). */
const STAGE: Readonly<Record<EventStatus, number>> = {
  Unknown: -1,
  Draft: 0,
  Requested: 1,
  Confirmed: 2,
  Published: 3,
  Completed: 4,
  Cancelled: 4,
  "No Show": 4,
  Simulcast: 4,
  Count: 4,
};

/** Which outcome a session has whose own rows say several: it was held for somebody. */
const AMONG_ROWS: readonly EventStatus[] = [
  "Completed",
  "Simulcast",
  "Cancelled",
  "No Show",
  "Count",
  "Published",
  "Confirmed",
  "Requested",
  "Draft",
  "Unknown",
];

interface Said {
  readonly status: EventStatus;
  readonly raw: string | null;
}

/** Of several rows of one person in one session the one with the smallest rank holds: the better outcome. One digit. */
export const outcomeRank = ({ status }: SignUp): number => AMONG_ROWS.indexOf(readEventStatus(status).status);

function statusOf(rows: readonly SignUp[], known: KnownSession | undefined): Said {
  const said = rows
    .map(({ status }) => ({ status: readEventStatus(status).status, raw: status }))
    .sort(
      (a, b) => AMONG_ROWS.indexOf(a.status) - AMONG_ROWS.indexOf(b.status) || ((a.raw ?? "") < (b.raw ?? "") ? -1 : 1),
    )[0] ?? { status: "Unknown", raw: null };
  if (known === undefined || STAGE[said.status] >= STAGE[known.status]) return said;
  return { status: known.status, raw: known.status_raw };
}

/** A session as it will stand in the pool. */
export interface Session {
  readonly sourceId: string;
  readonly pathfulSessionId: string | null;
  readonly title: string;
  readonly status: EventStatus;
  readonly statusRaw: string | null;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly localDate: string;
  readonly localTime: string;
  readonly schoolYear: number;
  readonly minutes: number;
  readonly schoolId: number | null;
  readonly districtRaw: string | null;
  readonly host: string | null;
  readonly series: string | null;
  readonly careerCluster: string | null;
  readonly workBasedLearning: string | null;
  readonly information: string | null;
  readonly link: string | null;
  readonly registeredStudents: number | null;
  readonly attendedStudents: number | null;
  readonly registeredEducators: number | null;
  readonly attendedEducators: number | null;
}

const largest = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce((most, each) => (each === null || (most !== null && most >= each) ? most : each), null);

const firstText = (texts: readonly (string | null)[]): string | null =>
  texts.filter((text) => text !== null).sort()[0] ?? null;

/**
 * A session from its rows and what is known of it: counts never shrink, blanks take nothing away, a changed date keeps the duration.
 * @param whole false when the rows are only some of the session's: then what is known of it stands, and only a missing school is added
 */
export function mergeSession(
  group: SessionRows,
  sourceId: string,
  known: KnownSession | undefined,
  { organization, schoolIds, whole }: { organization: Organization; schoolIds: readonly number[]; whole: boolean },
): Session {
  const { facts: rows } = group;
  if (!whole && known !== undefined && known.deleted_at === null) return asKnown(known, schoolIds, organization);
  const day = group.day ?? known?.local_date ?? "";
  const time = group.time ?? (known !== undefined && known.local_date === day ? known.local_time : "00:00");
  const isMoved = known === undefined || known.local_date !== day || known.local_time !== time;
  const startsAt = isMoved ? instantOf(day, time, organization.timeZone) : known.starts_at;
  const minutes =
    largest(rows.map((row) => row.minutes)) ?? known?.duration_minutes ?? organization.pathful.sessionMinutes;
  const { status, raw } = statusOf(rows, known);
  const of = <Key extends keyof SignUp>(key: Key) => rows.map((row) => row[key]);
  const [school] = schoolIds;
  const knownSchool = known?.school_id ?? null;
  return {
    sourceId,
    pathfulSessionId: group.sessionId ?? known?.pathful_session_id ?? null,
    title: titleOf(rows),
    status,
    statusRaw: raw,
    startsAt,
    endsAt: endOf(startsAt, minutes),
    localDate: day,
    localTime: time,
    schoolYear: schoolYearOf(day, organization.schoolYearStartMonth),
    minutes,
    // The first school of the file, but one that is known already and still among them stays: the order of rows changes nothing.
    schoolId:
      knownSchool !== null && (school === undefined || schoolIds.includes(knownSchool))
        ? knownSchool
        : (school ?? null),
    districtRaw: districtsOf(rows, organization.pathful.partner) ?? known?.district_raw ?? null,
    host: firstText(of("host")) ?? known?.host ?? null,
    series: firstText(of("series")) ?? known?.series ?? null,
    careerCluster: firstText(of("careerCluster")) ?? known?.career_cluster ?? null,
    workBasedLearning: firstText(of("workBasedLearning")) ?? known?.work_based_learning ?? null,
    information: firstText(of("information")) ?? known?.additional_information ?? null,
    link: firstText(of("link")) ?? known?.session_link ?? null,
    registeredStudents: largest([...of("registeredStudents"), known?.registered_students ?? null]),
    attendedStudents: largest([...of("attendedStudents"), known?.attended_students ?? null]),
    registeredEducators: largest([...of("registeredEducators"), known?.registered_educators ?? null]),
    attendedEducators: largest([...of("attendedEducators"), known?.attended_educators ?? null]),
  };
}

function asKnown(known: KnownSession, [school]: readonly number[], organization: Organization): Session {
  const minutes = known.duration_minutes ?? organization.pathful.sessionMinutes;
  return {
    sourceId: known.source_id,
    pathfulSessionId: known.pathful_session_id,
    title: known.title,
    status: known.status,
    statusRaw: known.status_raw,
    startsAt: known.starts_at,
    endsAt: known.ends_at ?? endOf(known.starts_at, minutes),
    localDate: known.local_date,
    localTime: known.local_time,
    schoolYear: schoolYearOf(known.local_date, organization.schoolYearStartMonth),
    minutes,
    schoolId: known.school_id ?? school ?? null,
    districtRaw: known.district_raw,
    host: known.host,
    series: known.series,
    careerCluster: known.career_cluster,
    workBasedLearning: known.work_based_learning,
    information: known.additional_information,
    link: known.session_link,
    registeredStudents: known.registered_students,
    attendedStudents: known.attended_students,
    registeredEducators: known.registered_educators,
    attendedEducators: known.attended_educators,
  };
}

const endOf = (startsAt: string, minutes: number): string =>
  new Date(Date.parse(startsAt) + minutes * 60_000).toISOString();

/** What educators' rows say of their districts, each text once; the partner itself is no district. */
function districtsOf(rows: readonly SignUp[], partner: string): string | null {
  const texts = new Map<string, string>();
  const said = rows.flatMap(({ role, place }) => (role === "teacher" && place !== null ? [place] : [])).sort();
  for (const text of said) if (!texts.has(foldText(text))) texts.set(foldText(text), text);
  texts.delete(foldText(partner));
  const list = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  return list.length === 0 ? null : list.join(", ");
}

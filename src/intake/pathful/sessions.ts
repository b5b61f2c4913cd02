import sql from "sql-template-tag";
import { type EventStatus, foldText, instantOf, readEventStatus, schoolYearOf } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import type { SignUp } from "../../sources/index.js";

/** What the pool knows of a session of this source. */
export interface KnownSession {
  readonly id: number;
  readonly source_id: string;
  readonly pathful_session_id: string | null;
  readonly record_hash: string;
  readonly deleted_at: string | null;
  readonly title: string;
  readonly status: EventStatus;
  readonly status_raw: string | null;
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly local_date: string;
  readonly local_time: string;
  readonly duration_minutes: number | null;
  readonly school_id: number | null;
  readonly district_raw: string | null;
  readonly host: string | null;
  readonly series: string | null;
  readonly career_cluster: string | null;
  readonly work_based_learning: string | null;
  readonly additional_information: string | null;
  readonly session_link: string | null;
  readonly registered_students: number | null;
  readonly attended_students: number | null;
  readonly registered_educators: number | null;
  readonly attended_educators: number | null;
}

/** What the files said so far: a status or a school that a person decided stands in the pool instead, and is nothing that a file said. */
export async function readKnownSessions(reader: Reader, source: string): Promise<KnownSession[]> {
  const rows = await reader.query<Omit<KnownSession, "status">>(sql`
    SELECT e.id, e.source_id, e.pathful_session_id, e.record_hash, e.deleted_at, e.title, e.status_raw, e.starts_at, e.ends_at, e.local_date, e.local_time,
      e.duration_minutes, CASE WHEN e.school_source_id IS NULL THEN e.school_id
        ELSE (SELECT own.id FROM school own WHERE own.source || ':' || own.source_id = e.school_source_id) END AS school_id,
      e.district_raw, e.host, e.series, e.career_cluster, e.work_based_learning, e.additional_information, e.session_link,
      e.registered_students, e.attended_students, e.registered_educators, e.attended_educators
    FROM event e WHERE e.source = ${source} ORDER BY e.id`);
  return rows.map((row) => ({ ...row, status: readEventStatus(row.status_raw).status }));
}

export const sessionTitleKey = (title: string, day: string): string => `${foldText(title)}|${day}`;

/** What rows of an undated session share, and what its question is kept under. */
export const undatedKey = ({ sessionId, title }: SignUp): string => sessionId ?? `title:${foldText(title)}`;

/** The rows of one session of a file. */
export interface SessionRows {
  /** Pathful's own id, when a row has it. */
  readonly sessionId: string | null;
  /** Null while no row and nobody has said. */
  readonly day: string | null;
  readonly time: string | null;
  readonly rows: readonly SignUp[];
  /** The rows that say what the session is: those of the file, or where it has none, those that waited. */
  readonly facts: readonly SignUp[];
  /** The file has rows of it. */
  readonly isFresh: boolean;
}

/** What a person said of a session without a date. */
export interface TypedTime {
  readonly day: string;
  readonly time: string | null;
}

/**
 * Rows by session: those with an id by it, the others by title and day. Rows without an id belong to the one session of that title and day that has an
 * id, when there is just one (T54).
 * @param waited rows that waited in quarantine: the file's own go before them
 * @param dates what people said of sessions without a date, by undatedKey
 */
export function groupSessions(
  signUps: readonly SignUp[],
  waited: ReadonlySet<SignUp>,
  dates: ReadonlyMap<string, TypedTime>,
): { readonly sessions: SessionRows[]; readonly undated: SessionRows[] } {
  const byId = new Map<string, SignUp[]>();
  const others: SignUp[] = [];
  for (const signUp of signUps) {
    if (signUp.sessionId === null) others.push(signUp);
    else push(byId, signUp.sessionId, signUp);
  }
  const groups = [...byId].map(([sessionId, rows]) => groupOf(sessionId, rows, waited, dates));
  const byTitle = new Map<string, SignUp[]>();
  for (const signUp of others) {
    const day = signUp.day ?? dates.get(undatedKey(signUp))?.day ?? null;
    push(byTitle, day === null ? undatedKey(signUp) : sessionTitleKey(signUp.title, day), signUp);
  }
  const named = new Map<string, number[]>();
  groups.forEach(({ day, rows }, place) => {
    if (day === null) return;
    for (const key of new Set(rows.map(({ title }) => sessionTitleKey(title, day)))) push(named, key, place);
  });
  for (const [key, rows] of byTitle) {
    const [place, ...more] = named.get(key) ?? [];
    const group = place === undefined || more.length > 0 ? undefined : groups[place];
    if (place !== undefined && group !== undefined)
      groups[place] = groupOf(group.sessionId, [...group.rows, ...rows], waited, dates);
    else groups.push(groupOf(null, rows, waited, dates));
  }
  return {
    sessions: groups.filter(({ day }) => day !== null),
    undated: groups.filter(({ day }) => day === null),
  };
}

/** A session has the latest day that a row says; what a person said holds while no row says any. */
function groupOf(
  sessionId: string | null,
  rows: readonly SignUp[],
  waited: ReadonlySet<SignUp>,
  dates: ReadonlyMap<string, TypedTime>,
): SessionRows {
  const fresh = rows.filter((row) => !waited.has(row));
  const isFresh = fresh.length > 0;
  const facts = isFresh ? fresh : rows;
  const dated = facts
    .flatMap(({ day, time }) => (day === null ? [] : [`${day} ${time ?? ""}`]))
    .sort()
    .at(-1);
  if (dated !== undefined) {
    const [day = "", time = ""] = dated.split(" ");
    return { sessionId, day, time: time || null, rows, facts, isFresh };
  }
  const first = facts[0];
  const said = first === undefined ? undefined : dates.get(undatedKey(first));
  return { sessionId, day: said?.day ?? null, time: said?.time ?? null, rows, facts, isFresh };
}

/** Known sessions by id and by title and day. */
export class KnownSessions {
  readonly #bySessionId = new Map<string, KnownSession>();
  readonly #byTitle = new Map<string, KnownSession[]>();
  readonly #deletedHolders = new Map<string, string>();
  readonly bySourceId = new Map<string, KnownSession>();

  constructor(known: readonly KnownSession[]) {
    for (const session of known) {
      this.bySourceId.set(session.source_id, session);
      if (session.deleted_at !== null) {
        if (session.pathful_session_id !== null)
          this.#deletedHolders.set(session.pathful_session_id, session.source_id);
        continue;
      }
      if (session.pathful_session_id !== null) this.#bySessionId.set(session.pathful_session_id, session);
      push(this.#byTitle, sessionTitleKey(session.title, session.local_date), session);
    }
  }

  /** The id under which a session's rows are kept: that of the known session it is, else its own. */
  known(sessionId: string): KnownSession | undefined {
    return this.#bySessionId.get(sessionId) ?? this.bySourceId.get(sessionId);
  }

  /** A session that is deleted, and another than this, still holds the id. */
  wasOf(sessionId: string, sourceId: string): boolean {
    const holder = this.#deletedHolders.get(sessionId);
    return holder !== undefined && holder !== sourceId;
  }

  alike(titleKey: string): readonly KnownSession[] {
    return this.#byTitle.get(titleKey) ?? [];
  }
}

/** Under which id a session is kept, or the ids of several that it may be. */
export type Kept = { readonly key: string } | { readonly oneOf: readonly string[] };

/** Finds the ids that a file's sessions are kept under: those of known sessions that they are, else their own. */
export class SessionKeys {
  readonly #known: KnownSessions;
  /** Title and day → ids of the file's own sessions. */
  readonly #inFile = new Map<string, Set<string>>();

  constructor(known: KnownSessions, sessions: readonly SessionRows[]) {
    this.#known = known;
    for (const { sessionId, day, facts } of sessions) {
      if (sessionId === null || day === null) continue;
      const key = sessionTitleKey(titleOf(facts), day);
      const ids = this.#inFile.get(key);
      if (ids === undefined) this.#inFile.set(key, new Set([sessionId]));
      else ids.add(sessionId);
    }
  }

  of({ sessionId, day, facts }: SessionRows): Kept {
    const title = sessionTitleKey(titleOf(facts), day ?? "");
    return sessionId === null ? this.#withoutId(title) : { key: this.#withId(sessionId, title) };
  }

  #withId(sessionId: string, title: string): string {
    const known = this.#known.known(sessionId);
    if (known !== undefined) return known.source_id;
    // One that came without an id before is this one, unless two ids claim it.
    const [nameless, ...others] = this.#known.alike(title).filter((session) => session.pathful_session_id === null);
    const isOnly = nameless !== undefined && others.length === 0 && this.#inFile.get(title)?.size === 1;
    return isOnly ? nameless.source_id : sessionId;
  }

  #withoutId(title: string): Kept {
    const alike = this.#known.alike(title);
    const own = alike.find(({ source_id }) => source_id === title);
    if (own !== undefined) return { key: title };
    const ids = new Set(alike.map(({ source_id }) => source_id));
    for (const sessionId of this.#inFile.get(title) ?? []) ids.add(this.#withId(sessionId, title));
    const [only, ...others] = ids;
    if (others.length > 0) return { oneOf: [...ids].sort() };
    return { key: only ?? title };
  }
}

export function titleOf(rows: readonly SignUp[]): string {
  return rows.map(({ title }) => title).sort()[0] ?? "";
}

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

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

import sql from "sql-template-tag";
import { type EventStatus, foldText, readEventStatus } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
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

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

import sql from "sql-template-tag";
import { absent, foldText, readEventStatus } from "../../domain/index.js";
import type { Transaction } from "../../pool/index.js";
import type { Flagged } from "../flags.js";
import { settleFlags } from "../flags.js";
import type { Counts } from "../model.js";
import { mergeSession, type Session } from "./merge-session.js";
import { personKey } from "./people.js";
import { boolean, buryRows, integer, isSame, type Row, rowOf, type Shape, tally, text, writeRows } from "./rows.js";
import type { KnownSession, KnownSessions, SessionRows } from "./sessions.js";
import { isPartner, type Plan } from "./take-in.js";
import { bearing, OBJECTS, type Work } from "./work.js";

const SHAPE: Shape = {
  table: "event",
  columns: [
    ...text("pathful_session_id", "title", "type_raw", "type", "format_raw", "format", "status_raw", "status"),
    ...text("starts_at", "ends_at", "local_date", "local_time"),
    ...integer("school_year", "duration_minutes", "span_minutes", "school_id"),
    ...text("district_raw", "host", "series", "career_cluster", "work_based_learning", "additional_information"),
    ...text("session_link"),
    ...integer("registered_students", "attended_students", "registered_educators", "attended_educators"),
    ...boolean("is_legacy_connector"),
  ],
};

const rowOfSession = (session: Session): Row =>
  rowOf(session.sourceId, [
    session.pathfulSessionId,
    session.title,
    session.information,
    "virtual_session",
    null,
    "virtual",
    session.statusRaw,
    session.status,
    session.startsAt,
    session.endsAt,
    session.localDate,
    session.localTime,
    session.schoolYear,
    session.minutes,
    session.minutes,
    session.schoolId,
    session.districtRaw,
    session.host,
    session.series,
    session.careerCluster,
    session.workBasedLearning,
    session.information,
    session.link,
    session.registeredStudents,
    session.attendedStudents,
    session.registeredEducators,
    session.attendedEducators,
    false,
  ]);

/** The event that each session's people are put to. */
export interface StoredSession {
  readonly eventId: number;
  readonly session: Session;
}

const ROWS_PER_TRANSACTION = 2_000;

/** Stores sessions as events. One that a person joined to an event of another source has no event of its own. @returns by session key */
export async function storeSessions(work: Work, plan: Plan): Promise<Map<string, StoredSession>> {
  const merged = new Map<string, { readonly group: SessionRows; readonly session: Session }>();
  for (const { key, ...group } of byKey(plan)) {
    const known = plan.known.bySourceId.get(key);
    const whole = plan.whole && group.isFresh;
    const schoolIds = schoolsOf(work, plan, group);
    merged.set(key, {
      group,
      session: mergeSession(group, key, known, { organization: work.organization, schoolIds, whole }),
    });
  }
  const batch = await work.batch(OBJECTS.session.object, OBJECTS.session.label);
  const all = [...merged];
  for (let at = 0; at < all.length; at += ROWS_PER_TRANSACTION) {
    const piece = all.slice(at, at + ROWS_PER_TRANSACTION);
    work.stage(OBJECTS.session.label, at, all.length);
    await batch.transaction(async (context) => {
      const own = bearing(context, work.source, OBJECTS.session.object);
      const changed: Row[] = [];
      const gone: string[] = [];
      const skippedBy: Record<string, number> = {};
      const counts = { inserted: 0, updated: 0, unchanged: 0, deleted: 0 };
      for (const [key, { group, session }] of piece) {
        const known = plan.known.bySourceId.get(key);
        if (plan.joined.has(key)) {
          if (known !== undefined && known.deleted_at === null) {
            gone.push(key);
            counts.deleted += 1;
          } else if (group.isFresh) skippedBy.joined_event = (skippedBy.joined_event ?? 0) + 1;
          continue;
        }
        const row = rowOfSession(session);
        if (isSame(row, known && { hash: known.record_hash, deletedAt: known.deleted_at })) {
          if (group.isFresh) counts.unchanged += 1;
          continue;
        }
        changed.push(row);
        counts[known === undefined ? "inserted" : "updated"] += 1;
      }
      await buryRows(own, "event", gone);
      await freeSessionIds(own.tx, work.source, plan.known, changed);
      await writeRows(own, SHAPE, changed);
      const judged = piece.filter(([key, { group }]) => plan.whole && group.isFresh && !plan.joined.has(key));
      await settleFlags(
        own,
        judged.flatMap(([, { group, session }]) => flagsOf(group, session)),
        judged.map(([key]) => key),
      );
      const done: Counts = tally({ ...counts, skippedBy });
      return { counts: done, refused: 0 };
    });
  }
  return withEvents(work, plan, merged);
}

/** Groups that turned out to be one session are one. */
function byKey({ sessions }: Plan): Iterable<SessionRows & { readonly key: string }> {
  const groups = new Map<string, SessionRows & { readonly key: string }>();
  for (const group of sessions) {
    const same = groups.get(group.key);
    if (same === undefined) groups.set(group.key, group);
    else {
      const [first, second] = same.isFresh || !group.isFresh ? [same, group] : [group, same];
      const facts = first.isFresh === second.isFresh ? [...first.facts, ...second.facts] : first.facts;
      groups.set(group.key, {
        ...first,
        sessionId: first.sessionId ?? second.sessionId,
        time: first.time ?? second.time,
        rows: [...first.rows, ...second.rows],
        facts,
      });
    }
  }
  return groups.values();
}

/** A session that is no longer there gives its id of Pathful free for the one that has it now. */
async function freeSessionIds(
  tx: Transaction,
  source: string,
  known: KnownSessions,
  changed: readonly Row[],
): Promise<void> {
  for (const { sourceId, values } of changed) {
    const [id] = values;
    if (typeof id === "string" && known.wasOf(id, sourceId))
      await tx.run(sql`
        UPDATE event SET pathful_session_id = NULL
        WHERE source = ${source} AND pathful_session_id = ${id} AND source_id <> ${sourceId} AND deleted_at IS NOT NULL`);
  }
}

/** The schools that educators' rows name, in their order. */
function schoolsOf(work: Work, { directory }: Plan, { facts }: SessionRows): number[] {
  const ids = new Set<number>();
  for (const { role, school, place } of facts) {
    if (role !== "teacher" || school === null || absent(school) || isPartner(school, work)) continue;
    const found = directory.schools.find(school, foldText(place ?? "")).place;
    if (found !== null) ids.add(found.id);
  }
  return [...ids];
}

function flagsOf({ facts }: SessionRows, session: Session): Flagged[] {
  const flags: Flagged[] = [];
  const { sourceId, status, statusRaw, attendedEducators } = session;
  const signedUp = new Set(facts.filter(({ role }) => role === "teacher").map(personKey)).size;
  const isHeld = status === "Completed" || status === "Simulcast";
  if (isHeld && attendedEducators !== null && attendedEducators >= 1 && signedUp > attendedEducators)
    flags.push({
      sourceId,
      kind: "educators_more_than_attended",
      detail: `${signedUp} signed up, ${attendedEducators} attended.`,
    });
  if (statusRaw === null) flags.push({ sourceId, kind: "missing_event_status", detail: "The session has no status." });
  const unmapped = facts.find((row) => row.status !== null && !readEventStatus(row.status).isMapped);
  if (unmapped !== undefined)
    flags.push({
      sourceId,
      kind: "unmapped_event_status",
      detail: `Session status "${unmapped.status ?? ""}" is not mapped.`,
    });
  return flags;
}

async function withEvents(
  { pool, source }: Work,
  plan: Plan,
  merged: ReadonlyMap<string, { readonly session: Session }>,
): Promise<Map<string, StoredSession>> {
  const rows = await pool.query<Pick<KnownSession, "id" | "source_id">>(
    sql`SELECT id, source_id FROM event WHERE source = ${source}`,
  );
  const ids = new Map(rows.map(({ id, source_id }) => [source_id, id]));
  const stored = new Map<string, StoredSession>();
  for (const [key, { session }] of merged) {
    const eventId = plan.joined.get(key) ?? ids.get(key);
    if (eventId !== undefined) stored.set(key, { eventId, session });
  }
  return stored;
}

import sql from "sql-template-tag";
import { foldText } from "../../domain/index.js";
import { openTickets, type Question, settleByItself } from "../tickets/model.js";
import { readDecidedTwins } from "./decisions.js";
import type { StoredSession } from "./session-rows.js";
import { sessionTitleKey } from "./sessions.js";
import type { Plan } from "./take-in.js";
import type { Work } from "./work.js";

interface Other {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly title: string;
  readonly local_date: string;
  readonly school_id: number | null;
}

/**
 * Asks whether a session is the same as one of another source that has its title and date (ruling EV1): one of Salesforce always, one of the other
 * record of virtual sessions when they share a presenter or school. Nothing is joined until a person says so.
 */
export async function findTwins(work: Work, plan: Plan, events: ReadonlyMap<string, StoredSession>): Promise<void> {
  const { pool, source, now } = work;
  const others = await readOthers(work);
  const decided = await readDecidedTwins(pool, source);
  const askedElsewhere = await readAsked(work);
  const same = await readSame(work);
  const questions: Question[] = [];
  const without: string[] = [];
  for (const { key, isFresh } of plan.sessions) {
    const stored = events.get(key);
    if (stored === undefined || !isFresh || plan.joined.has(key) || decided.has(key)) continue;
    const { session, eventId } = stored;
    const candidates: Other[] = [];
    for (const other of others.get(sessionTitleKey(session.title, session.localDate)) ?? []) {
      if (askedElsewhere.has(`${other.source}:${other.source_id}`)) continue;
      if (same.get(eventId) === other.id || same.get(other.id) === eventId) continue;
      const isSure =
        other.source === "salesforce" || (other.school_id !== null && other.school_id === session.schoolId);
      if (isSure || (await sharePresenter(work, eventId, other.id))) candidates.push(other);
    }
    if (candidates.length === 0) without.push(key);
    else questions.push(question(key, session.title, session.localDate, candidates));
  }
  await pool.transaction(async (tx) => {
    await openTickets(tx, source, questions, now);
    await settleByItself(tx, { source, kind: "session_twin", now }, without);
  });
}

const question = (key: string, title: string, date: string, candidates: readonly Other[]): Question => ({
  kind: "session_twin",
  key,
  asked: title,
  detail: { date },
  suggestions: candidates.map((other) => ({
    source: other.source,
    source_id: other.source_id,
    label: `${other.title} (${other.source})`,
    score: 0.9,
    why: "the same title and date",
  })),
});

/** Virtual sessions of other sources, by title and date. */
async function readOthers({ pool, source }: Work): Promise<Map<string, Other[]>> {
  const rows = await pool.query<Other>(sql`
    SELECT id, source, source_id, title, local_date, school_id FROM event
    WHERE source <> ${source} AND deleted_at IS NULL AND (format = 'virtual' OR type IN ('virtual_session', 'connector_session'))`);
  const others = new Map<string, Other[]>();
  for (const row of rows) {
    const key = `${foldText(row.title)}|${row.local_date}`;
    const known = others.get(key);
    if (known === undefined) others.set(key, [row]);
    else known.push(row);
  }
  return others;
}

/** Sessions of which a person said that they are another: that question is answered. */
async function readSame({ pool }: Work): Promise<Map<number, number>> {
  const rows = await pool.query<{ id: number; same_as_id: number }>(
    sql`SELECT id, same_as_id FROM event WHERE same_as_id IS NOT NULL`,
  );
  return new Map(rows.map(({ id, same_as_id }) => [id, same_as_id]));
}

/** Sessions whose own side has asked already: one question about a pair is enough. */
async function readAsked({ pool, source }: Work): Promise<Set<string>> {
  const rows = await pool.query<{ source: string; ticket_key: string }>(
    sql`SELECT source, ticket_key FROM ticket WHERE kind = 'session_twin' AND source <> ${source}`,
  );
  return new Set(rows.map(({ source: of, ticket_key }) => `${of}:${ticket_key}`));
}

async function sharePresenter({ pool }: Work, one: number, other: number): Promise<boolean> {
  const rows = await pool.query(sql`
    SELECT 1 FROM participation p JOIN participation q ON q.contact_id = p.contact_id
    WHERE p.event_id = ${one} AND q.event_id = ${other} AND p.role = 'volunteer' AND q.role = 'volunteer'
      AND p.deleted_at IS NULL AND q.deleted_at IS NULL LIMIT 1`);
  return rows.length > 0;
}

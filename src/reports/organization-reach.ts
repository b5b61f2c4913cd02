import sql, { join } from "sql-template-tag";
import { foldText, isSalesforceId, to18 } from "../domain/index.js";
import type { Key } from "../metrics/index.js";
import type { Reader, Transaction } from "../pool/index.js";

/** A number of students that a person gave for a session; it beats every count (ruling E6). */
export interface ReachDecision {
  readonly id: number;
  readonly students: number;
  readonly reason: string | null;
  readonly decidedBy: string;
  readonly decidedAt: string;
}

/** A session as somebody names it. */
export interface NamedSession {
  readonly id: number;
  readonly source: string;
  readonly sourceId: string;
  readonly title: string;
  readonly date: string;
  readonly format: string;
  readonly status: string;
  readonly school: string | null;
}

interface SessionRow extends Omit<NamedSession, "sourceId"> {
  readonly source_id: string;
}

const SESSION = sql`SELECT e.id, e.source, e.source_id, e.title, e.local_date AS date, e.format, e.status, s.name AS school
  FROM event e LEFT JOIN school s ON s.id = e.school_id WHERE e.deleted_at IS NULL`;

const named = ({ source_id, ...row }: SessionRow): NamedSession => ({ ...row, sourceId: source_id });

/** Sessions by their id in Salesforce or Pathful, `#` and Polaris id, or title: the same title first, else every word of it; newest first. */
export async function findSessions(reader: Reader, text: string, most = 10): Promise<NamedSession[]> {
  const asked = text.trim();
  const own = /^#(\d{1,9})$/.exec(asked)?.[1];
  const key = own === undefined ? (isSalesforceId(asked) ? to18(asked) : asked) : null;
  const byId = await reader.query<SessionRow>(
    key === null
      ? sql`${SESSION} AND e.id = ${Number(own)}`
      : sql`${SESSION} AND (e.source_id = ${key} OR e.pathful_session_id = ${key})`,
  );
  if (byId.length > 0 || key === null) return byId.map(named);
  const words = foldText(asked).split(" ").filter(Boolean);
  if (words.length === 0) return [];
  // Titles are folded here rather than in SQL, where the engines fold accents differently.
  const titles = await reader.query<{ id: number; title: string }>(
    sql`SELECT id, title FROM event WHERE deleted_at IS NULL ORDER BY local_date DESC, id DESC`,
  );
  const folded = titles.map(({ id, title }) => ({ id, words: foldText(title).split(" ") }));
  const same = folded.filter((each) => each.words.join(" ") === words.join(" "));
  const fitting =
    same.length > 0
      ? same
      : folded.filter((each) => words.every((word) => each.words.some((other) => other.startsWith(word))));
  const ids = fitting.slice(0, most).map(({ id }) => id);
  if (ids.length === 0) return [];
  const rows = await reader.query<SessionRow>(
    sql`${SESSION} AND e.id IN (${join(ids)}) ORDER BY e.local_date DESC, e.id DESC`,
  );
  return rows.map(named);
}

interface DecisionRow {
  readonly id: number;
  readonly value: string;
  readonly reason: string | null;
  readonly decided_by: string;
  readonly decided_at: string;
}

/** The number that stands for a session; null when nobody gave one. */
export async function standingReach(
  reader: Reader,
  { source, sourceId }: Pick<NamedSession, "source" | "sourceId">,
): Promise<ReachDecision | null> {
  const [row] = await reader.query<DecisionRow>(sql`
    SELECT id, value, reason, decided_by, decided_at FROM decision
    WHERE kind = 'reach' AND subject = 'event' AND source = ${source} AND source_id = ${sourceId} AND reversed_at IS NULL
    ORDER BY decided_at DESC, id DESC LIMIT 1`);
  return row
    ? {
        id: row.id,
        students: Number(row.value),
        reason: row.reason,
        decidedBy: row.decided_by,
        decidedAt: row.decided_at,
      }
    : null;
}

interface By {
  readonly by: string;
  readonly now: string;
}

/** Takes back whatever number stands for a session. */
export async function reverseReach(
  tx: Transaction,
  { source, sourceId }: Pick<NamedSession, "source" | "sourceId">,
  { by, now }: By,
): Promise<void> {
  await tx.run(sql`UPDATE decision SET reversed_by = ${by}, reversed_at = ${now}
    WHERE kind = 'reach' AND subject = 'event' AND source = ${source} AND source_id = ${sourceId} AND reversed_at IS NULL`);
}

/** Puts a number in the place of whatever stood. */
export async function decideReach(
  tx: Transaction,
  session: Pick<NamedSession, "source" | "sourceId">,
  given: { readonly students: number; readonly reason: string } & By,
): Promise<void> {
  await reverseReach(tx, session, given);
  await tx.run(sql`
    INSERT INTO decision (kind, subject, source, source_id, value, reason, decided_by, decided_at)
    VALUES ('reach', 'event', ${session.source}, ${session.sourceId}, ${String(given.students)}, ${given.reason}, ${given.by}, ${given.now})`);
}

/** Those of the sessions whose reach a person gave by hand. */
export async function correctedSessions(reader: Reader, keys: readonly Key[]): Promise<ReadonlySet<Key>> {
  const asked = new Set(keys);
  const rows = await reader.query<{ id: number }>(sql`
    SELECT DISTINCT e.id FROM decision d JOIN event e ON e.source = d.source AND e.source_id = d.source_id
    WHERE d.kind = 'reach' AND d.subject = 'event' AND d.reversed_at IS NULL`);
  return new Set(rows.map(({ id }) => id).filter((id) => asked.has(id)));
}

import sql from "sql-template-tag";
import type { NamedEvent } from "../events/index.js";
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
  { source, sourceId }: Pick<NamedEvent, "source" | "sourceId">,
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
  { source, sourceId }: Pick<NamedEvent, "source" | "sourceId">,
  { by, now }: By,
): Promise<void> {
  await tx.run(sql`UPDATE decision SET reversed_by = ${by}, reversed_at = ${now}
    WHERE kind = 'reach' AND subject = 'event' AND source = ${source} AND source_id = ${sourceId} AND reversed_at IS NULL`);
}

/** Puts a number in the place of whatever stood. */
export async function decideReach(
  tx: Transaction,
  session: Pick<NamedEvent, "source" | "sourceId">,
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

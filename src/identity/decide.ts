import sql from "sql-template-tag";
import type { Reader, Transaction } from "../pool/index.js";
import { markDirty } from "./derive.js";

/** Whose fact a decision is about. */
export type DecisionSubject =
  | "contact"
  | "event"
  | "school"
  | "organization"
  | "participation"
  | "pathful_user"
  | "lead";

/** One fact as a person says it is; it stands beside what the sources say, and wins (rulings W1–W3). */
export interface NewDecision {
  /** As in exclude, local_status, note, skill, same_person, cancellation_reason … */
  readonly kind: string;
  readonly subject: DecisionSubject;
  readonly source: string;
  readonly sourceId: string;
  readonly value: string;
  readonly reason?: string | null;
  /** Slack user id. */
  readonly by: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

export interface Decision extends Required<Omit<NewDecision, "by" | "now">> {
  readonly id: number;
  readonly decidedBy: string;
  readonly decidedAt: string;
  readonly reversedBy: string | null;
  readonly reversedAt: string | null;
}

/**
 * Keeps a decision, and says that what follows from the rows is to be worked out anew: `derive` after the transaction moves the figures.
 * @returns its id, by which it is taken back
 */
export async function decide(tx: Transaction, decision: NewDecision): Promise<number> {
  const { kind, subject, source, sourceId, value, reason = null, by, now } = decision;
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO decision (kind, subject, source, source_id, value, reason, decided_by, decided_at)
    VALUES (${kind}, ${subject}, ${source}, ${sourceId}, ${value}, ${reason}, ${by}, ${now}) RETURNING id`);
  if (row === undefined) throw new Error("the decision was not kept");
  await markDirty(tx);
  return row.id;
}

/** Takes a decision back. Says whether it still stood: of two people who undo it, one does. */
export async function takeBack(
  tx: Transaction,
  id: number,
  { by, now }: { readonly by: string; readonly now: string },
): Promise<boolean> {
  const taken = await tx.run(
    sql`UPDATE decision SET reversed_by = ${by}, reversed_at = ${now} WHERE id = ${id} AND reversed_at IS NULL`,
  );
  if (taken === 0) return false;
  await markDirty(tx);
  return true;
}

/** A decision as it stands in its table. */
export interface DecisionRow {
  readonly id: number;
  readonly kind: string;
  readonly subject: DecisionSubject;
  readonly source: string;
  readonly source_id: string;
  readonly value: string;
  readonly reason: string | null;
  readonly decided_by: string;
  readonly decided_at: string;
  readonly reversed_by: string | null;
  readonly reversed_at: string | null;
}

const COLUMNS = sql`id, kind, subject, source, source_id, value, reason, decided_by, decided_at, reversed_by, reversed_at`;

export const readDecision = (row: DecisionRow): Decision => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  source: row.source,
  sourceId: row.source_id,
  value: row.value,
  reason: row.reason,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at,
  reversedBy: row.reversed_by,
  reversedAt: row.reversed_at,
});

/** One decision, standing or taken back; null when there is none of that id. */
export async function decisionOf(reader: Reader, id: number): Promise<Decision | null> {
  const [row] = await reader.query<DecisionRow>(sql`SELECT ${COLUMNS} FROM decision WHERE id = ${id}`);
  return row === undefined ? null : readDecision(row);
}

/** The decisions about one record that stand, oldest first; of one kind when it is named. */
export async function decisionsAbout(
  reader: Reader,
  { subject, source, sourceId }: Pick<NewDecision, "subject" | "source" | "sourceId">,
  kind?: string,
): Promise<Decision[]> {
  const rows = await reader.query<DecisionRow>(sql`
    SELECT ${COLUMNS} FROM decision
    WHERE subject = ${subject} AND source = ${source} AND source_id = ${sourceId} AND reversed_at IS NULL
      AND ${kind === undefined ? sql`TRUE` : sql`kind = ${kind}`}
    ORDER BY id`);
  return rows.map(readDecision);
}

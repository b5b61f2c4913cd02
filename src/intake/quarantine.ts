import sql from "sql-template-tag";
import type { Reader, Stage } from "../pool/index.js";
import type { IncomingRow } from "../sources/index.js";
import { type PageContext, stageKeys } from "./page-context.js";

/** Of rows that wait for a person's answer: a ticket asks, and no flag is opened beside it. */
export type AwaitsAnswer =
  | "undated_session"
  | "ambiguous_session"
  | "unmatched_person"
  | "ambiguous_person"
  | "unresolved_school";

/** Of rows that wait for their source to be mended. */
export type Unfit = "missing_parent" | "bad_value" | "missing_required" | "duplicate_key" | "expectation_failed";

/** A row that cannot go into the pool yet, and why. */
export interface Quarantined<Reason extends Unfit | AwaitsAnswer = Unfit | AwaitsAnswer> {
  readonly row: IncomingRow;
  readonly reason: Reason;
  /** Holds ids and field names, no personal data. */
  readonly detail: string;
  readonly waitsForObject: string | null;
  readonly waitsForId: string | null;
}

const text = (name: string) => ({ name, type: "text" }) as const;
const STAGE: Stage = {
  name: "stage_quarantine",
  columns: ["source_id", "reason", "detail", "waits_for_object", "waits_for_id", "payload"].map(text),
};

/** Writes rows into quarantine, each key once: one that is there already is brought up to date, one that had left comes back. */
export async function quarantine(
  { tx, source, object, batchId, seenAt }: PageContext,
  rows: readonly Quarantined[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.stage(
    STAGE,
    rows.map(({ row, reason, detail, waitsForObject, waitsForId }) => [
      row.sourceId,
      reason,
      detail,
      waitsForObject,
      waitsForId,
      row.payload(),
    ]),
  );
  await tx.run(sql`
    INSERT INTO quarantine (source, object, source_id, reason, detail, waits_for_object, waits_for_id, payload, batch_id, attempts, first_at, last_at)
    SELECT ${source}, ${object}, s.source_id, s.reason, s.detail, s.waits_for_object, s.waits_for_id, s.payload, CAST(${batchId} AS INTEGER), 0, ${seenAt}, ${seenAt}
    FROM stage_quarantine s WHERE true
    ON CONFLICT (source, object, source_id) DO UPDATE SET
      reason = excluded.reason, detail = excluded.detail, waits_for_object = excluded.waits_for_object, waits_for_id = excluded.waits_for_id,
      payload = excluded.payload, batch_id = excluded.batch_id, last_at = excluded.last_at,
      first_at = CASE WHEN quarantine.resolved_at IS NULL THEN quarantine.first_at ELSE excluded.first_at END,
      attempts = CASE WHEN quarantine.resolved_at IS NULL THEN quarantine.attempts ELSE 0 END,
      resolved_at = NULL, resolution = NULL`);
}

/** Which of these keys wait in quarantine now. */
export async function waitingAmong({ tx, source, object }: PageContext): Promise<Set<string>> {
  const rows = await tx.query<{ source_id: string }>(sql`
    SELECT q.source_id FROM stage_key k JOIN quarantine q ON q.source = ${source} AND q.object = ${object} AND q.source_id = k.source_id
    WHERE q.resolved_at IS NULL`);
  return new Set(rows.map(({ source_id }) => source_id));
}

export type Resolution = "stored" | "superseded" | "deleted_in_source";

/** Lets rows go, with the reason why they no longer wait. */
export async function release(
  { tx, source, object, seenAt }: PageContext,
  ids: readonly string[],
  resolution: Resolution,
): Promise<void> {
  if (ids.length === 0) return;
  await stageKeys(tx, ids);
  await tx.run(sql`
    UPDATE quarantine SET resolved_at = ${seenAt}, resolution = ${resolution}, last_at = ${seenAt}
    WHERE source = ${source} AND object = ${object} AND resolved_at IS NULL AND source_id IN (SELECT source_id FROM stage_key)`);
}

export interface Waiting {
  readonly id: number;
  readonly payload: string;
}

/** Rows of an object whose missing parent has arrived, after `id`, at most `count`. */
export function arrived(reader: Reader, source: string, object: string, id: number, count: number): Promise<Waiting[]> {
  return reader.query<Waiting>(sql`
    SELECT q.id, q.payload FROM quarantine q
    WHERE q.source = ${source} AND q.object = ${object} AND q.resolved_at IS NULL AND q.reason = 'missing_parent' AND q.id > ${id}
      AND ((q.waits_for_object = 'Contact' AND EXISTS (SELECT 1 FROM contact c WHERE c.source = q.source AND c.source_id = q.waits_for_id))
        OR (q.waits_for_object = 'Session__c' AND EXISTS (SELECT 1 FROM event e WHERE e.source = q.source AND e.source_id = q.waits_for_id))
        OR (q.waits_for_object = 'Pathway__c' AND EXISTS (SELECT 1 FROM pathway p WHERE p.source = q.source AND p.source_id = q.waits_for_id))
        OR (q.waits_for_object = 'Account' AND (
          EXISTS (SELECT 1 FROM organization o WHERE o.source = q.source AND o.source_id = q.waits_for_id)
          OR EXISTS (SELECT 1 FROM school sc WHERE sc.source = q.source AND sc.source_id = q.waits_for_id)
          OR EXISTS (SELECT 1 FROM district d WHERE d.source = q.source AND d.source_id = q.waits_for_id))))
    ORDER BY q.id LIMIT ${count}`);
}

/** After this many runs in vain a row is listed as a likely orphan; it goes on waiting. */
const PATIENCE = 10;
const LIKELY_ORPHAN = "Likely an orphan: ";

/** Counts one more run for which rows of an object waited in vain; those that came in this very batch have not waited yet. */
export async function countAttempt({ tx, source, object, batchId, seenAt }: PageContext): Promise<void> {
  await tx.run(sql`
    UPDATE quarantine SET attempts = attempts + 1, last_at = ${seenAt},
      detail = CASE WHEN attempts = ${PATIENCE} THEN ${LIKELY_ORPHAN} || detail ELSE detail END
    WHERE source = ${source} AND object = ${object} AND resolved_at IS NULL AND reason = 'missing_parent' AND batch_id <> ${batchId}`);
}

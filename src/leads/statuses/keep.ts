import sql from "sql-template-tag";
import { keepFact, type Transaction } from "../../pool/index.js";

export interface KeptStatuses {
  /** Leads that are in another status or stage than when it was last looked, and new ones. */
  readonly opened: number;
  /** Statuses that ended: by another, or because the lead is gone. */
  readonly closed: number;
}

/**
 * Brings the history of statuses up to the leads as they stand: one open row for each living lead that has a status, another row whenever status or
 * outreach stage is another. A change is dated by when Salesforce last touched the lead, where that fits between the rows, else by when it was seen: of
 * several changes between two looks only the last is known, and of a lead that is met for the first time nothing before its last change.
 * @param now ISO-8601 UTC
 */
export async function keepLeadStatuses(tx: Transaction, now: string): Promise<KeptStatuses> {
  await takeTurn(tx);
  const gone = await tx.run(sql`
    UPDATE lead_status SET to_at = COALESCE(
      (SELECT l.deleted_at FROM salesforce_lead l
        WHERE l.source = lead_status.source AND l.source_id = lead_status.source_id
          AND l.deleted_at > lead_status.from_at AND l.deleted_at <= ${now}),
      CASE WHEN lead_status.from_at > ${now} THEN lead_status.from_at ELSE ${now} END)
    WHERE to_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM salesforce_lead l WHERE l.source = lead_status.source AND l.source_id = lead_status.source_id
        AND l.deleted_at IS NULL AND l.status IS NOT NULL)`);
  const changed = await tx.run(sql`
    UPDATE lead_status SET to_at = CASE
      WHEN l.modified_at > lead_status.from_at AND l.modified_at <= ${now} THEN l.modified_at
      WHEN lead_status.from_at > ${now} THEN lead_status.from_at
      ELSE ${now} END
    FROM salesforce_lead AS l
    WHERE lead_status.to_at IS NULL AND l.source = lead_status.source AND l.source_id = lead_status.source_id
      AND (l.status <> lead_status.status OR l.outreach_stage IS DISTINCT FROM lead_status.outreach_stage)`);
  // Where nothing lies between two looks the row that was open becomes what it is now.
  const opened = await tx.run(sql`
    INSERT INTO lead_status (source, source_id, status, outreach_stage, from_at)
    SELECT n.source, n.source_id, n.status, n.outreach_stage, CASE
      WHEN n.modified_at <= ${now} AND (n.ended IS NULL OR n.modified_at >= n.ended) THEN n.modified_at
      WHEN n.ended > ${now} THEN n.ended
      ELSE ${now} END
    FROM (
      SELECT l.source, l.source_id, l.status, l.outreach_stage, l.modified_at,
        (SELECT MAX(e.to_at) FROM lead_status e WHERE e.source = l.source AND e.source_id = l.source_id) AS ended
      FROM salesforce_lead l
      WHERE l.deleted_at IS NULL AND l.status IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM lead_status o WHERE o.source = l.source AND o.source_id = l.source_id AND o.to_at IS NULL)) AS n
    WHERE TRUE
    ON CONFLICT (source, source_id, from_at) DO UPDATE SET
      status = excluded.status, outreach_stage = excluded.outreach_stage, to_at = NULL`);
  return { opened, closed: gone + changed };
}

/** A sync and the job may look at once: whoever comes second waits here, and then sees what the first one kept. */
async function takeTurn(tx: Transaction): Promise<void> {
  await keepFact(tx, "lead_statuses", "kept");
}

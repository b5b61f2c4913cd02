import sql from "sql-template-tag";
import type { Transaction, WriteDb } from "../pool/index.js";
import type { AuditDetail, Request } from "./model.js";

/** One line of the audit log: who, when, where, which command, how it ended. No text of a message and no personal data. */
export interface AuditRecord {
  readonly at: string;
  readonly requestId: string;
  readonly actor: string;
  readonly role: string;
  readonly door: string;
  readonly place: string | null;
  readonly command: string;
  readonly kind: "read" | "write" | "refused" | "failed" | "export";
  readonly outcome: string;
  readonly detail: AuditDetail;
}

export function auditRecord(
  request: Request,
  what: Pick<AuditRecord, "command" | "kind" | "outcome" | "detail">,
): AuditRecord {
  return {
    at: request.now,
    requestId: request.id,
    actor: request.actor.id,
    role: request.access.role,
    door: request.actor.door,
    place: request.place.channel,
    ...what,
  };
}

const isSql = (transaction: Transaction | WriteDb): transaction is Transaction =>
  "stage" in transaction && "run" in transaction;

/** Appends to the audit log, in whichever kind of transaction the change itself is made. */
export async function writeAudit(transaction: Transaction | WriteDb, record: AuditRecord): Promise<void> {
  const detail = JSON.stringify(record.detail);
  const { at, requestId, actor, role, door, place, command, kind, outcome } = record;
  if (isSql(transaction)) {
    await transaction.run(sql`
      INSERT INTO audit_entry (at, request_id, actor, role, door, place, command, kind, outcome, detail)
      VALUES (${at}, ${requestId}, ${actor}, ${role}, ${door}, ${place}, ${command}, ${kind}, ${outcome}, ${detail})`);
    return;
  }
  await transaction.auditEntry.create({
    data: { at, request_id: requestId, actor, role, door, place, command, kind, outcome, detail },
  });
}

import { createHash } from "node:crypto";
import { z } from "zod";
import type { Problem, Severity } from "../model.js";

export type AlertState = "open" | "acknowledged" | "snoozed" | "resolved";

/** One problem as people are told about it, from its first sight to its end. */
export interface Alert {
  readonly id: number;
  readonly fingerprint: string;
  readonly check: string;
  readonly title: string;
  readonly text: string;
  readonly severity: Severity;
  readonly state: AlertState;
  readonly openedAt: string;
  readonly lastSeenAt: string;
  readonly resolvedAt: string | null;
  readonly count: number;
  /** The count when people were last told. */
  readonly toldCount: number;
  readonly toldAt: string | null;
  /** How often people were told since it opened. */
  readonly tellings: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly owner: string | null;
  readonly acknowledgedBy: string | null;
  readonly snoozedUntil: string | null;
  /** Outbox key of the message it stands in; null when none was sent. */
  readonly messageKey: string | null;
}

/** A row of table alert. */
export interface AlertRow {
  readonly id: number;
  readonly fingerprint: string;
  readonly check_name: string;
  readonly title: string;
  readonly text: string;
  readonly severity: string;
  readonly state: string;
  readonly opened_at: string;
  readonly last_seen_at: string;
  readonly resolved_at: string | null;
  readonly count: number;
  readonly told_count: number;
  readonly told_at: string | null;
  readonly tellings: number;
  readonly details: string;
  readonly owner: string | null;
  readonly acknowledged_by: string | null;
  readonly snoozed_until: string | null;
  readonly message_key: string | null;
}

const severityShape = z.enum(["info", "warning", "critical"]);
const stateShape = z.enum(["open", "acknowledged", "snoozed", "resolved"]);
const detailsShape = z.record(z.string(), z.unknown());

export function alertOf(row: AlertRow): Alert {
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    check: row.check_name,
    title: row.title,
    text: row.text,
    severity: severityShape.parse(row.severity),
    state: stateShape.parse(row.state),
    openedAt: row.opened_at,
    lastSeenAt: row.last_seen_at,
    resolvedAt: row.resolved_at,
    count: row.count,
    toldCount: row.told_count,
    toldAt: row.told_at,
    tellings: row.tellings,
    details: detailsShape.parse(JSON.parse(row.details)),
    owner: row.owner,
    acknowledgedBy: row.acknowledged_by,
    snoozedUntil: row.snoozed_until,
    messageKey: row.message_key,
  };
}

/** What makes two sightings the same problem: check, object and its source, field and class; not the wording, not the count. */
export function fingerprintOf({ check, object, source, field, class: sort }: Problem): string {
  return createHash("sha256")
    .update(JSON.stringify([check, object, field, sort, ...(source === undefined ? [] : [source])]))
    .digest("hex");
}

import sql, { join } from "sql-template-tag";
import type { Stage } from "../pool/index.js";
import type { Remark } from "../sources/index.js";
import { type PageContext, stageKeys } from "./page-context.js";
import type { Unfit } from "./quarantine.js";
import { DESTINATIONS } from "./tables/index.js";

type FlagKind = Remark["kind"] | Unfit | "roster_deactivated_by_hand" | "educators_more_than_attended";

/** Every kind of flag that intake opens and closes. */
const SEVERITIES: Readonly<Record<FlagKind, "warning" | "notice">> = {
  organization_without_type: "notice",
  unmapped_session_type: "warning",
  unmapped_event_status: "warning",
  missing_event_status: "warning",
  end_before_start: "warning",
  unmapped_participation_status: "warning",
  unmapped_participant_type: "warning",
  hours_not_a_number: "warning",
  unmapped_request_status: "warning",
  roster_deactivated_by_hand: "notice",
  missing_parent: "warning",
  bad_value: "warning",
  missing_required: "warning",
  duplicate_key: "warning",
  expectation_failed: "warning",
  educators_more_than_attended: "notice",
};

export interface Flagged {
  readonly sourceId: string;
  readonly kind: FlagKind;
  readonly detail: string;
}

const text = (name: string) => ({ name, type: "text" }) as const;
const STAGE: Stage = { name: "stage_flag", columns: ["kind", "source_id", "severity", "detail"].map(text) };

/**
 * Opens a flag for each finding and closes those of `settled` rows whose cause is gone.
 * @param settled source ids of rows that may have had flags before
 */
export async function settleFlags(
  { tx, source, object, seenAt }: PageContext,
  flagged: readonly Flagged[],
  settled: readonly string[],
): Promise<void> {
  if (flagged.length === 0 && settled.length === 0) return;
  const entity = DESTINATIONS[object]?.entity ?? object;
  await tx.stage(
    STAGE,
    flagged.map(({ kind, sourceId, detail }) => [kind, sourceId, SEVERITIES[kind], detail]),
  );
  if (flagged.length > 0)
    await tx.run(sql`
      INSERT INTO flag (kind, entity, source, source_id, severity, detail, opened_at)
      SELECT s.kind, ${entity}, ${source}, s.source_id, s.severity, s.detail, ${seenAt} FROM stage_flag s WHERE true
      ON CONFLICT (kind, entity, source, source_id) DO UPDATE SET
        detail = excluded.detail, severity = excluded.severity, resolved_at = NULL,
        opened_at = CASE WHEN flag.resolved_at IS NULL THEN flag.opened_at ELSE excluded.opened_at END`);
  if (settled.length === 0) return;
  await stageKeys(tx, settled);
  await tx.run(sql`
    UPDATE flag SET resolved_at = ${seenAt}
    WHERE kind IN (${join(Object.keys(SEVERITIES))}) AND entity = ${entity} AND source = ${source} AND resolved_at IS NULL
      AND source_id IN (SELECT source_id FROM stage_key)
      AND NOT EXISTS (SELECT 1 FROM stage_flag s WHERE s.kind = flag.kind AND s.source_id = flag.source_id)`);
}

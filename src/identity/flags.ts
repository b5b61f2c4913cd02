import sql from "sql-template-tag";
import { type DerivePool, pieces } from "./model.js";

/** One thing a person should look at, of one kind. */
export interface Finding {
  readonly source: string;
  readonly source_id: string;
  /** Ids and numbers, no names. */
  readonly detail: string;
}

const STAGE = {
  name: "stage_finding",
  columns: [
    { name: "source", type: "text" },
    { name: "source_id", type: "text" },
    { name: "detail", type: "text" },
    { name: "open", type: "boolean" },
  ],
} as const;

/** What findings are about: each kind is about one entity. */
export interface Subject {
  readonly kind: string;
  /** participation | event | contact | school | source ... */
  readonly entity: string;
  readonly severity: "warning" | "notice";
}

/** Opens a flag per finding, reopens one that came back, and closes those whose cause is gone. @returns rows written */
export async function settleFlags(
  pool: DerivePool,
  subject: Subject,
  findings: readonly Finding[],
  now: string,
): Promise<number> {
  const { kind, entity, severity } = subject;
  const known = await pool.query<Finding & { resolved_at: string | null }>(sql`
    SELECT source, source_id, detail, resolved_at FROM flag WHERE kind = ${kind} AND entity = ${entity}`);
  const keyOf = ({ source, source_id }: Finding): string => `${source}:${source_id}`;
  const before = new Map(known.map((flag) => [keyOf(flag), flag]));
  const found = new Map(findings.map((finding) => [keyOf(finding), finding]));
  const changed: (readonly [string, string, string, boolean])[] = [];
  for (const [key, { source, source_id, detail }] of found) {
    const flag = before.get(key);
    if (flag === undefined || flag.resolved_at !== null || flag.detail !== detail)
      changed.push([source, source_id, detail, true]);
  }
  for (const flag of known) {
    if (flag.resolved_at === null && !found.has(keyOf(flag)))
      changed.push([flag.source, flag.source_id, flag.detail, false]);
  }
  for (const piece of pieces(changed, 1_000)) {
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece);
      await tx.run(sql`
        INSERT INTO flag (kind, entity, source, source_id, severity, detail, opened_at)
        SELECT ${kind}, ${entity}, s.source, s.source_id, ${severity}, s.detail, ${now} FROM stage_finding AS s WHERE s.open
        ON CONFLICT (kind, entity, source, source_id) DO UPDATE SET
          detail = excluded.detail, severity = excluded.severity, resolved_at = NULL,
          opened_at = CASE WHEN flag.resolved_at IS NULL THEN flag.opened_at ELSE excluded.opened_at END`);
      await tx.run(sql`
        UPDATE flag SET resolved_at = ${now} FROM stage_finding AS s
        WHERE NOT s.open AND flag.kind = ${kind} AND flag.entity = ${entity} AND flag.source = s.source AND flag.source_id = s.source_id`);
    });
  }
  return changed.length;
}

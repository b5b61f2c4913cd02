import sql, { type Sql } from "sql-template-tag";
import { isSalesforceId, to18 } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { MergeKind } from "./merge-groups.js";

export const PAIR_KINDS = ["volunteer", "teacher", "student", "organization", "session"] as const;
export type PairKind = (typeof PAIR_KINDS)[number];

/** What names a record whatever becomes of the pool. */
export interface RecordKey {
  readonly source: string;
  readonly sourceId: string;
}

/** A record that may be the same as another. */
export interface MergeRecord extends RecordKey {
  /** As in `PairKind`; a contact that is none of these is "other". */
  readonly kind: PairKind | "other";
  readonly id: number;
  /** A person's or organisation's name, an event's title. */
  readonly name: string;
  /** ISO-8601 UTC, or null while it stands at its source. */
  readonly deletedAt: string | null;
  /** The record that its source merged it into. */
  readonly winner: string | null;
}

export const MERGE_OF: Readonly<Record<PairKind, MergeKind>> = {
  volunteer: "same_person",
  teacher: "same_person",
  student: "same_person",
  organization: "same_organization",
  session: "same_session",
};

/** What Salesforce calls the records of a kind. */
export const OBJECT_OF = {
  volunteer: "Contact",
  teacher: "Contact",
  student: "Contact",
  organization: "Account",
  session: "Session__c",
} as const satisfies Readonly<Record<PairKind, string>>;

interface Row {
  readonly kind: MergeRecord["kind"];
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly name: string;
  readonly deleted_at: string | null;
  readonly winner: string | null;
}

/** People, organisations and events by "source:id" or the id alone, those too that were deleted: whoever asks is told so. */
export async function mergeRecords(reader: Reader, text: string): Promise<MergeRecord[]> {
  const asked = text.trim();
  const id = isSalesforceId(asked) ? to18(asked) : asked;
  const cut = asked.indexOf(":");
  const where: Sql =
    cut > 0
      ? sql`(t.source_id = ${id} OR (t.source = ${asked.slice(0, cut)} AND t.source_id = ${asked.slice(cut + 1)}))`
      : sql`t.source_id = ${id}`;
  const rows = await reader.query<Row>(sql`
    SELECT t.kind, t.id, t.source, t.source_id, t.full_name AS name, t.deleted_at, t.merged_into_source_id AS winner FROM contact t WHERE ${where}
    UNION ALL
    SELECT 'organization', t.id, t.source, t.source_id, t.name, t.deleted_at, t.merged_into_source_id FROM organization t WHERE ${where}
    UNION ALL
    SELECT 'session', t.id, t.source, t.source_id, t.title, t.deleted_at, NULL FROM event t WHERE ${where}`);
  return rows.map(({ source_id, deleted_at, ...row }) => ({ ...row, sourceId: source_id, deletedAt: deleted_at }));
}

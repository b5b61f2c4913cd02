import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";

/** Another record of the same person. */
export interface OtherRecord {
  readonly source: string;
  readonly sourceId: string;
  readonly kind: string;
  readonly name: string;
  readonly title: string | null;
}

/** A record that may be the same person; somebody is to look at both. */
export interface PossibleDuplicate {
  /** Of the pair. */
  readonly id: number;
  readonly name: string;
  readonly title: string | null;
  /** certain | review */
  readonly zone: string;
}

export function otherRecords(reader: Reader, contactId: number): Promise<OtherRecord[]> {
  return reader.query<OtherRecord>(sql`
    SELECT c.source, c.source_id AS "sourceId", c.kind, c.full_name AS name, c.title
    FROM contact mine JOIN contact c ON c.person_id = mine.person_id AND c.id <> mine.id
    WHERE mine.id = ${contactId} AND c.deleted_at IS NULL ORDER BY c.full_name, c.id`);
}

/** Pairs that nobody has decided, the likeliest first. */
export function possibleDuplicates(
  reader: Reader,
  { source, sourceId }: { readonly source: string; readonly sourceId: string },
): Promise<PossibleDuplicate[]> {
  return reader.query<PossibleDuplicate>(sql`
    SELECT d.id, c.full_name AS name, c.title, d.zone FROM duplicate_pair d JOIN contact c ON c.deleted_at IS NULL AND (
      (d.a_source = ${source} AND d.a_source_id = ${sourceId} AND c.source = d.b_source AND c.source_id = d.b_source_id) OR
      (d.b_source = ${source} AND d.b_source_id = ${sourceId} AND c.source = d.a_source AND c.source_id = d.a_source_id))
    WHERE d.kind IN ('volunteer', 'teacher') AND d.state IN ('open', 'later')
      AND ((d.a_source = ${source} AND d.a_source_id = ${sourceId}) OR (d.b_source = ${source} AND d.b_source_id = ${sourceId}))
    ORDER BY d.score DESC, d.id`);
}

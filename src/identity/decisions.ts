import sql from "sql-template-tag";
import type { Reader } from "../pool/index.js";

export interface ContactDecision {
  readonly id: number;
  readonly contact_id: number;
  readonly source: string;
  readonly value: string;
}

/** The decisions of one kind about contacts that still stand, oldest first. */
export function decisionsAboutContacts(reader: Reader, kind: string): Promise<ContactDecision[]> {
  return reader.query<ContactDecision>(sql`
    SELECT d.id, c.id AS contact_id, d.source, d.value
    FROM decision d JOIN contact c ON c.source = d.source AND c.source_id = d.source_id
    WHERE d.kind = ${kind} AND d.subject = 'contact' AND d.reversed_at IS NULL
    ORDER BY d.id`);
}

const NO = new Set(["false", "no", "0", "off"]);

/** True when a decision says yes: any value but a plain no. */
export function saysYes(value: string): boolean {
  return !NO.has(value.trim().toLowerCase());
}

import type { Sql } from "sql-template-tag";
import sql from "sql-template-tag";
import type { Finding, Subject } from "../../identity/index.js";
import type { Reader } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";

/** What a detector looks at the rows with. */
export interface Circumstances {
  readonly organization: Organization;
  /** ISO-8601 UTC. */
  readonly now: string;
  /** The organisation's day. */
  readonly today: string;
}

/** Looks for one kind of thing that a person should look at. */
export interface Detector extends Subject {
  /** What it means, and what to do. */
  readonly words: string;
  /** Everything of its kind that there is now; what is not among it any more is closed. Details hold ids, numbers and field names. */
  find(reader: Reader, circumstances: Circumstances): Promise<readonly Finding[]>;
}

/** An event `e` that stands, is not another by a person's word, and was not kept in Salesforce for connector sessions of old (ruling EV1). */
export const STANDING: Sql = sql`e.deleted_at IS NULL AND e.same_as_id IS NULL AND e.is_legacy_connector = FALSE`;

/** The event `e` was held (ruling E4). */
export const HELD: Sql = sql`e.status IN ('Completed', 'Simulcast')`;

/** Somebody takes part in the event `e` in this role. */
export const hasRole = (role: "volunteer" | "teacher"): Sql => sql`EXISTS (
  SELECT 1 FROM participation p WHERE p.event_id = e.id AND p.role = ${role} AND p.deleted_at IS NULL)`;

/** The keys of rows, each with the same detail. */
export async function allWith(reader: Reader, detail: string, rows: Sql): Promise<Finding[]> {
  const found = await reader.query<{ source: string; source_id: string }>(rows);
  return found.map(({ source, source_id }) => ({ source, source_id, detail }));
}

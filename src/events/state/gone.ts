import sql from "sql-template-tag";
import { isSalesforceId, to18 } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { NamedEvent } from "../find.js";

interface Row extends Omit<NamedEvent, "sourceId"> {
  readonly source_id: string;
  readonly deleted_at: string | null;
}

const EVENT = sql`SELECT e.id, e.source, e.source_id, e.title, e.local_date AS date, e.local_time AS time, e.format, e.status, s.name AS school, e.deleted_at
  FROM event e LEFT JOIN school s ON s.id = e.school_id`;

const named = ({ source_id, deleted_at: _, ...event }: Row): NamedEvent => ({ ...event, sourceId: source_id });

/** The event of that id in the pool, deleted or not. */
export async function eventWithId(reader: Reader, id: number): Promise<NamedEvent | null> {
  const [row] = await reader.query<Row>(sql`${EVENT} WHERE e.id = ${id}`);
  return row === undefined ? null : named(row);
}

/** The event of that id, where it was deleted in its source; null where it stands, or the text is no id of one. */
export async function goneEvent(reader: Reader, text: string): Promise<NamedEvent | null> {
  const asked = text.trim();
  const id = isSalesforceId(asked) ? to18(asked) : asked;
  const [row] = await reader.query<Row>(sql`${EVENT}
    WHERE e.source_id = ${id} OR e.pathful_session_id = ${id} ORDER BY CASE WHEN e.deleted_at IS NULL THEN 0 ELSE 1 END LIMIT 1`);
  return row === undefined || row.deleted_at === null ? null : named(row);
}

import sql from "sql-template-tag";

/**
 * Rows of event_owner by `event_id`, one at most for an event: its own, else that of an event which people merged into it; of several the earliest. A merge
 * that is taken back leaves each with the owner it had.
 */
export const OWNERS_BY_EVENT = sql`(
  SELECT * FROM (
    SELECT COALESCE(x.same_as_id, x.id) AS event_id, own.*, ROW_NUMBER() OVER (
      PARTITION BY COALESCE(x.same_as_id, x.id)
      ORDER BY CASE WHEN x.same_as_id IS NULL THEN 0 ELSE 1 END, own.since, own.source, own.source_id) AS place
    FROM event_owner own JOIN event x ON x.source = own.source AND x.source_id = own.source_id
  ) ranked WHERE place = 1)`;

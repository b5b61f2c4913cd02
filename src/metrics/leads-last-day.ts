import sql, { type Sql } from "sql-template-tag";

/*
 * Until when a lead was in the lists. Every month nearly every lead has a new last day, so that no index keeps it: of a lead that stands in its one source
 * it is the day of that source's newest file, and only the others are looked up.
 */

/** A lead `l` that stands in its one source. Not said as equalities: SQLite would sort anew what an index has in the order of these columns. */
export const STANDS_ALONE: Sql = sql`l.is_current <> FALSE AND l.source_count < 2`;

/** The day of the newest standing file of each source. */
export const NEWEST_DAYS: Sql = sql`SELECT f.source, MAX(f.file_date) AS day FROM lead_file f WHERE f.state = 'standing' GROUP BY f.source`;

/** Whether a lead `l` that stands in its one source was in a file of this day or later. */
export const standsSince = (day: string): Sql =>
  sql`l.first_source IN (SELECT newest.source FROM (${NEWEST_DAYS}) newest WHERE newest.day >= ${day})`;

/** Whether a lead `l` was in a file of this day or later. */
export const wasListedSince = (day: string): Sql =>
  sql`CASE WHEN ${STANDS_ALONE} THEN ${standsSince(day)} ELSE (SELECT d.last_date FROM lead d WHERE d.id = l.id) >= ${day} END`;

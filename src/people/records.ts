import sql, { type Sql } from "sql-template-tag";

/**
 * FROM and ON, for `WHERE mine.id = …`: contact c is that record or another one that counts as the same person and was not deleted, so that what was
 * merged is shown together as it is counted together.
 */
export const RECORDS_OF_PERSON: Sql = sql`contact mine JOIN contact c ON (c.id = mine.id OR c.person_id = mine.person_id) AND c.deleted_at IS NULL`;

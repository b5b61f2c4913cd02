import sql, { type Sql } from "sql-template-tag";

/** A person is do-not-contact if any record of theirs is (ruling P1); `c` is the contact. */
export const mustNotBeContacted: Sql = sql`(c.do_not_contact OR EXISTS (
  SELECT 1 FROM contact twin WHERE twin.person_id = c.person_id AND twin.deleted_at IS NULL AND twin.do_not_contact))`;

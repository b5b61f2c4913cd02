import sql from "sql-template-tag";

/** One person is the smallest of their contacts' ids (rulings P1, P2); a contact not yet resolved stands for itself. */
export const PERSON = sql`COALESCE(c.person_id, c.id)`;

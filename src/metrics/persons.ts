import sql from "sql-template-tag";

/** One person is the smallest of their contacts' ids (rulings P1, P2); a contact not yet resolved stands for itself. */
export const PERSON = sql`COALESCE(c.person_id, c.id)`;

/** The same as it stands on a participation that counts: there the contact need not be read, and is never a deleted one. */
export const COUNTED_PERSON = sql`COALESCE(p.person_id, p.contact_id)`;

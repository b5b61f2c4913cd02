import sql, { raw, type Sql } from "sql-template-tag";

/** One person is the smallest of their contacts' ids (rulings P1, P2); a contact not yet resolved stands for itself. */
export const PERSON = sql`COALESCE(c.person_id, c.id)`;

/** The same as it stands on a participation that counts, by the name it has in a statement: there the contact need not be read, and is never a deleted one. */
export const personIn = (participation: "p" | "fp" | "e"): Sql =>
  sql`COALESCE(${raw(participation)}.person_id, ${raw(participation)}.contact_id)`;

export const COUNTED_PERSON = personIn("p");

const OF_THE_CONTACT = /\bc\./;
/** Whether something reads the contact of a participation. */
export const readsContact = (parts: readonly Sql[]): boolean =>
  parts.some(({ sql: text }) => OF_THE_CONTACT.test(text));

const OF_THE_RECORD = /\b[ep]\./;
/** Whether something reads a participation or its event. */
export const readsRecord = (parts: readonly Sql[]): boolean => parts.some(({ sql: text }) => OF_THE_RECORD.test(text));

/** Whether they are excluded from reports, without reading their contact: the few who are stand in an index of their own. */
export const COUNTED_EXCLUDED = sql`(p.contact_id IN (SELECT x.id FROM contact x WHERE x.excluded = TRUE))`;

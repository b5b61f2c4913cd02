import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Key } from "./model.js";

/** One person is the smallest of their contacts' ids (rulings P1, P2); a contact not yet resolved stands for itself. */
export const PERSON = sql`COALESCE(c.person_id, c.id)`;

/** The same as it stands on a participation that counts, by the name it has in a statement: there the contact need not be read, and is never a deleted one. */
export const personIn = (participation: "p" | "fp" | "e"): Sql =>
  sql`COALESCE(${raw(participation)}.person_id, ${raw(participation)}.contact_id)`;

export const COUNTED_PERSON = personIn("p");

/** A participation of one of these people: by their records, which an index leads to; the person of each participation would have to be worked out first. */
export const isOf = (participation: "p" | "fp", people: readonly Key[]): Sql =>
  sql`${raw(participation)}.contact_id IN (
      SELECT k.id FROM contact k WHERE k.person_id IN (${join(people)}) OR (k.person_id IS NULL AND k.id IN (${join(people)}))
    )`;

const OF_THE_CONTACT = /\bc\./;
/** Whether something reads the contact of a participation. */
export const readsContact = (parts: readonly Sql[]): boolean =>
  parts.some(({ sql: text }) => OF_THE_CONTACT.test(text));

const OF_THE_RECORD = /\b[ep]\./;
/** Whether something reads a participation or its event. */
export const readsRecord = (parts: readonly Sql[]): boolean => parts.some(({ sql: text }) => OF_THE_RECORD.test(text));

/** Whether they are excluded from reports, without reading their contact: the few who are stand in an index of their own. */
export const COUNTED_EXCLUDED = sql`(p.contact_id IN (SELECT x.id FROM contact x WHERE x.excluded = TRUE))`;

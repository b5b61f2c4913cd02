import sql, { join, type Sql } from "sql-template-tag";
import { normalizePhone, organizationKey } from "../../domain/index.js";
import { isInSource } from "../../metrics/index.js";
import type { Reader } from "../../pool/index.js";
import type { Asked, LeadFilter } from "./model.js";

const either = (parts: readonly Sql[]): Sql => (parts.length === 0 ? sql`1 = 0` : sql`(${join([...parts], " OR ")})`);

/** Any of each list, none of the others; what a lead does not say is none of them. */
function asked(wanted: Asked, fits: (value: string) => Sql): Sql[] {
  return [
    ...wanted.all.map((any) => either(any.map(fits))),
    ...wanted.none.map((value) => sql`NOT COALESCE(${fits(value)}, FALSE)`),
  ];
}

const is = (column: Sql) => (value: string) => sql`LOWER(${column}) = ${value.toLowerCase()}`;

/**
 * Leads that somebody, or nobody, has taken from the message they were last sent in, as a list shows them: what is told of a lead anew can be taken anew.
 * By what they are now, since their keys may have come to another lead.
 */
const takenIs = (isTaken: boolean): Sql => sql`l.id IN (
  SELECT k.lead_id FROM lead_delivery_item i JOIN lead_key k ON k.key = i.lead_key GROUP BY k.lead_id
  HAVING MAX(i.id) = MAX(CASE WHEN i.taken_at IS ${isTaken ? sql`NOT NULL` : sql`NULL`} THEN i.id END))`;

/** The condition on a lead `l`. Every part of it stands in one index (lead_listed_idx), which is read instead of the leads themselves. */
export async function conditionOf(reader: Reader, filter: LeadFilter): Promise<Sql> {
  const { standing, isInSeveral, isConverted, isTaken, isCurrent, hasPhone, since, text } = filter;
  const standings = standing === null ? ["new", "known", "updated"] : [standing];
  return join(
    [
      sql`l.standing IN (${join(standings)})`,
      ...(isInSeveral ? [sql`l.source_count > 1`] : []),
      ...asked(filter.source, isInSource),
      ...asked(filter.state, is(sql`l.state`)),
      ...asked(filter.county, is(sql`l.county`)),
      ...asked(filter.stage, is(sql`l.outreach_stage`)),
      ...(isConverted === null ? [] : [sql`l.is_converted = ${isConverted}`]),
      ...(isCurrent === null ? [] : [sql`l.is_current = ${isCurrent}`]),
      ...(hasPhone === null ? [] : [hasPhone ? sql`l.phone IS NOT NULL` : WITHOUT_PHONE]),
      ...(isTaken === null ? [] : [takenIs(isTaken)]),
      ...(since === null
        ? []
        : [standing === "updated" ? await changedSince(reader, since) : sql`l.first_date >= ${since}`]),
      ...(text === null ? [] : await textIs(reader, text)),
    ],
    " AND ",
  );
}

/** A difference names the day of its file; the days of files are few. */
async function changedSince(reader: Reader, since: string): Promise<Sql> {
  const days = await reader.query<{ file_date: string }>(
    sql`SELECT DISTINCT file_date FROM lead_file WHERE state = 'standing' AND file_date >= ${since}`,
  );
  return either(days.map(({ file_date }) => sql`l.differences LIKE ${`%${file_date}%`}`));
}

/** Leads without a phone are few, and an index has them together. */
export const WITHOUT_PHONE = sql`l.id IN (SELECT few.id FROM lead few WHERE few.phone IS NULL)`;

/** A whole phone number is of any time, since a lead keeps the numbers it had; anything else is words of the name, each of them in it. */
async function textIs(reader: Reader, text: string): Promise<Sql[]> {
  const phone = normalizePhone(text);
  if (phone === null) return wordsOf(text).map((word) => sql`l.company_key LIKE ${`%${word}%`}`);
  const leads = await reader.query<{ lead_id: number }>(
    sql`SELECT DISTINCT lead_id FROM lead_key WHERE phone = ${phone}`,
  );
  return [leads.length === 0 ? sql`1 = 0` : sql`l.id IN (${join(leads.map(({ lead_id }) => lead_id))})`];
}

/** The words by which a company's name is searched. */
export const wordsOf = (text: string): string[] => organizationKey(text).split(" ").filter(Boolean);

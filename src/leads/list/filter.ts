import sql, { join, type Sql } from "sql-template-tag";
import { normalizePhone, organizationKey } from "../../domain/index.js";
import { isInSource } from "../../metrics/index.js";
import type { Reader } from "../../pool/index.js";
import type { Asked, LeadFilter, LeadSort, Standing } from "./model.js";

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
 * By what they are now, since their keys may have come to another lead. @param sent which of the two SQLite reads first
 */
const takenIs = (isTaken: boolean, sent: Sql): Sql => sql`l.id IN (
  SELECT k.lead_id FROM ${sent} WHERE k.key = i.lead_key GROUP BY k.lead_id
  HAVING MAX(i.id) = MAX(CASE WHEN i.taken_at IS ${isTaken ? sql`NOT NULL` : sql`NULL`} THEN i.id END))`;

const FROM_MESSAGES = sql`lead_delivery_item i CROSS JOIN lead_key k`;
const FROM_LEADS = sql`lead_key k CROSS JOIN lead_delivery_item i`;

/** As many leads as can be named one by one, and as many sent ones as are quicker looked up than all leads looked through. */
const FEW = 5_000;
const FEW_SENT = 20_000;

/**
 * The same filter for several questions: where the words of a name, or who has taken what, leave few leads, those are looked up once, and then named.
 */
export async function withFewNamed(reader: Reader, filter: LeadFilter): Promise<LeadFilter> {
  const isTaken = filter.isTaken !== null && (await wereFewSent(reader)) ? filter.isTaken : null;
  const parts = [
    ...(isTaken === null ? [] : [takenIs(isTaken, FROM_MESSAGES)]),
    ...(filter.text === null ? [] : await textIs(reader, filter.text)),
  ];
  if (parts.length === 0) return filter;
  const leads = await reader.query<{ id: number }>(
    sql`SELECT l.id FROM lead l WHERE ${join(parts, " AND ")} LIMIT CAST(${FEW + 1} AS INTEGER)`,
  );
  if (leads.length > FEW) return filter;
  const among = leads.map(({ id }) => id);
  return { ...filter, isTaken: isTaken === null ? filter.isTaken : null, text: null, among };
}

async function wereFewSent(reader: Reader): Promise<boolean> {
  const [row] = await reader.query<{ items: number }>(
    sql`SELECT COUNT(*) AS items FROM (SELECT i.id FROM lead_delivery_item i LIMIT CAST(${FEW_SENT + 1} AS INTEGER)) few`,
  );
  return (row?.items ?? 0) <= FEW_SENT;
}

const STANDINGS: readonly Standing[] = ["new", "known", "updated"];

/**
 * The condition on a lead `l`. Every part of it stands in one index (lead_listed_idx), which is read instead of the leads themselves.
 * All three standings say nothing of a lead, yet SQLite finds that index by them; where another is better, they are left out.
 */
export async function conditionOf(reader: Reader, filter: LeadFilter, sort: LeadSort | null = null): Promise<Sql> {
  const { standing, isInSeveral, isConverted, isTaken, isCurrent, hasPhone, since, text, among } = filter;
  const parts = [
    ...(standing === null ? [] : [standingIs([standing])]),
    ...(among === null ? [] : [isAmong(among)]),
    ...(isInSeveral ? [sql`l.source_count > 1`] : []),
    ...asked(filter.source, isInSource),
    ...asked(filter.state, is(sql`l.state`)),
    ...asked(filter.county, is(sql`l.county`)),
    ...asked(filter.stage, is(sql`l.outreach_stage`)),
    ...(isConverted === null ? [] : [sql`l.is_converted = ${isConverted}`]),
    ...(isCurrent === null ? [] : [sql`l.is_current = ${isCurrent}`]),
    ...(hasPhone === null ? [] : [hasPhone ? sql`l.phone IS NOT NULL` : WITHOUT_PHONE]),
    ...(isTaken === null ? [] : [takenIs(isTaken, FROM_LEADS)]),
    ...(since === null
      ? []
      : [standing === "updated" ? await changedSince(reader, since) : sql`l.first_date >= ${since}`]),
    ...(text === null ? [] : await textIs(reader, text)),
  ];
  if (parts.length === 0 && sort === "company") return sql`TRUE`;
  const isFound = standing !== null || among !== null;
  return join(isFound ? parts : [standingIs(STANDINGS), ...parts], " AND ");
}

const standingIs = (some: readonly Standing[]): Sql => sql`l.standing IN (${join([...some])})`;

const isAmong = (ids: readonly number[]): Sql => (ids.length === 0 ? sql`1 = 0` : sql`l.id IN (${join([...ids])})`);

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
  return [isAmong(leads.map(({ lead_id }) => lead_id))];
}

/** The words by which a company's name is searched. */
export const wordsOf = (text: string): string[] => organizationKey(text).split(" ").filter(Boolean);

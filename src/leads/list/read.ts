import sql, { join, type Sql } from "sql-template-tag";
import { z } from "zod";
import { sourcesIn } from "../../metrics/index.js";
import type { Reader } from "../../pool/index.js";
import { conditionOf } from "./filter.js";
import type { Difference, LeadCounts, LeadFilter, LeadSort, ListedLead, Standing, Taken, Wanted } from "./model.js";

/** How many leads fit, by standing and by the day they were first seen. */
export async function countLeads(reader: Reader, filter: LeadFilter): Promise<LeadCounts> {
  const rows = await reader.query<LeadCount>(sql`
    SELECT l.standing, l.first_date, COUNT(*) AS leads, ${GONE} AS gone
    FROM lead l WHERE ${await conditionOf(reader, filter)} GROUP BY l.standing, l.first_date`);
  return leadCounts(rows);
}

/** Leads in no newest file of any source any more. */
export const GONE = sql`SUM(CASE WHEN l.is_current = TRUE THEN 0 ELSE 1 END)`;

export interface LeadCount {
  readonly standing: Standing;
  readonly first_date: string;
  readonly leads: number;
  readonly gone: number;
}

export function leadCounts(rows: readonly LeadCount[]): LeadCounts {
  const sum = (some: readonly LeadCount[]): number => some.reduce((all, { leads }) => all + leads, 0);
  const of = (standing: Standing): number => sum(rows.filter((row) => row.standing === standing));
  const byDay = new Map<string, number>();
  for (const { first_date, leads } of rows) byDay.set(first_date, (byDay.get(first_date) ?? 0) + leads);
  return {
    all: sum(rows),
    new: of("new"),
    known: of("known"),
    updated: of("updated"),
    gone: rows.reduce((all, { gone }) => all + gone, 0),
    byDay,
  };
}

/** The rows of a list that are wanted, and no others: which they are is told by an index alone, then those leads are read. */
export async function listLeads(reader: Reader, filter: LeadFilter, wanted: Wanted): Promise<ListedLead[]> {
  const order = orderOf(wanted.sort ?? null);
  const { within, skip } = daysWanted(wanted);
  const rows = await reader.query<LeadRow>(sql`
    SELECT ${LISTED} FROM (
        SELECT l.id FROM lead l WHERE ${await conditionOf(reader, filter, wanted.sort?.key)} ${within} ORDER BY ${order}
        LIMIT CAST(${wanted.most} AS INTEGER) OFFSET CAST(${skip} AS INTEGER)) page
      CROSS JOIN lead l ${BESIDE} WHERE l.id = page.id ORDER BY ${order}`);
  return rows.map(listedLead);
}

/** Where leads come by the day they were first seen, and it is known how many are of each: only the days of the page are looked at. */
function daysWanted({ sort, skip, most, byDay }: Wanted): { readonly within: Sql; readonly skip: number } {
  if (byDay === undefined || (sort !== null && sort !== undefined)) return { within: sql``, skip };
  const days: string[] = [];
  let before = 0;
  let passed = 0;
  for (const [day, leads] of [...byDay].sort(([a], [b]) => (a < b ? 1 : -1))) {
    if (before + leads <= skip) passed += leads;
    else if (before < skip + most) days.push(day);
    before += leads;
  }
  return days.length === 0
    ? { within: sql`AND 1 = 0`, skip: 0 }
    : { within: sql`AND l.first_date IN (${join(days)})`, skip: skip - passed };
}

/** The day of the newest file of each source. */
export const fileDays = (reader: Reader): Promise<{ readonly source: string; readonly day: string }[]> =>
  reader.query(
    sql`SELECT source, MAX(file_date) AS day FROM lead_file WHERE state = 'standing' GROUP BY source ORDER BY source`,
  );

const MOST_AT_ONCE = 5_000;

/** Leads by their ids, in that order; an id of none is left out. */
export async function leadsById(reader: Reader, ids: readonly number[]): Promise<ListedLead[]> {
  const found = new Map<number, ListedLead>();
  for (let from = 0; from < ids.length; from += MOST_AT_ONCE) {
    const rows = await reader.query<LeadRow>(sql`
      SELECT ${LISTED} FROM lead l ${BESIDE} WHERE l.id IN (${join(ids.slice(from, from + MOST_AT_ONCE))})`);
    for (const row of rows) found.set(row.id, listedLead(row));
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

const ORDERS: Readonly<Record<LeadSort, { readonly column: Sql; readonly isText: boolean }>> = {
  first: { column: sql`l.first_date`, isText: false },
  company: { column: sql`l.company_key`, isText: true },
  city: { column: sql`l.city`, isText: true },
  state: { column: sql`l.state`, isText: true },
  sources: { column: sql`l.source_count`, isText: false },
};

/** Text from A, days and numbers from the largest, turned round by a minus; gaps last on either engine. */
function orderOf(sort: Wanted["sort"] | null): Sql {
  if (sort === null || sort === undefined) return sql`l.first_date DESC, l.id DESC`;
  const { column, isText } = ORDERS[sort.key];
  const isUp = isText !== sort.descending;
  return sql`${column} ${isUp ? sql`ASC` : sql`DESC`} NULLS LAST, l.id DESC`;
}

const LISTED = sql`l.id, l.company, l.person, l.person_role, l.phone, l.phone_extension, l.line1, l.line2, l.city, l.state, l.zip, l.county,
  l.address_key, l.email, l.licence, l.licence_type, l.licence_status, l.capacity, l.ages, l.sources, l.first_source, l.first_date, l.last_date,
  l.is_current, l.standing, l.salesforce_id, l.matched_by, l.is_converted, l.outreach_stage, l.differences,
  first_file.name AS first_file, s.status AS salesforce_status, d.month AS sent_in, i.taken_by, i.taken_at`;

/** What stands beside a lead: its first file, how it is in Salesforce, and the message it was last sent in. */
const BESIDE = sql`
  LEFT JOIN lead_file first_file ON first_file.id = l.first_file_id
  LEFT JOIN salesforce_lead s ON s.source = 'salesforce' AND s.source_id = l.salesforce_id
  LEFT JOIN lead_delivery_item i ON i.id = (
    SELECT MAX(sent.id) FROM lead_key k JOIN lead_delivery_item sent ON sent.lead_key = k.key WHERE k.lead_id = l.id)
  LEFT JOIN lead_delivery d ON d.id = i.delivery_id`;

interface LeadRow {
  readonly id: number;
  readonly company: string | null;
  readonly person: string | null;
  readonly person_role: string | null;
  readonly phone: string | null;
  readonly phone_extension: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly county: string | null;
  readonly address_key: string | null;
  readonly email: string | null;
  readonly licence: string | null;
  readonly licence_type: string | null;
  readonly licence_status: string | null;
  readonly capacity: number | null;
  readonly ages: string | null;
  readonly sources: string;
  readonly first_source: string;
  readonly first_date: string;
  readonly last_date: string;
  readonly is_current: number | boolean;
  readonly standing: Standing;
  readonly salesforce_id: string | null;
  readonly matched_by: string | null;
  readonly is_converted: number | boolean;
  readonly outreach_stage: string | null;
  readonly differences: string;
  readonly first_file: string | null;
  readonly salesforce_status: string | null;
  readonly sent_in: string | null;
  readonly taken_by: string | null;
  readonly taken_at: string | null;
}

const listedLead = (row: LeadRow): ListedLead => ({
  id: row.id,
  company: row.company,
  person: row.person,
  personRole: row.person_role,
  phone: row.phone,
  phoneExtension: row.phone_extension,
  line1: row.line1,
  line2: row.line2,
  city: row.city,
  state: row.state,
  zip: row.zip,
  county: row.county,
  email: row.email,
  licence: row.licence,
  licenceType: row.licence_type,
  licenceStatus: row.licence_status,
  capacity: row.capacity,
  ages: row.ages,
  sources: sourcesIn(row.sources),
  firstSource: row.first_source,
  firstDate: row.first_date,
  firstFile: row.first_file,
  lastDate: row.last_date,
  isCurrent: Boolean(row.is_current),
  hasAddress: row.address_key !== null,
  standing: row.standing,
  salesforceId: row.salesforce_id,
  matchedBy: row.matched_by,
  salesforceStatus: row.salesforce_status,
  isConverted: Boolean(row.is_converted),
  outreachStage: row.outreach_stage,
  differences: differencesIn(row.differences),
  sentIn: row.sent_in,
  taken: takenOf(row.taken_by, row.taken_at),
});

export const takenOf = (by: string | null, at: string | null): Taken | null =>
  by === null || at === null ? null : { by, at };

const said = z.union([z.string(), z.number(), z.null()]);
const differencesSchema = z.array(
  z.object({ field: z.string(), was: said, now: said, file_id: z.number(), file_date: z.string() }),
);

export const differencesIn = (json: string): readonly Difference[] =>
  json === "[]" ? [] : differencesSchema.parse(JSON.parse(json));

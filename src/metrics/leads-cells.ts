import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { askedOf, type LeadNumbers, type LeadScope, numbersOf, type Row } from "./leads.js";
import { leadFigureOf } from "./leads-figures.js";
import { NEWEST_DAYS, STANDS_ALONE, standsSince } from "./leads-last-day.js";
import { sourcesIn } from "./leads-sources.js";
import { all } from "./window.js";

/** Leads alike in all that a report tells of them, counted once for all of it. */
export interface LeadCell {
  readonly sources: readonly string[];
  readonly firstSource: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly standing: string;
  /** phone | mobile | identity; null is not in Salesforce. */
  readonly matchedBy: string | null;
  /** In the newest file of one of its sources. */
  readonly isCurrent: boolean;
  readonly isConverted: boolean;
  readonly leads: number;
}

/** In the order of the index on them: what is alike stands together, and nothing has to be sorted. */
const CELL = [
  "standing",
  "first_date",
  "sources",
  "first_source",
  "first_file_id",
  "source_count",
  "is_current",
  "matched_by",
  "is_converted",
] as const;

const columnsOf = (of: string): Sql => join(CELL.map((column) => raw(`${of}.${column}`)));

/** Leads that are alike, each group with how many they are. Those that stand in their one source are counted from the index alone. */
function groups(scope: LeadScope): Sql {
  const { start, end } = scope.period;
  const asked = [...(end === null ? [] : [sql`l.first_date <= ${end}`]), ...askedOf("lead", scope)];
  const alone = all([STANDS_ALONE, ...(start === null ? [] : [standsSince(start)]), ...asked]);
  const others = all([
    sql`d.id = l.id`,
    sql`NOT (${STANDS_ALONE})`,
    ...(start === null ? [] : [sql`d.last_date >= ${start}`]),
    ...asked,
  ]);
  return sql`
    SELECT ${columnsOf("alone")}, COALESCE(newest.day, alone.first_date) AS last_date, alone.leads
    FROM (SELECT ${columnsOf("l")}, COUNT(*) AS leads FROM lead l WHERE ${alone} GROUP BY ${columnsOf("l")}) alone
      LEFT JOIN (${NEWEST_DAYS}) newest ON newest.source = alone.first_source
    UNION ALL
    SELECT ${columnsOf("l")}, d.last_date, COUNT(*) AS leads FROM lead l CROSS JOIN lead d WHERE ${others} GROUP BY ${columnsOf("l")}, d.last_date`;
}

export interface CountedLeads {
  /** By source. */
  readonly numbers: LeadNumbers;
  readonly cells: readonly LeadCell[];
  /** The same figures of a period inside that of the scope. */
  within(period: Period): LeadNumbers;
}

/** Figures of the grain `lead` by source, and what they were counted from, in one statement. */
export async function leadCells(reader: Reader, ids: readonly string[], scope: LeadScope): Promise<CountedLeads> {
  const figures = ids.map(leadFigureOf);
  const counts = figures.map(
    ({ counts: condition }, place) =>
      sql`CASE WHEN ${condition ?? sql`TRUE`} THEN l.leads ELSE 0 END AS ${raw(`n${place}`)}`,
  );
  const rows = await reader.query<
    Row & {
      readonly bucket: string;
      readonly first_source: string;
      readonly first_date: string;
      readonly last_date: string;
      readonly standing: string;
      readonly matched_by: string | null;
      readonly present: number;
      readonly converted: number;
      readonly among: number;
    }
  >(sql`
    SELECT l.sources AS bucket, l.first_source, l.first_date, l.last_date, l.standing, l.matched_by,
      CASE WHEN l.is_current = TRUE THEN 1 ELSE 0 END AS present, CASE WHEN l.is_converted = TRUE THEN 1 ELSE 0 END AS converted,
      l.leads AS among, ${join(counts)}
    FROM (${groups(scope)}) l`);
  return {
    numbers: numbersOf([{ figures, rows }], ids, scope, "source"),
    within(period) {
      const { start, end } = period;
      const then = rows.filter(
        ({ first_date, last_date }) => (end === null || first_date <= end) && (start === null || last_date >= start),
      );
      return numbersOf([{ figures, rows: then }], ids, { ...scope, period }, null);
    },
    cells: rows.map((row) => ({
      sources: sourcesIn(row.bucket),
      firstSource: row.first_source,
      firstDate: row.first_date,
      lastDate: row.last_date,
      standing: row.standing,
      matchedBy: row.matched_by,
      isCurrent: row.present === 1,
      isConverted: row.converted === 1,
      leads: row.among,
    })),
  };
}

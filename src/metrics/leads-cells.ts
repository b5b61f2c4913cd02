import sql, { join, raw } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { type LeadNumbers, type LeadScope, numbersOf, type Row, scopeOf, sourcesIn } from "./leads.js";
import { leadFigureOf } from "./leads-figures.js";

/** Leads alike in all that a report tells of them, counted once for all of it. */
export interface LeadCell {
  readonly sources: readonly string[];
  readonly firstSource: string;
  readonly firstDate: string;
  readonly lastDate: string;
  readonly standing: string;
  /** phone | mobile | identity; null is not in Salesforce. */
  readonly matchedBy: string | null;
  readonly isConverted: boolean;
  readonly leads: number;
}

/** In the order of the index on them: what is alike stands together, and nothing has to be sorted. */
const CELL = sql`l.standing, l.first_date, l.sources, l.last_date, l.first_source, l.first_file_id, l.source_count,
  l.is_current, l.matched_by, l.is_converted`;

/** Figures of the grain `lead` by source, and what they were counted from, in one statement. */
export async function leadCells(
  reader: Reader,
  ids: readonly string[],
  scope: LeadScope,
): Promise<{ readonly numbers: LeadNumbers; readonly cells: readonly LeadCell[] }> {
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
      readonly converted: number;
      readonly among: number;
    }
  >(sql`
    SELECT l.sources AS bucket, l.first_source, l.first_date, l.last_date, l.standing, l.matched_by,
      CASE WHEN l.is_converted = TRUE THEN 1 ELSE 0 END AS converted, l.leads AS among, ${join(counts)}
    FROM (SELECT ${CELL}, COUNT(*) AS leads FROM lead l WHERE ${scopeOf("lead", scope)} GROUP BY ${CELL}) l`);
  return {
    numbers: numbersOf([{ figures, rows }], ids, scope, "source"),
    cells: rows.map((row) => ({
      sources: sourcesIn(row.bucket),
      firstSource: row.first_source,
      firstDate: row.first_date,
      lastDate: row.last_date,
      standing: row.standing,
      matchedBy: row.matched_by,
      isConverted: row.converted === 1,
      leads: row.among,
    })),
  };
}

import sql, { join, type Sql } from "sql-template-tag";
import { z } from "zod";
import { normalizePhone } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { wordsOf } from "./filter.js";
import type { Asked, LeadFilter, Wanted } from "./model.js";

/** A row of a source as it stands now, of which something cannot be read or is missing. */
export interface UnusableRow {
  readonly source: string;
  readonly file: string;
  /** As a person sees it in the file: the header is line 1. */
  readonly line: number | null;
  readonly leadId: number | null;
  readonly company: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly problems: readonly RowProblem[];
}

export interface RowProblem {
  readonly field: string;
  readonly problem: string;
  readonly came: string | null;
}

/** What a row can be filtered by; the rest of a filter speaks of leads. */
export type RowFilter = Pick<LeadFilter, "source" | "state" | "county" | "isCurrent" | "since" | "text">;

const problemsSchema = z.array(z.object({ field: z.string(), problem: z.string(), came: z.string().nullable() }));

export const problemsIn = (json: string): readonly RowProblem[] =>
  json === "[]" ? [] : problemsSchema.parse(JSON.parse(json));

/** What is wrong with the rows of a source. */
export interface UnusableCount {
  readonly source: string;
  readonly rows: number;
  /** Without a usable phone, and without a usable address: a row without both counts for both. */
  readonly phone: number;
  readonly address: number;
  /** With both, and with something else that cannot be read. */
  readonly other: number;
}

export async function countUnusable(reader: Reader, filter: RowFilter): Promise<UnusableCount[]> {
  return reader.query<UnusableCount>(sql`
    SELECT ${SOURCE} AS source, COUNT(*) AS rows, SUM(CASE WHEN v.phone IS NULL THEN 1 ELSE 0 END) AS phone,
      SUM(CASE WHEN v.address_key IS NULL THEN 1 ELSE 0 END) AS address,
      SUM(CASE WHEN v.phone IS NULL OR v.address_key IS NULL THEN 0 ELSE 1 END) AS other
    FROM lead_version v WHERE ${unusable(filter)} GROUP BY ${SOURCE} ORDER BY ${SOURCE}`);
}

/** No column: SQLite would read every wording in the order of an index on it, where few have something wrong. */
const SOURCE = sql`v.source || ''`;

/** Those with the most wrong first: so an index gives them, and no more are read than are wanted. */
export async function unusableRows(
  reader: Reader,
  filter: RowFilter,
  { skip, most }: Pick<Wanted, "skip" | "most">,
): Promise<UnusableRow[]> {
  const rows = await reader.query<{
    source: string;
    file: string;
    line: number | null;
    lead_id: number | null;
    company: string | null;
    city: string | null;
    state: string | null;
    problems: string;
  }>(sql`
    SELECT v.source, f.name AS file, s.lead_id, v.company, v.city, v.state, v.problems,
      (SELECT MAX(r.line) FROM lead_row r WHERE r.version_id = v.id AND r.file_id = s.last_file_id) AS line
    FROM (SELECT v.id FROM lead_version v WHERE ${unusable(filter)} ORDER BY v.problem_count DESC, v.id DESC
          LIMIT CAST(${most} AS INTEGER) OFFSET CAST(${skip} AS INTEGER)) page
      CROSS JOIN lead_version v CROSS JOIN staged_lead s CROSS JOIN lead_file f
    WHERE v.id = page.id AND s.source = v.source AND s.row_key = v.row_key AND f.id = s.last_file_id
    ORDER BY v.problem_count DESC, v.id DESC`);
  return rows.map(({ lead_id, problems, ...row }) => ({ ...row, leadId: lead_id, problems: problemsIn(problems) }));
}

/** The condition on a wording `v`: it has something wrong, and staging has the row as it says it. Asked wording by wording, as those with something wrong are few. */
function unusable({ source, state, county, isCurrent, since, text }: RowFilter): Sql {
  const ofRow = [
    ...(isCurrent === null ? [] : [sql`s.is_current = ${isCurrent}`]),
    ...(since === null ? [] : [sql`s.first_date >= ${since}`]),
  ];
  const ofWording = [
    ...asked(source, sql`v.source`),
    ...asked(state, sql`v.state`),
    ...asked(county, sql`v.county`),
    ...(text === null ? [] : textIs(text)),
  ];
  return join(
    [
      sql`v.problem_count > 0`,
      ...ofWording,
      sql`v.id = (SELECT s.version_id FROM staged_lead s WHERE ${join([sql`s.source = v.source`, sql`s.row_key = v.row_key`, ...ofRow], " AND ")})`,
    ],
    " AND ",
  );
}

function textIs(text: string): Sql[] {
  const phone = normalizePhone(text);
  if (phone !== null) return [sql`v.phone = ${phone}`];
  return wordsOf(text).map((word) => sql`v.company_key LIKE ${`%${word}%`}`);
}

function asked({ all, none }: Asked, column: Sql): Sql[] {
  const among = (values: readonly string[]): Sql =>
    sql`COALESCE(LOWER(${column}), '') IN (${join(values.map((value) => value.toLowerCase()))})`;
  return [...all.filter((any) => any.length > 0).map(among), ...(none.length === 0 ? [] : [sql`NOT ${among(none)}`])];
}

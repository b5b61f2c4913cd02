import sql, { join, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { ALIVE_EVENT } from "./grains.js";
import { all } from "./window.js";

/*
 * Figures of surveys, one definition each (ruling F2). They stand beside the metrics and not among them: their record is an answer, which has no
 * person, place or event that counts by the rulings, so none of the metrics' dimensions would hold.
 *
 * - response: the answers of one respondent to one survey, by its key
 * - average: the mean of the numbers given to a rating question; answers that are no number are left out
 * - yes share: yes ÷ (yes + no)
 * - company: the organisation credited for the respondent's part in the event, else what the respondent wrote
 * - people left out of reports (ruling P3) are left out here too, and counted in the footer
 *
 * A file tells of one respondent in one row: all answers of a response are of one day, event and company.
 */

/** Which answers are meant; null is all. */
export interface SurveyScope {
  readonly period: Period;
  readonly surveys: readonly string[] | null;
  readonly events: readonly number[] | null;
  readonly companies: readonly string[] | null;
}

/*
 * What follows is said of an answer or a response, named a.
 */

/**
 * The credited organisation of who answered about an event, else what they wrote. Looked for among who came: all that somebody ever came to is more, and
 * SQLite takes no index for a comparison of a comparison.
 */
export const COMPANY = sql`COALESCE((
        SELECT o.name FROM participation p JOIN organization o ON o.id = p.credited_organization_id
        WHERE p.event_id = a.event_id AND (p.contact_id = a.contact_id) = TRUE AND p.role = 'volunteer' AND p.deleted_at IS NULL
        ORDER BY p.id LIMIT 1), NULLIF(TRIM(a.organization_raw), ''))`;

/** The respondent is left out of reports (ruling P3). */
export const IS_LEFT_OUT = sql`(a.contact_id IS NOT NULL AND a.contact_id IN (SELECT c.id FROM contact c WHERE c.excluded = TRUE AND c.deleted_at IS NULL))`;

/** Where a company can be one of these at all: the few events that somebody came to for it, and what respondents wrote. */
export const maybeOf = (companies: readonly string[]): Sql =>
  companies.length === 0
    ? sql`FALSE`
    : sql`(TRIM(a.organization_raw) IN (${join(companies)}) OR a.event_id IN (
        SELECT p.event_id FROM organization o JOIN participation p ON p.credited_organization_id = o.id WHERE o.name IN (${join(companies)})))`;

export const among = (column: Sql, values: readonly (string | number)[] | null): Sql[] =>
  values === null ? [] : [values.length === 0 ? sql`FALSE` : sql`${column} IN (${join(values)})`];

/** Words that somebody wrote, and not blanks. */
export const IS_COMMENT = sql`a.kind = 'text' AND TRIM(a.answer_text) <> ''`;

/** An event that answers are of. */
export interface SurveyedEvent {
  readonly id: number;
  readonly source_id: string;
  readonly title: string;
  readonly day: string;
}

/** The surveys that were answered, and the days of their answers. */
export async function surveysAnswered(
  reader: Reader,
): Promise<{ readonly surveys: readonly string[]; readonly first: string | null; readonly last: string | null }> {
  const rows = await reader.query<{ survey: string; first: string | null; last: string | null }>(sql`
    SELECT a.survey, MIN(a.local_date) AS first, MAX(a.local_date) AS last
    FROM survey_answer a WHERE a.deleted_at IS NULL GROUP BY a.survey ORDER BY a.survey`);
  const days = rows.flatMap(({ first, last }) => [first, last].filter((day) => day !== null)).sort();
  return { surveys: rows.map(({ survey }) => survey), first: days[0] ?? null, last: days.at(-1) ?? null };
}

/** The companies that answers are of: all, or those among some. */
export async function companiesSurveyed(reader: Reader, some: readonly string[] | null): Promise<readonly string[]> {
  const where = [sql`a.deleted_at IS NULL`, ...(some === null ? [] : [maybeOf(some)])];
  const rows = await reader.query<{ company: string }>(sql`
    SELECT DISTINCT f.company FROM (
      SELECT ${COMPANY} AS company FROM (
        SELECT DISTINCT a.event_id, a.contact_id, a.organization_raw FROM survey_answer a WHERE ${all(where)}) a
    ) f WHERE ${all([sql`f.company IS NOT NULL`, ...among(sql`f.company`, some)])} ORDER BY f.company`);
  return rows.map(({ company }) => company);
}

/** The events that answers are of, the newest first. */
export async function eventsSurveyed(reader: Reader): Promise<readonly SurveyedEvent[]> {
  return reader.query<SurveyedEvent>(sql`
    SELECT e.id, e.source_id, e.title, e.local_date AS day FROM event e
    WHERE ${ALIVE_EVENT} AND e.id IN (SELECT a.event_id FROM survey_answer a WHERE a.deleted_at IS NULL)
    ORDER BY e.local_date DESC, e.id DESC`);
}

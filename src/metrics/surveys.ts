import sql, { join, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { ALIVE_EVENT } from "./grains.js";
import { all, inPeriod } from "./window.js";

/*
 * Figures of surveys, one definition each (ruling F2). They stand beside the metrics and not among them: their record is an answer, which has no
 * person, place or event that counts by the rulings, so none of the metrics' dimensions would hold.
 *
 * - response: the answers of one respondent to one survey, by its key
 * - average: the mean of the numbers given to a rating question; answers that are no number are left out
 * - yes share: yes ÷ (yes + no)
 * - company: the organisation credited for the respondent's part in the event, else what the respondent wrote
 * - people left out of reports (ruling P3) are left out here too, and counted in the footer
 */

/** Which answers are meant; null is all. */
export interface SurveyScope {
  readonly period: Period;
  readonly surveys: readonly string[] | null;
  readonly events: readonly number[] | null;
  readonly companies: readonly string[] | null;
}

export interface SurveyTotals {
  readonly responses: number;
  readonly comments: number;
  readonly surveys: number;
  readonly events: number;
  /** Responses that name no event the pool knows. */
  readonly without_event: number;
}

export type QuestionKind = "rating" | "yes_no" | "text";

export interface QuestionFigures {
  readonly survey: string;
  readonly question: string;
  readonly kind: QuestionKind;
  readonly answers: number;
  readonly average: number | null;
  readonly yes: number;
  readonly no: number;
}

/** How often a number was given to a question. */
export interface Given {
  readonly survey: string;
  readonly question: string;
  readonly score: number;
  readonly answers: number;
}

/** Responses about one event or of one company; averages by question. */
export interface GroupFigures {
  readonly key: number | string | null;
  readonly label: string;
  readonly day: string | null;
  readonly responses: number;
  readonly comments: number;
  readonly averages: ReadonlyMap<string, number>;
}

export interface Comment {
  readonly day: string | null;
  readonly survey: string;
  readonly question: string;
  readonly text: string;
  readonly event: string | null;
  readonly company: string | null;
  readonly respondent: string | null;
}

/** The credited organisation of who answered about an event, else what they wrote. Looked for among who came: all that somebody ever came to is more (hence the sum, which no index is of). */
const COMPANY = sql`COALESCE((
        SELECT o.name FROM participation p JOIN organization o ON o.id = p.credited_organization_id
        WHERE p.event_id = a.event_id AND p.contact_id + 0 = a.contact_id AND p.role = 'volunteer' AND p.deleted_at IS NULL
        ORDER BY p.id LIMIT 1), NULLIF(TRIM(a.organization_raw), ''))`;

/** Where a company can be one of these at all: the few events that somebody came to for it, and what respondents wrote. */
const maybeOf = (companies: readonly string[]): Sql =>
  companies.length === 0
    ? sql`FALSE`
    : sql`(TRIM(a.organization_raw) IN (${join(companies)}) OR a.event_id IN (
        SELECT p.event_id FROM organization o JOIN participation p ON p.credited_organization_id = o.id WHERE o.name IN (${join(companies)})))`;

const answersOf = (
  companies: readonly string[] | null,
): Sql => sql`SELECT a.survey, a.survey || ' ' || a.response_key AS response, a.question, a.kind, a.local_date,
        a.answer_number, NULLIF(TRIM(a.answer_text), '') AS answer_text, e.id AS event, e.title AS event_title, e.local_date AS event_day,
        ${COMPANY} AS company, COALESCE(c.full_name, CASE WHEN a.respondent_raw LIKE '%@%' THEN NULL ELSE a.respondent_raw END) AS respondent,
        COALESCE(c.excluded, FALSE) AS excluded, a.id
      FROM survey_answer a
        LEFT JOIN event e ON e.id = a.event_id AND e.deleted_at IS NULL
        LEFT JOIN contact c ON c.id = a.contact_id AND c.deleted_at IS NULL
      WHERE ${all([sql`a.deleted_at IS NULL`, ...(companies === null ? [] : [maybeOf(companies)])])}`;

const among = (column: Sql, values: readonly (string | number)[] | null): Sql[] =>
  values === null ? [] : [values.length === 0 ? sql`FALSE` : sql`${column} IN (${join(values)})`];

/** The answers meant, named f. */
function answers({ period, surveys, events, companies }: SurveyScope, excluded = false): Sql {
  const where = [
    inPeriod(sql`f.local_date`, period),
    excluded ? sql`f.excluded = TRUE` : sql`f.excluded = FALSE`,
    ...among(sql`f.survey`, surveys),
    ...among(sql`f.event`, events),
    ...among(sql`f.company`, companies),
  ];
  return sql`FROM (${answersOf(companies)}) f WHERE ${all(where)}`;
}

const IS_COMMENT = sql`f.kind = 'text' AND f.answer_text IS NOT NULL`;

export async function surveyTotals(reader: Reader, scope: SurveyScope): Promise<SurveyTotals> {
  const [totals] = await reader.query<SurveyTotals>(sql`
    SELECT COUNT(DISTINCT f.response) AS responses, COUNT(CASE WHEN ${IS_COMMENT} THEN 1 END) AS comments,
      COUNT(DISTINCT f.survey) AS surveys, COUNT(DISTINCT f.event) AS events,
      COUNT(DISTINCT CASE WHEN f.event IS NULL THEN f.response END) AS without_event
    ${answers(scope)}`);
  return totals ?? { responses: 0, comments: 0, surveys: 0, events: 0, without_event: 0 };
}

/** Responses that are not counted: of people left out of reports, and (of a bounded period) without a day. */
export async function surveyLeftOut(
  reader: Reader,
  scope: SurveyScope,
): Promise<{ readonly excluded: number; readonly undated: number }> {
  const [left] = await reader.query<{ excluded: number }>(
    sql`SELECT COUNT(DISTINCT f.response) AS excluded ${answers(scope, true)}`,
  );
  const isBounded = scope.period.start !== null || scope.period.end !== null;
  const [without] = isBounded
    ? await reader.query<{ undated: number }>(sql`
        SELECT COUNT(DISTINCT f.response) AS undated FROM (${answersOf(scope.companies)}) f
        WHERE ${all([sql`f.local_date IS NULL`, sql`f.excluded = FALSE`, ...among(sql`f.survey`, scope.surveys), ...among(sql`f.event`, scope.events), ...among(sql`f.company`, scope.companies)])}`)
    : [];
  return { excluded: left?.excluded ?? 0, undated: without?.undated ?? 0 };
}

/** Every question that was answered, in the order of its survey. */
export async function questionFigures(reader: Reader, scope: SurveyScope): Promise<readonly QuestionFigures[]> {
  return reader.query<QuestionFigures>(sql`
    SELECT f.survey, f.question, f.kind, COUNT(*) AS answers,
      AVG(CASE WHEN f.kind = 'rating' THEN 1.0 * f.answer_number END) AS average,
      COUNT(CASE WHEN f.kind = 'yes_no' AND f.answer_number = 1 THEN 1 END) AS yes,
      COUNT(CASE WHEN f.kind = 'yes_no' AND f.answer_number = 0 THEN 1 END) AS no
    ${answers(scope)} GROUP BY f.survey, f.question, f.kind ORDER BY f.survey, MIN(f.id), f.kind`);
}

export async function ratingsGiven(reader: Reader, scope: SurveyScope): Promise<readonly Given[]> {
  return reader.query<Given>(sql`
    SELECT f.survey, f.question, f.answer_number AS score, COUNT(*) AS answers
    ${answers(scope)} AND f.kind = 'rating' AND f.answer_number IS NOT NULL
    GROUP BY f.survey, f.question, f.answer_number ORDER BY f.survey, f.question, f.answer_number`);
}

interface GroupRow {
  readonly group_key: number | string | null;
  readonly group_label: string | null;
  readonly group_day: string | null;
  readonly responses: number;
  readonly comments: number;
}

const GROUPS = {
  event: { key: sql`f.event`, label: sql`MIN(f.event_title)`, day: sql`MIN(f.event_day)`, unknown: "No known event" },
  company: {
    key: sql`f.company`,
    label: sql`CAST(NULL AS TEXT)`,
    day: sql`CAST(NULL AS TEXT)`,
    unknown: "No company said",
  },
} as const;

/** Responses by event or by company, with the average of each rating question; the most answered first. */
export async function surveyGroups(
  reader: Reader,
  scope: SurveyScope,
  by: keyof typeof GROUPS,
): Promise<readonly GroupFigures[]> {
  const { key, label, day, unknown } = GROUPS[by];
  const rows = await reader.query<GroupRow>(sql`
    SELECT ${key} AS group_key, ${label} AS group_label, ${day} AS group_day, COUNT(DISTINCT f.response) AS responses,
      COUNT(CASE WHEN ${IS_COMMENT} THEN 1 END) AS comments
    ${answers(scope)} GROUP BY ${key}`);
  const averages = await reader.query<{ group_key: number | string | null; question: string; average: number }>(sql`
    SELECT ${key} AS group_key, f.question, AVG(1.0 * f.answer_number) AS average
    ${answers(scope)} AND f.kind = 'rating' AND f.answer_number IS NOT NULL GROUP BY ${key}, f.question`);
  const byGroup = new Map<number | string | null, Map<string, number>>();
  for (const { group_key, question, average } of averages)
    byGroup.set(group_key, (byGroup.get(group_key) ?? new Map()).set(question, average));
  return rows
    .map(({ group_key, group_label, group_day, responses, comments }) => ({
      key: group_key,
      label: group_key === null ? unknown : (group_label ?? String(group_key)),
      day: group_day,
      responses,
      comments,
      averages: byGroup.get(group_key) ?? new Map<string, number>(),
    }))
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) || b.responses - a.responses || (a.label < b.label ? -1 : 1),
    );
}

/** What people wrote, the newest first. */
export async function surveyComments(reader: Reader, scope: SurveyScope): Promise<readonly Comment[]> {
  return reader.query<Comment>(sql`
    SELECT f.local_date AS day, f.survey, f.question, f.answer_text AS text, f.event_title AS event, f.company, f.respondent
    ${answers(scope)} AND ${IS_COMMENT} ORDER BY f.local_date DESC, f.id DESC`);
}

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
  const where = all([sql`f.company IS NOT NULL`, ...among(sql`f.company`, some)]);
  const rows = await reader.query<{ company: string }>(
    sql`SELECT DISTINCT f.company FROM (${answersOf(some)}) f WHERE ${where} ORDER BY f.company`,
  );
  return rows.map(({ company }) => company);
}

/** The events that answers are of, the newest first. */
export async function eventsSurveyed(reader: Reader): Promise<readonly SurveyedEvent[]> {
  return reader.query<SurveyedEvent>(sql`
    SELECT e.id, e.source_id, e.title, e.local_date AS day FROM event e
    WHERE ${ALIVE_EVENT} AND e.id IN (SELECT a.event_id FROM survey_answer a WHERE a.deleted_at IS NULL)
    ORDER BY e.local_date DESC, e.id DESC`);
}

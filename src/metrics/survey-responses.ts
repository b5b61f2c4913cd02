import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { among, COMPANY, IS_COMMENT, IS_LEFT_OUT, maybeOf, type SurveyScope } from "./surveys.js";
import { all, inPeriod } from "./window.js";

export interface SurveyTotals {
  readonly responses: number;
  readonly comments: number;
  readonly surveys: number;
  readonly events: number;
  /** Responses that name no event the pool knows. */
  readonly without_event: number;
}

/** Responses about one event or of one company. */
export interface GroupFigures {
  readonly key: number | string | null;
  readonly label: string;
  readonly day: string | null;
  readonly responses: number;
  readonly comments: number;
  /** The mean of the numbers given to each of the questions asked for; null where nobody gave one. */
  readonly averages: readonly (number | null)[];
}

export interface SurveyResponses {
  /** Those that count, by keyOfResponse. */
  readonly counted: ReadonlyMap<string, SurveyResponse>;
  readonly totals: SurveyTotals;
  /** The most answered first; those without an event or a company last. */
  readonly byEvent: readonly GroupFigures[];
  readonly byCompany: readonly GroupFigures[];
  /** Responses that are not counted: of people left out of reports, and (of a bounded period) without a day. */
  readonly excluded: number;
  readonly undated: number;
}

/** What one respondent answered to one survey. */
export interface SurveyResponse {
  readonly survey: string;
  readonly response_key: string;
  readonly day: string | null;
  readonly respondent: string | null;
  readonly event: number | null;
  readonly title: string | null;
  readonly event_day: string | null;
  readonly company: string | null;
  readonly excluded: number;
  readonly comments: number;
  /** What was given to the questions asked for, by their place: rating_0, rating_1 … */
  readonly [rating: `rating_${number}`]: number | null;
}

/**
 * All responses, counted and put together by event and by company, with the averages of some questions: what they are about is looked for once with each, and
 * not with each of its answers.
 */
export async function surveyResponses(
  reader: Reader,
  scope: SurveyScope,
  questions: readonly string[],
): Promise<SurveyResponses> {
  const responses = await reader.query<SurveyResponse>(responsesOf(scope, questions));
  const isUndated = ({ day }: SurveyResponse) => day === null && isBounded(scope.period);
  const counted = responses.filter((each) => each.excluded === 0 && !isUndated(each));
  return {
    counted: new Map(counted.map((each) => [keyOfResponse(each), each])),
    totals: totalsOf(counted),
    byEvent: groupsOf(counted, questions, {
      keyOf: ({ event }) => event,
      labelOf: ({ title }) => title ?? "No known event",
      dayOf: ({ event_day }) => event_day,
    }),
    byCompany: groupsOf(counted, questions, {
      keyOf: ({ company }) => company,
      labelOf: ({ company }) => company ?? "No company said",
      dayOf: () => null,
    }),
    excluded: responses.filter((each) => each.excluded === 1 && !isUndated(each)).length,
    undated: responses.filter((each) => each.excluded === 0 && isUndated(each)).length,
  };
}

export const keyOfResponse = (of: { readonly survey: string; readonly response_key: string }): string =>
  JSON.stringify([of.survey, of.response_key]);

const isBounded = ({ start, end }: Period): boolean => start !== null || end !== null;

const nameOf = (place: number): Sql => raw(`rating_${place}`);

/** One row for each response of the scope, also where it has no day or its respondent is left out of reports. */
function responsesOf({ period, surveys, events, companies }: SurveyScope, questions: readonly string[]): Sql {
  const meant = [
    sql`a.deleted_at IS NULL`,
    sql`(a.local_date IS NULL OR ${inPeriod(sql`a.local_date`, period)})`,
    ...among(sql`a.survey`, surveys),
    ...among(sql`a.event_id`, events),
    ...(companies === null ? [] : [maybeOf(companies)]),
  ];
  const answered = [
    sql`a.survey, a.response_key`,
    sql`MIN(a.local_date) AS day, MIN(a.event_id) AS event_id, MIN(a.contact_id) AS contact_id`,
    sql`MIN(a.organization_raw) AS organization_raw, MIN(CASE WHEN a.respondent_raw NOT LIKE '%@%' THEN a.respondent_raw END) AS respondent_raw`,
    sql`COUNT(CASE WHEN ${IS_COMMENT} THEN 1 END) AS comments`,
    ...questions.map(
      (question, place) =>
        sql`MAX(CASE WHEN a.kind = 'rating' AND a.question = ${question} THEN a.answer_number END) AS ${nameOf(place)}`,
    ),
  ];
  const told = [
    sql`a.survey, a.response_key, a.day, a.comments, e.id AS event, e.title, e.local_date AS event_day, ${COMPANY} AS company`,
    sql`COALESCE((SELECT c.full_name FROM contact c WHERE c.id = a.contact_id AND c.deleted_at IS NULL), a.respondent_raw) AS respondent`,
    sql`CASE WHEN ${IS_LEFT_OUT} THEN 1 ELSE 0 END AS excluded`,
    ...questions.map((_, place) => sql`a.${nameOf(place)}`),
  ];
  return sql`SELECT * FROM (
      SELECT ${join(told, ", ")}
      FROM (SELECT ${join(answered, ", ")} FROM survey_answer a WHERE ${all(meant)} GROUP BY a.survey, a.response_key) a
        LEFT JOIN event e ON e.id = a.event_id AND e.deleted_at IS NULL
    ) f WHERE ${all([...among(sql`f.event`, events), ...among(sql`f.company`, companies)])}`;
}

function totalsOf(responses: readonly SurveyResponse[]): SurveyTotals {
  const events = responses.map(({ event }) => event);
  return {
    responses: responses.length,
    comments: commentsOf(responses),
    surveys: new Set(responses.map(({ survey }) => survey)).size,
    events: new Set(events.filter((event) => event !== null)).size,
    without_event: events.filter((event) => event === null).length,
  };
}

const commentsOf = (responses: readonly SurveyResponse[]): number =>
  responses.reduce((all, { comments }) => all + comments, 0);

/** What responses are put together by, and what a reader calls it. */
interface Group {
  readonly keyOf: (response: SurveyResponse) => number | string | null;
  readonly labelOf: (response: SurveyResponse) => string;
  readonly dayOf: (response: SurveyResponse) => string | null;
}

function groupsOf(
  responses: readonly SurveyResponse[],
  questions: readonly string[],
  { keyOf, labelOf, dayOf }: Group,
): GroupFigures[] {
  const groups = new Map<number | string | null, SurveyResponse[]>();
  for (const response of responses) {
    const group = groups.get(keyOf(response));
    if (group === undefined) groups.set(keyOf(response), [response]);
    else group.push(response);
  }
  return [...groups]
    .flatMap(([key, group]): GroupFigures[] => {
      const [first] = group;
      if (first === undefined) return [];
      const averages = questions.map((_, place) => mean(group.map((each) => each[`rating_${place}`] ?? null)));
      const counts = { responses: group.length, comments: commentsOf(group) };
      return [{ key, label: labelOf(first), day: dayOf(first), ...counts, averages }];
    })
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        b.responses - a.responses ||
        (a.label === b.label ? Number(a.key) - Number(b.key) : a.label < b.label ? -1 : 1),
    );
}

function mean(ratings: readonly (number | null)[]): number | null {
  const given = ratings.filter((rating) => rating !== null);
  return given.length === 0 ? null : given.reduce((all, rating) => all + rating, 0) / given.length;
}

import sql, { type Sql } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { among, COMPANY, IS_LEFT_OUT, maybeOf, type SurveyScope } from "./surveys.js";
import { all, inPeriod } from "./window.js";

export type QuestionKind = "rating" | "yes_no" | "text";

export interface QuestionFigures {
  readonly survey: string;
  readonly question: string;
  readonly kind: QuestionKind;
  readonly answers: number;
  /** The mean of the numbers given to a rating. */
  readonly average: number | null;
  readonly yes: number;
  readonly no: number;
}

/** How often a number was given to a rating. */
export interface Given {
  readonly survey: string;
  readonly question: string;
  readonly score: number;
  readonly answers: number;
}

/** How often a question was answered so. */
interface AnswerCount {
  readonly survey: string;
  readonly question: string;
  readonly kind: QuestionKind;
  readonly number: number | null;
  readonly answers: number;
  readonly first_id: number;
}

/** Every question that was answered, in the order of its survey, and how often each number was given to a rating. */
export async function surveyQuestions(
  reader: Reader,
  scope: SurveyScope,
): Promise<{ readonly questions: readonly QuestionFigures[]; readonly given: readonly Given[] }> {
  const counts = await reader.query<AnswerCount>(sql`
    SELECT f.survey, f.question, f.kind, f.answer_number AS number, COUNT(*) AS answers, MIN(f.id) AS first_id
    ${answers(scope)} GROUP BY f.survey, f.question, f.kind, f.answer_number
    ORDER BY f.survey, f.question, f.kind, f.answer_number`);
  const surveys = [...new Set(counts.map(({ survey }) => survey))];
  return { questions: surveys.flatMap((survey) => questionsOf(survey, counts)), given: counts.flatMap(ratingGiven) };
}

/** The answers meant, named f. */
function answers({ period, surveys, events, companies }: SurveyScope): Sql {
  const where = [
    inPeriod(sql`f.local_date`, period),
    ...among(sql`f.survey`, surveys),
    ...among(sql`f.event`, events),
    ...among(sql`f.company`, companies),
  ];
  return sql`FROM (
      SELECT a.id, a.survey, a.question, a.kind, a.answer_number, a.local_date, e.id AS event, ${COMPANY} AS company
      FROM survey_answer a
        LEFT JOIN event e ON e.id = a.event_id AND e.deleted_at IS NULL
      WHERE ${all([sql`a.deleted_at IS NULL`, sql`NOT ${IS_LEFT_OUT}`, ...(companies === null ? [] : [maybeOf(companies)])])}
    ) f WHERE ${all(where)}`;
}

function questionsOf(survey: string, counts: readonly AnswerCount[]): QuestionFigures[] {
  const byQuestion = new Map<string, AnswerCount[]>();
  for (const count of counts) {
    if (count.survey !== survey) continue;
    const key = JSON.stringify([count.question, count.kind]);
    byQuestion.set(key, [...(byQuestion.get(key) ?? []), count]);
  }
  const firstOf = (question: readonly AnswerCount[]) => Math.min(...question.map(({ first_id }) => first_id));
  return [...byQuestion.values()].sort((a, b) => firstOf(a) - firstOf(b)).flatMap(figuresOf);
}

function figuresOf(counts: readonly AnswerCount[]): QuestionFigures[] {
  const [first] = counts;
  if (first === undefined) return [];
  const { survey, question, kind } = first;
  const said = (number: number) => sum(counts.filter((each) => kind === "yes_no" && each.number === number));
  return [
    {
      survey,
      question,
      kind,
      answers: sum(counts),
      average: kind === "rating" ? mean(counts) : null,
      yes: said(1),
      no: said(0),
    },
  ];
}

const sum = (counts: readonly AnswerCount[]): number => counts.reduce((all, { answers }) => all + answers, 0);

function mean(counts: readonly AnswerCount[]): number | null {
  const numbers = counts.filter(({ number }) => number !== null);
  const total = numbers.reduce((all, { number, answers }) => all + (number ?? 0) * answers, 0);
  return numbers.length === 0 ? null : total / sum(numbers);
}

const ratingGiven = ({ survey, question, kind, number, answers }: AnswerCount): Given[] =>
  kind === "rating" && number !== null ? [{ survey, question, score: number, answers }] : [];

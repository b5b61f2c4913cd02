import sql from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { keyOfResponse, type SurveyResponse } from "./survey-responses.js";
import { among, IS_COMMENT, type SurveyScope } from "./surveys.js";
import { all, inPeriod } from "./window.js";

/** Words of a respondent. */
export interface Written {
  readonly survey: string;
  readonly response_key: string;
  readonly day: string | null;
  readonly question: string;
  readonly text: string;
}

export interface Comment extends Written {
  readonly event: string | null;
  readonly company: string | null;
  readonly respondent: string | null;
}

/** What people wrote, the newest first: of all companies and events, and also where a response does not count. */
export async function surveyWords(reader: Reader, { period, surveys }: SurveyScope): Promise<readonly Written[]> {
  const where = [
    sql`a.deleted_at IS NULL`,
    IS_COMMENT,
    inPeriod(sql`a.local_date`, period),
    ...among(sql`a.survey`, surveys),
  ];
  return reader.query<Written>(sql`
    SELECT a.survey, a.response_key, a.local_date AS day, a.question, TRIM(a.answer_text) AS text
    FROM survey_answer a WHERE ${all(where)} ORDER BY a.local_date DESC, a.id DESC`);
}

/** The words of the responses that count, with what they are about. */
export function commentsIn(
  responses: ReadonlyMap<string, SurveyResponse>,
  words: readonly Written[],
): readonly Comment[] {
  return words.flatMap((written) => {
    const response = responses.get(keyOfResponse(written));
    if (response === undefined) return [];
    const { title, company, respondent } = response;
    return [{ ...written, event: title, company, respondent }];
  });
}

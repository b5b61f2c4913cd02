import type { SurveyAnswerRecord } from "../../sources/index.js";
import { real, table, text } from "./model.js";

/** Event and respondent are found by identity. */
export const surveyAnswerTable = table<SurveyAnswerRecord>({
  kind: "survey_answer",
  name: "survey_answer",
  hasMerges: false,
  columns: [
    text("origin", (r) => r.origin),
    text("survey", (r) => r.survey),
    text("response_key", (r) => r.responseKey),
    text("local_date", (r) => r.localDate),
    text("respondent_raw", (r) => r.respondentRaw),
    text("respondent_email", (r) => r.respondentEmail),
    text("event_ref", (r) => r.eventRef),
    text("organization_raw", (r) => r.organizationRaw),
    text("question", (r) => r.question),
    text("kind", (r) => r.answerKind),
    text("answer_text", (r) => r.answerText),
    real("answer_number", (r) => r.answerNumber),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});

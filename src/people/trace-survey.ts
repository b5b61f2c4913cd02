import sql from "sql-template-tag";
import { sourceLabel } from "../sources/index.js";
import { NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, clauses, many, placeOf, type Sourced, sourced } from "./trace-words.js";

interface Row extends Sourced {
  readonly survey: string;
  readonly local_date: string | null;
  readonly event: string | null;
  readonly event_ref: string | null;
  readonly kind: string | null;
  readonly full_name: string | null;
  readonly contact_source: string | null;
  readonly contact_source_id: string | null;
  readonly answers: number;
}

/** Respondents of surveys by e-mail address. What they answered is not told here, and who is no known contact is not named. */
export const traceSurveys: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.email === null) return NOTHING;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("a")}, a.survey, a.local_date, e.title AS event, a.event_ref, c.kind, c.full_name, c.source AS contact_source, c.source_id AS contact_source_id,
      r.answers
    FROM (
      SELECT MIN(id) AS id, COUNT(*) AS answers FROM survey_answer
      WHERE deleted_at IS NULL AND LOWER(respondent_email) = ${asked.email} GROUP BY survey, response_key
    ) r JOIN survey_answer a ON a.id = r.id LEFT JOIN event e ON e.id = a.event_id LEFT JOIN contact c ON c.id = a.contact_id ${cameJoin("a")}
    ORDER BY a.local_date DESC, a.id`);
  return traced(rows, (row) => ({
    what: "Survey response",
    name: row.full_name ?? "(somebody of this e-mail address)",
    ...placeOf(row, tracing),
    why: clauses(
      `${many(row.answers, "answer")} to “${row.survey}”${row.local_date === null ? "" : ` on ${row.local_date}`}`,
      row.full_name === null
        ? "of nobody who is known: no contact alone has this e-mail address (ruling P1)"
        : `of ${sourceLabel(row.contact_source ?? "")} ${row.contact_source_id}`,
      eventWords(row),
    ),
    isStudent: row.kind === "student",
  }));
};

function eventWords({ event, event_ref }: Row): string {
  if (event !== null) return `about "${event}"`;
  return event_ref === null ? "about no event in particular" : `about “${event_ref}”, which no event is called`;
}

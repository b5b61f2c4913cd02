import sql from "sql-template-tag";
import { mayHold } from "./narrow.js";
import { isIn, NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, clauses, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";
import { beginsWords } from "./words.js";

interface Row extends Sourced {
  readonly title_raw: string;
  readonly local_date: string | null;
  readonly program_raw: string | null;
  readonly status: string;
  readonly school_raw: string | null;
  readonly school: string | null;
  readonly event: string | null;
  readonly contact_name: string | null;
  readonly requested_students: number | null;
  readonly confirmed_students: number | null;
}

/** Schools' wishes to come to an event, by its title, or by the name or e-mail address of who asked. */
export const traceRequests: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const wanted =
    asked.email === null
      ? sql`(${mayHold(sql`t.title_raw`, asked.text)} OR ${mayHold(sql`COALESCE(t.contact_name, '')`, asked.text)})`
      : sql`LOWER(t.contact_email) = ${asked.email}`;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("t")}, t.title_raw, t.local_date, t.program_raw, t.status, t.school_raw, s.name AS school, e.title AS event, t.contact_name,
      t.requested_students, t.confirmed_students
    FROM event_request t LEFT JOIN event e ON e.id = t.event_id LEFT JOIN school s ON s.id = t.school_id ${cameJoin("t")}
    WHERE ${wanted} ORDER BY t.local_date DESC, t.id`);
  const called = rows.filter(
    ({ title_raw, contact_name }) =>
      asked.email !== null ||
      isIn(title_raw, asked) ||
      (contact_name !== null && beginsWords(contact_name, asked.text)),
  );
  return traced(called, (row) => ({
    what: "Event request",
    name: row.title_raw,
    ...placeOf(row, tracing),
    why: row.deleted_at === null ? whyOf(row) : whyGone(row.source),
    isStudent: false,
  }));
};

function whyOf(row: Row): string {
  const { school, school_raw, event, requested_students, confirmed_students } = row;
  return clauses(
    [row.program_raw, row.local_date].filter((part) => part !== null).join(", "),
    `${row.status}${requested_students === null ? "" : `, ${requested_students} students asked for`}${confirmed_students === null ? "" : `, ${confirmed_students} confirmed`}`,
    school !== null ? `for ${school}` : school_raw !== null && `for ${school_raw}, which no school is called`,
    row.contact_name !== null && `asked by ${row.contact_name}`,
    event === null ? "no event of this title and day is known" : `for the event "${event}"`,
    "a wish: only who attended counts",
  );
}

import sql from "sql-template-tag";
import { foldText } from "../domain/index.js";
import { mayHold } from "./narrow.js";
import { isIn, NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, clauses, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";

interface Row extends Sourced {
  readonly student_ref: string;
  readonly full_name: string | null;
  readonly local_date: string | null;
  readonly kind_raw: string | null;
  readonly place: string | null;
  readonly organization_raw: string | null;
}

/** Students' visits outside the organisation's own events, by the student's id or the place; every one is of one student. */
export const traceVisits: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("t")}, t.student_ref, c.full_name, t.local_date, t.kind_raw, t.place, t.organization_raw
    FROM outside_visit t LEFT JOIN contact c ON c.id = t.contact_id ${cameJoin("t")}
    WHERE LOWER(t.student_ref) = ${asked.text.toLowerCase()} OR ${mayHold(sql`COALESCE(c.full_name, '')`, asked.text)}
      OR ${mayHold(sql`COALESCE(t.place, '')`, asked.text)} OR ${mayHold(sql`COALESCE(t.organization_raw, '')`, asked.text)}
    ORDER BY t.local_date DESC, t.id`);
  const holds = (text: string | null) => isIn(text, asked);
  const called = rows.filter(
    ({ student_ref, full_name, place, organization_raw }) =>
      foldText(student_ref) === asked.folded || holds(full_name) || holds(place) || holds(organization_raw),
  );
  return traced(called, (row) => ({
    what: "Outside visit",
    name: row.full_name ?? `student ${row.student_ref}`,
    ...placeOf(row, tracing),
    why:
      row.deleted_at === null
        ? clauses(
            [row.kind_raw, row.place ?? row.organization_raw, row.local_date]
              .filter((part) => part !== null)
              .join(", "),
            row.full_name === null ? "of a student who is not known by this id" : `of student ${row.student_ref}`,
            "counts in no figure of the Metrics Bible: not one of our own events",
          )
        : whyGone(row.source),
    isStudent: true,
  }));
};

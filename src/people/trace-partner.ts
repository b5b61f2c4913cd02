import sql from "sql-template-tag";
import { mayHold } from "./narrow.js";
import { NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, clauses, many, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";
import { beginsWords } from "./words.js";

interface Row extends Sourced {
  readonly list: string;
  readonly name_raw: string;
  readonly organization_raw: string | null;
  readonly volunteers: number;
}

/** People of partner lists by name or e-mail address: such a list makes nobody a volunteer. */
export const tracePartnerPeople: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("t")}, t.list, t.name_raw, t.organization_raw,
      (SELECT count(DISTINCT m.contact_id) FROM contact_email m JOIN contact c ON c.id = m.contact_id
        WHERE m.address = t.email AND c.kind = 'volunteer' AND c.deleted_at IS NULL) AS volunteers
    FROM partner_person t ${cameJoin("t")}
    WHERE ${asked.email === null ? mayHold(sql`t.name_raw`, asked.text) : sql`t.email = ${asked.email}`}
    ORDER BY t.list, t.name_raw, t.id`);
  const called = rows.filter(({ name_raw }) => asked.email !== null || beginsWords(name_raw, asked.text));
  return traced(called, (row) => ({
    what: "On a partner list",
    name: row.name_raw,
    ...placeOf(row, tracing),
    why:
      row.deleted_at === null
        ? clauses(
            `on the list “${row.list}”`,
            row.organization_raw !== null && `of ${row.organization_raw}`,
            row.volunteers === 0
              ? "no volunteer has this e-mail address"
              : `${many(row.volunteers, "volunteer record")} with this e-mail address`,
            "counts in no figure: nobody is made from a partner's list",
          )
        : whyGone(row.source),
    isStudent: false,
  }));
};

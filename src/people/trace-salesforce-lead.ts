import sql from "sql-template-tag";
import { mayHold } from "./narrow.js";
import { isIn, NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, clauses, many, placeOf, type Sourced, sourced } from "./trace-words.js";

interface Row extends Sourced {
  readonly company: string | null;
  readonly person: string | null;
  readonly status: string | null;
  readonly is_converted: boolean | number;
  readonly merged_into_source_id: string | null;
  readonly matched: number;
}

/** Leads of Salesforce by id, company, person or e-mail address, and whether an outside list has them. */
export const traceSalesforceLeads: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const person = sql`trim(COALESCE(t.first_name, '') || ' ' || COALESCE(t.last_name, ''))`;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("t")}, t.company, ${person} AS person, t.status, t.is_converted, t.merged_into_source_id,
      (SELECT count(*) FROM lead l WHERE l.salesforce_id = t.source_id) AS matched
    FROM salesforce_lead t ${cameJoin("t")}
    WHERE ${
      asked.email === null
        ? sql`t.source_id = ${asked.id ?? asked.text} OR ${mayHold(sql`t.company`, asked.text)} OR ${mayHold(person, asked.text)}`
        : sql`t.email = ${asked.email}`
    }
    ORDER BY t.company, t.id`);
  const isCalled = (row: Row): boolean =>
    asked.email !== null ||
    row.source_id === (asked.id ?? asked.text) ||
    (asked.id === null && (isIn(row.company, asked) || isIn(row.person, asked)));
  return traced(rows.filter(isCalled), (row) => ({
    what: "Lead of Salesforce",
    name: row.company ?? row.person ?? row.source_id,
    ...placeOf(row, tracing),
    ...(row.merged_into_source_id === null ? {} : { state: "merged" }),
    why: row.deleted_at === null ? whyHere(row) : whyNot(row),
    isStudent: false,
  }));
};

const whyHere = ({ status, is_converted, matched }: Row): string =>
  clauses(
    status !== null && `status ${status}`,
    Boolean(is_converted) && "converted",
    matched === 0
      ? "on no outside list that was taken in"
      : `${many(matched, "lead")} of outside lists matched with it`,
  );

const whyNot = ({ merged_into_source_id }: Row): string =>
  merged_into_source_id === null
    ? "nobody's match, because Salesforce deleted it"
    : `nobody's match, because Salesforce merged it into ${merged_into_source_id}`;

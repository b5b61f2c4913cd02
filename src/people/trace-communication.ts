import sql from "sql-template-tag";
import { NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, placeOf, type Sourced, sourced } from "./trace-words.js";

interface Row extends Sourced {
  readonly id: number;
  readonly kind: string;
  readonly activity: string;
  readonly direction: string | null;
  readonly local_date: string;
  readonly event: string | null;
  readonly addresses: number;
}

/** A task or e-mail by its id: with whom it is counted, and why with nobody. Its subject and words are not told here. */
export const traceCommunication: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.id === null) return NOTHING;
  const rows = await reader.query<Row>(sql`
    SELECT m.id, ${sourced("m")}, m.kind, m.activity, m.direction, m.local_date, e.title AS event,
      (SELECT count(*) FROM communication_address a WHERE a.communication_id = m.id) AS addresses
    FROM communication m LEFT JOIN event e ON e.id = m.event_id ${cameJoin("m")} WHERE m.source_id = ${asked.id}`);
  return traced(rows, async (row) => {
    const people = await reader.query<{ kind: string; basis: string; count: number }>(sql`
      SELECT c.kind, t.basis, count(*) AS count FROM communication_contact t JOIN contact c ON c.id = t.contact_id
      WHERE t.communication_id = ${row.id} GROUP BY c.kind, t.basis ORDER BY c.kind, t.basis`);
    return {
      what: row.kind === "email" ? "E-mail" : "Task",
      name: row.source_id,
      ...placeOf(row, tracing),
      why: whyOf(row, people),
      isStudent: people.some(({ kind }) => kind === "student"),
    };
  });
};

const WAYS: Readonly<Record<string, string>> = {
  to: "by an address it went to",
  from: "by the address it came from",
  cc: "by an address in copy",
  related: "named in it",
  case: "by its case",
  account: "by a shared address, among the people of its account",
};

function whyOf(row: Row, people: readonly { kind: string; basis: string; count: number }[]): string {
  const parts = [row.local_date, [row.activity.replaceAll("_", " "), row.direction].filter(Boolean).join(", ")];
  if (row.event !== null) parts.push(`about "${row.event}"`);
  for (const { kind, basis, count } of people) parts.push(`with ${count} ${kind} contact(s) ${WAYS[basis] ?? basis}`);
  if (people.length === 0)
    parts.push(
      row.addresses === 0
        ? "with nobody that is known: whom it names is not in the pool"
        : `with nobody that is known: none of its ${row.addresses} addresses is a contact's own (ruling P1)`,
    );
  return parts.join("; ");
}

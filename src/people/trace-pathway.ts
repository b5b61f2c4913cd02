import sql from "sql-template-tag";
import { mayHold } from "./narrow.js";
import { isIn, NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, clauses, many, placeOf, type Sourced, sourced, whyGone } from "./trace-words.js";

interface Row extends Sourced {
  readonly name: string;
  readonly status_raw: string | null;
  readonly sessions: number;
  readonly people: number;
}

/** Pathways by id or name, with the events and people that are linked to them. */
export const tracePathways: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const rows = await reader.query<Row>(sql`
    SELECT ${sourced("t")}, t.name, t.status_raw,
      (SELECT count(DISTINCT s.event_id) FROM pathway_session s JOIN event e ON e.id = s.event_id
        WHERE s.pathway_id = t.id AND s.deleted_at IS NULL AND e.deleted_at IS NULL) AS sessions,
      (SELECT count(DISTINCT p.contact_id) FROM pathway_participant p WHERE p.pathway_id = t.id AND p.deleted_at IS NULL) AS people
    FROM pathway t ${cameJoin("t")}
    WHERE t.source_id = ${asked.id ?? asked.text} OR ${mayHold(sql`t.name`, asked.text)}
    ORDER BY t.name, t.id`);
  const isCalled = (name: string) => asked.id === null && isIn(name, asked);
  const called = rows.filter(({ source_id, name }) => source_id === (asked.id ?? asked.text) || isCalled(name));
  return traced(called, (row) => ({
    what: "Pathway",
    name: row.name,
    ...placeOf(row, tracing),
    why:
      row.deleted_at === null
        ? clauses(
            row.status_raw !== null && `status ${row.status_raw}`,
            `${many(row.sessions, "session")} linked to it (ruling E8)`,
            `${many(row.people, "person", "people")} of it`,
          )
        : whyGone(row.source),
    isStudent: false,
  }));
};

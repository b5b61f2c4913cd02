import sql from "sql-template-tag";
import { normalizeEmail } from "../domain/index.js";
import { objectTitle } from "../sources/index.js";
import { mayHold } from "./narrow.js";
import { type Asked, isIn, NOTHING, type Tracer, traced } from "./trace-model.js";
import { cameJoin, placeOf, type Sourced } from "./trace-words.js";

const SHORTEST_TEXT = 3;
/** Datasets whose every row is about a student. */
const OF_STUDENTS: ReadonlySet<string> = new Set(["pathway-roster", "outside-visits"]);

interface Row extends Sourced {
  readonly object: string;
  readonly reason: string;
  readonly detail: string;
  readonly payload: string;
  readonly waits_for_id: string | null;
}

/** Rows that wait: named by their id, by what they wait for, or by a text within them. */
export const traceWaiting: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text.length < SHORTEST_TEXT) return NOTHING;
  const key = asked.id ?? asked.text;
  const rows = await reader.query<Row>(sql`
    SELECT q.source, q.source_id, q.object, q.reason, q.detail, q.payload, q.waits_for_id, q.first_at AS first_seen_at, CAST(NULL AS TEXT) AS deleted_at,
      came.origin, came.started_at AS came_at
    FROM quarantine q ${cameJoin("q")}
    WHERE q.resolved_at IS NULL AND (q.source_id = ${key} OR q.waits_for_id = ${key} OR ${mayHold(sql`q.payload`, asked.text)})
    ORDER BY q.first_at, q.id`);
  const called = rows.filter(
    (row) => row.source_id === key || row.waits_for_id === key || (asked.id === null && holds(row.payload, asked)),
  );
  return traced(called, (row) => ({
    what: objectTitle(row.object),
    name: row.source_id,
    ...placeOf(row, tracing),
    state: "waiting",
    why: `${row.detail} (${row.reason.replaceAll("_", " ")})`,
    // The row itself is not shown: only its ids and the names of fields; of a student, not even these.
    isStudent: OF_STUDENTS.has(row.object) || /"student"/i.test(row.payload),
  }));
};

/** Whether a value of the row has the text; the names of its fields say nothing of it. */
function holds(payload: string, asked: Asked): boolean {
  const values = valuesOf(JSON.parse(payload));
  return asked.email === null
    ? isIn(values.join(" "), asked)
    : values.some((value) => normalizeEmail(value) === asked.email);
}

function valuesOf(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(valuesOf) : [];
}

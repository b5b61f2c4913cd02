import type { Period } from "../domain/index.js";
import type { Reader, Value } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { recordsStatement } from "./compile.js";
import { questionOf } from "./compute.js";
import type { AnyColumn, Filters, GrainId, Metric } from "./model.js";
import type { Row } from "./row.js";

/** A column of the records behind a number; who may see it is said with it. */
export interface RecordColumn {
  readonly key: string;
  readonly label: string;
  readonly type: "text" | "date" | "hours" | "integer" | "instant";
  readonly sensitivity: "open" | "name" | "demographic" | "student";
}

const col = (
  key: string,
  label: string,
  type: RecordColumn["type"] = "text",
  sensitivity: RecordColumn["sensitivity"] = "open",
): RecordColumn => ({ key, label, type, sensitivity });

const EVENT = [
  col("local_date", "Date", "date"),
  col("event_title", "Event"),
  col("event_type", "Type"),
  col("format", "Format"),
  col("event_status", "Event status"),
  col("school", "School"),
];
const END = [col("event_source_id", "Event id")];

const LISTED: Readonly<Record<GrainId, readonly RecordColumn[]>> = {
  event: [...EVENT, ...END],
  "volunteer participation": [
    col("person_name", "Volunteer", "text", "name"),
    ...EVENT,
    col("status_raw", "Participation"),
    col("organisation", "Credited to"),
    col("hours", "Credited hours", "hours"),
    col("hours_basis", "Hours from"),
    ...END,
  ],
  presenter: [col("person_name", "Presenter", "text", "name"), ...EVENT, ...END],
  // A student's row is for the terminal alone: elsewhere the count is all that is said.
  "student participation": [col("person_name", "Student"), ...EVENT, col("status_raw", "Participation"), ...END].map(
    (each) => ({ ...each, sensitivity: "student" as const }),
  ),
  "teacher participation": [
    col("person_name", "Teacher", "text", "name"),
    ...EVENT,
    col("confirmed_at", "Confirmed", "instant"),
    ...END,
  ],
};

/** What a sum adds up is shown beside each record, with where it comes from. */
const BESIDE: Partial<Record<AnyColumn, readonly RecordColumn[]>> = {
  total_students: [col("total_students", "Students", "integer"), col("total_basis", "From")],
  interactions: [col("interactions", "Interactions", "integer"), col("reach_basis", "From")],
  reached: [col("reached", "Students reached", "integer"), col("reach_basis", "From")],
  students_per_volunteer: [
    col("total_students", "Students", "integer"),
    col("rooms", "Rooms", "integer"),
    col("rotations", "Rotations", "integer"),
    col("students_per_volunteer", "Students per volunteer", "integer"),
  ],
};

export interface Records {
  readonly metric: Metric;
  readonly columns: readonly RecordColumn[];
  readonly rows: readonly (readonly Value[])[];
  /** All records, not only those of this page. */
  readonly total: number;
  readonly page: number;
  readonly size: number;
}

export interface RecordsAsked {
  readonly metric: string;
  readonly period: Period;
  readonly filters?: Filters;
  readonly today: string;
  /** From 1. */
  readonly page?: number;
  readonly size?: number;
}

/** The records that a metric counted, newest first: what the number stands on. */
export async function recordsBehind(reader: Reader, organization: Organization, asked: RecordsAsked): Promise<Records> {
  const { page = 1, size = 50, today, period, filters = [] } = asked;
  const question = questionOf({ metrics: [asked.metric], periods: [period], filters, today });
  const metric = question.metrics[0] as Metric;
  const columns = columnsListed(metric);
  const names = columns.map((column) => column.key);
  const part = { size, skip: (page - 1) * size };
  const found = await reader.query<Row>(recordsStatement(metric, question, { organization, today }, names, part));
  const total = found[0]?.total_records;
  return {
    metric,
    columns,
    rows: found.map((row) => names.map((name) => row[name] ?? null)),
    total: typeof total === "number" ? total : 0,
    page,
    size,
  };
}

/** What a list of a metric's records shows, in order. */
export function columnsListed({ grain, measure, demographic }: Metric): readonly RecordColumn[] {
  const beside = "column" in measure ? (BESIDE[measure.column] ?? []) : [];
  const listed = LISTED[grain];
  const columns = [...listed.slice(0, -1), ...beside, ...listed.slice(-1)];
  // A list of those of one colour says it of each of them.
  return demographic === undefined ? columns : columns.map((each) => ({ ...each, sensitivity: "demographic" }));
}

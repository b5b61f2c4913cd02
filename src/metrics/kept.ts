import type { Reader, Value } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { recordsStatement } from "./compile.js";
import { questionOf } from "./compute.js";
import type { Metric } from "./model.js";
import type { RecordsAsked } from "./records.js";
import { type Row, textOf } from "./row.js";

const OF_EVENT = ["event", "local_date", "event_title"];
const OF_PERSON = ["record", "person", ...OF_EVENT];
const OF_VOLUNTEER = [...OF_PERSON, "organisation", "hours"];

/** Columns of a metric's records that reports name and compare by; the pool's own ids among them. */
function keptOf({ grain, where }: Metric): readonly string[] {
  if (grain === "event") return OF_EVENT;
  if (grain !== "volunteer participation") return OF_PERSON;
  // All history is read for it: only where the metric asks for it anyway.
  return where.some(({ column }) => column === "first_on") ? [...OF_VOLUNTEER, "first_on"] : OF_VOLUNTEER;
}

/** One record that a metric counted. Ids are the pool's; what its grain does not have is null. */
export interface KeptRecord {
  readonly record: number;
  readonly person: number | null;
  readonly event: number;
  readonly day: string;
  readonly title: string;
  /** The credited organisation; null is Independent. */
  readonly organisation: string | null;
  readonly hours: number | null;
  /** The first day on which the person ever came, of a metric that rests on it (Bible M92). */
  readonly firstOn: string | null;
}

const MOST = 1_000_000;
const number = (value: Value | undefined): number | null => (typeof value === "number" ? value : null);

/** Every record that a metric counted in a period, newest first, by the metric's own statement: for lists and comparisons, never to count again. */
export async function recordsKept(
  reader: Reader,
  organization: Organization,
  asked: Omit<RecordsAsked, "page" | "size">,
): Promise<readonly KeptRecord[]> {
  const { today, period, filters = [] } = asked;
  const question = questionOf({ metrics: [asked.metric], periods: [period], filters, today });
  const metric = question.metrics[0] as Metric;
  const names = keptOf(metric);
  const statement = recordsStatement(metric, question, { organization, today }, names, { size: MOST, skip: 0 });
  const rows = await reader.query<Row>(statement);
  return rows.map((row) => ({
    record: number(row.record) ?? number(row.event) ?? 0,
    person: number(row.person),
    event: number(row.event) ?? 0,
    day: textOf(row.local_date) ?? "",
    title: textOf(row.event_title) ?? "",
    organisation: textOf(row.organisation),
    hours: number(row.hours),
    firstOn: textOf(row.first_on),
  }));
}

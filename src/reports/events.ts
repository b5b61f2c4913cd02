import sql, { join } from "sql-template-tag";
import { eventTypeLabel } from "../domain/index.js";
import { formatLabel, type Key } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { inPieces } from "./pieces.js";

/** What a report says of an event besides its figures. */
export interface EventDescription {
  readonly id: number;
  readonly date: string;
  readonly time: string;
  readonly title: string;
  readonly type: string;
  readonly format: string;
  readonly status: string;
  readonly school: string | null;
  /** Where it is, as the source says it. */
  readonly location: string | null;
  /** Names of all its districts; null is Unknown. */
  readonly districts: string | null;
  readonly reason: string | null;
  readonly link: string | null;
}

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly local_date: string;
  readonly local_time: string;
  readonly title: string;
  readonly type: string;
  readonly format: string;
  readonly status: string;
  readonly school: string | null;
  readonly location: string | null;
  readonly cancellation_reason: string | null;
}

/** Describes the events of a report's rows by their ids. */
export async function describeEvents(
  reader: Reader,
  organization: Organization,
  keys: readonly Key[],
): Promise<ReadonlyMap<number, EventDescription>> {
  const ids = keys.filter((key) => typeof key === "number");
  const [rows, districts] = await Promise.all([
    inPieces(ids, (piece) =>
      reader.query<Row>(sql`
      SELECT e.id, e.source, e.source_id, e.local_date, e.local_time, e.title, e.type, e.format, e.status, s.name AS school, e.location, e.cancellation_reason
      FROM event e LEFT JOIN school s ON s.id = e.school_id WHERE e.id IN (${join(piece)})`),
    ),
    districtsOf(reader, ids),
  ]);
  return new Map(rows.map((row) => [row.id, described(row, districts.get(row.id) ?? null, organization)]));
}

function described(row: Row, districts: string | null, organization: Organization): EventDescription {
  return {
    id: row.id,
    date: row.local_date,
    time: row.local_time,
    title: row.title,
    type: eventTypeLabel(row.type),
    format: formatLabel(row.format),
    status: row.status,
    school: row.school,
    location: row.location,
    districts,
    reason: row.cancellation_reason,
    link: recordUrl(organization, row.source, "Session__c", row.source_id),
  };
}

async function districtsOf(reader: Reader, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await inPieces(ids, (piece) =>
    reader.query<{ event_id: number; name: string }>(sql`
    SELECT ed.event_id, d.name FROM event_district ed JOIN district d ON d.id = ed.district_id
    WHERE ed.event_id IN (${join(piece)}) ORDER BY d.name`),
  );
  const names = new Map<number, string>();
  for (const { event_id, name } of rows)
    names.set(event_id, names.has(event_id) ? `${names.get(event_id)}, ${name}` : name);
  return names;
}

/** Where a record is seen in Salesforce; null when it came from elsewhere. */
export function recordUrl(organization: Organization, source: string, object: string, id: string): string | null {
  if (source !== "salesforce") return null;
  return organization.salesforce.recordUrl.replace("{object}", object).replace("{id}", encodeURIComponent(id));
}

import sql, { join } from "sql-template-tag";
import { type Period, printDates } from "../domain/index.js";
import { findValue, type Key } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Notice, notice } from "../reply/index.js";
import { type Organization, PolarisError } from "../runtime/index.js";
import type { DistrictName } from "./manual-inputs.js";

/** "all" and its like, where a report on one district may also be had of every one. */
const ALL = new Set(["all", "every", "all districts", "every district", "overall"]);
export const meansAllDistricts = (text: string): boolean => ALL.has(text.trim().toLowerCase());

/**
 * The district that somebody means: its exact name or an alias, never a part of it (ruling E2).
 * @throws PolarisError not_found with the nearest names; argument_invalid for the bucket of the unknown
 */
export async function districtCalled(reader: Reader, organization: Organization, text: string): Promise<DistrictName> {
  const { key } = await findValue(reader, organization, "district", text);
  const [found] = typeof key === "number" ? await districtsBy(reader, [key]) : [];
  if (found) return found;
  throw new PolarisError(
    "argument_invalid",
    `“${text}” is no district: events whose district is not known are a row of their own beside all districts.`,
    { suggestions: [{ label: "All districts", line: "report district all" }] },
  );
}

/** Districts by their ids. */
export async function districtsBy(reader: Reader, keys: readonly Key[]): Promise<DistrictName[]> {
  const ids = keys.filter((key) => typeof key === "number");
  if (ids.length === 0) return [];
  return reader.query<DistrictName>(sql`
    SELECT id, name, source, source_id AS "sourceId" FROM district WHERE id IN (${join(ids)}) ORDER BY name, id`);
}

/** Of which days there are events at all, in words: what to say where a period has none. */
export async function recordedDays(reader: Reader, district: DistrictName | null): Promise<string> {
  const days = await recordedWindow(reader, district);
  return days === null
    ? "No event is recorded in any year."
    : `The events that are recorded fall within ${printDates(days)}.`;
}

/** Said beside a figure of a period in which no event is: it lies before all data, or after. Nothing otherwise. */
export async function outsideNotices(reader: Reader, period: Pick<Period, "start" | "end">): Promise<Notice[]> {
  const days = await recordedWindow(reader, null);
  const isOutside =
    days === null ||
    (period.end !== null && period.end < days.start) ||
    (period.start !== null && period.start > days.end);
  if (!isOutside) return [];
  return [notice(`No event is recorded in this period. ${await recordedDays(reader, null)}`, "warning")];
}

/** The first and the last day with an event. */
async function recordedWindow(
  reader: Reader,
  district: DistrictName | null,
): Promise<{ readonly start: string; readonly end: string } | null> {
  const [days] = await reader.query<{ start: string | null; end: string | null }>(
    district === null
      ? sql`SELECT MIN(e.local_date) AS start, MAX(e.local_date) AS "end" FROM event e WHERE e.deleted_at IS NULL AND e.same_as_id IS NULL`
      : sql`SELECT MIN(e.local_date) AS start, MAX(e.local_date) AS "end" FROM event e JOIN event_district ed ON ed.event_id = e.id
          WHERE e.deleted_at IS NULL AND e.same_as_id IS NULL AND ed.district_id = ${district.id}`,
  );
  return days?.start == null || days.end === null ? null : { start: days.start, end: days.end };
}

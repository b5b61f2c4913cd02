import sql from "sql-template-tag";
import { type Period, unionOf } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { Question } from "./compile.js";
import { filtered } from "./filters.js";
import { all, inPeriod } from "./window.js";

/** How many events of the window have no known district or school, or an inferred district, when that is asked about (Bible C5, ruling F1). */
export async function countScope(reader: Reader, question: Question): Promise<Record<string, number>> {
  const { periods, filters, by } = question;
  const named = new Set([by, ...filters.map((clause) => clause.dimension)]);
  const counts: Record<string, number> = {};
  for (const place of ["district", "school"] as const) {
    if (!named.has(place)) continue;
    const others = filters.filter((clause) => clause.dimension !== place);
    const where = all([
      inPeriod(sql`e.local_date`, unionOf(periods)),
      sql`e.deleted_at IS NULL`,
      sql`e.status <> 'Cancelled'`,
      ...filtered("event", "came", others),
    ]);
    const unknown =
      place === "school"
        ? sql`e.school_id IS NULL`
        : sql`NOT EXISTS (SELECT 1 FROM event_district u WHERE u.event_id = e.id)`;
    const inferred =
      place === "school"
        ? sql`FALSE`
        : sql`EXISTS (SELECT 1 FROM event_district u WHERE u.event_id = e.id AND u.basis = 'inferred')`;
    const [row] = await reader.query<{ unknown: number; inferred: number }>(
      sql`SELECT COUNT(CASE WHEN ${unknown} THEN 1 END) AS unknown, COUNT(CASE WHEN ${inferred} THEN 1 END) AS inferred FROM event e WHERE ${where}`,
    );
    counts[`events of unknown ${place}`] = row?.unknown ?? 0;
    if (place === "district") counts["events of inferred district"] = row?.inferred ?? 0;
  }
  const legacy = reachesLegacy(unionOf(periods)) ? await countLegacy(reader, question) : 0;
  if (legacy > 0) counts["legacy Connector sessions"] = legacy;
  return counts;
}

/** Connector sessions were kept in Salesforce until then; every window that touches them says so (ruling EV1). */
const LAST_LEGACY_DAY = "2024-07-31";
const reachesLegacy = ({ start }: Period): boolean => start === null || start <= LAST_LEGACY_DAY;

async function countLegacy(reader: Reader, { periods, filters }: Question): Promise<number> {
  const where = all([
    inPeriod(sql`e.local_date`, unionOf(periods)),
    sql`e.is_legacy_connector = TRUE`,
    sql`e.deleted_at IS NULL`,
    sql`e.status <> 'Cancelled'`,
    ...filtered("event", "came", filters),
  ]);
  const [row] = await reader.query<{ sessions: number }>(sql`SELECT COUNT(*) AS sessions FROM event e WHERE ${where}`);
  return row?.sessions ?? 0;
}

import sql, { type Sql } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { ATTENDED, creditedHoursOf } from "./attendance.js";
import { type Finding, settleFlags } from "./flags.js";
import { type DerivePool, pieces, type Rules } from "./model.js";

const STAGE = {
  name: "stage_counts",
  columns: [
    { name: "id", type: "integer" },
    { name: "counts", type: "boolean" },
  ],
} as const;

/**
 * Marks the participations that count: attended, nothing deleted, and once per person, event and role, the one with the larger credited hours (rulings,
 * small print). The others of a pair are flagged. Needs `person_id`. @returns rows written
 */
export async function deriveCounts(pool: DerivePool, rules: Rules): Promise<{ rows: number; flags: number }> {
  const changed = await pool.query<{ id: number; counts: boolean | number }>(sql`
    SELECT a.id, a.due AS counts
    FROM (SELECT r.id, r.counts, CASE WHEN r.is_attendance = 1 AND r.place = 1 THEN TRUE ELSE FALSE END AS due FROM (${ranked(rules)}) r) a
    WHERE a.counts <> a.due`);
  for (const piece of pieces(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(
        STAGE,
        piece.map(({ id, counts }) => [id, Boolean(counts)]),
      );
      await tx.run(
        sql`UPDATE participation SET counts = s.counts FROM stage_counts AS s WHERE participation.id = s.id`,
      );
    });
  }
  const flags =
    (await settleFlags(pool, DUPLICATE, await duplicates(pool, rules), rules.now)) +
    (await settleFlags(pool, TOO_LONG, await tooLong(pool, rules), rules.now));
  return { rows: changed.length, flags };
}

/** Every participation with its place among the person's at the event in that role: of those that are attendance, the first counts. */
function ranked({ organization }: Rules): Sql {
  const hours = creditedHoursOf(organization.longestFallbackHours);
  return sql`
    SELECT q.*, ROW_NUMBER() OVER twins AS place, FIRST_VALUE(q.source_id) OVER twins AS kept, FIRST_VALUE(q.hours) OVER twins AS kept_hours
    FROM (
      SELECT p.id, p.source, p.source_id, p.counts, p.event_id, p.role, c.person_id, ${hours} AS hours,
        CASE WHEN p.deleted_at IS NULL AND ${ATTENDED} AND e.deleted_at IS NULL AND c.deleted_at IS NULL AND c.person_id IS NOT NULL
          THEN 1 ELSE 0 END AS is_attendance
      FROM participation p JOIN event e ON e.id = p.event_id JOIN contact c ON c.id = p.contact_id
    ) q
    WINDOW twins AS (PARTITION BY q.person_id, q.event_id, q.role, q.is_attendance ORDER BY q.hours DESC, q.id)`;
}

const DUPLICATE = { kind: "duplicate_participation", entity: "participation", severity: "warning" } as const;

async function duplicates(reader: Reader, rules: Rules): Promise<Finding[]> {
  const rows = await reader.query<{
    source: string;
    source_id: string;
    hours: number;
    kept: string;
    kept_hours: number;
  }>(sql`
    SELECT r.source, r.source_id, r.hours, r.kept, r.kept_hours FROM (${ranked(rules)}) r
    WHERE r.is_attendance = 1 AND r.place > 1
    ORDER BY r.id`);
  return rows.map(({ source, source_id, hours, kept, kept_hours }) => ({
    source,
    source_id,
    detail: `The same person at the same event as ${kept}, which counts with ${printHours(kept_hours)}; this one has ${printHours(hours)}.`,
  }));
}

const TOO_LONG = { kind: "hours_fallback_too_long", entity: "event", severity: "warning" } as const;

/** Events whose own length credits nothing to people without recorded hours, because it is longer than the rule allows (ruling A2). */
async function tooLong(reader: Reader, { organization }: Rules): Promise<Finding[]> {
  const longest = Math.round(organization.longestFallbackHours * 60);
  const rows = await reader.query<{ source: string; source_id: string; people: number }>(sql`
    SELECT e.source, e.source_id, COUNT(*) AS people
    FROM event e JOIN participation p ON p.event_id = e.id
    WHERE p.role = 'volunteer' AND p.counts AND p.hours_recorded IS NULL AND e.status <> 'Cancelled'
      AND (e.duration_minutes > ${longest} OR (COALESCE(e.duration_minutes, 0) <= 0 AND e.span_minutes > ${longest}))
    GROUP BY e.id, e.source, e.source_id
    ORDER BY e.id`);
  return rows.map(({ source, source_id, people }) => ({
    source,
    source_id,
    detail: `The event is longer than ${printHours(organization.longestFallbackHours)}, so its length is credited to nobody; ${people} without recorded hours.`,
  }));
}

function printHours(hours: number): string {
  return `${Math.round(hours * 100) / 100} h`;
}

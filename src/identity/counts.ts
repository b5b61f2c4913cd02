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
 * small print), and says on them whose they are. The others of a pair are flagged. Needs the contacts' `person_id`. @returns rows written
 */
export async function deriveCounts(pool: DerivePool, rules: Rules): Promise<{ rows: number; flags: number }> {
  const later = await laterTwins(pool, rules);
  const marked = await wrongly(pool, later);
  const isMarked = new Set(marked.map(([id]) => id));
  const others = (await ofAnotherPerson(pool)).filter(([id]) => !isMarked.has(id));
  const changed = [...marked, ...others];
  for (const piece of pieces(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece);
      await tx.run(sql`
        UPDATE participation SET counts = s.counts,
          person_id = CASE WHEN s.counts = TRUE THEN (SELECT c.person_id FROM contact c WHERE c.id = participation.contact_id) END
        FROM stage_counts AS s WHERE participation.id = s.id`);
    });
  }
  const flags =
    (await settleFlags(pool, DUPLICATE, later.filter(isOdd).map(duplicate), rules.now)) +
    (await settleFlags(pool, TOO_LONG, await tooLong(pool, rules), rules.now));
  return { rows: changed.length, flags };
}

/** Every participation with its person, its credited hours, and whether it is attendance of which nothing is deleted. */
const candidates = ({ organization }: Rules): Sql => sql`
  SELECT p.id, p.source, p.source_id, p.counts, p.event_id, p.role, c.person_id, ${creditedHoursOf(organization.longestFallbackHours)} AS hours,
    CASE WHEN p.deleted_at IS NULL AND ${ATTENDED} AND e.deleted_at IS NULL AND c.deleted_at IS NULL AND c.person_id IS NOT NULL
      THEN TRUE ELSE FALSE END AS is_attendance
  FROM participation p JOIN event e ON e.id = p.event_id JOIN contact c ON c.id = p.contact_id`;

interface Twin {
  readonly id: number;
  readonly counts: boolean | number;
  readonly source: string;
  readonly source_id: string;
  readonly role: string;
  readonly hours: number;
  /** Source, source id and hours of the one that counts. */
  readonly kept_source: string;
  readonly kept: string;
  readonly kept_hours: number;
}

/** Attendance of a person at an event in a role that another row says already. Few have twins, so only those few are ranked. */
function laterTwins(reader: Reader, rules: Rules): Promise<Twin[]> {
  // Twins are two rows of one contact, or rows of two contacts of one person, of whom there are few.
  return reader.query<Twin>(sql`
    WITH several AS (
      SELECT twice.event_id, twice.role, c.person_id FROM (
        -- Whether they came is asked of these few alone: an index tells everything else.
        SELECT event_id, role, contact_id FROM participation WHERE deleted_at IS NULL GROUP BY event_id, role, contact_id HAVING COUNT(*) > 1
      ) twice JOIN contact c ON c.id = twice.contact_id
      UNION
      SELECT p.event_id, p.role, c.person_id FROM contact c JOIN participation p ON p.contact_id = c.id
      WHERE p.deleted_at IS NULL AND ${ATTENDED} AND c.deleted_at IS NULL AND c.person_id IN (
        SELECT person_id FROM contact WHERE deleted_at IS NULL AND person_id IS NOT NULL GROUP BY person_id HAVING COUNT(*) > 1)
      GROUP BY p.event_id, p.role, c.person_id HAVING COUNT(*) > 1
    ), ranked AS (
      SELECT q.*, ROW_NUMBER() OVER twins AS place, FIRST_VALUE(q.source) OVER twins AS kept_source, FIRST_VALUE(q.source_id) OVER twins AS kept, FIRST_VALUE(q.hours) OVER twins AS kept_hours
      FROM several t JOIN (${candidates(rules)}) q ON q.event_id = t.event_id AND q.role = t.role AND q.person_id = t.person_id
      WHERE q.is_attendance = TRUE
      WINDOW twins AS (PARTITION BY q.event_id, q.role, q.person_id ORDER BY q.hours DESC, q.id)
    )
    SELECT id, counts, source, source_id, role, hours, kept_source, kept, kept_hours FROM ranked WHERE place > 1 ORDER BY id`);
}

/** The participations that are not marked as they should be, with the right mark. */
async function wrongly(reader: Reader, later: readonly Twin[]): Promise<(readonly [number, boolean])[]> {
  const isLater = new Set(later.map(({ id }) => id));
  // Deleted events and contacts are few: looked up among themselves, they cost nothing beside a join of all rows.
  const rows = await reader.query<{ id: number; due: boolean | number }>(sql`
    SELECT q.id, q.due FROM (
      SELECT p.id, p.counts, CASE WHEN p.deleted_at IS NULL AND ${ATTENDED}
        AND p.event_id NOT IN (SELECT id FROM event WHERE deleted_at IS NOT NULL)
        AND p.contact_id NOT IN (SELECT id FROM contact WHERE deleted_at IS NOT NULL OR person_id IS NULL) THEN TRUE ELSE FALSE END AS due
      FROM participation p
    ) q WHERE q.counts <> q.due`);
  const marked = rows.flatMap(({ id, due }) => (isLater.has(id) ? [] : [[id, Boolean(due)] as const]));
  return [...marked, ...later.flatMap(({ id, counts }) => (counts ? [[id, false] as const] : []))];
}

/**
 * Rows that count and are said to be somebody else's. Most contacts are a person by themselves, so only the others are looked at: cross joins, so that
 * SQLite begins with those few.
 */
async function ofAnotherPerson(reader: Reader): Promise<(readonly [number, boolean])[]> {
  const rows = await reader.query<{ id: number }>(sql`
    SELECT p.id FROM contact c CROSS JOIN participation p
    WHERE p.contact_id = c.id AND c.person_id <> c.id AND p.counts = TRUE AND p.person_id IS DISTINCT FROM c.person_id
    UNION
    SELECT p.id FROM (
      SELECT id, contact_id, person_id FROM participation WHERE counts = TRUE AND (person_id IS NULL OR person_id <> contact_id)
    ) p CROSS JOIN contact c WHERE c.id = p.contact_id AND (p.person_id IS NULL OR p.person_id IS DISTINCT FROM c.person_id)`);
  return rows.map(({ id }) => [id, true] as const);
}

const DUPLICATE = { kind: "duplicate_participation", entity: "participation", severity: "warning" } as const;

/** Two sources that say the same confirm each other. Students have no hours to differ in. */
const isOdd = ({ source, kept_source, role, hours, kept_hours }: Twin): boolean =>
  source === kept_source || (role !== "student" && hours !== kept_hours);

const duplicate = ({ source, source_id, hours, kept, kept_hours }: Twin): Finding => ({
  source,
  source_id,
  detail: `The same person at the same event as ${kept}, which counts with ${printHours(kept_hours)}; this one has ${printHours(hours)}.`,
});

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

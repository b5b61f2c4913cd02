import sql, { type Sql } from "sql-template-tag";
import { z } from "zod";
import type { Reader, Transaction } from "../pool/index.js";
import { type DerivePool, pieces } from "./model.js";

/** Participations that no source brought: a person said that somebody was there. */
export const ADDED_BY_PEOPLE = "polaris";

/** When a session ended, which is when attendance is confirmed (ruling A3); `e` is the event. */
const ENDED: Sql = sql`COALESCE(e.ends_at, e.starts_at)`;

/**
 * Has what people said of teachers' attendance win over what the sources say (ruling A3). What the source says is kept beside it, by the version of the
 * row that said so: taken back, the override leaves the row as it was, and a newer version of the row is taken for what the source says now.
 * Before it is asked what counts. @returns rows written
 */
export async function deriveOverrides(pool: DerivePool): Promise<number> {
  return (await deriveAdded(pool)) + (await deriveOverridden(pool));
}

const ADDED = {
  name: "stage_attendance_added",
  columns: [
    { name: "source_id", type: "text" },
    { name: "event_id", type: "integer" },
    { name: "contact_id", type: "integer" },
    { name: "confirmed", type: "text" },
    { name: "seen_at", type: "text" },
  ],
} as const;

interface Added {
  readonly source_id: string;
  readonly event_id: number;
  readonly contact_id: number;
  readonly confirmed: string;
  readonly seen_at: string | null;
}

/**
 * Teachers whom a person added to a session: a participation each while the decision stands, none afterwards. A session that people said is another, and
 * that was then deleted at its source, keeps them as it keeps all who took part.
 */
async function deriveAdded(pool: DerivePool): Promise<number> {
  const there = await pool.query<Added>(sql`
    SELECT source_id, COALESCE(recorded_event_id, event_id) AS event_id, contact_id, attendance_confirmed_at AS confirmed, NULL AS seen_at
    FROM participation WHERE source = ${ADDED_BY_PEOPLE}`);
  const said = await pool.query<Added>(sql`
    SELECT e.source || ':' || e.source_id || '#' || d.value AS source_id, e.id AS event_id, c.id AS contact_id, ${ENDED} AS confirmed,
      MIN(d.decided_at) AS seen_at
    FROM decision d JOIN event e ON e.source = d.source AND e.source_id = d.source_id
      JOIN contact c ON c.source || ':' || c.source_id = d.value
    WHERE d.kind = 'attendance_added' AND d.subject = 'event' AND d.reversed_at IS NULL
      AND (e.deleted_at IS NULL OR e.same_as_id IS NOT NULL) AND c.deleted_at IS NULL
    GROUP BY e.source, e.source_id, d.value, e.id, c.id, e.ends_at, e.starts_at`);
  const content = ({ event_id, contact_id, confirmed }: Added) => `${event_id} ${contact_id} ${confirmed}`;
  const known = new Map(there.map((row) => [row.source_id, content(row)]));
  const wanted = new Map(said.map((row) => [row.source_id, row]));
  const fresh = [...wanted.values()].filter((row) => known.get(row.source_id) !== content(row));
  const gone = [...known.keys()].filter((id) => !wanted.has(id));
  for (const piece of pieces([...fresh, ...gone.map((source_id) => ({ source_id }))])) {
    await pool.transaction(async (tx) => {
      await tx.stage(
        ADDED,
        piece.map((row: Partial<Added>) => [
          row.source_id ?? null,
          row.event_id ?? null,
          row.contact_id ?? null,
          row.confirmed ?? null,
          row.seen_at ?? null,
        ]),
      );
      await tx.run(sql`
        DELETE FROM participation
        WHERE source = ${ADDED_BY_PEOPLE} AND source_id IN (SELECT source_id FROM stage_attendance_added)`);
      await tx.run(sql`
        INSERT INTO participation (source, source_id, record_hash, batch_id, first_seen_at, last_seen_at, event_id, contact_id, role,
          participant_type_raw, status, attended, attendance_confirmed_at)
        SELECT ${ADDED_BY_PEOPLE}, s.source_id, ${ADDED_BY_PEOPLE}, 0, s.seen_at, s.seen_at, s.event_id, s.contact_id, 'teacher',
          'Educator', 'attended', TRUE, s.confirmed
        FROM stage_attendance_added s WHERE s.event_id IS NOT NULL`);
    });
  }
  return fresh.length + gone.length;
}

const RECORDED = "attendance_recorded:";

/** What the source says of a participation, and by which version of its row. */
const recordedSchema = z.object({
  hash: z.string(),
  status: z.string(),
  attended: z.boolean(),
  confirmed: z.string().nullable(),
});
type Recorded = z.infer<typeof recordedSchema>;

const OVERRIDDEN = {
  name: "stage_attendance_override",
  columns: [
    { name: "id", type: "integer" },
    { name: "record_hash", type: "text" },
    { name: "key", type: "text" },
    { name: "recorded", type: "text" },
    { name: "status", type: "text" },
    { name: "attended", type: "boolean" },
    { name: "confirmed", type: "text" },
  ],
} as const;

interface Row {
  readonly id: number;
  readonly key: string;
  readonly record_hash: string;
  readonly status: string;
  readonly attended: boolean | number;
  readonly attendance_confirmed_at: string | null;
  readonly ended: string;
  /** add | remove; null where nothing stands any more. */
  readonly said: string | null;
  readonly recorded: string | null;
}

type Attendance = Omit<Recorded, "hash">;

const attendanceOf = (row: Row): Attendance => ({
  status: row.status,
  attended: Boolean(row.attended),
  confirmed: row.attendance_confirmed_at,
});

/** Of a row that its source wrote once more. Salesforce says nothing of when a teacher's attendance was confirmed: what stands there is ours. */
const anew = (row: Row): Attendance => ({ ...attendanceOf(row), ...(row.attended ? {} : { confirmed: null }) });

const isSame = (a: Attendance, b: Attendance): boolean =>
  a.status === b.status && a.attended === b.attended && a.confirmed === b.confirmed;

/** Attendance as a person said it is. */
const saidOf = (said: string, ended: string): Attendance =>
  said === "remove"
    ? { status: "no_show", attended: false, confirmed: null }
    : { status: "attended", attended: true, confirmed: ended };

interface Change {
  readonly row: Row;
  /** What is to be kept of the source's word; null where nothing is overridden any more. */
  readonly recorded: Recorded | null;
  readonly now: Attendance;
}

async function deriveOverridden(pool: DerivePool): Promise<number> {
  const changes = (await overriddenRows(pool)).flatMap((row) => changeOf(row) ?? []);
  for (const piece of pieces(changes)) await pool.transaction((tx) => write(tx, piece));
  return changes.length;
}

/**
 * Every participation that is overridden, or was: the latest decision that stands, and what the source was noted to say. It ended when its own session
 * did, whichever other that is said to be: so a merge, and taking one back, leave it as it is.
 */
const overriddenRows = (reader: Reader): Promise<Row[]> =>
  reader.query<Row>(sql`
    SELECT p.id, ${RECORDED} || p.source || ':' || p.source_id AS key, p.record_hash, p.status, p.attended, p.attendance_confirmed_at, ${ENDED} AS ended,
      (SELECT d.value FROM decision d WHERE d.id = k.latest) AS said, f.value AS recorded
    FROM (
      SELECT source, source_id, MAX(CASE WHEN reversed_at IS NULL THEN id END) AS latest
      FROM decision WHERE kind = 'attendance_override' AND subject = 'participation' GROUP BY source, source_id
    ) k
    JOIN participation p ON p.source = k.source AND p.source_id = k.source_id
    JOIN event e ON e.id = COALESCE(p.recorded_event_id, p.event_id)
    LEFT JOIN pool_fact f ON f.key = ${RECORDED} || p.source || ':' || p.source_id
    WHERE p.role = 'teacher' AND p.source <> ${ADDED_BY_PEOPLE} AND (k.latest IS NOT NULL OR f.key IS NOT NULL)`);

function changeOf(row: Row): Change | null {
  const noted = row.recorded === null ? null : recordedSchema.parse(JSON.parse(row.recorded));
  const isOfThisVersion = noted !== null && noted.hash === row.record_hash;
  const recorded = isOfThisVersion
    ? noted
    : { hash: row.record_hash, ...(noted === null ? attendanceOf(row) : anew(row)) };
  if (row.said === null) return { row, recorded: null, now: recorded };
  const now = saidOf(row.said, row.ended);
  return isOfThisVersion && isSame(now, attendanceOf(row)) ? null : { row, recorded, now };
}

/** A row whose source wrote it anew meanwhile is left to the next run. */
async function write(tx: Transaction, changes: readonly Change[]): Promise<void> {
  await tx.stage(
    OVERRIDDEN,
    changes.map(({ row, recorded, now }) => [
      row.id,
      row.record_hash,
      row.key,
      recorded === null ? null : JSON.stringify(recorded),
      now.status,
      now.attended,
      now.confirmed,
    ]),
  );
  await tx.run(sql`
    UPDATE participation SET status = s.status, attended = s.attended, attendance_confirmed_at = s.confirmed
    FROM stage_attendance_override AS s WHERE participation.id = s.id AND participation.record_hash = s.record_hash`);
  await tx.run(sql`
    INSERT INTO pool_fact (key, value)
    SELECT s.key, s.recorded FROM stage_attendance_override s JOIN participation p ON p.id = s.id AND p.record_hash = s.record_hash
    WHERE s.recorded IS NOT NULL
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  await tx.run(sql`
    DELETE FROM pool_fact WHERE key IN (
      SELECT s.key FROM stage_attendance_override s JOIN participation p ON p.id = s.id AND p.record_hash = s.record_hash
      WHERE s.recorded IS NULL)`);
}

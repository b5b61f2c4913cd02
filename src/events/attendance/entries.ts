import sql from "sql-template-tag";
import { markDirty } from "../../identity/index.js";
import type { Reader, Transaction } from "../../pool/index.js";
import type { AttendanceEntry, AttendanceNumbers, AttendanceSources } from "./model.js";

interface Row {
  readonly id: number;
  readonly event_id: number;
  readonly total_students: number | null;
  readonly rooms: number | null;
  readonly rotations: number | null;
  readonly groups: number | null;
  readonly students_per_rotation: number | null;
  readonly pathway: string | null;
  readonly is_stem: boolean | number;
  readonly note: string | null;
  readonly entered_by_kind: "human" | "sheet";
  readonly entered_by: string;
  readonly entered_at: string;
  readonly reversed_by: string | null;
  readonly reversed_at: string | null;
}

const COLUMNS = sql`id, event_id, total_students, rooms, rotations, groups, students_per_rotation, pathway, is_stem, note,
  entered_by_kind, entered_by, entered_at, reversed_by, reversed_at`;

const read = (row: Row): AttendanceEntry => ({
  id: row.id,
  eventId: row.event_id,
  students: row.total_students,
  rooms: row.rooms,
  rotations: row.rotations,
  groups: row.groups,
  perRotation: row.students_per_rotation,
  pathway: row.pathway,
  isStem: Boolean(row.is_stem),
  note: row.note,
  kind: row.entered_by_kind,
  by: row.entered_by,
  at: row.entered_at,
  reversedBy: row.reversed_by,
  reversedAt: row.reversed_at,
});

/** Everything that was ever said of an event's attendance, the newest first. */
export async function attendanceHistory(reader: Reader, eventId: number): Promise<AttendanceEntry[]> {
  const rows = await reader.query<Row>(
    sql`SELECT ${COLUMNS} FROM attendance_detail WHERE event_id = ${eventId} ORDER BY entered_at DESC, id DESC`,
  );
  return rows.map(read);
}

/** One entry, standing or taken back; null when there is none of that id. */
export async function attendanceEntry(reader: Reader, id: number): Promise<AttendanceEntry | null> {
  const [row] = await reader.query<Row>(sql`SELECT ${COLUMNS} FROM attendance_detail WHERE id = ${id}`);
  return row === undefined ? null : read(row);
}

export async function attendanceSources(reader: Reader, eventId: number): Promise<AttendanceSources> {
  const standing = (await attendanceHistory(reader, eventId)).filter(({ reversedAt }) => reversedAt === null);
  const [counts] = await reader.query<{ headcount: number | null; roster: number }>(sql`
    SELECT e.headcount, (
      SELECT COUNT(*) FROM participation p JOIN contact c ON c.id = p.contact_id
      WHERE p.event_id = e.id AND p.role = 'student' AND p.counts = TRUE AND p.deleted_at IS NULL AND c.deleted_at IS NULL
    ) AS roster FROM event e WHERE e.id = ${eventId}`);
  return {
    human: standing.find(({ kind }) => kind === "human") ?? null,
    sheet: standing.find(({ kind }) => kind === "sheet") ?? null,
    roster: Number(counts?.roster ?? 0) || null,
    headcount: counts?.headcount || null,
  };
}

/**
 * Holds the event until the transaction ends, so that of two people who enter its attendance at once the later one sees the other's.
 * @returns false when the event was deleted
 */
export async function holdEvent(tx: Transaction, eventId: number): Promise<boolean> {
  return (await tx.run(sql`UPDATE event SET id = id WHERE id = ${eventId} AND deleted_at IS NULL`)) > 0;
}

/** Keeps an entry beside the earlier ones: the newest that a person made wins over the sheet and over Salesforce (ruling E6). @returns its id */
export async function recordAttendance(
  tx: Transaction,
  eventId: number,
  { students, rooms, rotations, groups, perRotation, pathway, isStem, note }: AttendanceNumbers,
  { by, now }: { readonly by: string; readonly now: string },
): Promise<number> {
  const [row] = await tx.query<{ id: number }>(sql`
    INSERT INTO attendance_detail (event_id, total_students, rooms, rotations, groups, students_per_rotation, pathway, is_stem, note,
      entered_by_kind, entered_by, entered_at)
    VALUES (${eventId}, ${students}, ${rooms}, ${rotations}, ${groups}, ${perRotation}, ${pathway}, ${isStem ? sql`TRUE` : sql`FALSE`}, ${note},
      'human', ${by}, ${now}) RETURNING id`);
  if (row === undefined) throw new Error("the attendance was not kept");
  await markDirty(tx);
  return row.id;
}

/** Takes an entry of a person back. Says whether it still stood: of two people who do it, one does. */
export async function takeBackAttendance(
  tx: Transaction,
  id: number,
  { by, now }: { readonly by: string; readonly now: string },
): Promise<boolean> {
  const taken = await tx.run(sql`
    UPDATE attendance_detail SET reversed_by = ${by}, reversed_at = ${now}
    WHERE id = ${id} AND entered_by_kind = 'human' AND reversed_at IS NULL`);
  if (taken > 0) await markDirty(tx);
  return taken > 0;
}

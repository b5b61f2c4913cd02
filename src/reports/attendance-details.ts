import sql, { join } from "sql-template-tag";
import type { Reader } from "../pool/index.js";
import { inPieces } from "./pieces.js";

/** What was recorded of an event's rooms, rotations and groups. */
export interface AttendanceDetail {
  readonly students: number | null;
  /** Classrooms or tables. */
  readonly rooms: number | null;
  readonly rotations: number | null;
  readonly groups: number | null;
  /** human | sheet */
  readonly by: string;
}

interface Row extends AttendanceDetail {
  readonly event: number;
}

/** The entry that stands for each event: human before sheet, then the newest (ruling E6). */
export async function attendanceDetails(
  reader: Reader,
  ids: readonly number[],
): Promise<ReadonlyMap<number, AttendanceDetail>> {
  const rows = await inPieces(ids, (piece) =>
    reader.query<Row>(sql`
      SELECT a.event_id AS event, a.total_students AS students, a.rooms, a.rotations, a.groups, a.entered_by_kind AS "by"
      FROM attendance_detail a
      WHERE a.reversed_at IS NULL AND a.event_id IN (${join(piece)})
      ORDER BY CASE a.entered_by_kind WHEN 'human' THEN 1 ELSE 0 END, a.entered_at, a.id`),
  );
  return new Map(rows.map(({ event, ...detail }) => [event, detail]));
}

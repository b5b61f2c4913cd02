import sql from "sql-template-tag";
import type { Detector } from "./detector.js";

interface Apart {
  readonly source: string;
  readonly source_id: string;
  readonly headcount: number;
  readonly entered: number | null;
  readonly sheet: number | null;
}

/** What people entered: of each event the newest entry that stands. */
const ENTERED = sql`(
  SELECT q.event_id, q.total_students AS students FROM (
    SELECT d.event_id, d.total_students, ROW_NUMBER() OVER (PARTITION BY d.event_id ORDER BY d.entered_at DESC, d.id DESC) AS place
    FROM attendance_detail d WHERE d.entered_by_kind = 'human' AND d.reversed_at IS NULL
  ) q WHERE q.place = 1)`;

const OF_THE_SHEET = sql`(
  SELECT r.event_id, r.total_students AS students FROM attendance_row r
  WHERE r.id IN (SELECT MAX(l.id) FROM attendance_row l WHERE l.deleted_at IS NULL AND l.total_students IS NOT NULL GROUP BY l.event_id))`;

export const attendanceSheetDiffers: Detector = {
  kind: "attendance_sheet_differs",
  entity: "event",
  severity: "warning",
  words:
    "The number of students that a person entered, else the sheet's, and Salesforce's headcount lie more than 10 % apart (ruling E6). The entry, else the sheet, is what counts; correct whichever is wrong.",
  async find(reader) {
    const events = await reader.query<Apart>(sql`
      SELECT e.source, e.source_id, e.headcount, h.students AS entered, r.students AS sheet FROM event e
        LEFT JOIN ${ENTERED} h ON h.event_id = e.id LEFT JOIN ${OF_THE_SHEET} r ON r.event_id = e.id
      WHERE e.deleted_at IS NULL AND e.headcount > 0 AND ABS(COALESCE(h.students, r.students) - e.headcount) * 10 > e.headcount`);
    return events.map(({ source, source_id, entered, sheet, headcount }) => ({
      source,
      source_id,
      detail: `${entered === null ? `The sheet says ${sheet}` : `A person entered ${entered}`} students, Salesforce's headcount ${headcount}.`,
    }));
  },
};

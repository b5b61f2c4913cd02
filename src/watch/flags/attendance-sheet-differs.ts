import sql from "sql-template-tag";
import type { Detector } from "./detector.js";

export const attendanceSheetDiffers: Detector = {
  kind: "attendance_sheet_differs",
  entity: "event",
  severity: "warning",
  words:
    "The sheet's number of students and Salesforce's headcount lie more than 10 % apart (ruling E6). The sheet is what counts; correct whichever is wrong.",
  async find(reader) {
    const events = await reader.query<{ source: string; source_id: string; said: number; headcount: number }>(sql`
      SELECT e.source, e.source_id, r.total_students AS said, e.headcount FROM attendance_row r JOIN event e ON e.id = r.event_id
      WHERE r.id IN (SELECT MAX(l.id) FROM attendance_row l WHERE l.deleted_at IS NULL AND l.total_students IS NOT NULL GROUP BY l.event_id)
        AND e.deleted_at IS NULL AND e.headcount > 0 AND ABS(r.total_students - e.headcount) * 10 > e.headcount`);
    return events.map(({ source, source_id, said, headcount }) => ({
      source,
      source_id,
      detail: `The sheet says ${said} students, Salesforce's headcount ${headcount}.`,
    }));
  },
};

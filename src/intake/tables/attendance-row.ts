import type { AttendanceRowRecord } from "../../sources/index.js";
import { eventNamed } from "./event-named.js";
import { boolean, integer, table, text } from "./model.js";

export const attendanceRowTable = table<AttendanceRowRecord>({
  kind: "attendance_row",
  name: "attendance_row",
  hasMerges: false,
  columns: [
    text("origin", (r) => r.origin),
    text("event_ref", (r) => r.event.ref),
    text("title_raw", (r) => r.event.title),
    text("local_date", (r) => r.event.date),
    integer("event_id", (r) => r.eventId),
    integer("total_students", (r) => r.totalStudents),
    integer("rooms", (r) => r.rooms),
    integer("rotations", (r) => r.rotations),
    integer("groups", (r) => r.groups),
    text("pathway", (r) => r.pathway),
    boolean("is_stem", (r) => r.isStem),
  ],
  keys: [text("event_name", (r) => eventNamed(r.event))],
  joins: "LEFT JOIN event e ON e.id = s.event_id",
  resolved: [],
  parents: [{ key: "event_name", object: "event", isThere: "e.id IS NOT NULL" }],
});

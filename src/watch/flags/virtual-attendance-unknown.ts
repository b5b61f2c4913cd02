import sql from "sql-template-tag";
import { teachersOfHeld } from "../virtual-sessions.js";
import { allWith, type Detector, HELD, STANDING } from "./detector.js";

export const virtualAttendanceUnknown: Detector = {
  kind: "virtual_attendance_unknown",
  entity: "event",
  severity: "notice",
  words:
    "The virtual session was held, and of a teacher in it nobody has said whether they came (ruling A3). Import Pathful's session report again, or say who came with override.",
  find: (reader, { now }) =>
    allWith(
      reader,
      "The virtual session was held; whether its teachers came is not known.",
      sql`
        SELECT e.source, e.source_id FROM event e JOIN ${teachersOfHeld(now)} t ON t.event = e.id
        WHERE ${STANDING} AND e.format = 'virtual' AND ${HELD} AND t.unresolved > 0`,
    ),
};

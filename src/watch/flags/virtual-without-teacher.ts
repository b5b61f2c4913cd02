import sql from "sql-template-tag";
import { allWith, type Detector, hasRole, STANDING } from "./detector.js";

export const virtualWithoutTeacher: Detector = {
  kind: "virtual_without_teacher",
  entity: "event",
  severity: "warning",
  words:
    "The virtual session's day has come and no teacher is linked, so it counts for no classroom. Import Pathful's session report, or cancel the session.",
  find: (reader, { today }) =>
    allWith(
      reader,
      "The virtual session has no teacher.",
      sql`
        SELECT e.source, e.source_id FROM event e
        WHERE ${STANDING} AND e.format = 'virtual' AND e.status NOT IN ('Cancelled', 'Draft') AND e.local_date <= ${today}
          AND NOT ${hasRole("teacher")}`,
    ),
};

import sql from "sql-template-tag";
import { allWith, type Detector, STANDING } from "./detector.js";

export const eventWithoutSchoolOrDistrict: Detector = {
  kind: "event_without_school_or_district",
  entity: "event",
  severity: "warning",
  words:
    "The event has neither school nor district, and nobody's home school tells one (ruling E2): it counts in no district. Set School or District of the session in Salesforce.",
  find: (reader) =>
    allWith(
      reader,
      "The event has no school, and no district by account, text, school or those who attended.",
      sql`
        SELECT e.source, e.source_id FROM event e
        WHERE ${STANDING} AND e.status <> 'Cancelled' AND e.school_id IS NULL
          AND NOT EXISTS (SELECT 1 FROM event_district ed WHERE ed.event_id = e.id)`,
    ),
};

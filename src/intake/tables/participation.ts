import type { ParticipationRecord } from "../../sources/index.js";
import { boolean, real, table, text } from "./model.js";

const ROLE =
  "COALESCE(s.role, CASE c.kind WHEN 'student' THEN 'student' WHEN 'teacher' THEN 'teacher' ELSE 'volunteer' END)";

const ATTENDED = `CASE ${ROLE} WHEN 'volunteer' THEN s.attended_as_volunteer = 1 WHEN 'student' THEN s.attended_as_student = 1 ELSE false END`;

export const participationTable = table<ParticipationRecord>({
  kind: "participation",
  name: "participation",
  hasMerges: false,
  columns: [
    text("participant_type_raw", (r) => r.participantTypeRaw),
    text("status_raw", (r) => r.statusRaw),
    text("status", (r) => r.status),
    real("hours_recorded", (r) => r.hoursRecorded),
    text("age_group", (r) => r.ageGroup),
    text("email_raw", (r) => r.emailRaw),
    text("title_raw", (r) => r.titleRaw),
  ],
  keys: [
    text("contact_source_id", (r) => r.contactSourceId),
    text("event_source_id", (r) => r.eventSourceId),
    text("role", (r) => r.role),
    boolean("attended_as_volunteer", (r) => r.attendedAsVolunteer),
    boolean("attended_as_student", (r) => r.attendedAsStudent),
  ],
  joins: `LEFT JOIN contact c ON c.source = $source AND c.source_id = s.contact_source_id
    LEFT JOIN event e ON e.source = $source AND e.source_id = s.event_source_id`,
  resolved: [
    { name: "contact_id", from: "c.id" },
    { name: "event_id", from: "e.id" },
    { name: "role", from: ROLE },
    { name: "attended", from: ATTENDED },
    // The source's own event stands in the row again, until it is derived anew where a person says that this is another one.
    { name: "recorded_event_id", from: "CAST(NULL AS INTEGER)" },
  ],
  // Nearly every attendance counts, so that few rows are written a second time.
  initial: [
    { name: "counts", from: ATTENDED },
    { name: "person_id", from: `CASE WHEN ${ATTENDED} THEN COALESCE(c.person_id, c.id) END` },
  ],
  parents: [
    { key: "contact_source_id", object: "Contact", isThere: "c.id IS NOT NULL" },
    { key: "event_source_id", object: "Session__c", isThere: "e.id IS NOT NULL" },
  ],
});

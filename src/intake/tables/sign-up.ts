import type { SignUpRecord } from "../../sources/index.js";
import { eventNamed } from "./event-named.js";
import { boolean, integer, type Table, table, text } from "./model.js";

/** Students of a pathway roster become participations, beside those of Salesforce; one person at one event counts once. */
export const signUpTable: Table<SignUpRecord> = {
  ...table<SignUpRecord>({
    kind: "sign_up",
    name: "participation",
    hasMerges: false,
    columns: [
      integer("event_id", (r) => r.eventId),
      integer("contact_id", (r) => r.contactId),
      text("role", () => "student"),
      text("participant_type_raw", () => "Student"),
      text("status_raw", (r) => r.statusRaw),
      text("status", (r) => r.status),
      boolean("attended", (r) => r.attended),
    ],
    keys: [text("event_name", (r) => eventNamed(r.event)), text("student_name", (r) => `of line ${r.line}`)],
    joins: `LEFT JOIN event e ON e.id = s.event_id
      LEFT JOIN contact c ON c.id = s.contact_id`,
    resolved: [],
    initial: [{ name: "counts", from: "(s.attended = 1)" }],
    parents: [
      { key: "event_name", object: "event", isThere: "e.id IS NOT NULL" },
      { key: "student_name", object: "student", isThere: "c.id IS NOT NULL" },
    ],
  }),
  stage: "stage_sign_up",
};

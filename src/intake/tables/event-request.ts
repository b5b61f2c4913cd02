import type { EventRequestRecord } from "../../sources/index.js";
import { integer, table, text } from "./model.js";

/** Event and school are found by identity. */
export const eventRequestTable = table<EventRequestRecord>({
  kind: "event_request",
  name: "event_request",
  hasMerges: false,
  columns: [
    text("origin", (r) => r.origin),
    text("program_raw", (r) => r.programRaw),
    text("title_raw", (r) => r.titleRaw),
    text("local_date", (r) => r.localDate),
    text("school_raw", (r) => r.schoolRaw),
    text("contact_name", (r) => r.contactName),
    text("contact_email", (r) => r.contactEmail),
    integer("requested_students", (r) => r.requestedStudents),
    integer("confirmed_students", (r) => r.confirmedStudents),
    text("status_raw", (r) => r.statusRaw),
    text("status", (r) => r.status),
    text("note", (r) => r.note),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});

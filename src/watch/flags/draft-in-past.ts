import sql from "sql-template-tag";
import { allWith, type Detector } from "./detector.js";

export const draftInPast: Detector = {
  kind: "draft_in_past",
  entity: "event",
  severity: "warning",
  words:
    "The event is still a draft though its day has passed. If it took place, set it to Completed where it was made; if not, to Cancelled.",
  find: (reader, { today }) =>
    allWith(
      reader,
      "The event is a draft, and its day has passed.",
      sql`SELECT e.source, e.source_id FROM event e WHERE e.deleted_at IS NULL AND e.same_as_id IS NULL AND e.status = 'Draft' AND e.local_date < ${today}`,
    ),
};

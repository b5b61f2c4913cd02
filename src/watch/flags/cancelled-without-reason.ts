import sql from "sql-template-tag";
import { allWith, type Detector, STANDING } from "./detector.js";

export const cancelledWithoutReason: Detector = {
  kind: "cancelled_without_reason",
  entity: "event",
  severity: "notice",
  words: "The event was cancelled and nobody says why. Give it a cancellation reason.",
  find: (reader) =>
    allWith(
      reader,
      "The event is cancelled without a reason.",
      sql`
        SELECT e.source, e.source_id FROM event e
        WHERE ${STANDING} AND e.status = 'Cancelled' AND e.cancellation_reason IS NULL
          AND NOT EXISTS (
            SELECT 1 FROM decision d WHERE d.kind = 'cancellation_reason' AND d.subject = 'event'
              AND d.source = e.source AND d.source_id = e.source_id AND d.reversed_at IS NULL)`,
    ),
};

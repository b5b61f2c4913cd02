import type { CommunicationRecord } from "../../sources/index.js";
import { table, text } from "./model.js";

/** A task or an e-mail waits for nobody: whom it was with is worked out afterwards, from whoever is known by then. */
export const communicationTable = table<CommunicationRecord>({
  kind: "communication",
  name: "communication",
  hasMerges: false,
  columns: [
    text("kind", (r) => r.form),
    text("activity", (r) => r.activity),
    text("direction", (r) => r.direction),
    text("subject", (r) => r.subject),
    text("body", (r) => r.body),
    text("status_raw", (r) => r.statusRaw),
    text("happened_at", (r) => r.happenedAt),
    text("local_date", (r) => r.localDate),
    text("from_address", (r) => r.fromAddress),
    text("to_addresses", (r) => r.toAddresses),
    text("cc_addresses", (r) => r.ccAddresses),
    text("who_source_id", (r) => r.whoSourceId),
    text("related_source_id", (r) => r.relatedSourceId),
    text("case_source_id", (r) => r.caseSourceId),
  ],
  keys: [],
  joins: "LEFT JOIN event e ON e.source = $source AND e.source_id = s.related_source_id",
  resolved: [{ name: "event_id", from: "e.id" }],
  parents: [],
});

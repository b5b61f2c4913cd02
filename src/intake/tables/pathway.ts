import type { PathwayParticipantRecord, PathwayRecord, PathwaySessionRecord } from "../../sources/index.js";
import { type Parent, table, text } from "./model.js";

// By the API or as an export of the same name: the ids are Salesforce's either way.
const PATHWAY: Parent = { key: "pathway_source_id", object: "Pathway__c", isThere: "p.id IS NOT NULL" };
const THE_PATHWAY = "LEFT JOIN pathway p ON p.source = $source AND p.source_id = s.pathway_source_id";

export const pathwayTable = table<PathwayRecord>({
  kind: "pathway",
  name: "pathway",
  hasMerges: false,
  columns: [
    text("name", (r) => r.name),
    text("name_key", (r) => r.nameKey),
    text("school_source_id", (r) => r.schoolSourceId),
    text("status_raw", (r) => r.statusRaw),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});

export const pathwaySessionTable = table<PathwaySessionRecord>({
  kind: "pathway_session",
  name: "pathway_session",
  hasMerges: false,
  columns: [],
  keys: [text("pathway_source_id", (r) => r.pathwaySourceId), text("event_source_id", (r) => r.eventSourceId)],
  joins: `${THE_PATHWAY}
    LEFT JOIN event e ON e.source = $source AND e.source_id = s.event_source_id`,
  resolved: [
    { name: "pathway_id", from: "p.id" },
    { name: "event_id", from: "e.id" },
  ],
  parents: [PATHWAY, { key: "event_source_id", object: "Session__c", isThere: "e.id IS NOT NULL" }],
});

export const pathwayParticipantTable = table<PathwayParticipantRecord>({
  kind: "pathway_participant",
  name: "pathway_participant",
  hasMerges: false,
  columns: [text("status_raw", (r) => r.statusRaw)],
  keys: [text("pathway_source_id", (r) => r.pathwaySourceId), text("contact_source_id", (r) => r.contactSourceId)],
  joins: `${THE_PATHWAY}
    LEFT JOIN contact c ON c.source = $source AND c.source_id = s.contact_source_id`,
  resolved: [
    { name: "pathway_id", from: "p.id" },
    { name: "contact_id", from: "c.id" },
  ],
  parents: [PATHWAY, { key: "contact_source_id", object: "Contact", isThere: "c.id IS NOT NULL" }],
});

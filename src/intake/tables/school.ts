import type { SchoolRecord } from "../../sources/index.js";
import { table, text } from "./model.js";

export const schoolTable = table<SchoolRecord>({
  kind: "school",
  name: "school",
  hasMerges: true,
  columns: [
    text("name", (r) => r.name),
    text("name_key", (r) => r.nameKey),
    text("other_name", (r) => r.otherName),
    text("other_name_key", (r) => r.otherNameKey),
    text("code", (r) => r.code),
    text("parent_source_id", (r) => r.parentSourceId),
  ],
  keys: [],
  joins: "LEFT JOIN district d ON d.source = $source AND d.source_id = s.parent_source_id AND d.deleted_at IS NULL",
  resolved: [{ name: "district_id", from: "d.id" }],
  parents: [],
});

import type { SchoolLevelRecord } from "../../sources/index.js";
import { table, text } from "./model.js";

export const schoolLevelTable = table<SchoolLevelRecord>({
  kind: "school_level",
  name: "school_level",
  hasMerges: false,
  columns: [
    text("origin", (r) => r.origin),
    text("school_source_id", (r) => r.schoolSourceId),
    text("level_raw", (r) => r.levelRaw),
    text("level", (r) => r.level),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});

import type { SchoolClassRecord } from "../../sources/index.js";
import { integer, table, text } from "./model.js";

export const schoolClassTable = table<SchoolClassRecord>({
  kind: "school_class",
  name: "school_class",
  hasMerges: false,
  columns: [
    text("name", (r) => r.name),
    text("school_source_id", (r) => r.schoolSourceId),
    integer("year", (r) => r.year),
  ],
  keys: [],
  joins: "LEFT JOIN school sc ON sc.source = $source AND sc.source_id = s.school_source_id AND sc.deleted_at IS NULL",
  resolved: [{ name: "school_id", from: "sc.id" }],
  parents: [],
});

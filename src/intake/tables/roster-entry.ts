import type { RosterEntryRecord } from "../../sources/index.js";
import { integer, table, text } from "./model.js";

/** District, school and teacher are found by identity; whether somebody is active is said by the import. */
export const rosterEntryTable = table<RosterEntryRecord>({
  kind: "roster_entry",
  name: "roster_entry",
  hasMerges: false,
  columns: [
    text("origin", (r) => r.origin),
    integer("school_year", (r) => r.schoolYear),
    text("district_raw", (r) => r.districtRaw),
    text("building_raw", (r) => r.buildingRaw),
    text("name_raw", (r) => r.nameRaw),
    text("first_name", (r) => r.firstName),
    text("last_name", (r) => r.lastName),
    text("email", (r) => r.email),
    text("grade_raw", (r) => r.gradeRaw),
    integer("target_sessions", (r) => r.targetSessions),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});

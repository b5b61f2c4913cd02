import type { OutsideVisitRecord } from "../../sources/index.js";
import { real, table, text } from "./model.js";

/** Student and school are found by identity. */
export const outsideVisitTable = table<OutsideVisitRecord>({
  kind: "outside_visit",
  name: "outside_visit",
  hasMerges: false,
  columns: [
    text("origin", (r) => r.origin),
    text("student_ref", (r) => r.studentRef),
    text("district_raw", (r) => r.districtRaw),
    text("school_raw", (r) => r.schoolRaw),
    text("kind_raw", (r) => r.kindRaw),
    text("place", (r) => r.place),
    text("organization_raw", (r) => r.organizationRaw),
    text("local_date", (r) => r.localDate),
    real("hours", (r) => r.hours),
    text("program_raw", (r) => r.programRaw),
  ],
  keys: [],
  joins: "",
  resolved: [],
  parents: [],
});

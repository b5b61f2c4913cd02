import { COMMON_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const M73 = defineMetric({
  id: "M73",
  name: "Estimated students (virtual)",
  also: ["virtual students", "estimated students", "virtual reach"],
  unit: "students, estimated",
  type: "integer",
  definition:
    "Distinct teachers with confirmed attendance at a held virtual session, times the standard classroom of 25 (configurable).",
  reference: "Metrics Bible v1.0, M73",
  rulings: ["A4", "A7", "P1", "P3", "E1", "T1"],
  exceptions: [],
  grain: "teacher participation",
  measure: { kind: "distinct", column: "person", times: "studentsPerClassroom" },
  where: [
    { column: "confirmed_at", recorded: true },
    { column: "format", is: ["virtual"] },
    { column: "event_status", is: ["Completed", "Simulcast"] },
    { column: "excluded", is: [false] },
  ],
  // Teachers count in the district of their school, which comes with the teachers' own records.
  dimensions: COMMON_DIMENSIONS.filter((dimension) => dimension !== "district"),
  additive: false,
  estimate: true,
});

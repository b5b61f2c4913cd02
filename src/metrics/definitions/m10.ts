import { STUDENT_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const M10 = defineMetric({
  id: "M10",
  name: "Unique students reached",
  also: ["students", "students reached", "unique students", "student reach"],
  unit: "students",
  type: "integer",
  definition: "Distinct students who attended at least one event that was not cancelled.",
  reference: "Metrics Bible v1.0, M10",
  rulings: ["A1", "P2", "E2", "E3", "T1"],
  exceptions: ["EX1"],
  grain: "student participation",
  measure: { kind: "distinct", column: "person" },
  where: [
    { column: "counts", is: [true] },
    { column: "event_status", isNot: ["Cancelled"] },
  ],
  dimensions: STUDENT_DIMENSIONS,
  additive: false,
});

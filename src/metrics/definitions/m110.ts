import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const M110 = defineMetric({
  id: "M110",
  name: "Students per volunteer (in person)",
  also: ["students per volunteer", "ratio"],
  unit: "students per volunteer",
  type: "integer",
  definition:
    "Per in-person event: total students divided by rooms, times rotations, rounded down; only where all three were recorded.",
  reference: "Metrics Bible v1.0, M110",
  rulings: ["E6", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "sum", column: "students_per_volunteer" },
  where: [
    { column: "event_status", isNot: ["Cancelled"] },
    { column: "students_per_volunteer", recorded: true },
  ],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: false,
  split: "event",
  hasTotal: false,
});

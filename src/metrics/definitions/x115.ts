import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const X115 = defineMetric({
  id: "X115",
  name: "Students per rotation (in person)",
  also: ["students per rotation", "students in a room", "group size"],
  unit: "students per rotation",
  type: "integer",
  definition:
    "Per in-person event: total students divided by rooms, rounded down: how many a volunteer meets at a time; only where both were recorded.",
  reference: "Polaris, ruling E6; not in the Metrics Bible",
  rulings: ["E6", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "sum", column: "students_per_rotation" },
  where: [
    { column: "event_status", isNot: ["Cancelled"] },
    { column: "students_per_rotation", recorded: true },
  ],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: false,
  split: "event",
  hasTotal: false,
});

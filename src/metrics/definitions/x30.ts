import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const X30 = defineMetric({
  id: "X30",
  name: "Recorded hours",
  also: ["delivery hours", "hours recorded"],
  unit: "hours",
  type: "hours",
  definition: "Sum of the recorded hours alone, over the participations that M30 counts; no fall-back.",
  reference: "Polaris, ruling A2; not in the Metrics Bible",
  rulings: ["A1", "A2", "one", "P3", "E2", "E5", "T1"],
  exceptions: ["EX3", "EX4"],
  grain: "volunteer participation",
  measure: { kind: "sum", column: "hours_recorded" },
  where: [
    { column: "counts", is: [true] },
    { column: "event_status", isNot: ["Cancelled"] },
    { column: "excluded", is: [false] },
    { column: "hours_basis", is: ["recorded"] },
  ],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
});

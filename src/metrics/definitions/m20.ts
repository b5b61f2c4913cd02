import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const M20 = defineMetric({
  id: "M20",
  name: "Unique volunteers reached",
  also: ["volunteers", "unique volunteers", "volunteers engaged", "professionals"],
  unit: "volunteers",
  type: "integer",
  definition: "Distinct volunteers who attended at least one event that was not cancelled.",
  reference: "Metrics Bible v1.0, M20",
  rulings: ["A1", "P1", "P3", "E2", "E5", "T1"],
  exceptions: ["EX3"],
  grain: "volunteer participation",
  measure: { kind: "distinct", column: "person" },
  where: [
    { column: "counts", is: [true] },
    { column: "event_status", isNot: ["Cancelled"] },
    { column: "excluded", is: [false] },
  ],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: false,
});

import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";
import { STILL_TO_COME } from "./m60.js";

export const M120 = defineMetric({
  id: "M120",
  name: "Events by type",
  also: ["event types", "types", "by type"],
  unit: "events",
  type: "integer",
  definition: "Every event of the window that was not cancelled, counted by its type.",
  reference: "Metrics Bible v1.0, M120",
  rulings: ["E1", "E4", "E2", "E5", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "records" },
  where: [{ column: "event_status", isNot: ["Cancelled"] }],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  split: "event_type",
  notes: [STILL_TO_COME],
});

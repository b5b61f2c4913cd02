import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const M30 = defineMetric({
  id: "M30",
  name: "Total volunteer hours",
  also: ["hours", "volunteer hours", "credited hours"],
  unit: "hours",
  type: "hours",
  definition:
    "Sum of credited hours over the attended volunteer participations of events that were not cancelled: the recorded hours, else the event's duration, else end minus start (at least one hour), else 0.",
  reference: "Metrics Bible v1.0, M30",
  rulings: ["A1", "A2", "one", "P3", "E2", "E5", "T1"],
  exceptions: ["EX3", "EX4"],
  grain: "volunteer participation",
  measure: { kind: "sum", column: "hours" },
  where: [
    { column: "counts", is: [true] },
    { column: "event_status", isNot: ["Cancelled"] },
    { column: "excluded", is: [false] },
  ],
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
  notes: [
    {
      key: "fallback",
      label: "credited by fall-back",
      measure: { kind: "records" },
      where: [{ column: "hours_basis", is: ["duration", "start and end"] }],
      counts: "estimated",
    },
    {
      key: "without",
      label: "without any hours",
      measure: { kind: "records" },
      where: [{ column: "hours_basis", is: ["none"] }],
    },
  ],
});

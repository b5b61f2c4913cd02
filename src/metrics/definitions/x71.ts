import { TEACHER_DIMENSIONS } from "../grains.js";
import { defineMetric } from "../model.js";

export const X71 = defineMetric({
  id: "X71",
  name: "Virtual sessions with a confirmed teacher",
  also: ["sessions attended by teachers", "unique virtual sessions of a school"],
  unit: "sessions",
  type: "integer",
  definition:
    "Distinct held virtual sessions that at least one teacher attended; by district or school those that teachers of theirs attended.",
  reference: "Polaris, rulings A3 and A4; not in the Metrics Bible",
  rulings: ["A3", "A4", "A7", "P3", "E1", "E4", "T1"],
  exceptions: [],
  grain: "teacher participation",
  measure: { kind: "distinct", column: "event" },
  where: [
    { column: "confirmed_at", recorded: true },
    { column: "format", is: ["virtual"] },
    { column: "event_status", is: ["Completed", "Simulcast"] },
    { column: "excluded", is: [false] },
  ],
  dimensions: TEACHER_DIMENSIONS,
  places: "home",
  additive: false,
});

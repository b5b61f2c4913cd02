import { VOLUNTEER_DIMENSIONS } from "../grains.js";
import { type Columns, type Condition, defineMetric, type MetricSpecification, type NoteOf } from "../model.js";

type Column = Columns["event"];
const HELD: Condition<Column> = { column: "event_status", is: ["Completed", "Simulcast"] };

/** Ruling E5: a start date is never invented, so the report says how much rests on an unknown one. */
const START_UNKNOWN: NoteOf<Column> = {
  key: "start_unknown",
  label: "resting on an affiliation without a known start",
  measure: { kind: "records" },
  where: [{ column: "credit_start_unknown", is: [true] }],
  only: "organisation",
};

const shared = {
  type: "integer",
  reference: "Polaris, ruling E4; not in the Metrics Bible",
  rulings: ["E4", "A7", "E1", "E2", "E5", "T1"],
  exceptions: [],
  grain: "event",
  measure: { kind: "records" },
  dimensions: VOLUNTEER_DIMENSIONS,
  additive: true,
} as const satisfies Partial<MetricSpecification>;

export const X60 = defineMetric({
  ...shared,
  id: "X60",
  name: "Sessions held",
  also: ["held sessions", "held"],
  unit: "sessions held",
  definition: "Events that are Completed or Simulcast. By organisation or volunteer: those that their people attended.",
  where: [HELD],
  notes: [START_UNKNOWN],
});

export const X61 = defineMetric({
  ...shared,
  id: "X61",
  name: "Virtual sessions held",
  also: ["held virtual sessions", "connector sessions held"],
  unit: "virtual sessions held",
  definition:
    "Virtual events that are Completed or Simulcast. By organisation or volunteer: those that their people attended.",
  where: [HELD, { column: "format", is: ["virtual"] }],
});

export const X62 = defineMetric({
  ...shared,
  id: "X62",
  name: "In-person sessions held",
  also: ["held in-person sessions"],
  unit: "in-person sessions held",
  definition:
    "In-person events that are Completed or Simulcast. By organisation or volunteer: those that their people attended.",
  where: [HELD, { column: "format", is: ["in_person"] }],
});
